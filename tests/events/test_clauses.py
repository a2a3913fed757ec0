"""Where clauses with a subject of their own begin."""

from __future__ import annotations

import pytest

from tests.events.scenes import scene
from tocsin.events.clauses import own_clauses


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
        ("Norway banned cod from Peru, Chile curbed sales of squid.", ["Chile"]),
        ("After Norway banned cod from Peru, Chile curbed sales of squid.", []),
        ("The cod of Peru, Chile told reporters, is banned.", []),
    ],
)
def test_a_clause_begins_with_a_party_that_does_something(said: str, subjects: list[str]) -> None:
    sentence = scene(said).sentence
    assert [sentence.words[k].text for k in own_clauses(sentence)] == subjects
