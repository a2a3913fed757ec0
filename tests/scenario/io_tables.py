"""Small balanced tables for the tests of the input-output engine."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
MILLER_BLAIR = ([[150.0, 500.0], [200.0, 100.0]], [350.0, 1700.0], [1000.0, 2000.0])


def drawn(regions: int, sectors: int, seed: int, *, filled: float = 1.0) -> tuple[Array, Array, Array]:
    """Return Z, Y by region and x of a random economy."""
    chance = np.random.default_rng(seed)
    n = regions * sectors
    Z = chance.random((n, n)) ** 2 * (chance.random((n, n)) < filled)
    Y = chance.random((n, regions)) * n * 0.4 / regions
    return Z, Y, Z.sum(axis=1) + Y.sum(axis=1)
