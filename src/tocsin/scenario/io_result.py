"""What a run of the input-output engine gives back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Keep = Literal["production", "region", "sector", "total"]


@dataclass(frozen=True)
class Guard:
    """Why a scenario was stopped.

    Parameters
    ----------
    scenario : int
        Which of the batch.
    day : int
        First day that does not count any more [d].
    kind : {"bullwhip", "mass", "stock"}
        Which guard spoke.
    reason : str
        What was found, against which bound, and what may help.
    """

    scenario: int
    day: int
    kind: Literal["bullwhip", "mass", "stock"]
    reason: str


@dataclass(frozen=True, eq=False)
class IoResult:
    """Paths of K scenarios over some days. From the day on which a guard stopped a scenario its paths are NaN.

    Parameters
    ----------
    keep : {"production", "region", "sector", "total"}
        What the last axis of `production` counts.
    production : numpy.ndarray
        Shape (K, days, n), (K, days, regions), (K, days, sectors) or (K, days, 1) [money of the table per day].
    base : numpy.ndarray
        The same without a shock, shape of the last axis [money per day].
    unmet : numpy.ndarray
        Final demand not met, shape (K, days, final users) [money per day].
    final_base : numpy.ndarray
        Final demand of the table, shape (final users,) [money per day].
    binding : numpy.ndarray
        Input sector that costs most production that day, -1 if none does, shape (K, days).
    bound : numpy.ndarray
        Nodes held back by an input, shape (K, days).
    orders : numpy.ndarray
        Orders of producers from producers over those of the table, shape (K, days) [1].
    mass_error : numpy.ndarray
        Largest difference, over sectors, between what was shipped and what arrived, over all production, shape
        (K, days) [1].
    guards : tuple of Guard
        Scenarios that were stopped.
    notes : tuple of str
        What was changed in the table so that it balances.
    """

    keep: Keep
    production: NDArray[np.float64]
    base: NDArray[np.float64]
    unmet: NDArray[np.float64]
    final_base: NDArray[np.float64]
    binding: NDArray[np.int32]
    bound: NDArray[np.int32]
    orders: NDArray[np.float64]
    mass_error: NDArray[np.float64]
    guards: tuple[Guard, ...] = ()
    notes: tuple[str, ...] = ()

    def lost_share(self) -> NDArray[np.float64]:
        """Return the lost share of all production day by day.

        Returns
        -------
        numpy.ndarray
            Shape (K, days) [1].
        """
        return np.asarray(1.0 - self.production.sum(axis=2) / self.base.sum())

    def unmet_share(self) -> NDArray[np.float64]:
        """Return the share of each final user's demand of the table that is not met, day by day.

        Returns
        -------
        numpy.ndarray
            Shape (K, days, final users); 0 for a user without demand [1].
        """
        return self.unmet / np.where(self.final_base > 0, self.final_base, 1.0)
