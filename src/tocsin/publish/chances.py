"""The part of a product's page that looks ahead: how likely, why the model says so, like cases, what would lower it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tocsin.publish.bands import range_bar, scale, span, step_bar
from tocsin.publish.board import SCORECARD
from tocsin.publish.listing import tied
from tocsin.publish.numbers import percent, usd
from tocsin.publish.prospect import (
    FIRST,
    SECOND,
    alike,
    how_likely,
    precedent_name,
    probability_of,
    reason_for,
    relieved,
    running,
    spoken,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tocsin.foresight.outlook import Outlook
    from tocsin.publish.board import Board, BoardRow, Forecast


def ahead(board: Board, row: BoardRow) -> str:
    """Lay out the forecast of one product.

    Parameters
    ----------
    board : Board
        The board it stands on.
    row : BoardRow
        The product.

    Returns
    -------
    str
        HTML; a sentence where the row has no probability, nothing where the whole board has none.
    """
    said = row.outlook
    if said is None or board.forecast is None:
        why_not = reason_for(board, row)
        return f'<p class="source">{tied(why_not)}</p>' if why_not else ""
    end = scale(board)
    return (
        f'<section class="ahead" aria-label="Forecast"><p class="likely">{tied(how_likely(said, FIRST))}</p>'
        f"{range_bar(said.probability[FIRST], said.interval[FIRST], end)}"
        f'<p class="source">Scale 0 to {tied(percent(end))}. {tied(_meant(board.forecast, said))}'
        f"{tied(_consequence(row))}</p>"
        f"{_why(said)}{_alike(said)}{_relief(said)}</section>"
    )


def _meant(forecast: Forecast, said: Outlook) -> str:
    """Say what is forecast, the longer horizon, what is usual, and how good such words have been."""
    return (
        f"That {forecast.rule}. {how_likely(said, SECOND)}. Usual among all imports: {percent(said.rate)}. "
        f"The model says this from data to {said.period}; it knows no cause. "
        f"How good such words have been: {SCORECARD}."
    )


def _consequence(row: BoardRow) -> str:
    """Say what the row is sorted by, where both parts of it are known."""
    return "" if row.expected is None else f" Expected consequence (chance \u00d7 exposure): {usd(row.expected)}."


def _why(said: Outlook) -> str:
    """Lay out the contributions, each from where the one before it ended."""
    if not said.channels:
        return ""
    head = "".join(
        f'<th scope="col">{text}</th>' for text in ("What it looks at", "Log odds", "Chance so far", "Drawn")
    )
    lines = "".join(_lines(said))
    absent = [one.title for one in said.channels if not one.present]
    lacks = f'<p class="source">Nothing known of: {escape("; ".join(absent).lower())}.</p>' if absent else ""
    return (
        "<h4>Why this probability</h4>"
        '<p class="source">From a start that is the same for all imports, each line moves the chance; together they '
        "give what is said. This tells how the model counts, not what causes a shortage.</p>"
        '<div class="wide" tabindex="0" role="region" aria-label="Why this probability"><table class="plain parts">'
        '<caption class="unseen">Contributions to the probability, strongest first</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table></div>{lacks}"
    )


def _lines(said: Outlook) -> Iterator[str]:
    """Yield the start, one line for each channel that the lake holds something of, and the end."""
    steps = running(said)
    ends = span(steps)
    yield _line("Start", said.base, said.base)
    for one, (before, after) in zip(said.channels, steps, strict=True):
        if one.present or abs(one.log_odds) >= 0.005:
            yield _line(one.title, one.log_odds, after, text=one.text, drawn=step_bar(before, after, ends), sign="+")
    last = steps[-1][1]
    yield _line(f"Said for {spoken(said.targets[FIRST])}", last, last)


def _line(title: str, log_odds: float, so_far: float, *, text: str = "", drawn: str = "", sign: str = "") -> str:
    """Lay out one line of the sum."""
    words = f' <span class="why">{tied(text)}</span>' if text else ""
    return (
        f'<tr><th scope="row">{escape(title[:1].upper() + title[1:])}{words}</th>'
        f'<td class="number">{log_odds:{sign}.2f}</td>'
        f'<td class="number">{tied(percent(probability_of(so_far)))}</td><td class="long">{drawn}</td></tr>'
    )


def _alike(said: Outlook) -> str:
    """Lay out the past cases."""
    if not said.precedents:
        return f'<h4>Alike in the past</h4><p class="source">{alike(said.precedents)}</p>'
    lines = "".join(
        f'<tr><th scope="row">{escape(precedent_name(one, said.product))}</th><td>{escape(one.period)}</td>'
        f"<td>{escape(one.target)}</td><td>{'came' if one.happened else 'did not come'}</td></tr>"
        for one in said.precedents
    )
    head = "".join(f'<th scope="col">{text}</th>' for text in ("Import", "Known to", "Year in question", "Shortage"))
    return (
        f'<h4>Alike in the past</h4><p class="source">{alike(said.precedents)}</p>'
        '<div class="wide" tabindex="0" role="region" aria-label="Alike in the past"><table class="plain cases">'
        f'<caption class="unseen">Past imports most alike, nearest first</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{lines}</tbody></table></div>"
    )


def _relief(said: Outlook) -> str:
    """Say what would have to be true."""
    return f'<h4>What would have to be true</h4><p class="source">{tied(relieved(said))}</p>'
