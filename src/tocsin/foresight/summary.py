"""Sums, medians, means and spreads of what is known; the unknown is left out and never taken for zero."""

from __future__ import annotations

import numpy as np

from tocsin.foresight.flows import Flags, Ints, Reals
from tocsin.foresight.ledger import ratio


def summed(amounts: Reals, group: Ints, groups: int) -> Reals:
    """Add rows up by group, in the order of the rows.

    Parameters
    ----------
    amounts : numpy.ndarray
        Shape (n, T).
    group : numpy.ndarray
        Group of each row, shape (n,).
    groups : int
        Number of groups.

    Returns
    -------
    numpy.ndarray
        Shape (groups, T).
    """
    columns = [np.bincount(group, weights=column, minlength=groups) for column in amounts.T]
    return np.stack(columns, axis=1)


def middle(amounts: Reals, group: Ints, groups: int) -> Reals:
    """Take the median over the known rows of each group.

    Parameters
    ----------
    amounts : numpy.ndarray
        Shape (n, T).
    group : numpy.ndarray
        Group of each row, -1 for none, shape (n,).
    groups : int
        Number of groups.

    Returns
    -------
    numpy.ndarray
        Shape (groups, T); NaN where nothing is known.
    """
    found = np.full((groups, amounts.shape[1]), np.nan)
    order = np.argsort(group, kind="stable")
    bounds = np.searchsorted(group[order], np.arange(groups + 1))
    for place in range(groups):
        part = amounts[order[bounds[place] : bounds[place + 1]]]
        if len(part):
            found[place] = median(part, axis=0)
    return found


def median(amounts: Reals, axis: int) -> Reals:
    """Take the median of what is known; NaN where nothing is.

    Parameters
    ----------
    amounts : numpy.ndarray
        Amounts, NaN where unknown.
    axis : int
        Axis to take it along.

    Returns
    -------
    numpy.ndarray
        Medians.
    """
    sorted_ = np.sort(np.where(np.isfinite(amounts), amounts, np.nan), axis=axis)  # the unknown stand last
    count = np.isfinite(sorted_).sum(axis=axis, keepdims=True)
    ends = [np.take_along_axis(sorted_, np.maximum(place, 0), axis=axis) for place in ((count - 1) // 2, count // 2)]
    found: Reals = ((ends[0] + ends[1]) / 2).squeeze(axis=axis)
    return np.where(count.squeeze(axis=axis) > 0, found, np.nan)


def average(amounts: Reals, axis: int = -1) -> Reals:
    """Take the mean of what is known; NaN where nothing is.

    Parameters
    ----------
    amounts : numpy.ndarray
        Amounts, NaN where unknown.
    axis : int
        Axis to take it along.

    Returns
    -------
    numpy.ndarray
        Means.
    """
    known = np.isfinite(amounts)
    return ratio(np.where(known, amounts, 0.0).sum(axis=axis), known.sum(axis=axis).astype(np.float64))


def spread(amounts: Reals, *, least: int = 2) -> Reals:
    """Take the standard deviation of what is known along the last axis; NaN where less than `least` is.

    Parameters
    ----------
    amounts : numpy.ndarray
        Amounts, NaN where unknown.
    least : int
        Number of amounts that must be known [1].

    Returns
    -------
    numpy.ndarray
        Standard deviations (divisor n).
    """
    known = np.isfinite(amounts)
    centre = average(amounts)[..., None]
    square = np.where(known, (np.where(known, amounts, 0.0) - np.where(known, centre, 0.0)) ** 2, 0.0)
    enough = known.sum(axis=-1) >= least
    return np.where(enough, np.sqrt(ratio(square.sum(axis=-1), known.sum(axis=-1).astype(np.float64))), np.nan)


def observed(flags: Flags, known: Flags) -> Reals:
    """Turn yes and no into 1 and 0, and into NaN where it is not known.

    Parameters
    ----------
    flags, known : numpy.ndarray
        Whether it is so, and whether that is known.

    Returns
    -------
    numpy.ndarray
        Numbers.
    """
    return np.where(known, flags.astype(np.float64), np.nan)
