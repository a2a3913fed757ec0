"""Months whose names are words of another meaning, and what machine paraphrase makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MEANT = {
    "May": "Could|Might|Can|Would|Should|Shall|Must",
    "March": "Stroll|Walk|Parade|Hike|Stride|Trek|Marching|Procession|Protest|Rally",
    "August": "Majestic|Grand|Noble|Dignified|Lordly|Imposing|Stately|Venerable|Magnificent",
}
_MONTH = {word: month for month, words in _MEANT.items() for word in words.split("|")}
_WORDS = "|".join(_MONTH)
_YEAR = r"(?:19|20)\d\d\b(?!\s*%)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_BESIDE_YEAR = re.compile(rf"\b({_WORDS})\b(?=\.?(?:\s+(?:of\s+)?{_YEAR}|\s+{_DAY},?\s+{_YEAR}))")
_AFTER_DAY = re.compile(rf"\b{_DAY}\s+(?:of\s+)?({_WORDS})\b(?=,?\s+{_YEAR})")
_AFTER_WORD = re.compile(
    rf"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Dd]uring|[Oo]n|[Ff]rom|[Ll]ast|[Tt]his|[Nn]ext|[Ee]arly|[Ll]ate|"
    rf"[Mm]id-?|[Oo]f|[Ss]ince early|[Bb]efore|[Aa]fter)\s+({_WORDS})\b(?=\s+{_DAY}(?!\s*(?:percent|per|%|[a-z]))|\s*[,.;)]|\s+(?:and|when|as|after|to)\b)"
)


def months(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield words that stand where a month should: start, end, and the month.

    Parameters
    ----------
    text : str
        The text.

    Yields
    ------
    tuple of int, int and str
        In order. A capital is asked for, and a year or a day beside it or a word of time before it.
    """
    found = {
        one.span(1): _MONTH[one.group(1)]
        for pattern in (_BESIDE_YEAR, _AFTER_DAY, _AFTER_WORD)
        for one in pattern.finditer(text)
    }
    for (start, end), month in sorted(found.items()):
        yield start, end, month
