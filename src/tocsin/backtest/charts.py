"""Charts of the scorecard as SVG: reliability, skill by year, usefulness, and the model beside its baselines.

Each is drawn from the document, 420 units wide, in the classes of ``parts/charts.css``; the same document gives the
same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from tocsin.backtest.digits import MINUS, score_of

Doc = Mapping[str, Any]

WIDTH = 420
_LEFT, _RIGHT, _TOP = 44, 12, 24


class Plot:
    """A rectangle with two axes.

    Parameters
    ----------
    x, y : tuple of float
        Smallest and largest number of each axis.
    box : tuple of float
        Left, top, right and bottom of the rectangle.
    """

    def __init__(self, x: tuple[float, float], y: tuple[float, float], box: tuple[float, float, float, float]) -> None:
        self.x, self.y, self.box = x, y, box

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point lies; what is outside is put on the edge.

        Parameters
        ----------
        x, y : float
            Numbers on the axes.

        Returns
        -------
        tuple of float
            Place in the drawing.
        """
        left, top, right, bottom = self.box
        across = min(max((x - self.x[0]) / (self.x[1] - self.x[0]), 0.0), 1.0)
        up = min(max((y - self.y[0]) / (self.y[1] - self.y[0]), 0.0), 1.0)
        return left + across * (right - left), bottom - up * (bottom - top)

    def line(self, points: Sequence[tuple[float, float] | None], kind: str) -> str:
        """Draw a line with gaps.

        Parameters
        ----------
        points : sequence of tuple of float or None
            Numbers on the axes.
        kind : str
            Class.

        Returns
        -------
        str
            A path.
        """
        text, pen = "", False
        for point in points:
            if point is not None:
                x, y = self.at(*point)
                text += f"{'L' if pen else 'M'}{x:.1f} {y:.1f}"
            pen = point is not None
        return f'<path class="{kind}" d="{text}"/>'

    def rules(self, marks: Sequence[float], write: str = "share") -> Iterator[str]:
        """Draw level lines, with their numbers at the left.

        Parameters
        ----------
        marks : sequence of float
            Numbers on the upright axis.
        write : str
            ``"share"`` in percent, else with decimals.

        Yields
        ------
        str
            Lines and words.
        """
        for mark in marks:
            x, y = self.at(self.x[0], mark)
            kind = "axis" if mark == max(self.y[0], 0.0) else "grid"
            yield f'<line class="{kind}" x1="{x:.1f}" x2="{self.box[2]:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
            said = (
                f"{mark * 100:.0f} %".replace("-", MINUS)
                if write == "share"
                else score_of(mark, 1 if write == "one" else 2)
            )
            yield f'<text class="tick" x="{x - 5:.1f}" y="{y:.1f}" dy=".35em" text-anchor="end">{said}</text>'

    def under(self, marks: Sequence[tuple[float, str]]) -> Iterator[str]:
        """Write words under the level axis.

        Parameters
        ----------
        marks : sequence of tuple of (float, str)
            Numbers on the axis, and the words.

        Yields
        ------
        str
            Words.
        """
        for mark, word in marks:
            x, y = self.at(mark, self.y[0])
            side = "end" if x > WIDTH - 24 else "start" if x < 20 else "middle"
            yield f'<text class="tick" x="{x:.1f}" y="{y + 16:.1f}" text-anchor="{side}">{escape(word)}</text>'


