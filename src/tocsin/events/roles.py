"""Who does it and to whom: groups, agents, owners and targets around a verb or a noun, from the order of words."""

from __future__ import annotations

from collections.abc import Sequence, Set

from tocsin.events.grammar import (
    ADVERBS,
    BE,
    COORDINATORS,
    DETERMINERS,
    HAVE,
    MODALS,
    PREPOSITIONS,
    RELATIVES,
    TARGETING,
    Sentence,
)
from tocsin.events.mentions import Mention
from tocsin.events.wordlists import word_set

_MANY = frozenset({"number", "series", "spate", "flurry", "string", "wave", "barrage", "numbers"})
_INSIDE = word_set("roles", "inside")
_BETWEEN = word_set("roles", "between")
_USED = word_set("roles", "used")
_DIRECTED = word_set("roles", "directed")
_FILLERS = word_set("roles", "fillers")
_STOPS = frozenset({";", "."})
_REACH = 9
_BEGINNING = frozenset({"a", "an", "any", "such", "no", "many", "most", "some"})
_CONTRASTS = word_set("roles", "contrasts")
_TIMES = word_set("roles", "times")
SPEAKER = word_set("roles", "speaker")
PERSON = word_set("roles", "person")
THING = word_set("roles", "thing")


def group_at(sentence: Sentence, one: Mention, step: int) -> list[Mention]:
    """Return a party and those joined to it: "Japan, South Korea and the United States".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party.
    step : int
        -1 to look to the left, 1 to look to the right.

    Returns
    -------
    list of Mention
        In the order of the text.
    """
    group = [one]
    marks: set[str] = set()
    seen: set[str] = set()
    while True:
        k = one.first - 1 if step < 0 else one.last
        joined = False
        while 0 <= k < len(sentence.words) and _joins(sentence, k):
            joined = joined or sentence.lower[k] in COORDINATORS
            marks |= {sentence.lower[k]} & COORDINATORS if sentence.mention_at(k + step) or joined else set()
            k += step
        following = sentence.mention_at(k) if 0 <= k < len(sentence.words) else None
        if following is not None and not joined and following.party == one.party:
            one = following
            continue
        if following is None or not joined or not following.is_party or begins_clause(sentence, following, step):
            if len(group) == 2 and seen <= {","} and not _in_headline(sentence, group, step):
                group = group[:1]
            return group if step > 0 else group[::-1]
        seen = set(marks)
        group.append(following)
        one = following


def _in_headline(sentence: Sentence, group: Sequence[Mention], step: int) -> bool:
    """Return whether two parties with a comma between them begin a sentence: "South Korea, US to hold"."""
    first, second = group[::step]
    following = sentence.lower[second.last : second.last + 1]
    return first.first == 0 and sentence.lower[first.last] == "," and following == ["to"]


def _joins(sentence: Sentence, k: int) -> bool:
    if sentence.lower[k] in COORDINATORS | _BETWEEN:
        return True
    return sentence.mention_at(k) is None and sentence.words[k].capital and sentence.words[k].text.isalpha() and k > 0


def begins_clause(sentence: Sentence, one: Mention, step: int) -> bool:
    """Return whether a party to the right is the subject of a clause of its own: "..., and Japan removed".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party.
    step : int
        -1 if it was found to the left, 1 if to the right.

    Returns
    -------
    bool
        Only to the right, behind another verb.
    """
    if step < 0 or not any(verb.first < one.first for verb in sentence.verbs):
        return False
    k = one.last
    while k < len(sentence.words) and sentence.lower[k] in ADVERBS:
        k += 1
    if k >= len(sentence.words):
        return False
    return sentence.lower[k] in MODALS | HAVE or any(
        verb.first == k and verb.form.tags & {"past", "s"} and not verb.passive for verb in sentence.verbs
    )


def agent(sentence: Sentence, first: int, reach: int = 25) -> list[Mention]:
    """Return who stands behind "by" in the words after a passive verb or a noun.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first : int
        Where to begin.
    reach : int
        How many words to look at.

    Returns
    -------
    list of Mention
        Empty if nobody.
    """
    for k in range(first, min(first + reach, len(sentence.words))):
        if sentence.lower[k] in _STOPS:
            break
        if sentence.lower[k] == "by" and sentence.lower[k - 1] not in _USED:
            for m in range(k + 1, min(k + 7, len(sentence.words))):
                one = sentence.mention_at(m)
                if one is not None and one.is_party:
                    return group_at(sentence, one, 1)
                if sentence.lower[m] in PREPOSITIONS - {"of"}:
                    break
    return []


def owner(sentence: Sentence, first: int, *, reach: int = 7) -> list[Mention]:
    """Return the parties right before a noun: their people, or their name with or without a possessive.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first : int
        The noun.
    reach : int
        How many words to look at.

    Returns
    -------
    list of Mention
        "Japanese export controls", "the Netherlands' restrictions", "U.S. tariffs", "its tests": empty if nobody.
    """
    for k in range(first - 1, max(first - 1 - reach, -1), -1):
        one = sentence.mention_at(k)
        word = sentence.lower[k]
        if one is not None:
            if not one.is_party:
                return []
            following = sentence.lower[one.last] if one.last < len(sentence.lower) else ""
            near = one.form == "people" or following in {"'s", "'", "’"} or one.last >= first - 4
            return group_at(sentence, one, -1) if near else []
        if word in {"its", "their"}:
            return _last_named(sentence, k)
        if word == "of" and sentence.lower[k - 1] in _MANY:
            continue
        if word in PREPOSITIONS | {",", "and", ";", "the", "a", "an", "—"} or any(
            v.first <= k < v.last for v in sentence.verbs
        ):
            return []
    return []


