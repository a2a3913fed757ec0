"""Shocks of a batch of scenarios, compiled to what the engine needs of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import UsageError
from tocsin.scenario.io_shock import IoShock, Scenario
from tocsin.scenario.io_slab import Cut
from tocsin.scenario.io_table import IoTable

Array = NDArray[np.float64]


@dataclass(eq=False)
class FinalDemand:
    """Final demand of one scenario on a day on which it is not that of the table.

    Parameters
    ----------
    wanted : numpy.ndarray
        Demand, shape (n, final users) [money a year].
    through : numpy.ndarray
        Share of it that may be delivered, same shape [1].
    """

    wanted: Array
    through: Array


@dataclass(eq=False)
class Day:
    """What holds on one day, for K scenarios.

    Parameters
    ----------
    kept : numpy.ndarray
        Capacity that is left, shape (K, n) [1].
    bound : numpy.ndarray
        Production that the supply of missing products allows, over the base, shape (K, n) [1].
    bound_sector : numpy.ndarray
        Sector of the product that sets it, shape (K, n).
    supplied : dict of int to numpy.ndarray
        By input sector: share of its normal purchase that a node can place, shape (K, n) [1].
    final : dict of int to FinalDemand
        By scenario, where it differs from the table.
    cuts : dict of int to list of Cut
        By scenario.
    prepared : dict of int to object
        What the march makes of the cuts, by block.
    """

    kept: Array
    bound: Array
    bound_sector: NDArray[np.int32]
    supplied: dict[int, Array] = field(default_factory=dict)
    final: dict[int, FinalDemand] = field(default_factory=dict)
    cuts: dict[int, list[Cut]] = field(default_factory=dict)
    prepared: dict[int, object] = field(default_factory=dict)


class Schedule:
    """The shocks of K scenarios, day by day.

    Parameters
    ----------
    table : IoTable
        The table.
    scenarios : sequence of sequence of IoShock
        Shocks of each scenario.
    """

    def __init__(self, table: IoTable, scenarios: Sequence[Scenario]) -> None:
        self.table = table
        self.scenarios = scenarios
        self._last: tuple[bytes, Day] | None = None
        for number, shocks in enumerate(scenarios):
            for shock in shocks:
                check(shock, table, f"scenario {number}")

    def on(self, day: int) -> Day:
        """Return what holds on a day; the object of the day before if nothing changed.

        Parameters
        ----------
        day : int
            The day [d].

        Returns
        -------
        Day
            What holds.
        """
        sizes = [[shock.size(day) for shock in shocks] for shocks in self.scenarios]
        mark = b"".join(np.asarray(one, dtype=float).tobytes() for each in sizes for one in each)
        if self._last is None or self._last[0] != mark:
            self._last = (mark, self._compiled(sizes))
        return self._last[1]

    def _compiled(self, sizes: list[list[Array | float]]) -> Day:
        shape = (len(self.scenarios), self.table.n)
        day = Day(np.ones(shape), np.full(shape, np.inf), np.full(shape, -1, dtype=np.int32))
        apply = {"capacity": _capacity, "shortfall": _shortfall, "demand": self._demand, "link": self._link}
        for number, (shocks, found) in enumerate(zip(self.scenarios, sizes, strict=True)):
            for shock, size in zip(shocks, found, strict=True):
                if np.any(size):
                    apply[shock.kind](day, number, shock, size)
        return day

    def _final(self, day: Day, number: int) -> FinalDemand:
        base = self.table.final
        return day.final.setdefault(number, FinalDemand(base.copy(), np.ones_like(base)))

    def _demand(self, day: Day, number: int, shock: IoShock, size: Array | float) -> None:
        users = list(shock.final_regions) or list(range(self.table.final.shape[1]))
        rise = np.broadcast_to(size, len(shock.nodes))[:, None]
        self._final(day, number).wanted[np.ix_(list(shock.nodes), users)] *= 1.0 + rise

    def _link(self, day: Day, number: int, shock: IoShock, size: Array | float) -> None:
        through = 1.0 - float(np.max(size))
        if shock.users and shock.nodes:
            rows = np.zeros(self.table.n, dtype=bool)
            rows[list(shock.nodes)] = True
            users = np.zeros(self.table.n, dtype=bool)
            users[list(shock.users)] = True
            by_sector = np.ascontiguousarray(rows.reshape(self.table.n_regions, -1).T)
            day.cuts.setdefault(number, []).append(Cut(by_sector, users, through))
        if shock.final_regions:
            ends = np.ix_(list(shock.nodes), list(shock.final_regions))
            self._final(day, number).through[ends] *= through


def _capacity(day: Day, number: int, shock: IoShock, size: Array | float) -> None:
    day.kept[number, list(shock.nodes)] *= 1.0 - size


def _shortfall(day: Day, number: int, shock: IoShock, size: Array | float) -> None:
    nodes, sector = list(shock.nodes), shock.input_sector
    supplied = day.supplied.setdefault(sector, np.ones_like(day.kept))
    supplied[number, nodes] *= 1.0 - shock.product_share * size
    bound = np.where(np.asarray(size) * shock.criticality > 0, 1.0 - shock.criticality * size, np.inf)
    tighter = np.broadcast_to(bound, len(nodes)) < day.bound[number, nodes]
    here = np.asarray(nodes)[tighter]
    day.bound[number, here] = np.broadcast_to(bound, len(nodes))[tighter]
    day.bound_sector[number, here] = sector


def check(shock: IoShock, table: IoTable, where: str) -> None:
    """Refuse a shock that does not fit the table.

    Parameters
    ----------
    shock : IoShock
        The shock.
    table : IoTable
        The table.
    where : str
        Place for the message.

    Raises
    ------
    UsageError
        If a node, region or sector is not in the table, or a link has a size by node.
    """
    place = f"{shock.place} of {where}"
    for name, numbers, count in (
        ("node", shock.nodes, table.n),
        ("using node", shock.users, table.n),
        ("final region", shock.final_regions, table.final.shape[1]),
    ):
        if numbers and not (min(numbers) >= 0 and max(numbers) < count):
            wrong = min(numbers) if min(numbers) < 0 else max(numbers)
            remedy = f"There are {count}, counted from 0."
            if name == "final region" and count == 1 and table.n_regions > 1:
                remedy = "Final demand is not by region: give Y with a column, or several, for each region."
            raise UsageError(f"{name} {wrong}", where=place, remedy=remedy)
    if shock.kind == "shortfall" and not 0 <= shock.input_sector < table.n_sectors:
        remedy = f"There are {table.n_sectors}, counted from 0."
        raise UsageError(f"input sector {shock.input_sector}", where=place, remedy=remedy)
    if shock.kind == "link" and shock.path is not None and shock.path.ndim == 2:
        raise UsageError("a path by node", where=place, remedy="A link has one size a day; give several links.")
