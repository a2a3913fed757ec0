"""The supplier map: Equal Earth, shares in five steps, small places as dots, what is not known hatched."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING

from tocsin.publish.geometry import extent, position, world
from tocsin.publish.numbers import percent
from tocsin.publish.words import short_name
from tocsin.ref.groups import group_names, members

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tocsin.publish.board import Board, BoardRow

STEPS = ((0.05, "under 5 %"), (0.2, "5 to 20 %"), (0.5, "20 to 50 %"), (0.8, "50 to 80 %"), (2.0, "80 % or more"))
DISCLAIMER = "Borders as in Natural Earth; no position taken."
_NAMED = 3
_WIDE, _TALL = 540.0, 238.4  # of the map on a usual screen, in pixels
_LETTER, _LINE, _AWAY = 6.8, 15.0, 7.0  # of a label, in pixels
_NARROW, _NARROW_MINOR = 290.0, 530.0  # narrowest map, and narrowest one with more than one name, in pixels
_RIGHT = 0.72
_Box = tuple[float, float, float, float]


def step(share: float) -> int:
    """Find the step of the colour scale for a share.

    Parameters
    ----------
    share : float
        Share, in [0, 1].

    Returns
    -------
    int
        1 (lightest) to 5.

    Examples
    --------
    >>> step(0.049), step(0.05), step(0.8), step(1.0)
    (1, 2, 5, 5)
    """
    return next(place for place, (bound, _) in enumerate(STEPS, start=1) if share < bound)


def shapes(boards: Iterable[Board]) -> str:
    """Draw everything that the maps of a page share, once and unseen.

    Parameters
    ----------
    boards : iterable of Board
        The boards of the page; each says what its lake covers.

    Returns
    -------
    str
        One SVG element to stand at the top of the page.
    """
    world_map = world()
    land = "".join(f'<path id="m-{iso3}" d="{d}"/>' for iso3, d in world_map.shapes.items())
    uncoded = "".join(f'<path d="{d}"/>' for d in world_map.uncoded)
    absent = "".join(
        f'<g id="absent-{escape(board.reporter)}"><use href="#uncoded"/>'
        + "".join(f'<use href="#m-{iso3}"/>' for iso3 in _absent(board))
        + "</g>"
        for board in boards
    )
    return (
        '<svg class="defs" width="0" height="0" aria-hidden="true" focusable="false"><defs>'
        '<pattern id="hatch" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="hatch-ground" width="10" height="10"/><rect class="hatch-line" width="3" height="10"/></pattern>'
        f'<g id="land">{land}</g><g id="uncoded">{uncoded}</g>{absent}</defs></svg>'
    )


def supplier_map(board: Board, row: BoardRow, label: str) -> str:
    """Draw where the imports of one product come from.

    Parameters
    ----------
    board : Board
        The board, for its reporter.
    row : BoardRow
        The product.
    label : str
        What the map shows, for those who do not see it.

    Returns
    -------
    str
        One SVG element.
    """
    world_map = world()
    own = _own(board, row)
    marks: list[tuple[str, str, str]] = [
        (one.iso3, f"q{step(one.share)}", f"{one.name}: {percent(one.share)}") for one in reversed(row.suppliers)
    ]
    marks += [(iso3, "own", board.reporter_name) for iso3 in sorted(own)]
    areas = "".join(
        f'<use href="#m-{iso3}" class="{tone}"><title>{escape(text)}</title></use>'
        for iso3, tone, text in marks
        if iso3 in world_map.shapes
    )
    return (
        f'<svg class="map" role="img" aria-label="{escape(label)}">'
        f'<svg viewBox="0 0 {world_map.width} {world_map.height}"><use href="#land" class="land"/>'
        f'<use href="#absent-{escape(board.reporter)}" class="absent"/>{areas}</svg>'
        f"{''.join(_dots(marks))}{''.join(_labels(board, row))}</svg>"
    )


def off_the_map(row: BoardRow) -> str:
    """Say which suppliers the map cannot show.

    Parameters
    ----------
    row : BoardRow
        The product.

    Returns
    -------
    str
        A sentence, or nothing if all are shown.
    """
    missing = [f"{one.name} ({percent(one.share)})" for one in row.suppliers if one.iso3 not in world().places]
    return f"Not on the map: {', '.join(missing)}." if missing else ""


def legend(reporter_name: str) -> str:
    """Explain the colours of the map.

    Parameters
    ----------
    reporter_name : str
        Name of the importer.

    Returns
    -------
    str
        One HTML list.
    """
    keys = [(f"q{place}", words) for place, (_, words) in enumerate(STEPS, start=1)]
    keys += [("none", "no imports recorded"), ("absent", "no trade data"), ("own", reporter_name)]
    items = "".join(
        '<li><svg class="swatch" width="14" height="10" aria-hidden="true">'
        f'<rect class="{tone}" width="14" height="10"/></svg>{escape(words)}</li>'
        for tone, words in keys
    )
    return f'<ul class="legend" aria-label="Share of import value by colour">{items}</ul>'


def _own(board: Board, row: BoardRow) -> frozenset[str]:
    """Places that make up the importer: itself, or the members of the bloc at the end of the row's year."""
    if board.members or board.reporter not in group_names():
        return frozenset(board.members or (board.reporter,))
    return members(board.reporter, date(int(row.period[:4]), 12, 31))


