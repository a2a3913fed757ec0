"""Who gets what: supply that is free goes to those whom it may reach, as evenly as can be, and none of it is left idle.

The day is a transportation problem. Free supply ``a[i]`` may go to need ``n[j]`` over open links only; the greatest
quantity that can be placed is that of the linear programme ``max sum f[i, j]`` with ``sum_j f[i, j] <= a[i]``,
``sum_i f[i, j] <= n[j]``, ``f >= 0`` on open links. Of its many solutions this takes the one in which the smallest rate
of those who need is the greatest, then the next smallest, and so on. By Gale's theorem (1957) the group that is worst
off is the set ``T`` with the smallest ratio of what can reach it to what it needs; it gets that rate, it and its
suppliers leave, and the rest is solved alike. So the rates are closed formulae over few sets, exact, for all days and
runs at once; and nobody's rate falls when supply grows anywhere (Moulin and Sethuraman 2013).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.cut import rates_by_cuts

Real = NDArray[np.float64]
#: Most sets of importers that are gone through one by one; beyond, the worst off are found by cuts.
MOST_SETS = 4096
_ROWS = 1024


@dataclass(frozen=True)
class Pool:
    """Which supply may reach which need, gathered into classes that are alike.

    Parameters
    ----------
    open_ : array of bool, shape (n_supply, n_need)
        Whether a link is open.
    """

    open_: NDArray[np.bool_]

    @cached_property
    def _classes(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        rows, supply = np.unique(self.open_, axis=0, return_inverse=True)
        table, need = np.unique(rows, axis=1, return_inverse=True)
        return supply.reshape(-1), need.reshape(-1), table

    @cached_property
    def _sets(self) -> NDArray[np.bool_] | None:
        """Return the closed sets: of suppliers who together reach nobody else's need, as (n_sets, n_classes)."""
        _, _, table = self._classes
        return closed_sets(table)

    def fill(self, supply: Real, need: Real, prior: Real | None = None) -> Real:
        """Give each need its share.

        Parameters
        ----------
        supply : array, shape (n, n_supply)
            Free supply of each row: a day of a run.
        need : array, shape (n, n_need)
            What is needed.
        prior : array, shape (n, n_need) or None
            What goes before all needs; it must be feasible alone.

        Returns
        -------
        array, shape (n, n_need)
            What each receives of its need, besides what is prior.
        """
        supplies, needs, table = self._classes
        gathered = _gather(need, needs, table.shape[1])
        a = _gather(supply, supplies, table.shape[0])
        before = _gather(prior, needs, table.shape[1]) if prior is not None else np.zeros_like(gathered)
        if self._sets is None:
            return np.asarray(need * rates_by_cuts(a, gathered, before, table)[:, needs])
        rates = np.ones_like(gathered)
        for first in range(0, len(a), _ROWS):
            part = slice(first, first + _ROWS)
            rates[part] = _rates(a[part], gathered[part], before[part], table, self._sets)
        return np.asarray(need * rates[:, needs])

    def use(self, received: Real, supply: Real) -> Real:
        """Say from which supply a feasible total was taken, all at one rate where they may.

        Parameters
        ----------
        received : array, shape (n, n_need)
            What each received.
        supply : array, shape (n, n_supply)
            Free supply.

        Returns
        -------
        array, shape (n, n_supply)
            What was taken of each.
        """
        return self._turned.fill(received, supply)

    @cached_property
    def _turned(self) -> Pool:
        return Pool(self.open_.T)


def closed_sets(table: NDArray[np.bool_], most: int = MOST_SETS) -> NDArray[np.bool_] | None:
    """List the sets of needs that can be the worst off: each holds all whom its suppliers, and no others, can reach.

    Parameters
    ----------
    table : array of bool, shape (n_supply, n_need)
        Open links between classes.
    most : int
        Where to stop.

    Returns
    -------
    array of bool, shape (n_sets, n_need) or None
        The sets, without the empty one; None if there are more than `most`.
    """
    reach = [frozenset(np.flatnonzero(column).tolist()) for column in table.T]
    found: set[frozenset[int]] = set()
    for suppliers in sorted(set(reach), key=sorted):
        found |= {suppliers} | {suppliers | other for other in found}
        if len(found) > most:
            return None
    return np.array([[one <= suppliers for one in reach] for suppliers in sorted(found, key=sorted)], dtype=bool)


def _rates(a: Real, need: Real, prior: Real, table: NDArray[np.bool_], sets: NDArray[np.bool_]) -> Real:
    """Return the rate at which each class of needs is filled, by rows."""
    rates = np.ones_like(need)
    if not sets.size:
        return rates
    reached = (sets.astype(float) @ table.T) > 0  # (n_sets, n_supply)
    inside, suppliers = sets.astype(float).T, reached.astype(float).T
    slack, wanted = a @ suppliers - prior @ inside, need @ inside
    left = np.arange(len(a))
    # What is left of each set once those that are worse off have left.
    while left.size:
        short = (slack < wanted).any(axis=1)
        left, slack, wanted = left[short], slack[short], wanted[short]
        need, prior, a = need[short], prior[short], a[short]
        ratio = np.full_like(slack, np.inf)
        np.divide(np.maximum(slack, 0.0, out=slack), wanted, out=ratio, where=wanted > 0)
        worst = ratio.argmin(axis=1)
        lowest = np.minimum(ratio[np.arange(len(worst)), worst], 1.0)
        leaving, used = sets[worst], reached[worst]
        rates[left] = np.where(leaving & (need > 0), lowest[:, None], rates[left])
        need, prior, a = np.where(leaving, 0.0, need), np.where(leaving, 0.0, prior), np.where(used, 0.0, a)
        slack, wanted = a @ suppliers - prior @ inside, need @ inside
    return rates


def _gather(values: Real, classes: NDArray[np.int64], n_classes: int) -> Real:
    one_hot = np.zeros((len(classes), n_classes))
    one_hot[np.arange(len(classes)), classes] = 1.0
    return np.asarray(values @ one_hot)
