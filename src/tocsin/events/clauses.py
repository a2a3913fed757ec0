"""Clauses that hang on a noun: "curbs which China set", "the ban it ordered", "measures, which bar oil, were"."""

from __future__ import annotations

import re
from functools import lru_cache

from tocsin.events.grammar import ADVERBS, BE, HAVE, MODALS, PREPOSITIONS, Sentence, Verb
from tocsin.events.mentions import Mention
from tocsin.events.wordlists import word_set

_SUBJECTS = frozenset({"it", "they", "he", "she", "we"})
_GROUPS = word_set("context", "groups")
_COUNTS = frozenset({"two", "three", "both", "four"})
_LINKS = frozenset({"which", "that"})
_HELPING = ADVERBS | HAVE | MODALS | {"to", "first", "n't", "not"}
_NOT_HEADS = word_set("clauses", "not_heads")
_REACH, _NEXT = 9, 4
_VERB = re.compile(r"[a-z]{3,}(?:ed|es|ns|ts|ks|ls|ds)")
_DAYS = word_set("roles", "calendar") | {"then", "later", "earlier", "yesterday", "today", "day"}
_TIMES = _DAYS | {
    "on", "in", "by", "of", "the", "last", "this", "same", "first", "second", "third", "early", "late", "end",
}  # fmt: skip
_MANY = word_set("context", "groups") | {"partners", "allies", "members", "firms", "companies", "regions", "officials"}
_COORDINATE = frozenset({"and", "but", "while", "whereas"})
_ASIDE = 40
_RELATED = (["which"], ["who"], ["whose"], ["where"])
_WHEN = frozenset({"as", "while", "after", "before"})
_OPENING = frozenset({"after", "as", "when", "while", "since", "because", "once", "although", "though", "before", "if"})


@lru_cache(maxsize=8)
def own_clauses(sentence: Sentence) -> tuple[int, ...]:
    """Return where clauses with a subject of their own begin: ", and Australia plans", ", while Thailand is".

    Parameters
    ----------
    sentence : Sentence
        The sentence.

    Returns
    -------
    tuple of int
        The first word of each subject that is a party.
    """
    lower, found = sentence.lower, []
    for one in sentence.mentions:
        k = one.first - (lower[one.first - 1] == "the")
        begin = _when(sentence, k)
        joined = begin > 1 and lower[begin - 1] in _COORDINATE and lower[begin - 2] == "," and _told_before(sentence, k)
        joined = joined or (k > 1 and lower[k - 1] == "and" and _follows(sentence, k, one.last))
        if one.is_party and k > 1 and lower[k - 1] == "," and _strung(sentence, k, one.last):
            found.append(one.first)
            continue
        if not one.is_party or not (joined or (k > 1 and lower[k - 1] == ";")):
            continue
        owned = lower[one.last : one.last + 1] in (["'s"], ["’s"])
        if joined and lower[one.last : one.last + 1] == [","] and lower[one.last + 1 : one.last + 2] in _RELATED:
            found.append(one.first)
            continue
        last = min(one.last + (_REACH if owned or not joined else _NEXT), len(lower))
        begun = next((m for m in range(one.last, last) if lower[m] in ({",", ";"} if joined else {";"})), last)
        verbal = begun > one.last and _VERB.fullmatch(lower[one.last]) is not None
        if (
            verbal
            or set(lower[one.last : begun]) & (HAVE | MODALS | BE)
            or any(one.last <= verb.first < begun and verb.form.tags & {"past", "s"} for verb in sentence.verbs)
        ):
            found.append(one.first)
    return tuple(found)


def _when(sentence: Sentence, k: int) -> int:
    """Return where a clause begins that says first when it was: ", and on May 2 Japan", ", and by then Japan"."""
    m = k
    while m > 1 and (sentence.lower[m - 1].lower() in _TIMES or sentence.lower[m - 1].isdigit()):
        m -= 1
    return m if any(word.lower() in _DAYS or word.isdigit() for word in sentence.lower[m:k]) else k


def _follows(sentence: Sentence, k: int, last: int) -> bool:
    """Return whether a clause begins behind "and" alone: "Chile will scrap its ban and Peru will drop its own"."""
    ahead = set(sentence.lower[last : last + 1])
    verbal = ahead & (HAVE | MODALS | BE) - {"'s", "’s"} or any(
        one.first == last and "past" in one.form.tags for one in sentence.verbs
    )
    listed = sentence.mention_at(k - 2) is not None or sentence.lower[k - 2] in _MANY
    return bool(verbal) and not listed and _told_before(sentence, k)


def _strung(sentence: Sentence, k: int, last: int) -> bool:
    """Return whether a clause hangs on the one before by a comma alone: "A banned sales to B, C curbed its own"."""
    if sentence.mention_at(k - 2) is None:
        return False
    told = [one for one in sentence.verbs if one.first == last and "past" in one.form.tags and not one.passive]
    if not told or sentence.lower[0] in _OPENING or sentence.lower[told[0].last : told[0].last + 1] in (["by"], ["in"]):
        return False
    return _told_before(sentence, k)


