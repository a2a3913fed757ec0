"""What a publisher changed between two releases of the same figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from tocsin.core.errors import UsageError
from tocsin.core.registry import nearest
from tocsin.core.schema import TABLES, TableSchema
from tocsin.lake.pairs import Pair, newest_pairs
from tocsin.lake.store import Store, literal, scan

if TYPE_CHECKING:
    import duckdb

_UNSHOWN = {"direction", "nomenclature", "freq", "scope"}


@dataclass(frozen=True)
class Revision:
    """The newer of two vintages compared with the older.

    Parameters
    ----------
    source, table, scope, older, newer : str
        What is compared; where scopes differ in their newest vintages, all are named. `scope` is empty if none has
        two: then nothing is compared.
    threshold : float
        Relative change from which a row counts as changed [1].
    measure : str
        The figure compared.
    common, vanished, appeared, changed : int
        Rows with a figure in both, only in the older, only in the newer, and in both but changed by more than the
        threshold or in their unit [1].
    by_year : tuple of (str, int, int, int, int)
        Year, common, vanished, appeared, changed.
    columns : tuple of str
        Columns that name a row in `largest`.
    largest : tuple of tuple
        Those columns, the old and the new figure of the largest changes: in absolute terms if all changed figures
        have one unit, else in relative ones.
    """

    source: str
    table: str
    scope: str
    older: str
    newer: str
    threshold: float
    measure: str
    common: int
    vanished: int
    appeared: int
    changed: int
    by_year: tuple[tuple[str, int, int, int, int], ...]
    columns: tuple[str, ...]
    largest: tuple[tuple[str | float, ...], ...]


def compare(
    store: Store,
    *,
    source: str,
    table: str = "",
    threshold: float = 0.01,
    measure: str = "",
    reporter: str = "",
    product: str = "",
) -> Revision:
    """Compare the two newest vintages of each scope of a source.

    A missing figure counts as not there: it vanishes or appears.

    Parameters
    ----------
    store : Store
        The lake's folder.
    source : str
        Name of the source.
    table : str
        Name of the table; empty for the first of which the source has two vintages.
    threshold : float
        Relative change from which a row counts as changed [1].
    measure : str
        One of the table's measures; empty for its first.
    reporter, product : str
        Limit to one importer or goods code; empty for all.

    Returns
    -------
    Revision
        Counts and the largest changes.

    Raises
    ------
    UsageError
        If the source has fewer than two vintages in this lake, or the table lacks what is asked of it.
    """
    name, pairs = newest_pairs(store, source, table)
    schema = TABLES[name]
    measure = _measure(schema, measure)
    limits = _limits(schema, {"source": source, "reporter": reporter, "product": product})
    columns = tuple(column for column in schema.key if column not in _UNSHOWN)
    with store.connect() as connection:
        _join(connection, scan(store.files(name), schema), schema, (measure, limits, threshold), pairs)
        counts = """count(*) FILTER (in_old AND in_new), count(*) FILTER (in_old AND NOT in_new),
            count(*) FILTER (in_new AND NOT in_old), count(*) FILTER (changed)"""
        total = connection.execute(f"SELECT {counts} FROM pairs").fetchone() or (0, 0, 0, 0)
        by_year = connection.execute(f"SELECT year::VARCHAR, {counts} FROM pairs GROUP BY 1 ORDER BY 1").fetchall()
        units = connection.execute("SELECT count(DISTINCT unit) FROM pairs WHERE changed").fetchone() or (0,)
        size = "abs(new - old)" if units[0] <= 1 else "abs(new - old) / nullif(abs(old), 0)"
        listed = ", ".join(columns)
        largest = connection.execute(
            f"SELECT {listed}, old, new FROM pairs WHERE changed ORDER BY {size} DESC NULLS FIRST, {listed} LIMIT 10"
        ).fetchall()
    return Revision(
        source=source,
        table=name,
        scope=", ".join(pair.scope for pair in pairs),
        older=", ".join(sorted({pair.older for pair in pairs})),
        newer=", ".join(sorted({pair.newer for pair in pairs})),
        threshold=threshold,
        measure=measure,
        common=total[0],
        vanished=total[1],
        appeared=total[2],
        changed=total[3],
        by_year=tuple(by_year),
        columns=columns,
        largest=tuple(largest),
    )


def _measure(schema: TableSchema, given: str) -> str:
    if given and given not in schema.measures:
        raise UsageError(
            f"table {schema.name!r} has no measure {given!r}", remedy=nearest(given, list(schema.measures))
        )
    return given or schema.measures[0]


def _limits(schema: TableSchema, wanted: dict[str, str]) -> str:
    for column, value in wanted.items():
        if value and column not in schema.stored.names:
            raise UsageError(f"table {schema.name!r} has no {column}", remedy=f"Leave out --{column}.")
    return "".join(f" AND {column} = {literal(value)}" for column, value in wanted.items() if value)


def _join(
    connection: duckdb.DuckDBPyConnection,
    files: str,
    schema: TableSchema,
    asked: tuple[str, str, float],
    pairs: list[Pair],
) -> None:
    """Set the figures of the two vintages side by side, in a table `pairs`."""
    measure, limits, threshold = asked
    key = ", ".join(schema.key)
    told = {"unit", "quantity_unit"} & {schema.units[measure].split(",")[0]}
    unit = told.pop() if told else literal(schema.units[measure])
    wanted = [{"scope": pair.scope, "load_id": load, "side": side} for pair in pairs for load, side in pair.loads]
    text = pa.schema([(name, pa.string()) for name in ("scope", "load_id", "side")])
    connection.register("wanted", pa.Table.from_pylist(wanted, schema=text))
    for side in ("older", "newer"):
        connection.execute(
            f"CREATE TEMP TABLE {side} AS SELECT {key}, year, {measure} AS figure, {unit} AS unit FROM {files} "
            f"JOIN (SELECT scope, load_id FROM wanted WHERE side = '{side}') USING (scope, load_id) "
            f"WHERE {measure} IS NOT NULL{limits}"
        )
    connection.execute(
        f"""CREATE TEMP TABLE pairs AS
        SELECT {key}, coalesce(o.year, n.year) AS year, o.figure AS old, n.figure AS new,
            old IS NOT NULL AS in_old, new IS NOT NULL AS in_new,
            coalesce(n.unit, o.unit) AS unit,
            in_old AND in_new AND (abs(new - old) > {threshold} * abs(old) OR o.unit IS DISTINCT FROM n.unit) AS changed
        FROM older o FULL JOIN newer n USING ({key})"""
    )
