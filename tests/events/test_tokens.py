"""Words, marks and abbreviations keep their places."""

from __future__ import annotations

import pytest

from tocsin.events.tokens import tokens


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("U.S.-ROK talks", ["U.S.", "-", "ROK", "talks"]),
        ("Japan-South Korea", ["Japan", "-", "South", "Korea"]),
        ("Yoon Suk-yeol", ["Yoon", "Suk-yeol"]),
        ("the PRC‘s ban", ["the", "PRC", "‘s", "ban"]),
        ("a 25.5% tariff", ["a", "25.5%", "tariff"]),
        ("希土類 ban", ["希土類", "ban"]),
        ("", []),
    ],
)
def test_words_are_split(said: str, words: list[str]) -> None:
    assert [one.text for one in tokens(said)] == words


def test_each_word_stands_where_it_says() -> None:
    said = "Tokyo’s curbs, “again” (2019)"
    assert all(said[one.start : one.end] == one.text for one in tokens(said, 2, len(said)))


def test_what_is_short_for_two_words_is_two() -> None:
    said = "We’ll act, they don't, I've acted, he can't and won't, it isn't China's."
    short = [f"{one.text}={one.lower}" for one in tokens(said) if one.lower != one.text.lower()]
    assert short == ["’ll=will", "n't=not", "'ve=have", "ca=can", "n't=not", "wo=will", "n't=not", "n't=not"]
    assert [said[one.start : one.end] for one in tokens(said)] == [one.text for one in tokens(said)]
    assert [one.lower for one in tokens("the 're-export' rule")][:3] == ["the", "'", "re-export"]
    assert [one.lower for one in tokens("ca. 5 tonnes, wo")] == ["ca", ".", "5", "tonnes", ",", "wo"]
