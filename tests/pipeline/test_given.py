"""What indicators are given: national codes under six digits, twelve months as a year, one source of output a year."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from tests.pipeline.flows import flow_release
from tocsin.core.clock import fixed_clock
from tocsin.core.release import Batch, Release
from tocsin.core.schema import PRODUCTION
from tocsin.lake import Lake
from tocsin.pipeline.board import board
from tocsin.pipeline.desk import Desk
from tocsin.pipeline.given import give_tables, surroundings

CLOCK = fixed_clock(date(2026, 11, 24))
DAY = date(2026, 3, 1)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "lake", CLOCK)


def monthly(months: range) -> list[tuple[str, str, str, str, float]]:
    bought = (("CHN", 3.0), ("JPN", 1.0))
    return [("KOR", who, "250410", f"2023-{month:02d}", value) for month in months for who, value in bought]


def test_twelve_months_stand_as_a_year_and_eleven_do_not(lake: Lake) -> None:
    lake.load(flow_release(monthly(range(1, 13)), nomenclature="HS2017"), source="csv", licence="")
    row = board(Desk(lake, DAY), "KOR").rows[0]
    assert (row.period, row.import_value_usd, row.top_share) == ("2023", 48.0, 0.75)
    assert row.indicators["import_value"] == 48.0
    assert row.indicators["import_hhi"] == pytest.approx(0.625)


def test_eleven_months_are_no_year(lake: Lake) -> None:
    lake.load(flow_release(monthly(range(1, 12)), nomenclature="HS2017"), source="csv", licence="")
    assert board(Desk(lake, DAY), "KOR").rows == ()


def test_a_year_of_its_own_is_not_made_again_of_its_months(lake: Lake) -> None:
    rows = [*monthly(range(1, 13)), ("KOR", "CHN", "250410", "2023", 50.0)]
    lake.load(flow_release(rows, nomenclature="HS2017"), source="csv", licence="")
    assert board(Desk(lake, DAY), "KOR").rows[0].import_value_usd == 50.0


def test_national_codes_are_added_up_under_six_digits_of_their_years_edition(lake: Lake) -> None:
    rows = [
        ("KOR", "CHN", "2504101000", "2023", 2.0),
        ("KOR", "CHN", "2504109000", "2023", 1.0),
        ("KOR", "JPN", "2504101000", "2023", 1.0),
        ("KOR", "CHN", "2504101000", "2016", 1.0),
    ]
    lake.load(flow_release(rows, nomenclature="HSK2023"), source="csv", licence="")
    desk = Desk(lake, DAY)
    row = board(desk, "KOR").rows[0]
    assert (row.hs6, row.hs_edition, row.import_value_usd, row.top_share) == ("250410", "2022", 4.0, 0.75)
    assert row.indicators["import_hhi"] == pytest.approx(0.75**2 + 0.25**2)
    editions = {row[0] for row in desk.connection.execute("SELECT nomenclature FROM imports").fetchall()}
    assert editions == {"HS2022", "HS2012"}


def test_output_is_taken_from_one_source_a_year_at_the_stage_that_is_counted(lake: Lake) -> None:
    def release(rows: list[tuple[str, str, str, float, str]], name: str) -> Release:
        columns = ("country", "commodity", "stage", "quantity", "period")
        table = pa.Table.from_pylist(
            [
                {
                    **dict(zip(columns, row, strict=True)),
                    "freq": "A",
                    "quantity_unit": "t",
                    "status": "A",
                    "scope": name,
                }
                for row in rows
            ],
            schema=PRODUCTION.columns,
        )
        return Release("production", "undated", None, 1, name, iter([Batch(table)]), name)

    mine = [("CHN", "graphite", "mine", 1.0, "2023"), ("CHN", "graphite", "reserves", 99.0, "2023")]
    lake.load(release(mine, "one"), source="bundled", licence="")
    lake.load(
        release([("CHN", "graphite", "mine", 2.0, "2022"), ("CHN", "graphite", "mine", 5.0, "2023")], "two"),
        source="csv",
        licence="",
    )
    connection = lake.as_of(DAY).connect()
    give_tables(connection)
    found = connection.execute("SELECT year, weight FROM production ORDER BY year").fetchall()
    assert found == [(2022, 2000.0), (2023, 5000.0)]
    connection.close()


def test_what_shapes_values_beside_the_lake_is_part_of_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = surroundings()
    surroundings.cache_clear()
    monkeypatch.setattr("tocsin.pipeline.given.members_by_year", lambda *_: [(2023, "KOR")])
    after = surroundings()
    surroundings.cache_clear()
    assert before != after


def test_the_name_of_an_index_is_the_same_in_every_process() -> None:
    program = (
        "from tocsin.indicators.declaration import INDICATORS; from tocsin.pipeline.given import surroundings; "
        "print(surroundings(), [item.version for item in INDICATORS.values()])"
    )
    told = {
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    }
    assert len(told) == 1
