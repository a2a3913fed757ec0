"""`tocsin read`: coded events of a document, each with the words that say so."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import options, output
from tocsin.core.errors import InputError, UsageError

if TYPE_CHECKING:
    from rich.table import Table

    from tocsin.events.intake_limits import Limits
    from tocsin.events.reader import Found, Reading

_WORDS = 90


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
    json: options.JsonOption = False,
) -> None:
    """Read a document into coded events: who does what to whom, when, how surely, and the words that say so.

    Example: tocsin read notice.html --published 2023-07-03 --json
    """
    from tocsin.events.intake_limits import Limits
    from tocsin.events.reader import read

    day = _day(published)
    limits = Limits()
    data, name, named = _given(source, limits)
    found = read(data, name=name, kind=kind, charset=charset or named, published=day, limits=limits)
    if json:
        several = len(found) != 1
        output.show_json({"documents": [one.json() for one in found]} if several else found[0].json())
        return
    if not found:
        output.note("The feed holds no documents.")
    for one in found:
        _show(one, name)


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
    if reading.found:
        output.show(_table(f"{title}{when}", reading.found))
    else:
        output.console().print(f"{title}{when}: no events.", markup=False)
    for text in reading.notes:
        output.note(f"Note: {_printable(text)}.")


def _printable(text: str) -> str:
    """Return a text on one line without signs that could steer a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _table(title: str, found: Sequence[Found]) -> Table:
    """Lay out events: what is coded on the left, the words that say so on the right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, title=Text(title), title_justify="left", pad_edge=False, title_style="bold")
    table.add_column("Date", no_wrap=True)
    for heading, widest in (("Actor -> target", 18), ("Act, modality", 20), ("Object", 15)):
        table.add_column(heading, overflow="fold", max_width=widest)
    table.add_column("Conf.", justify="right", no_wrap=True)
    table.add_column("The words", overflow="fold")
    for one in found:
        table.add_row(*(Text(cell or "-") for cell in _row(one)))
    return table


def _row(found: Found) -> tuple[str, ...]:
    event = found.event
    words = _printable(event.evidence.text)
    return (
        event.date if event.date_precision != "none" else f"({event.date})" if event.date else "",
        " + ".join(event.actor or ("?",)) + (f" -> {' + '.join(event.target)}" if event.target else ""),
        f"{event.act}\n{event.modality}",
        ", ".join(event.object_),
        f"{event.confidence:.2f}",
        words if len(words) <= _WORDS else f"{words[: _WORDS - 3].rstrip()}...",
    )
