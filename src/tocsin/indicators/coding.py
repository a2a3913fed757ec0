"""Texts of the key as ENUMs while indicators run: sums and joins then compare small numbers, not texts.

Places share one type, so that a reporter, a partner and the country of a score compare without being turned into text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from tocsin.indicators.tables import BLOC, GIVEN

if TYPE_CHECKING:
    import duckdb

#: The type of each coded column.
CODED = {
    "basis": "basis",
    "nomenclature": "nomenclature",
    "period": "period",
    "freq": "freq",
    "product": "goods",
    "reporter": "place",
    "partner": "place",
    "country": "place",
    "bloc": "place",
}


def encode(connection: duckdb.DuckDBPyConnection, flows: str) -> str:
    """Make the types, recode the given tables, and say how to recode flows.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Holds the tables of `GIVEN` other than flows.
    flows : str
        SELECT that yields the columns of `flows`.

    Returns
    -------
    str
        The list for ``SELECT * REPLACE (...)`` over flows.
    """
    there = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()} | {"flows"}
    given = {table: columns for table, columns in GIVEN.items() if table in there}
    values = _values(connection, flows, given)
    for name, texts in values.items():
        connection.execute(f"DROP TYPE IF EXISTS {name}_code")
        connection.execute(f"CREATE TYPE {name}_code AS ENUM ({_quoted(texts)})")
    for table, columns in given.items():
        coded = _casts(columns)
        if table != "flows" and coded:
            made = f"CREATE TEMP TABLE recoded AS SELECT * REPLACE ({coded}) FROM {table}"
            connection.execute(f"{made}; DROP TABLE {table}; ALTER TABLE recoded RENAME TO {table}")
    return _casts(GIVEN["flows"])


def decoded(columns: Iterable[str]) -> str:
    """Return a SELECT list that turns coded columns back into text.

    Parameters
    ----------
    columns : iterable of str
        Columns of a result.

    Returns
    -------
    str
        The list.
    """
    return ", ".join(f"{name}::VARCHAR AS {name}" if name in CODED else name for name in columns)


def _casts(columns: Iterable[str]) -> str:
    return ", ".join(f"{name}::{CODED[name]}_code AS {name}" for name in columns if name in CODED)


def _values(
    connection: duckdb.DuckDBPyConnection, flows: str, given: Mapping[str, Iterable[str]]
) -> dict[str, set[str]]:
    values: dict[str, set[str]] = {name: set() for name in CODED.values()}
    values["place"].add(BLOC)
    for table, columns in given.items():
        coded = [name for name in columns if name in CODED]
        if coded:
            lists = ", ".join(f"list(DISTINCT {name}::VARCHAR)" for name in coded)
            row = connection.execute(
                f"SELECT {lists} FROM ({flows if table == 'flows' else f'FROM {table}'})"
            ).fetchone()
            for name, texts in zip(coded, row or (), strict=True):
                values[CODED[name]].update(text for text in texts or () if text is not None)
    return values


def _quoted(texts: set[str]) -> str:
    return ", ".join("'" + text.replace("'", "''") + "'" for text in sorted(texts or {""}))
