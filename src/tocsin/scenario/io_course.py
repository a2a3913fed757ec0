"""The course of a shock: when it begins, how long it lasts, how it fades."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Literal

import numpy as np

from tocsin.core.errors import UsageError
from tocsin.core.registry import nearest
from tocsin.scenario.io_given import number, whole, word

Recovery = Literal["step", "linear", "exponential"]
RECOVERIES: tuple[Recovery, ...] = ("step", "linear", "exponential")
PLACE = "a shock"


@dataclass(frozen=True)
class Course:
    """How strong a shock is on each day.

    Parameters
    ----------
    from_day : int
        First day on which it bites, counted from 0 [d].
    duration : int, optional
        Days at full strength; to the end if not given. 0 only for what fades from its first day on [d].
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
        first = whole(self.from_day, "from_day", PLACE, floats=True)
        length = None if self.duration is None else whole(self.duration, "duration", PLACE, floats=True)
        fading = number(self.recovery_days, "recovery_days", PLACE)
        for name, value in (("from_day", first), ("duration", length), ("recovery_days", fading)):
            object.__setattr__(self, name, value)
        if first < 0 or (length is not None and length < 0):
            raise UsageError(
                f"from_day {first} with duration {length}",
                where=PLACE,
                remedy="Days count from 0 and a duration is not negative.",
            )
        word(self.recovery, "recovery", RECOVERIES, PLACE)
        if not 0 <= fading < np.inf:
            raise UsageError(f"recovery_days {fading:g}", where=PLACE, remedy="Give a number of days from 0 on.")
        if self.recovery != "step" and fading == 0:
            raise UsageError(f"a {self.recovery} recovery of 0 days", where=PLACE, remedy="Set recovery_days.")
        if length == 0 and self.recovery == "step":
            remedy = "Give at least 1 day; leave duration out for what lasts to the end."
            raise UsageError("duration 0: it never happens", where=PLACE, remedy=remedy)

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


def course_of(given: Mapping[str, object], path: object, place: str) -> Course:
    """Return the course that the words of a call describe.

    Parameters
    ----------
    given : mapping of str to object
        Fields of :class:`Course`.
    path : object
        The path of the same shock, None if it has none.
    place : str
        Which shock, for the message.

    Returns
    -------
    Course
        The course.

    Raises
    ------
    UsageError
        If a field is unknown, or stands beside a path, which has days of its own.
    """
    known = [one.name for one in fields(Course)]
    if unknown := [name for name in given if name not in known]:
        remedy = f"{nearest(unknown[0], known)} A course has {', '.join(known)}."
        raise UsageError(f"{unknown[0]!r} is not known", where=place, remedy=remedy)
    if path is not None and given:
        remedy = "Strike one of the two: a path says day by day, from day 0 on, how strong the shock is."
        raise UsageError(f"{' and '.join(given)} beside a path", where=place, remedy=remedy)
    return Course(**given)  # type: ignore[arg-type]
