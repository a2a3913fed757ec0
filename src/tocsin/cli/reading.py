"""What `tocsin read` prints of a document, and keeps of it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from tocsin.cli import output

if TYPE_CHECKING:
    from tocsin.events.reader import Found, Reading
    from tocsin.events.readings import Answer
    from tocsin.lake import Lake

#: Most characters of the words that are quoted on a terminal; --json has all.
_WORDS = 240
_INDENT = " " * 13


class Kept:
    """A lake in which events of documents are stored, and how many were.

    Parameters
    ----------
    lake : Lake
        Where to.
    """

    def __init__(self, lake: Lake) -> None:
        self.lake, self.events = lake, 0

    def add(self, reading: Reading, name: str) -> None:
        """Store the events of a document."""
        from tocsin.pipeline.kept_events import keep

        load = keep(self.lake, reading, name)
        self.events += load.rows_kept if load is not None and load.added else 0

    def note(self) -> None:
        """Say how many events were stored since this was said last."""
        output.note(f"Kept in the lake: {self.events:,} {'event' if self.events == 1 else 'events'}.")
        self.events = 0


def refuse(answer: Answer) -> dict[str, str]:
    """Say that a document could not be read, and why.

    Parameters
    ----------
    answer : Answer
        With its error.

    Returns
    -------
    dict
        What --json tells of it; empty if it could be read.
    """
    error = answer.error
    if error is None:
        return {}
    output.note(printable(f"not read: {answer.source}: {error.found}. {error.remedy}"))
    return {"name": answer.source, "reason": error.found}


def show(reading: Reading, name: str, *, among: str = "") -> None:
    """Print a document: its events, each with the words that say so.

    Parameters
    ----------
    reading : Reading
        What it says.
    name : str
        File name or address.
    among : str
        What it was given as, if it is one of several.
    """
    opened = reading.opened
    title = ": ".join(filter(None, (among, opened.title or opened.source))) or name or "standard input"
    when = f", published {opened.published}" if opened.published else ""
    count = len(reading.found)
    said = f"{count or 'no'} {'event' if count == 1 else 'events'}{':' if count else '.'}"
    typer.echo(f"{printable(title)}{when}: {said}")
    for one in reading.found:
        said, quoted = _lines(one, garbled=reading.garbled)
        width = output.console().width
        typer.echo("\n" + textwrap.fill(said, width, subsequent_indent=_INDENT))
        typer.echo(textwrap.fill(quoted, width, initial_indent=_INDENT, subsequent_indent=_INDENT))
    for text in reading.notes:
        output.note(f"Note: {printable(text)}.")


def printable(text: str) -> str:
    """Return a text on one line without signs that could steer a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _lines(found: Found, *, garbled: bool) -> Iterator[str]:
    """Say an event, then quote the words that say so, without mark-up; of a garbled document as they stand there."""
    event = found.event
    when = event.date if event.date_precision != "none" else f"({event.date})" if event.date else "no date"
    who = " + ".join(event.actor or ("?",)) + (f" -> {' + '.join(event.target)}" if event.target else "")
    goods = f" on {', '.join(event.object_)}" if event.object_ else ""
    more = "".join(f", {one}" for one in (event.quantity, event.place) if one)
    yield f"{when:<12} {who}: {event.act} ({event.modality}){goods}{more}; confidence {event.confidence:.2f}"
    words = printable(event.evidence.text if garbled else found.sentence)
    yield f'"{words if len(words) <= _WORDS else words[: _WORDS - 3].rstrip() + "..."}"'
