"""The newest months of imports that forecasts look at, as the view of a day tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tocsin.foresight.flows import BLOC
from tocsin.foresight.months import Months
from tocsin.pipeline.given import flows_sql, precedence
from tocsin.sources.declaration import sources

if TYPE_CHECKING:
    import duckdb

    from tocsin.lake import View

#: Codes of the bloc as a whole, which some sources report beside its members.
WHOLE = ("EU", "EUN")
_COLUMNS = ("reporter", "product", "month", "value", "weight", "weighed")


def has_months(view: View) -> bool:
    """Tell whether a view shows flows of a source that may hold months.

    Parameters
    ----------
    view : View
        What may be seen.

    Returns
    -------
    bool
        Whether it does.
    """
    return any(part.table == "flow" and not sources()[part.source].yearly_hs for part in view.slices)


def give_months(connection: duckdb.DuckDBPyConnection, view: View, since: int) -> Months:
    """Return monthly imports under six digits of the Harmonized System, of whichever source has them.

    Six-digit codes are taken as they are, whatever the edition, longer national ones under their six digits. Of several
    sources that hold an import the one that reaches the latest month is taken, then the one that goes before. The
    connection shows no other flows afterwards.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of the view.
    view : View
        What may be seen.
    since : int
        First year.

    Returns
    -------
    Months
        One entry per importer, code and month; the bloc as its source reports it.
    """
    if not has_months(view):
        return Months()
    connection.execute(
        f"""CREATE OR REPLACE VIEW flow AS SELECT * FROM ({view.sql("flow")})
        WHERE freq = 'M' AND direction = 'import' AND year >= {int(since)}"""
    )
    ranks = precedence()
    connection.register("ranks_of_months", pa.table({name: ranks[name] for name in ("ranked", "precedence")}))
    connection.execute("SET threads = 1")  # sums then come out the same bit for bit
    connection.execute(f"CREATE OR REPLACE TEMP TABLE newest AS {_sql()}")
    found = connection.execute("SELECT * FROM newest ORDER BY reporter, product, month").fetchnumpy()
    connection.unregister("ranks_of_months")
    columns = [np.asarray(found[name]) for name in _COLUMNS]
    reporter, product = (column.astype(np.str_) for column in columns[:2])
    value, weight, weighed = (np.ma.filled(found[name].astype(np.float64), 0.0) for name in _COLUMNS[3:])
    return Months(reporter, product, columns[2].astype(np.int64), value, weight, weighed)


def _sql() -> str:
    sorted_ = "ORDER BY partner, value, weight"  # one order to add in
    return f"""WITH seen AS (
            SELECT basis, nomenclature, product, 12 * year + month(strptime(period, '%Y-%m')) - 1 AS month, partner,
                CASE WHEN reporter IN {WHOLE} THEN '{BLOC}' ELSE reporter END AS reporter, value, weight
            FROM ({flows_sql()}) WHERE freq = 'M' AND regexp_full_match(nomenclature, 'HS[0-9]{{4}}')
                AND regexp_full_match(product, '[0-9]{{6}}') AND partner NOT IN {WHOLE}),
        added AS (
            SELECT basis, nomenclature, reporter, product, month, sum(value {sorted_}) AS value,
                sum(weight {sorted_}) AS weight, sum(value {sorted_}) FILTER (weight > 0) AS weighed
            FROM seen GROUP BY ALL),
        once AS (  -- under the newest edition, where a source has a month in two
            SELECT * FROM added
            QUALIFY row_number() OVER (PARTITION BY basis, reporter, product, month ORDER BY nomenclature DESC) = 1),
        chosen AS (
            SELECT reporter, product, basis FROM once JOIN ranks_of_months ON ranked = split_part(basis, ':', 1)
            GROUP BY reporter, product, basis, precedence
            QUALIFY row_number() OVER (
                PARTITION BY reporter, product ORDER BY max(month) DESC, precedence DESC, basis) = 1)
        SELECT {", ".join(_COLUMNS)} FROM once JOIN chosen USING (reporter, product, basis)"""
