"""What of the flows indicators are given."""

from __future__ import annotations

import duckdb

from tests.reference.conftest import empty_flow
from tocsin.pipeline.given import flows_sql

ROWS = """INSERT INTO flow BY NAME SELECT 'bundled' AS source, 'HS1992' AS nomenclature, '250410' AS product,
    '2020' AS period, 'A' AS freq, 2020 AS year, * FROM (VALUES ('KOR', 'CHN', 'import', 5.0, 2.0),
    ('KOR', 'KOR', 'import', 9.0, 1.0),
    ('KOR', 'JPN', 'export', 7.0, 1.0), ('KOR', 'USA', 'import', NULL, 1.0), ('KOR', 'AUS', 'import', 0.0, NULL),
    ('KOR', '_X', 'import', 1.0, NULL)) AS given(reporter, partner, direction, trade_value, net_weight)"""


def test_only_valued_imports_from_others_are_given() -> None:
    connection = duckdb.connect()
    empty_flow(connection)
    connection.execute(ROWS)
    rows = connection.execute(f"SELECT partner, value, weight, unspecified FROM ({flows_sql()}) ORDER BY 1").fetchall()
    connection.close()
    # not KOR's imports of its own goods, not what it sells, not the value that is absent; zero is a measurement
    assert rows == [("AUS", 0, None, False), ("CHN", 5, 2, False), ("_X", 1, None, True)]
