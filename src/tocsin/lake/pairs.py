"""Which two vintages are compared: the two newest of each scope, so that no part of a source meets another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from tocsin.core.errors import UsageError
from tocsin.core.registry import nearest
from tocsin.core.schema import DERIVED, TABLES
from tocsin.lake.load import provenance_rows
from tocsin.lake.store import Store

#: Tables whose first measure is a number; what is made of other tables is ours, so nobody revises it.
COMPARED = tuple(
    name
    for name, schema in TABLES.items()
    if name not in DERIVED and schema.columns.field(schema.measures[0]).type == pa.float64()
)


@dataclass(frozen=True)
class Pair:
    """The two newest vintages of one scope.

    Parameters
    ----------
    scope, older, newer : str
        What they are called.
    loads : tuple of (str, str)
        Each load, and whether it belongs to the ``"older"`` or the ``"newer"``.
    """

    scope: str
    older: str
    newer: str
    loads: tuple[tuple[str, str], ...]


def newest_pairs(store: Store, source: str, table: str) -> tuple[str, list[Pair]]:
    """Find what of a source can be compared.

    Parameters
    ----------
    store : Store
        The lake's folder.
    source, table : str
        Names; an empty table stands for the first of which the source has two vintages.

    Returns
    -------
    table : str
        Name of the table.
    pairs : list of Pair
        One for each scope that has two vintages; where none has, one without loads, between the two newest.

    Raises
    ------
    UsageError
        If the source has fewer than two vintages in this lake, or there is no such table.
    """
    if table and table not in COMPARED:
        raise UsageError(f"table {table!r} cannot be compared", remedy=nearest(table, list(COMPARED)))
    rows = [row for row in provenance_rows(store) if row["source"] == source]
    most: list[str] = []
    for name in (table,) if table else COMPARED:
        mine = [row for row in rows if row["table_name"] == name]
        vintages = sorted({(str(row["released_on"] or ""), str(row["vintage"])) for row in mine})
        if len(vintages) > 1:
            return name, list(_newest(mine)) or [Pair("", vintages[-2][1], vintages[-1][1], ())]
        most = max(most, [vintage for _, vintage in vintages], key=len)
    what = f" of table {table!r}" if table else ""
    raise UsageError(
        f"source {source!r} has {len(most)} vintage(s){what} in this lake",
        remedy="A revision needs two: collect an older or newer release.",
    )


def _newest(rows: list[dict[str, object]]) -> Iterator[Pair]:
    by_scope: dict[str, dict[tuple[str, str], list[str]]] = {}
    for row in rows:
        for scope in row["scopes"]:  # type: ignore[attr-defined]
            vintage = str(row["released_on"] or ""), str(row["vintage"])
            by_scope.setdefault(scope, {}).setdefault(vintage, []).append(str(row["load_id"]))
    for scope, vintages in sorted(by_scope.items()):
        if len(vintages) > 1:
            older, newer = sorted(vintages)[-2:]
            loads = [(load, "older") for load in vintages[older]] + [(load, "newer") for load in vintages[newer]]
            yield Pair(scope, older[1], newer[1], tuple(loads))
