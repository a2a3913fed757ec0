"""Ten-row releases of flows for tests."""

from __future__ import annotations

import hashlib
from datetime import date

import pyarrow as pa

from tocsin.core.release import Batch, Release
from tocsin.core.schema import FLOW


def flow_release(
    rows: list[tuple[str, str, str, str, float]],
    *,
    vintage: str = "undated",
    released_on: date | None = None,
    lag_months: int = 1,
    nomenclature: str = "HS1992",
    scope: str = "",
    measures: pa.Table | None = None,
) -> Release:
    """Make a release of (importer, partner, code, year, value) rows; weights are a tenth of the values."""
    count = len(rows)
    columns = {
        "reporter": pa.array([row[0] for row in rows]),
        "partner": pa.array([row[1] for row in rows]),
        "direction": pa.array(["import"] * count),
        "product": pa.array([row[2] for row in rows]),
        "nomenclature": pa.array([nomenclature] * count),
        "period": pa.array([row[3] for row in rows]),
        "freq": pa.array(["A" if len(row[3]) == 4 else "M" for row in rows]),
        "trade_value": pa.array([row[4] for row in rows]),
        "net_weight": pa.array([row[4] / 10 for row in rows]),
        "status": pa.array(["A"] * count),
        "scope": pa.array([scope or nomenclature] * count),
    }
    if measures is not None:
        columns |= {name: measures.column(name) for name in measures.column_names}
    table = pa.table(
        [columns.get(field.name, pa.nulls(count, field.type)) for field in FLOW.columns], schema=FLOW.columns
    )
    digest = hashlib.sha256(repr((rows, vintage, nomenclature, scope)).encode()).hexdigest()
    return Release("flow", vintage, released_on, lag_months, digest, iter([Batch(table)]), "test")
