"""Questions of law on small registers: dates, knowledge, suspension, relief, uncertainty."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.policy.registers import entry, read
from tocsin.core.errors import CodeError
from tocsin.policy.law import Answer, Question, law
from tocsin.policy.register import Register


def ask(register: Register, on: str, product: str = "hydrogen_fluoride", known: str = "", **more: str) -> Answer:
    party, target = more.pop("party", "JPN"), more.pop("target", "KOR")
    known_on = date.fromisoformat(known) if known else None
    return law(register, Question(party, target, date.fromisoformat(on), product, known_on, **more))


@pytest.fixture
def chemicals(tmp_path: Path) -> Register:
    return read(
        tmp_path,
        JPN=entry(
            "three",
            announced_on="2019-07-01",
            valid_from="2019-07-04",
            valid_to="2023-03-23",
            end="ended",
            ended_by="lift",
            licence_policy="case by case",
            hs6={"high": ["281111"]},
        )
        + entry(
            "lift",
            instrument="lifting",
            announced_on="2023-03-16",
            valid_from="2023-03-23",
            lifts=["three"],
            licence_policy="general",
        ),
    )


@pytest.mark.parametrize(
    ("on", "status", "entries"),
    [
        ("2019-07-03", "free", ()),
        ("2019-07-04", "licence", ("three",)),
        ("2023-03-22", "licence", ("three",)),
        ("2023-03-23", "free", ("lift",)),
    ],
)
def test_first_and_last_days_count_and_a_lifting_begins_on_its_day(
    chemicals: Register, on: str, status: str, entries: tuple[str, ...]
) -> None:
    found = ask(chemicals, on)
    assert (found.status, found.entries) == (status, entries)


def test_what_was_known_is_another_question_than_what_held(chemicals: Register) -> None:
    assert ask(chemicals, "2019-07-04", known="2019-06-30").status == "free"
    assert ask(chemicals, "2019-07-04", known="2019-07-01").status == "licence"
    assert ask(chemicals, "2023-04-01", known="2023-03-15").status == "licence"  # nobody knew of the lifting
    assert ask(chemicals, "2023-04-01", known="2023-03-16").status == "free"


def test_other_goods_targets_and_directions_are_free(chemicals: Register) -> None:
    assert ask(chemicals, "2020-01-01", "rice").status == "free"
    assert ask(chemicals, "2020-01-01", target="TWN").status == "free"
    assert ask(chemicals, "2020-01-01", direction="import").status == "free"
    assert ask(chemicals, "2020-01-01", "281111").status == "licence"


def test_an_unknown_product_or_place_is_an_error(chemicals: Register) -> None:
    with pytest.raises(CodeError, match="Did you mean hydrogen_fluoride"):
        ask(chemicals, "2020-01-01", "hydrogen_floride")
    with pytest.raises(CodeError, match="'XXQ' is no country"):
        ask(chemicals, "2020-01-01", target="XXQ")


def test_a_day_inside_a_partial_date_is_uncertain(tmp_path: Path) -> None:
    found = read(tmp_path, JPN=entry("vague", announced_on="2020", valid_from="2020-03", valid_to="2021", end="expiry"))
    states = {
        on: ask(found, on).status
        for on in ("2020-02-29", "2020-03-01", "2020-03-31", "2020-12-31", "2021-01-01", "2022-01-01")
    }
    assert list(states.values()) == ["free", "uncertain", "licence", "licence", "uncertain", "free"]
    assert "on which day is not known" in ask(found, "2020-03-01").reasons[0]


def test_a_suspension_rests_a_measure_and_what_follows_may_be_open(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        CHN=entry(
            "ban",
            instrument="ban",
            announced_on="2024-12-03",
            valid_from="2024-12-03",
            targets=["USA"],
            products=["gallium"],
        )
        + entry(
            "truce",
            instrument="suspension",
            announced_on="2025-11-09",
            valid_from="2025-11-09",
            valid_to="2026-11-27",
            end="expiry",
            after="open",
            targets=["USA"],
            products=["gallium"],
            suspends=["ban"],
        ),
    )
    states = [
        ask(found, on, "gallium", party="CHN", target="USA").status
        for on in ("2025-11-08", "2025-11-09", "2026-11-27", "2026-11-28")
    ]
    assert states == ["ban", "free", "free", "uncertain"]
    assert ask(found, "2026-01-01", "gallium", known="2025-06-01", party="CHN", target="USA").status == "ban"


def test_a_suspension_that_simply_ends_brings_the_measure_back(tmp_path: Path) -> None:
    text = entry("rule", valid_from="2020-01-01", valid_to="2020-06-01", end="ended", ended_by="pause")
    text += entry(
        "pause",
        instrument="suspension",
        valid_from="2020-06-01",
        valid_to="2020-08-31",
        end="expiry",
        suspends=["rule"],
    )
    found = read(tmp_path, JPN=text)
    assert [ask(found, on).status for on in ("2020-05-31", "2020-07-01", "2020-09-01")] == [
        "licence",
        "free",
        "licence",
    ]


def test_the_strictest_in_force_answers_and_a_perhaps_stricter_one_unsettles(tmp_path: Path) -> None:
    text = entry("licensing", valid_from="2020-01-01", licence_policy="case by case", targets=["*"])
    text += entry("embargo", instrument="ban", valid_from="2021-05", valid_to="2022-12-31", end="expiry")
    found = read(tmp_path, JPN=text)
    assert [ask(found, on).status for on in ("2021-04-30", "2021-05-10", "2021-06-01", "2023-01-01")] == [
        "licence",
        "uncertain",
        "ban",
        "licence",
    ]
    assert ask(found, "2021-06-01", target="TWN").status == "licence"


def test_presumption_of_denial_is_denial(tmp_path: Path) -> None:
    found = read(
        tmp_path, USA=entry("rule", valid_from="2022-10-07", targets=["CHN"], licence_policy="presumption of denial")
    )
    answer = ask(found, "2022-11-01", party="USA", target="CHN")
    assert (answer.status, answer.licence_policy) == ("denial", "presumption of denial")


def test_a_named_firm_has_its_authorisation_while_it_lasts(tmp_path: Path) -> None:
    text = entry("tools", valid_from="2022-10-07", targets=["CHN"], licence_policy="presumption of denial")
    text += entry(
        "permit",
        instrument="authorisation",
        valid_from="2022-10-12",
        valid_to="2023-10-11",
        end="expiry",
        targets=["CHN"],
        holders=["SK hynix"],
        authorises=["tools"],
    )
    found = read(tmp_path, USA=text)
    asked = {"party": "USA", "target": "CHN"}
    assert ask(found, "2023-01-01", **asked).status == "denial"
    assert ask(found, "2023-01-01", holder="sk hynix", **asked).status == "free"
    assert ask(found, "2023-01-01", holder="YMTC", **asked).status == "denial"
    assert ask(found, "2023-10-12", holder="sk hynix", **asked).status == "denial"
    assert ask(found, "2022-10-10", product="rice", **asked).status == "free"
    assert "permit" in ask(found, "2023-01-01", **asked).entries


def test_an_entry_of_low_confidence_is_told_and_does_not_count(tmp_path: Path) -> None:
    found = ask(read(tmp_path, JPN=entry("rumour", valid_from="2020-01-01", confidence="low")), "2020-02-01")
    assert (found.status, found.entries) == ("free", ("rumour",))
    assert "confidence low" in found.reasons[0]


def test_what_follows_an_authorisation_may_be_open(tmp_path: Path) -> None:
    text = entry("tools", valid_from="2022-10-07", targets=["CHN"])
    permit = {"instrument": "authorisation", "valid_from": "2026-01-01", "valid_to": "2026-12-31", "end": "expiry"}
    text += entry("permit", **permit, after="open", targets=["CHN"], holders=["TSMC"], authorises=["tools"])
    found = read(tmp_path, USA=text)
    asked = {"party": "USA", "target": "CHN", "holder": "TSMC"}
    assert [ask(found, on, **asked).status for on in ("2026-12-31", "2027-01-01")] == ["free", "uncertain"]
    assert ask(found, "2027-01-01", party="USA", target="CHN").status == "licence"


def test_a_lost_place_in_a_trusted_group_needs_licences_until_it_is_given_back(tmp_path: Path) -> None:
    place = {"targets": [], "products": [], "group": "JP-A", "members": ["KOR"]}
    text = entry("in", instrument="trusted_group_add", valid_from="2004", licence_policy="general", **place)
    text += entry(
        "out",
        instrument="trusted_group_remove",
        announced_on="2019-08-02",
        valid_from="2019-08-28",
        lifts=["in"],
        licence_policy="case by case",
        **place,
    )
    text += entry(
        "back",
        instrument="trusted_group_add",
        announced_on="2023-06-27",
        valid_from="2023-07-21",
        lifts=["out"],
        licence_policy="general",
        **place,
    )
    found = read(tmp_path, JPN=text)
    days = ("2019-08-27", "2019-08-28", "2023-07-20", "2023-07-21")
    told = [(one.status, one.licence_policy) for one in (ask(found, on, "") for on in days)]
    assert told == [("free", "general"), ("licence", "case by case"), ("licence", "case by case"), ("free", "general")]
    assert ask(found, "2019-09-01", "", known="2019-08-01").status == "free"
    assert ask(found, "2019-09-01", "", known="2019-08-02").status == "licence"


def test_a_proposal_without_a_first_day_binds_nobody(tmp_path: Path) -> None:
    found = ask(read(tmp_path, JPN=entry("proposal", announced_on="2024-12-21")), "2025-06-01")
    assert found.status == "free"
    assert "no first day in force is established" in found.reasons[0]


def test_groups_are_opened_by_date(tmp_path: Path) -> None:
    text = entry("union", valid_from="2016-01-01", targets=["EU"], except_targets=["DEU"])
    found = read(tmp_path, JPN=text, EU=entry("annex", instrument="ban", valid_from="2016-01-01", targets=["RUS"]))
    assert ask(found, "2019-01-01", target="GBR").status == "licence"
    assert ask(found, "2021-01-01", target="GBR").status == "free"
    assert ask(found, "2021-01-01", target="DEU").status == "free"
    assert (
        ask(found, "2021-01-01", party="FRA", target="RUS").status == "ban"
    )  # acts of the Union are those of its members
    assert ask(found, "2021-01-01", party="GBR", target="RUS").status == "free"


def test_products_that_an_entry_names_decide_before_codes(tmp_path: Path) -> None:
    text = entry("germanium", valid_from="2023-08-01", targets=["*"], products=["germanium"], hs6={"high": ["811299"]})
    text += entry("codes", valid_from="2023-08-01", targets=["*"], products=None, hs6={"medium": ["280530"]})
    found = read(tmp_path, CHN=text)
    assert ask(found, "2024-01-01", "germanium", party="CHN").status == "licence"
    assert ask(found, "2024-01-01", "811299", party="CHN").status == "licence"
    assert ask(found, "2024-01-01", "gallium", party="CHN").status == "free"
    assert ask(found, "2024-01-01", "280530", party="CHN").status == "uncertain"


def test_list_entries_match_their_parts(tmp_path: Path) -> None:
    found = read(tmp_path, NLD=entry("duv", valid_from="2023-09-01", targets=["*"], products=None, items=["3B001.f.4"]))
    assert ask(found, "2024-01-01", "3B001", party="NLD").status == "licence"
    assert ask(found, "2024-01-01", "3B001.f.4.a", party="NLD").status == "licence"
    assert ask(found, "2024-01-01", "3B001.f.1", party="NLD").status == "free"
