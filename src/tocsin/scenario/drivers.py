"""What drives a result: how much of its spread over the runs goes with each figure that was drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.draws import Draws

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
    found = [Driver(key, *_strength(draws.values[key], result)) for key in draws.uncertain]
    return tuple(sorted(found, key=lambda one: (-one.variance_share, -abs(one.rank_correlation), one.key)))


def ranks(values: Real) -> Real:
    """Return ranks from 0; those that are equal share their mean.

    Parameters
    ----------
    values : array, shape (n,)
        Any numbers.

    Returns
    -------
    array, shape (n,)
        Ranks.
    """
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts + 1) / 2.0)[which.reshape(-1)])


def _strength(figure: Real, result: Real) -> tuple[float, float]:
    rho = float(np.corrcoef(ranks(figure), ranks(result))[0, 1])
    runs = len(result)
    bins = max(2, min(_BINS, runs // _A_BIN))
    if runs <= bins:
        return rho, 0.0
    bin_of = np.minimum((ranks(figure) * bins / runs).astype(int), bins - 1)
    counts = np.bincount(bin_of, minlength=bins)
    means = np.bincount(bin_of, weights=result, minlength=bins) / np.maximum(counts, 1)
    between = float((counts * (means - result.mean()) ** 2).sum())
    ratio = between / float(((result - result.mean()) ** 2).sum())
    used = int((counts > 0).sum())
    return rho, max(0.0, 1.0 - (1.0 - ratio) * (runs - 1) / (runs - used))
