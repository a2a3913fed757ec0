"""Sentences end where they end, and not at an abbreviation."""

from __future__ import annotations

import pytest

from tocsin.events.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China acted. Japan answered.", ["China acted.", "Japan answered."]),
        ("The U.S. Commerce Department acted.", ["The U.S. Commerce Department acted."]),
        ("He met Mr. Kim on Jan. 5. It rained.", ["He met Mr. Kim on Jan. 5.", "It rained."]),
        ("They left the U.S. The talks ended.", ["They left the U.S.", "The talks ended."]),
        ("A title\n\nA text without an end", ["A title", "A text without an end"]),
        ("它禁止了。他们说了。", ["它禁止了。", "他们说了。"]),
        ("  \n ", []),
    ],
)
def test_a_text_is_cut_into_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_no_piece_is_longer_than_two_thousand_characters() -> None:
    text = "word " * 3_000
    pieces = cut(text)
    assert max(map(len, pieces)) <= 2_000
    assert " ".join(pieces).split() == text.split()
