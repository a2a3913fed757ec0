"""Runs indicators over tables in DuckDB, period by period, and yields their rows.

Every function is compiled to SQL once and run on chunks of consecutive periods that fit in memory. Functions that look
back some years are given the chunk together with the years before it, and only rows of the chunk are kept.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tocsin.core.errors import TocsinError
from tocsin.core.progress import Told, silent
from tocsin.indicators.coding import decoded, encode
from tocsin.indicators.declaration import RESULT, Indicator, in_order
from tocsin.indicators.tables import BUILT, GIVEN

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from ibis.expr.types import Table

CHUNK_ROWS = 500_000


@dataclass(frozen=True)
class Step:
    """One table to make in each chunk: a built table or an indicator.

    Parameters
    ----------
    name : str
        Table it fills.
    sql : str
        Query over the tables before it.
    item : Indicator or None
        The indicator, or None for a built table.
    past : tuple of str
        Tables of which it reads the years before the chunk too, as ``NAME_past``.
    """

    name: str
    sql: str
    item: Indicator | None
    past: tuple[str, ...] = ()


def plan(wanted: list[Indicator]) -> list[Step]:
    """Compile indicators and the tables they need, in an order that works.

    Parameters
    ----------
    wanted : list of Indicator
        What to compute.

    Returns
    -------
    list of Step
        Built tables first, then indicators after their inputs.

    Raises
    ------
    TocsinError
        If an indicator names an input that is neither a table nor an indicator.
    """
    import ibis

    made: dict[str, Table] = {name: ibis.table(schema, name=name) for name, schema in GIVEN.items()}
    steps: list[Step] = []

    def provide(name: str, owner: str) -> None:
        if name in made:
            return
        if name not in BUILT:
            known = ", ".join([*GIVEN, *BUILT])
            raise TocsinError(
                f"{owner} asks for {name!r}, which is no table and no indicator", remedy=f"Tables: {known}."
            )
        function = BUILT[name]
        inputs = _parameters(function)
        for other in inputs:
            provide(other, name)
        keep(name, function(**{other: made[other] for other in inputs}), None, ())

    def keep(name: str, expression: Table, item: Indicator | None, past: tuple[str, ...]) -> None:
        steps.append(Step(name, str(ibis.to_sql(expression, dialect="duckdb")), item, past))
        made[name] = ibis.table(expression.schema(), name=name)

    for item in in_order(wanted):
        for name in item.inputs:
            provide(name, f"indicator {item.name!r}")
        past = tuple(name for name in item.inputs if item.window > 1 and "freq" in made[name].columns)
        seen = {name: made[name] for name in item.inputs} | {
            name: ibis.table(made[name].schema(), name=f"{name}_past") for name in past
        }
        expression = item.function(**seen)
        keep(item.name, expression.select(*RESULT).filter(expression.value.notnull()), item, past)
    return steps


def _parameters(function: Callable[..., Table]) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


def run(
    connection: duckdb.DuckDBPyConnection,
    flows: str,
    wanted: list[Indicator],
    *,
    chunk_rows: int = CHUNK_ROWS,
    progress: Told = silent,
) -> Iterator[tuple[Indicator, pa.RecordBatchReader]]:
    """Compute indicators for every reporter, product and period.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Holds the tables of `GIVEN` other than flows.
    flows : str
        SELECT that yields the columns of `flows`.
    wanted : list of Indicator
        What to compute; those they build on come along.
    chunk_rows : int
        Flows taken at once [rows].
    progress : callable
        Called with the last period of each finished chunk.

    Yields
    ------
    indicator : Indicator
        Which.
    rows : pyarrow.RecordBatchReader
        Columns of `RESULT`; to be consumed before the next is asked for.
    """
    steps = plan(wanted)
    years = max((step.item.window for step in steps if step.item), default=1)
    for name in {name for step in steps for name in step.past}:  # of an earlier run on the same connection
        connection.execute(f"DROP TABLE IF EXISTS {name}_past")
    read = _read_later(steps)
    counted = connection.execute(
        f"SELECT freq, period, count(*) FROM ({flows}) GROUP BY freq, period ORDER BY freq, period"
    ).fetchall()
    coded = encode(connection, flows)
    for periods in _chunks(counted, chunk_rows):
        listed = ", ".join(f"'{period}'" for period in periods)
        chunk = f"SELECT * REPLACE ({coded}) FROM ({flows}) WHERE period IN ({listed})"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE flows AS {chunk}")
        kept: set[str] = set()
        for step in steps:
            for name in step.past:
                if name not in kept:
                    _remember(connection, name, listed, years)
                    kept.add(name)
            if step.name in read:
                only = f" WHERE period IN ({listed})" if step.past else ""
                connection.execute(f"CREATE OR REPLACE TEMP TABLE {step.name} AS SELECT * FROM ({step.sql}){only}")
        for step in steps:
            if step.item:
                yield step.item, _rows(connection, step, listed, made=step.name in read)
        progress(periods[-1])


def _read_later(steps: list[Step]) -> set[str]:
    """Name the steps whose rows others read: these become tables, the rest goes straight to the caller."""
    needed = {name for step in steps if step.item for name in step.item.builds_on}
    return {step.name for step in steps if step.item is None or step.name in needed}


def _rows(connection: duckdb.DuckDBPyConnection, step: Step, periods: str, *, made: bool) -> pa.RecordBatchReader:
    item = step.item
    if item is None:
        raise TocsinError(f"{step.name!r} is no indicator")
    freqs = ", ".join(f"'{freq}'" for freq in item.freqs)
    source = step.name if made else f"({step.sql})"
    asked = f"freq IN ({freqs})" + (f" AND period IN ({periods})" if step.past else "")
    return connection.execute(f"SELECT {decoded(RESULT)} FROM {source} WHERE {asked}").to_arrow_reader(100_000)


def _remember(connection: duckdb.DuckDBPyConnection, name: str, periods: str, years: int) -> None:
    """Keep the yearly rows of a table for the chunks after this one, as far back as any function looks."""
    connection.execute(f"CREATE TEMP TABLE IF NOT EXISTS {name}_past AS SELECT * FROM {name} WHERE false")
    connection.execute(f"INSERT INTO {name}_past SELECT * FROM {name} WHERE freq = 'A'")
    first = f"SELECT min(year) - {years - 1} FROM {name}_past WHERE period IN ({periods})"
    connection.execute(f"DELETE FROM {name}_past WHERE year < ({first})")


def _chunks(counted: list[tuple[str, str, int]], chunk_rows: int) -> Iterator[list[str]]:
    """Split periods into runs of at most `chunk_rows` flows, in the order of time, years apart from months."""
    chunk: list[str] = []
    size, kind = 0, ""
    for freq, period, count in counted:
        if chunk and (size + count > chunk_rows or freq != kind):
            yield chunk
            chunk, size = [], 0
        chunk.append(period)
        size, kind = size + count, freq
    if chunk:
        yield chunk
