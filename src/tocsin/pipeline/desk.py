"""An analyst's desk: the lake as of one day, its indicators at hand, and one rule for which source is shown.

Where several sources hold the same importer and product, the one that reaches the latest period is shown; of two that
reach equally far the one with the higher declared precedence, then the newer edition of the nomenclature.
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
from tocsin.pipeline.index import Index, basis_sql, index, union_members
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
        table = pa.table(
            {"ranked": list(sources()), "precedence": [source.precedence for source in sources().values()]}
        )
        self.connection.register("precedence_given", table)
        self.connection.execute("CREATE TEMP TABLE precedence AS SELECT * FROM precedence_given")
        self.connection.execute(f"CREATE TEMP VIEW based AS SELECT *, {basis_sql()} AS basis FROM flow")
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
            ORDER BY period DESC, coalesce(precedence, 0) DESC, nomenclature DESC, basis, product""",
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
            f"""SELECT basis, nomenclature, product, period, partner, sum(trade_value), sum(net_weight), count(*),
                count(*) FILTER (coalesce(net_weight, 0) <= 0), count(*) FILTER (trade_value = 0)
            FROM based AS flow WHERE direction = 'import' AND trade_value IS NOT NULL AND reporter <> partner
                AND freq = ? AND year >= ? AND period >= ? AND list_contains(?, product) AND {who}
            GROUP BY ALL ORDER BY period, sum(trade_value) DESC, partner""",
            [freq, int(first[:4]), first, sorted(set(products)), *([] if reporter == BLOC else [reporter])],
        ).fetchall()
        return [Purchase(Cell(*row[:4]), *row[4:]) for row in rows]

    def lake_facts(self) -> dict[str, Any]:
        """Say what everything on the desk rests on.

        Returns
        -------
        dict
            ``digest``, ``reconstructed``, and by source and vintage its release date, whether that is
            assumed, its licence and the sentence that must go with it.
        """
        shown: dict[tuple[str, str, str], dict[str, Any]] = {}
        for part in self.view.slices:
            told = sources().get(part.source)
            entry = shown.setdefault(
                (part.source, part.table, part.vintage),
                {
                    "source": part.source,
                    "table": part.table,
                    "title": told.title_of(part.table) if told else part.source,
                    "url": told.url_of(part.table) if told else "",
                    "vintage": part.vintage,
                    "released_on": part.released_on.isoformat() if part.released_on else None,
                    "released_on_assumed": (part.table, part.vintage) in (told.assumed if told else ()),
                    "reconstructed": False,
                    "last_period": "",
                    "licence": told.licence_of(part.table) if told else "",
                    "attribution": told.attribution_of(part.table) if told else "",
                },
            )
            entry["reconstructed"] = entry["reconstructed"] or part.reconstructed
            entry["last_period"] = max(entry["last_period"], self._last_period(part))
        return {
            "digest": self.view.digest,
            "reconstructed": self.view.reconstructed,
            "sources": [shown[key] for key in sorted(shown)],
        }

    def _last_period(self, part: Slice) -> str:
        if part.cut is None:
            return str(self.view.loads[part.load_id]["last_period"])
        found = self.connection.execute(
            f"SELECT max(period) FROM {part.table} WHERE load_id = ?", [part.load_id]
        ).fetchone()
        return str(found[0]) if found else ""

    def notes(self) -> list[str]:
        """Return the sentences that belong under everything shown.

        Returns
        -------
        list of str
            On assumed dates, reconstructed vintages and the break in governance scores.
        """
        facts = self.lake_facts()["sources"]
        notes = [
            f"Release date of {fact['vintage']} ({fact['released_on']}) is assumed from its publisher's rhythm."
            for fact in facts
            if fact["released_on_assumed"] and not fact["reconstructed"]
        ]
        notes += [
            f"{fact['vintage']} was not out on {self.view.as_of}, or its date is unknown: "
            "what could be known then is reconstructed from it by its publication lag."
            for fact in facts
            if fact["reconstructed"]
        ]
        if any(fact["table"] == "country_score" and fact["last_period"] >= str(BREAK) for fact in facts):
            notes.append(
                f"Governance scores change their method in {BREAK}: do not compare {BREAK} with earlier years."
            )
        return notes
