"""Who gets what a node has made when that is less than is asked of it.

A rule is asked once a day for the shares that final users receive, and then block by block for what arrives at users.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.io_economy import Economy
from tocsin.scenario.io_schedule import FinalDemand
from tocsin.scenario.io_slab import Slab

Array = NDArray[np.float64]
ROUNDING = 1e-12  # production that falls short of what is asked by less than this share serves all


@dataclass(eq=False)
class Asked:
    """What is asked of K x n nodes on a day and what they have made, all over base output [1].

    Parameters
    ----------
    orders : numpy.ndarray
        By nodes, shape (K, n).
    favoured : numpy.ndarray or None
        Thereof by partners.
    final : numpy.ndarray
        By final users who may be served, shape (K, n).
    made : numpy.ndarray
        Production, shape (K, n).
    weights : numpy.ndarray
        Capacity by which the orders were placed, shape (K, n).
    changed : dict of int to FinalDemand
        Scenarios whose final demand is not that of the table.
    """

    orders: Array
    favoured: Array | None
    final: Array
    made: Array
    weights: Array
    changed: dict[int, FinalDemand]


def ratio(part: Array, whole: Array) -> Array:
    """Divide, 0 where there is nothing to divide by, at most 1."""
    found = np.divide(part, whole, out=np.zeros_like(whole), where=whole > 0)
    return np.minimum(found, 1.0, out=found)


class Proportional:
    """Everyone gets the same share of what he asked for; or final users are served before all others.

    Parameters
    ----------
    economy : Economy
        The economy.
    """

    uniform = True  # every user of a node receives the same share of its orders

    def __init__(self, economy: Economy) -> None:
        self.economy = economy
        self.final_first = economy.settings.rationing == "final_first"

    def begin(self, asked: Asked) -> None:
        """Share out a day's production."""
        if self.final_first:
            self.to_final = ratio(asked.made, asked.final)
            left = np.maximum(asked.made - asked.final, 0.0)
            to_nodes = ratio(left, asked.orders)
        else:
            to_nodes = self.to_final = ratio(asked.made, asked.orders + asked.final)
        self.shipped = to_nodes * asked.orders
        self.weights = self.economy.by_sector(to_nodes * asked.weights)
        self.asked = asked

    def arrivals(self, first: int, slab: Slab, factors: Array, scenarios: slice) -> Array:
        """Return what arrives at users from the sectors of a slab, shape (sectors, K, n) [money a year]."""
        arrived = slab.columns(self.weights[first : first + len(factors), scenarios])
        arrived *= factors
        return arrived

    def shipped_by_sector(self) -> Array:
        """Return what went to nodes, shape (sectors, K) [money a year]."""
        return np.asarray(self.economy.by_sector(self.shipped * self.economy.table.x).sum(axis=2))

    def unmet(self) -> Array:
        """Return final demand not met, shape (K, final users) [money a year]."""
        table = self.economy.table
        short = (1.0 - self.to_final) @ table.final
        for number, final in self.asked.changed.items():
            short[number] = (final.wanted - final.wanted * final.through * self.to_final[number][:, None]).sum(axis=0)
        return np.asarray(short)


class Partners(Proportional):
    """Partners are served first, producers and final users alike; all others share the rest."""

    uniform = False

    def __init__(self, economy: Economy) -> None:
        super().__init__(economy)
        self.rows = economy.partners
        self.columns = np.repeat(self.rows, economy.table.n_sectors, axis=1)
        self.by_node = np.repeat(self.rows, economy.table.n_sectors, axis=0)

    def begin(self, asked: Asked) -> None:
        """Share out a day's production, partners first."""
        table, favoured = self.economy.table, asked.favoured
        assert favoured is not None  # noqa: S101 - the march keeps it for this rule
        final = np.tile((table.final * self.by_node).sum(axis=1) * self.economy.one_over_x, (len(asked.made), 1))
        for number, one in asked.changed.items():
            final[number] = (one.wanted * one.through * self.by_node).sum(axis=1) * self.economy.one_over_x
        self.to_first = ratio(asked.made, favoured + final)
        left = np.maximum(asked.made - favoured - final, 0.0)
        rest = np.maximum(asked.orders - favoured, 0.0)
        self.to_rest = ratio(left, rest + np.maximum(asked.final - final, 0.0))
        self.shipped = self.to_first * favoured + self.to_rest * rest
        self.weights = self.economy.by_sector(self.to_first * asked.weights)
        self.weights_rest = self.economy.by_sector(self.to_rest * asked.weights)
        self.asked = asked

    def arrivals(self, first: int, slab: Slab, factors: Array, scenarios: slice) -> Array:
        """Return what arrives at users from the sectors of a slab."""
        end = first + len(factors)
        one, two = slab.split(self.columns)
        arrived = one.columns(self.weights[first:end, scenarios])
        arrived += two.columns(self.weights_rest[first:end, scenarios])
        arrived *= factors
        return arrived

    def unmet(self) -> Array:
        """Return final demand not met."""
        base = self.economy.table.final
        short = (1.0 - self.to_first) @ (base * self.by_node) + (1.0 - self.to_rest) @ (base * ~self.by_node)
        for number, final in self.asked.changed.items():
            share = np.where(self.by_node, self.to_first[number][:, None], self.to_rest[number][:, None])
            short[number] = (final.wanted * (1.0 - final.through * share)).sum(axis=0)
        return np.asarray(short)


