"""Days of cover."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pytest

from tests.indicators.given import Flow, Given
from tocsin.indicators.declaration import INDICATORS
from tocsin.indicators.run import run

CODES = [("cobalt", "810510", True), ("cobalt", "282200", True), ("tin", "800110", True), ("tin", "810510", False)]
FLOWS = [Flow("2023", "KOR", "COD", 5.0, 1.0, product=code) for code in ("810510", "282200", "800110")]
Stock = tuple[str, str, str, int, float | None]


def days(stocks: Iterable[Stock]) -> dict[tuple[str, str, str], float]:
    """Compute the indicator over stocks [kg] given beside the usual tables."""
    with duckdb.connect() as connection:
        Given(FLOWS, commodities=CODES)._fill(connection)
        connection.execute(
            """CREATE OR REPLACE TEMP TABLE stocks
            (country VARCHAR, commodity VARCHAR, kind VARCHAR, year INTEGER, weight DOUBLE)"""
        )
        if rows := list(stocks):
            connection.executemany("INSERT INTO stocks VALUES (?, ?, ?, ?, ?)", rows)
        ((_, found),) = run(connection, "SELECT * FROM made", [INDICATORS["days_of_cover"]])
        return {(row["reporter"], row["product"], row["period"]): row["value"] for row in found.read_all().to_pylist()}


def cobalt(kind: str, weight: float | None, year: int = 2023) -> Stock:
    return "USA", "cobalt", kind, year, weight


def test_days_of_cover() -> None:
    # US cobalt of 2023 (MCS 2025): 925 t with industry and 34 t with the exchange, 6,440 t used: 959 / (6440 / 365)
    found = days(
        [cobalt("stock_industry", 925e3), cobalt("stock_exchange", 34e3), cobalt("apparent_consumption", 6440e3)]
    )
    expected = pytest.approx(54.353, abs=1e-3)
    assert found == {("USA", "810510", "2023"): expected, ("USA", "282200", "2023"): expected}


@pytest.mark.parametrize(
    "stocks",
    [
        [cobalt("stock_industry", 925e3)],
        [cobalt("apparent_consumption", 6440e3)],
        [cobalt("stock_industry", None), cobalt("apparent_consumption", 6440e3)],
        [cobalt("stock_industry", 925e3), cobalt("apparent_consumption", None)],
        [cobalt("stock_industry", 925e3), cobalt("apparent_consumption", 0.0)],
        [cobalt("stock_industry", 925e3), cobalt("reported_consumption", 6440e3)],
        [cobalt("stock_industry", 925e3), cobalt("stock_exchange", None), cobalt("apparent_consumption", 6440e3)],
        [cobalt("stock_industry", 925e3), cobalt("apparent_consumption", 6440e3, year=2022)],
        [cobalt("stock_industry: ore", 9.0), cobalt("stock_industry: metal", 9.0), cobalt("apparent_consumption", 1.0)],
        [],
    ],
)
def test_what_is_withheld_or_of_several_forms_stays_absent(stocks: list[Stock]) -> None:
    assert days(stocks) == {}


def test_a_single_form_stands_for_the_whole_and_the_plain_one_goes_before_forms() -> None:
    single = days([cobalt("stock_industry: ore", 10.0), cobalt("apparent_consumption: content", 365.0)])
    assert single["USA", "810510", "2023"] == pytest.approx(10.0)
    both = days(
        [cobalt("stock_industry", 20.0), cobalt("stock_industry: ore", 10.0), cobalt("apparent_consumption", 365.0)]
    )
    assert both["USA", "810510", "2023"] == pytest.approx(20.0)


def test_no_stock_is_no_day() -> None:
    assert set(days([cobalt("stock_industry", 0.0), cobalt("apparent_consumption", 365.0)]).values()) == {0.0}
