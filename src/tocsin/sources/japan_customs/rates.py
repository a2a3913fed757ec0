"""Exchange rates that the user gives, for a source whose values are in yen."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.core.period import parse_period
from tocsin.sources.textfile import check_file

COLUMNS = ["period", "usd_per_jpy"]
#: US dollars per yen that can be: between 500 and 50 yen per dollar, as in every year since 1949.
POSSIBLE = (0.002, 0.02)


def read_rates(given: str | None) -> Mapping[str, float]:
    """Read US dollars per yen by year or month.

    Parameters
    ----------
    given : str or None
        Path of a CSV file with the columns ``period`` and ``usd_per_jpy``.

    Returns
    -------
    mapping of str to float
        By canonical period, year or month.

    Raises
    ------
    UsageError
        If no file is given.
    FormatError
        If it is laid out otherwise, or holds what is no such rate.
    """
    if not given:
        raise UsageError(
            "values are in yen, and no exchange rates are given",
            where="source japan_customs",
            remedy="Give --option rates=FILE, a CSV with the columns period and usd_per_jpy.",
        )
    path = Path(given)
    check_file(path)
    rows = csv.DictReader(path.read_text(encoding="utf-8-sig", errors="replace").splitlines())
    if rows.fieldnames != COLUMNS:
        raise FormatError(f"columns are {rows.fieldnames}", where=given, remedy=f"Needed: {', '.join(COLUMNS)}.")
    rates: dict[str, float] = {}
    for row in rows:
        where = f"{given} line {rows.line_num}"
        period, rate = _period(row["period"], where), _rate(row["usd_per_jpy"], where)
        if rates.setdefault(period, rate) != rate:
            raise FormatError(f"{period} has two rates", where=where, remedy="Keep one.")
    return rates


def rate_of(month: str, rates: Mapping[str, float]) -> float | None:
    """Return the rate of a month, else that of its year, else None."""
    return rates.get(month, rates.get(month[:4]))


def _period(text: str, where: str) -> str:
    period = parse_period(text, where=where)
    if period.freq not in {"A", "M"}:
        raise CodeError(f"{text!r} is neither year nor month", where=where, remedy="Write 2024 or 2024-03.")
    return str(period)


def _rate(text: str | None, where: str) -> float:
    try:
        rate = float(text or "")
    except ValueError:
        rate = 0.0
    if not POSSIBLE[0] <= rate <= POSSIBLE[1]:
        raise FormatError(
            f"{text!r} is no rate of US dollars per yen",
            where=where,
            remedy="Is it yen per dollar? Give its inverse: 0.0066 for 151.5 yen per dollar.",
        )
    return rate
