"""Days as an iCalendar file (RFC 5545), which calendars of every make can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tocsin.core.errors import DocumentError

#: Most octets of a line, without its end.
WIDTH = 75
PRODID = "-//Tocsin//Policy calendar//EN"


@dataclass(frozen=True)
class Event:
    """One day, or a run of days.

    Parameters
    ----------
    uid : str
        Name that stays the same from one file to the next, so that a calendar renews the event.
    first, last : datetime.date
        First and last day, both included.
    summary, description : str
        One line, and what stands below it.
    categories : tuple of str
        Words to sort it by.
    url : str
        Where to read more.
    """

    uid: str
    first: date
    last: date
    summary: str
    description: str = ""
    categories: tuple[str, ...] = ()
    url: str = ""


def icalendar(name: str, events: Sequence[Event], made_at: datetime) -> str:
    """Write an iCalendar file of whole days that leave the time of their reader free.

    Parameters
    ----------
    name : str
        What the calendar is called.
    events : sequence of Event
        The days.
    made_at : datetime.datetime
        When it was made, aware.

    Returns
    -------
    str
        The file; lines end with CR LF and are folded.

    Raises
    ------
    DocumentError
        If two events have the same name, or one ends before it begins.
    """
    _check(events)
    stamp = made_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODID}", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_text(name)}"]
    for event in events:
        lines += _event(event, stamp)
    return "".join(f"{line}\r\n" for whole in [*lines, "END:VCALENDAR"] for line in _folded(whole))


def _check(events: Iterable[Event]) -> None:
    seen: set[str] = set()
    for one in events:
        if one.uid in seen:
            raise DocumentError(
                f"Two events are named {one.uid}", where="the calendar", remedy="Name each its own way."
            )
        if one.last < one.first:
            raise DocumentError(f"{one.uid} ends before it begins", where="the calendar", remedy="Correct its days.")
        seen.add(one.uid)


def _event(event: Event, stamp: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}"  # the day after: the end is not included
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(_text, event.categories))}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """Escape a text; control signs, which no line may hold, become blanks."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    lines = escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(" " if ord(sign) < 32 or ord(sign) == 127 else sign for sign in lines)


def _folded(line: str) -> Iterator[str]:
    """Cut a line where it grows too long, never inside a sign; what follows begins with a blank."""
    part, used = "", 0
    for sign in line:
        size = len(sign.encode())
        if used + size > WIDTH:
            yield part
            part, used = " ", 1
        part, used = part + sign, used + size
    yield part
