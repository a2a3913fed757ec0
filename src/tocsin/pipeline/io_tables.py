"""Input-output tables of the lake: which there are on a day, and one of them ready for the engine."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tocsin.core.errors import UsageError
from tocsin.core.registry import nearest
from tocsin.scenario.mrio import Mrio
from tocsin.scenario.sectors import SectorShocks, Shortfall, share_of, shocks_of, whole_of
from tocsin.sources.declaration import source, sources

if TYPE_CHECKING:
    import duckdb

    from tocsin.lake import View

#: What a caller shows where the lake holds no table of several regions.
NO_TABLE = (
    "The lake holds no multi-regional input-output table, so effects on other sectors are not computed and the product "
    "engine answers alone: tocsin collect wiod, icio or exiobase --file FILE."
)
#: Tables of more nodes than this are kept by their cells that are not zero, if few are not [nodes].
DENSE_NODES = 3_000
DENSE_CELLS = 0.25
_ROWS = 500_000


@dataclass(frozen=True)
class HeldTable:
    """One table of one year in the lake.

    Parameters
    ----------
    source, io_system, vintage : str
        Where it comes from, name and edition, release.
    year : int
        Year of its figures.
    unit : str
        Unit of its figures.
    cells : int
        Flows that are not zero [1].
    world : bool
        Whether it covers the world region by region, or one country.
    """

    source: str
    io_system: str
    vintage: str
    year: int
    unit: str
    cells: int
    world: bool

    @property
    def told(self) -> str:
        """Name it: ``"WIOD2013 of 2011"``."""
        return f"{self.io_system} of {self.year}"


def held_tables(view: View) -> list[HeldTable]:
    """Return the tables that could be known on the day of a view.

    Parameters
    ----------
    view : View
        The lake as of a day.

    Returns
    -------
    list of HeldTable
        The preferred one first: multi-regional before national, then the newest year, then by precedence of its source.
    """
    if not any(part.table == "io_table" for part in view.slices):
        return []
    with view.store.connect() as connection:
        rows = connection.execute(
            f"""SELECT source, io_system, max(vintage), period, min(unit), count(*) FILTER (part = 'Z')
            FROM ({view.sql("io_table")}) GROUP BY source, io_system, period"""
        ).fetchall()
    known = sources()
    tables = [
        HeldTable(name, system, vintage, int(period), unit, cells, name in known and known[name].coverage == "world")
        for name, system, vintage, period, unit, cells in rows
    ]
    return sorted(tables, key=lambda one: (one.world, one.year, source(one.source).precedence, one.io_system))[::-1]


def no_table(view: View) -> str:
    """Say that there is no multi-regional table, where there is none.

    Parameters
    ----------
    view : View
        The lake as of a day.

    Returns
    -------
    str
        One sentence for the user; empty if there is one.
    """
    return "" if any(one.world for one in held_tables(view)) else NO_TABLE


def choose_table(tables: Iterable[HeldTable], name: str = "", year: int | None = None) -> HeldTable:
    """Choose one of the tables held.

    Parameters
    ----------
    tables : iterable of HeldTable
        As :func:`held_tables` returns them.
    name : str
        Name and edition, or the source; any if empty.
    year : int, optional
        Year of its figures; the newest if not given.

    Returns
    -------
    HeldTable
        The first that fits.

    Raises
    ------
    UsageError
        If none fits.
    """
    held = list(tables)
    for one in held:
        if name.casefold() in {"", one.io_system.casefold(), one.source} and year in {None, one.year}:
            return one
    if not held:
        raise UsageError("the lake holds no input-output table", remedy="tocsin collect wiod --file FILE")
    wanted = " of ".join(text for text in (name, str(year or "")) if text)
    raise UsageError(
        f"input-output table {wanted} is not in the lake", remedy=nearest(wanted, [one.told for one in held])
    )


def read_mrio(view: View, name: str = "", year: int | None = None, *, dense: bool | None = None) -> Mrio:
    """Build one table for the engine.

    Parameters
    ----------
    view : View
        The lake as of a day.
    name : str
        Name and edition, or the source; the preferred one if empty.
    year : int, optional
        Year of its figures; the newest if not given.
    dense : bool, optional
        Whether to keep all cells; by default up to 3,000 nodes, or where more than a quarter are not zero.

    Returns
    -------
    Mrio
        Set right, with counts; parts of a country are added up to it.

    Raises
    ------
    UsageError
        If the lake has no such table.
    """
    chosen = choose_table(held_tables(view), name, year)
    with view.store.connect() as connection:
        connection.execute(f"CREATE VIEW io_table AS {view.sql('io_table')}")
        connection.execute(
            "CREATE MACRO chosen(kind) AS TABLE SELECT * FROM io_table WHERE source = "
            f"'{chosen.source}' AND io_system = '{chosen.io_system}' AND period = '{chosen.year}' AND part = kind"
        )
        return _Builder(connection, chosen, dense).build()


class _Builder:
    """Reads one table part by part, labels turned into places by the database."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, chosen: HeldTable, dense: bool | None) -> None:
        self.connection, self.chosen = connection, chosen
        regions, self.sectors = self._labels()
        self.regions = sorted({whole_of(name) for name in regions}, key=_rest_last)
        place = {name: i for i, name in enumerate(self.regions)}
        self._register("regions", {name: place[whole_of(name)] for name in regions})
        self._register("sectors", {name: i for i, name in enumerate(self.sectors)})
        self.n = len(self.regions) * len(self.sectors)
        full = chosen.cells > DENSE_CELLS * self.n**2
        self.dense = (self.n <= DENSE_NODES or full) if dense is None else dense

    def build(self) -> Mrio:
        demand, final = self._demand()
        return Mrio.of(
            self._flows(),
            demand,
            self._output(),
            regions=self.regions,
            sectors=self.sectors,
            final=final,
            name=self.chosen.io_system,
            year=self.chosen.year,
            unit=self.chosen.unit,
            owned=True,
        )

    def _labels(self) -> tuple[list[str], list[str]]:
        found: tuple[set[str], set[str]] = (set(), set())
        for query in (
            "SELECT DISTINCT from_region, from_sector FROM chosen('Z')",
            "SELECT DISTINCT to_region, to_sector FROM chosen('Z')",
            "SELECT DISTINCT from_region, from_sector FROM chosen('Y')",
            "SELECT DISTINCT from_region, from_sector FROM chosen('x')",
        ):
            for place, sector in self.connection.execute(query).fetchall():
                found[0].add(place)
                found[1].add(sector)
        return sorted(found[0]), sorted(found[1], key=_natural)

    def _register(self, name: str, places: Mapping[str, int]) -> None:
        table = pa.table(
            {"label": pa.array(list(places), pa.string()), "at": pa.array(list(places.values()), pa.int32())},
        )
        self.connection.register(name, table)

    def _node(self, side: str) -> str:
        return f"{side}_r.at * {len(self.sectors)} + {side}_s.at"

    def _join(self, side: str) -> str:
        return (
            f"JOIN regions AS {side}_r ON {side}_r.label = {side}_region "
            f"JOIN sectors AS {side}_s ON {side}_s.label = {side}_sector"
        )

    def _flows(self) -> object:
        from scipy import sparse

        reader = self.connection.execute(
            f"SELECT {self._node('from')} AS i, {self._node('to')} AS j, value "
            f"FROM chosen('Z') {self._join('from')} {self._join('to')}"
        ).to_arrow_reader(_ROWS)
        blocks = ((b["i"].to_numpy(), b["j"].to_numpy(), b["value"].to_numpy()) for b in reader)
        if not self.dense:
            i, j, value = (np.concatenate(part) for part in zip(*blocks, strict=True))
            return sparse.coo_array((value, (i, j)), shape=(self.n, self.n)).tocsr()
        flows = np.zeros(self.n * self.n)
        for i, j, value in blocks:
            np.add.at(flows, i.astype(np.int64) * self.n + j, value)  # parts of a country meet in one cell
        return flows.reshape(self.n, self.n)

    def _demand(self) -> tuple[np.ndarray, list[tuple[str, str]]]:
        rows = self.connection.execute(
            f"SELECT {self._node('from')} AS i, to_region, to_sector, value FROM chosen('Y') {self._join('from')}"
        ).to_arrow_table()
        pairs = list(zip(rows["to_region"].to_pylist(), rows["to_sector"].to_pylist(), strict=True))
        buyers = [(whole_of(place), category) for place, category in pairs]
        final = sorted(set(buyers), key=lambda pair: (_rest_last(pair[0]), _natural(pair[1])))
        at = {pair: k for k, pair in enumerate(final)}
        demand = np.zeros((self.n, max(1, len(final))))
        np.add.at(demand, (rows["i"].to_numpy(), [at[pair] for pair in buyers]), rows["value"].to_numpy())
        return demand, final

    def _output(self) -> np.ndarray:
        """Return published output; NaN where a node has none stated though its table states some."""
        rows = self.connection.execute(
            f"SELECT {self._node('from')} AS i, value, from_region AS place FROM chosen('x') {self._join('from')}"
        ).to_arrow_table()
        output = np.full(self.n, np.nan)
        width = len(self.sectors)
        for place in {whole_of(name) for name in rows["place"].to_pylist()}:  # what is not stated there is zero
            start = self.regions.index(place) * width
            output[start : start + width] = 0.0
        np.add.at(output, rows["i"].to_numpy(), rows["value"].to_numpy())
        return output


