"""Words of a sentence and where they stand."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}[A-Z]?(?=[\s,;:)\-–—’'\"]|$)|(?:[A-Z]\.){2,}"  # U.S., D.P.R.K.
    r"|\d+(?:[.,]\d+)*%?"
    r"|[^\W\d_](?:[^\W_]|[-‐‑](?=[^\W_])|[+](?=\d))*"
    r"|['’]s\b|\S",
    re.UNICODE,
)


@dataclass(frozen=True)
class Token:
    """A word, number or mark.

    Parameters
    ----------
    text, lower : str
        As it stands, and in small letters.
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
    return [
        Token(one.group(), one.group().lower().replace("’", "'"), one.start(), one.end())
        for one in _TOKEN.finditer(text, start, len(text) if end is None else end)
    ]
