"""The map of a scenario: unmet share of demand in five steps, those who act in ink, what is not known hatched."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tocsin.publish.geometry import extent, position, world
from tocsin.publish.numbers import percent
from tocsin.publish.scenario_figures import by_harm, name_of, records, text, worst

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tocsin.publish.scenario_figures import Record

STEPS = (
    (0.01, "under 1 %"),
    (0.05, "1 to 5 %"),
    (0.2, "5 to 20 %"),
    (0.5, "20 to 50 %"),
    (float("inf"), "50 % or more"),
)
_WIDE, _TALL = 640.0, 282.6
_LETTER, _LINE, _NAMED = 6.8, 15.0, 5
_Box = tuple[float, float, float, float]


def step(share: float) -> int:
    """Find the step of the colour scale for an unmet share.

    Parameters
    ----------
    share : float
        Share, in [0, 1].

    Returns
    -------
    int
        0 (hardly any) to 4.

    Examples
    --------
    >>> step(0.0), step(0.01), step(0.5)
    (0, 1, 4)
    """
    return next(place for place, (bound, _) in enumerate(STEPS) if share < bound)


def shortage_map(good: Record, actors: Sequence[str]) -> str:
    """Draw which share of demand is unmet where, in the worst month of each importer.

    Parameters
    ----------
    good : mapping
        A good of the document with its importers.
    actors : sequence of str
        ISO3 codes of those who act.

    Returns
    -------
    str
        SVG and its legend.
    """
    order = by_harm(records(good.get("importers")))
    harms = {text(one.get("iso3")): worst(one).p50 or 0.0 for one in order}
    names = {text(one.get("iso3")): name_of(one.get("iso3"), one.get("name")) for one in order}
    marks = [(iso3, f"s{step(harm)}", f"{names[iso3]}: {percent(harm)}") for iso3, harm in reversed(harms.items())]
    marks += [
        (iso3, "own", f"{name_of(iso3)} acts")
        for iso3 in actors
        if iso3 in world().places and not step(harms.get(iso3, 0.0))
    ]
    areas = "".join(
        f'<use href="#m-{iso3}" class="{tone}"><title>{escape(said)}</title></use>'
        for iso3, tone, said in marks
        if iso3 in world().shapes
    )
    dots = "".join(_dot(*mark) for mark in marks if mark[0] in world().dots)
    hit = [f"{names[iso3]} {percent(harm)}" for iso3, harm in harms.items() if step(harm)][:_NAMED]
    label = f"Unmet share of the worst month's need: {', '.join(hit) or 'under 1 % everywhere'}"
    return (
        f'<svg class="map" role="img" aria-label="{escape(label)}">'
        f'<svg viewBox="0 0 {world().width} {world().height}"><use href="#land" class="land"/>{areas}</svg>'
        f"{dots}{''.join(_labels(harms, names, actors))}</svg>{_legend(bool(actors))}{_off(harms, names)}"
    )


def _dot(iso3: str, tone: str, said: str) -> str:
    x, y = position(iso3)
    return f'<circle class="dot {tone}" cx="{x:.1%}" cy="{y:.1%}" r="4"><title>{escape(said)}</title></circle>'


def _labels(harms: dict[str, float], names: dict[str, str], actors: Sequence[str]) -> Iterator[str]:
    """Yield the names of the hardest hit and of those who act, where they cover no other."""
    wanted = [(iso3, f"{names[iso3]} {percent(harm)}") for iso3, harm in harms.items() if step(harm)][:_NAMED]
    wanted += [(iso3, name_of(iso3)) for iso3 in actors[:2] if iso3 not in dict(wanted)]
    taken: list[_Box] = []
    for place, (iso3, words) in enumerate(wanted):
        if iso3 in world().places and (drawn := _label(iso3, words, "name" if place == 0 else "name minor", taken)):
            yield drawn


def _label(iso3: str, words: str, tone: str, taken: list[_Box]) -> str:
    width = len(words) * _LETTER
    left, _, right, bottom = extent(iso3)
    y = position(iso3)[1] * _TALL
    spots = [("end", left * _WIDE - 6, y), ("start", right * _WIDE + 6, y)]
    spots = spots if left > 0.72 else spots[::-1]
    spots.append(("middle", position(iso3)[0] * _WIDE, bottom * _TALL + _LINE))
    for anchor, x, middle in spots:
        begin = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        box = (begin, middle - _LINE / 2, begin + width, middle + _LINE / 2)
        free = not any(box[0] < b[2] and b[0] < box[2] and box[1] < b[3] and b[1] < box[3] for b in taken)
        if free and box[0] >= 0 and box[2] <= _WIDE and box[1] >= 0 and box[3] <= _TALL:
            taken.append(box)
            at = f'x="{x / _WIDE:.1%}" y="{middle / _TALL:.1%}" dy=".35em" text-anchor="{anchor}"'
            return f'<text class="{tone}" {at}>{escape(words).replace(" %", chr(160) + "%")}</text>'
    return ""


def _legend(acting: bool) -> str:
    keys = [(f"s{place}", words) for place, (_, words) in enumerate(STEPS)] + [("none", "not an importer here")]
    keys += [("own", "acts")] if acting else []
    items = "".join(
        '<li><svg class="swatch" width="14" height="10" aria-hidden="true">'
        f'<rect class="{tone}" width="14" height="10"/></svg>{escape(words)}</li>'
        for tone, words in keys
    )
    return f'<ul class="legend" aria-label="Unmet share of the worst month by colour">{items}</ul>'


def _off(harms: dict[str, float], names: dict[str, str]) -> str:
    missing = [
        f"{names[one]} ({percent(harm)})" for one, harm in harms.items() if one not in world().places and step(harm)
    ]
    return f'<p class="source">Not on the map: {escape(", ".join(missing))}.</p>' if missing else ""
