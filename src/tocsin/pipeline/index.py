"""Indicators of a view, computed once per digest of what the view shows and per version of each function.

They are stored by the same load protocol as everything else, as source ``tocsin``, their vintage being the digest: a
board for an earlier day can only ever find indicators of what was known then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from tocsin.core.progress import Told, silent
from tocsin.core.release import Batch, Release
from tocsin.core.schema import INDICATOR
from tocsin.indicators.declaration import INDICATORS, Indicator
from tocsin.lake import Lake, View
from tocsin.lake.load import locked
from tocsin.lake.store import scan
from tocsin.lake.view import Slice
from tocsin.pipeline.given import flows_sql, give_tables, surroundings
from tocsin.pipeline.kept_events import SOURCE as READ

if TYPE_CHECKING:
    import duckdb

SOURCE = "tocsin"
#: Tables that forecasts look at beside those of indicators.
AHEAD = ("measure", "event", "pressure")
#: The one source of pressure among them.
TONES = "gdelt_dyads"


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

    @property
    def digest(self) -> str:
        """Digest of what the view shows and of all that shapes values beside it and the functions."""
        return digest_of(self.view)

    def sql(self) -> str:
        """Return a SELECT over the indicator rows of this view.

        Returns
        -------
        str
            SQL for DuckDB.
        """
        marker = f"vintage={self.digest}"
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


def digest_of(view: View) -> str:
    """Return under which name the indicators of a view are kept.

    Parameters
    ----------
    view : View
        The view.

    Returns
    -------
    str
        Digest of what it shows and of :func:`tocsin.pipeline.given.surroundings`.
    """
    return hashlib.sha256(f"{view.digest} {surroundings()}".encode()).hexdigest()[:16]


def digest_ahead(view: View) -> str:
    """Return under which name what is made for forecasts of a view is kept: they look at measures and events too.

    Parameters
    ----------
    view : View
        The view.

    Returns
    -------
    str
        Digest of :func:`digest_of` and of the measures, events and tone of the news shown.
    """
    seen = replace(view, slices=tuple(part for part in view.slices if _ahead(part)))
    text = f"{digest_of(view)} {seen.digest_of(AHEAD)}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _ahead(part: Slice) -> bool:
    """Tell whether forecasts look at a slice; they pass over documents that were not published on the day."""
    if part.table == "pressure":
        return part.source == TONES
    return part.table in AHEAD and not (part.source == READ and part.reconstructed)


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
        with locked(lake.store, f"index-{digest_of(view)}", wait=3600):
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
        if row["table_name"] == "indicator" and row["vintage"] == digest_of(view):
            held = dict(entry.split("@") for entry in str(row["origin"]).split())
            found |= {name: str(row["load_id"]) for name in held if wanted.get(name) == held[name]}
    return found


def _release(view: View, missing: Sequence[Indicator], told: Told) -> Release:
    names = " ".join(f"{item.name}@{item.version}" for item in missing)
    return Release(
        table="indicator",
        vintage=digest_of(view),
        released_on=None,
        lag_months=0,
        sha256=hashlib.sha256(f"{digest_of(view)} {names}".encode()).hexdigest(),
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


def _as_rows(item: Indicator, rows: pa.Table) -> pa.Table:
    count = len(rows)
    columns = {
        **{name: rows.column(name) for name in rows.column_names},
        "name": pa.repeat(item.name, count),
        "function_version": pa.repeat(item.version, count),
    }
    return pa.table({name: columns[name] for name in INDICATOR.columns.names})
