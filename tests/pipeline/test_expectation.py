"""What forecasts, all of them synthetic, do to a board: order, reasons, and what an explanation says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.pipeline.flows import flow_release
from tests.publish.synthetic_outlooks import synthetic_outlook
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import DocumentError, UsageError
from tocsin.foresight.labels import RULES
from tocsin.foresight.model import FLOOR
from tocsin.foresight.outlook import Outlook
from tocsin.lake import Lake
from tocsin.pipeline.board import board, check_request
from tocsin.pipeline.desk import Cell, Desk
from tocsin.pipeline.expectation import Expectation, Made
from tocsin.pipeline.question import explain
from tocsin.publish.documents import board_json

DAY = date(2026, 11, 24)
MADE = Made("synthetic", "honest", reconstructed=True)
# Exposure is over 0 for what one supplier sells alone: 282520, 283691; graphite has others to fall back on.
IMPORTS = {"282520": 9e6, "283691": 3e6, "250410": 2e6, "280530": 8e6, "810411": 4e5}
OTHERS = ("250410", "280530")
Key = tuple[str, str, str]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    lake = Lake.create(tmp_path_factory.mktemp("expectation") / "a lake", fixed_clock(DAY))
    rows = [
        (who, "CHN", code, str(year), value)
        for year in range(2022, 2025)
        for code, value in IMPORTS.items()
        for who in ("KOR", "JPN")
    ]
    rows += [("USA", "AUS", code, str(year), 9e9) for year in range(2022, 2025) for code in OTHERS]
    lake.load(flow_release(rows, vintage="v1", released_on=date(2026, 2, 1)), source="csv", licence="test")
    return Desk(lake, DAY)


def outlooks(desk: Desk, **chances: float) -> dict[Key, Outlook]:
    """Make up forecasts by code, written ``c282520=0.1``."""
    basis = desk.cells("KOR")[0].basis
    return {
        (basis, "HS1992", name[1:]): synthetic_outlook(name[1:], chance=chance, basis=basis)
        for name, chance in chances.items()
    }


def test_lines_stand_in_order_of_chance_times_exposure_then_of_chance_times_import_value(desk: Desk) -> None:
    found = outlooks(desk, c282520=0.1, c283691=0.4, c250410=0.3, c280530=0.05)
    made = board(desk, "KOR", outlooks=found, made=MADE)
    assert [row.hs6 for row in made.rows] == ["283691", "282520", "250410", "280530", "810411"]
    exposures = {row.hs6: row.exposure for row in made.rows}
    assert exposures["250410"] == exposures["280530"] == 0.0
    assert exposures["282520"] == pytest.approx(9e6)
    assert [row.expected for row in made.rows[:2]] == pytest.approx([0.4 * 3e6, 0.1 * 9e6])
    assert made.rows[4].expected is None
    assert made.sort == "expected"
    assert any("2 codes have exposure 0" in note and "chance x import value" in note for note in made.notes)


def test_a_line_without_a_forecast_stands_below_all_that_have_one(desk: Desk) -> None:
    made = board(desk, "KOR", outlooks=outlooks(desk, c250410=0.001), made=MADE)
    assert [row.hs6 for row in made.rows] == ["250410", "282520", "283691", "810411", "280530"]


def test_the_structural_order_stays_as_it_is(desk: Desk) -> None:
    found = outlooks(desk, c282520=0.01, c283691=0.4, c250410=0.3)
    ahead = board(desk, "KOR", sort="exposure", outlooks=found, made=MADE)
    bare = board(desk, "KOR", sort="exposure")
    assert [row.hs6 for row in ahead.rows] == [row.hs6 for row in bare.rows]
    assert ahead.rows[0].outlook is not None
    assert any("shown in code order" in note for note in ahead.notes)


def test_without_forecasts_the_order_is_that_of_exposure_and_the_reason_is_said(desk: Desk) -> None:
    made = board(desk, "KOR", made=Made(why_none="no source in this lake holds eight years of annual imports"))
    assert [row.hs6 for row in made.rows] == [row.hs6 for row in board(desk, "KOR", sort="exposure").rows]
    assert (made.sort, made.forecast) == ("exposure", None)
    document = board_json(made)
    assert document["no_forecast"] == document["rows"][0]["no_forecast"] == made.no_forecast
    assert "eight years" in made.no_forecast
    assert board(desk, "KOR").no_forecast == "no forecast was asked for"


def test_the_document_says_what_is_forecast(desk: Desk) -> None:
    document = board_json(board(desk, "KOR", outlooks=outlooks(desk, c282520=0.1), made=MADE))
    said = document["forecast"]
    assert said["rule"] == RULES["tight"]
    assert (said["model_version"], said["lag"], said["reconstructed"]) == ("synthetic", "honest", True)
    assert said["targets"] == {"12": "2026", "24": "2026-2027"}


def test_every_line_without_a_forecast_has_its_reason(desk: Desk) -> None:
    found = outlooks(desk, c282520=0.1)
    (basis, *_) = next(iter(found))
    ahead = Expectation(found, MADE)
    cell = Cell(basis, "HS1992", "810411", "2024")
    assert ahead.why_not(cell, {"import_value": FLOOR - 1}) == "imports under USD 500 thousand"
    assert ahead.why_not(cell, {"import_value": FLOOR}) == (
        "not imported, with value and weight known, in each of the last 3 years"
    )
    assert "another source" in ahead.why_not(replace(cell, basis="baci"), {"import_value": 1e9})
    assert "another source" in ahead.why_not(replace(cell, nomenclature="HS2017"), {"import_value": 1e9})
    assert ahead.why_not(replace(cell, period="2025"), {}) == "forecasts rest on data of 2024, this line on 2025"
    assert not ahead.why_not(replace(cell, product="282520"), {})


def test_a_forecast_that_rests_on_another_year_is_not_taken(desk: Desk) -> None:
    key, said = next(iter(outlooks(desk, c282520=0.1).items()))
    made = board(desk, "KOR", outlooks={key: replace(said, period="2023")}, made=MADE)
    assert all(row.outlook is None for row in made.rows)
    assert "forecasts rest on data of 2023" in made.rows[0].no_forecast


@pytest.mark.slow
def test_an_explanation_holds_the_forecast_as_a_board_does(desk: Desk) -> None:
    found = outlooks(desk, c282520=0.1)
    answer = explain(desk, "KOR", "282520", outlooks=found, made=MADE)
    row = board_json(board(desk, "KOR", outlooks=found, made=MADE))["rows"][0]
    (line,) = answer["lines"]
    for key in ("probability", "interval", "targets", "expected", "channels", "precedents", "relief", "no_forecast"):
        assert line[key] == row[key]
    assert answer["forecast"]["label"] == "tight"
    assert explain(desk, "KOR", "282520")["lines"][0]["probability"] is None


def test_an_explanation_whose_channels_do_not_add_up_is_held_back(desk: Desk) -> None:
    ((key, said),) = outlooks(desk, c282520=0.1).items()
    with pytest.raises(DocumentError, match="add up"):
        explain(desk, "KOR", "282520", outlooks={key: replace(said, base=said.base + 0.1)}, made=MADE)


def test_the_order_by_expectation_is_known_and_others_are_suggested() -> None:
    assert check_request(group="", top=1, sort="expected")
    with pytest.raises(UsageError) as caught:
        check_request(group="", top=1, sort="expectd")
    assert "expected" in caught.value.remedy


def test_stored_facts_say_how_forecasts_were_made() -> None:
    facts = {"model_version": "abc", "lag": "one", "reconstructed": False, "label": "tight"}
    assert Made.told(facts) == Made("abc", "one", reconstructed=False, why_none="")
    assert Made.told({"reason": "too few"}).why_none == "too few"
