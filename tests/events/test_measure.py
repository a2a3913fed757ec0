"""From an event to a measure: who, towards whom, on what, since when."""

from __future__ import annotations

from typing import Any

import pytest

from tests.events.readings import said
from tocsin.events.measure import Measure, day_after, measures


def only(*words: Any, **more: Any) -> Measure:
    found, why = measures(said(*words, **more))
    assert len(found) == 1, why
    return found[0]


def test_a_ban_looks_from_its_party_towards_its_target_since_its_day() -> None:
    one = only()
    assert (one.party, one.targets, one.goods, one.direction) == ("VNM", ("JPN",), ("gallium",), "export")
    assert (one.announced_on, one.valid_from, one.valid_to) == ("2026-05-01", "2026-05-05", "")


def test_two_dates_of_one_sentence_are_told_apart_by_the_words_before_them() -> None:
    one = only(
        "China announced on 3 July 2023 that export controls on gallium will take effect on 1 August 2023.",
        actor=["CHN"],
        act="announce_control",
        target=[],
        date="2023-07-03",
        published="2023-07-04",
    )
    assert (one.announced_on, one.valid_from) == ("2023-07-03", "2023-08-01")


def test_the_day_on_which_it_was_said_is_that_of_the_announcement() -> None:
    one = only(
        "China will control exports of gallium, the ministry said on 3 July 2023.",
        actor=["CHN"],
        act="announce_control",
        target=[],
        date="2023-07-05",
        date_precision="none",
        modality="announced",
        published="2023-07-05",
    )
    assert (one.announced_on, one.valid_from, one.dated) == ("2023-07-03", "", True)


def test_a_day_that_is_not_named_is_not_made_up() -> None:
    one = only("Vietnam banned exports of gallium to Japan.", date="2026-05-01", date_precision="none")
    assert (one.announced_on, one.valid_from, one.dated) == ("2026-05-01", "", False)
    assert any("no day is named" in doubt for doubt in one.doubts)
    assert (
        only("Vietnam banned exports of gallium.", date=None, date_precision="none", published=None).announced_on == ""
    )


def test_a_late_report_does_not_date_the_announcement() -> None:
    one = only(
        "Japan restricted photoresist in July 2019.", date="2019-07", date_precision="month", published="2023-08-01"
    )
    assert (one.announced_on, one.valid_from) == ("", "2019-07")


def test_an_extension_lasts_until_the_day_that_is_named() -> None:
    one = only(
        "China extended the suspension of controls on gallium until 27 November 2027.",
        actor=["CHN"],
        act="extend",
        target=[],
        date="2027-11-27",
    )
    assert (one.valid_from, one.valid_to) == ("", "2027-11-27")
    assert day_after("2027-11-27") == "2027-11-28"
    assert day_after("2027-11") == "2027-11"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"act": "meet"}, "no measure"),
        ({"modality": "possible"}, "only possible"),
        ({"modality": "called_for"}, "only called for"),
        ({"modality": "denied"}, "only denied"),
        ({"actor": ["NATO"]}, "whoever acts is no country"),
        ({"object": [], "target": []}, "neither goods nor a target are named"),
    ],
)
def test_what_is_no_measure_says_why(more: dict[str, Any], why: str) -> None:
    assert measures(said(**more)) == ((), why)


@pytest.mark.parametrize(
    "sentence",
    [
        "India suspended exports of wheat on Monday.",
        "Beijing paused all shipments of gallium to Japan.",
        "The suspension of its gallium exports begins on Monday.",
    ],
)
def test_a_stop_of_trade_for_a_time_holds_goods_back(sentence: str) -> None:
    assert only(sentence, act="suspend").act == "ban"


@pytest.mark.parametrize(
    "sentence",
    [
        "China suspended its export controls on gallium.",
        "India suspended the ban on exports of wheat.",
        "India suspended the embargo on gallium imports.",
        "India suspended its moratorium on gallium exports.",
        "India suspended the surcharges on shipments of gallium.",
        "China suspended its export controls on gallium after the U.S. halted shipments of chips.",
        "The suspension of export licensing for gallium begins on Monday.",
    ],
)
def test_a_measure_that_rests_frees_goods(sentence: str) -> None:
    assert only(sentence, act="suspend").act == "suspend"


def test_an_extension_of_talks_is_no_measure() -> None:
    talks = said("The Secretary shall continue negotiations on gallium.", act="extend")
    assert measures(talks) == ((), "what it changes is no measure")


def test_several_parties_make_a_measure_each_and_the_union_has_the_code_of_the_register() -> None:
    found, _ = measures(said(actor=["USA", "EUU"], target=["RUS"]))
    assert [one.party for one in found] == ["USA", "EU"]
    assert {one.targets for one in found} == {("RUS",)}


@pytest.mark.parametrize(
    ("source", "party"),
    [
        ("https://www.whitehouse.gov/a", "USA"),
        ("https://www.meti.go.jp/b", "JPN"),
        ("https://english.mofcom.gov.cn/c", "CHN"),
        ("https://whitehouse.gov.example.com/d", ""),
        ("https://news.example/e", ""),
    ],
)
def test_a_text_of_a_government_that_does_not_name_itself_is_its_own_and_says_so(source: str, party: str) -> None:
    one = only(actor=[], source=source)
    assert one.party == party
    assert any("who acts is not said" in doubt for doubt in one.doubts)


@pytest.mark.parametrize(
    ("sentence", "act", "direction"),
    [
        ("Vietnam banned imports of gallium.", "ban", "import"),
        ("Vietnam banned exports of gallium.", "ban", "export"),
        ("Vietnam imposed a duty on gallium.", "tariff", "import"),
        ("Vietnam imposed an export duty on gallium.", "tariff", "export"),
    ],
)
def test_the_direction_is_that_of_the_words(sentence: str, act: str, direction: str) -> None:
    assert only(sentence, act=act).direction == direction


def test_codes_that_a_sentence_names_are_taken_and_other_numbers_are_not() -> None:
    assert only("Vietnam banned gallium (HS 8112.92) and 1234 56 others.").codes == ("811292",)
