"""Boards as one page that stands alone: no outside request, no script needed, light, dark and print."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections import Counter
from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from tocsin import __version__
from tocsin.core.errors import UsageError
from tocsin.publish.board import NOT_ASKED, SCORECARD
from tocsin.publish.detail import product
from tocsin.publish.documents import board_json
from tocsin.publish.headlines import common_flags, headline, listed, order_of
from tocsin.publish.listing import ranked, tied
from tocsin.publish.numbers import percent
from tocsin.publish.prospect import FIRST, spoken
from tocsin.publish.sources import sources
from tocsin.publish.words import of_country
from tocsin.publish.worldmap import shapes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.publish.board import Board
_CODES = 4


def boards_html(boards: Sequence[Board]) -> str:
    """Lay out the boards of one or several importers as one page.

    Parameters
    ----------
    boards : sequence of Board
        One board for each importer, at least one.

    Returns
    -------
    str
        A whole HTML document that needs nothing else.

    Raises
    ------
    UsageError
        If there is no board, or two of one importer.
    DocumentError
        If a board would say something false.
    """
    reporters = [board.reporter for board in boards]
    if not boards or len(set(reporters)) < len(reporters):
        raise UsageError(f"boards of {reporters or 'no importer'}", remedy="Give one board for each importer.")
    for board in boards:
        board_json(board)
    style, script = _part("page.css"), _part("page.js")
    names = [of_country(board.reporter_name) for board in boards]
    return Template(_part("page.html")).substitute(
        title=escape(f"Critical imports of {listed(names)}, as of {max(board.as_of for board in boards)}"),
        heading=tied(f"Critical imports of {listed(names)}"),
        as_of=escape(listed(sorted({board.as_of for board in boards}))),
        policy=f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        style=style,
        script=script,
        shapes=shapes(boards),
        tabs=_tabs(boards),
        boards="".join(_board(board) for board in boards),
        sources=sources(boards),
        version=escape(__version__),
    )


def _part(name: str) -> str:
    """Read a part of the page that comes with Tocsin."""
    return files("tocsin.publish").joinpath("page", name).read_text("utf-8")


def _digest(text: str) -> str:
    """Name a text in a content security policy."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _tabs(boards: Sequence[Board]) -> str:
    """Lay out the links to the boards; nothing where there is one only."""
    if len(boards) < 2:
        return ""
    links = "".join(f'<li><a href="#{escape(b.reporter)}">{escape(b.reporter_name)}</a></li>' for b in boards)
    return f'<nav class="tabs" aria-label="Importers"><ul>{links}</ul></nav>'


def _board(board: Board) -> str:
    """Lay out one board: its finding, the list, the products, and what has no data."""
    name = escape(board.reporter)
    finding = tied(headline(board))
    details = "".join(product(board, row) for row in board.rows)
    return (
        f'<section class="board" id="{name}" aria-labelledby="{name}-title">'
        f'<header class="finding"><h2 id="{name}-title">{finding}</h2><p>{tied(_limits(board))}</p></header>'
        f'<div class="pair"><div class="list">{ranked(board)}{_without(board)}</div>'
        f'<div class="details">{details}</div></div></section>'
    )


def _limits(board: Board) -> str:
    """Say what the list is limited to and how it is ordered."""
    if not board.rows:
        return f"As of {board.as_of}."
    order = order_of(board.sort)
    if board.sort == "expected":
        order += " (chance \u00d7 exposure, then chance \u00d7 import value)"
    if board.sort == "exposure":
        order += " (import value \u00d7 concentration \u00d7 part that cannot be replaced)"
    cut = f"{len(board.rows)} of {board.total_rows}" if board.total_rows > len(board.rows) else f"All {len(board.rows)}"
    group = f" of group {board.group}" if board.group else ""
    known = max(row.period for row in board.rows)
    shared = f" Data of all rows: {', '.join(common_flags(board))}." if common_flags(board) else ""
    return (
        f"{cut} goods codes{group} with imports, in order of {order}. Mostly: half of the value or more. "
        f"Trade known to {known}.{_meaning(board)}{shared}"
    )


def _meaning(board: Board) -> str:
    """Say what the chances mean and where it is told how good they have been, or why there are none."""
    if board.forecast is None:
        return f" No forecast: {board.no_forecast}." if board.no_forecast not in {"", NOT_ASKED} else ""
    usual = f"usual among all imports: {percent(board.forecast.rate)}"
    return (
        f" Chance: that {board.forecast.rule}, in {spoken(board.forecast.targets[FIRST])}, with its 90 % interval; "
        f"{usual}. A model says it, not a finding of causes; how good such words have been: {SCORECARD}."
    )


def _without(board: Board) -> str:
    """List the watched products that have no data, by reason."""
    if not board.without_data:
        return ""
    count = len(board.without_data)
    what = "1 watched product has no data here" if count == 1 else f"{count} watched products have no data here"
    parts = []
    for reason, times in Counter(one.reason for one in board.without_data).most_common():
        items = "".join(
            f"<li>{tied(one.title)} <small>{_codes(one.hs6)}</small></li>"
            for one in board.without_data
            if one.reason == reason
        )
        parts.append(f"<h4>{escape(reason[:1].upper() + reason[1:])} ({times})</h4><ul>{items}</ul>")
    return f'<details class="without"><summary>{what}</summary>{"".join(parts)}</details>'


def _codes(codes: Sequence[str]) -> str:
    """Name the goods codes of a product, the first few of many."""
    if not codes:
        return "no code"
    more = f" and {len(codes) - _CODES} more" if len(codes) > _CODES else ""
    return escape(f"HS {', '.join(codes[:_CODES])}{more}")
