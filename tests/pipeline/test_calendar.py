"""The calendar with trade at stake: which trade, in which order, and what is left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.pipeline.flows import flow_release
from tests.policy.registers import entry, read
from tocsin.core.clock import fixed_clock
from tocsin.lake import Lake, View
from tocsin.pipeline.calendar import Calendar, calendar_json, calendar_of

ON = date(2026, 11, 23)
GRAPHITE = "250410"
DAY = {"announced_on": "2026-11-01", "valid_from": "2026-12-01"}
CODE = {"products": [], "hs6": {"high": [GRAPHITE]}}


@pytest.fixture
def view(tmp_path: Path) -> View:
    lake = Lake.create(tmp_path / "a lake", fixed_clock(ON))
    rows = [
        ("KOR", "CHN", GRAPHITE, "2023", 70.0),
        ("KOR", "JPN", GRAPHITE, "2023", 30.0),
        ("CHN", "KOR", GRAPHITE, "2023", 4.0),
        ("USA", "KOR", GRAPHITE, "2023", 6.0),
        ("CHN", "USA", GRAPHITE, "2023", 9.0),
    ]
    lake.load(flow_release(rows, released_on=date(2025, 2, 1)), source="baci", licence="")
    return lake.as_of(ON)


def made(
    tmp_path: Path, view: View, reporter: str = "KOR", /, *, all_directions: bool = True, **parties: str
) -> Calendar:
    return calendar_of(read(tmp_path / "r", **parties), view, reporter, ON, 180, all_directions=all_directions)


def trade(found: Calendar) -> dict[str, tuple[str, str, float | None]]:
    return {
        one.item.entry.id: (one.stake.asked.reporter, one.stake.asked.party, one.stake.value) for one in found.dated
    }


def test_the_trade_of_an_item_is_that_which_the_act_touches(tmp_path: Path, view: View) -> None:
    found = made(
        tmp_path,
        view,
        CHN=entry("bought", **CODE, **DAY) + entry("tariff", instrument="tariff", direction="import", **CODE, **DAY),
        KOR=entry("sold", targets=["CHN"], **CODE, **DAY)
        + entry("sold-all", targets=["*"], **CODE, **DAY)
        + entry("own-duty", instrument="tariff", direction="import", targets=["JPN"], **CODE, **DAY),
        USA=entry("firm", instrument="authorisation", targets=["CHN"], holders=["Samsung"], **CODE, **DAY),
    )
    assert trade(found) == {
        "bought": ("KOR", "CHN", 70.0),
        "tariff": ("CHN", "KOR", 4.0),
        "sold": ("CHN", "KOR", 4.0),
        "sold-all": ("WLD", "KOR", 10.0),
        "own-duty": ("KOR", "JPN", 30.0),
        "firm": ("CHN", "USA", 9.0),
    }


def test_items_stand_by_date_and_then_by_stake(tmp_path: Path, view: View) -> None:
    later = {"announced_on": "2026-11-01", "valid_from": "2026-12-02"}
    found = made(
        tmp_path,
        view,
        CHN=entry("big", **CODE, **DAY) + entry("late", products=[], hs6={"low": [GRAPHITE]}, **later),
        JPN=entry("small", **CODE, **DAY),
        IDN=entry("absent", products=[], hs6={"high": ["260400"]}, **DAY),
        USA=entry("zero", **CODE, **DAY),
    )
    assert [one.item.entry.id for one in found.dated] == ["big", "small", "zero", "absent", "late"]


def test_acts_towards_others_are_left_out_where_none_of_the_goods_is_bought_from_the_party(
    tmp_path: Path, view: View
) -> None:
    found = made(
        tmp_path,
        view,
        CHN=entry("beside", targets=["JPN"], **CODE, **DAY),
        USA=entry("idle", targets=["JPN"], **CODE, **DAY),
        IDN=entry("unknown", targets=["JPN"], products=[], hs6={"high": ["260400"]}, **DAY),
        RUS=entry("partly", targets=["JPN"], products=[], hs6={"high": [GRAPHITE, "260400"]}, **DAY),
    )
    assert [one.item.entry.id for one in found.dated] == ["beside", "partly", "unknown"]
    assert found.left_out == ("idle",)


def test_the_document_says_what_is_known_and_what_is_not(tmp_path: Path, view: View) -> None:
    goods = {"products": [], "hs6": {"high": [GRAPHITE, "260400"]}}
    found = calendar_json(made(tmp_path, view, CHN=entry("one", confidence="medium", **goods, **DAY)))
    (item,) = found["items"]
    assert (found["until"], found["known_on"]) == ("2027-05-22", "2026-11-23")
    assert (item["date"], item["to"], item["days_ahead"], item["known"]) == (
        *("2026-12-01", None, 8, "announced on 2026-11-01"),
    )
    assert (item["seen"], item["confidence"], item["warns"]) == (False, "medium", False)
    stake = item["stake"]
    assert (stake["value_usd"], stake["share"], stake["not_in_lake"]) == (70.0, 0.7, ["260400"])
    assert item["kind"] in found["kinds"]
    assert item["concern"] in found["concerns"]