def drawing(parts: Sequence[str], *, height: float, label: str) -> str:
    """Put parts into one SVG element.

    Parameters
    ----------
    parts : sequence of str
        SVG.
    height : float
        Of the drawing.
    label : str
        What it shows, for those who do not see it.

    Returns
    -------
    str
        SVG without a style of its own.
    """
    return (
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


def standing_alone(chart: str) -> str:
    """Turn a chart into a file: with its style and a ground, in light and dark.

    Parameters
    ----------
    chart : str
        SVG of this module.

    Returns
    -------
    str
        A whole SVG document.
    """
    style = f"{palette()}{part('charts.css')}"
    head, rest = chart.split(">", 1)
    named = head.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    ground = '<rect class="ground" width="100%" height="100%"/>'
    return f"{named}><style>{style}</style>{ground}{rest}\n"


def palette() -> str:
    """Return the colours that boards use, in light and dark.

    Returns
    -------
    str
        CSS.
    """
    return files("tocsin.publish").joinpath("page", "page.css").read_text("utf-8").split("* {", 1)[0]


def part(name: str) -> str:
    """Read a part of the scorecard that comes with Tocsin.

    Parameters
    ----------
    name : str
        Of the file.

    Returns
    -------
    str
        Its text.
    """
    return files("tocsin.backtest").joinpath("parts", name).read_text("utf-8")


def reliability_chart(bins: Sequence[Doc]) -> str:
    """Draw what came beside what was said, with counts under it.

    Parameters
    ----------
    bins : sequence of mapping
        Bins of the document, at least one.

    Returns
    -------
    str
        SVG.
    """
    most = max(max(one["said"], one["came"], one["band"][1]) for one in bins)
    top = _ceiling(most)
    plot = Plot((0, top), (0, top), (_LEFT, _TOP, WIDTH - _RIGHT, 290))
    step = 0.05 if top <= 0.2 else 0.1 if top <= 0.4 else 0.2
    marks = [step * place for place in range(round(top / step) + 1)]
    parts = [*plot.rules(marks), plot.line([(0, 0), (top, top)], "chance")]
    counted = max(one["count"] for one in bins)
    for one in bins:
        parts += _bin(plot, one, counted)
    parts += plot.under([(mark, f"{mark * 100:.0f} %") for mark in marks[1:]])
    parts += [_word(12, "came true"), _right(324, "probability said"), _word(344, f"cases, at most {counted:,}")]
    return drawing(parts, height=392, label="Share that came true by probability said, ten groups, with counts.")


def _bin(plot: Plot, one: Doc, counted: int) -> Iterator[str]:
    """Draw one group: the band that luck allows, what came, and how many cases."""
    x, y = plot.at(one["said"], one["came"])
    _, low = plot.at(one["said"], one["band"][0])
    _, high = plot.at(one["said"], one["band"][1])
    yield f'<line class="band" x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>'
    yield f'<circle class="{"dot" if one["consistent"] else "dot off"}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    tall = 36 * one["count"] / counted
    yield f'<rect class="count" x="{x - 3:.1f}" y="{388 - tall:.1f}" width="6" height="{tall:.1f}"/>'


def years_chart(years: Mapping[str, Doc], border: int | None) -> str:
    """Draw skill by year: AUROC above, AUPRC beside the base rate below.

    Parameters
    ----------
    years : mapping of str to mapping
        Measures by year, rising.
    border : int or None
        First of the final years.

    Returns
    -------
    str
        SVG.
    """
    span = (min(map(int, years)) - 0.5, max(map(int, years)) + 0.5)
    upper = Plot(span, (0.4, 1.0), (_LEFT, _TOP, WIDTH - _RIGHT, 170))
    top = _ceiling(
        max([one["model"]["auprc"]["ninety_five"][1] or 0.1 for one in years.values() if one["model"]] or [0.1])
    )
    lower = Plot(span, (0.0, top), (_LEFT, 214, WIDTH - _RIGHT, 340))
    parts = [*upper.rules([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0], "one"), *_by_year(upper, years, "auroc")]
    parts += [*lower.rules([0, top / 2, top], "two"), *_by_year(lower, years, "auprc")]
    parts.append(lower.line([(int(year), one["prevalence"]) for year, one in years.items()], "chance"))
    if border and span[0] < border - 0.5:
        parts += _border(border - 0.5, (upper, lower))
    some = [year for place, year in enumerate(years) if place % 3 == 0 or len(years) < 6]
    parts += lower.under([(int(year), year) for year in some])
    parts += [_word(12, "AUROC"), _word(204, "AUPRC; dashed: base rate")]
    return drawing(parts, height=366, label="AUROC and AUPRC by target year, with 95 % intervals.")


def _word(height: float, said: str) -> str:
    """Write what a panel shows, above it."""
    return f'<text class="tick" x="{_LEFT}" y="{height:.0f}">{escape(said)}</text>'


def _right(height: float, said: str) -> str:
    """Write what a level axis shows, under its end."""
    return f'<text class="tick" x="{WIDTH - _RIGHT}" y="{height:.0f}" text-anchor="end">{escape(said)}</text>'


def _border(year: float, plots: Sequence[Plot]) -> Iterator[str]:
    """Part the final years from those of development."""
    for plot in plots:
        yield plot.line([(year, plot.y[0]), (year, plot.y[1])], "border")
    x = plots[0].at(year, 0)[0]
    yield f'<text class="tick" x="{x - 4:.1f}" y="12" text-anchor="end">development</text>'
    yield f'<text class="tick" x="{x + 4:.1f}" y="12">final</text>'


def _by_year(plot: Plot, years: Mapping[str, Doc], name: str) -> Iterator[str]:
    """Draw the model's score of each year with its interval, and the volatility logit's."""
    ours, theirs = [], []
    for year, one in years.items():
        score = one["model"][name] if one["model"] else None
        ours.append((int(year), score["value"]) if score else None)
        rival = next((found["skill"] for found in one["rivals"] if found["skill"]), None)
        theirs.append((int(year), rival[name]["value"]) if rival and rival[name] else None)
        if score:
            yield plot.line([(int(year), score["ninety_five"][0]), (int(year), score["ninety_five"][1])], "band")
    yield plot.line(theirs, "rival")
    yield plot.line(ours, "model")
    for point in ours:
        if point:
            x, y = plot.at(*point)
            yield f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'


def usefulness_chart(model: Sequence[Doc], rival: Sequence[Doc], before: Sequence[Doc]) -> str:
    """Draw what alarms are worth by how much worse a miss is than a false alarm.

    Parameters
    ----------
    model, rival : sequence of mapping
        Usefulness curves of the document, of the best thresholds.
    before : sequence of mapping
        The model's, with thresholds found on earlier years.

    Returns
    -------
    str
        SVG.
    """
    values = [one["relative"] for curve in (model, rival, before) for one in curve]
    low = min(0.0, math.floor(max(min(values), -0.5) * 4) / 4)
    high = max(0.25, math.ceil(max(values) * 4) / 4)
    plot = Plot((0, len(model) - 1), (low, high), (_LEFT, _TOP, WIDTH - _RIGHT, 220))
    steps = round((high - low) * 4) + 1
    parts = [*plot.rules([low + 0.25 * step for step in range(steps)])]
    for curve, kind in ((rival, "rival"), (before, "before"), (model, "model")):
        if curve:
            parts.append(plot.line([(place, one["relative"]) for place, one in enumerate(curve)], kind))
    words = [f"{one['preference']:g}" for one in model]
    parts += plot.under([(place, word) for place, word in enumerate(words) if place % 3 == 0])
    parts += [_word(12, "relative usefulness"), _right(254, "weight of a miss (false alarm: the rest)")]
    return drawing(parts, height=262, label="Relative usefulness by weight of a missed shortage.")


def rivals_chart(pooled: Doc) -> str:
    """Draw AUROC and AUPRC of the model and of each baseline with their intervals.

    Parameters
    ----------
    pooled : mapping
        A measure of the document that has scores.

    Returns
    -------
    str
        SVG: two panels, one under the other.
    """
    rows = [("the model", pooled["model"], True)]
    rows += [(one["rival"]["title"], one["skill"], False) for one in pooled["rivals"] if one["skill"]]
    tall = 30 * len(rows)
    top = _ceiling(max(skill["auprc"]["ninety_five"][1] or 0 for _, skill, _ in rows))
    parts = [
        *_panel(rows, 0, ("auroc", "AUROC, from chance", (0.3, 1.0)), (0.5, 0.5)),
        *_panel(rows, tall + 56, ("auprc", "AUPRC; line: base rate", (0.0, top)), (0.0, pooled["prevalence"])),
    ]
    label = "AUROC and AUPRC of the model and of each baseline, with 95 % intervals."
    return drawing(parts, height=2 * (tall + 56), label=label)


def _panel(
    rows: Sequence[tuple[str, Doc, bool]],
    start: float,
    shown: tuple[str, str, tuple[float, float]],
    lines: tuple[float, float],
) -> Iterator[str]:
    """Draw one score of all forecasts: where bars begin, and where chance lies."""
    (name, title, span), (begin, chance) = shown, lines
    plot = Plot(span, (0, 1), (8, start + 22, WIDTH - 52, start + 22 + 30 * len(rows)))
    yield f'<text class="tick" x="0" y="{start + 13}">{escape(title)}</text>'
    yield plot.line([(chance, 0), (chance, 1)], "chance")
    for number, (said, skill, own) in enumerate(rows):
        yield from _row(plot, (start + 22 + 30 * number, said, begin), skill[name], own=own)
    yield from plot.under([(mark, score_of(mark, 2)) for mark in sorted({chance if begin else 0.0, span[1]})])


def _row(plot: Plot, placed: tuple[float, str, float], score: Doc, *, own: bool) -> Iterator[str]:
    """Draw one forecast: its name, a bar to its score, its interval and number."""
    top, said, begin = placed
    left = plot.box[0]
    x, low, high = (plot.at(end, 0)[0] for end in (score["value"], *(end or 0.0 for end in score["ninety_five"])))
    start = plot.at(begin, 0)[0]
    yield f'<text class="{"own" if own else "other"}" x="{left}" y="{top + 11:.0f}">{escape(said)}</text>'
    kind, from_, width = "part" if own else "rest", min(start, x), abs(x - start)
    yield f'<rect class="{kind}" x="{from_:.1f}" y="{top + 15:.0f}" width="{width:.1f}" height="8"/>'
    yield f'<line class="whisker" x1="{low:.1f}" x2="{high:.1f}" y1="{top + 19:.0f}" y2="{top + 19:.0f}"/>'
    yield f'<text class="other" x="{WIDTH}" y="{top + 23:.0f}" text-anchor="end">{score_of(score["value"])}</text>'


def _ceiling(value: float) -> float:
    """Round up to a tidy end of an axis, at most 1."""
    return next(end for end in (0.1, 0.2, 0.3, 0.4, 0.6, 0.8, 1.0) if value <= end or end == 1.0)
