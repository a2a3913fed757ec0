"""Yearly sums per key, as one matrix per measure: rows are keys, columns are years."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tocsin.foresight.flows import Flags, Flows, Ints, Reals, numbered


@dataclass(frozen=True)
class Ledger:
    """Sums of flows over n keys and T years.

    Parameters
    ----------
    keys : numpy.ndarray
        Sorted numbers of the keys, shape (n,).
    first : int
        First year.
    value : numpy.ndarray
        Trade value, shape (n, T) [USD].
    weight : numpy.ndarray
        Net weight, shape (n, T) [kg].
    weighed : numpy.ndarray
        Value of the flows whose weight is known, shape (n, T) [USD].
    """

    keys: Ints
    first: int
    value: Reals
    weight: Reals
    weighed: Reals

    def rows(self, keys: Ints) -> tuple[Ints, Flags]:
        """Find keys.

        Parameters
        ----------
        keys : numpy.ndarray
            Numbers, any shape.

        Returns
        -------
        rows : numpy.ndarray
            Row of each, 0 where it is not there.
        found : numpy.ndarray
            Whether it is there.
        """
        if not len(self.keys):
            return np.zeros(keys.shape, dtype=np.int64), np.zeros(keys.shape, dtype=bool)
        rows = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        found = self.keys[rows] == keys
        return np.where(found, rows, 0), found

    @cached_property
    def unit_value(self) -> Reals:
        """Value by weight of the weighed flows, shape (n, T) [USD/kg]; NaN where nothing was weighed."""
        return ratio(self.weighed, self.weight)


def ledger(flows: Flows, keys: Ints, first: int, last: int) -> Ledger:
    """Add flows up.

    Parameters
    ----------
    flows : Flows
        The flows, none outside the years.
    keys : numpy.ndarray
        Key of each flow, shape (n flows,).
    first, last : int
        Years of the columns, both included.

    Returns
    -------
    Ledger
        One row per key that occurs.
    """
    unique, row = numbered(keys)
    span = last - first + 1
    cell = row * span + (flows.year - first)

    def summed(amounts: Reals) -> Reals:
        sums = np.bincount(cell, weights=amounts, minlength=len(unique) * span)
        return np.asarray(sums, dtype=np.float64).reshape(len(unique), span)

    weighed = np.where(flows.weight > 0, flows.value, 0.0)
    return Ledger(unique, first, summed(flows.value), summed(flows.weight), summed(weighed))


def stacked(upper: Ledger, lower: Ledger) -> Ledger:
    """Put two ledgers of the same years under each other; all keys of the first come before those of the second.

    Parameters
    ----------
    upper, lower : Ledger
        The ledgers.

    Returns
    -------
    Ledger
        Sorted by key.
    """
    keys = np.concatenate([upper.keys, lower.keys])
    order = np.argsort(keys, kind="stable")
    return Ledger(
        keys[order],
        upper.first,
        *(
            np.concatenate([mine, other])[order]
            for mine, other in (
                (upper.value, lower.value),
                (upper.weight, lower.weight),
                (upper.weighed, lower.weighed),
            )
        ),
    )


def ratio(above: Reals, below: Reals) -> Reals:
    """Divide; NaN where the divisor is not positive.

    Parameters
    ----------
    above, below : numpy.ndarray
        Arrays that broadcast.

    Returns
    -------
    numpy.ndarray
        Quotients.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / below, np.nan)


def log(amounts: Reals) -> Reals:
    """Take the natural logarithm; NaN where there is nothing positive.

    Parameters
    ----------
    amounts : numpy.ndarray
        Amounts.

    Returns
    -------
    numpy.ndarray
        Logarithms.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(amounts > 0, np.log(amounts), np.nan)
