"""Collecting all that is due: for a timer, so it locks, goes on after a failure, and says what failed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from tocsin.core.clock import Clock
from tocsin.core.errors import BusyError, TocsinError
from tocsin.core.period import parse_period
from tocsin.core.progress import Told, silent
from tocsin.lake import Lake, Load
from tocsin.lake.load import locked
from tocsin.pipeline.asks import remembered
from tocsin.pipeline.collect import freshness
from tocsin.pipeline.live import can_fetch, collect_live
from tocsin.sources.declaration import Source, sources


@dataclass
class Outcome:
    """What came of one source.

    Parameters
    ----------
    source : str
        Its name.
    why : str
        Why it was collected.
    loads : list of Load
        What was loaded.
    error : str
        Why it failed; empty if it did not.
    """

    source: str
    why: str
    loads: list[Load] = field(default_factory=list)
    error: str = ""


class AtWorkError(BusyError):
    """Another process collects what is due in this lake."""


def due(lake: Lake, clock: Clock) -> list[tuple[str, str]]:
    """Return the live sources of which something new is expected by now.

    Parameters
    ----------
    lake : Lake
        The lake; only sources with a load in it are looked at.
    clock : Clock
        Says which day it is.

    Returns
    -------
    list of tuple
        Name of the source, and why it is due.
    """
    today = clock().date()
    found = []
    for name, told in sources().items():
        if can_fetch(name) and (why := _why(lake, told, today)):
            found.append((name, why))
    return found


def collect_due(
    lake: Lake, clock: Clock, *, every: bool = False, only: str = "", dry_run: bool = False, told: Told = silent
) -> list[Outcome]:
    """Collect all that is due, each source as it was asked before, from its last period on.

    Parameters
    ----------
    lake : Lake
        The lake.
    clock : Clock
        Says which day it is.
    every : bool
        Take all live sources that were collected before, due or not.
    only : str
        Name of the one source to be looked at; empty for all.
    dry_run : bool
        Only tell what would be fetched.
    told : callable
        Called with a sentence for each step.

    Returns
    -------
    list of Outcome
        One per source; a failure of one does not stop the others.

    Raises
    ------
    AtWorkError
        If another process is at it.
    """
    wanted = [(name, "asked for") for name in sources() if can_fetch(name)] if every else due(lake, clock)
    outcomes = []
    try:
        with locked(lake.store, "cron", wait=0):
            for name, why in wanted:
                if only in ("", name) and (not every or remembered(lake, name)):
                    outcomes.append(_collect_one(lake, Outcome(name, why), told, dry_run=dry_run))
    except BusyError as error:
        raise AtWorkError(error.found, where=error.where, remedy=error.remedy) from error
    return outcomes


def _collect_one(lake: Lake, outcome: Outcome, told: Told, *, dry_run: bool) -> Outcome:
    asks = [one.again() for one in remembered(lake, outcome.source) if one.is_open]
    if not asks:
        told(f"{outcome.source} is due ({outcome.why}), but was never collected live without an end: nothing to repeat")
    failed: list[str] = []
    for ask in asks:
        try:
            outcome.loads += collect_live(lake, outcome.source, ask, told=told, dry_run=dry_run)
        except TocsinError as error:
            failed.append(str(error))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one source, the others are collected
            failed.append(f"{type(error).__name__}: {error}")
    return replace(outcome, error=" ".join(dict.fromkeys(failed)))


def _why(lake: Lake, told: Source, today: date) -> str:
    fresh = freshness(lake, told)
    if fresh["last_changed"] is None:
        return ""
    expected = fresh["expected_next"]
    if expected is None and fresh["last_period"]:
        expected = (parse_period(str(fresh["last_period"])) + 1).knowable_from(told.lag_months).isoformat()
    return f"expected since {expected}" if expected and str(expected) <= today.isoformat() else ""
