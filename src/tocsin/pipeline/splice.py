"""A product through the editions: one series in pieces, each piece of one source and edition, every seam marked.

A period is told in the newest edition that was in force in its year and that the lake holds; of two sources of that
edition in the one of the higher declared precedence. Where source or edition changes, the first period bears status
`B`: what stands before it and what stands after it are not the same thing measured twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from tocsin.core.errors import UsageError
from tocsin.core.hs import parse_hs6
from tocsin.pipeline.board import edition_of
from tocsin.pipeline.concordance import find_way
from tocsin.pipeline.conversion import convert
from tocsin.pipeline.given import basis_sql
from tocsin.pipeline.recode import Wanted
from tocsin.ref.products import products
from tocsin.sources.declaration import sources

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Point:
    """One period of a spliced series.

    Parameters
    ----------
    period, nomenclature, source : str
        What it is about, in which edition, from which source.
    products : tuple of str
        Codes added up.
    trade_value, net_weight : float or None
        Sum over partners [USD, kg]; None where no flow has one.
    status : str
        ``B`` on the first period after a seam, else the least certain status of its flows.
    """

    period: str
    nomenclature: str
    source: str
    products: tuple[str, ...]
    trade_value: float | None
    net_weight: float | None
    status: str


def codes_in(
    connection: duckdb.DuckDBPyConnection, concordance: pa.Table, codes: tuple[str, ...], source: str, target: str
) -> tuple[str, ...]:
    """Return what codes of one edition become in another, whatever their shares.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Any connection.
    concordance : pyarrow.Table
        Rows of the table of that name.
    codes : tuple of str
        Codes of `source`.
    source, target : str
        Nomenclatures.

    Returns
    -------
    tuple of str
        Codes of `target`; none if nothing leads there.
    """
    try:
        find_way(concordance, source, target)
    except UsageError:
        return ()
    given = pa.table({"product": pa.array(list(codes), pa.string())})
    found = convert(connection, given, concordance, source, target).rows["product"].to_pylist()
    return tuple(sorted(set(found)))


def codes_through(
    connection: duckdb.DuckDBPyConnection, concordance: pa.Table, product: str, source: str
) -> dict[str, tuple[str, ...]]:
    """Return the codes of a product in every edition that the flows of a view are in.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of a view.
    concordance : pyarrow.Table
        Rows of the table of that name.
    product : str
        Id in the product book, which has codes of its own for each edition, or a code of `source`.
    source : str
        Edition of the code.

    Returns
    -------
    dict of str to tuple of str
        Codes by nomenclature.
    """
    found = connection.execute(
        "SELECT DISTINCT nomenclature FROM flow WHERE starts_with(nomenclature, 'HS')"
    ).fetchall()
    held = {str(name): edition_of(str(name)) for (name,) in sorted(found)}
    if product in products():
        return {name: products()[product].codes(edition) for name, edition in held.items() if edition}
    return {name: codes_in(connection, concordance, (parse_hs6(product),), source, name) for name in held}


def series(
    connection: duckdb.DuckDBPyConnection, codes: Mapping[str, tuple[str, ...]], reporter: str, wanted: Wanted
) -> list[Point]:
    """Tell the trade of a reporter in a product through the editions.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of a view, or any that has a table `flow`.
    codes : mapping of str to tuple of str
        Codes of the product by nomenclature.
    reporter : str
        ISO3.
    wanted : Wanted
        Direction, frequency and periods.

    Returns
    -------
    list of Point
        By period.
    """
    first, last = wanted.periods or ("", "9999-99")
    pairs = [f"{nomenclature} {code}" for nomenclature, listed in codes.items() for code in listed]
    rows = connection.execute(
        f"""SELECT period, nomenclature, {basis_sql()} AS basis, sum(trade_value), sum(net_weight),
            max(CASE status WHEN 'A' THEN 0 WHEN 'B' THEN 0 WHEN 'P' THEN 1 WHEN 'E' THEN 2 ELSE 3 END)
        FROM flow WHERE reporter = ? AND direction = ? AND freq = ? AND period >= ? AND left(period, len(?)) <= ?
            AND reporter <> partner AND list_contains(?, nomenclature || ' ' || product)
        GROUP BY ALL""",
        [reporter, wanted.direction, wanted.freq, first, last, last, pairs],
    ).fetchall()
    best: dict[str, tuple[str, str, float | None, float | None, int]] = {}
    for period, *rest in sorted(rows, key=lambda row: _rank(row[0], row[1], row[2])):
        best[period] = (rest[0], rest[1], rest[2], rest[3], rest[4])
    return _mark(best, codes)


def _rank(period: str, nomenclature: str, basis: str) -> tuple[bool, str, int, str]:
    """Order by: in force in its year, newer edition, declared precedence, name."""
    told = sources().get(basis.partition(":")[0])
    return (nomenclature[2:] <= period[:4], nomenclature, told.precedence if told else 0, basis)


def _mark(
    best: Mapping[str, tuple[str, str, float | None, float | None, int]], codes: Mapping[str, tuple[str, ...]]
) -> list[Point]:
    points: list[Point] = []
    for period in sorted(best):
        nomenclature, basis, value, weight, doubt = best[period]
        seam = bool(points) and (points[-1].nomenclature, points[-1].source) != (nomenclature, basis)
        status = "B" if seam else "APEM"[doubt]
        points.append(Point(period, nomenclature, basis, codes[nomenclature], value, weight, status))
    return points