def _last_named(sentence: Sentence, k: int) -> list[Mention]:
    before = [one for one in sentence.mentions if one.last <= k and one.is_party]
    return group_at(sentence, before[-1], -1) if before else []


# ------------------------------------------------------------------------------------------------------------- to whom
def targets(
    sentence: Sentence,
    first: int,
    end: int,
    *,
    direct: bool = False,
    loose: bool = False,
    avoid: Sequence[str] = (),
    by: Set[str] = frozenset(),
) -> list[Mention]:
    """Return the parties that stand behind a preposition of direction, or directly behind the verb.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first, end : int
        Where to look.
    direct : bool
        Whether one without a preposition counts.
    loose : bool
        Whether any that is named counts.
    avoid : sequence of str
        Parties that are none.
    by : set of str
        The only prepositions that count, if any are given.

    Returns
    -------
    list of Mention
        The first such group.
    """
    k = first
    while k < end:
        one = sentence.mention_at(k)
        if one is None or k < one.first:
            k += 1
            continue
        if one.is_party and (loose or _is_target(sentence, one, first, direct=direct, by=by)):
            group = [each for each in group_at(sentence, one, 1) if each.first < end and each.party not in avoid]
            if group and not loose and not by and sentence.lower[one.first - 1] == "of" and group[-1].form == "firm":
                further = targets(sentence, group[-1].last, end, avoid=avoid)
                return [each for each in further if each.form != "firm"] or group
            if group:
                return group
        k = one.last
    return []


def among_them(sentence: Sentence, first: int, end: int) -> list[Mention]:
    """Return the parties that are named of a larger group: "most partners, Japan, Korea and Taiwan among them".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first, end : int
        Where to look.

    Returns
    -------
    list of Mention
        Empty if none are.
    """
    for k in range(first + 1, min(end, len(sentence.lower) - 1)):
        if sentence.lower[k : k + 2] in (["among", "them"], ["among", "those"]) or sentence.lower[k] == "included":
            one = sentence.mention_at(k - 1)
            return group_at(sentence, one, -1) if one is not None and one.is_party and one.first >= first else []
    return []


def _is_target(sentence: Sentence, one: Mention, first: int, *, direct: bool, by: Set[str]) -> bool:
    k = one.first - 1
    while (
        k >= first
        and sentence.lower[k] not in by
        and (sentence.lower[k] in DETERMINERS or sentence.lower[k].isdigit() or _is_filler(sentence, k))
    ):
        k -= 1
    if k < first:
        return direct
    if by:
        return _behind(sentence, k, by)
    before = sentence.lower[k]
    if before == "of" and sentence.lower[k - 1] == "out":
        return False
    if before == "by":
        return sentence.lower[k - 1] in _USED
    if before == "in":
        return sentence.lower[k - 1] in _INSIDE
    return before in TARGETING or before in _DIRECTED


def _behind(sentence: Sentence, k: int, by: Set[str]) -> bool:
    """Return whether one of some prepositions stands before a party or before the person who is of it."""
    if sentence.lower[k] == "of" and sentence.words[k - 1].capital:
        while k > 0 and (sentence.words[k].capital or sentence.lower[k] in {"of", "the"}):
            k -= 1
    return sentence.lower[k] in by


def _is_filler(sentence: Sentence, k: int) -> bool:
    if k < 1 or sentence.mention_at(k) is not None or sentence.lower[k] in PREPOSITIONS | COORDINATORS:
        return False
    word = sentence.words[k]
    if word.lower in _DIRECTED:
        return False
    return (
        word.lower.endswith(("ing", "ed", "al", "or", "ic", "ive", "ous"))
        or word.lower in _FILLERS
        or (word.capital and not word.text.isupper())
    )


def clause_end(sentence: Sentence, k: int) -> int:
    """Return where what a verb governs ends: at the next clause with a subject of its own, or at the stop.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    k : int
        One past the verb.

    Returns
    -------
    int
        One past the last word.
    """
    for m in range(k, len(sentence.words)):
        if m > k and _ends(sentence, m):
            return m
    return len(sentence.words)


def _ends(sentence: Sentence, m: int) -> bool:  # noqa: PLR0911 - each line is a rule of its own
    word = sentence.lower[m]
    if word in _STOPS or word in _CONTRASTS:
        return True
    if word in _TIMES:
        return any(verb.first > m for verb in sentence.verbs)
    if word in RELATIVES:
        return sentence.lower[m - 1] == ","
    if word in {"and", "but", "so"} and sentence.lower[m - 1] == "," and _new_clause(sentence, m + 1):
        return True
    if word in {"and", ",", "as"}:
        n = m + 1
        while n < len(sentence.words) and sentence.lower[n] in DETERMINERS | {"and", "later"}:
            n += 1
        one = sentence.mention_at(n) if n < len(sentence.words) else None
        if n < len(sentence.words) and sentence.lower[n] in {"i", "we", "he", "she", "it", "they"}:
            return True
        return one is not None and one.is_party and begins_clause(sentence, one, 1) and not _are(sentence, one)
    return False


def _new_clause(sentence: Sentence, n: int) -> bool:
    """Return whether a noun phrase with a finite verb of its own begins at a word: "a blockade would"."""
    if n >= len(sentence.words) or sentence.lower[n] not in _BEGINNING | {"the", "its", "their", "this", "these"}:
        return False
    for k in range(n + 1, min(n + _REACH, len(sentence.words))):
        if sentence.lower[k] in {",", ";", "that", "which", "who"}:
            return False
        if sentence.lower[k] in MODALS | BE | HAVE:
            return True
    return False


def _are(sentence: Sentence, one: Mention) -> bool:
    return one.last < len(sentence.words) and sentence.lower[one.last] in BE
