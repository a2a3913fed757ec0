"""Past and present days to forecast from: what each showed, drawn through ``Lake.as_of`` and nothing else.

A day to forecast from is an *origin*. What its view shows becomes a panel of features; what the view knows of the years
that came after earlier origins becomes their labels. Nothing crosses from a later view into an earlier panel.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tocsin.foresight.channel import Given
from tocsin.foresight.flows import Flags, Flows, Reals, last_known, read_flows
from tocsin.foresight.labels import RULES, VOIDS, labels
from tocsin.foresight.model import asked
from tocsin.foresight.panel import Panel, arrays_of, panel, panel_of
from tocsin.foresight.trade import BASE, SPAN, Trade
from tocsin.lake.store import literal
from tocsin.pipeline.given import flows_sql, give_output, give_scores, precedence, union_members
from tocsin.pipeline.index import digest_of
from tocsin.pipeline.kept import find, keep, maker, name_of

if TYPE_CHECKING:
    import duckdb

    from tocsin.lake import Lake, View

#: Days of a year on which a new year's figures are looked for: BACI comes in early spring, others in summer.
DAYS = ((3, 1), (9, 1))
#: A source with fewer years than this teaches nothing.
HISTORY = 8
#: Codes of the bloc as a whole, which some sources report beside its members.
WHOLE = ("EU", "EUN")
Text = npt.NDArray[np.str_]


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


@dataclass(frozen=True)
class Origin:
    """One day to forecast from.

    Parameters
    ----------
    day : datetime.date
        The day.
    digest : str
        Digest of what its view showed.
    reconstructed : bool
        Whether the view stood in for a release that was not out yet.
    panel : Panel
        Features of every import that is given a probability.
    """

    day: date
    digest: str
    reconstructed: bool
    panel: Panel

    @property
    def last(self) -> int:
        """Last known year."""
        return self.panel.last


@dataclass(frozen=True)
class Verdicts:
    """Labels of all imports for one base and one target, by importer and code.

    Parameters
    ----------
    keys : numpy.ndarray
        ``"code|importer"``, sorted, shape (n,).
    rules : dict of str to numpy.ndarray
        Whether each rule holds, shape (n,).
    void : numpy.ndarray
        Place of the reason for having no label in :data:`tocsin.foresight.labels.VOIDS`, or -1, shape (n,).
    hub, stopped : numpy.ndarray
        Whether the importer re-exports; whether nothing came in the target year, shape (n,).
    """

    keys: Text
    rules: dict[str, Flags]
    void: npt.NDArray[np.int8]
    hub: Flags
    stopped: Flags

    def of(self, rows: Panel, rule: str) -> Reals:
        """Return 1 where the rule held, 0 where not, NaN where there is no label, for the rows of a panel."""
        return self.named(keys(rows.product, rows.reporter), rule)

    def named(self, wanted: Text, rule: str) -> Reals:
        """Return the same for imports by their names, ``"code|importer"``."""
        place, found = self._find(wanted)
        known = found & (self.void[place] < 0)
        return np.where(known, self.rules[rule][place].astype(np.float64), np.nan)

    def reason(self, rows: Panel) -> npt.NDArray[np.int8]:
        """Return why rows have no label, as in `void`; rows that are not there are not established."""
        place, found = self._find(keys(rows.product, rows.reporter))
        return np.where(found, self.void[place], np.int8(VOIDS.index("not established")))

    def hubs(self, rows: Panel) -> Flags:
        """Tell which rows are of importers that re-export."""
        place, found = self._find(keys(rows.product, rows.reporter))
        return found & self.hub[place]

    def stops(self, rows: Panel) -> Flags:
        """Tell which rows imported nothing in the target year."""
        place, found = self._find(keys(rows.product, rows.reporter))
        return found & self.stopped[place]

    def _find(self, wanted: Text) -> tuple[npt.NDArray[np.int64], Flags]:
        if not len(self.keys):
            return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
        place = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        return place, self.keys[place] == wanted


@dataclass(frozen=True)
class Truth:
    """What one view knows of past targets.

    Parameters
    ----------
    last : int
        Last known year.
    verdicts : dict of tuple of int to Verdicts
        By last year of the base and target year.
    """

    last: int
    verdicts: dict[tuple[int, int], Verdicts]


def keys(product: Text, reporter: Text) -> Text:
    """Name imports by code and importer.

    Parameters
    ----------
    product, reporter : numpy.ndarray
        Shape (n,).

    Returns
    -------
    numpy.ndarray
        ``"code|importer"``, shape (n,).
    """
    return np.char.add(np.char.add(product, "|"), reporter)


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


def days(lake: Lake, until: date) -> list[date]:
    """List the days that may show something new: each day of `DAYS` whose view differs from that of the one before.

    Parameters
    ----------
    lake : Lake
        The lake.
    until : datetime.date
        Last day looked at.

    Returns
    -------
    list of datetime.date
        Oldest first.
    """
    first = min((int(str(row["first_period"])[:4]) for row in lake.history() if row["table_name"] == "flow"), default=0)
    found: list[date] = []
    seen = ""
    for year in range(first, until.year + 1) if first else ():
        for month, day in DAYS:
            one = date(year, month, day)
            if one <= until and (digest := lake.as_of(one).digest) != seen:
                seen = digest
                found.append(one)
    return found


def draw(lake: Lake, day: date, rests_on: Book) -> Origin | None:
    """Draw the panel of a day, or take it from where it was kept.

    Parameters
    ----------
    lake : Lake
        The lake.
    day : datetime.date
        The day.
    rests_on : Book
        The flows.

    Returns
    -------
    Origin or None
        None where not even a base of three years is known.
    """
    view = lake.as_of(day)
    name = name_of("panel", digest_of(view), rests_on, maker())
    if (held := find(lake.store.root, name)) is not None:
        return Origin(day, view.digest, view.reconstructed, panel_of(held))
    rows = _drawn(view, rests_on)
    if rows is None:
        return None
    keep(lake.store.root, name, arrays_of(rows))
    return Origin(day, view.digest, view.reconstructed, rows)


def _drawn(view: View, rests_on: Book) -> Panel | None:
    connection = view.connect()
    try:
        counted = connection.execute(
            f"SELECT year, count(DISTINCT reporter) FROM ({_annual(rests_on)}) GROUP BY year"
        ).fetchall()
        last = last_known(dict(counted))
        if last - min((year for year, _ in counted), default=last) < BASE:
            return None
        trade = Trade(_flows(connection, rests_on, f"year BETWEEN {last - SPAN + 1} AND {last}"), last)
        given = Given(trade, give_scores(connection), give_output(connection, rests_on.nomenclature))
    finally:
        connection.close()
    rows = panel(given)
    return rows.where(asked(rows))


def truth(lake: Lake, day: date, rests_on: Book, wanted: Collection[tuple[int, int]]) -> Truth:
    """Label past targets by what a day shows; base and target come from that one view.

    Parameters
    ----------
    lake : Lake
        The lake.
    day : datetime.date
        The day.
    rests_on : Book
        The flows.
    wanted : collection of tuple of int
        Last year of the base, and target year.

    Returns
    -------
    Truth
        Labels of those whose target the view knows.
    """
    connection = lake.as_of(day).connect()
    try:
        flows = _flows(connection, rests_on, "true")
    finally:
        connection.close()
    first = int(flows.year.min()) if len(flows.year) else flows.last
    pairs = [(base, target) for base, target in wanted if first + BASE - 1 <= base < target <= flows.last]
    return Truth(flows.last, {pair: _verdicts(flows, *pair) for pair in pairs})


def _verdicts(flows: Flows, last: int, target: int) -> Verdicts:
    found = labels(flows, last, target)
    names = keys(np.asarray(flows.products)[found.product], np.asarray(flows.places)[found.importer])
    order = np.argsort(names)
    rules = {name: found.rules[name][order] for name in RULES}
    return Verdicts(names[order], rules, found.void[order], found.hub[order], found.stopped[order])


def _annual(rests_on: Book) -> str:
    named = f"basis = {literal(rests_on.basis)} AND nomenclature = {literal(rests_on.nomenclature)}"
    apart = f"reporter NOT IN {WHOLE} AND partner NOT IN {WHOLE}"  # the bloc is made of its members
    return f"SELECT * FROM ({flows_sql()}) WHERE freq = 'A' AND {named} AND {apart}"


def _flows(connection: duckdb.DuckDBPyConnection, rests_on: Book, condition: str) -> Flows:
    connection.execute("SET threads = 1")
    connection.execute(  # a table first: DuckDB 1.5 does not finish when it streams this query to Arrow
        f"""CREATE OR REPLACE TEMP TABLE drawn AS
        SELECT product, reporter, partner, year, value, weight FROM ({_annual(rests_on)}) WHERE {condition}"""
    )
    table = connection.execute("SELECT * FROM drawn").to_arrow_table()
    members = union_members()
    return read_flows(table, {"country": members["country"], "year": members["year"].to_pylist()})
