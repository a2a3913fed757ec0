"""Words of a sentence and where they stand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}[A-Z]?(?=[\s,;:)\-–—’'\"]|$)|(?:[A-Z]\.){2,}"  # U.S., D.P.R.K.
    r"|\d+(?:[.,]\d+)*%?"
    r"|[^\W\d_](?:[^\W_]|[-‐‑](?=[^\W_A-Z])|[+](?=\d))*"  # Suk-yeol is a word, Japan-Korea two and a mark
    r"|['’‘]s\b|\S",
    re.UNICODE,
)
_SHORT = re.compile(r"(?<=[^\W\d_])['’](?:t|ll|ve|re|m)\b(?!-)")
#: "We'll", "don't": two words, each with what it stands for.
_SHORT_TOKEN = re.compile(
    r"(?P<helping>\b[A-Za-z]{2,6}(?=n['’]t\b))|(?P<short>n['’]t\b|(?<=[^\W\d_])['’](?:ll|ve|re|m)\b(?!-))|"
    + _TOKEN.pattern,
    re.UNICODE,
)
_MEANT = {
    "ca": "can",
    "wo": "will",
    "sha": "shall",
    "n't": "not",
    "'ll": "will",
    "'ve": "have",
    "'re": "are",
    "'m": "am",
}


class Token(NamedTuple):
    """A word, number or mark.

    Parameters
    ----------
    text, lower : str
        As it stands, and in small letters; of "'ll" and "n't" the word that it stands for.
    start, end : int
        Where it stands in the clean text.
    """

    text: str
    lower: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Return whether it begins with a capital."""
        return self.text[:1].isupper()


@lru_cache(maxsize=16)
def words_of(sentence: str) -> tuple[Token, ...]:
    """Return the words of a sentence; its goods are looked for in the same words as its acts."""
    return tuple(tokens(sentence))


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Split a part of a text into words.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int, int or None
        The part.

    Returns
    -------
    list of Token
        In order.
    """
    found = []
    end = len(text) if end is None else end
    shortened = _SHORT.search(text, start, end) is not None
    for one in (_SHORT_TOKEN if shortened else _TOKEN).finditer(text, start, end):
        word = one.group()
        lower = word.lower() if word.isascii() else word.lower().replace("’", "'").replace("‘", "'")
        if shortened and one.lastgroup:
            lower = _MEANT.get(lower, lower)
        found.append(Token(word, lower, one.start(), one.end()))
    return found
