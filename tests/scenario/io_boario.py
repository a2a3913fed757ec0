"""The engine with the quirks of BoARIO 0.7.2, so that its trajectories can be compared to the last digits.

What BoARIO does otherwise than its documentation and the papers say, and Tocsin does not:

- a loss of capacity bites one step late, and the recovery is rounded to six decimals;
- overproduction stands still on the first two days; when demand falls below yesterday's output it shrinks with the
  (negative) scarcity instead of relaxing, and rests where both are equal to the last bit only;
- stocks are not updated on a day on which all that arrives is `numpy.allclose` to all that is used, and no gap is seen
  when all stocks are `allclose` to their targets;
- an input below a hundred-thousandth of a day's output never binds (no table here has one).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.scenario.boario_cases import FIRST, LENGTH, RECOVERY, Array
from tocsin.scenario.io_economy import Economy, Settings
from tocsin.scenario.io_march import March
from tocsin.scenario.io_schedule import Schedule
from tocsin.scenario.io_shock import IoShock
from tocsin.scenario.io_table import io_table


class BoarioMarch(March):
    """One scenario on a table small enough for a single block."""

    def overproduce(self, day: int, demand: Array) -> None:
        if day < 2:
            return
        settings = self.economy.settings
        scarcity = np.divide(demand - self.made, demand, out=np.zeros_like(demand), where=demand > 0)
        change = (settings.alpha_max - self.over) * scarcity + (1 - self.over) * (scarcity == 0)
        self.over = np.maximum(self.over + change / settings.tau_alpha, 1.0)

    def _used_a_day(self) -> Array:
        return self.economy.table.bought[:, None, :] / 365

    def restock(self, stock: Array, arrived: Array, first: int) -> None:
        assert len(stock) == self.economy.table.n_sectors, "the quirk looks at all sectors at once"
        daily = self._used_a_day()
        if not np.allclose(arrived * daily, self.made * daily):
            super().restock(stock, arrived, first)

    def gap(self, stock: Array, room: Array, first: int) -> Array:
        daily = self._used_a_day()
        used = daily > 0
        held = np.where(used, stock, 0.0)
        if np.allclose(held * daily, self.economy.target * self.aim * daily * used):
            return np.broadcast_to(self.made, stock.shape).copy()
        return super().gap(stock, room, first)


def late_loss(case: dict[str, Any]) -> Array:
    """Return the lost share of capacity as BoARIO applies it day by day."""
    path = np.zeros(case["days"] + 1)
    for day in range(FIRST, case["days"]):
        since = day - FIRST - LENGTH - 1
        if since < 0:
            left = 1.0
        elif case.get("fade") == "convexe":
            left = (1 - 1 / RECOVERY) ** (4 * since)
        else:
            left = max(0.0, 1 - since / RECOVERY)
        path[day + 1] = case["impact"] if since < 0 else np.round(case["impact"] * left, 6)
    return path[:-1]


def boario_path(tables: tuple[Array, Array, Array], case: dict[str, Any]) -> Array:
    """Return the path of production with all quirks, shape (days, n) [money a day]."""
    Z, Y, x = tables
    table = io_table(Z, Y, x, n_sectors=case["shape"][1])
    settings = Settings(inventory_days=case.get("stock", 90), orders="capacity" if case["orders"] == "alt" else "fixed")
    shock = IoShock.capacity(case["hit"], path=late_loss(case))
    march = BoarioMarch(Economy(table, settings, 1), Schedule(table, [[shock]]))
    return np.array([march.step(day).made[0] * x / 365 for day in range(case["days"])])
