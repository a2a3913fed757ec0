"""An analyst's desk: the lake as of one day, its indicators at hand, and one rule for which source is shown.

Where several sources hold the same importer and product, a line rests on one that holds the world's trade, for most of
what it says needs all importers; of several the one that reaches the latest period; of two that reach equally far the
one with the higher declared precedence, then the newer edition of the nomenclature.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tocsin.core.progress import Told, silent
from tocsin.lake import Lake, View
from tocsin.lake.view import Slice
from tocsin.pipeline.collect import gaps
from tocsin.pipeline.given import flows_sql, precedence, union_members
from tocsin.pipeline.index import Index, index
from tocsin.pipeline.retrieved import is_retrieved
from tocsin.sources.declaration import sources

if TYPE_CHECKING:
    import duckdb

BLOC = "EU"
BREAK = 2023


@dataclass(frozen=True)
class Cell:
    """Where a number on the board comes from.

    Parameters
    ----------
    basis, nomenclature, product, period : str
        Source, code list, code and period of the flows.
    """

    basis: str
    nomenclature: str
    product: str
    period: str


@dataclass(frozen=True)
class Purchase:
    """What a reporter bought of a product from one partner in one period.

    Parameters
    ----------
    cell : Cell
        Which product and period.
    partner : str
        ISO3 of the supplier.
    value : float
        Import value [USD].
    weight : float or None
        Net weight [kg]; None where no flow has one.
    flows, unweighed, zeros : int
        Observations added up, those without weight, those with value zero [1].
    """

    cell: Cell
    partner: str
    value: float
    weight: float | None
    flows: int
    unweighed: int
    zeros: int


class Desk:
    """The lake as of a day.

    Parameters
    ----------
    lake : Lake
        The lake.
    as_of : datetime.date
        The day: nothing unknown then is used.
    told : callable
        Called with a sentence when something that takes time begins.
    """

    def __init__(self, lake: Lake, as_of: date, *, told: Told = silent) -> None:
        self.lake = lake
        self.view: View = lake.as_of(as_of)
        self.index: Index = index(lake, self.view, told=told)
        self.connection: duckdb.DuckDBPyConnection = self.index.connect()
        self.connection.register("precedence_given", pa.table(precedence()))
        self.connection.execute("CREATE TEMP TABLE precedence AS SELECT * FROM precedence_given")
        self.connection.execute(f"CREATE TEMP VIEW imports AS {flows_sql()}")
        self.connection.register("members_given", pa.table(union_members()))
        self.connection.execute("CREATE TEMP TABLE members AS SELECT * FROM members_given")

    def cells(self, reporter: str, *, freq: str = "A") -> list[Cell]:
        """Return what a reporter imports in the latest period of each source, the preferred source first.

        Parameters
        ----------
        reporter : str
            ISO3 or ``"EU"``.
        freq : str
            Frequency.

        Returns
        -------
        list of Cell
            Codes of several sources and editions may overlap; the first is the one to show.
        """
        rows = self.connection.execute(
            """WITH mine AS (
                SELECT basis, nomenclature, product, period FROM indicator
                WHERE name = 'import_value' AND reporter = ? AND freq = ? AND value > 0
            ), last AS (SELECT basis, nomenclature, max(period) AS period FROM mine GROUP BY ALL)
            SELECT basis, nomenclature, product, period FROM mine JOIN last USING (basis, nomenclature, period)
            LEFT JOIN precedence ON ranked = split_part(basis, ':', 1)
            ORDER BY coalesce(worldwide, false) DESC, period DESC, coalesce(precedence, 0) DESC, nomenclature DESC,
                basis, product""",
            [reporter, freq],
        ).fetchall()
        return [Cell(*row) for row in rows]

    def codes(self) -> list[tuple[str, str]]:
        """Return every code that the view holds imports of.

        Returns
        -------
        list of (str, str)
            Nomenclature and code.
        """
        return self.connection.execute(
            "SELECT DISTINCT nomenclature, product FROM indicator WHERE name = 'world_export_hhi' ORDER BY ALL"
        ).fetchall()

    def values(self, reporter: str, periods: Iterable[str], *, freq: str = "A") -> dict[Cell, dict[str, float]]:
        """Return every indicator of a reporter in some periods, those of the world included.

        Parameters
        ----------
        reporter : str
            ISO3 or ``"EU"``.
        periods : iterable of str
            Periods.
        freq : str
            Frequency.

        Returns
        -------
        dict of Cell to dict of str to float
            Values by public id.
        """
        found: dict[Cell, dict[str, float]] = {}
        rows = self.connection.execute(
            """SELECT basis, nomenclature, product, period, name, value FROM indicator
            WHERE reporter IN (?, 'WLD') AND freq = ? AND list_contains(?, period)""",
            [reporter, freq, sorted(set(periods))],
        ).fetchall()
        for basis, nomenclature, product, period, name, value in rows:
            found.setdefault(Cell(basis, nomenclature, product, period), {})[name] = value
        return found

    def purchases(self, reporter: str, products: Iterable[str], first: str, *, freq: str = "A") -> list[Purchase]:
        """Return what a reporter bought from whom; for the EU, what its members of the year bought outside.

        Parameters
        ----------
        reporter : str
            ISO3 or ``"EU"``.
        products : iterable of str
            Codes.
        first : str
            First period.
        freq : str
            Frequency.

        Returns
        -------
        list of Purchase
            Largest first within a period.
        """
        inside = "EXISTS (SELECT 1 FROM members m WHERE m.country = flow.{side} AND m.year = flow.year)"
        who = (
            f"{inside.format(side='reporter')} AND NOT {inside.format(side='partner')}"
            if reporter == BLOC
            else "reporter = ?"
        )
        rows = self.connection.execute(
            f"""SELECT basis, nomenclature, product, period, partner, sum(value), sum(weight), count(*),
                count(*) FILTER (coalesce(weight, 0) <= 0), count(*) FILTER (value = 0)
            FROM imports AS flow WHERE freq = ? AND year >= ? AND period >= ? AND list_contains(?, product) AND {who}
            GROUP BY ALL ORDER BY period, sum(value) DESC, partner""",
            [freq, int(first[:4]), first, sorted(set(products)), *([] if reporter == BLOC else [reporter])],
        ).fetchall()
        return [Purchase(Cell(*row[:4]), *row[4:]) for row in rows]

    def lake_facts(self, bases: Iterable[str] | None = None) -> dict[str, Any]:
        """Say what everything on the desk rests on.

        Parameters
        ----------
        bases : iterable of str, optional
            Limit flows to those of these bases.

        Returns
        -------
        dict
            ``digest``, ``reconstructed``, and ``sources``: by source, dataset and vintage its release date, whether
            that is assumed, its licence and the sentence that must go with it.
        """
        wanted = None if bases is None else set(bases)
        shown = {
            key: fact
            for key, fact in self._facts().items()
            if wanted is None or fact["table"] != "flow" or fact["basis"] in wanted
        }
        return {
            "digest": self.view.digest,
            "reconstructed": any(fact["reconstructed"] for fact in shown.values() if fact["table"] == "flow"),
            "sources": [shown[key] for key in sorted(shown)],
        }

    def fact_of(self, load_id: str) -> dict[str, Any]:
        """Return the entry of :meth:`lake_facts` that a load belongs to."""
        part = next(part for part in self.view.slices if part.load_id == load_id)
        return self._facts()[self._name_of(part)]

    def _name_of(self, part: Slice) -> tuple[str, str, str, str]:
        told = sources().get(part.source)
        scopes: Any = self.view.loads[part.load_id]["scopes"]
        dataset = ", ".join(scopes) if told and told.datasets else ""
        return (part.source, dataset, part.table, part.vintage)

    def _facts(self) -> dict[tuple[str, str, str, str], dict[str, Any]]:
        shown: dict[tuple[str, str, str, str], dict[str, Any]] = {}
        for part in self.view.slices:
            told, name = sources().get(part.source), self._name_of(part)
            dataset = name[1]
            entry = shown.setdefault(
                name,
                {
                    "source": part.source,
                    "basis": f"{part.source}:{dataset}" if dataset else part.source,
                    "table": part.table,
                    "title": dataset or (told.title_of(part.table) if told else part.source),
                    "url": told.url_of(part.table) if told else "",
                    "vintage": part.vintage,
                    "released_on": part.released_on.isoformat() if part.released_on else None,
                    "released_on_assumed": is_retrieved(part.vintage)
                    or (part.table, part.vintage) in (told.assumed if told else ()),
                    "reconstructed": False,
                    "last_period": "",
                    "licence": self._licence(part, dataset),
                    "attribution": told.attribution_of(part.table) if told else "",
                },
            )
            entry["reconstructed"] = entry["reconstructed"] or part.reconstructed
            entry["last_period"] = max(entry["last_period"], self._last_period(part))
        return shown

    def _licence(self, part: Slice, dataset: str) -> str:
        told = sources().get(part.source)
        return told.licence_of(part.table) if told and not dataset else str(self.view.loads[part.load_id]["licence"])

    def _last_period(self, part: Slice) -> str:
        if part.cut is None:
            return str(self.view.loads[part.load_id]["last_period"])
        found = self.connection.execute(
            f"SELECT max(period) FROM {part.table} WHERE load_id = ?", [part.load_id]
        ).fetchone()
        return str(found[0]) if found else ""

    def notes(self, bases: Iterable[str] | None = None) -> list[str]:
        """Return the sentences that belong under everything shown.

        Parameters
        ----------
        bases : iterable of str, optional
            Limit flows to those of these bases.

        Returns
        -------
        list of str
            On assumed dates, reconstructed vintages and the break in governance scores.
        """
        facts = self.lake_facts(bases)["sources"]
        notes = [
            f"Release date of {fact['vintage']} ({fact['released_on']}) is assumed from its publisher's rhythm."
            for fact in facts
            if fact["released_on_assumed"] and not fact["reconstructed"] and not is_retrieved(fact["vintage"])
        ]
        notes += [
            f"{name}: answers that bear no date count from the day of their retrieval, the latest possible release."
            for name in sorted({fact["source"] for fact in facts if is_retrieved(fact["vintage"])})
        ]
        notes += [
            f"{_release(fact)} was not out on {self.view.as_of}, or its date is unknown: "
            "what could be known then is reconstructed from it by its publication lag."
            for fact in facts
            if fact["reconstructed"]
        ]
        for name in sorted({fact["source"] for fact in facts}):
            notes += gaps(self.lake, name, self.view.as_of)
        if any(fact["table"] == "country_score" and fact["last_period"] >= str(BREAK) for fact in facts):
            notes.append(
                f"Governance scores change their method in {BREAK}: do not compare {BREAK} with earlier years."
            )
        return notes


def _release(fact: dict[str, Any]) -> str:
    return f"{fact['title']} ({fact['vintage']})" if fact["basis"] != fact["source"] else str(fact["vintage"])