class Largest(Proportional):
    """Customers are served in the order of what they buy in the table; final users of a region are one customer."""

    uniform = False

    def __init__(self, economy: Economy) -> None:
        super().__init__(economy)
        self.queues: dict[int, NDArray[np.int32]] = {}

    def begin(self, asked: Asked) -> None:
        """Prepare a day: rows are served one block at a time."""
        table = self.economy.table
        batch = len(asked.made)
        self.asked = asked
        self.weights = self.economy.by_sector(asked.weights)
        self.made = self.economy.by_sector(asked.made * table.x)
        self.short = np.zeros((table.n_sectors, batch, table.final.shape[1]))
        self.sent = np.zeros((table.n_sectors, batch))

    def shipped_by_sector(self) -> Array:
        """Return what went to nodes."""
        return self.sent

    def arrivals(self, first: int, slab: Slab, factors: Array, scenarios: slice) -> Array:
        """Serve customers in turn and return what arrives at users."""
        values = slab.dense()
        arrived = np.empty_like(factors)
        for sector in range(len(factors)):
            for here, number in enumerate(range(*scenarios.indices(self.weights.shape[1]))):
                arrived[sector, here] = self._served(first + sector, number, values[sector], factors[sector, here])
        return arrived

    def _served(self, sector: int, number: int, values: Array, factors: Array) -> Array:
        table = self.economy.table
        wanted = may = table.final[sector :: table.n_sectors]
        if number in self.asked.changed:
            final = self.asked.changed[number]
            wanted = final.wanted[sector :: table.n_sectors]
            may = wanted * final.through[sector :: table.n_sectors]
        asked = np.hstack([values * (self.weights[sector, number][:, None] * factors), may])
        made = self.made[sector, number][:, None]
        if self.economy.tight:  # else rounding takes from the last in the queue more than his stock bears
            made = np.where(made < asked.sum(axis=1, keepdims=True) * (1 - ROUNDING), made, np.inf)
        queue = self._queue(sector)
        queued = np.take_along_axis(asked, queue, axis=1)
        before = np.cumsum(queued, axis=1) - queued
        np.put_along_axis(asked, queue, np.clip(made - before, 0.0, queued), axis=1)
        to_nodes, to_final = asked[:, : table.n], asked[:, table.n :]
        self.short[sector, number] = (wanted - to_final).sum(axis=0)
        self.sent[sector, number] = self.made[sector, number].sum() - to_final.sum()
        return np.asarray(to_nodes.sum(axis=0))

    def _queue(self, sector: int) -> NDArray[np.int32]:
        if sector not in self.queues:
            table = self.economy.table
            rows = slice(sector, None, table.n_sectors)
            links = table.Z[rows]
            links = links if isinstance(links, np.ndarray) else links.toarray()
            order = np.argsort(-np.hstack([links, table.final[rows]]), axis=1, kind="stable")
            self.queues[sector] = order.astype(np.int32)
        return self.queues[sector]

    def unmet(self) -> Array:
        """Return final demand not met."""
        return np.asarray(self.short.sum(axis=0))


def rule(economy: Economy) -> Proportional:
    """Return the rule of the settings.

    Parameters
    ----------
    economy : Economy
        The economy.

    Returns
    -------
    Proportional
        The rule.
    """
    kinds = {"partners_first": Partners, "largest_first": Largest}
    return kinds.get(economy.settings.rationing, Proportional)(economy)
