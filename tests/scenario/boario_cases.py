"""The cases on which BoARIO's trajectories were recorded, and their tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
RECORDED = Path(__file__).parent / "specimens" / "boario" / "trajectories.npz"
CASES: tuple[dict[str, Any], ...] = (
    {"name": "two_by_three", "shape": (2, 3), "days": 120, "orders": "alt", "impact": 0.5, "hit": [1]},
    {"name": "fixed_orders", "shape": (2, 3), "days": 120, "orders": "noalt", "impact": 0.5, "hit": [1]},
    {"name": "three_by_four", "shape": (3, 4), "days": 120, "orders": "alt", "impact": 0.9, "hit": [0, 5], "stock": 12},
    {"name": "convex", "shape": (3, 4), "days": 120, "orders": "noalt", "impact": 0.3, "hit": [7], "fade": "convexe"},
    {"name": "holes", "shape": (4, 5), "days": 100, "orders": "alt", "impact": 0.7, "hit": [2, 3], "stock": 8},
    {"name": "holes_fixed", "shape": (4, 5), "days": 100, "orders": "noalt", "impact": 0.4, "hit": [2, 9], "stock": 20},
    {"name": "forty", "shape": (4, 10), "days": 80, "orders": "alt", "impact": 0.6, "hit": [11, 12], "stock": 15},
    {"name": "mild", "shape": (4, 10), "days": 80, "orders": "alt", "impact": 0.1, "hit": [3], "stock": 30},
)
FIRST, LENGTH, RECOVERY = 5, 10, 20


def table(regions: int, sectors: int, *, seed: int, holes: bool) -> tuple[Array, Array, Array]:
    """Make a balanced random table: Z, Y by region, x."""
    drawn = np.random.default_rng(seed)
    n = regions * sectors
    Z = drawn.lognormal(2.0, 1.0, (n, n))
    if holes:
        Z *= drawn.random((n, n)) > 0.4
    Y = drawn.lognormal(4.0, 0.5, (n, regions))
    return Z, Y, Z.sum(axis=1) + Y.sum(axis=1)
