"""How much of a code goes to each of the codes it becomes in one step.

Split ``equal``: each of n codes gets 1/n. Split ``trade``: in proportion to what the reporter, else the world, traded
of those n codes in the nearest year that the lake holds in that nomenclature; of two equally near the earlier. Where
the lake does not hold all n codes, the shares of the others are unknown, not zero: the step falls back to 1/n.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from tocsin.pipeline.concordance import Step

if TYPE_CHECKING:
    import duckdb

WORLD = "WLD"
TRADE = pa.schema(
    [
        ("nomenclature", pa.string()),
        ("reporter", pa.string()),
        ("direction", pa.string()),
        ("year", pa.int32()),
        ("product", pa.string()),
        ("value", pa.float64()),
    ]
)


#: Per fork the trade of its codes: the reporter's before the world's, then the nearest year, then the earlier one.
_WEIGHTS = """CREATE OR REPLACE TEMP TABLE weights AS
WITH held AS (SELECT DISTINCT product FROM traded WHERE nomenclature = $1),
told AS (
    SELECT cell, code FROM forks LEFT JOIN held ON product = to_code WHERE n > 1
    GROUP BY cell, code HAVING count(product) = count(*)
),
seen AS (
    SELECT forks.cell, forks.code, traded.reporter, traded.year, sum(value) AS total,
        row_number() OVER (PARTITION BY forks.cell, forks.code ORDER BY traded.reporter = 'WLD',
            abs(traded.year - cells.year), traded.year) AS place
    FROM told JOIN forks USING (cell, code) JOIN cells USING (cell) JOIN traded ON traded.product = to_code
        AND traded.nomenclature = $1 AND traded.direction = cells.direction
        AND traded.reporter IN (cells.reporter, 'WLD')
    GROUP BY forks.cell, forks.code, traded.reporter, traded.year, cells.year
)
SELECT forks.cell, forks.code, forks.to_code, total, coalesce(sum(value), 0.0) AS weight
FROM seen JOIN forks USING (cell, code) JOIN cells USING (cell) LEFT JOIN traded ON traded.product = to_code
    AND traded.nomenclature = $1 AND traded.direction = cells.direction
    AND traded.reporter = seen.reporter AND traded.year = seen.year
WHERE place = 1 GROUP BY ALL"""


def take_step(connection: duckdb.DuckDBPyConnection, step: Step) -> None:
    """Replace the codes of the table `shares` by those of the next nomenclature; what has no entry goes to `lost`.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Holds `cells`, `shares`, `lost`, `traded` and the `links` of this step.
    step : Step
        The step.
    """
    connection.execute(
        "INSERT INTO lost SELECT cell, code, share, ? FROM shares ANTI JOIN links USING (code)", [str(step)]
    )
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE forks AS SELECT cell, code, to_code, share, equal, trade,
            count(*) OVER (PARTITION BY cell, code) AS n FROM shares JOIN links USING (code)"""
    )
    connection.execute(_WEIGHTS, [step.target])
    connection.execute(
        """CREATE OR REPLACE TEMP TABLE shares AS
        SELECT cell, to_code AS code, sum(share * part) AS share, bool_or(equal) AS equal, bool_or(trade) AS trade
        FROM (SELECT cell, to_code, share, coalesce(weight / total, 1.0 / n) AS part,
                equal OR (n > 1 AND total IS NULL) AS equal, trade OR total IS NOT NULL AS trade
            FROM forks LEFT JOIN weights USING (cell, code, to_code))
        GROUP BY ALL HAVING sum(share * part) > 0"""
    )
