"""Who does it and to whom: subject, agent and targets around a verb or a noun, read from the order of words."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from tocsin.events.grammar import (
    ADVERBS,
    BE,
    COMPLEMENTS,
    COORDINATORS,
    DETERMINERS,
    HAVE,
    MODALS,
    PREPOSITIONS,
    RELATIVES,
    TARGETING,
    Sentence,
    Verb,
)
from tocsin.events.mentions import Mention
from tocsin.events.wordlists import word_set

_HEADS = word_set("roles", "heads")
_DOCUMENTS = frozenset({"announcement", "notice", "regulation", "decision", "order", "rule", "decree"})
_OFFICIALS = word_set("roles", "officials")
_CALLED_ON = word_set("roles", "called_on")
_REPORTING = word_set("roles", "reporting")
_MANY = frozenset({"number", "series", "spate", "flurry", "string", "wave", "barrage", "numbers"})
_INSIDE = word_set("roles", "inside")
_BETWEEN = word_set("roles", "between")
_USED = word_set("roles", "used")
_DIRECTED = word_set("roles", "directed")
_FILLERS = word_set("roles", "fillers")
_SAYING = word_set("roles", "saying")
_STOPS = frozenset({";", "."})
_CONTRASTS = word_set("roles", "contrasts")
_TIMES = word_set("roles", "times")
SPEAKER = word_set("roles", "speaker")
PERSON = word_set("roles", "person")
THING = word_set("roles", "thing")


@dataclass(frozen=True)
class Subject:
    """Who stands before a verb.

    Parameters
    ----------
    mentions : tuple of Mention
        Those named.
    pronoun : str
        The pronoun that stands there, if one does.
    """

    mentions: tuple[Mention, ...] = ()
    pronoun: str = ""


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
        if following is None or not joined or not following.is_party or _begins_clause(sentence, following, step):
            if len(group) == 2 and seen <= {","}:
                group = group[:1]
            return group if step > 0 else group[::-1]
        seen = set(marks)
        group.append(following)
        one = following


def _joins(sentence: Sentence, k: int) -> bool:
    if sentence.lower[k] in COORDINATORS | _BETWEEN:
        return True
    return sentence.mention_at(k) is None and sentence.words[k].capital and sentence.words[k].text.isalpha() and k > 0


def _begins_clause(sentence: Sentence, one: Mention, step: int) -> bool:
    """Return whether a party to the right is the subject of a clause of its own: "..., and Japan removed"."""
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


# ------------------------------------------------------------------------------------------------------------ who acts
def subject(sentence: Sentence, verb: Verb) -> Subject:
    """Return who stands as the subject of a verb.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb
        The verb.

    Returns
    -------
    Subject
        Empty if nobody is named.
    """
    asked = "to" in sentence.lower[max(verb.first - 4, 0) : verb.first]
    pronoun = ""
    k = verb.first - 1
    while k >= 0:
        word = sentence.lower[k]
        if word in _STOPS and k < verb.first - 1:
            break
        if word in SPEAKER | PERSON and not pronoun:
            pronoun = word
            if word in SPEAKER or not _SAYING & set(sentence.lower[:k]):
                return Subject(pronoun=word)
        elif word in THING and not pronoun:
            pronoun = word
        elif word in {"which", "who"} and (one := _antecedent(sentence, k)) is not None:
            return Subject(tuple(group_at(sentence, one, -1)))
        one = sentence.mention_at(k)
        if one is not None and one.is_party and _can_act(sentence, one, asked=asked):
            return Subject(tuple(group_at(sentence, one, -1)))
        k = one.first - 1 if one is not None else k - 1
    return Subject(pronoun=pronoun)


def _antecedent(sentence: Sentence, k: int) -> Mention | None:
    k -= 1
    while k >= 0 and sentence.lower[k] in {",", "—"}:
        k -= 1
    one = sentence.mention_at(k) if k >= 0 else None
    return one if one is not None and one.is_party else None


def _can_act(sentence: Sentence, one: Mention, *, asked: bool) -> bool:  # noqa: C901, PLR0911 - rules of their own
    """Return whether a party stands where a subject stands: neither behind a preposition nor behind a verb."""
    k = _before_title(sentence, one.first - 1)
    if k < 0:
        return True
    before = sentence.lower[k]
    other = sentence.mention_at(k)
    if other is not None and other.is_party:
        return _can_act(sentence, other, asked=asked)
    if (
        before in COORDINATORS
        and before not in {"–", "—"}
        and k > 0
        and (joined := sentence.mention_at(k - 1)) is not None
    ):
        if not joined.is_party or _begins_clause(sentence, one, 1) or _can_act(sentence, joined, asked=asked):
            return True
        following = sentence.lower[one.last] if one.last < len(sentence.lower) else ""
        return before == "," and following not in COORDINATORS
    if before in {"from", "in"} and k > 0 and sentence.lower[k - 1] in _OFFICIALS:
        return True
    if before == "of":
        if _DOCUMENTS & set(sentence.lower[:4]):
            return True
        return k > 0 and (sentence.lower[k - 1] in _HEADS or sentence.words[k - 1].capital)
    if before == "to" and k > 0 and sentence.lower[k - 1] in {"advisor", "adviser", "ambassador", "envoy"}:
        return True
    if before == "on" and k > 0 and sentence.lower[k - 1] in _CALLED_ON:
        return asked
    if _is_verb(sentence, k):
        return asked or before in _REPORTING
    return before not in PREPOSITIONS or before in {"after", "before", "as", "since", "until", "than"}


def _before_title(sentence: Sentence, k: int) -> int:
    """Return the word before determiners and titles: "the", "Prime Minister"."""
    while k >= 0 and sentence.mention_at(k) is None:
        titled = (
            k > 0 and sentence.words[k].capital and not _is_verb(sentence, k) and sentence.lower[k] not in PREPOSITIONS
        )
        if not (sentence.lower[k] in DETERMINERS or sentence.lower[k].isdigit() or titled):
            break
        k -= 1
    return k


def _is_verb(sentence: Sentence, k: int) -> bool:
    return any(verb.first <= k < verb.last for verb in sentence.verbs) or sentence.lower[k] in COMPLEMENTS


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
            if group:
                return group
        k = one.last
    return []


def _is_target(sentence: Sentence, one: Mention, first: int, *, direct: bool, by: Set[str]) -> bool:
    k = one.first - 1
    while k >= first and (sentence.lower[k] in DETERMINERS or sentence.lower[k].isdigit() or _is_filler(sentence, k)):
        k -= 1
    if k < first:
        return direct
    if by:
        return _behind(sentence, k, by)
    before = sentence.lower[k]
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


def _ends(sentence: Sentence, m: int) -> bool:
    word = sentence.lower[m]
    if word in _STOPS or word in _CONTRASTS:
        return True
    if word in _TIMES:
        return any(verb.first > m for verb in sentence.verbs)
    if word in RELATIVES:
        return sentence.lower[m - 1] == ","
    if word in {"and", ",", "as"}:
        n = m + 1
        while n < len(sentence.words) and sentence.lower[n] in DETERMINERS | {"and", "later"}:
            n += 1
        one = sentence.mention_at(n) if n < len(sentence.words) else None
        if n < len(sentence.words) and sentence.lower[n] in {"i", "we", "he", "she", "it", "they"}:
            return True
        return one is not None and one.is_party and _begins_clause(sentence, one, 1) and not _are(sentence, one)
    return False


def _are(sentence: Sentence, one: Mention) -> bool:
    return one.last < len(sentence.words) and sentence.lower[one.last] in BE