def product_shares(
    connection: duckdb.DuckDBPyConnection,
    table: Mrio,
    wanted: Iterable[tuple[str, str]],
    *,
    nomenclature: str = "HS1992",
) -> dict[tuple[str, str], float]:
    """Return the share of products in what their users buy of their sector, from the flows of the table's year.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view, see :meth:`tocsin.lake.View.connect`.
    table : Mrio
        The table.
    wanted : iterable of (str, str)
        Importer and six-digit code.
    nomenclature : str
        Edition of the codes.

    Returns
    -------
    dict of (str, str) to float
        Only those for which the lake holds imports of that year and the table a region [1].
    """
    pairs = sorted({pair for pair in wanted if pair[0] in table.regions})
    if not pairs:
        return {}
    ranks = sorted(sources().values(), key=lambda one: one.precedence)
    connection.register(
        "wanted_shares", pa.table({"reporter": [p[0] for p in pairs], "product": [p[1] for p in pairs]})
    )
    rows = connection.execute(
        """SELECT reporter, product, source, sum(trade_value) FROM flow JOIN wanted_shares USING (reporter, product)
        WHERE direction = 'import' AND freq = 'A' AND period = ? AND nomenclature = ? AND partner <> reporter
        GROUP BY ALL HAVING sum(trade_value) > 0""",
        [str(table.year), nomenclature],
    ).fetchall()
    connection.unregister("wanted_shares")
    order = {one.name: i for i, one in enumerate(ranks)}
    best = {(row[0], row[1]): row[3] for row in sorted(rows, key=lambda row: order.get(row[2], -1))}
    return {(place, code): share_of(table, place, code, value) for (place, code), value in best.items()}


