"""Measures of documents become entries, or are found in the register."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.events.readings import said
from tests.policy.registers import entry, read
from tocsin.events.measure import Measure, measures
from tocsin.pipeline.proposals import drafted, name_of, same_as
from tocsin.pipeline.sameness import found_in
from tocsin.policy.force import force
from tocsin.policy.register import Register


def measure(*words: Any, **more: Any) -> Measure:
    (one,), _ = measures(said(*words, **more))
    return one


@pytest.fixture
def register(tmp_path: Path) -> Register:
    japan = entry("three", announced_on="2019-07-01", valid_from="2019-07-04") + entry(
        "eased", instrument="control", products=["photoresist"], announced_on="2019-12-20", valid_from="2019-12-20"
    )
    vietnam = entry(
        "old", targets=["*"], products=["rice"], instrument="ban", announced_on="2020-03-24", valid_from="2020-03-24"
    )
    china = entry(
        "rest",
        instrument="suspension",
        effect="free",
        targets=["USA"],
        products=["gallium"],
        suspends=["ga"],
        announced_on="2025-11-09",
        valid_from="2025-11-09",
        valid_to="2026-11-27",
        end="expiry",
    ) + entry("ga", instrument="ban", targets=["USA"], products=["gallium"], valid_from="2024-12-03")
    return read(tmp_path, JPN=japan, VNM=vietnam, CHN=china)


HF = {"actor": ["JPN"], "target": ["KOR"], "object": ["hydrogen_fluoride"]}


def test_a_draft_is_an_entry_of_low_confidence_that_quotes_its_document(register: Register) -> None:
    draft = drafted(measure(), register)
    made = draft.entry("a")
    assert draft.lacks == ()
    assert (made.party, made.does, made.targets, made.products) == ("VNM", "ban", ("JPN",), ("gallium",))
    assert (str(made.valid_from), made.confidence, made.seen) == ("2026-05-05", "low", False)
    assert any("A synthetic notice" in one and "https" not in one for one in made.references)
    assert any("Vietnam banned exports of gallium" in one for one in made.references)


@pytest.mark.parametrize(
    ("day", "held"), [("2019-07-04", "three"), ("2019-07", "three"), ("2019-07-20", "three"), ("2021-07-04", "")]
)
def test_a_measure_is_held_if_the_register_has_it_on_a_day_nearby(register: Register, day: str, held: str) -> None:
    one = measure(
        "Japan restricted exports.", **HF, act="impose_control", date=day, date_precision=None, published=None
    )
    assert found_in(register, one) == held


def test_other_goods_or_targets_or_acts_are_another_measure(register: Register) -> None:
    same = {**HF, "act": "impose_control", "date": "2019-07-04", "published": None}
    for other in ({"object": ["gallium"]}, {"target": ["TWN"]}, {"act": "tariff"}, {"actor": ["USA"]}):
        assert found_in(register, measure("They restricted exports.", **{**same, **other})) == ""


def test_a_report_without_a_day_is_the_measure_that_was_in_force(register: Register) -> None:
    vague = {**HF, "act": "ban", "date": "2023-01-01", "date_precision": "none"}
    assert found_in(register, measure("Japan bans exports.", **vague, published="2023-01-01")) == "three"
    assert found_in(register, measure("Japan bans exports.", **vague, published="2018-01-01")) == ""


def test_a_lifting_names_the_one_entry_that_it_ends(register: Register) -> None:
    lifted = measure(
        "Japan lifted export controls.", **HF, act="lift_control", date="2023-03-23", published="2023-03-23"
    )
    draft = drafted(lifted, register)
    assert draft.row["lifts"] == ["three"]
    assert draft.entry("a").does == "free"


def test_a_lifting_that_may_end_several_leaves_them_open(register: Register) -> None:
    lifted = measure("Japan lifted export controls.", **{**HF, "object": []}, act="lift_control", date="2023-03-23")
    draft = drafted(lifted, register)
    assert "lifts" not in draft.row
    assert set(draft.related) == {"three", "eased"}
    assert any("which entry it changes is open" in one for one in draft.doubts)


def test_an_extension_goes_on_from_the_day_after_the_last(register: Register) -> None:
    longer = measure(
        "China extended the suspension of export controls on gallium until 27 November 2027.",
        actor=["CHN"],
        act="extend",
        target=[],
        date="2027-11-27",
        published="2026-11-20",
    )
    made = drafted(longer, register).entry("longer")
    assert (made.suspends, made.does, str(made.valid_from), str(made.valid_to)) == (
        ("ga",),
        "free",
        "2026-11-28",
        "2027-11-27",
    )
    both = Register({**register.entries, "longer": made})
    day = made.valid_from.start if made.valid_from else None
    assert day
    assert force(register, register.get("ga"), day).state == "yes"
    assert force(both, register.get("ga"), day).state == "no"


def test_an_expiry_ends_its_entry_on_the_day_that_is_named(register: Register) -> None:
    over = measure(
        "The ban on rice expires on 30 June 2026.", act="expire", object=["rice"], target=[], date="2026-06-30"
    )
    made = drafted(over, register).entry("over")
    assert (made.lifts, str(made.valid_from)) == (("old",), "2026-07-01")


def test_what_the_text_does_not_say_is_asked_for(register: Register) -> None:
    draft = drafted(measure("Vietnam banned exports of chemicals.", object=["chemicals"], actor=[]), register)
    assert draft.lacks == ("party", "products")
    assert any("chemicals, which the product book does not hold" in one for one in draft.doubts)


def test_no_target_is_taken_as_all_and_says_so(register: Register) -> None:
    draft = drafted(measure("Vietnam banned exports of gallium.", target=[]), register)
    assert draft.row["targets"] == ["*"]
    assert any("no target is named" in one for one in draft.doubts)


def test_a_change_of_a_trusted_group_has_members_and_no_targets(register: Register) -> None:
    out = measure("Japan removed Korea.", actor=["JPN"], target=["KOR"], object=[], act="remove_trusted_group")
    made = drafted(out, register).entry("out")
    assert (made.instrument, made.group, made.members, made.targets) == ("trusted_group_remove", "JP-A", ("KOR",), ())


def test_a_listing_of_a_firm_looks_towards_its_seat(register: Register) -> None:
    listed = measure("The United States listed Huawei.", actor=["USA"], target=["Huawei"], object=[], act="list_entity")
    made = drafted(listed, register).entry("listed")
    assert (made.does, made.targets, made.items) == ("entity", ("CHN",), ("Huawei",))


def test_a_proposal_is_the_same_as_another_report_of_it(register: Register) -> None:
    draft = drafted(measure(), register)
    assert same_as(draft, "a", measure("Hanoi bans gallium for Japan.", date="2026-05-12"))
    assert not same_as(draft, "a", measure("Hanoi bans gallium.", date="2026-09-12", published="2026-09-01"))
    assert not same_as(draft, "a", measure(object=["rice"]))


def test_a_name_is_made_of_what_is_said_and_is_safe_as_a_file() -> None:
    assert name_of(measure()) == "vnm-2026-jpn-gallium-ban"
    odd = measure(object=["../../etc/passwd \u7981"])
    assert "/" not in name_of(odd)
    assert "." not in name_of(odd)
