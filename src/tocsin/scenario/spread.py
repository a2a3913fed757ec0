"""A figure that is not known exactly: low, central and high, and how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tocsin.core.errors import UsageError

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHAPES = ("triangular", "lognormal", "uniform")
_LOW, _HIGH = 0.05, 0.95


@dataclass(frozen=True)
class Spread:
    """A figure with its uncertainty.

    Parameters
    ----------
    low, mid, high : float
        Bounds and mode of the triangle; bounds of the uniform, whose `mid` is its value when nothing is drawn;
        quantiles .05, .5 and .95 of the lognormal, which `low` and `high` cut.
    shape : str
        ``triangular``, ``lognormal`` or ``uniform``.

    Raises
    ------
    UsageError
        If they are not numbers in this order, or the shape is none.
    """

    low: float
    mid: float
    high: float
    shape: str = "triangular"

    def __post_init__(self) -> None:
        """Check the order."""
        if not (self.low <= self.mid <= self.high) or not np.isfinite([self.low, self.mid, self.high]).all():
            raise UsageError(
                f"low, mid and high are {self.low}, {self.mid}, {self.high}",
                where="a spread",
                remedy="Give three numbers, none below the one before.",
            )
        if self.shape not in SHAPES:
            raise UsageError(f"No shape {self.shape!r}", where="a spread", remedy=f"Use {', '.join(SHAPES)}.")
        if self.shape == "lognormal" and self.low <= 0 < self.high:
            raise UsageError(
                f"A lognormal has low {self.low}", where="a spread", remedy="Give a low above 0, or another shape."
            )

    @classmethod
    def exactly(cls, value: float) -> Spread:
        """Return a figure that is known."""
        return cls(value, value, value)

    @property
    def known(self) -> bool:
        """Return whether there is nothing to draw."""
        return self.low == self.high

    def at(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return its quantiles.

        Parameters
        ----------
        u : array of float
            Levels in [0, 1].

        Returns
        -------
        array of float
            Of the same shape, rising with `u`, within low and high.
        """
        if self.known:
            return np.full(np.shape(u), self.mid)
        if self.shape == "uniform":
            return self.low + u * (self.high - self.low)
        if self.shape == "lognormal":
            return self._lognormal(u)
        turn = (self.mid - self.low) / (self.high - self.low)
        rising = self.low + np.sqrt(u * (self.high - self.low) * (self.mid - self.low))
        falling = self.high - np.sqrt((1 - u) * (self.high - self.low) * (self.high - self.mid))
        return np.asarray(np.where(u < turn, rising, falling))

    def _lognormal(self, u: NDArray[np.float64]) -> NDArray[np.float64]:
        from scipy.special import ndtri

        z = ndtri(np.clip(u, 1e-12, 1 - 1e-12)) / ndtri(_HIGH)
        below = np.log(self.mid / self.low)
        above = np.log(self.high / self.mid)
        return np.asarray(np.clip(self.mid * np.exp(np.where(z < 0, z * below, z * above)), self.low, self.high))
