"""The scorecard on a terminal: sentences, then tables that fit 100 columns."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tocsin.backtest.document import scores_json
from tocsin.backtest.grid import Table
from tocsin.backtest.score import Scores
from tocsin.backtest.sections import sections

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table as RichTable

_NAME, _WIDTH = 16, 100


def score_text(document: Mapping[str, Any], *, every: bool = False) -> RenderableType:
    """Lay a document out for a terminal.

    Parameters
    ----------
    document : mapping
        Document of :func:`tocsin.backtest.document.score_document`.
    every : bool
        Whether to show the tables for those who look closer too.

    Returns
    -------
    rich.console.RenderableType
        Ready to print.
    """
    from rich.console import Group

    return Group(*_parts(document, every=every))


def show_scores(found: Scores, *, every: bool = False) -> None:
    """Print the scores of one label and lag: as wide as the terminal, or plain and 100 columns wide.

    Parameters
    ----------
    found : Scores
        Scores.
    every : bool
        As in :func:`score_text`.
    """
    from rich.console import Console

    width = None if sys.stdout.isatty() else _WIDTH
    Console(width=width, highlight=False).print(score_text(scores_json(found), every=every))


def _parts(document: Mapping[str, Any], *, every: bool) -> Iterator[RenderableType]:
    """Yield headings, sentences and tables."""
    from rich.padding import Padding
    from rich.text import Text

    for section in sections(document):
        yield Text(f"\n{section.title}", style="bold")
        for sentence in section.sentences:
            yield Padding(Text(sentence), (0, 0, 0, 2))
        for one in (*section.tables, *(section.more if every else ())):
            yield laid_out(one)
            if one.note:
                yield Text(one.note, style="dim")
    if not every:
        yield Text("\nBy year, band and importer, reliability, odd rows: --json, or --html FILE.", style="dim")


def laid_out(table: Table) -> RichTable:
    """Lay one table out.

    Parameters
    ----------
    table : Table
        The table.

    Returns
    -------
    rich.table.Table
        Names to the left, numbers to the right, an interval under its number.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Laid
    from rich.text import Text

    found = Laid(box=SIMPLE_HEAD, title=table.title, title_justify="left", pad_edge=False, title_style="bold")
    for place, heading in enumerate(table.headings):
        paired = bool(place) and any(" (" in row[place] for row in table.rows)
        found.add_column(heading, justify="right" if place else "left", overflow="fold", no_wrap=paired)
    found.columns[0].min_width = min(max((len(row[0]) for row in table.rows), default=0), _NAME)
    for row in table.rows:
        found.add_row(Text(row[0]), *(Text(cell.replace(" (", "\n(")) for cell in row[1:]))
    return found
