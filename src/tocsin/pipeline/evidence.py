"""What stands behind one line: who sells the goods, which prices look odd, and the loads that it rests on."""

from __future__ import annotations

import json
from typing import Any

from tocsin.lake.view import INDEXED
from tocsin.pipeline.desk import Cell, Desk
from tocsin.pipeline.given import basis_sql


def off_median(desk: Desk, reporter: str, cell: Cell) -> dict[str, float]:
    """Return by supplier how far its unit value lies off the product's median.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    reporter : str
        The importer.
    cell : Cell
        Code and period.

    Returns
    -------
    dict of str to float
        By supplier [robust standard deviations].
    """
    import ibis

    from tocsin.indicators.tables import GIVEN
    from tocsin.indicators.unit_value import outlier_scores
    from tocsin.pipeline.given import flows_sql

    scored = outlier_scores(ibis.table(GIVEN["flows"], name="flows"))
    wanted = "basis = ? AND nomenclature = ? AND product = ? AND period = ?"
    desk.connection.execute(
        f"CREATE OR REPLACE TEMP TABLE flows AS SELECT * FROM ({flows_sql()}) WHERE {wanted}",
        [cell.basis, cell.nomenclature, cell.product, cell.period],
    )
    sql = ibis.to_sql(scored, dialect="duckdb")
    rows = desk.connection.execute(
        f"SELECT partner, score FROM ({sql}) WHERE reporter = ? AND score IS NOT NULL", [reporter]
    ).fetchall()
    return dict(rows)


def exporters(desk: Desk, cell: Cell, most: int = 10) -> list[dict[str, Any]]:
    """Return who sells the goods to the world.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    cell : Cell
        Code and period.
    most : int
        How many [1].

    Returns
    -------
    list of dict
        The largest first: ``iso3``, ``exports_usd``, ``share``.
    """
    rows = desk.connection.execute(
        """SELECT partner, sum(value) AS sold, sum(sum(value)) OVER () AS world FROM imports
        WHERE basis = ? AND nomenclature = ? AND product = ? AND period = ?
        GROUP BY partner ORDER BY sold DESC, partner LIMIT ?""",
        [cell.basis, cell.nomenclature, cell.product, cell.period, most],
    ).fetchall()
    return [{"iso3": partner, "exports_usd": value, "share": value / world} for partner, value, world in rows if world]


def loads_of(desk: Desk, cell: Cell) -> list[dict[str, Any]]:
    """Return the loads that a line rests on.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    cell : Cell
        Code and period.

    Returns
    -------
    list of dict
        Vintage, day of release, licence, digest and refused rows of each.
    """
    used = {
        row[0]
        for row in desk.connection.execute(
            f"SELECT DISTINCT load_id FROM flow WHERE {basis_sql()} = ? AND left(product, 6) = ? AND year = ?",
            [cell.basis, cell.product[:6], int(cell.period[:4])],
        ).fetchall()
    }
    loads = []
    for load_id, row in desk.view.loads.items():
        if load_id in used or (row["table_name"] in INDEXED and row["table_name"] != "flow"):
            refused = json.loads(str(row["refused"]))
            loads.append(
                {
                    **desk.fact_of(load_id),
                    "load_id": load_id,
                    "sha256": row["sha256"],
                    "retrieved_at": row["retrieved_at"],
                    "refused": refused,
                }
            )
    return loads
