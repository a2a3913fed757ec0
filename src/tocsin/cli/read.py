"""`tocsin read`: coded events of a document, each with the words that say so."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import options, output
from tocsin.core.errors import InputError, UsageError

if TYPE_CHECKING:
    from tocsin.events.intake_limits import Limits
    from tocsin.events.reader import Found, Reading

#: Most characters of the words that are quoted on a terminal; --json has all.
_WORDS = 240
_INDENT = " " * 13


def add(app: typer.Typer) -> None:
    """Add this command.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command("read")(show_reading)


def show_reading(
    source: Annotated[str, typer.Argument(help="A file, an http(s) address, or - for standard input.")],
    kind: Annotated[str, typer.Option("--kind", help="html, markdown, text, pdf or feed (default: found out).")] = "",
    published: Annotated[
        str | None, typer.Option("--published", help="Day of publication if the document does not say it: 2023-01-13.")
    ] = None,
    charset: Annotated[str, typer.Option("--charset", help="Encoding if the document does not say it: cp949.")] = "",
    spacy: Annotated[
        str,
        typer.Option(
            "--spacy",
            help="A pipeline of spaCy that may add parties and acts: a package or a folder; none is downloaded.",
        ),
    ] = "",
    keep: Annotated[bool, typer.Option("--keep", help="Store the events in the lake, for tocsin events.")] = False,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Read a document into coded events: who does what to whom, when, how surely, and the words that say so.

    Example: tocsin read notice.html --published 2023-07-03 --json
    """
    from tocsin.events.intake_limits import Limits
    from tocsin.events.reader import read
    from tocsin.events.spacy_pipeline import load

    day = _day(published)
    limits = Limits()
    parser = load(spacy) if spacy else None
    data, name, named = _given(source, limits)
    found = read(data, name=name, kind=kind, charset=charset or named, published=day, limits=limits, parser=parser)
    if keep:
        _keep(found, name, lake)
    if json:
        several = len(found) != 1
        output.show_json({"documents": [one.json() for one in found]} if several else found[0].json())
        return
    if not found:
        output.note("The feed holds no documents.")
    for one in found:
        _show(one, name)


def _keep(found: Sequence[Reading], name: str, lake: Path | None) -> None:
    """Store the events of documents, and say how many."""
    from tocsin.pipeline.kept_events import keep

    opened = options.lake(lake)
    for one in found:
        load = keep(opened, one, name)
        stored = load.rows_kept if load is not None and load.added else 0
        output.note(f"Kept in the lake: {stored} {'event' if stored == 1 else 'events'}.")


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no day", where="--published", remedy="Write it as 2023-01-13.") from None


def _given(source: str, limits: Limits) -> tuple[bytes, str, str]:
    """Return the document, its name, and the encoding that a server names."""
    if source == "-":
        return sys.stdin.buffer.read(limits.size + 1), "", ""
    if "://" in source:
        from tocsin.events.fetch import fetch

        came = fetch(source, allowed=True, limits=limits)
        return came.data, came.url, came.charset
    path = Path(source)
    try:
        with path.open("rb") as stream:
            return stream.read(limits.size + 1), path.name, ""
    except FileNotFoundError:
        raise UsageError("There is no such file", where=source, remedy="Check the path.") from None
    except (OSError, ValueError) as error:
        raise InputError(
            f"The file cannot be read ({error})", where=source, remedy="Check its path and rights."
        ) from None


def _show(reading: Reading, name: str) -> None:
    opened = reading.opened
    title = _printable(opened.title or opened.source or name or "standard input")
    when = f", published {opened.published}" if opened.published else ""
    count = len(reading.found)
    typer.echo(f"{title}{when}: {count or 'no'} {'event' if count == 1 else 'events'}{':' if count else '.'}")
    for one in reading.found:
        said, quoted = _lines(one)
        width = output.console().width
        typer.echo("\n" + textwrap.fill(said, width, subsequent_indent=_INDENT))
        typer.echo(textwrap.fill(quoted, width, initial_indent=_INDENT, subsequent_indent=_INDENT))
    for text in reading.notes:
        output.note(f"Note: {_printable(text)}.")


def _printable(text: str) -> str:
    """Return a text on one line without signs that could steer a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _lines(found: Found) -> Iterator[str]:
    """Say an event, then quote the words that say so."""
    event = found.event
    when = event.date if event.date_precision != "none" else f"({event.date})" if event.date else "no date"
    who = " + ".join(event.actor or ("?",)) + (f" -> {' + '.join(event.target)}" if event.target else "")
    goods = f" on {', '.join(event.object_)}" if event.object_ else ""
    more = "".join(f", {one}" for one in (event.quantity, event.place) if one)
    yield f"{when:<12} {who}: {event.act} ({event.modality}){goods}{more}; confidence {event.confidence:.2f}"
    words = _printable(event.evidence.text)
    yield f'"{words if len(words) <= _WORDS else words[: _WORDS - 3].rstrip() + "..."}"'
