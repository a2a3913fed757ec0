"""What the forecasts owe to what: ablation, placebo, left-out families and suppliers, learning curve, noise ceiling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl

from tocsin.backtest.bootstrap import DRAWS, SQUARED, Estimate
from tocsin.backtest.cases import Cases, cases, is_scored, select
from tocsin.backtest.measure import MODEL, Skill, known, measure_pair
from tocsin.backtest.rivals import OWN_RATE
from tocsin.backtest.sample import Reals
from tocsin.backtest.score import BAND, DEVELOPMENT
from tocsin.backtest.within import Within, within_products
from tocsin.core.errors import FormatError, UsageError

KINDS = {
    "ablation": "What each channel adds",
    "families": "Product families the model never saw",
    "suppliers": "Suppliers the model never saw",
    "learning": "What more years of learning add",
}
ALL = "all together"
ITSELF = "the model, labels as they came"
#: AUROC of a forecast by lot.
CHANCE = 0.5
_KEYS = ("target", "reporter", "product")
_VARIED = "varied"
_ONCE = ("families", "suppliers")
_SCORES = ("auroc", "auprc", SQUARED)


@dataclass(frozen=True)
class Variant:
    """Another way to forecast, beside the full model on the same rows.

    Parameters
    ----------
    name : str
        What is different.
    rows, events : int
        Rows that both speak of.
    absent : str
        Why nothing can be compared; empty where it can.
    full, variant : Skill or None
        Scores of both.
    differences : dict of str to Estimate
        Full less variant: ``auroc``, ``auprc``, ``brier_skill``.
    """

    name: str
    rows: int
    events: int
    absent: str = ""
    full: Skill | None = None
    variant: Skill | None = None
    differences: dict[str, Estimate] = field(default_factory=dict)


@dataclass(frozen=True)
class Variants:
    """Several variants of one kind.

    Parameters
    ----------
    kind, title : str
        Such as ``"ablation"``, and what it tells.
    label, lag : str
        What was forecast, and how old the data were.
    first, last : int
        Target years.
    variants : tuple of Variant
        In the order given; of left-out families and suppliers at the end all rows together.
    """

    kind: str
    title: str
    label: str
    lag: str
    first: int
    last: int
    variants: tuple[Variant, ...]


@dataclass(frozen=True)
class Placebo:
    """The model, or one that learned from labels shuffled within each product and is judged by labels shuffled so.

    Parameters
    ----------
    name : str
        Which shuffle.
    shuffled : bool
        Whether labels were shuffled.
    rows, events : int
        Rows and events.
    absent : str
        Why it cannot be scored; empty where it can.
    within : Within or None
        Ranking within products, of which a shuffle within products leaves nothing to be known.
    skill, reference : Skill or None
        Over all products: of the model, and of each product's own past rate, which survives the shuffle.
    above_reference : Estimate or None
        AUROC of the model less that of the own past rates, over all products.
    at_chance : bool or None
        Whether the 95 % interval of the AUROC within products holds 0.5; None where there is none.
    """

    name: str
    shuffled: bool
    rows: int
    events: int
    absent: str = ""
    within: Within | None = None
    skill: Skill | None = None
    reference: Skill | None = None
    above_reference: Estimate | None = None
    at_chance: bool | None = None


@dataclass(frozen=True)
class Agreement:
    """How far two releases of the same data agree on who ran short: no forecast can be surer than its label.

    Parameters
    ----------
    name : str
        Which two releases.
    label, year : str
        Rule, and target year; ``"all"`` where years are pooled.
    rows : int
        Rows that both releases label.
    both, either : int
        Events in both, and in at least one.
    older, newer : int
        Events in each.
    """

    name: str
    label: str
    year: str
    rows: int
    both: int
    either: int
    older: int
    newer: int

    @property
    def agreement(self) -> float | None:
        """Events in both over events in either; None where there is none."""
        return self.both / self.either if self.either else None

    @property
    def confirmed(self) -> float | None:
        """Share of the older release's events that the newer one confirms."""
        return self.both / self.older if self.older else None


def compare(
    full: pl.DataFrame,
    variants: Mapping[str, pl.DataFrame],
    *,
    kind: str,
    label: str = "tight",
    lag: str = "one",
    band: float = BAND,
    years: tuple[int, int] = DEVELOPMENT,
    draws: int = DRAWS,
) -> Variants:
    """Score variants of the model against the full one, each on the rows that both speak of, at horizon 12.

    Parameters
    ----------
    full : polars.DataFrame
        Predictions of the full model.
    variants : mapping of str to polars.DataFrame
        Predictions by what is different: the channel taken away, the family or supplier left out (only its rows), the
        years learned from.
    kind : str
        ``"ablation"``, ``"families"``, ``"suppliers"`` or ``"learning"``.
    label, lag : str
        As in :func:`tocsin.backtest.score.score`.
    band : float
        Import value above which rows count [USD].
    years : tuple of int
        First and last target year.
    draws : int
        Of the bootstrap.

    Returns
    -------
    Variants
        Scores of both and differences with intervals; labels are those of the full table.

    Raises
    ------
    UsageError
        If there is no such kind.
    """
    if kind not in KINDS:
        raise UsageError(f"extra {kind!r}", where="compare", remedy=f"Give one of {', '.join(KINDS)}.")
    rows = _within(select(full, label=label, lag=lag, horizon=12), band, years)
    said = {
        name: select(frame, label=label, lag=lag, horizon=12).select(*_KEYS, pl.col("probability").alias(_VARIED))
        for name, frame in variants.items()
    }
    found = [_variant(name, rows.join(one, on=_KEYS, how="inner"), draws) for name, one in said.items()]
    if kind in _ONCE and len(said) > 1:
        found.append(_variant(ALL, _together(rows, said), draws))
    return Variants(kind, KINDS[kind], label, lag, *years, tuple(found))


