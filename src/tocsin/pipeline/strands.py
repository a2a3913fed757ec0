"""Flows of many days, read once for all days that show them alike, and what each of these days shows of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tocsin.foresight.flows import Flows, last_known
from tocsin.foresight.trade import BASE
from tocsin.pipeline.book import Book, Strand, importers, read, strand, until

if TYPE_CHECKING:
    from tocsin.lake import Lake, View


@dataclass(frozen=True)
class Span:
    """Years that a day shows of its strand.

    Parameters
    ----------
    first : int
        First year shown.
    last : int
        Last known year; 0 where none is.
    """

    first: int
    last: int

    @property
    def founded(self) -> bool:
        """Whether a base of three years, and one year more, is known."""
        return self.last - self.first >= BASE


class Strands:
    """Strands of a book in a lake.

    Parameters
    ----------
    lake : Lake
        The lake.
    rests_on : Book
        The flows.
    """

    def __init__(self, lake: Lake, rests_on: Book) -> None:
        self._lake, self._rests_on = lake, rests_on
        self._of: dict[date, tuple[Strand | None, int]] = {}
        self._newest: dict[Strand, tuple[int, View]] = {}
        self._counts: dict[Strand, tuple[int, dict[int, int]]] = {}
        self._flows: dict[Strand, tuple[int, Flows]] = {}

    def look(self, days: Iterable[date]) -> None:
        """Look at some days, so that of each strand the one that shows most is known.

        Parameters
        ----------
        days : iterable of datetime.date
            The days.
        """
        for day in days:
            if day in self._of:
                continue
            view = self._lake.as_of(day)
            mine = strand(view, self._rests_on)
            reach = until(view, self._rests_on) if mine else 0
            self._of[day] = (mine, reach)
            if mine and (mine not in self._newest or self._newest[mine][0] < reach):
                self._newest[mine] = (reach, view)

    def of(self, day: date) -> Strand | None:
        """Return the strand of a day; None where its flows must be read for that day alone."""
        self.look([day])
        return self._of[day][0]

    def span(self, day: date) -> Span:
        """Return the years that a day with a strand shows."""
        mine = self._mine(day)
        reach, view = self._newest[mine]
        if self._counts.get(mine, (-1, {}))[0] < reach:
            self._counts[mine] = (reach, importers(view, self._rests_on))
        shown = {year: count for year, count in self._counts[mine][1].items() if year <= self._of[day][1]}
        return Span(min(shown, default=0), last_known(shown))

    def flows(self, day: date) -> Flows:
        """Return all flows of the strand of a day, later years than the day shows among them."""
        mine = self._mine(day)
        reach, view = self._newest[mine]
        if mine not in self._flows or self._flows[mine][0] < reach:
            self._flows[mine] = (reach, read(view, self._rests_on))
        return self._flows[mine][1]

    def _mine(self, day: date) -> Strand:
        mine = self.of(day)
        if mine is None:
            raise LookupError(f"{day} has no strand")
        return mine
