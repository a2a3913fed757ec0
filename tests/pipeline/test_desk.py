"""The desk sees one day: never later indicators, one rule for which source is shown, the Union as one importer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest

from tests.pipeline.flows import flow_release
from tocsin.core.clock import fixed_clock
from tocsin.indicators.declaration import INDICATORS
from tocsin.lake import Lake
from tocsin.pipeline.board import board
from tocsin.pipeline.desk import Desk
from tocsin.pipeline.question import ask

CLOCK = fixed_clock(date(2026, 11, 24))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "a lake", CLOCK)


def load(lake: Lake, rows: list[tuple[str, str, str, str, float]], source: str = "csv", **more: Any) -> None:
    lake.load(flow_release(rows, **more), source=source, licence="test")


def hhi(lake: Lake, day: date, period: str = "2023") -> list[tuple[str, float]]:
    desk = Desk(lake, day)
    answer = ask(desk, "import_hhi", reporters=["KOR"], codes=["250410"], periods=(period, period))
    desk.connection.close()
    return [(row["source"].split(":")[0], round(row["value"], 6)) for row in answer["rows"]]


def test_a_board_for_an_earlier_day_never_reads_a_later_view(lake: Lake) -> None:
    older = [("KOR", "CHN", "250410", "2023", 100.0)]
    newer = [("KOR", "CHN", "250410", "2023", 50.0), ("KOR", "JPN", "250410", "2023", 50.0)]
    load(lake, newer, vintage="second", released_on=date(2026, 2, 1))
    assert hhi(lake, date(2026, 3, 1)) == [("csv", 0.5)]
    load(lake, older, vintage="first", released_on=date(2025, 2, 1))
    assert hhi(lake, date(2025, 3, 1)) == [("csv", 1.0)]
    assert hhi(lake, date(2026, 3, 1)) == [("csv", 0.5)]


def test_two_days_that_show_the_same_share_their_indicators(lake: Lake) -> None:
    load(lake, [("KOR", "CHN", "250410", "2023", 100.0)], vintage="one", released_on=date(2025, 2, 1))
    assert lake.as_of(date(2025, 3, 1)).digest == lake.as_of(date(2026, 3, 1)).digest
    hhi(lake, date(2025, 3, 1))
    loads = len(lake.history())
    hhi(lake, date(2026, 3, 1))
    assert len(lake.history()) == loads


def test_nothing_is_seen_before_it_could_be_known(lake: Lake) -> None:
    load(lake, [("KOR", "CHN", "250410", "2023", 100.0)], lag_months=13)
    assert hhi(lake, date(2025, 1, 31)) == []
    assert hhi(lake, date(2025, 2, 1)) == [("csv", 1.0)]
    assert lake.as_of(date(2025, 2, 1)).reconstructed


def test_the_source_that_reaches_further_is_shown_and_of_equals_the_declared_one(lake: Lake) -> None:
    load(lake, [("KOR", "CHN", "250410", "2023", 100.0)], source="bundled")
    load(lake, [("KOR", "CHN", "250410", "2023", 60.0), ("KOR", "JPN", "250410", "2023", 40.0)], source="csv")
    assert hhi(lake, date(2026, 3, 1)) == [("csv", 0.52)]
    load(
        lake,
        [("KOR", "CHN", "250410", "2024", 1.0), ("KOR", "BRA", "250410", "2024", 1.0)],
        source="bundled",
        lag_months=0,
    )
    assert hhi(lake, date(2026, 3, 1)) == [("bundled", 1.0)]


def test_board_shows_one_row_per_code_and_one_source_per_product(lake: Lake) -> None:
    load(lake, [("KOR", "CHN", "811230", "2022", 100.0)], source="bundled")
    load(lake, [("KOR", "CHN", "811292", "2023", 100.0)], source="baci", nomenclature="HS2017")
    desk = Desk(lake, date(2026, 3, 1))
    codes = [(row.hs6, row.hs_edition, row.source) for row in board(desk, "KOR").rows]
    assert ("811292", "2017", "baci") in codes
    assert len({code for code, _, _ in codes}) == len(codes)


def test_the_union_imports_from_outside_only(lake: Lake) -> None:
    rows = [
        ("DEU", "FRA", "250410", "2023", 900.0),
        ("DEU", "CHN", "250410", "2023", 60.0),
        ("FRA", "CHN", "250410", "2023", 20.0),
        ("FRA", "GBR", "250410", "2023", 20.0),
        ("CHN", "DEU", "250410", "2023", 5.0),
    ]
    load(lake, rows)
    desk = Desk(lake, date(2026, 3, 1))
    row = board(desk, "EU").rows[0]
    assert row.import_value_usd == 100.0
    assert [(one.iso3, one.share) for one in row.suppliers] == [("CHN", 0.8), ("GBR", 0.2)]
    assert row.indicators["cdi2"] == pytest.approx(0.1)
    assert row.indicators["import_value"] == 100.0


def test_an_importer_without_data_gets_an_empty_board_that_says_so(lake: Lake) -> None:
    load(lake, [("KOR", "CHN", "250410", "2023", 100.0)])
    made = board(Desk(lake, date(2026, 3, 1)), "JPN")
    assert made.rows == ()
    assert made.total_rows == 0
    assert len(made.without_data) == 371
    assert board(Desk(lake, date(2020, 1, 1)), "KOR").rows == ()


def test_an_empty_lake_has_a_board(lake: Lake) -> None:
    assert board(Desk(lake, date(2026, 3, 1)), "KOR").rows == ()


def test_zero_missing_and_absent_are_three_things(lake: Lake) -> None:
    rows = pa.table({"trade_value": pa.array([100.0, 0.0, None]), "net_weight": pa.array([10.0, None, 5.0])})
    load(
        lake,
        [
            ("KOR", "CHN", "250410", "2023", 100.0),
            ("KOR", "JPN", "250410", "2023", 0.0),
            ("KOR", "BRA", "250410", "2023", 0.0),
        ],
        measures=rows,
    )
    row = board(Desk(lake, date(2026, 3, 1)), "KOR").rows[0]
    assert [one.iso3 for one in row.suppliers] == ["CHN"]
    assert "zero value reported" in row.flags
    assert "weight missing" not in row.flags


def test_a_changed_function_is_computed_again_and_its_old_values_are_not_seen(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(lake, [("KOR", "CHN", "250410", "2023", 100.0)])
    assert hhi(lake, date(2026, 3, 1)) == [("csv", 1.0)]
    old = INDICATORS["import_hhi"]
    halved = replace(old, function=lambda importers: old.function(importers).mutate(value=ibis.literal(0.5)))
    monkeypatch.setitem(INDICATORS._items, "import_hhi", halved)
    monkeypatch.setattr("tocsin.indicators.declaration._version", lambda item: f"new-{item.name}"[:12])
    assert hhi(lake, date(2026, 3, 1)) == [("csv", 0.5)]
    loads = len(lake.history())
    assert hhi(lake, date(2026, 3, 1)) == [("csv", 0.5)]
    assert len(lake.history()) == loads


def test_two_datasets_of_one_source_are_never_added_up(lake: Lake) -> None:
    rows = [("KOR", "CHN", "250410", "2023", 50.0), ("KOR", "JPN", "250410", "2023", 50.0)]
    load(lake, rows, scope="mine")
    load(lake, rows, scope="the same again")
    row = board(Desk(lake, date(2026, 3, 1)), "KOR").rows[0]
    assert row.source == "csv:mine"
    assert row.import_value_usd == row.indicators["import_value"] == 100.0
    assert row.indicators["import_hhi"] == pytest.approx(0.5)
