"""The left side of the page: the ranked list, one line like a sentence for each product."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tocsin.publish.bands import range_bar, scale
from tocsin.publish.charts import bar, sparkline
from tocsin.publish.headlines import common_flags, order_of, reason_of
from tocsin.publish.movement import own_shares
from tocsin.publish.numbers import brief, millions, percent
from tocsin.publish.prospect import FIRST, counts_most, reason_for
from tocsin.publish.restrictions import measures_line
from tocsin.publish.words import short_name

if TYPE_CHECKING:
    from tocsin.publish.board import Board, BoardRow


def tied(text: str) -> str:
    """Escape a text and keep its numbers with their signs when it wraps.

    Parameters
    ----------
    text : str
        Plain text.

    Returns
    -------
    str
        HTML.

    Examples
    --------
    >>> tied("94 % < USD 12 m").replace(chr(160), "~")
    '94~% &lt; USD~12 m'
    """
    return escape(text).replace(" %", "\u00a0%").replace("USD ", "USD\u00a0")


def anchor(board: Board, row: BoardRow) -> str:
    """Name the place of a product on the page.

    Parameters
    ----------
    board : Board
        The board.
    row : BoardRow
        The product.

    Returns
    -------
    str
        Id of its section, the same on every page.
    """
    twice = sum(one.hs6 == row.hs6 for one in board.rows) > 1
    return escape(f"{board.reporter}-{row.hs6}" + (f"-{row.hs_edition}" if twice else ""))


def ranked(board: Board) -> str:
    """Lay out the ranked list.

    Parameters
    ----------
    board : Board
        The board.

    Returns
    -------
    str
        One HTML table, or a sentence where there is nothing.
    """
    if not board.rows:
        return (
            f'<p class="nothing">Nothing: this lake holds no imports of {escape(board.reporter_name)} known on '
            f"{escape(board.as_of)}.</p>"
        )
    first, last = _span(board)
    heads = (
        ("rank", '<abbr title="Rank">#</abbr>'),
        ("what", "Product"),
        *_chance_heading(board),
        ("value", "Imports,<br>USD\u00a0m"),
        ("share", "Largest supplier,<br>share of imports"),
        ("years", f"Its share,<br>{first}\u2013{last}"),
    )
    head = "".join(f'<th role="columnheader" scope="col" class="{name}">{text}</th>' for name, text in heads)
    shared = common_flags(board)
    body = "".join(_entry(board, row, shared) for row in board.rows)
    caption = f"Imports of {escape(board.reporter_name)} in order of {escape(order_of(board.sort))}"
    return (
        f'<table role="table" class="ranked"><caption class="unseen">{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table>'
    )


def _chance_heading(board: Board) -> tuple[tuple[str, str], ...]:
    """Head the column of probabilities, if there is one; its bars end where the heading says."""
    if board.forecast is None:
        return ()
    years = escape(board.forecast.targets[FIRST])
    return (("chance", f"Chance, {years}<br>(bar to {tied(percent(scale(board)))})"),)


def _chance(board: Board, row: BoardRow) -> str:
    """Lay out the probability of a line with its interval."""
    if board.forecast is None:
        return ""
    if row.outlook is None:
        return '<td role="cell" class="chance"><span class="unseen">no forecast</span></td>'
    probability, (low, high) = row.outlook.probability[FIRST], row.outlook.interval[FIRST]
    return (
        f'<td role="cell" class="chance"><span class="num">{tied(percent(probability))}</span> '
        f'<span class="name">{escape(brief(low))} to {escape(brief(high))}</span>'
        f"{range_bar(probability, (low, high), scale(board))}</td>"
    )


def _span(board: Board) -> tuple[str, str]:
    """First and last period of the histories."""
    periods = [period for row in board.rows for period, *_ in row.history] or [board.rows[0].period]
    return escape(min(periods)), escape(max(periods))


def _entry(board: Board, row: BoardRow, shared: tuple[str, ...]) -> str:
    """Lay out one line; flags that all lines share stand over the list."""
    supplier = next((one.name for one in row.suppliers if one.iso3 == row.top_supplier), row.top_supplier or "none")
    own = [flag for flag in row.flags if flag not in shared]
    flags = f'<span class="flags">Data: {escape(", ".join(own))}.</span>' if own else ""
    ahead = counts_most(row.outlook) if row.outlook and board.forecast else reason_for(board, row)
    told = filter(None, (ahead, measures_line(row)))
    more = "".join(f' <span class="why">{tied(one)}</span>' for one in told)
    trail = sparkline([share for _, share in own_shares(row)])
    return (
        f'<tr role="row"><td role="cell" class="rank">{row.rank}</td>'
        f'<th role="rowheader" scope="row" class="what"><a href="#{anchor(board, row)}">{tied(row.title)}</a> '
        f'<small class="code">HS\u00a0{escape(row.hs6)}</small> '
        f'<span class="why">{tied(reason_of(row.why, row.title))}</span>{more} {flags}</th>{_chance(board, row)}'
        f'<td role="cell" class="value">{millions(row.import_value_usd)}</td>'
        f'<td role="cell" class="share"><span class="num">{tied(percent(row.top_share))}</span> '
        f'<span class="name">{escape(short_name(supplier))}</span>{bar(row.top_share)}</td>'
        f'<td role="cell" class="years">{trail}</td></tr>'
    )
