"""How close two countries are: on the same side, on opposite sides, or neither, by named groups on a day.

Two of the trusted group, or two of one customs union, stand on the same side; the trusted group stands opposite to
countries that the United States put both under an arms embargo (D:5) and under control for national security or missile
technology (D:1, D:4); all else is neither. The trusted group is the European Union, the Group of Seven, and who is in
the trusted groups of Japan or Korea. The groups of the United States are known as of 2026 only, and stand for all days.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from tocsin.policy.groups import members_on
from tocsin.scenario.market import FRIEND, NEUTRAL, RIVAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The rest of the world.
ROW = "ROW"
_TRUSTED = ("EU", "G7", "JP-A", "KR-Ga")
_UNIONS = ("EU", "EAEU")
_EMBARGO, _CONTROLLED = "US-D:5", ("US-D:1", "US-D:4")


def tiers(exporters: Sequence[str], importers: Sequence[str], on: date) -> NDArray[np.int8]:
    """Return how close exporters and importers are on a day.

    Parameters
    ----------
    exporters, importers : sequence of str
        ISO 3166-1 alpha-3, or ``ROW``, which is on no side.
    on : datetime.date
        The day.

    Returns
    -------
    array of int, shape (n_exporters, n_importers)
        0 same side, 1 neither, 2 opposite sides.
    """
    sides = [[_tier(one, other, on) for other in importers] for one in exporters]
    return np.array(sides, dtype=np.int8).reshape(len(exporters), len(importers))


def _tier(one: str, other: str, on: date) -> int:
    if ROW in (one, other):
        return NEUTRAL
    trusted, opposed, unions = _sides(on)
    if one == other or {one, other} <= trusted or any({one, other} <= union for union in unions):
        return FRIEND
    if (one in trusted and other in opposed) or (other in trusted and one in opposed):
        return RIVAL
    return NEUTRAL


@cache
def _sides(on: date) -> tuple[frozenset[str], frozenset[str], tuple[frozenset[str], ...]]:
    trusted = frozenset({"JPN", "KOR"}).union(*(members_on(group, on) for group in _TRUSTED))
    controlled = frozenset[str]().union(*(members_on(group, on) for group in _CONTROLLED))
    return trusted, members_on(_EMBARGO, on) & controlled, tuple(members_on(group, on) for group in _UNIONS)
