"""Simulate a scenario on the lake: markets as known on a day, runs, sectors hit, and what the result rests on."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.core.errors import UsageError
from tocsin.core.progress import Told, silent
from tocsin.pipeline.aftermath import answers, comparison_rows, comparisons
from tocsin.pipeline.links import Flows, worst_flows
from tocsin.pipeline.markets import OWN, narrowed, reading
from tocsin.pipeline.spillover import sectors_hit
from tocsin.scenario.document import Sectors, document
from tocsin.scenario.ensemble import Ensemble, ensemble
from tocsin.scenario.kept import digest
from tocsin.scenario.routes import portions
from tocsin.scenario.schema import MOST_DAYS

if TYPE_CHECKING:
    from tocsin.lake import Lake, View
    from tocsin.scenario.market import Market
    from tocsin.scenario.remedies import Remedy
    from tocsin.scenario.run import Portions
    from tocsin.scenario.shock import Scenario

#: Most cells of daily paths, runs by days by importers, that are summed up at a time [1].
MOST_CELLS = 500_000_000
#: Where unfinished runs are kept, in the lake's folder.
FOLDER = ".runs"
RUNS, SEED = 500, 0
#: Runs over which remedies are compared.
COMPARED = 100


@dataclass(frozen=True)
class Simulated:
    """What a scenario leads to.

    Parameters
    ----------
    scenario : Scenario
        What was asked.
    markets : mapping of str to Market
        The day before, by id of the good.
    ensemble : Ensemble
        Its runs.
    sectors : Sectors
        Sectors hit, or why that is not known.
    flows : mapping of str to Flows
        By good, what goes over each link before and in the worst month.
    notes : tuple of str
        Sentences on what it rests on.
    as_of : datetime.date or None
        Day up to which the lake was known; None if the lake was not asked.
    reconstructed : bool
        Whether trade known on that day is reconstructed from a later release.
    remedies : tuple of Remedy or None
        What would soften the worst month; None if it was not asked.
    comparison : tuple of mapping
        What then happened, beside what is said of it; empty if nothing is known.
    answers : tuple of mapping
        How the two sides climbed towards each other before, from the register.
    """

    scenario: Scenario
    markets: Mapping[str, Market]
    ensemble: Ensemble
    sectors: Sectors
    flows: Mapping[str, Flows]
    notes: tuple[str, ...] = ()
    as_of: date | None = None
    reconstructed: bool = False
    remedies: tuple[Remedy, ...] | None = None
    comparison: tuple[Mapping[str, Any], ...] = ()
    answers: tuple[Mapping[str, Any], ...] = ()

    def document(self) -> dict[str, Any]:
        """Return it as plain values: what ``tocsin simulate --json`` prints."""
        told = document(
            self.scenario,
            self.ensemble,
            sectors=self.sectors,
            as_of=self.as_of,
            reconstructed=self.reconstructed,
            notes=self.notes,
            remedies=self.remedies,
            flows={good: {"before": one.before, "worst": one.worst} for good, one in self.flows.items()},
        )
        return told | {"comparison": list(self.comparison), "retaliation": list(self.answers)}


def simulate(  # noqa: PLR0913 - a long question: what, on which lake, how often, and what besides
    scenario: Scenario,
    lake: Lake | None = None,
    *,
    as_of: date | None = None,
    runs: int = RUNS,
    seed: int = SEED,
    workers: int | None = None,
    with_remedies: bool = False,
    partial: bool = False,
    told: Told = silent,
) -> Simulated:
    """Simulate a scenario.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    lake : Lake or None
        Where trade and input-output tables are; None if all goods have tables of their own.
    as_of : datetime.date or None
        Use only what was known on this day; the earlier of it and the day that the scenario names. Today by default.
    runs, seed : int, int
        How many runs, and the seed of their random numbers.
    workers : int or None
        How many processors are used; it changes no figure.
    with_remedies : bool
        Whether remedies are compared, over at most the first hundred runs.
    partial : bool
        Whether goods that the lake lacks are left out with a note, as long as others are left, in place of an error.
    told : callable
        Called with a sentence when something that takes time begins.

    Returns
    -------
    Simulated
        What it leads to.

    Raises
    ------
    UsageError
        If a good is in no table, or the runs are too many to be held at once.
    """
    view, day = _view(lake, scenario, as_of)
    told("reading the markets")
    scenario, left_out = narrowed(view, scenario) if partial and view else (scenario, ())
    read = reading(view, scenario)
    _check(scenario, read.markets, runs)
    closed = portions(scenario, read.markets)
    found = _run(lake, scenario, read.markets, closed, (runs, seed, workers), told=told)
    told("following what is missing into sectors, and what then happened")
    return Simulated(
        scenario,
        read.markets,
        found,
        sectors_hit(view, scenario, found),
        worst_flows(scenario, read.markets, closed),
        (*_notes(scenario, read.markets, day, reconstructed=read.reconstructed), *read.notes, *left_out),
        day if any(one.basis.table != OWN for one in read.markets.values()) else None,
        read.reconstructed,
        _remedies(found, closed, told) if with_remedies else None,
        tuple(comparison_rows(comparisons(scenario, read.markets, seed=seed, portions=closed))),
        tuple(answers(lake.store.root if lake else None, scenario, min(scenario.start, day or scenario.start))),
    )


def _run(
    lake: Lake | None,
    scenario: Scenario,
    markets: Mapping[str, Market],
    closed: Portions,
    how: tuple[int, int, int | None],
    *,
    told: Told,
) -> Ensemble:
    """Follow the runs; what is finished is kept in the lake until all are, so that an interrupted request goes on."""
    runs, seed, workers = how
    folder = lake.store.root / FOLDER / digest(scenario, markets, closed, runs, seed) if lake else None
    found = ensemble(
        scenario, markets, runs=runs, seed=seed, workers=workers, portions=closed, folder=folder, told=told
    )
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    return found


def _remedies(found: Ensemble, closed: Portions, told: Told) -> tuple[Remedy, ...]:
    from tocsin.scenario.remedies import remedies

    told("comparing remedies")
    draws = found.draws.part(slice(0, COMPARED))
    return tuple(remedies(found.scenario, found.markets, draws, closed))


def _view(lake: Lake | None, scenario: Scenario, as_of: date | None) -> tuple[View | None, date | None]:
    if lake is None:
        return None, None
    days = [one for one in (as_of, scenario.known_on) if one is not None]
    day = min(days) if days else lake.clock().date()
    return lake.as_of(day), day


def _check(scenario: Scenario, markets: Mapping[str, Market], runs: int) -> None:
    if not 1 <= scenario.days <= MOST_DAYS:
        raise UsageError(
            f"A horizon of {scenario.days:,} days", where=scenario.id, remedy=f"Give 1 to {MOST_DAYS:,} days."
        )
    width = max((len(one.importers) for one in markets.values()), default=1)
    if runs * scenario.days * width > MOST_CELLS:
        raise UsageError(
            f"{runs:,} runs of {scenario.days:,} days and {width} importers are more than fits in memory",
            where=scenario.id,
            remedy=f"Ask for at most {max(MOST_CELLS // (scenario.days * width), 1):,} runs.",
        )


def _notes(
    scenario: Scenario, markets: Mapping[str, Market], day: date | None, *, reconstructed: bool
) -> tuple[str, ...]:
    """Return the sentences that belong under every result."""
    notes = []
    if scenario.synthetic:
        notes.append("The tables of this scenario are made up: it says nothing of real trade.")
    from_lake = [one for one in markets.values() if one.basis.table != OWN]
    if from_lake and reconstructed:
        notes.append(f"What could be known on {day} is reconstructed from a later release by its publication lag.")
    elif from_lake and day and scenario.known_on:
        notes.append(f"Only releases that were out on {day} are used.")
    if from_lake:
        notes.append(
            "Demand is what is imported: what a country makes for itself is not in trade figures, so an unmet share is "
            "one of imports."
        )
    for good in scenario.goods:
        market = markets[good.id]
        if market.basis.basket and not good.table:
            codes = f"HS {', '.join(market.basis.codes)}" if market.basis.codes else "its codes"
            holds = "hold" if len(market.basis.codes) > 1 else "holds"
            notes.append(f"{good.title}: {codes} {holds} other goods as well, so figures are of all of them together.")
        if good.table and not np.isfinite(market.price).any():
            notes.append(f"{good.title}: its table gives no values, so no cost is known.")
    return tuple(notes)
