"""The march through the days: K scenarios at once, one sweep of Z a day.

All quantities are over the base: production y = x / x0, stocks in days of normal use, orders as multiples of normal
use. What i sends j is O_ij = Z_ij p_i G[s(i), j], so that orders need no matrix of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.io_cut import Prepared, prepared
from tocsin.scenario.io_economy import Economy
from tocsin.scenario.io_rationing import Asked, Proportional, rule
from tocsin.scenario.io_schedule import Day, Schedule
from tocsin.scenario.io_slab import Slab, TableSlab

Array = NDArray[np.float64]
Block = tuple[int, int, TableSlab]
NOISE = 1e-10  # a scarcity below this is rounding, and overproduction does not answer to it
HELD = 1e-9  # production that falls short of what was wanted by less than this share is not held back
SEVERAL = 4  # scenarios from which on one product for two purposes is faster than two
FEW = 4  # inputs that are compared one by one, which is faster for few and wide rows
FLOOR = 1e-150  # keeps a division by no supplier at all finite; what it yields is multiplied by 0


@dataclass(eq=False)
class Limit:
    """What stocks allow, found while sweeping some sectors.

    Parameters
    ----------
    most : list of numpy.ndarray
        For each level of criticality: production that the scarcest input allows, shape (K, n) [1].
    by : list of numpy.ndarray
        Sector of that input, shape (K, n).
    """

    most: list[Array]
    by: list[NDArray[np.int32]]

    @classmethod
    def open(cls, economy: Economy, batch: int) -> Limit:
        """Return one that limits nothing."""
        shape = (batch, economy.table.n)
        words = economy.levels.levels
        return cls([np.full(shape, np.inf) for _ in words], [np.full(shape, -1, dtype=np.int32) for _ in words])

    def lower(self, level: int, allowed: Array, sector: int | NDArray[np.int32]) -> None:
        """Take in what another input allows."""
        tighter = allowed < self.most[level]
        np.copyto(self.by[level], sector, where=tighter)
        np.minimum(self.most[level], allowed, out=self.most[level])

    def lower_all(self, level: int, allowed: Array, first: int) -> None:
        """Take in what several inputs in a row allow, shape (sectors, K, n)."""
        if len(allowed) <= FEW:
            for sector, one in enumerate(allowed, first):
                self.lower(level, one, sector)
        else:
            self.lower(level, allowed.min(axis=0), allowed.argmin(axis=0).astype(np.int32) + first)


@dataclass(frozen=True, eq=False)
class Held:
    """A day's outcome, for K scenarios.

    Parameters
    ----------
    made : numpy.ndarray
        Production, shape (K, n) [1].
    wanted : numpy.ndarray
        Production that demand and capacity would have had, shape (K, n) [1].
    by : numpy.ndarray
        Sector of the input that held it back, -1 if none, shape (K, n).
    """

    made: Array
    wanted: Array
    by: NDArray[np.int32]


class March:
    """K scenarios on their way.

    Parameters
    ----------
    economy : Economy
        The economy.
    schedule : Schedule
        Their shocks.
    pool : Executor, optional
        Threads among which blocks are shared out.
    shares : int
        Number of parts into which the blocks are split.
    """

    def __init__(self, economy: Economy, schedule: Schedule, pool: Executor | None = None, shares: int = 1) -> None:
        self.economy, self.schedule, self.pool = economy, schedule, pool
        self.batch = len(schedule.scenarios)
        self.rule: Proportional = rule(economy)
        n, sectors = economy.table.n, economy.table.n_sectors
        shape = (sectors, self.batch, n)
        self.stock = np.empty(shape)
        self.stock[:] = economy.target
        self._open_stocks()
        self.factors = np.empty(shape)
        self.arrived = np.zeros((sectors, self.batch))
        self.over = np.ones((self.batch, n))
        self.made = np.tile(economy.base, (self.batch, 1))
        self.weights = self.made.copy()
        self.orders = np.zeros((self.batch, n))
        self.favoured = np.zeros((self.batch, n)) if economy.partners is not None else None
        self.limit = Limit.open(economy, self.batch)
        cut = np.array_split(np.arange(len(economy.blocks)), shares)
        self.parts = [[economy.blocks[one] for one in part] for part in cut if part.size]
        self.next_rows = economy.by_sector(self.weights)
        self._settle(self._each(self._first))

    def _open_stocks(self) -> None:
        economy = self.economy
        if economy.endless is not None:
            np.copyto(self.stock, np.inf, where=economy.endless)
        if economy.unused.any():
            np.copyto(self.stock, np.inf, where=economy.unused[:, None, :])

    def step(self, day: int) -> Held:
        """Live one day and place the orders of the next.

        Parameters
        ----------
        day : int
            The day, one after the other from 0 [d].

        Returns
        -------
        Held
            What was made.
        """
        today = self.schedule.on(day)
        final = self._final(today)
        demand = self.orders + final
        self.overproduce(day, demand)
        capacity = self.over * today.kept * self.economy.base
        held = self._produce(np.minimum(demand, capacity), today)
        self.rule.begin(Asked(self.orders, self.favoured, final, held.made, self.weights, today.final))
        self.made, self.wanted = held.made, held.wanted
        self.today, self.tomorrow = today, self.schedule.on(day + 1)
        if self.economy.settings.orders == "capacity":
            self.weights = capacity
            self.next_rows = self.economy.by_sector(capacity)
        self.both = self._both()
        self.orders = np.empty_like(self.orders)
        self._settle(self._each(self._sweep))
        return held

    def _both(self) -> Array | None:
        """Return today's and tomorrow's weights, where no link is cut and one product of matrices can serve both."""
        plain = self.rule.uniform and not self.today.cuts and not self.tomorrow.cuts
        if not plain or self.economy.settings.orders != "capacity" or self.batch < SEVERAL:
            return None
        return np.concatenate([self.rule.weights, self.next_rows], axis=1)

    def _final(self, today: Day) -> Array:
        final = np.tile(self.economy.final_base, (self.batch, 1))
        for number, one in today.final.items():
            final[number] = (one.wanted * one.through).sum(axis=1) * self.economy.one_over_x
        return final

    def overproduce(self, day: int, demand: Array) -> None:
        """Raise overproduction where yesterday's output was less than today's demand; let it fall elsewhere."""
        del day
        settings = self.economy.settings
        scarcity = np.divide(demand - self.made, demand, out=np.zeros_like(demand), where=demand > 0)
        rise = (settings.alpha_max - self.over) * scarcity
        self.over += np.where(scarcity > NOISE, rise, 1.0 - self.over) / settings.tau_alpha
        np.maximum(self.over, 1.0, out=self.over)

    def _produce(self, wanted: Array, today: Day) -> Held:
        made = np.minimum(wanted, today.bound)
        by = np.where(today.bound < wanted, today.bound_sector, -1).astype(np.int32)
        aim = made.copy()
        for level, most, sector in zip(self.economy.levels.levels, self.limit.most, self.limit.by, strict=True):
            allowed = most if level == 1 else (1 - level) * aim + level * np.minimum(most, aim)
            if self.economy.tight:  # else rounding binds, falls short, binds more, and stops an economy that is at rest
                allowed = np.where(allowed < made * (1 - NOISE), allowed, made)
            np.copyto(by, sector, where=allowed < made * (1 - HELD))
            np.minimum(made, allowed, out=made)
        np.maximum(made, 0.0, out=made)
        self.aim, self.aim_days = aim, self.economy.target[0] * aim
        return Held(made, wanted, by)

    def _each(self, task: Callable[[list[Block]], Limit]) -> list[Limit]:
        if self.pool is None or len(self.parts) == 1:
            return [task(part) for part in self.parts]
        return list(self.pool.map(task, self.parts))

    def _settle(self, limits: Iterable[Limit]) -> None:
        first, *others = limits
        for other in others:
            for level, (most, by) in enumerate(zip(other.most, other.by, strict=True)):
                first.lower(level, most, by)
        self.limit = first

    def _first(self, part: list[Block]) -> Limit:
        self.tomorrow = self.schedule.on(0)
        limit = Limit.open(self.economy, self.batch)
        for first, end, slab in part:
            gap = np.empty((end - first, *self.made.shape))
            self._allow(limit, self.stock[first:end], gap, first)
            gap[:] = self.made
            self._order(first, end, slab, gap)
        return self._scaled(limit)

    def _sweep(self, part: list[Block]) -> Limit:
        limit = Limit.open(self.economy, self.batch)
        for first, end, slab in part:
            stock = self.stock[first:end]
            sums = None if self.both is None else slab.columns(self.both[first:end])
            sent, offered = (None, None) if sums is None else (sums[:, : self.batch], sums[:, self.batch :])
            room = self._receive(first, end, slab, sent)
            self.restock(stock, room, first)
            self._allow(limit, stock, room, first)
            self._order(first, end, slab, self.gap(stock, room, first), offered)
        return self._scaled(limit)

    def _scaled(self, limit: Limit) -> Limit:
        """Apply what all inputs need alike."""
        if len(self.economy.one_over_needed) == 1:
            limit.most = [most * self.economy.one_over_needed[0] for most in limit.most]
        return limit

    def _receive(self, first: int, end: int, slab: TableSlab, sent: Array | None) -> Array:
        factors = self.factors[first:end]
        today = self._on(self.today, first, end, slab)
        if sent is not None:
            arrived = sent
            arrived *= factors
        else:
            arrived = self.rule.arrivals(first, today.slab, factors, slice(None))
        for number, cuts in today.apart:
            here = slice(number, number + 1)
            arrived[:, here] = self.rule.arrivals(first, slab.cut(cuts), factors[:, here], here)
        self.arrived[first:end] = arrived.sum(axis=2)
        arrived *= self.economy.one_over_bought[first:end, None, :]
        return arrived

    def restock(self, stock: Array, arrived: Array, first: int) -> None:
        """Add what arrived and take out what production uses, in place [days of normal use]."""
        del first
        stock += arrived
        stock -= self.made
        if self.economy.levels.soft:
            np.maximum(stock, 0.0, out=stock)

    def _allow(self, limit: Limit, stock: Array, room: Array, first: int) -> None:
        economy = self.economy
        allowed = stock  # what all inputs need alike is applied once, at the end of the sweep
        if len(economy.one_over_needed) > 1:
            allowed = np.multiply(stock, economy.one_over_needed[first : first + len(stock)], out=room)
        for level, elsewhere in enumerate(economy.levels.elsewhere):
            if elsewhere is not None:
                limit.lower_all(level, allowed + elsewhere[first : first + len(stock), None, :], first)
            else:
                limit.lower_all(level, allowed, first)

    def gap(self, stock: Array, room: Array, first: int) -> Array:
        """Return what is ordered: part of the gap in stocks, and what was used [days of normal use]."""
        if len(self.economy.target) > 1:
            wanted = np.multiply(self.economy.target[first : first + len(stock)], self.aim, out=room)
            wanted -= stock
        else:
            wanted = np.subtract(self.aim_days, stock, out=room)
        np.maximum(wanted, 0.0, out=wanted)
        wanted *= 1.0 / self.economy.settings.tau_inv
        wanted += self.made
        return wanted

    def _on(self, day: Day, first: int, end: int, slab: TableSlab) -> Prepared:
        return prepared(slab, day, first, end, one_by_one=self.economy.settings.rationing == "largest_first")

    def _order(self, first: int, end: int, slab: TableSlab, wanted: Array, offered: Array | None = None) -> None:
        economy = self.economy
        tomorrow = self._on(self.tomorrow, first, end, slab)
        apart = [(slice(number, number + 1), slab.cut(cuts)) for number, cuts in tomorrow.apart]
        rows = self.next_rows[first:end]
        placed = self.factors[first:end]
        if economy.settings.orders == "capacity":
            offered = tomorrow.slab.columns(rows) if offered is None else offered
            for here, one in apart:
                offered[:, here] = one.columns(rows[:, here])
            offered *= economy.one_over_bought[first:end, None, :]
            np.maximum(offered, FLOOR, out=offered)
            np.divide(wanted, offered, out=placed)
        else:
            placed[:] = wanted
        for sector in set(self.tomorrow.supplied) & set(range(first, end)):
            placed[sector - first] *= self.tomorrow.supplied[sector]
        self._ask(first, tomorrow.slab, placed, rows, slice(None))
        for here, one in apart:
            self._ask(first, one, placed[:, here], rows[:, here], here)

    def _ask(self, first: int, slab: Slab, wanted: Array, rows: Array, here: slice) -> None:
        self._write(first, slab.rows(wanted) * rows, self.orders[here])
        if self.favoured is not None:
            columns = np.repeat(self.economy.partners, self.economy.table.n_sectors, axis=1)
            favoured, _ = slab.split(columns)
            self._write(first, favoured.rows(wanted) * rows, self.favoured[here])

    def _write(self, first: int, found: Array, orders: Array) -> None:
        table, sectors = self.economy.table, slice(first, first + len(found))
        by_region = orders.reshape(-1, table.n_regions, table.n_sectors)
        scale = self.economy.one_over_x.reshape(table.n_regions, table.n_sectors)[:, sectors]
        by_region[:, :, sectors] = found.transpose(1, 2, 0) * scale
