"""Notice periods: how many days lie between the announcement of a measure and its effect, by party and rung."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from tocsin.policy.closed import BESIDE, RUNGS
from tocsin.policy.entry import Entry
from tocsin.policy.force import is_known
from tocsin.policy.register import Register

#: Stands for all parties, or for all rungs of the ladder.
ALL = "*"


@dataclass(frozen=True)
class Notice:
    """Notice periods of one party and rung.

    Parameters
    ----------
    party, rung : str
        Which; ``"*"`` for all parties, or for all rungs of the ladder.
    lower, median, upper : float or None
        Quartiles of the days from announcement to effect, interpolated linearly; None where none is known to the day
        [days].
    count : int
        Entries whose two dates are known to the day, effect not before announcement [1].
    at_once : int
        Those of them that took effect on the day of their announcement [1].
    retroactive : int
        Entries that took effect before they were announced: not in `count` nor in the quartiles [1].
    undated : int
        Entries of which a date is missing or not known to the day [1].
    """

    party: str
    rung: str
    lower: float | None
    median: float | None
    upper: float | None
    count: int
    at_once: int
    retroactive: int
    undated: int


def notice_days(entry: Entry) -> int | None:
    """Return the days from announcement to effect.

    Parameters
    ----------
    entry : Entry
        The entry.

    Returns
    -------
    int or None
        Negative if it took effect before it was announced; None unless both dates are known to the day [days].
    """
    told, first = entry.announced_on, entry.valid_from
    if told is None or first is None or told.freq != "D" or first.freq != "D":
        return None
    return (first.start - told.start).days


def rung_of(entry: Entry) -> str:
    """Return the step of the ladder that an entry stands on.

    Parameters
    ----------
    entry : Entry
        The entry.

    Returns
    -------
    str
        Its rung; where it names none, what it does to goods if that is a rung; else empty.
    """
    return entry.rung or (entry.does if entry.does in RUNGS else "")


def notice(register: Register, known_on: date | None = None) -> tuple[Notice, ...]:
    """Measure notice periods.

    Parameters
    ----------
    register : Register
        The register.
    known_on : datetime.date, optional
        Only entries that the public knew on this day; all by default.

    Returns
    -------
    tuple of Notice
        By party and rung, ``"*"`` first. Relief, authorisations and changes of groups have rows of their own and are
        not in those of all rungs. Entries on no rung are left out.
    """
    groups: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in register.entries.values():
        rung = rung_of(entry)
        if not rung or not is_known(entry, known_on):
            continue
        for party in (ALL, entry.party):
            groups[(party, rung)].append(entry)
            if rung not in BESIDE:
                groups[(party, ALL)].append(entry)
    return tuple(_measured(*key, groups[key]) for key in sorted(groups, key=_order))


def _measured(party: str, rung: str, entries: Iterable[Entry]) -> Notice:
    days, retroactive, undated = [], 0, 0
    for entry in entries:
        found = notice_days(entry)
        if entry.retroactive:
            retroactive += 1
        elif found is None:
            undated += 1
        else:
            days.append(found)
    lower, median, upper = _quartiles(days)
    return Notice(party, rung, lower, median, upper, len(days), days.count(0), retroactive, undated)


def _quartiles(days: list[int]) -> tuple[float | None, float | None, float | None]:
    if len(days) < 2:
        one = float(days[0]) if days else None
        return one, one, one
    lower, median, upper = quantiles(days, n=4, method="inclusive")
    return float(lower), float(median), float(upper)


def _order(key: tuple[str, str]) -> tuple[bool, str, int]:
    party, rung = key
    return party != ALL, party, (ALL, *RUNGS, *BESIDE).index(rung)
