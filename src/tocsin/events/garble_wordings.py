"""Roundabout wordings of machine paraphrase, and what plain English says instead."""

from __future__ import annotations

import re
from functools import cache

from tocsin.events.garble_forms import like
from tocsin.events.thesaurus import GROUPS
from tocsin.ref.tables import read_table


def wordings(text: str) -> list[tuple[int, int, str]]:
    """Return the roundabout wordings of a text: start, end, and the plain words with the capitals of what stands.

    Parameters
    ----------
    text : str
        Clean text.

    Returns
    -------
    list of tuple of int, int and str
        In order, without overlap.
    """
    pattern, meant = _plain()
    found = []
    for one in pattern.finditer(text):
        plain = meant.get(re.sub(r"\s+", " ", one.group().lower()))
        if plain is not None:  # a long s matches an s, but is none in small letters
            found.append((one.start(), one.end(), like(one.group(), plain)))
    return found


@cache
def _plain() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return a pattern of roundabout wordings, and what each says in plain words."""
    table: dict[str, str] = read_table(GROUPS)["plain"]
    meant = {said.removesuffix(" #").lower(): plain for said, plain in table.items()}
    wordings = [
        re.escape(said.removesuffix(" #")).replace(r"\ ", r"\s+") + (r"(?=\s+\d)" if said.endswith(" #") else r"\b")
        for said in sorted(table, key=len, reverse=True)
    ]
    return re.compile(rf"\b(?:{'|'.join(wordings)})", re.IGNORECASE), meant
