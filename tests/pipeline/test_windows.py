"""The table of front-running windows that the pipeline hands to others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.policy.registers import entry, read
from tocsin.pipeline.windows import COLUMNS, SCHEMA, window_table
from tocsin.policy.register import register


def test_a_row_says_who_what_and_from_when_to_when(tmp_path: Path) -> None:
    held = read(tmp_path, CHN=entry("two", announced_on="2023-07-03", valid_from="2023-08-01", products=["gallium"]))
    (row,) = window_table(held).to_pylist()
    assert (row["entry"], row["party"], row["target"], row["product"]) == ("two", "CHN", "KOR", "gallium")
    assert (row["from"], row["to"], row["days"]) == (date(2023, 7, 3), date(2023, 7, 31), 29)
    assert (row["effect"], row["rung"], row["exact"], row["seen"]) == ("licence", "licence", True, True)


def test_every_column_has_its_text() -> None:
    assert list(COLUMNS) == SCHEMA.names


def test_the_shipped_register_has_windows_and_a_past_day_sees_only_what_was_announced() -> None:
    whole, past = window_table(register()), window_table(register(), date(2023, 7, 2))
    assert "CHN-2023-23" in set(whole["entry"].to_pylist())
    assert "CHN-2023-23" not in set(past["entry"].to_pylist())
    assert 0 < past.num_rows < whole.num_rows
    assert min(days for days in whole["days"].to_pylist() if days is not None) >= 1
