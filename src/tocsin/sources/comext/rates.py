"""US dollars per euro by month or year, from a file that says where they are from: nothing is guessed.

TOML::

    source = "ECB euro foreign exchange reference rates, annual average"
    [usd_per_eur]
    2023 = 1.0813
    2024-03 = 1.0872

CSV has the columns ``period``, ``usd_per_eur`` and ``source``.
"""

from __future__ import annotations

import csv
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tocsin.core.errors import FormatError, UsageError
from tocsin.core.period import parse_period
from tocsin.sources.textfile import check_file

_REMEDY = 'Write TOML: source = "ECB reference rates, annual average", then [usd_per_eur] with 2024 = 1.0824.'


@dataclass(frozen=True)
class Rates:
    """Exchange rates.

    Parameters
    ----------
    path : str
        The file, named in errors.
    by_period : mapping of str to float
        By year or month [USD per EUR].
    """

    path: str
    by_period: Mapping[str, float]

    def of(self, period: str) -> float:
        """Return the rate of a month, or else of its year.

        Parameters
        ----------
        period : str
            Year or month.

        Returns
        -------
        float
            The rate [USD per EUR].

        Raises
        ------
        FormatError
            If the file has none.
        """
        rate = self.by_period.get(period) or self.by_period.get(period[:4])
        if rate is None:
            raise FormatError(
                f"there is no exchange rate for {period}", where=self.path, remedy=f"Add {period[:4]} or {period}."
            )
        return rate


def read_rates(given: str | None) -> Rates:
    """Read the file of option ``rates``.

    Parameters
    ----------
    given : str or None
        Its path.

    Returns
    -------
    Rates
        The rates.

    Raises
    ------
    UsageError
        If there is none: euros are never taken for dollars.
    FormatError
        If it is not laid out as at the head of this module.
    """
    if not given:
        raise UsageError(
            "Comext is in euros, and there are no exchange rates",
            where="--option rates",
            remedy=f"Give a file with US dollars per euro by year or month. {_REMEDY}",
        )
    path = Path(given)
    check_file(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        told = _from_csv(text) if path.suffix.lower() == ".csv" else _from_toml(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise FormatError(f"the rates cannot be read ({error})", where=str(path), remedy=_REMEDY) from error
    rates = {str(parse_period(period, where=str(path))): rate for period, rate in told.items()}
    wrong = {period: rate for period, rate in rates.items() if not 0 < rate < math.inf}
    if wrong or not rates:
        raise FormatError(f"the rates are {wrong or 'none'}", where=str(path), remedy=_REMEDY)
    return Rates(str(path), rates)


def _from_toml(text: str) -> dict[str, float]:
    told = tomllib.loads(text)
    if not str(told["source"]).strip():
        raise ValueError("source is empty")
    return {str(period): float(rate) for period, rate in told["usd_per_eur"].items()}


def _from_csv(text: str) -> dict[str, float]:
    rows = list(csv.DictReader(text.splitlines()))
    if not all(row["source"] for row in rows):
        raise ValueError("a row has no source")
    return {row["period"]: float(row["usd_per_eur"]) for row in rows}
