"""The lake as it could be known on a day: per source and scope the newest vintage released by then, whole.

Where none was released yet, the oldest vintage of that scope stands in, cut to what its lag says was knowable: such a
slice is marked `reconstructed`, and so is everything that rests on it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from tocsin.core.errors import LakeError
from tocsin.core.schema import TABLES
from tocsin.lake.load import provenance_rows
from tocsin.lake.store import Store, literal, scan

#: Tables that indicators rest on: the digest of a view is made of them.
INDEXED = ("flow", "production", "country_score", "stock")
JUDGED = (
    *INDEXED,
    "price",
    "pressure",
    "concordance",
    "measure",
    "list_entry",
    "listed_party",
    "country_group",
    "io_table",
    "event",
)


@dataclass(frozen=True)
class Slice:
    """Part of one load that a view shows.

    Parameters
    ----------
    table, source, vintage, load_id : str
        Where the rows come from.
    scope : str or None
        Release scope; None for the whole load.
    released_on : datetime.date or None
        When the vintage became public, if known.
    cut : datetime.date or None
        Latest `knowable_from` that is shown; None for the whole vintage.
    reconstructed : bool
        Whether the vintage was released later than the day of the view, or on an unknown day.
    """

    table: str
    source: str
    vintage: str
    load_id: str
    scope: str | None
    released_on: date | None
    cut: date | None
    reconstructed: bool


@dataclass(frozen=True)
class View:
    """What could be known on `as_of`.

    Parameters
    ----------
    store : Store
        The lake's folder.
    as_of : datetime.date
        The day.
    slices : tuple of Slice
        What is shown, over all tables.
    loads : dict of str to dict
        Provenance rows of the loads shown, by `load_id`.
    """

    store: Store
    as_of: date
    slices: tuple[Slice, ...]
    loads: dict[str, dict[str, object]]

    @property
    def digest(self) -> str:
        """Digest of what the view shows to indicators: equal for two days that show them the same."""
        return self.digest_of(INDEXED)

    def digest_of(self, tables: Sequence[str]) -> str:
        """Return the digest of what the view shows of some tables: equal for two days that show the same of them.

        Parameters
        ----------
        tables : sequence of str
            Names of tables.

        Returns
        -------
        str
            Sixteen hexadecimal digits.
        """
        lines = sorted(
            f"{s.table}|{s.load_id}|{s.scope}|{s.cut}|{s.reconstructed}" for s in self.slices if s.table in tables
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    @property
    def reconstructed(self) -> bool:
        """Whether any flow shown stands in for a vintage that was not released yet."""
        return any(part.reconstructed for part in self.slices if part.table == "flow")

    def sql(self, table: str) -> str:
        """Return a SELECT over the rows of a table that the view shows.

        Parameters
        ----------
        table : str
            Name of the table.

        Returns
        -------
        str
            SQL for DuckDB, all stored columns.
        """
        by_rule: dict[tuple[str | None, date | None], list[str]] = defaultdict(list)
        for part in self.slices:
            if part.table == table:
                by_rule[(part.scope, part.cut)].append(part.load_id)
        alike: dict[tuple[tuple[str, ...], date | None, bool], list[str]] = defaultdict(list)
        for (scope, cut), load_ids in by_rule.items():  # a load may be seen in thousands of scopes: one condition
            alike[(tuple(load_ids), cut, scope is None)].append(scope or "")
        conditions = [_condition([] if whole else scopes, cut, ids) for (ids, cut, whole), scopes in alike.items()]
        sources = sorted({part.source for part in self.slices if part.table == table})
        where = f"({' OR '.join(conditions)}) AND source IN ({_quoted(sources)})" if conditions else "false"
        files = self.store.files(table) if conditions else []
        return f"SELECT * FROM {scan(files, TABLES[table])} WHERE {where}"

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a connection in which each judged table is a view of that name, and ``as_of`` a variable.

        Returns
        -------
        duckdb.DuckDBPyConnection
            To be closed by the caller.

        Raises
        ------
        LakeError
            If a file is damaged.
        """
        connection = self.store.connect()
        try:
            connection.execute(f"SET VARIABLE as_of = DATE '{self.as_of}'")
            for table in JUDGED:
                connection.execute(f"CREATE VIEW {table} AS {self.sql(table)}")
        except duckdb.Error as error:
            connection.close()
            raise LakeError(
                f"a file of the lake is damaged ({str(error).splitlines()[0][:160]})",
                where=str(self.store.root),
                remedy="Restore the folder, or load a new lake.",
            ) from error
        return connection


