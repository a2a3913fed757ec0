"""What drives a result: how much of its spread over the runs goes with each figure that was drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.draws import Draws, ranks

Real = NDArray[np.float64]
#: Runs a bin holds at least, and bins at most: a mean over fewer says little.
_A_BIN, _BINS = 20, 12
_SAME = 1e-12


@dataclass(frozen=True)
class Driver:
    """How a result hangs on one figure.

    Parameters
    ----------
    key : str
        Under which it was drawn: ``good:gallium:spare``.
    rank_correlation : float
        Spearman's, with the result: below 0 where more of it means less of the result.
    variance_share : float
        Share of the variance of the result between runs that goes with this figure alone: the correlation ratio over
        bins of equal size, less what chance would give. Shares of all figures need not add up to 1.
    """

    key: str
    rank_correlation: float
    variance_share: float


def drivers(draws: Draws, result: Real) -> tuple[Driver, ...]:
    """Rank what was drawn by how much of a result goes with it.

    Parameters
    ----------
    draws : Draws
        What was drawn; figures that are known are left out.
    result : array, shape (n_runs,)
        Of each run.

    Returns
    -------
    tuple of Driver
        The strongest first; empty if the result is the same in all runs.
    """
    if len(result) < 2 or np.ptp(result) <= _SAME * max(float(np.abs(result).max()), _SAME):
        return ()
    ranked = draws.ranked
    rho, share = _correlations(ranked, result), _shares(ranked, result)
    order = np.lexsort((-np.abs(rho), -share))  # keys are sorted already, and the sort is stable
    return tuple(Driver(draws.uncertain[k], float(rho[k]), float(share[k])) for k in order.tolist())


def _correlations(ranked: Real, result: Real) -> Real:
    """Return Spearman's correlation of each figure with the result."""
    own, other = ranked - ranked.mean(axis=1, keepdims=True), ranks(result)
    other -= other.mean()
    return np.asarray(np.clip(own @ other / np.sqrt((own**2).sum(axis=1) * (other @ other)), -1.0, 1.0))


def _shares(ranked: Real, result: Real) -> Real:
    """Return the share of the variance of the result that goes with each figure."""
    count, runs = ranked.shape
    bins = max(2, min(_BINS, runs // _A_BIN))
    if runs <= bins:
        return np.zeros(count)
    bin_of = np.minimum((ranked * bins / runs).astype(int), bins - 1)
    place = (bin_of + bins * np.arange(count)[:, None]).ravel()
    counts = np.bincount(place, minlength=bins * count).reshape(count, bins)
    sums = np.bincount(place, weights=np.tile(result, count), minlength=bins * count).reshape(count, bins)
    between = (counts * (sums / np.maximum(counts, 1) - result.mean()) ** 2).sum(axis=1)
    ratio = between / ((result - result.mean()) ** 2).sum()
    used = (counts > 0).sum(axis=1)
    return np.asarray(np.maximum(0.0, 1.0 - (1.0 - ratio) * (runs - 1) / (runs - used)))
