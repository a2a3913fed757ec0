"""The only place where "now" comes from: a function handed in from the command line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present moment in UTC.

    Returns
    -------
    datetime.datetime
        Aware, in UTC.
    """
    return datetime.now(UTC)


def fixed_clock(day: date) -> Clock:
    """Return a clock that stands still.

    Parameters
    ----------
    day : datetime.date
        Day it shows, at midnight UTC.

    Returns
    -------
    Clock
        The clock.
    """
    moment = datetime.combine(day, time(), tzinfo=UTC)
    return lambda: moment
