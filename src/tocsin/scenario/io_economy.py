"""What does not change during a run: the table, the engine's settings and the blocks in which Z is swept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tocsin.core.errors import UsageError
from tocsin.scenario.io_given import CALL, number, numbers, word
from tocsin.scenario.io_slab import TableSlab, slabs
from tocsin.scenario.io_table import IoTable

Array = NDArray[np.float64]
Rationing = Literal["proportional", "final_first", "partners_first", "largest_first"]
Orders = Literal["fixed", "capacity"]
RATIONING: tuple[Rationing, ...] = ("proportional", "final_first", "partners_first", "largest_first")
ORDERS: tuple[Orders, ...] = ("fixed", "capacity")
BLOCK_BYTES = 1_000_000
SLACK = 1e-9  # stocks that exceed what is needed by less than this share can bind by rounding alone


@dataclass(frozen=True, eq=False)
class Settings:
    """Parameters of the engine.

    Parameters
    ----------
    inventory_days : array_like
        Days of cover that each node aims at: one number, one per input sector (sectors,), one per node (n,), or
        (sectors, n); infinite for inputs that never bind [d].
    psi : float
        Share of the target below which a lack of stock holds production back [1].
    tau_inv : float
        Days over which a gap in stocks is ordered [d].
    alpha_max : float
        Largest overproduction over the base [1].
    tau_alpha : float
        Days over which overproduction rises and falls [d].
    criticality : array_like, optional
        How far the input of the row's sector binds the column's sector: 1 in proportion, 0 not at all, between them
        that share; shape (sectors, sectors). All 1 if not given [1].
    rationing : {"proportional", "final_first", "partners_first", "largest_first"}
        Who is served if a node makes less than is asked of it.
    partners : array_like, optional
        Whether the column's region is a partner of the row's, shape (regions, regions).
    orders : {"capacity", "fixed"}
        Whether orders within a sector go by base share times current capacity, or by base share alone.
    """

    inventory_days: ArrayLike = 90.0
    psi: float = 0.8
    tau_inv: float = 60.0
    alpha_max: float = 1.25
    tau_alpha: float = 365.0
    criticality: ArrayLike | None = None
    rationing: Rationing = "proportional"
    partners: ArrayLike | None = None
    orders: Orders = "capacity"

    def __post_init__(self) -> None:
        for name, least, most, rule in (
            ("psi", np.nextafter(0.0, 1.0), 1.0, "above 0, at most 1"),
            ("tau_inv", 1.0, np.inf, "at least 1 day"),
            ("alpha_max", 1.0, np.finfo(float).max, "at least 1, and finite"),
            ("tau_alpha", 1.0, np.inf, "at least 1 day"),
        ):
            given = number(getattr(self, name), name)
            if not least <= given <= most:
                raise UsageError(f"{name} {given:g}", where=CALL, remedy=f"It has to be {rule}.")
            object.__setattr__(self, name, given)
        word(self.rationing, "rationing", RATIONING)
        word(self.orders, "orders", ORDERS)
        if (self.rationing == "partners_first") != (self.partners is not None):
            raise UsageError(
                f"rationing {self.rationing!r} with{'out' if self.partners is None else ''} partners",
                where=CALL,
                remedy="partners_first needs the partner matrix and nothing else takes one.",
            )


@dataclass(frozen=True, eq=False)
class Levels:
    """How far inputs bind: for each level of criticality, where it does not hold.

    Parameters
    ----------
    levels : tuple of float
        Distinct levels above 0 [1].
    elsewhere : tuple of numpy.ndarray or None
        For each, infinity where the level does not hold and 0 where it does, shape (sectors, n); None if it holds
        everywhere.
    soft : bool
        Whether some input binds by less than 1, so that production can go on without it.
    """

    levels: tuple[float, ...]
    elsewhere: tuple[Array | None, ...]
    soft: bool


class Economy:
    """A table with settings, ready to run.

    Parameters
    ----------
    table : IoTable
        The table.
    settings : Settings
        Parameters of the engine.
    batch : int
        Scenarios run together.
    """

    def __init__(self, table: IoTable, settings: Settings, batch: int) -> None:
        self.table, self.settings = table, settings
        n, sectors, regions = table.n, table.n_sectors, table.n_regions
        self.alive = table.x > 0
        self.base = np.where(self.alive, 1.0, 0.0)
        self.one_over_x = np.divide(1.0, table.x, out=np.zeros(n), where=self.alive)
        bought = table.bought
        self.one_over_bought = np.divide(1.0, bought, out=np.zeros_like(bought), where=bought > 0)
        self.unused = bought <= 0
        self.final_base = table.final.sum(axis=1) * self.one_over_x
        days = cover(settings.inventory_days, sectors, n)
        endless = np.isinf(days)
        self.endless = endless if endless.any() else None
        self.target = np.where(endless, 0.0, days)
        self.one_over_needed = 1.0 / np.maximum(np.where(endless, 1.0, settings.psi * days), 1.0)
        self.tight = bool((np.where(endless, np.inf, days) * self.one_over_needed < 1.0 + SLACK).any())
        self.levels = levels(settings.criticality, sectors, regions)
        self.partners = partners(settings.partners, table)
        one = regions * n * 8 + 4 * batch * n * 8
        self.blocks: list[tuple[int, int, TableSlab]] = slabs(table, max(1, BLOCK_BYTES // one))

    def by_sector(self, values: Array) -> Array:
        """Turn (K, n) into (sectors, K, regions), as slabs want their rows."""
        sectors, regions = self.table.n_sectors, self.table.n_regions
        return np.ascontiguousarray(values.reshape(-1, regions, sectors).transpose(2, 0, 1))


def cover(given: ArrayLike, sectors: int, n: int) -> Array:
    """Return days of cover as (sectors or 1, 1, n or 1), checked.

    Parameters
    ----------
    given : array_like
        As in :class:`Settings` [d].
    sectors, n : int
        Sectors and nodes.

    Returns
    -------
    numpy.ndarray
        The days [d].

    Raises
    ------
    UsageError
        If the shape is none of these, or a stock lasts less than a day.
    """
    days = numbers(given, "inventory_days", CALL)
    shapes = {(): (1, 1, 1), (sectors,): (sectors, 1, 1), (n,): (1, 1, n), (sectors, n): (sectors, 1, n)}
    if n == sectors:
        shapes[n,] = (sectors, 1, 1)
    if days.shape not in shapes:
        raise UsageError(
            f"inventory_days of shape {days.shape}",
            where=CALL,
            remedy=f"Give one number, ({sectors},) by input sector, ({n},) by node, or ({sectors}, {n}).",
        )
    if not (days >= 1).all():
        raise UsageError(
            f"inventory_days of {np.min(days)}",
            where=CALL,
            remedy="A stock covers at least the day's own use: 1 or more, infinite for inputs that never bind.",
        )
    return days.reshape(shapes[days.shape])


def levels(given: ArrayLike | None, sectors: int, regions: int) -> Levels:
    """Sort pairs of sectors by how far the input binds.

    Parameters
    ----------
    given : array_like, optional
        Criticality, shape (sectors, sectors) [1].
    sectors, regions : int
        Sectors and regions.

    Returns
    -------
    Levels
        The levels.

    Raises
    ------
    UsageError
        If the shape does not fit or a value lies outside 0 to 1.
    """
    if given is None:
        return Levels((1.0,), (None,), soft=False)
    found = numbers(given, "criticality", CALL)
    if found.shape != (sectors, sectors) or not ((found >= 0) & (found <= 1)).all():
        values = f", from {np.min(found)} to {np.max(found)}" if found.size else ""
        raise UsageError(
            f"criticality of shape {found.shape}{values}",
            where=CALL,
            remedy=f"Give ({sectors}, {sectors}), from 0 to 1: the row's input to the column's sector.",
        )
    words = tuple(float(one) for one in np.unique(found) if one > 0)
    wide = np.tile(found, (1, regions))
    masks: list[Array | None] = [None if (found == one).all() else np.where(wide == one, 0.0, np.inf) for one in words]
    return Levels(words, tuple(masks), soft=bool((found < 1).any()))


def partners(given: ArrayLike | None, table: IoTable) -> Any:  # noqa: ANN401 - a mask or nothing
    """Return the partner matrix as booleans, checked.

    Parameters
    ----------
    given : array_like, optional
        Whether the column's region is a partner of the row's, shape (regions, regions).
    table : IoTable
        The table.

    Returns
    -------
    numpy.ndarray or None
        The matrix.

    Raises
    ------
    UsageError
        If the shape does not fit, a value is neither true nor false, or final demand is not by region.
    """
    if given is None:
        return None
    regions = table.n_regions
    found = numbers(given, "partners", CALL)
    if found.shape != (regions, regions) or table.final.shape[1] != regions:
        raise UsageError(
            f"partners of shape {found.shape}, final demand of {table.final.shape[1]} columns",
            where=CALL,
            remedy=f"Both need the {regions} regions of the table.",
        )
    if not np.isin(found, (0, 1)).all():
        remedy = "Give true or 1 for a partner, false or 0 for all others."
        raise UsageError(f"partners from {np.min(found)} to {np.max(found)}", where=CALL, remedy=remedy)
    return found.astype(bool)
