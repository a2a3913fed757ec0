"""When a file was released: from an option, or from a date in its name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.core.period import Period, parse_period

UNDATED = "undated"
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])(?:-?(0[1-9]|[12]\d|3[01]))?(?!\d)", re.ASCII)
_MONTHS = {
    name: i
    for i, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)
}


def vintage_of(path: Path, given: str | None) -> tuple[str, date | None]:
    """Return name and date of a file's release.

    A name that bears a month alone, ``gscpi_2026-04.csv``, does not say the day: the last of the month is taken, so
    that nothing is held to be known too early.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    given : str or None
        Day from ``--option released``; it comes first.

    Returns
    -------
    vintage : str
        ``"2026-04-08"``, ``"2026-04"`` or ``"undated"``.
    released_on : datetime.date or None
        The day; None if there is none.
    """
    if given:
        day = parse_period(given, "D", where="--option released").start
        return day.isoformat(), day
    if found := _IN_NAME.search(path.stem):
        period = parse_period("-".join(part for part in found.groups() if part), where=path.name)
        return str(period), period.end
    return UNDATED, None


def parse_day(text: str) -> date:
    """Read a day in English words, whatever the language of the system.

    Parameters
    ----------
    text : str
        ``"April 02, 2025"``, ``"31-Jan-1998"`` or ``"2026-01-31"``.

    Returns
    -------
    datetime.date
        The day.

    Raises
    ------
    CodeError
        If it is none.
    """
    words = re.findall(r"[A-Za-z]+|\d+", text)
    month = next((_MONTHS[word[:3].lower()] for word in words if word[:3].lower() in _MONTHS), 0)
    numbers = [int(word) for word in words if word.isdigit()]
    if not month:
        return parse_period(text, "D").start
    try:
        year, day = max(numbers), min(numbers)
        return date(year, month, day)
    except ValueError as error:
        raise CodeError(f"{text!r} is not a day", remedy="Write 2026-01-31.") from error


def month_of(text: str) -> Period:
    """Read a month as headings write it.

    Parameters
    ----------
    text : str
        ``"Jan-22"``, ``"2022-01"``, a day, or the number by which a spreadsheet counts days: ``"44562"``.

    Returns
    -------
    Period
        The month.

    Raises
    ------
    CodeError
        If it is none.
    """
    if re.fullmatch(r"[3-7]\d{4}(\.0)?", text):
        return Period.of(date.fromordinal(date(1899, 12, 30).toordinal() + int(float(text))), "M")
    if (short := re.fullmatch(r"([A-Za-z]{3})[ -](\d\d)", text)) and short.group(1).lower() in _MONTHS:
        return parse_period(f"20{short.group(2)}-{_MONTHS[short.group(1).lower()]:02d}", "M")
    return Period.of(parse_day(text), "M") if re.search("[A-Za-z]", text) else parse_period(text, "M")
