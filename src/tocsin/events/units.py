"""A sentence as a row of units: words in their stems, with one sign for each party, date, number and good."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from tocsin.events import vectors
from tocsin.events.dates import When
from tocsin.events.grammar import (
    COORDINATORS,
    DETERMINERS,
    MODALS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    Sentence,
)
from tocsin.events.mentions import Mention
from tocsin.events.objects import starts
from tocsin.events.wordlists import word_set

#: Signs that stand for what a unit is, not for its word.
DATE, NUMBER, GOODS, NAME = "@date", "@number", "@goods", "@capital"
_IRREGULAR = {
    "held": "hold", "met": "meet", "struck": "strike", "shut": "shut", "fell": "fall", "fallen": "fall", "ran": "run",
    "took": "take", "taken": "take", "made": "make", "gave": "give", "given": "give", "began": "begin",
    "begun": "begin", "brought": "bring", "swore": "swear", "sworn": "swear", "told": "tell", "forbade": "forbid",
    "forbidden": "forbid", "lost": "lose", "broke": "break", "broken": "break", "was": "be", "were": "be", "is": "be",
    "are": "be", "been": "be", "being": "be", "became": "become", "went": "go", "gone": "go", "came": "come",
    "flew": "fly", "flown": "fly", "spoke": "speak", "spoken": "speak", "kept": "keep", "saw": "see", "seen": "see",
    "has": "have", "had": "have", "having": "have", "sold": "sell", "drew": "draw", "drawn": "draw", "shot": "shoot",
    "blew": "blow", "blown": "blow", "laid": "lay", "tore": "tear", "torn": "tear", "said": "say", "says": "say",
    "withdrew": "withdraw", "withdrawn": "withdraw", "sought": "seek", "left": "leave", "built": "build",
    "sent": "send", "paid": "pay", "spent": "spend", "won": "win", "bought": "buy", "led": "lead", "rose": "rise",
    "risen": "rise", "grew": "grow", "grown": "grow", "threw": "throw", "thrown": "throw", "drove": "drive",
    "shook": "shake", "shaken": "shake", "stood": "stand", "felt": "feel", "found": "find", "got": "get",
    "lent": "lend", "slid": "slide", "sank": "sink", "woke": "wake", "froze": "freeze", "frozen": "freeze",
    "chose": "choose", "hid": "hide", "rode": "ride", "sat": "sit", "fought": "fight", "caught": "catch",
    "talks": "talk", "does": "do", "did": "do", "done": "do", "men": "man", "women": "woman", "halves": "half",
}  # fmt: skip
#: Words that begin a sentence and no name.
_OPENING = PREPOSITIONS | DETERMINERS | PRONOUNS | RELATIVES | MODALS | COORDINATORS
#: How names of papers and of occasions end; what stands in names of persons, and how those of firms end.
_PAPERS, _TITLES, _FIRMS = (word_set("names", name) for name in ("papers", "titles", "firms"))
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdgmnprt])\1$")


class Unit(NamedTuple):
    """A unit of a sentence.

    Parameters
    ----------
    sign : str
        The stem of a word, or what stands for a party (``@name``, ``@people``, ...), a date, a number, a good.
    word : str
        The word in small letters; of several the last.
    first, last : int
        First word of the sentence and one past the last.
    mention : Mention or None
        The party; of a capitalised name that is in no table, one of form ``unknown``.
    """

    sign: str
    word: str
    first: int
    last: int
    mention: Mention | None = None


def units(sentence: Sentence, said: str, when: Sequence[When]) -> list[Unit]:
    """Return the units of a sentence.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    said : str
        Its text.
    when : sequence of When
        Its dates.

    Returns
    -------
    list of Unit
        From the left, without overlap.
    """
    goods = starts(said)
    found: list[Unit] = []
    k, words = 0, sentence.words
    while k < len(words):
        word = words[k]
        one = sentence.mention_at(k)
        if one is not None:
            last = one.last
            found.append(Unit(f"@{one.form}", words[last - 1].lower, k, last, one))
        elif when and (date_ := next((each for each in when if each.start <= word.start < each.end), None)):
            last = k + 1
            while last < len(words) and words[last].start < date_.end:
                last += 1
            found.append(Unit(DATE, words[last - 1].lower, k, last))
        elif (last := _name_end(sentence, k, goods, when)) > k:
            name = said[word.start : words[last - 1].end]
            kept = not (_no_party([one.lower for one in words[k:last]]) or _ends_name(sentence, k))
            party = Mention(k, last, name, "unknown") if kept else None
            found.append(Unit(NAME, words[last - 1].lower, k, last, party))
        else:
            last = k + 1
            sign = GOODS if word.start in goods else NUMBER if word.text[0].isdigit() else stem(word.lower)
            found.append(Unit(sign, word.lower, k, last))
        k = last
    return found


def _name_end(sentence: Sentence, k: int, goods: frozenset[int], when: Sequence[When]) -> int:
    """Return one past a capitalised name that is in no table; the word itself if there is none."""
    words = sentence.words
    if not words[k].capital or (k == 0 and (words[0].lower in _OPENING or words[0].lower.endswith("ly"))):
        return k
    last = k
    while (
        last < len(words)
        and words[last].capital
        and len(words[last].text) > 1
        and sentence.mention_at(last) is None
        and (last > k or words[last].start not in goods)
        and not any(one.start <= words[last].start < one.end for one in when)
    ):
        last += 1
    return last if k or last > 1 or _is_rare(words[0].lower) else k


#: What stands alone in capitals and is part of a number or of a firm's name.
_PARTS_OF_NAMES = frozenset({("no",), ("inc",), ("ltd",), ("co",), ("plc",), ("corp",)})


def _no_party(name: Sequence[str]) -> bool:
    """Return whether a name is a paper's, an occasion's or a person's: "Framework Agreement", "Minister Cho"."""
    return (
        name[-1] in _PAPERS
        or tuple(name) in _PARTS_OF_NAMES
        or (name[-1] not in _FIRMS and not _TITLES.isdisjoint(name))
    )


def _ends_name(sentence: Sentence, k: int) -> bool:
    """Return whether a name is only the end of a longer one: "the Ministry of Energy", "Gazette of the Federation"."""
    m = k - 1 - (sentence.lower[k - 1 : k] == ["the"])
    return m > 1 and sentence.lower[m] in {"of", "for"} and sentence.words[m - 1].capital


def _is_rare(word: str) -> bool:
    """Return whether a word that begins a sentence is a name: no table of words holds it."""
    known = vectors.index()
    return word not in known and stem(word) not in known and "-" not in word


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Return the stem of a word: without the endings of number, tense and third person.

    Parameters
    ----------
    word : str
        In small letters.

    Returns
    -------
    str
        Equal for most forms of a word; no word of the language for many.
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.isascii():
        return word
    for ending, instead in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        if word.endswith(ending) and _VOWEL.search(word[: -len(ending)]) and len(word) - len(ending) > 2:
            word = _DOUBLED.sub(r"\1", word[: -len(ending)])
            break
    return word.removesuffix("e")
