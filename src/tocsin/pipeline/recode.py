"""Conversion on the lake: its concordances, its flows and the trade that shares go by, as of a day.

Sources are converted apart and never added up. Shares by trade go, for each nomenclature, by one source: the reporter's
whole world before a part of it, then the higher declared precedence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from tocsin.core.errors import UsageError
from tocsin.pipeline.concordance import TABLES, find_way
from tocsin.pipeline.conversion import Conversion, convert
from tocsin.pipeline.given import basis_sql, once_sql
from tocsin.pipeline.shares import WORLD
from tocsin.sources.declaration import sources

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

BLOC = "EU"
COLUMNS = "reporter, partner, direction, product, nomenclature, period, freq, trade_value, net_weight, status"


@dataclass(frozen=True)
class Wanted:
    """Which flows are wanted; empty means all.

    Parameters
    ----------
    reporters, products : tuple of str
        ISO3 and codes of the source nomenclature.
    periods : tuple of str or None
        First and last period.
    direction, freq : str
        ``"import"`` or ``"export"``; frequency.
    """

    reporters: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    periods: tuple[str, str] | None = None
    direction: str = "import"
    freq: str = "A"


def read_concordance(connection: duckdb.DuckDBPyConnection, table: str = TABLES[0]) -> pa.Table:
    """Return the concordances that a view shows.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of a view.
    table : str
        ``"conversion"``: newer codes to one older each; ``"correlation"``: all pairs that overlap.

    Returns
    -------
    pyarrow.Table
        Pairs of codes.

    Raises
    ------
    UsageError
        If the word is another.
    """
    if table not in TABLES:
        raise UsageError(f"table {table!r} is unknown", where="--table", remedy=f"Choose {' or '.join(TABLES)}.")
    return connection.execute(
        """SELECT DISTINCT nomenclature, code, to_nomenclature, to_code FROM concordance
        WHERE ends_with(scope, ' correlation') = (? = 'correlation')""",
        [table],
    ).to_arrow_table()


def convert_flows(
    connection: duckdb.DuckDBPyConnection,
    source: str,
    target: str,
    wanted: Wanted,
    *,
    split: str = "equal",
    table: str = TABLES[0],
) -> dict[str, Conversion]:
    """Convert flows of the lake.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of a view.
    source, target : str
        Nomenclatures.
    wanted : Wanted
        Which flows.
    split : str
        ``"equal"`` or ``"trade"``.
    table : str
        ``"conversion"`` or ``"correlation"``.

    Returns
    -------
    dict of str to Conversion
        By source of the flows; empty if none holds any.

    Raises
    ------
    UsageError
        If a word is unknown, no table leads there, or the EU is asked for as a reporter.
    """
    if BLOC in wanted.reporters:
        raise UsageError("the EU is no reporter of flows", where="--reporter", remedy="Name its members.")
    concordance = read_concordance(connection, table)
    steps = [step.target for step in find_way(concordance, source, target)]
    trade = _read_trade(connection, steps, wanted.reporters) if split == "trade" else None
    rows = _read_flows(connection, source, wanted)
    found = {}
    for basis in sorted(pc.unique(rows["basis"]).to_pylist()):
        mine = rows.filter(pc.equal(rows["basis"], basis)).drop_columns(["basis"])
        found[basis] = convert(connection, mine, concordance, source, target, split=split, trade=trade)
    return found


def merge(connection: duckdb.DuckDBPyConnection, rows: pa.Table, *, partners: bool = False) -> list[dict[str, object]]:
    """Add up converted flows of one source.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Any connection.
    rows : pyarrow.Table
        Converted flows.
    partners : bool
        Keep partners apart.

    Returns
    -------
    list of dict
        Per reporter, direction, product and period: `trade_value` [USD] and `net_weight` [kg] (None if no flow has
        one), `flows` and `unweighed` [1], `split_share` (of the value, went through a split) [1], `from_products`.
    """
    key = "reporter, " + ("partner, " if partners else "") + "direction, nomenclature, product, period"
    connection.register("converted", rows)
    told = connection.execute(
        f"""SELECT {key}, sum(trade_value) AS trade_value, sum(net_weight) AS net_weight, count(*) AS flows,
            count(*) FILTER (net_weight IS NULL) AS unweighed,
            coalesce(sum(trade_value) FILTER (how <> 'whole') / nullif(sum(trade_value), 0), 0) AS split_share,
            list_sort(list(DISTINCT from_product)) AS from_products
        FROM converted GROUP BY ALL ORDER BY {key}"""
    ).to_arrow_table()
    connection.unregister("converted")
    listed: list[dict[str, object]] = told.to_pylist()
    return listed


def _read_flows(connection: duckdb.DuckDBPyConnection, source: str, wanted: Wanted) -> pa.Table:
    first, last = wanted.periods or ("", "9999-99")
    return connection.execute(
        f"""SELECT {basis_sql()} AS basis, {COLUMNS} FROM ({once_sql()})
        WHERE nomenclature = ? AND direction = ? AND freq = ? AND period >= ? AND left(period, len(?)) <= ?
            AND (len(?) = 0 OR list_contains(?, reporter)) AND (len(?) = 0 OR list_contains(?, product))
        ORDER BY ALL""",
        [source, wanted.direction, wanted.freq, first, last, last]
        + [list(wanted.reporters)] * 2
        + [list(wanted.products)] * 2,
    ).to_arrow_table()


def _read_trade(connection: duckdb.DuckDBPyConnection, steps: list[str], reporters: tuple[str, ...]) -> pa.Table:
    ranks = {told.name: (told.coverage == "world", told.precedence) for told in sources().values()}
    held = connection.execute(
        f"SELECT DISTINCT nomenclature, {basis_sql()} FROM flow WHERE list_contains(?, nomenclature)", [steps]
    ).fetchall()
    ranked = sorted(held, key=lambda row: (ranks.get(row[1].partition(":")[0], (False, 0)), row[1]))
    best: dict[str, str] = dict(ranked)  # of each nomenclature the last, which is the highest
    return connection.execute(
        f"""WITH chosen AS (
            SELECT *, {basis_sql()} AS basis FROM ({once_sql()})
            WHERE trade_value > 0 AND freq = 'A' AND reporter <> partner
        ), mine AS (
            SELECT nomenclature, reporter, direction, year, product, sum(trade_value) AS value FROM chosen
            WHERE list_contains(?, nomenclature || ' ' || basis) GROUP BY ALL
        )
        SELECT * FROM mine WHERE len(?) = 0 OR list_contains(?, reporter)
        UNION ALL SELECT nomenclature, '{WORLD}', direction, year, product, sum(value) FROM mine GROUP BY ALL""",
        [[f"{nomenclature} {basis}" for nomenclature, basis in best.items()], list(reporters), list(reporters)],
    ).to_arrow_table()
