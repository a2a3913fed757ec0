"""Where countries lie on the map of the world: shapes and dots on one Equal Earth grid, built once and shipped."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate

_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class World:
    """Country shapes and dots on one grid.

    Parameters
    ----------
    width, height : int
        Size of the grid.
    shapes : dict of str to str
        SVG path of each country large enough to draw, by ISO3.
    places : dict of str to tuple of (int, int)
        Middle of each country's main part.
    dots : frozenset of str
        Places too small to see.
    sizes : dict of str to int
        Side of a square as large as the main part.
    uncoded : tuple of str
        SVG paths of areas without a code of their own.
    """

    width: int
    height: int
    shapes: dict[str, str]
    places: dict[str, tuple[int, int]]
    dots: frozenset[str]
    sizes: dict[str, int]
    uncoded: tuple[str, ...]


@cache
def world() -> World:
    """Read the shapes that come with Tocsin.

    Returns
    -------
    World
        Shared: do not change it.
    """
    raw = json.loads(files("tocsin").joinpath("data/map/world.json").read_text("utf-8"))
    places = {iso3: one["at"] for iso3, one in raw["countries"].items()} | raw["points"]
    return World(
        width=raw["width"],
        height=raw["height"],
        shapes={iso3: one["d"] for iso3, one in raw["countries"].items()},
        places={iso3: (at[0], at[1]) for iso3, at in places.items()},
        dots=frozenset(raw["points"]),
        sizes={iso3: one["size"] for iso3, one in raw["countries"].items()},
        uncoded=tuple(one["d"] for one in raw["uncoded"]),
    )


def position(iso3: str) -> tuple[float, float]:
    """Find a place on the map.

    Parameters
    ----------
    iso3 : str
        Code of a place that the map knows.

    Returns
    -------
    tuple of float
        Distance from the left and from the top, as shares of the map's width and height.
    """
    x, y = world().places[iso3]
    return x / world().width, y / world().height


@cache
def extent(iso3: str) -> tuple[float, float, float, float]:
    """Find how far the main part of a country reaches.

    Parameters
    ----------
    iso3 : str
        Code of a place that the map knows.

    Returns
    -------
    tuple of float
        Left, top, right and bottom, as shares of the map's width and height; a dot reaches nowhere.
    """
    boxes = [_box(part) for part in _parts(world().shapes.get(iso3, ""))]
    if not boxes:
        return (*position(iso3), *position(iso3))
    left, top, right, bottom = max(boxes, key=lambda box: (box[2] - box[0]) * (box[3] - box[1]))
    return left / world().width, top / world().height, right / world().width, bottom / world().height


def _parts(path: str) -> list[list[tuple[int, int]]]:
    """Read the rings of a path: each begins at a place, every step after that is relative."""
    rings: list[list[tuple[int, int]]] = []
    for part in path.split("M")[1:]:
        numbers = [int(number) for number in _NUMBER.findall(part)]
        across, down = accumulate(numbers[::2]), accumulate(numbers[1::2])
        rings.append(list(zip(across, down, strict=True)))
    return rings


def _box(ring: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    """Return the smallest box around a ring."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return min(xs), min(ys), max(xs), max(ys)
