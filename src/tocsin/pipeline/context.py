"""What stands around a decision, one line each: streams of events for the board, where the lake has them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tocsin.events.streams import Question
from tocsin.pipeline.streams import Told, tell

if TYPE_CHECKING:
    from tocsin.lake import View

#: Days of the newest count.
LATELY = 30


@dataclass(frozen=True)
class Context:
    """One line of context.

    Parameters
    ----------
    title : str
        What is counted.
    question : Question
        The stream.
    until : datetime.date
        Last day that is known: the day of the view, or that which the sources cover.
    current : bool
        Whether that is the day of the view.
    lately, year : int
        How many within the 30 and the 365 days up to it.
    last : str
        Day of the latest, as precisely as known.
    burst_since : str
        First month of the burst that lasts; empty where there is none.
    """

    title: str
    question: Question
    until: date
    current: bool
    lately: int
    year: int
    last: str
    burst_since: str

    @property
    def line(self) -> str:
        """The line, as it is read."""
        burst = f"; burst since {self.burst_since}" if self.burst_since else ""
        known = "" if self.current else f" up to {self.until}, as far as is known"
        counts = f"{self.lately} in the last {LATELY} days, {self.year} in the last year{known}"
        return f"{self.title}: {counts}; the latest on {self.last}{burst}"


#: Streams that the board tells of.
WATCHED = (("North Korean missile tests", Question("PRK", "missile_test")),)


def context_lines(view: View) -> list[Context]:
    """Return the lines of context of a view.

    Parameters
    ----------
    view : View
        What may be seen.

    Returns
    -------
    list of Context
        One for each stream watched of which the view shows events; none where it shows none.
    """
    if not any(part.table == "event" for part in view.slices):
        return []
    return [_context(title, told) for title, question in WATCHED if (told := tell(view, question)).found]


def _context(title: str, told: Told) -> Context:
    day = told.covered
    ago = [max((day - one.day).days, 0) for one in told.found]
    open_ = told.open
    return Context(
        title=title,
        question=told.question,
        until=day,
        current=day == told.view.as_of,
        lately=sum(days < LATELY for days in ago),
        year=sum(days < 365 for days in ago),
        last=str(max(told.found, key=lambda one: one.day).period),
        burst_since=str(open_.first) if open_ else "",
    )


__all__ = ["LATELY", "WATCHED", "Context", "context_lines"]
