"""The engine over the bundled tables against the same indicators in plain Python."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
import pytest

from tests.reference import plain
from tests.reference.conftest import FIRST, opened
from tests.reference.plain import Market
from tocsin.indicators.declaration import INDICATORS
from tocsin.indicators.run import run
from tocsin.pipeline.given import flows_sql
from tocsin.sources.bundled.tables import table

REPORTERS = ("KOR", "JPN", "USA", "DEU", "EU", "CHN", "GBR", "BRA", "BEL")
PRODUCTS = ("250410", "280530", "810510", "261100", "283691", "271111")
YEARS = (2020, 2021, 2023)
YEARLY = ("geodep", "kita_vulnerable")
#: Not of trade (compared elsewhere), or needing six dimensions of governance.
ELSEWHERE = {"geopolrisk", "country_risk", "dera_group", "days_of_cover", "mirror_gap"}
Found = dict[tuple[str, str, str, int], float]


@pytest.fixture(scope="module")
def markets(trade: pl.DataFrame) -> dict[tuple[str, int], Market]:
    chosen = trade.filter(pl.col("product").is_in([int(code) for code in PRODUCTS]))
    flows: dict[tuple[str, int], dict[tuple[str, str], tuple[float, float | None]]] = defaultdict(dict)
    for row in chosen.iter_rows(named=True):
        cell = flows[f"{row['product']:06d}", row["year"]]
        weight = row["weight_kg"]
        cell[row["reporter"], row["partner"]] = (float(row["value_usd"]), None if weight is None else float(weight))
    return {key: Market(key[1], cell) for key, cell in flows.items()}


@pytest.fixture(scope="module")
def stability() -> dict[int, dict[str, float]]:
    """Political stability by year; no year here needs one carried forward."""
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for row in table("country_score").iter_rows(named=True):
        for age in (0, 1, 2):
            found[row["year"] + age].setdefault(row["iso3"], row["estimate"])
    for row in table("country_score").iter_rows(named=True):
        found[row["year"]][row["iso3"]] = row["estimate"]
    return found


@pytest.fixture(scope="module")
def engine(trade: pl.DataFrame) -> Found:
    """Every indicator of the chosen products, by name, reporter, product and year."""
    listed = ", ".join(f"'{code}'" for code in PRODUCTS)
    found: Found = {}
    connection = opened(trade)
    wanted = [item for item in INDICATORS.values() if item.name not in ELSEWHERE]
    for item, rows in run(
        connection, f"SELECT * FROM ({flows_sql()}) WHERE product IN ({listed})", wanted, chunk_rows=20_000
    ):
        for row in rows.read_all().to_pylist():
            found[item.name, row["reporter"], row["product"], row["year"]] = row["value"]
    connection.close()
    return found


@pytest.mark.parametrize("product", PRODUCTS)
def test_importers(product: str, engine: Found, markets: dict[tuple[str, int], Market]) -> None:
    compared = 0
    for reporter in REPORTERS:
        for year in YEARS:
            expected = plain.structure(markets[product, year], reporter)
            three = [markets[product, earlier] for earlier in range(year - 2, year + 1)]
            if expected:
                expected |= {"geodep": plain.geodep(three, reporter), "kita_vulnerable": plain.kita(three, reporter)}
            names = {item.name for item in INDICATORS.values() if not item.world} - ELSEWHERE
            cells = {name: engine.get((name, reporter, product, year)) for name in names}
            given = {name: value for name, value in cells.items() if value is not None}
            assert given == pytest.approx(expected, rel=1e-9, abs=1e-9), (reporter, product, year)
            compared += bool(given)
    assert compared >= len(YEARS) * len(REPORTERS) - 3


@pytest.mark.parametrize("product", PRODUCTS)
def test_world(
    product: str,
    engine: Found,
    markets: dict[tuple[str, int], Market],
    stability: dict[int, dict[str, float]],
) -> None:
    for year in range(FIRST, 2025):
        expected = plain.world(markets[product, year], stability[year])
        given = {name: engine[name, "WLD", product, year] for name in expected}
        assert given == pytest.approx(expected, rel=1e-9, abs=1e-9), (product, year)


def test_all_kinds_of_rows_were_met(engine: Found) -> None:
    names = {key[0] for key in engine}
    assert names == {item.name for item in INDICATORS.values()} - ELSEWHERE
    assert {value for key, value in engine.items() if key[0] in YEARLY} == {0.0, 1.0}
    assert any(value > 0 for key, value in engine.items() if key[0] == "unit_value_outlier")
    assert any(value > 0 for key, value in engine.items() if key[0] == "weight_missing")
