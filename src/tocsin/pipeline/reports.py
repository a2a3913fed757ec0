"""Reports of one flow, by either side, from every source that the lake holds.

Reports stay apart by source, dataset and nomenclature; national codes of eight to ten digits are summed up to the six
that they begin with. Months are summed up to a year where all twelve are there. A confidential or suppressed cell makes
the whole report of its period withheld: the sum of the others would be too small.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tocsin.pipeline.given import basis_sql, once_sql

if TYPE_CHECKING:
    import duckdb

_REPORTS = """SELECT direction, basis, nomenclature, freq, period, list_sort(list(DISTINCT vintage)),
    list_sort(list(DISTINCT product)), bool_or(status = 'M'),
    CASE WHEN count(trade_value) = count(*) AND NOT bool_or(status = 'M') THEN sum(trade_value) END,
    CASE WHEN count(net_weight) = count(*) AND NOT bool_or(status = 'M') THEN sum(net_weight) END,
    list_sort(list(DISTINCT status))
FROM based WHERE (direction = 'import' AND reporter = $importer AND partner = $exporter
        OR direction = 'export' AND reporter = $exporter AND partner = $importer)
    AND list_contains($codes, CASE WHEN regexp_full_match(nomenclature, 'HS\\d{4}') THEN nomenclature || ':' || product
        WHEN len(product) BETWEEN 8 AND 10 THEN 'national:' || left(product, 6) END)
    AND freq IN ('A', 'M')
    AND (NOT $limited OR left(period, len($first)) >= $first AND left(period, len($last)) <= $last)
GROUP BY ALL ORDER BY ALL"""


@dataclass(frozen=True)
class Report:
    """What one side says in one source of one period.

    Parameters
    ----------
    basis, nomenclature, freq, period : str
        Source or dataset, code list, frequency, period.
    vintages, codes : tuple of str
        Releases and codes that it is taken from.
    withheld : bool
        Whether a part of it is confidential or suppressed.
    value, weight : float or None
        Trade value [USD] and net weight [kg]; None where a part is absent or withheld.
    status : str
        Statuses of its observations: ``"A"``, ``"A, P"``.
    months : int
        Months summed up; 0 if it was reported as it stands.
    """

    basis: str
    nomenclature: str
    freq: str
    period: str
    vintages: tuple[str, ...]
    codes: tuple[str, ...]
    withheld: bool
    value: float | None
    weight: float | None
    status: str
    months: int = 0

    @property
    def source(self) -> str:
        """Name of the source."""
        return self.basis.partition(":")[0]

    def told(self, factor: float = 1.0) -> dict[str, Any]:
        """Return it as a plain document, its value divided by a factor."""
        return {
            "source": self.basis,
            "vintage": ", ".join(self.vintages),
            "nomenclature": self.nomenclature,
            "codes": list(self.codes),
            "value_usd": None if self.value is None else self.value / factor,
            "net_weight_kg": self.weight,
            "status": self.status,
            "withheld": self.withheld,
            "months_summed": self.months,
            "divided_by": factor,
        }


def read_reports(
    connection: duckdb.DuckDBPyConnection, pair: tuple[str, str], codes: Sequence[str], limits: tuple[str, str]
) -> dict[str, list[Report]]:
    """Read what both sides report.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With ``flow`` of a view.
    pair : tuple of str
        Importer and exporter, ISO3.
    codes : sequence of str
        As :func:`tocsin.pipeline.mirror.wanted_codes` gives them.
    limits : tuple of str
        First and last period, both included; empty for all.

    Returns
    -------
    dict of str to list of Report
        By ``"import"`` and ``"export"``, as reported: years and months.
    """
    connection.execute(f"CREATE TEMP VIEW based AS SELECT *, {basis_sql()} AS basis FROM ({once_sql()})")
    given = {
        "importer": pair[0],
        "exporter": pair[1],
        "codes": list(codes),
        "limited": bool(limits[0]),
        "first": limits[0],
        "last": limits[1],
    }
    found: dict[str, list[Report]] = {"import": [], "export": []}
    for row in connection.execute(_REPORTS, given).fetchall():
        direction, basis, nomenclature, freq, period, vintages, held, withheld, value, weight, status = row
        report = Report(
            basis=basis,
            nomenclature=nomenclature,
            freq=freq,
            period=period,
            vintages=tuple(vintages),
            codes=tuple(held),
            withheld=withheld,
            value=value,
            weight=weight,
            status=", ".join(status),
        )
        found[direction].append(report)
    return found


def sum_years(reports: list[Report], notes: list[str]) -> list[Report]:
    """Sum up the years of which all twelve months are there.

    Parameters
    ----------
    reports : list of Report
        Reports of one side.
    notes : list of str
        Takes a sentence for each year that lacks months.

    Returns
    -------
    list of Report
        One per source, nomenclature and complete year.
    """
    by_year: dict[tuple[str, str, str], list[Report]] = defaultdict(list)
    for report in reports:
        if report.freq == "M":
            by_year[report.basis, report.nomenclature, report.period[:4]].append(report)
    summed = []
    for (basis, nomenclature, year), months in sorted(by_year.items()):
        if len(months) < 12:
            notes.append(f"{basis} has {len(months)} of 12 months of {year}: they are not summed up to a year.")
            continue
        summed.append(
            Report(
                basis,
                nomenclature,
                "A",
                year,
                tuple(sorted({vintage for month in months for vintage in month.vintages})),
                tuple(sorted({code for month in months for code in month.codes})),
                any(month.withheld for month in months),
                _total([month.value for month in months]),
                _total([month.weight for month in months]),
                ", ".join(sorted({month.status for month in months})),
                12,
            )
        )
    return summed


def _total(parts: list[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return math.fsum(known) if len(known) == len(parts) else None
