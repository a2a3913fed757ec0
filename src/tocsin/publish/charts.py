"""Small charts as SVG: a bar beside a share, ten years as a line, and the share history of the largest suppliers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tocsin.publish.numbers import percent
from tocsin.publish.words import short_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_COLOURS = 8
_PREFERRED = {"CHN": 0, "USA": 1, "JPN": 2, "DEU": 3, "KOR": 4, "AUS": 5, "CHL": 6, "RUS": 7}
_TALL, _TOP, _LOW = 220, 12, 24
_PLOT = 64
_STEP = 17
_LONGEST = 15


def bar(share: float) -> str:
    """Draw a share as a bar.

    Parameters
    ----------
    share : float
        Share, in [0, 1].

    Returns
    -------
    str
        One SVG element that assistive technology skips: the number stands beside it.
    """
    return (
        '<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="rest" width="100" height="6"/><rect class="part" width="{share * 100:.1f}" height="6"/></svg>'
    )


def sparkline(shares: Sequence[float | None]) -> str:
    """Draw the share of the largest supplier over the years, with its end point marked.

    Parameters
    ----------
    shares : sequence of float or None
        Shares, in [0, 1], oldest first; the full height is 100 %.

    Returns
    -------
    str
        One SVG element that assistive technology skips: the table of the product has the numbers.
    """
    across = 90 / max(len(shares) - 1, 1)
    points = [None if share is None else (3 + k * across, 25 - share * 22) for k, share in enumerate(shares)]
    end = next((point for point in reversed(points) if point), None)
    known = [point for point in points if point]
    under = f"M{known[0][0]:.1f} 25L{_path(known)[1:]}V25z".replace("h.01", "") if len(known) == len(points) > 1 else ""
    mark = f'<circle cx="{end[0]:.1f}" cy="{end[1]:.1f}" r="2.6"/>' if end else ""
    return (
        '<svg class="spark" viewBox="0 0 96 28" aria-hidden="true" focusable="false">'
        f'<path class="under" d="{under}"/><path class="base" d="M3 25H93"/>'
        f'<path class="line" d="{_path(points)}"/>{mark}</svg>'
    )


def colours(suppliers: Iterable[str]) -> dict[str, int]:
    """Give each supplier its colour of the quiet palette: always the same one where it is free.

    Parameters
    ----------
    suppliers : iterable of str
        ISO3 codes, largest first; at most eight.

    Returns
    -------
    dict of str to int
        Number of the colour, 0 to 7.

    Examples
    --------
    >>> colours(["CHN", "JPN"]), colours(["JPN"])
    ({'CHN': 0, 'JPN': 2}, {'JPN': 2})
    """
    given: dict[str, int] = {}
    for iso3 in suppliers:
        wish = _PREFERRED.get(iso3, sum(map(ord, iso3)) % _COLOURS)
        ring = [(wish + k) % _COLOURS for k in range(_COLOURS)]
        given[iso3] = next((colour for colour in ring if colour not in given.values()), wish)
    return given


def history(
    periods: Sequence[str], shares: Mapping[str, Sequence[float | None]], names: Mapping[str, str], label: str
) -> str:
    """Draw the shares of the largest suppliers over the years, each line with its name.

    Parameters
    ----------
    periods : sequence of str
        Periods, oldest first.
    shares : mapping of str to sequence of float or None
        Share of each supplier in each period, in [0, 1], largest supplier first.
    names : mapping of str to str
        Names of the suppliers.
    label : str
        What the chart shows, for those who do not see it.

    Returns
    -------
    str
        One HTML element; text keeps its size at any width. Where there is no room beside the lines, a list under
        them has their names, and the lines take the whole width.
    """
    tones = colours(shares)
    ends = _spread({iso3: _height_of(path[-1] or 0.0) for iso3, path in shares.items()})
    return (
        f'<div class="lines"><svg class="history" height="{_TALL}" role="img" aria-label="{escape(label)}">'
        f"{''.join(_grid())}"
        f'<svg width="{_PLOT}%" height="{_TALL}" viewBox="0 0 100 {_TALL}" preserveAspectRatio="none">'
        f"{''.join(_lines(shares, tones))}</svg>"
        f"{''.join(_ticks(periods))}{''.join(_ends(shares, names, tones, ends))}</svg></div>"
        f'<ul class="keys">{"".join(_keys(shares, names, tones))}</ul>'
    )


def _grid() -> Iterator[str]:
    """Yield lines at 0, 25, 50, 75 and 100 %."""
    for mark in (0.0, 0.25, 0.5, 0.75, 1.0):
        y = _height_of(mark)
        yield f'<line class="{"axis" if mark == 0 else "grid"}" x1="0" x2="{_PLOT}%" y1="{y:.0f}" y2="{y:.0f}"/>'


def _ticks(periods: Sequence[str]) -> Iterator[str]:
    """Yield the words of the axes: half and whole, and the first, middle and last period."""
    for mark in (0.5, 1.0):
        yield f'<text class="tick" x="0" y="{_height_of(mark) - 3:.0f}">{percent(mark)}</text>'
    last = len(periods) - 1
    for place in sorted({0, last // 2, last}) if periods else ():
        anchor = "start" if place == 0 else "end" if place == last else "middle"
        x = _PLOT * place / max(last, 1)
        yield f'<text class="tick" x="{x:.1f}%" y="{_TALL - 6}" text-anchor="{anchor}">{escape(periods[place])}</text>'


def _lines(shares: Mapping[str, Sequence[float | None]], tones: Mapping[str, int]) -> Iterator[str]:
    """Yield one line for each supplier, the largest one last and on top."""
    for place, (iso3, path) in reversed(list(enumerate(shares.items()))):
        across = 100 / max(len(path) - 1, 1)
        points = [None if share is None else (k * across, _height_of(share)) for k, share in enumerate(path)]
        yield f'<path class="trail p{tones[iso3]}{" first" if place == 0 else ""}" d="{_path(points)}"/>'


def _ends(
    shares: Mapping[str, Sequence[float | None]],
    names: Mapping[str, str],
    tones: Mapping[str, int],
    ends: Mapping[str, float],
) -> Iterator[str]:
    """Yield the end point of each line, its name, and a thread between them where the name had to move."""
    for iso3, path in shares.items():
        share, y = path[-1], ends[iso3]
        name = short_name(names.get(iso3, iso3))
        name = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
        at = _height_of(share or 0.0)
        if share is not None:
            yield f'<circle class="end p{tones[iso3]}" cx="{_PLOT}%" cy="{at:.1f}" r="3"/>'
        yield f'<line class="thread p{tones[iso3]}" x1="{_PLOT + 1}%" x2="{_PLOT + 3}%" y1="{at:.1f}" y2="{y:.1f}"/>'
        number = "" if share is None else f" {percent(share)}".replace(" %", "\u00a0%")
        text = f"{escape(name)}{number}"
        yield f'<text class="who p{tones[iso3]}" x="{_PLOT + 3.6}%" y="{y:.1f}" dy=".35em">{text}</text>'


def _keys(
    shares: Mapping[str, Sequence[float | None]], names: Mapping[str, str], tones: Mapping[str, int]
) -> Iterator[str]:
    """Yield the name of each line in its colour, for where there is no room at its end."""
    for place, (iso3, path) in enumerate(shares.items()):
        number = "" if path[-1] is None else f" {percent(path[-1])}".replace(" %", "\u00a0%")
        yield (
            f'<li class="p{tones[iso3]}"><svg class="swatch" width="18" height="10" aria-hidden="true">'
            f'<path class="trail p{tones[iso3]}{" first" if place == 0 else ""}" d="M1 5H17"/></svg>'
            f"{escape(short_name(names.get(iso3, iso3)))}{number}</li>"
        )


def _spread(wishes: Mapping[str, float]) -> dict[str, float]:
    """Move labels apart so that each has its line, as near to its wish as the others allow."""
    order = sorted(wishes, key=lambda iso3: wishes[iso3])
    places: dict[str, float] = {}
    floor = float(_TOP)
    for iso3 in order:
        places[iso3] = floor = max(wishes[iso3], floor)
        floor += _STEP
    ceiling = float(_TALL - _LOW + 4)
    for iso3 in reversed(order):
        places[iso3] = ceiling = min(places[iso3], ceiling)
        ceiling -= _STEP
    return places


def _height_of(share: float) -> float:
    """Height of a share in the chart, measured from its top."""
    return _TOP + (1 - share) * (_TALL - _TOP - _LOW)


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    """Join points by lines, with a gap where one is missing; a lone point becomes a short stroke."""
    text, pen = "", False
    for point in points:
        if point is None:
            pen = False
            continue
        text += f"{'L' if pen else 'M'}{point[0]:.1f} {point[1]:.1f}" + ("" if pen else "h.01")
        pen = True
    return text
