"""Ten-row releases for tests of the lake."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from tocsin.core.clock import fixed_clock
from tocsin.core.release import Batch, Refusal, Release
from tocsin.core.schema import FLOW, TABLES
from tocsin.lake import Lake, Load, View

TODAY = date(2026, 1, 1)
NEVER_AGAIN = date(2030, 1, 1)


def flow(value: float | None = 1.0, **changes: Any) -> dict[str, Any]:
    """Make one good row."""
    row: dict[str, Any] = dict.fromkeys(FLOW.columns.names)
    row |= {"reporter": "KOR", "partner": "CHN", "direction": "import", "product": "250410", "nomenclature": "HS2017"}
    row |= {"period": "2020", "freq": "A", "trade_value": value, "status": "A", "scope": "all"}
    return row | changes


def release(
    *batches: Iterable[dict[str, Any]],
    vintage: str = "undated",
    released_on: date | None = None,
    lag_months: int = 13,
    refused: tuple[Refusal, ...] = (),
    table: str = "flow",
    salt: str = "",
) -> Release:
    """Make a release; its digest is that of its rows."""
    listed = [list(batch) for batch in batches]
    digest = hashlib.sha256(repr((listed, vintage, salt)).encode()).hexdigest()
    schema = TABLES[table].columns

    def yielded() -> Iterator[Batch]:
        for i, rows in enumerate(listed):
            yield Batch(pa.Table.from_pylist(rows, schema=schema), refused if i == 0 else ())

    return Release(table, vintage, released_on, lag_months, digest, yielded(), "test.csv")


def new_lake(root: Path) -> Lake:
    """Make an empty lake."""
    return Lake.create(root, fixed_clock(TODAY))


def put(lake: Lake, given: Release, *, source: str = "csv", strict: bool = False) -> Load:
    """Load a release."""
    return lake.load(given, source=source, licence="test", strict=strict)


def figures(view: View, columns: str = "reporter, partner, product, period, trade_value") -> list[tuple[Any, ...]]:
    """Return what a view shows, in order."""
    with view.connect() as connection:
        return connection.execute(f"SELECT {columns} FROM flow ORDER BY ALL").fetchall()


def seen(lake: Lake, day: date) -> list[tuple[str, float]]:
    """Return period and value of what is seen on a day."""
    return figures(lake.as_of(day), "period, trade_value")