def resolve(store: Store, as_of: date) -> View:
    """Choose what could be known on a day.

    Parameters
    ----------
    store : Store
        The lake's folder.
    as_of : datetime.date
        The day.

    Returns
    -------
    View
        The choice; empty if nothing was knowable.
    """
    rows = [row for row in provenance_rows(store) if row["table_name"] in JUDGED]
    by_scope: dict[tuple[str, str, str], list[dict[str, object]]] = defaultdict(list)
    for row in rows:
        for scope in row["scopes"] or ["*"]:  # type: ignore[attr-defined]
            by_scope[(str(row["table_name"]), str(row["source"]), scope)].append(row)
    slices: list[Slice] = []
    for (_, _, scope), candidates in by_scope.items():
        slices += _choose(candidates, scope, as_of)
    slices = _merge(slices, {str(row["load_id"]): row["scopes"] for row in rows})  # type: ignore[misc]
    shown = {part.load_id for part in slices}
    return View(store, as_of, tuple(slices), {str(row["load_id"]): row for row in rows if row["load_id"] in shown})


def _choose(candidates: list[dict[str, object]], scope: str, as_of: date) -> list[Slice]:
    def age(row: dict[str, object]) -> tuple[date, str]:
        released = row["released_on"]
        return (released if isinstance(released, date) else date.min, str(row["vintage"]))

    released = [row for row in candidates if row["released_on"] is not None and row["released_on"] <= as_of]  # type: ignore[operator]
    chosen = max(released, key=age) if released else min(candidates, key=age)
    slices = []
    for row in candidates:
        if row["vintage"] != chosen["vintage"] or (released and row not in released):
            continue  # also a later part of the vintage chosen
        dates: list[date] = row["knowable"]  # type: ignore[assignment]
        visible = [day for day in dates if day <= as_of]
        if not released and not visible:
            continue
        cut = max(visible) if not released and len(visible) < len(dates) else None
        slices.append(
            Slice(
                str(row["table_name"]),
                str(row["source"]),
                str(row["vintage"]),
                str(row["load_id"]),
                scope,
                row["released_on"],  # type: ignore[arg-type]
                cut,
                not released,
            )
        )
    return slices


def _merge(slices: list[Slice], scopes: dict[str, list[str]]) -> list[Slice]:
    """Show a load as a whole where all its scopes are shown alike."""
    alike: dict[tuple[str, date | None, bool], list[Slice]] = defaultdict(list)
    for part in slices:
        alike[(part.load_id, part.cut, part.reconstructed)].append(part)
    merged: list[Slice] = []
    for (load_id, _, _), parts in alike.items():
        whole = len(parts) == len(scopes[load_id] or ["*"])
        merged += [_whole(parts[0])] if whole else parts
    return sorted(merged, key=lambda part: (part.table, part.source, part.load_id, part.scope or ""))


def _whole(part: Slice) -> Slice:
    return Slice(
        part.table, part.source, part.vintage, part.load_id, None, part.released_on, part.cut, part.reconstructed
    )


def _condition(scopes: Sequence[str], cut: date | None, load_ids: Sequence[str]) -> str:
    parts = [f"load_id IN ({_quoted(load_ids)})"]
    if scopes:
        parts.append(f"scope IN ({_quoted(scopes)})")
    if cut is not None:
        parts.append(f"knowable_from <= DATE '{cut}'")
    return "(" + " AND ".join(parts) + ")"


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(map(literal, values))
