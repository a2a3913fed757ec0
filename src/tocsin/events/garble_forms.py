"""Words as they stand in a text: how it is split into them, and the forms that a base form takes."""

from __future__ import annotations

import re
from typing import NamedTuple

_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:[-\u2019'\u2010\u2011][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_JOINT = re.compile(r"[\s\-\u2010\u2011\"\u201c\u201d\u2018\u2019'()]*\Z")
_VOWELS = "aeiou"
_IRREGULAR = {
    "make": ("makes", "made", "making"),
    "hold": ("holds", "held", "holding"),
    "meet": ("meets", "met", "meeting"),
    "take": ("takes", "took", "taking"),
    "sell": ("sells", "sold", "selling"),
    "buy": ("buys", "bought", "buying"),
    "give": ("gives", "gave", "giving"),
    "cut": ("cuts", "cut", "cutting"),
    "run": ("runs", "ran", "running"),
    "get": ("gets", "got", "getting"),
    "begin": ("begins", "began", "beginning"),
    "hit": ("hits", "hit", "hitting"),
    "put": ("puts", "put", "putting"),
    "set": ("sets", "set", "setting"),
    "shoot": ("shoots", "shot", "shooting"),
    "withdraw": ("withdraws", "withdrew", "withdrawing"),
}


class Word(NamedTuple):
    """A word of a text.

    Parameters
    ----------
    text, lower : str
        As it stands, and in small letters with a plain apostrophe.
    start, end : int
        Where it stands.
    joined : bool
        Whether only spaces, quotation marks or hyphens part it from the word before.
    """

    text: str
    lower: str
    start: int
    end: int
    joined: bool


def words(text: str) -> list[Word]:
    """Split a text into words and numbers.

    Parameters
    ----------
    text : str
        The text.

    Returns
    -------
    list of Word
        In order.
    """
    found: list[Word] = []
    before = 0
    for one in _WORD.finditer(text):
        start, end = one.span()
        joined = bool(found) and start - before <= 4 and _JOINT.match(text, before, start) is not None
        found.append(
            Word(one.group(), one.group().lower().replace("\u2019", "'").replace("\u2011", "-"), start, end, joined)
        )
        before = end
    return found


def forms(base: str, kind: str) -> tuple[str, ...]:
    """Return the forms of a word, in an order that is the same for all of its kind.

    Parameters
    ----------
    base : str
        Base form; of several words, joined with a space, one is inflected: the first of a verb, the last of a noun.
    kind : str
        ``n`` noun, ``v`` verb, ``a`` adjective.

    Returns
    -------
    tuple of str
        Singular and plural; base, third person, past and ``-ing``; or the base alone.
    """
    if kind == "n":
        head, space, last = base.rpartition(" ")
        return base, head + space + _third(last)
    if kind == "v":
        first, space, rest = base.partition(" ")
        return tuple(form + space + rest for form in _conjugated(first))
    return (base,)


def _conjugated(verb: str) -> tuple[str, str, str, str]:
    if verb in _IRREGULAR:
        return (verb, *_IRREGULAR[verb])
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb.removesuffix("e") + "ing"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb, _third(verb), verb[:-1] + "ied", verb + "ing"
    short = len(verb) <= 4 and verb[-1] not in _VOWELS + "wxy" and verb[-2:-1] in _VOWELS and verb[-3:-2] not in _VOWELS
    stem = verb + verb[-1] if len(verb) > 2 and short else verb
    return verb, _third(verb), stem + "ed", stem + "ing"


def _third(word: str) -> str:
    """Return the plural of a noun, which is the third person of a verb."""
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "sh", "ch", "x", "z")) else "s")


def like(model: str, new: str) -> str:
    """Return new words with the capitals of what they replace.

    Parameters
    ----------
    model : str
        What is replaced.
    new : str
        In small letters.

    Returns
    -------
    str
        All capitals, a capital at the first word, at each, or none, as the model has.
    """
    if len(model) > 1 and model.isupper():
        return new.upper()
    if not model[:1].isupper():
        return new
    parts = model.split()
    if len(parts) > 1 and not all(part[:1].isupper() for part in parts):
        return new[:1].upper() + new[1:]
    return " ".join(part[:1].upper() + part[1:] for part in new.split(" "))
