"""The group that is worst off, found by cuts: for markets with too many different groups to go through them all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
_FINE = float(2**30)


def rates_by_cuts(a: Real, need: Real, prior: Real, table: NDArray[np.bool_]) -> Real:
    """Return the rate at which each need is filled.

    Newton's method on the rate (Dinkelbach 1967): at a trial rate the minimum cut of the network from needs to supply
    is the group that lacks the most; its own ratio is the next trial. The cut says only *which* group it is, so its
    whole numbers cost no digit of the rate.

    Parameters
    ----------
    a : array, shape (n, n_supply)
        Free supply.
    need, prior : array, shape (n, n_need)
        What is needed, and what goes before it.
    table : array of bool, shape (n_supply, n_need)
        Open links.

    Returns
    -------
    array, shape (n, n_need)
        Rates between 0 and 1.
    """
    whole, which = np.unique(np.hstack([a, need, prior]), axis=0, return_inverse=True)
    parts = np.split(whole, [a.shape[1], a.shape[1] + need.shape[1]], axis=1)
    rates = [_row(*row, table=table) for row in zip(*parts, strict=True)]
    return np.asarray(np.array(rates).reshape(len(whole), need.shape[1])[which.reshape(-1)])


def _row(a: Real, need: Real, prior: Real, *, table: NDArray[np.bool_]) -> Real:
    a, need, prior = a.copy(), need.copy(), prior.copy()
    rates = np.ones_like(need)
    while need.any():
        group, rate = _worst(a, need, prior, table)
        if rate >= 1:
            break
        rates[group & (need > 0)] = rate
        a[table[:, group].any(axis=1)] = 0.0
        need[group], prior[group] = 0.0, 0.0
    return rates


def _worst(a: Real, need: Real, prior: Real, table: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], float]:
    """Return the group with the lowest rate, and its rate."""

    def ratio(group: NDArray[np.bool_]) -> float:
        reached = a[table[:, group].any(axis=1)].sum()
        return float(max(reached - prior[group].sum(), 0.0) / need[group].sum())

    group = np.ones(len(need), dtype=bool)
    rate = ratio(group)
    while rate > 0:
        lacking = _cut(a, prior + rate * need, table)
        if not need[lacking].any() or (better := ratio(lacking)) >= rate:
            break
        group, rate = lacking, better
    return group, rate


def _cut(a: Real, wanted: Real, table: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the needs on the side of the source of a minimum cut: those that lack."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, maximum_flow

    n_supply, n_need = table.shape
    source, sink = n_need + n_supply, n_need + n_supply + 1
    scale = _FINE / max(wanted.sum(), a.sum())
    capacity = np.zeros((sink + 1, sink + 1), dtype=np.int64)
    capacity[source, :n_need] = np.ceil(wanted * scale)
    capacity[:n_need, n_need:source] = np.where(table.T, 2**30, 0)
    capacity[n_need:source, sink] = np.floor(a * scale)
    network = csr_array(capacity.astype(np.int32))
    flow = maximum_flow(network, source, sink).flow.toarray().astype(np.int64)
    reached = breadth_first_order(csr_array((capacity - flow > 0).astype(np.int8)), source, return_predecessors=False)
    inside = np.zeros(sink + 1, dtype=bool)
    inside[reached] = True
    return inside[:n_need]
