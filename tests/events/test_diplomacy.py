"""Meetings, talks, positions, threats, pledges, agreements, exercises and launches, as agencies put it."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.events.coder import Memory, code
from tocsin.events.event import Event
from tocsin.events.grammar import Sentence
from tocsin.events.idioms import idioms
from tocsin.events.mentions import mentions
from tocsin.events.sentences import sentences
from tocsin.events.text import Text
from tocsin.events.tokens import tokens

TODAY = date(2024, 7, 10)  # a Wednesday


def read(said: str) -> list[Event]:
    text = Text.of(said)
    memory = Memory(today=TODAY)
    return [event for start, end in sentences(text.clean) for event in code(text, start, end, memory)]


def parties(one: Event) -> set[str]:
    return {*one.actor, *one.target}


@pytest.mark.parametrize(
    ("said", "act", "who"),
    [
        ("The Blue House said the president would meet Putin in Moscow.", "meet", {"KOR", "RUS"}),
        ("Lee and Ishiba sat down with Trump in Ottawa on Monday.", "meet", {"JPN", "USA"}),
        (
            "The leaders of Japan, South Korea and the United States will gather at Camp David.",
            "meet",
            {"JPN", "KOR", "USA"},
        ),
        ("Vietnam's president paid a state visit to Seoul in June.", "meet", {"VNM", "KOR"}),
        ("In a telephone call with Wang Yi, Annalena Baerbock condemned the drills.", "meet", {"CHN", "DEU"}),
        ("The defence chiefs of the United States and China spoke via video link on Tuesday.", "meet", {"USA", "CHN"}),
        ("Talks between Chinese and Dutch officials broke up without a result on Friday.", "dialogue", {"CHN", "NLD"}),
        ("Washington and Hanoi clinched a trade deal last week.", "agree", {"USA", "VNM"}),
        ("Berlin and Paris put their names to a joint plan on Wednesday.", "agree", {"DEU", "FRA"}),
        ("Under a deal struck with Brussels in June, Beijing will let in more pork.", "agree", {"CHN", "EUU"}),
        ("Russian and Chinese bombers flew a joint patrol over the Sea of Japan.", "exercise", {"RUS", "CHN"}),
        ("Seoul and Tokyo disagreed, but the two sides reached an understanding on Sunday.", "agree", {"KOR", "JPN"}),
    ],
)
def test_parties_that_stand_side_by_side(said: str, act: str, who: set[str]) -> None:
    found = [one for one in read(said) if one.act == act]
    assert found, [one.act for one in read(said)]
    assert who <= parties(found[0])


@pytest.mark.parametrize(
    ("said", "act", "actor", "target"),
    [
        ("Seoul summoned the Japanese ambassador on Tuesday.", "state", "KOR", "JPN"),
        ("Canada took Beijing to task over the executions.", "state", "CAN", "CHN"),
        ("Tokyo hit out at Beijing over the incursion.", "state", "JPN", "CHN"),
        ("Seoul rebuffed a Japanese proposal to go to arbitration.", "state", "KOR", "JPN"),
        ("The European Commission came out in support of Lithuania.", "state", "EUU", "LTU"),
        ("Russia demanded on Tuesday that Sudan return a helicopter.", "state", "RUS", "SDN"),
        ("New Delhi lodged a strong protest with Beijing over the map.", "state", "IND", "CHN"),
        ("Trump served Tehran with an ultimatum on Sunday.", "threaten", "USA", "IRN"),
        ("Beijing put Manila on notice that it would use force.", "threaten", "CHN", "PHL"),
        ("North Korea's threat to shoot down U.S. planes came to nothing.", "threaten", "PRK", "USA"),
        ("Canberra offered to supply Japan with more gas.", "pledge", "AUS", "JPN"),
        ("Yoon promised to stand by Kyiv.", "pledge", "KOR", "UKR"),
        ("EU ambassadors signed off on a 15th package of sanctions against Russia.", "sanction", "EUU", "RUS"),
        ("Japan froze the assets of 11 Russian individuals.", "sanction", "JPN", "RUS"),
        ("Beijing mounted large-scale war games encircling Taiwan.", "exercise", "CHN", "TWN"),
    ],
)
def test_who_does_it_to_whom(said: str, act: str, actor: str, target: str) -> None:
    found = [one for one in read(said) if one.act == act]
    assert found, [one.act for one in read(said)]
    assert found[0].actor == (actor,)
    assert found[0].target == (target,)


@pytest.mark.parametrize(
    ("said", "actor"),
    [
        ("A Hwasong-17 intercontinental ballistic missile was fired from Sunan on Thursday.", "PRK"),
        ("South Korea put its second spy satellite into orbit on Monday.", "KOR"),
        ("The rocket exploded minutes after lifting off, North Korea's news agency admitted.", "PRK"),
        ("Pyongyang told Japan that it plans to launch a satellite.", "PRK"),
    ],
)
def test_whose_missile_it_is(said: str, actor: str) -> None:
    assert [one.actor for one in read(said) if one.act == "missile_test"] == [(actor,)]


@pytest.mark.parametrize(
    "said",
    [
        "Russia fired 67 missiles at Ukrainian power stations overnight.",
        "A spokesman for the foreign ministry declined to comment.",
        "Ties between the two countries are warming, officials in Seoul said.",
        "Relations with Beijing have warmed since Albanese came to office in 2022.",
        "Analysts said the effect of Washington's rules would depend on what Beijing makes of them.",
    ],
)
def test_what_is_none(said: str) -> None:
    assert not read(said)


def test_what_analysts_hold_possible_is_no_fact() -> None:
    said = "Analysts said Beijing could respond with curbs if Washington tightened its rules."
    assert {one.modality for one in read(said)} <= {"possible", "conditional"}


def test_what_is_called_off_does_not_take_place() -> None:
    found = [one for one in read("Seoul and Washington called off a joint air exercise.") if one.act == "exercise"]
    assert [one.modality for one in found] == ["denied"]


def test_an_idiom_stands_for_a_verb_and_leaves_its_object_alone() -> None:
    words = tokens("Canada took Beijing to task and gave its final assent to a pact.")
    found = [(first, last, form.lemma) for first, last, form in idioms(words)]
    assert found == [(1, 2, "denounce"), (6, 11, "approve")]
    assert [one.form.lemma for one in Sentence(words).verbs] == ["denounce", "approve"]


def test_an_idiom_does_not_reach_over_a_stop() -> None:
    assert not list(idioms(tokens("They took it, Beijing said, to a task force.")))


def test_the_south_means_korea_only_beside_the_north() -> None:
    assert [one.party for one in mentions(tokens("The North fired at the South on Monday."))] == ["PRK", "KOR"]
    assert not mentions(tokens("Voters in the South of the state stayed away."))
