"""What lies in store of each product that forecasts look at, as the view of a day tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tocsin.core.units import factor
from tocsin.indicators.cover import HELD, USED
from tocsin.pipeline.given import WEIGHED, precedence
from tocsin.ref.commodities import code_rows

if TYPE_CHECKING:
    import duckdb

Holdings = dict[tuple[str, str, int], tuple[float, float]]
#: Code list that goods codes of commodities are of.
CODES = "HS1992"


def give_holdings(connection: duckdb.DuckDBPyConnection, nomenclature: str) -> Holdings:
    """Return stocks and consumption by the codes a commodity is traded under, by the rules of days of cover.

    Of several sources the one with the higher precedence is taken, year by year. A withheld figure, or one given only
    in several forms (ore, metal), is not known; where one kind of stock is not known, neither is their sum.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        With the judged tables of a view.
    nomenclature : str
        Code list wanted; codes are known in the first edition of the Harmonized System.

    Returns
    -------
    dict of (str, str, int) to (float, float)
        Weight stored at the year's end and weight used in it, by code, holder and year [kg]; NaN where not known. Empty
        for another nomenclature.
    """
    if nomenclature != CODES:
        return {}
    connection.register("ranks_of_stocks", pa.table(precedence()))
    rows = connection.execute(_sql()).fetchall()
    connection.unregister("ranks_of_stocks")
    shown = {code: commodity for commodity, code, mine in code_rows() if mine}
    codes: dict[str, list[str]] = {}
    for code, commodity in shown.items():
        codes.setdefault(commodity, []).append(code)
    return {
        (code, holder, year): (np.nan if stored is None else stored, np.nan if used is None else used)
        for holder, commodity, year, stored, used in rows
        for code in codes.get(commodity, ())
    }


def _sql() -> str:
    """Return the SELECT of what each holder stored and used of each commodity in each year."""
    weight = " ".join(f"WHEN '{unit}' THEN {factor(unit, 'kg')!r}" for unit in WEIGHED)
    return f"""WITH ranked AS (
            SELECT holder, commodity, year, split_part(kind, ':', 1) AS base, contains(kind, ':') AS part,
                quantity * CASE quantity_unit {weight} END AS weight
            FROM stock JOIN ranks_of_stocks ON source = ranked
            WHERE freq = 'A' AND quantity_unit IN {WEIGHED} AND split_part(kind, ':', 1) IN {(*HELD, USED)}
            QUALIFY rank() OVER (PARTITION BY holder, commodity, year ORDER BY precedence DESC, source) = 1),
        formed AS (
            SELECT holder, commodity, year, base,
                CASE WHEN count(*) FILTER (NOT part) = 1 THEN max(weight) FILTER (NOT part)
                    WHEN count(*) = 1 THEN max(weight) END AS weight
            FROM ranked GROUP BY ALL)
        SELECT holder, commodity, year,
            CASE WHEN count(*) FILTER (base <> '{USED}') = count(weight) FILTER (base <> '{USED}')
                THEN sum(weight) FILTER (base <> '{USED}') END AS stored,
            max(weight) FILTER (base = '{USED}' AND weight > 0) AS used
        FROM formed GROUP BY ALL ORDER BY ALL"""
