"""Indicators of a view, computed once per digest of what the view shows and per version of each function.

They are stored by the same load protocol as everything else, as source ``tocsin``, their vintage being the digest: a
board for an earlier day can only ever find indicators of what was known then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tocsin.core.progress import Told, silent
from tocsin.core.release import Batch, Release
from tocsin.core.schema import INDICATOR
from tocsin.indicators.declaration import INDICATORS, Indicator
from tocsin.lake import Lake, View
from tocsin.lake.load import locked
from tocsin.lake.store import scan
from tocsin.ref.countries import is_special
from tocsin.ref.gazetteer import countries
from tocsin.ref.groups import members_by_year
from tocsin.sources.declaration import sources

if TYPE_CHECKING:
    import duckdb

SOURCE = "tocsin"


@dataclass(frozen=True)
class Index:
    """Where the indicators of one view are.

    Parameters
    ----------
    lake : Lake
        The lake.
    view : View
        The view.
    load_ids : tuple of str
        Loads that hold them.
    versions : tuple of str
        Versions of the functions; rows of other versions are not seen.
    """

    lake: Lake
    view: View
    load_ids: tuple[str, ...]
    versions: tuple[str, ...]

    def sql(self) -> str:
        """Return a SELECT over the indicator rows of this view.

        Returns
        -------
        str
            SQL for DuckDB.
        """
        marker = f"vintage={self.view.digest}"
        files = [path for path in self.lake.store.files("indicator") if marker in path] if self.load_ids else []
        loads = ", ".join(f"'{load_id}'" for load_id in self.load_ids) or "NULL"
        versions = ", ".join(f"'{version}'" for version in self.versions)
        return f"SELECT * FROM {scan(files, INDICATOR)} WHERE load_id IN ({loads}) AND function_version IN ({versions})"

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return a connection with the view's tables and ``indicator``.

        Returns
        -------
        duckdb.DuckDBPyConnection
            To be closed by the caller.
        """
        connection = self.view.connect()
        connection.execute(f"CREATE VIEW indicator AS {self.sql()}")
        return connection


def index(lake: Lake, view: View, *, told: Told = silent) -> Index:
    """Make sure that every indicator of the view is there, and say where.

    Parameters
    ----------
    lake : Lake
        The lake.
    view : View
        What may be seen.
    told : callable
        Called with a sentence when something that takes time begins.

    Returns
    -------
    Index
        The indicators.
    """
    wanted = {item.name: item.version for item in INDICATORS.values()}
    found = _present(lake, view, wanted)
    if len(found) < len(wanted):
        with locked(lake.store, f"index-{view.digest}", wait=3600):
            found = _present(lake, view, wanted)
            missing = [INDICATORS[name] for name in wanted if name not in found]
            if missing:
                told(f"Computing {len(missing)} indicators as of {view.as_of}.")
                lake.load(_release(view, missing, told), source=SOURCE, licence="as the sources")
                found = _present(lake, view, wanted)
    return Index(lake, view, tuple(sorted(set(found.values()))), tuple(sorted(wanted.values())))


def _present(lake: Lake, view: View, wanted: dict[str, str]) -> dict[str, str]:
    """Return by indicator the load that holds its wanted version for this view."""
    found: dict[str, str] = {}
    for row in lake.history():
        if row["table_name"] == "indicator" and row["vintage"] == view.digest:
            held = dict(entry.split("@") for entry in str(row["origin"]).split())
            found |= {name: str(row["load_id"]) for name in held if wanted.get(name) == held[name]}
    return found


def _release(view: View, missing: Sequence[Indicator], told: Told) -> Release:
    names = " ".join(f"{item.name}@{item.version}" for item in missing)
    return Release(
        table="indicator",
        vintage=view.digest,
        released_on=None,
        lag_months=0,
        sha256=hashlib.sha256(f"{view.digest} {names}".encode()).hexdigest(),
        batches=_batches(view, list(missing), told),
        origin=names,
    )


