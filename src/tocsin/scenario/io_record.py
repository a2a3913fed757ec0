"""Keeps the paths of a run, and stops a scenario when a guard speaks."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.io_economy import Economy
from tocsin.scenario.io_march import HELD, Held, March
from tocsin.scenario.io_result import Guard, IoResult, Keep

Array = NDArray[np.float64]
MASS = 1e-9
STOCK = -1e-9


class Record:
    """Paths of K scenarios.

    Parameters
    ----------
    economy : Economy
        The economy.
    count, days : int
        Scenarios and days.
    keep : {"production", "region", "sector", "total"}
        What is kept of production.
    bullwhip : float
        Multiple of the table's orders at which a scenario stops [1].
    days_per_year : float
        Days for which the table counts [d].
    """

    def __init__(  # noqa: PLR0917 - what is kept, how much of it, and its bounds
        self, economy: Economy, count: int, days: int, keep: Keep, bullwhip: float, days_per_year: float
    ) -> None:
        self.economy, self.days, self.keep, self.bullwhip = economy, days, keep, bullwhip
        table = economy.table
        self.daily = table.x / days_per_year
        self.final_daily = table.final.sum(axis=0) / days_per_year
        self.days_per_year = days_per_year
        self.base_orders = float((table.x - table.final.sum(axis=1)).sum())
        self.base = self._kept(economy.base[None, :])[0]
        shape = (count, days)
        self.production = np.full((*shape, len(self.base)), np.nan)
        self.unmet = np.full((*shape, table.final.shape[1]), np.nan)
        self.orders, self.mass = np.full(shape, np.nan), np.full(shape, np.nan)
        self.binding, self.bound = np.full(shape, -1, dtype=np.int32), np.zeros(shape, dtype=np.int32)
        self.guards: list[Guard] = []

    def _kept(self, made: Array) -> Array:
        money = made * self.daily
        table = self.economy.table
        by_region = money.reshape(len(money), table.n_regions, table.n_sectors)
        if self.keep == "region":
            return np.asarray(by_region.sum(axis=2))
        if self.keep == "sector":
            return np.asarray(by_region.sum(axis=1))
        return money if self.keep == "production" else money.sum(axis=1, keepdims=True)

    def follow(self, march: March, first: int) -> None:
        """Run some scenarios to the end and keep their paths.

        Parameters
        ----------
        march : March
            The scenarios.
        first : int
            Number of the first of them.
        """
        going = np.ones(march.batch, dtype=bool)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            for day in range(self.days):
                placed = march.orders @ self.economy.table.x
                self._day(march, march.step(day), placed, first, day, going)
                if not going.any():
                    break

    def _day(  # noqa: PLR0917 - the parts of one day
        self, march: March, held: Held, placed: Array, first: int, day: int, going: NDArray[np.bool_]
    ) -> None:
        sent = march.rule.shipped_by_sector()
        error = np.abs(sent - march.arrived).max(axis=0) / self.economy.table.x.sum()
        orders = placed / self.base_orders if self.base_orders else np.ones(march.batch)
        for number in np.flatnonzero(going):
            if guard := self._guard(march, int(number), error[number], orders[number]):
                self.guards.append(Guard(first + int(number), day, *guard))
                going[number] = False
        self.production[first : first + march.batch, day][going] = self._kept(held.made[going])
        self.unmet[first : first + march.batch, day][going] = march.rule.unmet()[going] / self.days_per_year
        self.orders[first : first + march.batch, day][going] = orders[going]
        self.mass[first : first + march.batch, day][going] = error[going]
        self._binding(held, first, day, going)

    def _binding(self, held: Held, first: int, day: int, going: NDArray[np.bool_]) -> None:
        short = (held.wanted - held.made) * self.daily
        back = (held.by >= 0) & (held.made < held.wanted * (1 - HELD))
        for number in np.flatnonzero(going & back.any(axis=1)):
            here = back[number]
            cost = np.bincount(held.by[number, here], weights=short[number, here])
            self.binding[first + number, day] = int(cost.argmax())
            self.bound[first + number, day] = int(here.sum())

    def _guard(
        self, march: March, number: int, error: float, orders: float
    ) -> tuple[Literal["bullwhip", "mass", "stock"], str] | None:
        if not orders <= self.bullwhip:
            return "bullwhip", (
                f"orders are {orders:.3g} times those of the table, the bound is {self.bullwhip:g}: stocks chase "
                "each other. A longer tau_inv or smaller inventory_days damps them."
            )
        if not error <= MASS:
            return "mass", (
                f"a share of {error:.2g} of all output was shipped and did not arrive, the bound is {MASS:g}. "
                "Look for values in Z that lie more than fifteen orders of magnitude apart."
            )
        least = min((float(most[number].min()) for most in march.limit.most), default=0.0)
        if not least >= STOCK:
            return "stock", f"a stock fell to {least:.2g} of what is needed; the bound is 0. Raise inventory_days."
        return None

    def result(self) -> IoResult:
        """Return the paths.

        Returns
        -------
        IoResult
            The paths.
        """
        return IoResult(
            self.keep,
            self.production,
            self.base,
            self.unmet,
            self.final_daily,
            self.binding,
            self.bound,
            self.orders,
            self.mass,
            tuple(self.guards),
            self.economy.table.notes,
        )
