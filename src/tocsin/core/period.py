"""Periods: a year, quarter, month, week or day, with order and arithmetic.

Canonical text: ``2023``, ``2023-Q1``, ``2023-11``, ``2023-W05``, ``2023-11-07``. Within one frequency the text sorts
as time does.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import total_ordering

from tocsin.core.errors import CodeError

FREQUENCIES = {"A": "year", "Q": "quarter", "M": "month", "W": "week", "D": "day"}

_PATTERNS = {
    "A": re.compile(r"(\d{4})(?:\.0)?", re.ASCII),
    "Q": re.compile(r"(\d{4})-?[Qq]([1-4])", re.ASCII),
    "M": re.compile(r"(\d{4})(?:-|/|[Mm])?(0[1-9]|1[0-2])(?:\.0)?", re.ASCII),
    "W": re.compile(r"(\d{4})-?[Ww](\d{1,2})", re.ASCII),
    "D": re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ]00:00(?::00)?)?", re.ASCII),
}


@total_ordering
@dataclass(frozen=True)
class Period:
    """One stretch of the calendar.

    Parameters
    ----------
    freq : str
        ``"A"``, ``"Q"``, ``"M"``, ``"W"`` or ``"D"``.
    index : int
        Number of the period on the time line of its frequency; use :func:`parse_period` or :meth:`of`.
    """

    freq: str
    index: int

    @classmethod
    def of(cls, day: date, freq: str) -> Period:
        """Return the period of frequency `freq` that holds `day`."""
        index = {
            "A": day.year,
            "Q": day.year * 4 + (day.month - 1) // 3,
            "M": day.year * 12 + day.month - 1,
            "W": (day.toordinal() - 1) // 7,
            "D": day.toordinal(),
        }
        return cls(freq, index[freq])

    @property
    def start(self) -> date:
        """First day."""
        if self.freq == "A":
            return date(self.index, 1, 1)
        if self.freq == "Q":
            return date(self.index // 4, self.index % 4 * 3 + 1, 1)
        if self.freq == "M":
            return date(self.index // 12, self.index % 12 + 1, 1)
        return date.fromordinal(self.index * 7 + 1 if self.freq == "W" else self.index)

    @property
    def end(self) -> date:
        """Last day."""
        return (self + 1).start - timedelta(days=1)

    @property
    def year(self) -> int:
        """Calendar year; for a week the ISO year."""
        return self.start.isocalendar().year if self.freq == "W" else self.start.year

    def knowable_from(self, lag_months: int) -> date:
        """Return the first day on which its first figure is public.

        Parameters
        ----------
        lag_months : int
            Months from the end of the period until publication [months].

        Returns
        -------
        datetime.date
            The day after the period, moved on by the lag.
        """
        after = self.end + timedelta(days=1)
        months = after.year * 12 + after.month - 1 + lag_months
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(after.day, monthrange(year, month)[1]))

    def __add__(self, steps: int) -> Period:
        """Return the period `steps` later."""
        return Period(self.freq, self.index + steps)

    def __sub__(self, other: Period | int) -> Period | int:
        """Return the number of periods between two of one frequency, or the period some steps earlier."""
        if isinstance(other, int):
            return self + -other
        if other.freq != self.freq:
            raise CodeError(f"{self} and {other} have different frequencies", remedy="Subtract like from like.")
        return self.index - other.index

    def __contains__(self, day: date) -> bool:
        """Tell whether `day` lies in the period."""
        return self.start <= day <= self.end

    def __lt__(self, other: Period) -> bool:
        """Order by first day, then the shorter first."""
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        """Return the canonical text."""
        first = self.start
        if self.freq == "A":
            return f"{first.year:04d}"
        if self.freq == "Q":
            return f"{first.year:04d}-Q{(first.month + 2) // 3}"
        if self.freq == "M":
            return f"{first.year:04d}-{first.month:02d}"
        if self.freq == "W":
            week = first.isocalendar()
            return f"{week.year:04d}-W{week.week:02d}"
        return first.isoformat()


def parse_period(value: object, freq: str | None = None, *, where: str = "") -> Period:
    """Read a period from its usual spellings.

    Parameters
    ----------
    value : object
        ``2023``, ``"2023-Q1"``, ``"202311"``, ``"2023M11"``, ``"2023-W05"``, ``"2023-11-07"`` or a date.
    freq : str, optional
        Frequency to be read as; a date or day then stands for the period that holds it.
    where : str
        Place named in an error.

    Returns
    -------
    Period
        The period.

    Raises
    ------
    CodeError
        If it is no period of that frequency.

    Examples
    --------
    >>> str(parse_period("202311") + 2)
    '2024-01'
    """
    found = _day(value) if isinstance(value, date) else _first_match(str(value).strip())
    if found is None or (freq is not None and found.freq not in {freq, "D"}):
        wanted = FREQUENCIES[freq] if freq else "period"
        raise CodeError(
            f"{value!r} is not a {wanted}", where=where, remedy="Write 2023, 2023-Q1, 2023-11 or 2023-11-07."
        )
    return found if freq in (None, found.freq) else Period.of(found.start, str(freq))


def _day(value: date) -> Period:
    return Period("D", value.toordinal())


def _first_match(text: str) -> Period | None:
    for freq, pattern in _PATTERNS.items():
        if matched := pattern.fullmatch(text):
            numbers = [int(part) for part in matched.groups()]
            try:
                return _build(freq, numbers)
            except ValueError:
                return None
    return None


def _build(freq: str, numbers: list[int]) -> Period:
    if freq == "A":
        return Period.of(date(numbers[0], 1, 1), "A")
    if freq == "Q":
        return Period.of(date(numbers[0], numbers[1] * 3, 1), "Q")
    if freq == "M":
        return Period.of(date(numbers[0], numbers[1], 1), "M")
    if freq == "W":
        return Period.of(date.fromisocalendar(numbers[0], numbers[1], 1), "W")
    return Period.of(date(*numbers), "D")
