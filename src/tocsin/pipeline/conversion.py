"""Flows of one nomenclature told in another, value and weight conserved, what has no place told apart.

A code that becomes n codes gives each a share, as :mod:`tocsin.pipeline.shares` says: 1/n, or in proportion to trade.
Shares of several steps multiply, so that going by way of a third edition is the same as converting twice. What a code
without an entry holds is told under `unplaced`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.errors import UsageError
from tocsin.pipeline.concordance import Step, find_way, open_links
from tocsin.pipeline.shares import TRADE, WORLD, take_step

if TYPE_CHECKING:
    import duckdb

SPLITS = ("equal", "trade")
MEASURES = ("trade_value", "net_weight", "quantity")
_GIVEN = {"reporter": f"'{WORLD}'", "direction": "'import'", "period": "'9999'"}


@dataclass(frozen=True)
class Unplaced:
    """What of a code found no place.

    Parameters
    ----------
    code, stopped_at : str
        Code as given, and the code it had become where the way ends.
    step : str
        The concordance that has no entry for it: ``"HS2017 -> HS1992"``.
    flows : int
        Flows concerned [1].
    trade_value, net_weight : float
        What they hold of it [USD, kg].
    """

    code: str
    stopped_at: str
    step: str
    flows: int
    trade_value: float
    net_weight: float


@dataclass(frozen=True)
class Conversion:
    """Converted flows and the account of them.

    Parameters
    ----------
    rows : pyarrow.Table
        Columns as given, `product` and `nomenclature` those of the target, measures multiplied by `share`; and
        `from_product`, `share` [1], `how` (``"whole"``, ``"equal"``, ``"trade"``). Status is ``E`` where a flow was
        split, unless it is ``M``.
    way : tuple of Step
        Concordances used.
    unplaced : tuple of Unplaced
        Largest value first.
    totals : dict of str to dict of str to float
        ``given``, ``placed``, ``unplaced`` and, of what is placed, ``equal`` and ``trade``, which went through a split
        of that kind: each `flows` [1], `trade_value` [USD], `net_weight` [kg].
    """

    rows: pa.Table
    way: tuple[Step, ...]
    unplaced: tuple[Unplaced, ...]
    totals: dict[str, dict[str, float]]


def convert(
    connection: duckdb.DuckDBPyConnection,
    rows: pa.Table,
    concordance: pa.Table,
    source: str,
    target: str,
    *,
    split: str = "equal",
    trade: pa.Table | None = None,
) -> Conversion:
    """Convert flows, or any table of `product` with `trade_value` and `net_weight`.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Any connection.
    rows : pyarrow.Table
        Flows of `source`; `reporter`, `direction` and `period` are used by split ``trade`` where they are there.
    concordance : pyarrow.Table
        Rows of the table of that name.
    source, target : str
        Nomenclatures: ``"HS2017"``, ``"HS1992"``, ``"BEC4"``.
    split : str
        ``"equal"`` or ``"trade"``.
    trade : pyarrow.Table, optional
        Trade that split ``trade`` goes by, columns as in `TRADE`; reporter ``"WLD"`` is the world.

    Returns
    -------
    Conversion
        Flows and account.

    Raises
    ------
    UsageError
        If the split is unknown, a row is of another nomenclature, or no table leads to the target.
    """
    if split not in SPLITS:
        raise UsageError(f"split {split!r} is unknown", where="--split", remedy=f"Choose {' or '.join(SPLITS)}.")
    way = find_way(concordance, source, target)
    _open_flows(connection, rows, source)
    connection.register("trade_given", trade if trade is not None and split == "trade" else TRADE.empty_table())
    connection.execute("CREATE OR REPLACE TEMP TABLE traded AS SELECT * FROM trade_given WHERE value > 0")
    for step in way:
        open_links(connection, concordance, step)
        take_step(connection, step)
    result = _result(connection, [name for name in rows.column_names if name not in MEASURES], target)
    unplaced = tuple(Unplaced(*row) for row in connection.execute(_UNPLACED).fetchall())
    for name in ("flows_given", "trade_given"):
        connection.unregister(name)
    return Conversion(result, way, unplaced, _totals(rows, result, unplaced))


def _open_flows(connection: duckdb.DuckDBPyConnection, rows: pa.Table, source: str) -> None:
    """Number the flows and gather the cells whose shares are alike: code, reporter, direction, year."""
    names = set(rows.column_names)
    other = set(pc.unique(rows["nomenclature"]).to_pylist()) - {source} if "nomenclature" in names else set()
    if other:
        raise UsageError(f"rows of {min(map(str, other))} among those of {source}", remedy="Convert them apart.")
    for name in MEASURES:
        if name not in names:
            rows = rows.append_column(name, pa.nulls(len(rows), pa.float64()))
    connection.register("flows_given", rows)
    given = ", ".join(
        f"coalesce({name if name in names else missing}, {missing}) AS cell_{name}" for name, missing in _GIVEN.items()
    )
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE flows AS SELECT *, dense_rank() OVER (
            ORDER BY product, cell_reporter, cell_direction, left(cell_period, 4)) AS cell
        FROM (SELECT row_number() OVER () AS flow, {given}, * FROM flows_given)"""
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE cells AS SELECT DISTINCT cell, product AS origin, cell_reporter AS reporter,
            cell_direction AS direction, left(cell_period, 4)::INT AS year FROM flows"""
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE shares AS SELECT cell, origin AS code, 1.0::DOUBLE AS share, "
        "false AS equal, false AS trade FROM cells"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE lost (cell BIGINT, stopped_at VARCHAR, share DOUBLE, step VARCHAR)"
    )


_UNPLACED = """SELECT product, stopped_at, step, count(*), coalesce(sum(trade_value * share), 0.0),
    coalesce(sum(net_weight * share), 0.0)
FROM flows JOIN lost USING (cell) GROUP BY ALL ORDER BY 5 DESC, 4 DESC, 1, 2, 3"""


def _result(connection: duckdb.DuckDBPyConnection, names: list[str], target: str) -> pa.Table:
    new = {"product": "code", "nomenclature": f"'{target}'"}
    if "status" in names:
        new["status"] = "CASE WHEN share = 1 OR status = 'M' THEN status ELSE 'E' END"
    kept = ", ".join(f"{new[name]} AS {name}" if name in new else f"flows.{name}" for name in names)
    if "nomenclature" not in names:
        kept += f", '{target}' AS nomenclature"
    amounts = ", ".join(f"{name} * share AS {name}" for name in MEASURES)
    how = "CASE WHEN equal THEN 'equal' WHEN trade THEN 'trade' ELSE 'whole' END"
    return connection.execute(
        f"""SELECT {kept}, {amounts}, product AS from_product, share, {how} AS how
        FROM flows JOIN shares USING (cell) ORDER BY flow, code"""
    ).to_arrow_table()


def _totals(rows: pa.Table, result: pa.Table, unplaced: tuple[Unplaced, ...]) -> dict[str, dict[str, float]]:
    def add(table: pa.Table) -> dict[str, float]:
        sums = {name: pc.sum(table[name]).as_py() if name in table.column_names else None for name in MEASURES[:2]}
        return {"flows": len(table)} | {name: value or 0.0 for name, value in sums.items()}

    lost = {
        "flows": sum(one.flows for one in unplaced),
        "trade_value": sum(one.trade_value for one in unplaced),
        "net_weight": sum(one.net_weight for one in unplaced),
    }
    split = {how: add(result.filter(pc.equal(result["how"], how))) for how in SPLITS}
    return {"given": add(rows), "placed": add(result), "unplaced": lost, **split}
