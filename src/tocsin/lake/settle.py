"""Rows that share a key are settled before they are stored: a repetition is dropped, a contradiction refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tocsin.core.release import Refusal
from tocsin.core.schema import TableSchema
from tocsin.lake.store import Store, literal, scan

if TYPE_CHECKING:
    import duckdb

REPEATED = "repeats a row with the same key and figures"
CONTRADICTS = "contradicts a row with the same key"


def settle(store: Store, schema: TableSchema, staging: Path, siblings: Sequence[str]) -> list[Refusal]:
    """Leave one row of each key in the staged file, within the load and beside committed loads of its vintage.

    Parameters
    ----------
    store : Store
        The lake's folder.
    schema : TableSchema
        Table that the rows go into.
    staging : pathlib.Path
        Parquet file of the staged rows; rewritten if any are taken out.
    siblings : sequence of str
        Committed loads of the same vintage, by `load_id`.

    Returns
    -------
    list of Refusal
        Rows taken out, by reason.
    """
    key = ", ".join(schema.key)
    with store.connect() as connection:
        connection.execute(f"CREATE VIEW staged AS SELECT * FROM read_parquet({literal(staging)})")
        hashes = [connection.execute(f"SELECT hash({key}) AS h FROM staged").fetchnumpy()["h"]]
        if siblings:
            _read_known(connection, store, schema, siblings)
            hashes.append(connection.execute(f"SELECT hash({key}) AS h FROM known").fetchnumpy()["h"])
        shared = _repeated(np.concatenate([np.asarray(part) for part in hashes]))
        return _split(connection, staging, schema, shared, known=bool(siblings)) if len(shared) else []


def _read_known(
    connection: duckdb.DuckDBPyConnection, store: Store, schema: TableSchema, siblings: Sequence[str]
) -> None:
    """Make the table of the siblings' rows in the years of the staged ones."""
    years = connection.execute("SELECT list(DISTINCT left(period, 4)) FROM staged").fetchone()
    listed = ", ".join(map(literal, years[0] if years and years[0] else []))
    connection.execute(
        f"CREATE TEMP TABLE known AS SELECT {', '.join(schema.key)}, {', '.join(schema.measures)} "
        f"FROM {scan(store.files(schema.name), schema)} "
        f"WHERE load_id IN ({', '.join(map(literal, siblings))}) AND left(period, 4) IN ({listed or 'NULL'})"
    )


def _repeated(hashes: np.ndarray) -> np.ndarray:
    hashes.sort()
    return np.unique(hashes[1:][hashes[1:] == hashes[:-1]])


def _split(
    connection: duckdb.DuckDBPyConnection, staging: Path, schema: TableSchema, shared: np.ndarray, *, known: bool
) -> list[Refusal]:
    """Rewrite the staged rows without repetitions and contradictions."""
    key = ", ".join(schema.key)
    measures = ", ".join(schema.measures)
    connection.register("shared_hashes", pa.table({"h": shared}))
    hit = f"hash({key}) IN (FROM shared_hashes)"
    beside = f"UNION ALL SELECT -1, {key}, {measures} FROM known WHERE {hit}" if known else ""
    connection.execute(
        f"""CREATE TEMP TABLE doubtful AS
        SELECT *, min(n) OVER same AS first_n, count(*) OVER same AS copies,
               min(hash({measures})) OVER same = max(hash({measures})) OVER same AS agree
        FROM (SELECT file_row_number AS n, {key}, {measures}
              FROM read_parquet({literal(staging)}, file_row_number = true) WHERE {hit} {beside})
        WINDOW same AS (PARTITION BY {key})"""
    )
    drop = "n >= 0 AND copies > 1 AND (NOT agree OR n > first_n)"
    rows = connection.execute(
        f"""SELECT agree, count(*) AS count, list(concat_ws(' ', {key}))[1:3] AS examples
        FROM doubtful WHERE {drop} GROUP BY agree"""
    ).fetchall()
    settled = staging.with_suffix(".settled")
    connection.execute(
        f"""COPY (SELECT * EXCLUDE (file_row_number) FROM read_parquet({literal(staging)}, file_row_number = true)
        WHERE file_row_number NOT IN (SELECT n FROM doubtful WHERE {drop})) TO {literal(settled)} (FORMAT parquet)"""
    )
    settled.replace(staging)
    return [Refusal(REPEATED if agree else CONTRADICTS, count, tuple(examples)) for agree, count, examples in rows]
