"""The flows that forecasts rest on: which are chosen, and how they are read, once for all days that show them alike.

Days before the first release of a source all look at that release, cut to what was knowable by then: they differ in the
last year shown and in nothing else. Such days are of one *strand*; its flows are read once, and cut for each day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tocsin.core.period import Period
from tocsin.foresight.flows import Flows, last_known, read_flows
from tocsin.lake.store import literal
from tocsin.pipeline.given import flows_sql, precedence, union_members
from tocsin.pipeline.newest import WHOLE
from tocsin.sources.declaration import sources

if TYPE_CHECKING:
    import duckdb

    from tocsin.lake import View

#: A source with fewer years than this teaches nothing.
HISTORY = 8
NEVER = 9999
#: Loads and scopes of a book's flows, and their lag: equal for views that differ in the last year shown alone.
Strand = tuple[frozenset[tuple[str, str]], int]


@dataclass(frozen=True)
class Book:
    """The flows that forecasts rest on.

    Parameters
    ----------
    basis, nomenclature : str
        Source and code list.
    """

    basis: str
    nomenclature: str


def book(view: View) -> Book | None:
    """Choose the flows that forecasts rest on: those of the world, with a history, that reach the latest year.

    A source holds the world if, in its last known year, it has at least half as many imports (by importer and code) as
    the one that has the most. Of those the one that reaches the latest year is taken, then the one that goes before.

    Parameters
    ----------
    view : View
        What may be seen.

    Returns
    -------
    Book or None
        None where no source has eight years of annual flows.
    """
    connection = view.connect()
    try:
        counted = connection.execute(
            f"""SELECT basis, nomenclature, year, count(DISTINCT reporter), count(DISTINCT (reporter, product))
            FROM ({flows_sql()}) WHERE freq = 'A' GROUP BY ALL ORDER BY ALL"""
        ).fetchall()
    finally:
        connection.close()
    ranks = dict(zip(precedence()["ranked"], precedence()["precedence"], strict=True))
    years: dict[Book, dict[int, tuple[int, int]]] = {}
    for basis, nomenclature, year, importers, imports in counted:
        years.setdefault(Book(basis, nomenclature), {})[year] = (importers, imports)
    reach = {
        one: last_known({year: importers for year, (importers, _) in found.items()})
        for one, found in years.items()
        if len(found) >= HISTORY
    }
    held = {one: years[one][last][1] for one, last in reach.items()}
    world = [one for one in reach if 2 * held[one] >= max(held.values())]
    return max(
        world,
        key=lambda one: (reach[one], ranks.get(one.basis.split(":")[0], 0), one.nomenclature, one.basis),
        default=None,
    )


def flow_count(view: View, rests_on: Book) -> int:
    """Count the yearly flows that forecasts would rest on.

    Parameters
    ----------
    view : View
        What may be seen.
    rests_on : Book
        The flows.

    Returns
    -------
    int
        Rows [1].
    """
    connection = view.connect()
    try:
        found = connection.execute(f"SELECT count(*) FROM ({_annual(rests_on)})").fetchone()
    finally:
        connection.close()
    return int(found[0]) if found else 0


def strand(view: View, rests_on: Book) -> Strand | None:
    """Name what a view shows of a book, apart from its last year.

    Parameters
    ----------
    view : View
        What may be seen.
    rests_on : Book
        The flows.

    Returns
    -------
    tuple or None
        Equal for views of the same rows, but for years at the end; None where rows must be looked at to tell: where the
        source adds figures up, or its releases came out with different lags.
    """
    parts = [part for part in view.slices if part.table == "flow" and part.source == rests_on.basis]
    lags = {int(str(view.loads[part.load_id]["lag_months"])) for part in parts}
    told = sources().get(rests_on.basis)
    if told is None or not told.yearly_hs or told.overlapping or len(lags) != 1 or len({one.cut for one in parts}) != 1:
        return None
    return frozenset((one.load_id, one.scope or "") for one in parts), lags.pop()


def until(view: View, rests_on: Book) -> int:
    """Return the last year that a view with a strand shows.

    Parameters
    ----------
    view : View
        What may be seen.
    rests_on : Book
        The flows.

    Returns
    -------
    int
        The year; one that never comes where nothing is cut.
    """
    part = next(one for one in view.slices if one.table == "flow" and one.source == rests_on.basis)
    if part.cut is None:
        return NEVER
    lag = int(str(view.loads[part.load_id]["lag_months"]))
    year = part.cut.year
    while Period("A", year).knowable_from(lag) > part.cut:
        year -= 1
    return year


def importers(view: View, rests_on: Book) -> dict[int, int]:
    """Count the importers of each year.

    Parameters
    ----------
    view : View
        What may be seen.
    rests_on : Book
        The flows.

    Returns
    -------
    dict of int to int
        By year [1].
    """
    connection = view.connect()
    try:
        return counted(connection, rests_on)
    finally:
        connection.close()


def counted(connection: duckdb.DuckDBPyConnection, rests_on: Book) -> dict[int, int]:
    """Count the importers of each year, as :func:`importers` does, on a connection of the view."""
    return dict(
        connection.execute(
            f"SELECT year, count(DISTINCT reporter) FROM ({_annual(rests_on)}) GROUP BY year ORDER BY year"
        ).fetchall()
    )


def read(view: View, rests_on: Book) -> Flows:
    """Read all flows that a view shows.

    Parameters
    ----------
    view : View
        What may be seen.
    rests_on : Book
        The flows.

    Returns
    -------
    Flows
        The flows.
    """
    connection = view.connect()
    try:
        return drawn(connection, rests_on, "true")
    finally:
        connection.close()


def _annual(rests_on: Book) -> str:
    named = f"basis = {literal(rests_on.basis)} AND nomenclature = {literal(rests_on.nomenclature)}"
    apart = f"reporter NOT IN {WHOLE} AND partner NOT IN {WHOLE}"  # the bloc is made of its members
    return f"SELECT * FROM ({flows_sql()}) WHERE freq = 'A' AND {named} AND {apart}"


def drawn(connection: duckdb.DuckDBPyConnection, rests_on: Book, condition: str) -> Flows:
    """Read flows that meet a condition, on a connection of the view."""
    connection.execute("SET threads = 1")
    connection.execute(  # a table first: DuckDB 1.5 does not finish when it streams this query to Arrow
        f"""CREATE OR REPLACE TEMP TABLE drawn AS
        SELECT product, reporter, partner, year, value, weight FROM ({_annual(rests_on)}) WHERE {condition}"""
    )
    table = connection.execute("SELECT * FROM drawn").to_arrow_table()
    members = union_members()
    return read_flows(table, {"country": members["country"], "year": members["year"].to_pylist()})