def placebos(
    frames: Mapping[str, pl.DataFrame],
    *,
    full: pl.DataFrame | None = None,
    label: str = "tight",
    lag: str = "one",
    band: float = BAND,
    years: tuple[int, int] = DEVELOPMENT,
    draws: int = DRAWS,
) -> tuple[Placebo, ...]:
    """Score models that learned from shuffled labels.

    Parameters
    ----------
    frames : mapping of str to polars.DataFrame
        Predictions by shuffle, whose label columns are the shuffled ones.
    full : polars.DataFrame or None
        Predictions of the model itself, to be scored in the same way.
    label, lag : str
        As in :func:`tocsin.backtest.score.score`.
    band : float
        Import value above which rows count [USD].
    years : tuple of int
        First and last target year.
    draws : int
        Of the bootstrap.

    Returns
    -------
    tuple of Placebo
        The model itself, if given, then one per shuffle.
    """
    every = {} if full is None else {ITSELF: (full, False)}
    every |= {name: (frame, True) for name, frame in frames.items()}
    return tuple(
        _placebo(name, cases(_within(select(frame, label=label, lag=lag, horizon=12), band, years)), draws, shuffled)
        for name, (frame, shuffled) in every.items()
    )


def agreement(frames: Mapping[str, pl.DataFrame]) -> tuple[Agreement, ...]:
    """Count how far two releases agree, by label and target year.

    Parameters
    ----------
    frames : mapping of str to polars.DataFrame
        By pair of releases: columns ``label`` (name of the rule), ``target`` (year), ``older`` and ``newer`` (whether
        the event came by each release; null where void). A row per importer, product, label and year.

    Returns
    -------
    tuple of Agreement
        By label: each year, then all years together.

    Raises
    ------
    FormatError
        If a column is missing.
    """
    found: list[Agreement] = []
    for name, frame in frames.items():
        missing = [one for one in ("label", "target", "older", "newer") if one not in frame.columns]
        if missing:
            raise FormatError(
                f"no column {', '.join(missing)}",
                where=f"the label agreement of {name}",
                remedy="Give label, target, older and newer.",
            )
        rows = frame.drop_nulls(["older", "newer"])
        for label in sorted(rows["label"].unique().to_list()):
            part = rows.filter(pl.col("label") == label)
            years = sorted(part["target"].unique().to_list())
            found += [_agreement(name, label, str(year), part.filter(pl.col("target") == year)) for year in years]
            found.append(_agreement(name, label, "all", part))
    return tuple(found)


def _within(part: pl.DataFrame, band: float, years: tuple[int, int]) -> pl.DataFrame:
    """Keep the rows of a band and of some years."""
    return part.filter(pl.col("value") > band, pl.col("target").is_between(*years))


def _together(rows: pl.DataFrame, said: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Join all left-out rows; of an import that several left out, the mean is taken."""
    every = pl.concat(list(said.values())).group_by(_KEYS).agg(pl.mean(_VARIED))
    return rows.join(every, on=_KEYS, how="inner").sort(_KEYS)


def _variant(name: str, rows: pl.DataFrame, draws: int) -> Variant:
    """Compare one variant."""
    rows = rows.filter(pl.col(_VARIED).is_finite()).sort(_KEYS)
    given = cases(rows)
    if not 0 < int(given.y.sum()) < len(given):
        return Variant(name, len(given), int(given.y.sum()), _same(given))
    varied: Reals = rows.filter(is_scored())[_VARIED].to_numpy().astype(np.float64)
    skills, luck = measure_pair(given, {MODEL: given.p, _VARIED: varied}, draws=draws)
    differences = {one: luck.difference(MODEL, _VARIED, one) for one in _SCORES}
    return Variant(
        name,
        len(given),
        int(given.y.sum()),
        full=skills[MODEL],
        variant=skills[_VARIED],
        differences={one: found for one, found in differences.items() if known(found)},
    )


def _placebo(name: str, given: Cases, draws: int, shuffled: bool) -> Placebo:
    """Score one placebo, or the model itself."""
    found = Placebo(name, shuffled, len(given), int(given.y.sum()))
    if not 0 < found.events < found.rows:
        return replace(found, absent=_same(given))
    rate = given.rivals.get(OWN_RATE)
    said = {MODEL: given.p} | ({OWN_RATE: rate} if rate is not None and np.isfinite(rate).all() else {})
    skills, luck = measure_pair(given, said, draws=draws)
    within = within_products(given, given.p, draws=draws)
    ends = within.auroc.ninety_five if within else None
    return replace(
        found,
        within=within,
        skill=skills[MODEL],
        reference=skills.get(OWN_RATE),
        above_reference=luck.difference(MODEL, OWN_RATE, "auroc") if OWN_RATE in skills else None,
        at_chance=ends[0] <= CHANCE <= ends[1] if ends else None,
    )


def _agreement(name: str, label: str, year: str, rows: pl.DataFrame) -> Agreement:
    """Count one label and year."""
    older, newer = (rows[one].cast(pl.Boolean) for one in ("older", "newer"))
    both, either = int((older & newer).sum()), int((older | newer).sum())
    return Agreement(name, label, year, len(rows), both, either, int(older.sum()), int(newer.sum()))


def _same(given: Cases) -> str:
    """Say why rows cannot be scored."""
    if not len(given):
        return "no rows in common"
    return f"{'nothing but events' if given.y.all() else 'no event'} in {len(given)} rows"
