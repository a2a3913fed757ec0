"""Controls, lists, licences, tariffs and sanctions as news agencies, ministries and gazettes tell of them."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.events.coder import Memory, code
from tocsin.events.event import Event
from tocsin.events.sentences import sentences
from tocsin.events.text import Text

TODAY = date(2024, 7, 10)  # a Wednesday


def read(said: str) -> list[Event]:
    text, memory = Text.of(said), Memory(today=TODAY)
    return [event for start, end in sentences(text.clean) for event in code(text, start, end, memory)]


def of(said: str, act: str) -> Event:
    found = [one for one in read(said) if one.act == act]
    assert found, f"{act} not read in {said!r}: {[one.act for one in read(said)]}"
    return found[0]


@pytest.mark.parametrize(
    ("said", "act", "actor", "target"),
    [
        # who reports it has done it
        (
            "Exports of indium will need a licence from September, Canada's trade ministry said.",
            "announce_control",
            ["CAN"],
            [],
        ),
        (
            "OTTAWA, July 9 - Shipments of tellurium now require a permit, its trade ministry said.",
            "impose_control",
            ["CAN"],
            [],
        ),
        # what hangs on a noun
        ("The curbs Peru placed on Chilean lithium in May have been lifted.", "lift_control", ["PER"], ["CHL"]),
        ("A ban on tin exports, which Peru ordered in May, drove prices up.", "ban", ["PER"], []),
        # participles before their subject
        ("By adding 14 Turkish firms to its blacklist, Norway angered Ankara.", "list_entity", ["NOR"], ["TUR"]),
        # lists by what stands on them
        ("Norway struck Turkey off its list of trusted trading nations.", "remove_trusted_group", ["NOR"], ["TUR"]),
        (
            "Brazil put Chile back on the register of countries that enjoy simplified checks.",
            "add_trusted_group",
            ["BRA"],
            ["CHL"],
        ),
        (
            "Canada entered six Iranian companies in its register of sanctioned entities.",
            "list_entity",
            ["CAN"],
            ["IRN"],
        ),
        ("Dozens of Turkish companies landed on Norway's entity list.", "list_entity", ["NOR"], ["TUR"]),
        ("Peru lost its place on Brazil's white list.", "remove_trusted_group", ["BRA"], ["PER"]),
        # licences
        ("Exporters in Chile must obtain a permit for lithium shipments.", "impose_control", ["CHL"], []),
        ("Norway revoked export licences for two ASML machines.", "impose_control", ["NOR"], ["ASML"]),
        ("Norway granted ASML an export licence.", "lift_control", ["NOR"], ["ASML"]),
        ("Nickel may be exported from Cuba only with a permit, Havana said.", "impose_control", ["CUB"], []),
        # answers
        ("Peru banned Chilean copper in response to Santiago's tariffs.", "retaliate", ["PER"], ["CHL"]),
        ("In retaliation for Canadian sanctions, Iran barred imports of wheat.", "retaliate", ["IRN"], ["CAN"]),
        ("Chile dropped Peru from its white list; Lima vowed to respond in kind.", "retaliate", ["PER"], ["CHL"]),
        # words of measures
        ("Canada will lift its tariffs on Mexican steel to 40% from 25%.", "tariff", ["CAN"], ["MEX"]),
        ("India amended the export policy of sugar from 'Free' to 'Prohibited'.", "ban", ["IND"], []),
        ("Norway put its curbs on gallium on hold until May 2026.", "suspend", ["NOR"], []),
        ("The Council Regulation imposes quotas on imports of ferro-silicon.", "quota", ["EUU"], []),
        (
            "Norway paused its duties on three partners, Peru, Chile and Brazil among them.",
            "suspend",
            ["NOR"],
            ["PER", "CHL", "BRA"],
        ),
    ],
)
def test_a_measure_is_read(said: str, act: str, actor: list[str], target: list[str]) -> None:
    event = of(said, act)
    assert (list(event.actor), list(event.target)) == (actor, target)


@pytest.mark.parametrize(
    "said",
    [
        "Norway's list of controlled items runs to 700 entries.",
        "Iran and Cuba remain subject to export controls.",
        "A permit still takes 45 days, two traders said.",
        "Nothing in this licence touches the ban.",
        "The list of controlled goods names 12 chemicals.",
    ],
)
def test_a_state_of_affairs_is_no_event(said: str) -> None:
    assert read(said) == []


@pytest.mark.parametrize(
    ("said", "act", "day"),
    [
        ("OSLO, July 3 - Norway banned exports of cod last Monday.", "ban", "2024-07-08"),
        ("Norway will ban exports of cod from Feb. 3.", "ban", "2025-02-03"),
        ("Norway banned exports of cod on 3 February last year.", "ban", "2023-02-03"),
        ("Announcement No. 18 of 2021 prohibits exports of cod from Norway.", "ban", "2024-07-10"),
        ("Norway extended its ban on cod exports until the end of August.", "extend", "2024-07-10"),
        ("Norway's ban on cod exports expires on 31 December.", "expire", "2024-12-31"),
        ("Norway bans exports of cod with immediate effect.", "ban", "2024-07-10"),
    ],
)
def test_a_date_is_told_by_the_way_it_stands(said: str, act: str, day: str) -> None:
    assert of(said, act).date == day


@pytest.mark.parametrize(
    ("said", "act", "modality"),
    [
        ("US to ban imports of Brazilian beef", "ban", "announced"),
        ("Norway is also to tighten its controls on Turkey.", "impose_control", "announced"),
        ("Norway shelved a plan to tighten controls on Turkey.", "impose_control", "denied"),
        ("It is not the case that Norway is restricting exports to Turkey.", "impose_control", "denied"),
        ("Norway has told Equinor to stop exports to Turkey.", "ban", "announced"),
    ],
)
def test_how_far_it_is_a_fact(said: str, act: str, modality: str) -> None:
    assert of(said, act).modality == modality
