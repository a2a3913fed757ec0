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
from tocsin.pipeline.given import export_reports_sql, flows_sql, give_tables, surroundings
from tocsin.pipeline.mirror import mirror, wanted_codes

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


def told_by(lake: Lake, day: date = DAY) -> dict[tuple[str, str], tuple[float, float | None]]:
    """Value and weight of imports by partner and six digits."""
    with lake.as_of(day).connect() as connection:
        rows = connection.execute(f"SELECT partner, product, value, weight FROM ({flows_sql()})").fetchall()
    found = {(partner, product): (value, weight) for partner, product, value, weight in rows}
    assert len(found) == len(rows)
    return found


def load(lake: Lake, rows: list[tuple[str, str, float]], *, scope: str, day: date, source: str = "comext") -> None:
    """Load imports of Germany in March 2024 by partner and code; six digits are of the edition of 2022."""
    for national in (True, False):
        some = [("DEU", who, code, "2024-03", value) for who, code, value in rows if (len(code) > 6) == national]
        if some:
            nomenclature = "CN2024" if national else "HS2022"
            named = {"nomenclature": nomenclature, "scope": scope, "vintage": day.isoformat()}
            lake.load(flow_release(some, **named, released_on=day, lag_months=2), source=source, licence="")


MAY, JUNE = date(2024, 5, 16), date(2024, 6, 17)
LINES = [("CHN", "25041000", 6.0), ("CHN", "25049000", 3.0), ("JPN", "25041000", 1.0)]
#: What the source states under six digits: all of it, or what it says of China alone.
WHOLE = [("CHN", "250410", 10.0), ("JPN", "250410", 1.0)]


@pytest.mark.parametrize("source", ["comext", "census_us", "csv"])
def test_six_digits_and_their_lines_are_not_added_up(lake: Lake, source: str) -> None:
    load(lake, [("CHN", "25041000", 6.0), ("CHN", "25041090", 3.0), ("JPN", "25041000", 1.0)], scope="a", day=MAY)
    assert told_by(lake) == {("CHN", "250410"): (9.0, pytest.approx(0.9)), ("JPN", "250410"): (1.0, 0.1)}
    lake = Lake.create(lake.store.root.parent / "both", CLOCK)
    for rows in ([("CHN", "25041000", 6.0), ("JPN", "25041000", 1.0)], WHOLE):
        load(lake, rows, scope="a", day=MAY, source=source)
    assert told_by(lake) == {("CHN", "250410"): (10.0, 1.0), ("JPN", "250410"): (1.0, 0.1)}


def test_lines_count_where_six_digits_are_not_stated(lake: Lake) -> None:
    load(lake, [("CHN", "250410", 10.0)], scope="DEU 2024-03 M 250410", day=MAY)
    load(lake, LINES, scope="DEU 2024-03 M", day=MAY)
    assert told_by(lake) == {
        ("CHN", "250410"): (10.0, 1.0),
        ("CHN", "250490"): (3.0, pytest.approx(0.3)),
        ("JPN", "250410"): (1.0, 0.1),
    }


def test_what_two_parts_of_a_source_hold_is_counted_once_as_the_newer_has_it(lake: Lake) -> None:
    load(lake, LINES, scope="DEU 2024-03 M", day=MAY)
    load(lake, [("CHN", "25041000", 7.0), ("KOR", "25041000", 2.0)], scope="DEU 2024-03 M 25041000", day=JUNE)
    before = {("CHN", "250410"): 6.0, ("CHN", "250490"): 3.0, ("JPN", "250410"): 1.0}
    after = before | {("CHN", "250410"): 7.0, ("KOR", "250410"): 2.0}
    assert {key: value for key, (value, _) in told_by(lake, date(2024, 5, 20)).items()} == before
    assert {key: value for key, (value, _) in told_by(lake).items()} == after
    load(lake, LINES, scope="DEU 2024-03 M", day=date(2024, 7, 1))  # the bulk file again, and newer
    assert {key: value for key, (value, _) in told_by(lake).items()} == before | {("KOR", "250410"): 2.0}


def test_reports_and_exports_are_counted_once_too(lake: Lake) -> None:
    load(lake, LINES, scope="DEU 2024-03 M", day=MAY)
    load(lake, [("CHN", "25041000", 7.0)], scope="DEU 2024-03 M 25041000", day=JUNE)
    told = mirror(lake, DAY, ("DEU", "CHN"), wanted_codes("250410"))
    assert [report["value_usd"] for row in told["rows"] for report in row["importer_reports"]] == [7.0]
    assert [report["codes"] for row in told["rows"] for report in row["importer_reports"]] == [["25041000"]]
    with lake.as_of(DAY).connect() as connection:
        exports = export_reports_sql().replace("'export'", "'import'")
        found = connection.execute(f"SELECT partner, product, value FROM ({exports}) ORDER BY ALL").fetchall()
    assert found == [("CHN", "250410", 7.0), ("CHN", "250490", 3.0), ("JPN", "250410", 1.0)]


def test_datasets_of_ones_own_stand_beside_each_other(lake: Lake) -> None:
    for scope in ("one", "two"):
        load(lake, [("CHN", "25041000", 6.0)], scope=scope, day=MAY, source="csv")
    with lake.as_of(DAY).connect() as connection:
        found = connection.execute(f"SELECT basis, value FROM ({flows_sql()}) ORDER BY ALL").fetchall()
    assert found == [("csv:one", 6.0), ("csv:two", 6.0)]


def test_twelve_months_told_in_both_ways_are_a_year_counted_once(lake: Lake) -> None:
    months = [f"2023-{month:02d}" for month in range(1, 13)]
    for code, nomenclature in (("25041000", "CN2023"), ("250410", "HS2022")):
        rows = [("DEU", "CHN", code, month, 2.0) for month in months]
        lake.load(flow_release(rows, nomenclature=nomenclature, scope=code), source="comext", licence="")
    with lake.as_of(DAY).connect() as connection:
        found = connection.execute(f"SELECT sum(value), count(*) FROM ({flows_sql()}) WHERE freq = 'A'").fetchall()
    assert found == [(24.0, 1)]


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


def test_the_rule_by_which_a_flow_is_counted_once_is_part_of_their_name(monkeypatch: pytest.MonkeyPatch) -> None:
    before = surroundings()
    surroundings.cache_clear()
    monkeypatch.setattr("tocsin.pipeline.given.once_sql", lambda: "SELECT * FROM flow")
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