def _absent(board: Board) -> Iterator[str]:
    """Yield the places that the lake has no trade of, if it says what it covers."""
    if board.covered:
        known = {*board.covered, *board.members, board.reporter}
        yield from (iso3 for iso3 in world().shapes if iso3 not in known)


def _dots(marks: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Yield a dot for every place too small to see."""
    for iso3, tone, text in marks:
        if iso3 in world().dots:
            x, y = position(iso3)
            title = f"<title>{escape(text)}</title>"
            yield f'<circle class="dot {tone}" cx="{x:.1%}" cy="{y:.1%}" r="4">{title}</circle>'


def _labels(board: Board, row: BoardRow) -> Iterator[str]:
    """Yield names on large and beside small places: the reporter and its largest suppliers, where there is room."""
    named = [
        (one.iso3, f"{short_name(one.name)} {percent(one.share)}")
        for place, one in enumerate(row.suppliers[:_NAMED])
        if place == 0 or one.share >= 0.1
    ]
    named += [(board.reporter, board.reporter_name)]
    taken: list[_Box] = []
    if board.reporter in world().places:
        x, y = position(board.reporter)
        taken.append((x * _WIDE - 5, y * _TALL - 5, x * _WIDE + 5, y * _TALL + 5))
    for place, (iso3, text) in enumerate(named):
        if iso3 in world().places:
            mark = _label(iso3, text, "name" if place == 0 else "name minor", taken)
            if mark:
                yield mark
            if place == 0:  # nothing lies over the largest supplier
                left, top, right, bottom = extent(iso3)
                taken.append((left * _WIDE, top * _TALL, right * _WIDE, bottom * _TALL))


def _label(iso3: str, text: str, tone: str, taken: list[_Box]) -> str:
    """Write one name where it covers no other and stays on the map at any width; nothing where there is no place."""
    width = len(text) * _LETTER
    narrowest = _NARROW_MINOR if "minor" in tone else _NARROW
    for anchor, x, y, dx, dy in _spots(iso3, width, leftward=position(iso3)[0] > _RIGHT and tone == "name"):
        back = {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        left, middle = x * _WIDE + dx - back, y * _TALL + dy
        box = (left, middle - _LINE / 2, left + width, middle + _LINE / 2)
        stays = all(x * size + dx >= back and x * size + dx - back + width <= size for size in (narrowest, _WIDE))
        free = not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)
        if stays and free and box[1] >= 0 and box[3] <= _TALL:
            taken.append(box)
            place = f'x="{x:.1%}" y="{y:.1%}" dx="{dx:.0f}" dy="{dy + 4.5:.1f}" text-anchor="{anchor}"'
            return f'<text class="{tone}" {place}>{_tied(text)}</text>'
    return ""


def _spots(iso3: str, width: float, *, leftward: bool) -> Iterator[tuple[str, float, float, float, float]]:
    """Yield where a name may stand, best first: within a country that holds all of it, else wholly outside."""
    x, y = position(iso3)
    left, top, right, bottom = extent(iso3)
    if (right - left) * _NARROW >= width:
        yield "middle", x, y, 0.0, 0.0
    beside = [("start", right, _AWAY), ("end", left, -_AWAY)]
    for drop in (0.0, _LINE, -_LINE):
        for anchor, edge, dx in reversed(beside) if leftward else beside:
            yield anchor, edge, y, dx, drop
    for edge, dy in ((bottom, _LINE * 0.8), (top, -_LINE * 0.8)):
        for anchor in ("middle", "start", "end"):
            yield anchor, x, edge, 0.0, dy


def _tied(text: str) -> str:
    """Escape a label and keep its number with its sign."""
    return escape(text).replace(" %", "\u00a0%")
