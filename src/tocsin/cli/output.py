"""What every command prints with: tables on a terminal, JSON for machines, notes and errors on stderr."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import TocsinError
from tocsin.core.progress import silent

if TYPE_CHECKING:
    from collections.abc import Callable

    from rich.console import Console, RenderableType

PLAIN_WIDTH = 100
#: Width that a column of text keeps for its longest word, where the line is short [characters].
WORD = 14
#: Before the second and later lines of a sentence.
INDENT = "  "
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def console() -> Console:
    """Return the console of stdout: coloured and as wide as the terminal, or plain and 100 columns wide.

    Returns
    -------
    rich.console.Console
        The console.
    """
    from rich.console import Console

    width = None if sys.stdout.isatty() else PLAIN_WIDTH
    return Console(width=width, highlight=False, soft_wrap=False)


def show(renderable: RenderableType) -> None:
    """Print something that Rich can lay out."""
    console().print(renderable)


def plain(text: str) -> str:
    """Return a text without characters that steer a terminal: files of others may hold them."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def say(sentence: str) -> None:
    """Print a sentence over as many lines as it needs; an empty one is an empty line."""
    wrapped = textwrap.fill(plain(sentence), console().width, subsequent_indent=INDENT) if sentence else ""
    sys.stdout.write(f"{wrapped}\n")


def show_json(document: object) -> None:
    """Print a document as JSON: NaN and infinity are refused."""
    sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False, default=str) + "\n")


def note(text: str) -> None:
    """Print a sentence on stderr."""
    sys.stderr.write(f"{text}\n")


def complain(error: TocsinError) -> None:
    """Print the three parts of an error on stderr: what was found, where, what to do."""
    sys.stderr.write(f"error: {plain(error.found)}\n")
    if error.where:
        sys.stderr.write(f"   in: {plain(error.where)}\n")
    if error.remedy:
        sys.stderr.write(f"   do: {plain(error.remedy)}\n")


def show_table(
    title: str, headings: Sequence[str], rows: Sequence[Sequence[object]], *, numbers: Sequence[int] = ()
) -> None:
    """Print a plain table.

    Parameters
    ----------
    title : str
        Line above it.
    headings : sequence of str
        Heading of each column.
    rows : sequence of sequence
        Cells; None is shown as a dash.
    numbers : sequence of int
        Columns that are aligned to the right.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=SIMPLE_HEAD,
        title=Text(plain(title), style="bold"),
        title_justify="left",
        pad_edge=False,
        title_style="bold",
    )
    for i, heading in enumerate(headings):
        words = [len(word) for row in rows for word in str(row[i] or "").split()]
        table.add_column(
            Text(plain(heading)),
            justify="right" if i in numbers else "left",
            overflow="fold",
            no_wrap=i in numbers,
            min_width=min(max(words, default=0), WORD),
        )
    for row in rows:
        table.add_row(*(Text("-" if cell is None or cell == "" else plain(str(cell))) for cell in row))
    show(table)


@contextmanager
def progress(what: str, *, unit: str = "rows", total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Show how many rows were read, on a terminal only.

    Parameters
    ----------
    what : str
        What is being read.
    unit : str
        What is counted.
    total : int, optional
        How many there are, if that is known.

    Yields
    ------
    callable
        To be called with the number so far.
    """
    if not sys.stderr.isatty():
        yield silent
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TextColumn(f"{{task.completed:,}} {unit}" if total is None else f"{{task.completed:,}} of {total:,} {unit}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task: Any = bar.add_task(what, total=total)
        yield lambda rows: bar.update(task, completed=rows)
