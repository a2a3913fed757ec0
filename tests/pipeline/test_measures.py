"""The register as a table: a past day sees what had been announced by then."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.policy.registers import entry, read, write
from tocsin.core.clock import fixed_clock
from tocsin.lake import Lake
from tocsin.pipeline.controls import controls
from tocsin.pipeline.measures import COMPILED_ON, load_register, measure_rows


def shown(lake: Lake, on: date) -> dict[str, set[str]]:
    connection = lake.as_of(on).connect()
    rows = connection.execute("SELECT measure, target, product FROM measure").fetchall()
    connection.close()
    found: dict[str, set[str]] = {}
    for measure, target, product in rows:
        found.setdefault(measure, set()).add(f"{target} {product}")
    return found


def test_each_entry_has_a_row_for_every_target_and_good(tmp_path: Path) -> None:
    text = entry("two", announced_on="2020-01-01", targets=["KOR", "JPN"], products=["gallium", "germanium"])
    text += entry("all", announced_on="2020", targets=["*"], products=None, all_goods=True)
    text += entry("undated", targets=["*"])
    rows = measure_rows(read(tmp_path, CHN=text)).to_pylist()
    assert {(row["measure"], row["target"], row["product"]) for row in rows} == {
        ("two", "KOR", "gallium"),
        ("two", "KOR", "germanium"),
        ("two", "JPN", "gallium"),
        ("two", "JPN", "germanium"),
        ("all", "*", "*"),
    }
    assert {row["freq"] for row in rows} == {"A", "D"}


def test_the_shipped_register_is_loaded_once_and_seen_as_far_as_it_was_announced(tmp_path: Path) -> None:
    lake = Lake.create(tmp_path / "lake", fixed_clock(COMPILED_ON))
    load_register(lake)
    load_register(lake)
    assert [row["table_name"] for row in lake.history()] == ["measure"]
    before, after = shown(lake, date(2019, 7, 1)), shown(lake, date(2019, 7, 2))
    assert "jp-2019-kr-3mat" not in before
    assert "KOR hydrogen_fluoride" in after["jp-2019-kr-3mat"]
    assert len(shown(lake, COMPILED_ON)) > len(after)


def test_own_entries_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    lake = Lake.create(tmp_path / "lake", fixed_clock(date(2026, 12, 1)))
    load_register(lake)
    write(lake.store.root / "controls", KOR=entry("mine", announced_on="2026-11-30"))
    assert controls(lake.store.root).get("mine").title == "mine"
    load_register(lake)
    assert "mine" in shown(lake, date(2026, 12, 1))
    assert "jp-2019-kr-3mat" in shown(lake, date(2026, 12, 1))
