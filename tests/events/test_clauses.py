"""Where clauses with a subject of their own begin."""

from __future__ import annotations

import pytest

from tests.events.scenes import scene
from tocsin.events.clauses import own_clauses, own_objects, tells_when


@pytest.mark.parametrize(
    ("said", "subjects"),
    [
        ("Norway banned cod, and Chile plans to follow.", ["Chile"]),
        ("Norway banned cod, while Chile is still talking.", ["Chile"]),
        ("Norway banned cod; Chile has not.", ["Chile"]),
        ("Norway banned cod, and Chile's new tariffs on cars took effect.", ["Chile"]),
        ("Norway banned cod from Peru, Chile, and Kenya.", []),
        ("Norway banned cod, and in Chile prices rose.", []),
        ("Norway and Chile banned cod.", []),
        ("Norway, Peru, and Chile agreed to ban cod.", []),
        ("Norway has met Peru, and Chile agreed to ban cod.", ["Chile"]),
        ("Norway banned cod in March, and on May 2 Chile curbed squid.", ["Chile"]),
        ("Norway banned cod, and Chile, which has enough, is waiting.", ["Chile"]),
        ("Norway will scrap its ban on cod and Chile will drop its complaint.", ["Chile"]),
        ("Norway set curbs on sellers in third countries and Chile were told.", []),
        ("Norway banned cod from Peru, Chile curbed sales of squid.", ["Chile"]),
        ("After Norway banned cod from Peru, Chile curbed sales of squid.", []),
        ("The cod of Peru, Chile told reporters, is banned.", []),
    ],
)
def test_a_clause_begins_with_a_party_that_does_something(said: str, subjects: list[str]) -> None:
    sentence = scene(said).sentence
    assert [sentence.words[k].text for k in own_clauses(sentence)] == subjects


@pytest.mark.parametrize(
    ("said", "party", "when"),
    [
        ("Norway tested a missile as Chile held talks.", "CHL", True),
        ("Norway tested a missile hours before Minister Olsen of Chile met him.", "CHL", True),
        ("Norway tested a missile as Chile's envoy left.", "CHL", False),
        ("As Chile held talks, Norway tested a missile.", "CHL", False),
        ("Norway tested a missile after Chile, Peru and Kenya.", "CHL", False),
    ],
)
def test_a_clause_that_only_says_when_begins_with_a_party(said: str, party: str, when: bool) -> None:
    sentence = scene(said).sentence
    assert [tells_when(sentence, one) for one in sentence.mentions if one.party == party] == [when]


@pytest.mark.parametrize(
    ("word", "own"),
    [("banned", ["CHL"]), ("sanctioned", ["PER"]), ("lifted", ["KEN"])],
)
def test_each_verb_of_a_row_has_its_own_objects(word: str, own: list[str]) -> None:
    sentence = scene("Norway banned sales to Chile, sanctioned firms of Peru and lifted curbs on Kenya.").sentence
    found = tuple(one for one in sentence.mentions if one.party != "NOR")
    assert [one.party for one in own_objects(sentence, sentence.lower.index(word), found)] == own


def test_verbs_that_share_an_object_keep_it() -> None:
    sentence = scene("Norway drafted and adopted curbs on Kenya and Peru.").sentence
    found = tuple(one for one in sentence.mentions if one.party != "NOR")
    assert own_objects(sentence, sentence.lower.index("adopted"), found) == found
