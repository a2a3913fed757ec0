"""The bundled tables in DuckDB as indicators are given them, and nothing of a lake on disk."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import polars as pl
import pytest

from tocsin.core.schema import FLOW, STOCK
from tocsin.pipeline.given import give_tables
from tocsin.ref.countries import scheme_map
from tocsin.sources.bundled.tables import NEWER, table

FIRST = 2018

VIEWS = """
INSERT INTO flow BY NAME SELECT 'bundled' AS source, 'HS1992' AS nomenclature, 'import' AS direction, 'A' AS freq,
    lpad(CAST(product AS VARCHAR), 6, '0') AS product, CAST(year AS VARCHAR) AS period, CAST(year AS INTEGER) AS year,
    reporter, partner, CAST(value_usd AS DOUBLE) AS trade_value, CAST(weight_kg AS DOUBLE) AS net_weight FROM traded;
CREATE VIEW production AS SELECT 'bundled' AS source, stage, iso3 AS country, commodity,
    CAST(year AS INTEGER) AS year, quantity, unit AS quantity_unit, 'A' AS freq FROM made;
CREATE VIEW country_score AS SELECT 'bundled' AS source, iso3 AS country, 'political_stability' AS dimension,
    CAST(year AS INTEGER) AS year, estimate AS value, 'A' AS freq FROM scored;
"""


@pytest.fixture(scope="session")
def trade() -> pl.DataFrame:
    """Read the newer release of trade from 2018 on, with our codes of countries."""
    codes = scheme_map("cepii")
    rows = table(NEWER).filter(pl.col("year") >= FIRST)
    return rows.with_columns(
        reporter=pl.col("importer").cast(pl.String).replace_strict(codes),
        partner=pl.col("exporter").cast(pl.String).replace_strict(codes),
    )


def empty_flow(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table of flows as a lake would show it."""
    connection.register("stored", FLOW.stored.empty_table())
    connection.execute("CREATE TABLE flow AS SELECT * FROM stored")
    connection.register("stocked", STOCK.stored.empty_table())
    connection.execute("CREATE TABLE stock AS SELECT * FROM stocked")


def opened(trade: pl.DataFrame) -> duckdb.DuckDBPyConnection:
    """Open the bundled tables in memory, beside what indicators are given."""
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    for name, frame in {"traded": trade, "made": table("production"), "scored": table("country_score")}.items():
        connection.register(name, frame.to_arrow())
    empty_flow(connection)
    connection.execute(VIEWS)
    give_tables(connection)
    return connection


@pytest.fixture
def bundled(trade: pl.DataFrame) -> Iterator[duckdb.DuckDBPyConnection]:
    """Give the bundled tables to one test, which may change them."""
    connection = opened(trade)
    yield connection
    connection.close()
