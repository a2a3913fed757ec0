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
