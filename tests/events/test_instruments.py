"""Lists and laws that one party has say who acts, where nobody else is named."""

from __future__ import annotations

import pytest

from tests.events.scenes import TODAY, draft, scene, sight
from tocsin.events.context import Memory
from tocsin.events.event import Event, Evidence
from tocsin.events.instruments import TABLE, issuer
from tocsin.events.making import Maker
from tocsin.ref.tables import read_table


@pytest.mark.parametrize(
    ("said", "party"),
    [
        ("Eight addresses were added to the Entity List.", "USA"),
        ("Two firms were put on the unreliable entity list.", "CHN"),
        ("Licences under the Export Trade Control Order lapsed.", "JPN"),
        ("A firm is on the Entity List and on the unreliable entity list.", ""),
        ("The entity list of a contract was long.", ""),
        ("Nothing was added.", ""),
    ],
)
def test_a_list_says_whose_it_is(said: str, party: str) -> None:
    assert issuer(scene(said).sentence) == party


def test_each_name_has_one_issuer() -> None:
    names = [name for each in read_table(TABLE).values() for name in each]
    assert len(names) == len(set(names))


def made(said: str, act: str, word: str, **more: object) -> Event:
    seen = sight(said)
    one, _ = draft(seen, act, word, **more)
    evidence = Evidence(said, 0, len(said))
    (event,) = Maker(said, evidence, seen.scene.sentence, Memory(today=TODAY), seen.scene.when).made(one)
    return event


ADDED = "Eight addresses were added to the Entity List."


def test_who_acts_by_a_list_is_whose_it_is() -> None:
    assert made(ADDED, "list_entity", "added").actor == ("USA",)


@pytest.mark.parametrize(
    "said",
    [
        "Eight addresses were added to the list.",
        "Eight addresses were added to the Entity List and the unreliable entity list.",
    ],
)
def test_nobody_acts_where_no_list_or_two_are_named(said: str) -> None:
    assert made(said, "list_entity", "added").actor == ()


def test_whoever_is_named_acts_and_no_issuer() -> None:
    said = "Norway asked why Iceland was added to the Entity List."
    norway = tuple(one for one in scene(said).sentence.mentions if one.party == "NOR")
    assert made(said, "list_entity", "added", actors=norway).actor == ("NOR",)
    assert made(said, "list_entity", "added", pronoun="it").actor == ()


def test_nobody_is_listed_by_himself() -> None:
    said = "American firms fear the Entity List."
    americans = tuple(scene(said).sentence.mentions)
    assert [one.party for one in americans] == ["USA"]
    event = made(said, "list_entity", "fear", targets=americans)
    assert (event.actor, event.target) == ((), ("USA",))


def test_a_position_is_taken_by_no_list() -> None:
    assert made("Addresses on the Entity List were condemned.", "state", "condemned").actor == ()
