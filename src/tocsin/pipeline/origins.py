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
from tocsin.foresight.flows import Flags, Flows, Reals, last_known
from tocsin.foresight.labels import RULES, VOIDS, labels
from tocsin.foresight.model import asked
from tocsin.foresight.panel import Panel, arrays_of, panel, panel_of
from tocsin.foresight.trade import BASE, SPAN, Trade
from tocsin.pipeline.book import Book, book, counted, drawn, read
from tocsin.pipeline.dealings import give_dealings, give_moves, give_tones
from tocsin.pipeline.given import give_output, give_scores
from tocsin.pipeline.holdings import give_holdings
from tocsin.pipeline.index import digest_ahead
from tocsin.pipeline.kept import find, keep, maker, name_of
from tocsin.pipeline.newest import give_months
from tocsin.pipeline.restraints import give_acts, give_restraints

if TYPE_CHECKING:
    import duckdb

    from tocsin.lake import Lake, View

#: Days of a year on which a new year's figures are looked for: BACI comes in early spring, others in summer.
DAYS = ((3, 1), (9, 1))
Text = npt.NDArray[np.str_]
Pairs = Collection[tuple[int, int]]

__all__ = [
    "Book",
    "Origin",
    "Truth",
    "Verdicts",
    "book",
    "days",
    "draw",
    "keys",
    "labelled",
    "recall",
    "truth",
    "verdicts",
]


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


def recall(view: View, rests_on: Book) -> Origin | None:
    """Take the panel of a day from where it was kept.

    Parameters
    ----------
    view : View
        What the day shows.
    rests_on : Book
        The flows.

    Returns
    -------
    Origin or None
        None where it is not kept.
    """
    held = find(view.store.root, _name(view, rests_on))
    return None if held is None else Origin(view.as_of, digest_ahead(view), view.reconstructed, panel_of(held))


def draw(lake: Lake, day: date, rests_on: Book, shown: tuple[Flows, int] | None = None) -> Origin | None:
    """Draw the panel of a day, or take it from where it was kept.

    Parameters
    ----------
    lake : Lake
        The lake.
    day : datetime.date
        The day.
    rests_on : Book
        The flows.
    shown : tuple of Flows and int, optional
        Flows of which the day shows those up to its last known year, and that year; read from the view by default.

    Returns
    -------
    Origin or None
        None where not even a base of three years is known.
    """
    view = lake.as_of(day)
    if (held := recall(view, rests_on)) is not None:
        return held
    rows = _drawn(view, rests_on, shown)
    if rows is None:
        return None
    keep(lake.store.root, _name(view, rests_on), arrays_of(rows))
    return Origin(day, digest_ahead(view), view.reconstructed, rows)


def _name(view: View, rests_on: Book) -> str:
    return name_of("panel", digest_ahead(view), rests_on, maker())


def _drawn(view: View, rests_on: Book, shown: tuple[Flows, int] | None) -> Panel | None:
    connection = view.connect()
    try:
        trade = _trade(connection, rests_on) if shown is None else _cut(*shown)
        if trade is None:
            return None
        tables = (
            give_scores(connection),
            give_output(connection, rests_on.nomenclature),
            give_holdings(connection, rests_on.nomenclature),
            give_months(connection, view, trade.last),  # last: it leaves no other flows
            give_restraints(connection, rests_on.nomenclature, view.as_of),
            give_acts(connection, view.as_of),
            give_dealings(connection, view.as_of),
            give_moves(connection, view.as_of),
            give_tones(connection, view.as_of),
        )
    finally:
        connection.close()
    rows = panel(Given(trade, *tables))
    return rows.where(asked(rows))


def _trade(connection: duckdb.DuckDBPyConnection, rests_on: Book) -> Trade | None:
    """Read the window that a view looks back on; None where it knows too few years."""
    importers = counted(connection, rests_on)
    last = last_known(importers)
    if last - min(importers, default=last) < BASE:
        return None
    return Trade(drawn(connection, rests_on, f"year BETWEEN {last - SPAN + 1} AND {last}"), last)


def _cut(flows: Flows, last: int) -> Trade:
    return Trade(flows.between(last - SPAN + 1, last).numbered_anew(), last)


def truth(lake: Lake, day: date, rests_on: Book, wanted: Pairs) -> Truth:
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
    flows = read(lake.as_of(day), rests_on)
    first = int(flows.year.min()) if len(flows.year) else flows.last
    return Truth(flows.last, verdicts(flows, labelled(wanted, first, flows.last)))


def labelled(wanted: Pairs, first: int, last: int) -> list[tuple[int, int]]:
    """Return the pairs of base and target that figures of some years can label.

    Parameters
    ----------
    wanted : collection of tuple of int
        Last year of the base, and target year.
    first, last : int
        First year, and last known one.

    Returns
    -------
    list of tuple of int
        Those with a whole base and a known target.
    """
    return [(base, target) for base, target in wanted if first + BASE - 1 <= base < target <= last]


def verdicts(flows: Flows, pairs: Pairs) -> dict[tuple[int, int], Verdicts]:
    """Label past targets by flows.

    Parameters
    ----------
    flows : Flows
        Flows of all bases and targets.
    pairs : collection of tuple of int
        As from :func:`labelled`.

    Returns
    -------
    dict of tuple of int to Verdicts
        Labels of each.
    """
    return {pair: _verdicts(flows, *pair) for pair in pairs}


def _verdicts(flows: Flows, last: int, target: int) -> Verdicts:
    found = labels(flows, last, target)
    names = keys(np.asarray(flows.products)[found.product], np.asarray(flows.places)[found.importer])
    order = np.argsort(names)
    rules = {name: found.rules[name][order] for name in RULES}
    return Verdicts(names[order], rules, found.void[order], found.hub[order], found.stopped[order])
