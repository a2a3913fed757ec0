"""Gaps weighed by trade, and lists by their editions, on ten-row lakes: what is not held is never zero."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from tests.pipeline.flows import flow_release
from tests.policy.registers import entry, read
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import UsageError
from tocsin.core.release import Batch, Release
from tocsin.core.schema import LIST_ENTRY
from tocsin.lake import Lake
from tocsin.pipeline.gaps import Report, weigh_gaps
from tocsin.pipeline.gaps_document import report_json
from tocsin.pipeline.lists import choose, control_lists
from tocsin.policy.register import Register
from tocsin.publish.gaps import gaps_html

TODAY, ON = date(2026, 11, 24), date(2023, 1, 15)
FLAKE = "250410"
ROWS = [
    ("CHN", "USA", FLAKE, "2022", 50.0),
    ("CHN", "JPN", FLAKE, "2022", 30.0),
    ("CHN", "BRA", FLAKE, "2022", 15.0),
    ("CHN", "NOR", FLAKE, "2022", 5.0),
    ("CHN", "USA", FLAKE, "2021", 999.0),
    ("CHN", "USA", FLAKE, "2024", 777.0),
    ("KOR", "USA", FLAKE, "2022", 888.0),
]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "a lake", fixed_clock(TODAY))


@pytest.fixture
def register(tmp_path: Path) -> Register:
    rule = {"valid_from": "2022-10-07", "targets": ["CHN"]}
    return read(
        tmp_path / "register",
        USA=entry("us", **rule, products=["natural_graphite_flake"])
        + entry("rice", **rule, products=["rice"])
        + entry("nobody", **rule, products=["gallium"]),
    )


def weighed(lake: Lake, register: Register, on: date = ON) -> Report:
    return weigh_gaps(lake, register, ["USA", "JPN"], "CHN", on, today=TODAY)


def load(lake: Lake, rows: list[tuple[str, str, str, str, float]] = ROWS) -> None:
    lake.load(flow_release(rows, released_on=date(2025, 2, 1)), source="baci", licence="")


def test_a_gap_weighs_what_the_target_bought_in_the_last_whole_year(lake: Lake, register: Register) -> None:
    load(lake)
    row = next(one for one in weighed(lake, register).rows if one.gap.goods == "natural_graphite_flake")
    assert (row.trade.year, row.trade.total, row.trade.codes) == ("2022", 100.0, (FLAKE,))
    assert (row.trade.of(row.gap.open), row.trade.of(row.gap.controlling), row.weight) == (30.0, 50.0, 80.0)
    assert [(one.country, one.share) for one in row.trade.others] == [("JPN", 0.3), ("BRA", 0.15), ("NOR", 0.05)]


def test_goods_that_the_lake_does_not_hold_have_no_weight_and_come_last(lake: Lake, register: Register) -> None:
    load(lake, [*ROWS, ("KOR", "USA", "100630", "2022", 1.0)])
    rows = weighed(lake, register).rows
    assert [one.gap.goods for one in rows] == ["natural_graphite_flake", "rice", "gallium"]
    assert [one.weight for one in rows] == [80.0, 0.0, None]
    assert rows[2].trade.why == "not in the lake"


def test_a_year_after_the_day_stands_in_and_is_told(lake: Lake, register: Register) -> None:
    load(lake, [row for row in ROWS if row[3] == "2024"])
    found = weighed(lake, register)
    assert found.rows[0].trade.year == "2024"
    assert any("2024 is later than the day asked about" in note for note in found.notes)


def test_what_partners_sold_stands_in_for_a_target_without_a_report(lake: Lake, register: Register) -> None:
    rows = [("USA", "CHN", FLAKE, "2022", 44.0), ("USA", "KOR", FLAKE, "2022", 9.0)]
    sold = pa.table({"direction": ["export"] * len(rows)})
    lake.load(flow_release(rows, released_on=date(2025, 2, 1), measures=sold), source="comtrade", licence="")
    found = weighed(lake, register)
    row = found.rows[0]
    assert (row.trade.side, row.trade.total, row.trade.others) == ("export", None, ())
    assert (row.trade.of(["USA"]), row.trade.of(["JPN"])) == (44.0, None)
    assert any("partners without a report are left out" in note for note in found.notes)


def listed(party: str, name: str, day: date, codes: str) -> Release:
    """Make an edition of a list; codes are separated by blanks."""
    count = len(codes.split())
    columns = {
        "party": [party] * count,
        "control_list": [name] * count,
        "entry": codes.split(),
        "title": [f"Goods of {code}" for code in codes.split()],
        "period": [day.isoformat()] * count,
        "freq": ["D"] * count,
        "status": ["A"] * count,
        "scope": [name] * count,
    }
    arrays = [
        pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(count, field.type)
        for field in LIST_ENTRY.columns
    ]
    digest = hashlib.sha256(f"{party}{day}{codes}".encode()).hexdigest()
    batch = Batch(pa.table(arrays, schema=LIST_ENTRY.columns))
    return Release("list_entry", day.isoformat(), day, 0, digest, iter([batch]), "test")


def test_the_edition_of_the_day_is_taken_and_a_later_one_only_where_there_is_none(lake: Lake) -> None:
    lake.load(listed("USA", "CCL", date(2022, 6, 1), "1A001"), source="ccl", licence="")
    lake.load(listed("USA", "CCL", date(2026, 7, 23), "1A001 3A001"), source="ccl", licence="")
    lake.load(listed("EU", "Annex I", date(2024, 9, 1), "1A001"), source="eu_annex_i", licence="")
    held = control_lists(lake, ON, TODAY)
    assert {key: (one.edition, one.later, len(one.entries)) for key, one in held.items()} == {
        ("USA", "CCL"): ("2022-06-01", False, 1),
        ("EU", "Annex I"): ("2024-09-01", True, 1),
    }
    assert choose(held, "EU").name == "Annex I"
    with pytest.raises(UsageError, match="not in the lake"):
        choose(held, "JPN:Annex I")


def test_lists_of_partners_are_compared_and_differing_codes_weighed(lake: Lake, register: Register) -> None:
    load(lake)
    lake.load(listed("USA", "CCL", date(2022, 6, 1), "1A001 9A610 1C229"), source="ccl", licence="")
    lake.load(listed("EU", "Annex I", date(2024, 9, 1), "1A001 2B219"), source="eu_annex_i", licence="")
    found = weigh_gaps(lake, register, ["USA", "DEU", "JPN"], "CHN", ON, today=TODAY)
    (pair,) = found.lists
    assert {row.code: row.kind for row in pair.rows} == {
        "1A001": "same",
        "1C229": "only A",
        "2B219": "only B",
        "9A610": "only A",
    }
    assert "1C229" in pair.trade
    assert "9A610" not in pair.trade  # the other list could not have it
    assert any("no control list of JPN" in note for note in found.notes)
    assert any("EU Annex I of 2024-09-01 is later" in note for note in found.notes)


def test_the_page_asks_nothing_of_anybody_and_escapes_what_it_shows(lake: Lake, register: Register) -> None:
    load(lake)
    document = report_json(weighed(lake, register))
    document["rows"][0]["title"] = "<script>alert(1)</script>"
    page = gaps_html(document)
    assert "default-src 'none'" in page
    assert "<script" not in page
    assert "src=" not in page
    assert "&lt;script&gt;" in page
    assert "BRA 15" in page
