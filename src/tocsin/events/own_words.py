"""Where those who speak in a document mean themselves: "this rule", "hereby", "the Ministry"; and where they quote."""

from __future__ import annotations

import re

from tocsin.events.grammar import Sentence
from tocsin.events.roles import PERSON, SPEAKER, THING
from tocsin.events.wordlists import word_set

#: What a document calls itself; how a resolution begins; offices that without a country are those of who speaks.
_PAPERS, _RESOLVING, _OFFICES = (word_set("own_words", name) for name in ("papers", "resolving", "offices"))
_HOLDERS = _OFFICES | word_set("own_words", "holders")
#: Words within which "hereby" is said of an act, a resolution's verb stands before it, and an office does.
_NEAR, _FIRST, _REACH, _LEADING = 4, 3, 12, 7
#: Those who speak together: "Ministers condemned the launches".
_TITLES = frozenset({"minister", "secretary", "ministers", "premier", "senator", "commissioner"})
_OVER = frozenset({"of", "for"})
_MANY = frozenset({"ministers", "leaders", "parties", "presidents", "sides"})
_BREAKS = frozenset({",", ";", ":", "and", "that"})
#: Quotation marks that open and close; a single one only at the beginning of a word and behind a mark of punctuation.
_MARKS = re.compile(r"(?P<open>[“„«]|(?<![\w.,!?])[‘'](?=[A-Z]))|(?P<close>[”»]|(?<=[,.!?])[’'](?!\w))|(?P<either>\")")
_BEGINS = re.compile(r"\s*[“„«\"‘']")


def of_itself(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a document is said to do something itself: "this rule adds", "it is hereby ordered".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first, last : int
        The words of the act.

    Returns
    -------
    bool
        Also of a resolution, which begins with what its body does: "Decides to lift".
    """
    lower = sentence.lower
    if "hereby" in lower[max(first - _NEAR, 0) : last + 1] or (first <= _FIRST and lower[0] in _RESOLVING):
        return True
    for k, word in enumerate(lower[:first]):
        begun = k == 0 or lower[k - 1] in _BREAKS
        named = next((m for m in range(k + 1, min(k + 4, first)) if lower[m] in _PAPERS), None)
        if word == "this" and begun and named is not None:
            return not (SPEAKER | PERSON | THING) & set(lower[named + 1 : first])
    return False


def own_office(sentence: Sentence, first: int) -> bool:
    """Return whether an office without a country does it: "the Ministry of Commerce has decided to".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first : int
        The first word of the act.

    Returns
    -------
    bool
        However far it stands before, if it announces; not
        if a party is named before it, nor for an office that a name follows: "Minister Sharma".
    """
    named = min((one.first for one in sentence.mentions if one.is_party), default=first)
    words = sentence.words
    return any(
        sentence.lower[k] in _OFFICES
        and words[k].capital
        and (sentence.lower[k - 1] == "the" or words[k - 1].capital)
        and not (k + 1 < len(words) and words[k + 1].capital)
        for k in range(1, min(first, named))
        if k >= first - _REACH or "announced" in sentence.lower[k : k + 3]
    )


def unnamed_office(sentence: Sentence, first: int) -> bool:
    """Return whether near its beginning an office stands of which nothing says whose: "The Secretary condemned".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first : int
        The first word of the act.

    Returns
    -------
    bool
        Not for an office that a name follows, nor for that of a country.
    """
    lower, words = sentence.lower, sentence.words
    k = next((k for k in range(min(_LEADING, first)) if lower[k] in _HOLDERS), None)
    if k is None or not (lower[k] in _MANY if k == 0 else set(lower[:k]) & {"the", "both", "our", "my"}):
        return False
    following = words[k + 1] if k + 1 < len(words) else None
    if following is None or following.capital or lower[k + 1] in {"of", "for", "in", "from", "at"}:
        return False
    return not any(one.is_party and one.first <= k for one in sentence.mentions)


def titled(sentence: Sentence, first: int) -> bool:
    """Return whether a person under a title acts whose country nothing says: "Trade Minister Smith today welcomed".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first : int
        The first word of the act.

    Returns
    -------
    bool
        Not if a party is named before the act.
    """
    words = sentence.words
    if any(one.is_party and one.first < first for one in sentence.mentions):
        return False
    holders = [k for k in range(min(_LEADING, first - 1)) if sentence.lower[k] in _TITLES and words[k].capital]
    over = any(sentence.lower[k + 1] in _OVER and words[k + 2].capital for k in holders if k + 2 < first)
    return over or any(words[k + 1].capital for k in holders)


def quoted(said: str, begun: bool) -> bool:
    """Return whether what comes behind some words stands in quotation marks.

    Parameters
    ----------
    said : str
        The words, from the beginning of their sentence.
    begun : bool
        Whether the sentence before ended within marks.

    Returns
    -------
    bool
        Whether marks are open.
    """
    inside = begun and _BEGINS.match(said) is None
    for one in _MARKS.finditer(said):
        inside = one.lastgroup == "open" or (one.lastgroup == "either" and not inside)
    return inside
