"""Ranking within products alone: what a forecast knows beyond how often each product runs short."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.backtest.bootstrap import DRAWS, SEED, Estimate, drawn, estimated
from tocsin.backtest.cases import Cases
from tocsin.backtest.sample import Ints, Reals, check_scores


@dataclass(frozen=True)
class Within:
    """AUROC within products: the share of pairs of one product that were ranked right.

    Parameters
    ----------
    pairs : int
        Pairs of an event and a quiet row of the same product, of any importers and years.
    products : int
        Products that have such a pair.
    auroc : Estimate
        Share of the pairs in which the event was given the higher number, ties half; a product counts by its pairs.
    """

    pairs: int
    products: int
    auroc: Estimate


def within_products(given: Cases, said: Reals, *, draws: int = DRAWS, seed: int = SEED) -> Within | None:
    """Rank within each product, and resample products and years.

    A product drawn twice counts as two products: its rows are not paired with those of its double.

    Parameters
    ----------
    given : Cases
        Rows.
    said : numpy.ndarray
        Numbers that rise with the danger, shape (n,).
    draws, seed : int
        Of the bootstrap, as in :func:`tocsin.backtest.bootstrap.resample`.

    Returns
    -------
    Within or None
        None where no product has both an event and a quiet row.
    """
    check_scores(given.y, said, "the ranking within products")
    years = np.unique(given.year, return_inverse=True)[1].astype(np.int64)
    tables = [
        _table(given, said, years, rows)
        for product in np.unique(given.product)
        if 0 < given.y[rows := np.flatnonzero(given.product == product)].sum() < len(rows)
    ]
    if not tables:
        return None
    right, pairs = (np.stack(parts) for parts in zip(*tables, strict=True))
    sizes = right.shape[:2]

    def score(products: Reals, seen: Reals) -> float:
        found = [float(products @ np.einsum("pab,a,b->p", part, seen, seen)) for part in (right, pairs)]
        return found[0] / found[1] if found[1] else np.nan

    def resampled(number: int) -> float:
        products, *seen = drawn(sizes if sizes[1] > 1 else sizes[:1], seed, number)
        return score(products, seen[0] if seen else np.ones(1))

    value = score(np.ones(sizes[0]), np.ones(sizes[1]))
    luck = np.asarray([resampled(number) for number in range(draws)], dtype=np.float64)
    return Within(int(pairs.sum()), len(tables), estimated(value, luck))


def _table(given: Cases, said: Reals, years: Ints, rows: Ints) -> tuple[Reals, Reals]:
    """Count the pairs of one product by year of the event and year of the quiet row: those ranked right, and all."""
    count = int(years.max()) + 1
    event, quiet = rows[given.y[rows]], rows[~given.y[rows]]
    above = (said[event][:, None] > said[quiet]) + (said[event][:, None] == said[quiet]) / 2
    in_event, in_quiet = (np.eye(count)[years[part]] for part in (event, quiet))
    return in_event.T @ above @ in_quiet, np.outer(in_event.sum(axis=0), in_quiet.sum(axis=0))