def sector_shocks(
    connection: duckdb.DuckDBPyConnection,
    table: Mrio,
    missing: Mapping[tuple[str, str], np.ndarray],
    *,
    nomenclature: str = "HS1992",
    imports: Mapping[tuple[str, str], float] | None = None,
) -> SectorShocks:
    """Turn what countries miss of products into shocks of the input-output engine, shares from the lake.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view, see :meth:`tocsin.lake.View.connect`.
    table : Mrio
        The table that the engine runs on.
    missing : mapping of (str, str) to array
        By importer and six-digit code, the missing share of normal use by day, shape (days,) [1].
    nomenclature : str
        Edition of the codes.
    imports : mapping of (str, str) to float, optional
        What an importer buys of a product in a year, for those of which the lake holds nothing [USD/a].

    Returns
    -------
    SectorShocks
        Shocks, and notes on what they rest on and what had to be left out.
    """
    shares = product_shares(connection, table, missing, nomenclature=nomenclature)
    for (place, code), value in (imports or {}).items():
        if (place, code) in missing and (place, code) not in shares and place in table.regions:
            shares[place, code] = share_of(table, place, code, value)
    known = [
        Shortfall(place, code, path, shares.get((place, code), 0.0))
        for (place, code), path in missing.items()
        if (place, code) in shares or place not in table.regions
    ]
    made = shocks_of(table, known)
    lost = sorted(pair for pair in missing if pair not in shares and pair[0] in table.regions)
    notes = tuple(
        f"The lake holds no imports of {code} by {place} in {table.year}: not followed into its sectors."
        for place, code in lost
    )
    return SectorShocks(made.shocks, (*made.notes, *notes))


def _natural(text: str) -> tuple[object, ...]:
    """Sort ``c2`` before ``c10``."""
    return tuple((1, int(part)) if part.isdigit() else (0, part) for part in re.split(r"(\d+)", text) if part)


def _rest_last(code: str) -> tuple[bool, str]:
    return (code == "ROW" or len(code) != 3, code)
