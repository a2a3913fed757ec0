"""Sorting staged rows a slice at a time: DuckDB's sort of millions of rows takes more memory than it is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tocsin.core.schema import TableSchema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

#: Rows sorted at once; a slice is larger only where one value of the first column of the order has more [rows].
SORT_ROWS = 200_000
#: Stands for the folder in a table without folders of its own.
_ONE = "''"


def sorted_batches(connection: duckdb.DuckDBPyConnection, schema: TableSchema, query: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a query over ``staged`` in the order of the table's files, folder by folder.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Has the view ``staged``.
    schema : TableSchema
        Says the folders and the order within.
    query : str
        SELECT from ``staged`` that ends with its FROM clause.

    Yields
    ------
    pyarrow.RecordBatch
        Stored columns.
    """
    folder = _folder(schema)
    order = ", ".join([*([folder] if folder != _ONE else []), *(f"staged.{name}" for name in schema.order)])
    for condition in _slices(connection, folder, f"staged.{schema.order[0]}"):
        rows = connection.execute(f"{query} WHERE {condition} ORDER BY {order}")
        for batch in rows.to_arrow_reader(100_000):
            yield batch.select(schema.stored.names).cast(schema.stored)


def _folder(schema: TableSchema) -> str:
    own = [f"staged.{name}" for name in schema.partitions if name in schema.columns.names]
    return own[0] if own else "left(staged.period, 4)" if "year" in schema.partitions else _ONE


def _slices(connection: duckdb.DuckDBPyConnection, folder: str, first: str) -> Iterator[str]:
    """Say by conditions how to cut the rows into slices that follow each other in the order."""
    cells = connection.execute(f"SELECT {folder}, {first}, count(*) FROM staged GROUP BY ALL ORDER BY ALL").fetchall()
    start, size = 0, 0
    for i, (_, _, count) in enumerate(cells):
        if size and size + count > SORT_ROWS:
            yield _between(folder, first, cells[start], cells[i - 1])
            start, size = i, 0
        size += count
    if cells:
        yield _between(folder, first, cells[start], cells[-1])


def _between(folder: str, first: str, low: tuple[str, str, int], high: tuple[str, str, int]) -> str:
    (low_folder, low_first), (high_folder, high_first) = (
        ["'" + text.replace("'", "''") + "'" for text in cell[:2]] for cell in (low, high)
    )
    return (
        f"{folder} BETWEEN {low_folder} AND {high_folder}"
        f" AND ({folder} > {low_folder} OR {first} >= {low_first})"
        f" AND ({folder} < {high_folder} OR {first} <= {high_first})"
    )
