"""Leverage and exposure on a lake: which goods, both directions, what they rest on."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.pipeline.flows import flow_release
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import UsageError
from tocsin.lake import Lake
from tocsin.pipeline.leverage import held, leverage, via

TODAY = date(2026, 11, 24)
GRAPHITE, OIL, CERIUM = "250410", "270900", "284610"
ROWS = [
    ("KOR", "CHN", GRAPHITE, "2023", 9e6),
    ("KOR", "MOZ", GRAPHITE, "2023", 1e6),
    ("USA", "CHN", GRAPHITE, "2023", 5e6),
    ("CHN", "KOR", CERIUM, "2023", 2e6),
    ("CHN", "USA", CERIUM, "2022", 8e6),
    ("CHN", "USA", CERIUM, "2023", 8e6),
    ("KOR", "KWT", OIL, "2023", 9e9),
    ("KOR", "USA", OIL, "2023", 3e9),
    ("FRA", "USA", OIL, "2023", 3e9),
]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    made = Lake.create(tmp_path / "a lake", fixed_clock(TODAY))
    made.load(flow_release(ROWS, released_on=date(2025, 2, 1)), source="baci", licence="")
    return made


def test_only_goods_with_trade_are_asked_about_and_the_others_are_counted(lake: Lake) -> None:
    found = held(lake.as_of(TODAY))
    ids = [one.id for one in found.goods]
    assert "natural_graphite_flake" in ids or "natural_graphite_flake" in sum(found.alike.values(), ())
    assert "gallium" in found.without
    assert len(ids) + sum(map(len, found.alike.values())) + len(found.without) == 371
    codes = [one.hs6 for one in found.goods]
    assert len(codes) == len(set(codes))


def test_both_directions_stand_in_one_table_by_cost(lake: Lake) -> None:
    found = leverage(lake, "CHN", "KOR", TODAY)
    (mine,), (theirs,) = found.of("CHN"), found.of("KOR")
    assert mine.dependence == pytest.approx(0.9)
    assert mine.value == pytest.approx(9e6)
    assert (mine.table, mine.year) == ("baci:flow", 2023)
    assert theirs.dependence == pytest.approx(0.2)
    costs = [one.cost_target for one in found.levers]
    assert costs == sorted(costs, key=lambda one: -(one or 0.0))
    assert any("baci:flow 2023" in note for note in found.notes)
    assert any("products of the book" in note for note in found.notes)


def test_the_order_of_the_sides_changes_no_figure(lake: Lake) -> None:
    there, back = leverage(lake, "CHN", "KOR", TODAY), leverage(lake, "KOR", "CHN", TODAY)
    assert there.levers == back.levers


def test_one_side_may_be_the_union(lake: Lake) -> None:
    found = leverage(lake, "USA", "EU", TODAY)
    assert [(one.good, one.actor, one.target) for one in found.levers] == [("crude_oil", "USA", "EU")]
    assert found.levers[0].dependence == pytest.approx(1.0)


def test_a_side_cannot_be_set_against_itself(lake: Lake) -> None:
    with pytest.raises(UsageError, match="part of the other"):
        leverage(lake, "FRA", "EU", TODAY)


def test_before_anything_was_known_there_is_no_answer(tmp_path: Path) -> None:
    empty = Lake.create(tmp_path / "empty", fixed_clock(TODAY))
    with pytest.raises(UsageError, match="no yearly trade"):
        leverage(empty, "CHN", "KOR", TODAY)


def test_a_closed_route_tells_importers_by_value(lake: Lake) -> None:
    found = via(lake, "hormuz", TODAY)
    (korea,) = found.exposed
    assert (korea.importer, korea.good) == ("KOR", "crude_oil")
    assert korea.share.mid == pytest.approx(0.75 * 0.97)
    assert korea.imports == pytest.approx(12e9)
    assert list(found.hardest) == ["KOR"]


def test_documents_are_plain_and_name_their_basis(lake: Lake) -> None:
    told = json.loads(json.dumps(leverage(lake, "CHN", "KOR", TODAY).document(1), allow_nan=False))
    assert told["levers"][0]["table"] == "baci:flow"
    assert told["levers_in_all"] == {"CHN": 1, "KOR": 1}
    assert "gallium" in told["goods_without_trade"]
    told = json.loads(json.dumps(via(lake, "hormuz", TODAY).document(5), allow_nan=False))
    assert told["exposed"][0]["value"]["mid"] == pytest.approx(9e9 * 0.97)
    assert all(one["reference"] for one in told["shares"])
