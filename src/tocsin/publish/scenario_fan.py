"""Fan charts: a figure over the days of a scenario, half of all runs in a dark band, nine in ten in a light one."""

from __future__ import annotations

from datetime import timedelta
from html import escape
from typing import TYPE_CHECKING

from tocsin.publish.scenario_figures import QUANTILES, on_day, short_month, spoken_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from tocsin.publish.scenario_figures import Path

_TOP, _LOW = 46, 24
_ENDS = (0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
_POINTS = 200
_MONTHS = 7
_ROWS = 14


def share_end(paths: Sequence[Path]) -> float:
    """Choose the top of the scale on which shares are drawn.

    Parameters
    ----------
    paths : sequence of Path
        All paths drawn on it.

    Returns
    -------
    float
        The least of a few round ends that holds every band, in [0, 1].
    """
    most = max((one.p95 or 0.0 for path in paths for one in path.bands), default=0.0)
    return next((end for end in _ENDS if most <= end), 1.0)


def fan(
    path: Path,
    scale: tuple[float, float, Callable[[float], str]],
    axis: tuple[date | None, int],
    marks: Sequence[tuple[int, str]],
    label: str,
    *,
    tall: int = 220,
) -> str:
    """Draw a fan chart.

    Parameters
    ----------
    path : Path
        What is drawn.
    scale : tuple
        Value at the bottom, value at the top, and how a value is written.
    axis : tuple
        Day 0 (None where it is not known), and length of the horizon [d].
    marks : sequence of (int, str)
        Days marked by a line, with their words.
    label : str
        What the chart shows, for those who do not see it.
    tall : int
        Height [pixels].

    Returns
    -------
    str
        One SVG element; words keep their size at any width.
    """
    low, high, written = scale
    start, days = axis
    thin = _thinned(path)

    def across(day: float) -> float:
        return 100.0 * min(max(day, 0.0), days) / max(days, 1)

    def down(value: float) -> float:
        share = (min(max(value, low), high) - low) / max(high - low, 1e-12)
        return _TOP + (1.0 - share) * (tall - _TOP - _LOW)

    at = [across(day) for day in thin.days]
    level = {name: [down(getattr(one, name)) for one in thin.bands] for name in QUANTILES}
    inner = (
        f'<path class="wide-band" d="{_area(at, level["p05"], level["p95"])}"/>'
        f'<path class="half-band" d="{_area(at, level["p25"], level["p75"])}"/>'
        f'<path class="median" d="{_line(at, level["p50"])}"/>'
    )
    return (
        f'<svg class="fan" height="{tall}" role="img" aria-label="{escape(label)}">'
        f"{''.join(_grid(low, high, down))}"
        f'<svg width="100%" height="{tall}" viewBox="0 0 100 {tall}" preserveAspectRatio="none">{inner}</svg>'
        f"{''.join(_levels(low, high, written, down))}"
        f"{''.join(_months(start, days, tall))}"
        f"{''.join(_marks(marks, start, days, tall))}</svg>"
    )


def table(path: Path, start: date | None, written: Callable[[float], str], caption: str) -> str:
    """Lay out the numbers behind a fan chart, about one row a month.

    Parameters
    ----------
    path : Path
        What the chart shows.
    start : datetime.date or None
        Day 0.
    written : callable
        How a value is written.
    caption : str
        Name of the table.

    Returns
    -------
    str
        A folded HTML table.
    """
    every = max(1, len(path.days) // _ROWS)
    rows = []
    for day, one in list(zip(path.days, path.bands, strict=True))[::every]:
        on = on_day(start, day)
        cells = "".join(f'<td class="number">{_tied(written(getattr(one, name)))}</td>' for name in QUANTILES)
        rows.append(f'<tr><th scope="row">{escape(spoken_day(on)) if on else f"day {day}"}</th>{cells}</tr>')
    heads = "".join(f'<th scope="col">{head}</th>' for head in ("Day", "5 %", "25 %", "median", "75 %", "95 %"))
    return (
        f'<details><summary>Numbers behind the chart</summary><div class="wide" tabindex="0" role="region" '
        f'aria-label="{escape(caption)}"><table class="plain"><caption class="unseen">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div></details>"
    )


def keys() -> str:
    """Explain the bands, once for all charts of a page.

    Returns
    -------
    str
        One HTML list.
    """
    swatches = (
        ("half-band", '<rect class="half-band" width="18" height="10"/>', "half of the runs"),
        ("wide-band", '<rect class="wide-band" width="18" height="10"/>', "nine runs in ten"),
        ("median", '<path class="median" d="M0 5H18"/>', "median"),
    )
    items = "".join(
        f'<li><svg class="swatch" width="18" height="10" aria-hidden="true">{drawn}</svg>{words}</li>'
        for _, drawn, words in swatches
    )
    return f'<ul class="legend" aria-label="Bands of the charts">{items}</ul>'


def _thinned(path: Path) -> Path:
    """Keep at most some hundred points, the last one among them."""
    every = -(-len(path.days) // _POINTS) or 1
    keep = sorted({*range(0, len(path.days), every), *([len(path.days) - 1] if path.days else [])})
    return type(path)(tuple(path.days[k] for k in keep), tuple(path.bands[k] for k in keep))


def _area(at: list[float], lower: list[float], upper: list[float]) -> str:
    if not at:
        return ""
    forth = [f"{x:.1f} {y:.1f}" for x, y in zip(at, upper, strict=True)]
    back = [f"{x:.1f} {y:.1f}" for x, y in reversed(list(zip(at, lower, strict=True)))]
    return f"M{'L'.join([*forth, *back])}z"


def _line(at: list[float], level: list[float]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in zip(at, level, strict=True)) if at else ""


def _grid(low: float, high: float, down: Callable[[float], float]) -> Iterator[str]:
    for part in (0.0, 0.5, 1.0):
        y = down(low + part * (high - low))
        yield f'<line class="{"axis" if part == 0 else "grid"}" x1="0" x2="100%" y1="{y:.0f}" y2="{y:.0f}"/>'


def _levels(low: float, high: float, written: Callable[[float], str], down: Callable[[float], float]) -> Iterator[str]:
    for part in (0.5, 1.0):
        value = low + part * (high - low)
        yield f'<text class="tick" x="0" dx="4" y="{down(value) - 4:.0f}">{_tied(written(value))}</text>'


def _months(start: date | None, days: int, tall: int) -> Iterator[str]:
    """Yield the first of some months, or numbers of days where there is no date."""
    if start is None:
        places = [(day, f"day {day}") for day in range(0, days, max(days // 5, 1))]
    else:
        firsts = [k for k in range(days) if (start + timedelta(days=k)).day == 1]
        every = max(-(-len(firsts) // _MONTHS), 1)
        places = [(k, _month(start + timedelta(days=k), first=k == firsts[0])) for k in firsts[::every]]
    for day, words in places:
        x = 100.0 * day / max(days, 1)
        if x <= 93.0:
            yield f'<line class="axis" x1="{x:.1f}%" x2="{x:.1f}%" y1="{tall - _LOW}" y2="{tall - _LOW + 4}"/>'
            yield f'<text class="tick" x="{x:.1f}%" dx="3" y="{tall - 8}">{escape(words)}</text>'


def _month(on: date, *, first: bool) -> str:
    return f"{short_month(on)} {on.year}" if first or on.month == 1 else short_month(on)


def _marks(marks: Sequence[tuple[int, str]], start: date | None, days: int, tall: int) -> Iterator[str]:
    """Yield a line for each marked day, with its words on two lines at the top, the later one lower."""
    shown = [(max(day, 0), words) for day, words in marks if day < days]
    for place, (day, words) in enumerate(shown[:3]):
        x = 100.0 * day / max(days, 1)
        anchor, dx = ("start", 4) if x < 70 else ("end", -4)
        y = 12 + 13 * (place % 2)
        on = on_day(start, day)
        dated = f"{words} {on.day} {short_month(on)}" if on else f"{words} day {day}"
        yield f'<line class="event" x1="{x:.1f}%" x2="{x:.1f}%" y1="{y - 9}" y2="{tall - _LOW}"/>'
        yield f'<text class="tick" x="{x:.1f}%" dx="{dx}" y="{y}" text-anchor="{anchor}">{escape(dated)}</text>'


def _tied(words: str) -> str:
    return escape(words).replace(" %", "\u00a0%")
