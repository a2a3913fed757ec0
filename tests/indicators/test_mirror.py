"""What an importer and its suppliers say of the same trade."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pytest

from tests.indicators.given import Flow, Given, by_reporter
from tocsin.indicators.mirror import CIF

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Mirrored(Given):
    """Imports, and what exporters report: there the exporter is the reporter."""

    sold: Iterable[Flow] = ()

    def _fill(self, connection: duckdb.DuckDBPyConnection) -> None:
        super()._fill(connection)
        connection.execute(
            """CREATE OR REPLACE TEMP TABLE export_reports (basis VARCHAR, nomenclature VARCHAR, product VARCHAR,
            period VARCHAR, freq VARCHAR, year INTEGER, reporter VARCHAR, partner VARCHAR, value DOUBLE)"""
        )
        rows = [list(flow.row()[:9]) for flow in self.sold]
        if rows:
            connection.executemany("INSERT INTO export_reports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


BOUGHT = [Flow("2020", "KOR", "CHN", 106.0), Flow("2020", "KOR", "JPN", 53.0), Flow("2020", "KOR", "USA", 10.0)]
SOLD = [Flow("2020", "CHN", "KOR", 80.0), Flow("2020", "JPN", "KOR", 70.0), Flow("2020", "CHN", "JPN", 5.0)]


def test_mirror_gap() -> None:
    """Of KOR's suppliers CHN and JPN report too: 159 bought, 150 sold, 6 % of freight between them."""
    found = by_reporter(Mirrored(BOUGHT, sold=SOLD).of("mirror_gap"))
    assert found == pytest.approx({"KOR": math.log(159 / 150) - math.log(1.06)}, abs=1e-12)
    assert found["KOR"] == pytest.approx(0.0, abs=1e-12)


def test_suppliers_that_report_half_give_the_log_of_two() -> None:
    sold = [replace(flow, value=flow.value / (2 * (1 + CIF))) for flow in (Flow("2020", "CHN", "KOR", 106.0),)]
    assert by_reporter(Mirrored(BOUGHT[:1], sold=sold).of("mirror_gap")) == pytest.approx({"KOR": math.log(2)})


@pytest.mark.parametrize(
    "sold",
    [
        [],
        [Flow("2020", "USA", "JPN", 5.0)],
        [Flow("2020", "CHN", "KOR", 0.0)],  # a zero has no logarithm
        [Flow("2021", "CHN", "KOR", 80.0)],
        [Flow("2020", "CHN", "KOR", 80.0, product="380110")],
    ],
)
def test_one_side_alone_has_no_gap(sold: list[Flow]) -> None:
    assert Mirrored(BOUGHT, sold=sold).of("mirror_gap") == {}


def test_periods_in_chunks_of_their_own() -> None:
    bought = [replace(flow, period=f"2020-{month:02d}") for month in range(1, 5) for flow in BOUGHT]
    sold = [replace(flow, period=f"2020-{month:02d}") for month in range(1, 5) for flow in SOLD]
    whole = Mirrored(bought, sold=sold).of("mirror_gap")
    assert whole == Mirrored(bought, sold=sold, chunk_rows=2).of("mirror_gap")
    assert len(whole) == 4
