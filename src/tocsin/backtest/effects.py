"""What the handling of odd rows does to the base rate: voids, hubs, small flows, stops, the EU as one importer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from tocsin.backtest.cases import EU, is_scored
from tocsin.backtest.sample import Flags, Reals
from tocsin.backtest.skill import auroc

#: Rows are given a probability from this import value on [USD].
SMALLEST = 5e5


@dataclass(frozen=True)
class Effect:
    """The base rate if one thing were handled otherwise.

    Parameters
    ----------
    name, title : str
        Short name, and what was done in words.
    rows : int
        Rows that this concerns.
    total : int
        Rows that would be scored.
    events : int or None
        Events among them; None where it is not known what came of some.
    rate : float or None
        Events over rows; of voids, if they had come as often as was said.
    change : float or None
        That rate less the rate as scored.
    low, high : float or None
        Rate if none of the rows without a label had come, and if all had; None where all have one.
    auroc : float or None
        Of the model, on those rows.
    absent : str
        Why it cannot be told; empty where it can.
    """

    name: str
    title: str
    rows: int
    total: int
    events: int | None = None
    rate: float | None = None
    change: float | None = None
    low: float | None = None
    high: float | None = None
    auroc: float | None = None
    absent: str = ""


def effects_of(part: pl.DataFrame, *, band: float) -> tuple[Effect, ...]:
    """Tell what each handling does to the rate.

    Parameters
    ----------
    part : polars.DataFrame
        Rows of :func:`tocsin.backtest.cases.select` within some years, of all bands.
    band : float
        Import value above which rows are scored [USD].

    Returns
    -------
    tuple of Effect
        First the rows as scored.
    """
    large = part.filter(pl.col("value") > band)
    scored = large.filter(is_scored())
    base = _kept("scored", "as scored", scored, len(scored), None)
    found = [base, *_voids(large, scored, base)]
    found += [
        _left_out("hubs", "re-export hubs left out", scored, pl.col("hub"), base),
        _left_out("eu", "the EU as one importer left out", scored, pl.col("reporter") == EU, base),
        _left_out("reconstructed", "reconstructed vintages left out", scored, pl.col("reconstructed"), base),
    ]
    every = part.filter(pl.col("value") >= SMALLEST, is_scored())
    found.append(_kept("small", "with small flows, from USD 0.5 m", every, len(every) - len(scored), base.rate))
    return (*found, _stops(scored, base))


def _stops(scored: pl.DataFrame, base: Effect) -> Effect:
    """Leave out flows that stopped altogether, where the table says which did."""
    title = "flows that stopped altogether left out"
    if "stopped" not in scored.columns:
        return Effect("stops", title, 0, len(scored), absent="the table does not say which flows stopped")
    return _left_out("stops", title, scored, pl.col("stopped").cast(pl.Boolean).fill_null(value=False), base)


def _left_out(name: str, title: str, scored: pl.DataFrame, which: pl.Expr, base: Effect) -> Effect:
    """Score the rows without some."""
    rest = scored.filter(~which)
    return _kept(name, title, rest, len(scored) - len(rest), base.rate)


def _kept(name: str, title: str, rows: pl.DataFrame, concerned: int, base: float | None) -> Effect:
    """Take the rate of some rows."""
    if not len(rows):
        return Effect(name, title, concerned, 0, absent="no rows are left")
    y: Flags = rows["y"].to_numpy().astype(np.bool_)
    p: Reals = rows["probability"].to_numpy().astype(np.float64)
    rate = float(y.mean())
    return Effect(
        name,
        title,
        concerned,
        len(rows),
        int(y.sum()),
        rate,
        None if base is None else rate - base,
        auroc=auroc(y, p) if 0 < rate < 1 else None,
    )


def _voids(large: pl.DataFrame, scored: pl.DataFrame, base: Effect) -> list[Effect]:
    """Count the rows without a label by reason, and say between what the rate would lie with them."""
    unlabelled = large.filter(pl.col("y").is_null()).with_columns(pl.col("void").fill_null("not known yet"))
    found = []
    for reason in sorted(unlabelled["void"].unique().to_list()):
        rows = unlabelled.filter(pl.col("void") == reason)
        total, events = len(scored) + len(rows), base.events or 0
        said = float(rows["probability"].cast(pl.Float64).fill_nan(None).mean() or np.nan)  # type: ignore[arg-type]
        rate = (events + said * len(rows)) / total if np.isfinite(said) else None
        found.append(
            Effect(
                f"void: {reason}",
                f"void ({reason}) taken in",
                len(rows),
                total,
                rate=rate,
                change=None if rate is None or base.rate is None else rate - base.rate,
                low=events / total,
                high=(events + len(rows)) / total,
            )
        )
    return found
