"""Reports of the same happening are brought together: same act and actor, near dates, targets and goods that fit.

Each report joins the happening whose date is nearest, or begins one. Reports are compared with the report that began a
happening and not with each other in turn, so that an act repeated day by day does not become one long happening.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from tocsin.core.period import Period
from tocsin.events.report import Happening, Report

#: Days that two documents may differ in about when something happened: time zones, and the day after.
SLACK = 2
_ORDER = {"D": 0, "W": 1, "M": 2, "Q": 3, "A": 4}


def happenings(
    reports: Iterable[Report], *, listings: Collection[str] = (), daily: Collection[str] = ()
) -> list[Happening]:
    """Bring reports of the same happening together.

    Parameters
    ----------
    reports : iterable of Report
        In any order.
    listings : collection of str
        Sources that list each happening once: two of their reports are two happenings.
    daily : collection of str
        Sources that code by day, sentence for sentence: two of their reports are one happening on the same day alone.

    Returns
    -------
    list of Happening
        By date. A report dated no better than by month joins a finer one within it, if there is one.
    """
    shelves: dict[tuple[str, frozenset[str]], _Shelf] = {}
    for one in sorted(reports, key=_first):
        shelf = shelves.setdefault((one.kind, frozenset(one.actor)), _Shelf())
        near = ((_gap(shelf.groups[place], one, listings, daily), place) for place in shelf.near(one.period))
        fitting = [(gap, place) for gap, place in near if gap >= 0]
        if fitting:
            shelf.groups[min(fitting)[1]].append(one)
        else:
            shelf.begin(one)
    found = [Happening(tuple(sorted(group, key=_best))) for shelf in shelves.values() for group in shelf.groups]
    return sorted(found, key=lambda one: (one.day, _ORDER[one.period.freq], one.best.act, one.best.actor, one.best.id))


@dataclass
class _Shelf:
    """Happenings of one act by one actor, as groups of reports, found by the day of the report that began each."""

    groups: list[list[Report]] = field(default_factory=list)
    begun: dict[int, list[int]] = field(default_factory=dict)
    coarse: list[int] = field(default_factory=list)

    def begin(self, one: Report) -> None:
        if one.period.freq == "D":
            self.begun.setdefault(one.period.index, []).append(len(self.groups))
        else:
            self.coarse.append(len(self.groups))
        self.groups.append([one])

    def near(self, period: Period) -> Iterator[int]:
        """Yield the places of groups whose date may be near enough."""
        first, last = period.start.toordinal() - SLACK, period.end.toordinal() + SLACK
        for day in range(first, last + 1):
            yield from self.begun.get(day, ())
        yield from self.coarse


def _first(one: Report) -> tuple[object, ...]:
    """Finely dated reports first, by day: they begin happenings that coarser ones join."""
    return _ORDER[one.period.freq], one.precision == "none", one.period.start, one.source, one.document, one.id


def _best(one: Report) -> tuple[object, ...]:
    return _ORDER[one.period.freq], one.precision == "none", -one.confidence, one.source, one.document, one.id


def _gap(group: list[Report], one: Report, listings: Collection[str], daily: Collection[str]) -> int:
    """Return the days between a report and the one that began a happening; -1 if it tells of another."""
    first = group[0]
    for other in group:
        if other.source == one.source and (other.document == one.document or one.source in listings):
            return -1
        if not (_fit(other.target, one.target) and _fit(other.objects, one.objects)):
            return -1
    slack = 0 if first.source == one.source and one.source in daily else SLACK
    gap = _days(first.period, one.period)
    return gap if gap <= slack else -1


def _fit(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return not one or not other or bool(set(one) & set(other))


def _days(one: Period, other: Period) -> int:
    """Return the days that lie between two periods, 0 if they share one."""
    return max((other.start - one.end).days, (one.start - other.end).days, 0)
