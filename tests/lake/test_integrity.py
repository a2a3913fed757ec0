"""`lake check` reads every byte, and mends what can be made again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa

from tests.pipeline.flows import flow_release
from tocsin.core.clock import fixed_clock
from tocsin.core.release import Batch, Release
from tocsin.core.schema import INDICATOR
from tocsin.lake import Lake

CLOCK = fixed_clock(date(2026, 11, 24))


def test_bytes_that_changed_in_place_are_found(tmp_path: Path) -> None:
    lake = Lake.create(tmp_path / "lake", CLOCK)
    lake.load(flow_release([("KOR", "CHN", "250410", "2023", 1.0)]), source="csv", licence="")
    path = Path(lake.store.files("flow")[0])
    content = bytearray(path.read_bytes())
    content[4:40] = b"\xff" * 36
    path.write_bytes(bytes(content))
    (problem,) = lake.check().problems
    assert "damaged" in problem


def test_damaged_indicators_are_dropped_for_they_are_made_of_the_rest(tmp_path: Path) -> None:
    lake = Lake.create(tmp_path / "lake", CLOCK)
    lake.load(flow_release([("KOR", "CHN", "250410", "2023", 1.0)]), source="csv", licence="")
    row = {"name": "x", "function_version": "1", "reporter": "KOR", "product": "250410", "nomenclature": "HS1992"}
    rows = pa.Table.from_pylist(
        [{**row, "period": "2023", "freq": "A", "basis": "csv", "value": 1.0}], INDICATOR.columns
    )
    lake.load(Release("indicator", "view", None, 0, "1", iter([Batch(rows)]), "x@1"), source="tocsin", licence="")
    Path(lake.store.files("indicator")[0]).unlink()
    assert "lacks 1" in lake.check(mend=False).problems[0]
    health = lake.check()
    assert (health.problems, health.rows["indicator"], health.rows["flow"]) == ([], 0, 1)
    assert {row["table_name"] for row in lake.history()} == {"flow"}
