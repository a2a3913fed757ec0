"""Months whose names are words of another meaning, and what machine paraphrase makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_VERBS = "Could|Might|Can|Would|Should|Shall|Must"
_OTHERS = {
    "March": "Stroll|Walk|Parade|Hike|Stride|Trek|Tramp|Marching|Procession|Protest|Rally",
    "August": (
        "Majestic|Grand|Noble|Dignified|Lordly|Imposing|Stately|Venerable|Magnificent|Regal|Princely|Exalted|Eminent"
    ),
}
_MONTH = {word: month for month, words in {"May": _VERBS, **_OTHERS}.items() for word in words.split("|")}
_WORDS = "|".join(_MONTH)
_YEAR = r"(?:19|20)\d\d\b(?!\s*%)"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?\b"
_DATE = rf"\s+{_DAY},?\s+{_YEAR}|,?\s+(?:of\s+)?{_YEAR}"
_TIME = r"\b(?i:in|since|until|till|by|during|on|from|last|this|next|early|late|mid|before|after)[\s-]+"
_SMALL = "|".join(word.lower() for word in _MONTH if _MONTH[word] != "May")  # a verb in small letters is one
_ON = r"\b(?i:on|from|until|till|by|since|before|after|of|effective|between)\s+"
_CLOSE = r"(?=\s*[,.;)]|\s*\Z|\s+(?:to|and|in|for|as|when|after|with|at|the)\b(?!\s+\d))"
_PATTERNS = (
    re.compile(rf"\b[a-z]+,?\s+({_VERBS})\b(?={_DATE})"),  # a capital in the midst of a sentence
    re.compile(rf"{_TIME}({_WORDS})\b(?={_DATE}|\s+{_DAY}(?!\s*(?:%|[a-z])))"),
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?({_WORDS})\b(?=,?\s+{_YEAR})"),
    re.compile(rf"{_ON}{_DAY}\s+({_WORDS}|{_SMALL})\b{_CLOSE}"),
)
_LOOSE = (  # only where a text is a paraphrase: elsewhere "28 grand" is money and "in Walk" a place
    re.compile(rf"(?<![$\u00a3\u20ac\d.,])\b{_DAY}\s+({_WORDS}|{_SMALL})\b{_CLOSE}"),
    re.compile(rf"\b(?:in|since|until|last|next|this)\s+({_WORDS})\b{_CLOSE.replace('the)', 'is|was|but|of)')}"),
)


def months(text: str, *, loose: bool = False) -> Iterator[tuple[int, int, str]]:
    """Yield words that stand where a month should: start, end, and the month.

    Parameters
    ----------
    text : str
        The text.
    loose : bool
        Whether the text is known to be a paraphrase, so that less is asked for.

    Yields
    ------
    tuple of int, int and str
        In order. A capital is asked for and a year or a day beside it; before it a word of time, a day, or, of a verb,
        a word in small letters.
    """
    patterns = (*_PATTERNS, *_LOOSE) if loose else _PATTERNS
    found = {one.span(1): _MONTH[one.group(1).capitalize()] for pattern in patterns for one in pattern.finditer(text)}
    for (start, end), month in sorted(found.items()):
        yield start, end, month
