"""The market of one good before anything happens: who ships how much to whom, at what price, and how close they are."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import FormatError

Real = NDArray[np.float64]
#: How close two countries are: 0 same side, 1 neither, 2 opposite sides.
FRIEND, NEUTRAL, RIVAL = 0, 1, 2
DAYS_A_YEAR = 365.0


@dataclass(frozen=True)
class Basis:
    """On which table and year a market rests.

    Parameters
    ----------
    table, release : str
        Source and its release: ``bundled:flow``, ``2026-02-01``; ``scenario`` for a table of the scenario's own.
    year : int
        Year of the trade.
    codes : tuple of str
        Codes counted.
    basket : bool
        Whether the codes hold other goods as well.
    left_out : float
        Share of the trade that small importers and exporters, gathered as ``ROW``, stand for [1].
    reference : str
        Where the scenario's own table is from.
    """

    table: str
    year: int
    release: str = ""
    codes: tuple[str, ...] = ()
    basket: bool = False
    left_out: float = 0.0
    reference: str = ""


@dataclass(frozen=True)
class Market:
    """Trade of one good on an ordinary day.

    Parameters
    ----------
    good : str
        Id of the good.
    exporters, importers : tuple of str
        ISO 3166-1 alpha-3; ``ROW`` for the rest of the world.
    flow : array, shape (n_exporters, n_importers)
        Shipped a day [unit/d]. Where exporter and importer are one country, it is made at home.
    price : array, shape (n_importers,)
        What an importer pays [USD/unit]; NaN where nothing is known.
    tier : array of int, shape (n_exporters, n_importers)
        How close they are: 0, 1 or 2.
    unit : str
        ``kg``, ``USD`` or that of the scenario's own table.
    basis : Basis
        On what it rests.

    Raises
    ------
    FormatError
        If shapes do not fit, or a flow is negative or not finite.
    """

    good: str
    exporters: tuple[str, ...]
    importers: tuple[str, ...]
    flow: Real
    price: Real
    tier: NDArray[np.int8]
    unit: str = "kg"
    basis: Basis = field(default_factory=lambda: Basis("scenario", 0))

    def __post_init__(self) -> None:
        """Check shapes and values."""
        shape = (len(self.exporters), len(self.importers))
        if self.flow.shape != shape or self.tier.shape != shape or self.price.shape != shape[1:]:
            raise FormatError(
                f"Flow is {self.flow.shape}, tier {self.tier.shape}, price {self.price.shape}",
                where=f"the market of {self.good}",
                remedy=f"Give {shape} for flow and tier and {shape[1:]} for prices.",
            )
        if not np.isfinite(self.flow).all() or (self.flow < 0).any():
            raise FormatError(
                "A flow is negative or not a number",
                where=f"the market of {self.good}",
                remedy="Give what is shipped a day, 0 where nothing is.",
            )
        for names, which in ((self.exporters, "exporter"), (self.importers, "importer")):
            if len(set(names)) < len(names):
                raise FormatError(
                    f"An {which} stands twice", where=f"the market of {self.good}", remedy="Add its flows up."
                )

    @property
    def demand(self) -> Real:
        """Return what each importer uses a day [unit/d]."""
        return np.asarray(self.flow.sum(axis=0))
