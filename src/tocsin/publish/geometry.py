"""Where countries lie on the map of the world: shapes and dots on one Equal Earth grid, built once and shipped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


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