def _batches(view: View, missing: list[Indicator], told: Told) -> Iterator[Batch]:
    from tocsin.indicators.run import run

    wanted = {item.name for item in missing}
    connection = view.connect()
    try:
        connection.execute("SET threads = 1")  # sums of floats then come out the same every time
        give_tables(connection)
        for item, rows in run(connection, flows_sql(), missing, progress=lambda last: told(f"... to {last}")):
            if item.name in wanted:
                for batch in rows:
                    yield Batch(_as_rows(item, pa.Table.from_batches([batch])))
    finally:
        connection.close()


def union_members() -> dict[str, Any]:
    """Return the members of the European Union by year, as trade statistics name them.

    Returns
    -------
    dict
        Columns ``country``, ``year`` and ``bloc``; Belgium and Luxembourg report as one, ``BLX``, up to 1998.
    """
    rows = [*members_by_year("EU", 1958, 2100), *((year, "BLX") for year in range(1958, 1999))]
    return {
        "country": [iso3 for _, iso3 in rows],
        "year": pa.array([year for year, _ in rows], pa.int32()),
        "bloc": ["EU"] * len(rows),
    }


def basis_sql() -> str:
    """Return the SQL of what a flow's figures may be added up with: its source, or its dataset ``csv:NAME``.

    Returns
    -------
    str
        Expression over the view's ``flow``.
    """
    apart = ", ".join(f"'{name}'" for name, told in sources().items() if told.datasets) or "''"
    return f"CASE WHEN source IN ({apart}) THEN source || ':' || scope ELSE source END"


def flows_sql() -> str:
    """Return the SELECT of what indicators see: imports that have a value and are not of a country from itself.

    Returns
    -------
    str
        SQL over the view's ``flow``, columns as in :data:`tocsin.indicators.tables.GIVEN`.
    """
    special = ", ".join(f"'{code}'" for code in sorted({"_X", *filter(is_special, countries())}))
    return f"""SELECT {basis_sql()} AS basis, nomenclature, product, period, freq, year, reporter, partner,
        trade_value AS value, net_weight AS weight, partner IN ({special}) AS unspecified
        FROM flow WHERE direction = 'import' AND trade_value IS NOT NULL AND reporter <> partner"""


def give_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the small tables that indicators are given beside flows.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With ``production`` and ``country_score`` of a view.
    """
    from tocsin.core.units import factor
    from tocsin.ref.commodities import code_rows

    _make(connection, "members", union_members())
    codes = code_rows()
    _make(
        connection,
        "commodities",
        {
            "commodity": [row[0] for row in codes],
            "product": [row[1] for row in codes],
            "nomenclature": ["HS1992"] * len(codes),
            "shown": [row[2] for row in codes],
        },
    )
    units = connection.execute("SELECT DISTINCT quantity_unit FROM production").fetchall()
    cases = " ".join(f"WHEN '{unit}' THEN {factor(unit, 'kg', where='production')!r}" for (unit,) in units)
    connection.execute(
        f"""CREATE TEMP TABLE production_weight AS SELECT country, commodity, year,
            sum(quantity * CASE quantity_unit {cases or "WHEN '' THEN 1"} END) AS weight
        FROM production WHERE freq = 'A' AND quantity IS NOT NULL GROUP BY ALL"""
    )
    connection.execute("DROP VIEW production")
    connection.execute("ALTER TABLE production_weight RENAME TO production")
    connection.execute(
        """CREATE TEMP TABLE country_scores AS SELECT country, dimension, year, value
        FROM country_score WHERE freq = 'A' AND value IS NOT NULL"""
    )


def _make(connection: duckdb.DuckDBPyConnection, name: str, columns: dict[str, Any]) -> None:
    connection.register("given", pa.table(columns))
    connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")


def _as_rows(item: Indicator, rows: pa.Table) -> pa.Table:
    count = len(rows)
    columns = {
        **{name: rows.column(name) for name in rows.column_names},
        "name": pa.repeat(item.name, count),
        "function_version": pa.repeat(item.version, count),
    }
    return pa.table({name: columns[name] for name in INDICATOR.columns.names})
