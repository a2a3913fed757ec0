"""The course of a shock: when it begins, how long it lasts, how it fades."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tocsin.core.errors import UsageError

Recovery = Literal["step", "linear", "exponential"]
RECOVERIES: tuple[Recovery, ...] = ("step", "linear", "exponential")


@dataclass(frozen=True)
class Course:
    """How strong a shock is on each day.

    Parameters
    ----------
    from_day : int
        First day on which it bites, counted from 0 [d].
    duration : int, optional
        Days at full strength; to the end if not given [d].
    recovery : {"step", "linear", "exponential"}
        How it fades afterwards: at once, in a straight line, or by a constant share a day.
    recovery_days : float
        Days until it is gone (linear), or after which 37 % of it is left (exponential) [d].
    """

    from_day: int = 0
    duration: int | None = None
    recovery: Recovery = "step"
    recovery_days: float = 0.0

    def __post_init__(self) -> None:
        if self.from_day < 0 or (self.duration is not None and self.duration < 0):
            raise UsageError(
                f"from_day {self.from_day} with duration {self.duration}",
                where="a shock",
                remedy="Days count from 0 and a duration is not negative.",
            )
        if self.recovery not in RECOVERIES or not 0 <= self.recovery_days < np.inf:
            raise UsageError(
                f"recovery {self.recovery!r} over {self.recovery_days} days",
                where="a shock",
                remedy=f"Take one of {', '.join(RECOVERIES)} and a number of days from 0 on.",
            )
        if self.recovery != "step" and self.recovery_days == 0:
            raise UsageError(f"a {self.recovery} recovery of 0 days", where="a shock", remedy="Set recovery_days.")

    def strength(self, day: int) -> float:
        """Return the strength on a day [1].

        Parameters
        ----------
        day : int
            The day [d].

        Returns
        -------
        float
            1 while the shock lasts, less while it fades, 0 otherwise.
        """
        if day < self.from_day:
            return 0.0
        if self.duration is None or day < self.from_day + self.duration:
            return 1.0
        if self.recovery == "step":
            return 0.0
        since = (day - self.from_day - self.duration + 1) / self.recovery_days
        return max(0.0, 1.0 - since) if self.recovery == "linear" else float(np.exp(-since))