def tells_when(sentence: Sentence, one: Mention) -> bool:
    """Return whether a clause that only says when begins with a party: ", as Blinken held talks", "before Japan met".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party.

    Returns
    -------
    bool
        Only where a verb of its own stands right behind it, and words before the clause.
    """
    k = one.first - 1
    while k > 1 and (sentence.words[k].capital or sentence.lower[k] in {"the", "of"}):
        k -= 1
    if k < 2 or sentence.lower[k] not in _WHEN:
        return False
    near = one.last + (sentence.lower[one.last : one.last + 1] in (["has"], ["had"], ["also"]))
    return any(verb.first == near and verb.form.tags & {"past", "s"} for verb in sentence.verbs)


def before_helping(sentence: Sentence, first: int) -> int:
    """Return the word before a verb and the words that only help it.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first : int
        The verb.

    Returns
    -------
    int
        "Chile" of "Chile has not yet banned"; -1 if none stands there.
    """
    k = first - 1
    while k >= 0 and (sentence.lower[k] in _HELPING - {"to", "first"} or sentence.lower[k].endswith("ly")):
        k -= 1
    return k


def own_objects(sentence: Sentence, first: int, found: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return of parties those that belong to one verb of several that share a subject.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first : int
        The verb.
    found : tuple of Mention
        The parties.

    Returns
    -------
    tuple of Mention
        Russia, for the first verb of "banned exports to Russia, sanctioned firms in China and lifted curbs on India":
        none behind the next verb, nor between an earlier one and this; all if none stands behind the verb itself.
    """
    row = [one.first for one in sentence.verbs if one.form.tags & {"past", "s"} and not one.passive]
    if first not in row or len(found) < 2:
        return found
    joined = [k for k in row if k and sentence.lower[k - 1] in {",", "and"}]
    end = next((k for k in joined if k > first), len(sentence.words))
    begin = row[0] if first in joined and row[0] < first else -1
    own = [one for one in found if first < one.first < end]
    kept = tuple(one for one in found if one.first < end and not (begin >= 0 and begin < one.first < first))
    return kept if own else found


def _told_before(sentence: Sentence, k: int) -> bool:
    """Return whether a finite verb stands before a word, so that what follows is no list of subjects."""
    told = any(one.last < k and one.form.tags & {"past", "s"} for one in sentence.verbs)
    return told or bool(set(sentence.lower[:k]) & (HAVE | MODALS | BE))


def object_before(sentence: Sentence, verb: Verb) -> int:
    """Return where the relative clause begins whose object a verb has before it.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb
        The verb.

    Returns
    -------
    int
        The word behind the noun phrase that is the object: "which", "that", or the subject of a clause without either
        ("the curbs it placed on investment"); -1 if the verb stands in no such clause.
    """
    lower = sentence.lower
    if verb.passive:
        return -1
    k = verb.first - 1
    while k >= 0 and (lower[k] in _HELPING or lower[k].endswith("ly")):
        k -= 1
    if k < 1:
        return -1
    one = sentence.mention_at(k)
    named = lower[k] in _SUBJECTS or (one is not None and one.is_party)
    if lower[k] in _GROUPS and lower[k - 1] in _COUNTS and k > 1:
        named, k = True, k - 1 - (lower[k - 2] == "the")
    for m in range(k, max(k - _REACH, 0), -1):
        if lower[m] in _LINKS:
            within = any(sentence.mention_at(n) is not None or lower[n] in _SUBJECTS for n in range(m + 1, k + 1))
            return m if within and not _finite_between(sentence, m, verb) else -1
        if lower[m] in {";", ",", "."}:
            break
    first = one.first if one is not None else k
    if not named or first < 1 or not _open(sentence, verb):
        return -1
    before = lower[first - 1]
    head = before.isalpha() and before not in _NOT_HEADS and before not in PREPOSITIONS
    return first if head and not _verb_at(sentence, first - 1) and sentence.mention_at(first - 1) is None else -1


def aside(sentence: Sentence, last: int, first: int) -> bool:
    """Return whether only an aside between commas stands between a noun and its verb.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    last : int
        One past the noun.
    first : int
        The first word of the verb with its helping words.

    Returns
    -------
    bool
        "measures, which bar Russian oil and cut off banks, were renewed".
    """
    lower = sentence.lower
    k = first - 1
    while k >= 0 and (lower[k] in _HELPING or lower[k] in _BE):
        k -= 1
    if k <= last or lower[k] != "," or k - last > _ASIDE:
        return False
    return any(lower[m] == "," for m in range(last, min(last + 9, k)))


_BE = frozenset({"is", "are", "was", "were", "be", "been", "being", "due", "set"})


def _open(sentence: Sentence, verb: Verb) -> bool:
    """Return whether nothing that could be its object stands right behind a verb."""
    ahead = sentence.lower[verb.last : verb.last + 1]
    return not ahead or ahead[0] in PREPOSITIONS - {"to"} | {",", ".", ";", "last", "earlier", "and", "this", "first"}


def _verb_at(sentence: Sentence, k: int) -> bool:
    return any(one.first <= k < one.last for one in sentence.verbs)


def _finite_between(sentence: Sentence, m: int, verb: Verb) -> bool:
    return any(m < one.first < verb.first and "past" in one.form.tags for one in sentence.verbs)
