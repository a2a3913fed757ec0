"""Synthetic samples: outcomes and forecasts drawn by lot, with ties, and clustered ones whose AUROC is known."""

from __future__ import annotations

from math import erf, sqrt

import numpy as np
from hypothesis import strategies as st

from tocsin.backtest.sample import Flags, Ints, Reals

STEPS = 64
Sample = tuple[Flags, Reals]


@st.composite
def samples(draw: st.DrawFn, *, smallest: int = 2, step: int = STEPS) -> Sample:
    """At least one event and one quiet row; probabilities in 64ths, so that ties occur and 1 - p is exact."""
    size = draw(st.integers(smallest, 30))
    rest = draw(st.lists(st.booleans(), min_size=size - 2, max_size=size - 2))
    said = draw(st.lists(st.integers(0, step), min_size=size, max_size=size))
    return np.array([True, False, *rest], dtype=np.bool_), np.array(said, dtype=np.float64) / step


def synthetic_sample(rows: int, *, seed: int = 0, steps: int = 0) -> Sample:
    """One event in ten rows or so, a forecast that knows a little; rounded to so many steps where given."""
    chance = np.random.default_rng(seed)
    y = chance.random(rows) < 0.1
    p = 1 / (1 + np.exp(2.0 - y - chance.normal(size=rows)))
    return y, np.round(p * steps) / steps if steps else p


def synthetic_clusters(
    chance: np.random.Generator, *, products: int = 40, years: int = 12, each: int = 3, shift: float = 1.0
) -> tuple[Flags, Reals, Ints, Ints]:
    """Events that come in clusters of products and years, and a score that errs by product and year.

    The errors have nothing to do with the events, so a pair of rows from different products and years has
    ``score(event) - score(quiet) ~ Normal(shift, 2 * (0.7**2 + 0.3**2 + 0.6**2))``: see :func:`known_auroc`.
    """
    product = np.repeat(np.arange(products), years * each)
    year = np.tile(np.repeat(np.arange(years), each), products)
    heat = -0.8 + 0.7 * chance.normal(size=products)[product] + 0.4 * chance.normal(size=years)[year]
    y = chance.normal(size=len(product)) < heat
    bias = 0.7 * chance.normal(size=products)[product] + 0.3 * chance.normal(size=years)[year]
    return y, shift * y + bias + 0.6 * chance.normal(size=len(product)), product, year


def known_auroc(shift: float = 1.0) -> float:
    """AUROC of :func:`synthetic_clusters` over endlessly many products and years."""
    spread = sqrt(2 * (0.7**2 + 0.3**2 + 0.6**2))
    return (1 + erf(shift / spread / sqrt(2))) / 2
