"""Which sectors lose output when a good is missing: the median shortage put to the input-output engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tocsin.core.errors import CodeError, TocsinError
from tocsin.scenario.document import Sectors
from tocsin.scenario.market import DAYS_A_YEAR
from tocsin.scenario.outcome import SHORT

if TYPE_CHECKING:
    from tocsin.lake import View
    from tocsin.scenario.ensemble import Ensemble
    from tocsin.scenario.mrio import Mrio
    from tocsin.scenario.outcome import Outcome
    from tocsin.scenario.sectors import Shortfall
    from tocsin.scenario.shock import Scenario

NO_LAKE = "No lake was opened, so no input-output table is at hand and effects on sectors are not computed."
NO_SHORTAGE = "No importer is short in the median run, so no sector loses output for want of the good."
#: Sectors listed.
SHOWN = 25
_MIDDLE = 2
_LEAST = 1e-6


def sectors_hit(view: View | None, scenario: Scenario, found: Ensemble) -> Sectors:
    """Follow the median shortage of each importer into the sectors that use the good.

    Parameters
    ----------
    view : View or None
        The lake as of a day.
    scenario : Scenario
        What was asked.
    found : Ensemble
        What happens.

    Returns
    -------
    Sectors
        Sectors that lose output over the horizon, the greatest loss first; or why there are none.
    """
    if view is None:
        return Sectors(why=NO_LAKE)
    from tocsin.pipeline.io_tables import no_table, read_mrio

    if absent := no_table(view):
        return Sectors(why=absent)
    short = [(good.id, outcome) for good in scenario.goods if _short(outcome := found.goods[good.id])]
    if not short:
        return Sectors(why=NO_SHORTAGE)
    try:
        return _followed(read_mrio(view), scenario, short)
    except TocsinError as error:
        return Sectors(why=f"Effects on sectors are not computed: {error}")


def _short(outcome: Outcome) -> bool:
    return bool((outcome.path[_MIDDLE] > SHORT).any())


def _followed(table: Mrio, scenario: Scenario, short: list[tuple[str, Outcome]]) -> Sectors:
    from tocsin.scenario.io import run_io
    from tocsin.scenario.sectors import shocks_of

    notes: list[str] = []
    shortfalls = [one for good, outcome in short for one in _shortfalls(table, scenario, good, outcome, notes)]
    asked = shocks_of(table, shortfalls)
    notes += asked.notes
    if not asked.shocks:
        return Sectors(why=" ".join(notes) or NO_SHORTAGE)
    result = run_io(
        table.Z,
        table.Y,
        table.x,
        list(asked.shocks),
        n_sectors=table.n_sectors,
        days=scenario.days,
        balance="final_demand",
    )
    days = np.isfinite(result.production[0]).all(axis=1)
    lost = (result.base - result.production[0, days]).sum(axis=0)
    whole = result.base * max(int(days.sum()), 1)
    share = np.divide(lost, whole, out=np.zeros_like(lost), where=whole > 0)
    dollars = _rate(table)
    rows = [
        {
            "region": table.regions[node // table.n_sectors],
            "sector": table.sectors[node % table.n_sectors],
            "loss_share": float(f"{share[node]:.6g}"),
            "loss_usd": float(f"{lost[node] * dollars:.6g}") if dollars else None,
        }
        for node in np.argsort(-lost, kind="stable")[:SHOWN]
        if share[node] > _LEAST
    ]
    notes += [guard.reason for guard in result.guards]
    basis = f"Sectors rest on {table.told}, and on the median shortage over {int(days.sum())} days."
    return Sectors(tuple(rows), " ".join(dict.fromkeys((basis, *notes))))


def _shortfalls(table: Mrio, scenario: Scenario, good: str, outcome: Outcome, notes: list[str]) -> list[Shortfall]:
    from tocsin.scenario.sectors import Shortfall, share_of

    market, title = outcome.market, scenario.good(good).title
    codes = market.basis.codes or scenario.good(good).hs6
    if not codes:
        notes.append(f"{title} has no code, so its sector is not known.")
        return []
    found = []
    for j, importer in enumerate(market.importers):
        missing = outcome.path[_MIDDLE, :, j]
        if not (missing > SHORT).any() or importer not in table.regions:
            continue
        worth = float(market.demand[j] * market.price[j]) * DAYS_A_YEAR
        if not np.isfinite(worth):
            notes.append(f"{title}: no price is known, so its weight in a sector is not.")
            return []
        try:
            share = share_of(table, importer, codes[0], worth)
        except CodeError as error:
            notes.append(f"{title}: {error}")
            return []
        found.append(Shortfall(importer, codes[0], missing, share))
    if not found:
        notes.append(f"None of those who are short of {title} is a region of {table.name}.")
    return found


def _rate(table: Mrio) -> float | None:
    from tocsin.scenario.sectors import dollars_per_unit

    try:
        return dollars_per_unit(table.unit, table.year)
    except TocsinError:
        return None
