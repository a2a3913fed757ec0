"""From a predictions table to scores: by block of years, by year, band and importer, with verdicts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from tocsin.backtest.bootstrap import DRAWS, SEED
from tocsin.backtest.cases import EU, Cases, cases, is_scored, select
from tocsin.backtest.effects import SMALLEST, Effect, effects_of
from tocsin.backtest.measure import Measure, measure
from tocsin.backtest.rivals import VOLATILITY, Rival, rivals_of
from tocsin.backtest.sample import Flags
from tocsin.backtest.verdict import Answer, Mark, Verdict, marks, passes, plainly, verdicts
from tocsin.core.errors import UsageError

BAND = 5e6
DEVELOPMENT, FINAL = (2010, 2020), (2021, 2023)
HORIZONS = (12, 24)
#: Import value of the last known year [USD]: above the first number, up to the second.
BANDS = {"0.5-5m": (SMALLEST, 5e6), "5-50m": (5e6, 5e7), ">50m": (5e7, np.inf)}
IMPORTERS = ("KOR", "JPN", "USA", EU)
OTHERS = "all others"


@dataclass(frozen=True)
class Block:
    """Scores of one block of target years at one horizon.

    Parameters
    ----------
    name : str
        ``"development"``, ``"final"`` or ``"asked"``.
    horizon : int
        12 or 24 [months].
    first, last : int
        First and last target year; of horizon 24, years that whole windows lie within.
    unscored : dict of str to int
        Rows of the band that could not be scored, by reason.
    pooled : Measure
        All rows above the band, with all baselines.
    years, bands, importers : dict of str to Measure
        The same rows by year and by importer, and rows of each band, with the volatility logit alone.
    effects : tuple of Effect
        What the handling of odd rows does to the rate.
    verdicts : tuple of Verdict
        Whether the model beats each baseline.
    passes : str
        Whether it beats all that it must: ``"yes"``, ``"no"``, ``"unknown"``.
    marks : tuple of Mark
        Marks of this setting, if it has any.
    """

    name: str
    horizon: int
    first: int
    last: int
    unscored: dict[str, int]
    pooled: Measure
    years: dict[str, Measure]
    bands: dict[str, Measure]
    importers: dict[str, Measure]
    effects: tuple[Effect, ...]
    verdicts: tuple[Verdict, ...]
    passes: Answer
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Scores:
    """Scores of one label at one lag.

    Parameters
    ----------
    label, lag : str
        What was forecast, and how old the data were.
    band : float
        Import value above which rows were scored [USD].
    draws, seed : int
        Of the bootstrap.
    blocks : tuple of Block
        Horizon 12 before 24, development before final.
    warns : str
        Whether the model beats all that it must in every block of horizon 12.
    plainly : str
        Whether it does, as a sentence; if it does not at the honest lag, that such data alone hardly warn.
    """

    label: str
    lag: str
    band: float
    draws: int
    seed: int
    blocks: tuple[Block, ...]
    warns: Answer
    plainly: str


@dataclass(frozen=True)
class _Plan:
    label: str
    lag: str
    band: float
    draws: int
    seed: int


def score(
    predictions: pl.DataFrame,
    *,
    label: str = "tight",
    band: float = BAND,
    lag: str = "one",
    years: tuple[int, int] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Scores:
    """Score a predictions table.

    Parameters
    ----------
    predictions : polars.DataFrame
        A row per importer, product, target year, horizon and lag.
    label : str
        Which label the probabilities are of.
    band : float
        Import value of the last known year above which rows count [USD].
    lag : str
        ``"honest"`` or ``"one"``.
    years : tuple of int or None
        First and last target year; if None, development (2010-2020) and final years (2021-2023) apart.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    Scores
        The same whatever the order of rows.

    Raises
    ------
    UsageError
        If the table has no such label, no row of that lag, or the years do not rise.
    """
    if years and years[0] > years[1]:
        raise UsageError(f"years {years[0]} to {years[1]}", where="--from, --to", remedy="Give the earlier one first.")
    plan = _Plan(label, lag, band, draws, seed)
    spans = {"asked": years} if years else {"development": DEVELOPMENT, "final": FINAL}
    blocks: list[Block] = []
    rivals = rivals_of(predictions)
    for horizon in HORIZONS:
        part = select(predictions, label=label, lag=lag, horizon=horizon)
        earlier: Block | None = None
        for name, within in spans.items():
            earlier = _block(part, rivals, plan, (name, horizon, within), earlier)
            blocks.append(earlier)
    _check_rows(predictions, blocks, plan)
    warns = _warns(blocks)
    first = [(f"{one.first}-{one.last}", one.verdicts) for one in blocks if one.horizon == HORIZONS[0]]
    return Scores(label, lag, band, draws, seed, tuple(blocks), warns, plainly(warns, lag, first))


def _check_rows(predictions: pl.DataFrame, blocks: list[Block], plan: _Plan) -> None:
    """Refuse a table without any row that was asked for."""
    if any(sum(one.unscored.values()) + one.pooled.rows for one in blocks):
        return
    known = ", ".join(sorted(map(str, predictions["lag"].unique().to_list()))) or "none"
    spans = " and ".join(f"{one.first}-{one.last}" for one in blocks if one.horizon == HORIZONS[0])
    raise UsageError(
        f"no row of lag {plan.lag!r} in {spans} over USD {plan.band:g}",
        where="the predictions",
        remedy=f"Give other years, a smaller band, or a lag that the table has: {known}.",
    )


def _warns(blocks: list[Block]) -> Answer:
    """Tell whether the model beats all that it must, in every block of horizon 12 that could be scored."""
    answers = {one.passes for one in blocks if one.horizon == HORIZONS[0]} - {"unknown"}
    return "unknown" if not answers else "no" if "no" in answers else "yes"


def _block(
    part: pl.DataFrame,
    rivals: tuple[Rival, ...],
    plan: _Plan,
    named: tuple[str, int, tuple[int, int]],
    earlier: Block | None,
) -> Block:
    """Score one block of years."""
    name, horizon, (first, last) = named
    # The target of horizon 24 is the last year of a window that begins in the year before it.
    rows = part.filter(pl.col("target").is_between(first + horizon // 12 - 1, last))
    every = cases(rows)
    scored = every.where(every.value > plan.band)
    pooled = measure(scored, rivals, earlier=earlier.pooled if earlier else None, draws=plan.draws, seed=plan.seed)
    judged = verdicts(pooled)
    few = tuple(one for one in rivals if one.name == VOLATILITY)
    return Block(
        name,
        horizon,
        first,
        last,
        _unscored(rows.filter(pl.col("value") > plan.band)),
        pooled,
        {str(year): _part_of(scored.where(scored.year == year), few, plan) for year in np.unique(scored.year)},
        {band: _part_of(every.where(_within(every, band)), few, plan) for band in BANDS},
        {one: _part_of(scored.where(_imported(scored, one)), few, plan) for one in (*IMPORTERS, OTHERS)},
        effects_of(rows, band=plan.band),
        judged,
        passes(judged),
        marks(pooled, label=plan.label, lag=plan.lag, band=plan.band, horizon=horizon),
    )


def _part_of(given: Cases, rivals: tuple[Rival, ...], plan: _Plan) -> Measure:
    """Score some of the rows as planned."""
    return measure(given, rivals, brief=True, draws=plan.draws, seed=plan.seed)


def _within(given: Cases, band: str) -> Flags:
    """Tell which rows lie in a band; the smallest flows that are forecast belong to the first."""
    low, high = BANDS[band]
    above = given.value >= low if low == SMALLEST else given.value > low
    inside: Flags = above & (given.value <= high)
    return inside


def _imported(given: Cases, importer: str) -> Flags:
    """Tell which rows are one importer's, or none of those that are shown by name."""
    if importer == OTHERS:
        return ~np.isin(given.reporter, IMPORTERS)
    return np.asarray(given.reporter == importer, dtype=np.bool_)


def _unscored(rows: pl.DataFrame) -> dict[str, int]:
    """Count the rows that cannot be scored, by reason."""
    rest = rows.filter(~is_scored()).with_columns(
        pl.when(pl.col("y").is_not_null())
        .then(pl.lit("no probability or no climatology"))
        .otherwise(pl.col("void").fill_null("not known yet"))
        .alias("reason")
    )
    counted = rest.group_by("reason").len().sort("reason")
    return dict(zip(counted["reason"].to_list(), counted["len"].to_list(), strict=True))
