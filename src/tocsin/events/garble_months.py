"""Months whose names are words of another meaning, and what machine paraphrase makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_VERBS = "Could|Might|Can|Would|Should|Shall|Must"
_OTHERS = {
    "March": "Stroll|Walk|Parade|Hike|Stride|Trek|Marching|Procession|Protest|Rally",
    "August": "Majestic|Grand|Noble|Dignified|Lordly|Imposing|Stately|Venerable|Magnificent",
}
_MONTH = {word: month for month, words in {"May": _VERBS, **_OTHERS}.items() for word in words.split("|")}
_WORDS = "|".join(_MONTH)
_YEAR = r"(?:19|20)\d\d\b(?!\s*%)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_DATE = rf"\s+{_DAY},?\s+{_YEAR}|,?\s+(?:of\s+)?{_YEAR}"
_TIME = r"\b(?i:in|since|until|till|by|during|on|from|last|this|next|early|late|mid|before|after)[\s-]+"
_PATTERNS = (
    re.compile(rf"\b[a-z]+,?\s+({_VERBS})\b(?={_DATE})"),  # a capital in the midst of a sentence
    re.compile(rf"{_TIME}({_WORDS})\b(?={_DATE}|\s+{_DAY}(?!\s*(?:%|[a-z])))"),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?({_WORDS})\b(?=,?\s+{_YEAR})"),
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
        In order. A capital is asked for and a year or a day beside it; before it a word of time, a day, or, of a verb,
        a word in small letters.
    """
    found = {one.span(1): _MONTH[one.group(1)] for pattern in _PATTERNS for one in pattern.finditer(text)}
    for (start, end), month in sorted(found.items()):
        yield start, end, month
