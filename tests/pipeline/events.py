"""Coded events by hand, as rows of the table `event`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa

from tocsin.core.clock import fixed_clock
from tocsin.core.release import Batch, Release
from tocsin.core.schema import EVENT
from tocsin.lake import Lake


def row(number: int, day: str, actor: str, act: str, target: str = "", **more: object) -> dict[str, object]:
    """Write one event; what is not told is empty."""
    plain: dict[str, object] = {
        "event": f"e{number}",
        "actor": actor,
        "act": act,
        "target": target,
        "date": day,
        "date_precision": {10: "day", 7: "month", 4: "year"}[len(day)],
        "modality": "done",
        "confidence": 0.9,
        "document": f"d{number}",
        "period": day,
        "freq": {10: "D", 7: "M", 4: "A"}[len(day)],
        "status": "A",
        "scope": "test",
    }
    return dict.fromkeys(EVENT.columns.names) | plain | more


def lake_of(
    folder: Path, rows: list[dict[str, object]], *, source: str = "icews", released: date | None = None
) -> Lake:
    """Store events in a new lake; without a day of release each is known from the day after it."""
    lake = Lake.create(folder / "lake", fixed_clock(date(2026, 11, 27)))
    add(lake, rows, source=source, released=released)
    return lake


def add(lake: Lake, rows: list[dict[str, object]], *, source: str = "icews", released: date | None = None) -> None:
    """Store more events."""
    batch = Batch(pa.Table.from_pylist(rows, schema=EVENT.columns))
    lake.load(Release("event", f"v {source}", released, 0, source[:1] * 64, iter([batch])), source=source, licence="x")
