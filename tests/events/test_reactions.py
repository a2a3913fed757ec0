"""To whom a reaction is that names the measure and not who took it."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.events.context import Memory
from tocsin.events.reactions import reacted_to
from tocsin.events.reader import read

DONE = [("missile_test", ("PRK",)), ("tariff", ("USA",)), ("ban", ("CHN",))]


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("condemned the launch as a threat.", ("PRK",)),
        ("opposed the new duties.", ("USA",)),
        ("criticised these bans.", ("CHN",)),
        ("regretted the move.", ("CHN",)),  # the last measure
        ("welcomed the extension.", ()),  # nobody extended anything
        ("condemned the launch of a book.", ()),
        ("criticised the decision to close it.", ()),
        ("closed the test centre.", ()),
        ("condemned a launch.", ()),
        ("spoke of peace.", ()),
    ],
)
def test_whose_measure_is_meant(said: str, whom: tuple[str, ...]) -> None:
    memory = Memory()
    for act, actor in DONE:
        memory.did(act, actor)
    assert reacted_to(said, said.index(" "), memory) == whom


def test_who_condemns_a_launch_is_read_to_condemn_who_launched() -> None:
    text = "North Korea fired a ballistic missile on Monday. Japan and South Korea condemned the launch."
    (one,) = read(text, kind="text", published=date(2026, 3, 12))
    assert [(event.act, event.actor, event.target) for event in one.events] == [
        ("missile_test", ("PRK",), ()),
        ("state", ("JPN", "KOR"), ("PRK",)),
    ]


def test_what_was_done_long_before_is_not_meant() -> None:
    memory = Memory()
    memory.did("ban", ("CHN",))
    memory.read += 3
    assert reacted_to("regretted the move.", 9, memory) == ()
    assert reacted_to("regretted the ban.", 9, memory) == ("CHN",)
    memory.read += 30
    assert reacted_to("regretted the ban.", 9, memory) == ()


@pytest.mark.parametrize("who", ["Leaders of unions", "The two men"])
def test_others_than_who_met_are_not_meant(who: str) -> None:
    *_, last = told(f"Ministers of Japan and South Korea met in Busan. {who} condemned the use of coercion.")
    assert last[:2] != ("state", ("JPN", "KOR"))


def told(text: str, title: str = "") -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    head = f"---\ntitle: '{title}'\ndate: 2026-03-12\n---\n"
    (one,) = read(head + text, name="a.md")
    return [(event.act, event.actor, event.target) for event in one.events]


def test_who_met_is_meant_by_ministers_in_the_next_sentence() -> None:
    assert told("Ministers of Japan and South Korea met in Busan. Ministers condemned the use of coercion.") == [
        ("meet", ("JPN", "KOR"), ()),
        ("state", ("JPN", "KOR"), ()),
    ]


@pytest.mark.parametrize(
    ("title", "target"),
    [
        ("Australia and China: a trade dispute", ("AUS",)),
        ("Australia and China after a dry year", ()),
        ("Australia, China and Japan: a trade dispute", ()),
        ("Australia angers China in trade dispute", ()),
        ("A trade dispute", ()),
    ],
)
def test_a_document_of_two_states_says_whom_a_measure_hits(title: str, target: tuple[str, ...]) -> None:
    assert told("China imposed a tariff of 80 percent on barley.", title) == [("tariff", ("CHN",), target)]


def test_who_is_named_goes_before_the_title() -> None:
    said = told("China imposed a tariff of 80 percent on barley from Canada.", "Australia and China: a trade dispute")
    assert said == [("tariff", ("CHN",), ("CAN",))]
