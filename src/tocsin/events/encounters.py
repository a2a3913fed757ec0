"""Meetings named in passing: "in a phone call with her counterpart, the minister condemned", "in a three-way call"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from tocsin.events.grammar import Sentence, Verb
from tocsin.events.lexicon import VerbForm
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import group_at, owner, targets
from tocsin.events.subjects import subject
from tocsin.events.wordlists import word_set

_DURING = word_set("encounters", "during")
_BEFORE = word_set("encounters", "before")
_CALLS = word_set("encounters", "calls")
_CLASSES = frozenset({"meeting", "dialogue"})
_TOLD = frozenset({"was", "were", "came", "followed", "took"})
_UNREAL = frozenset({"would", "could", "may", "might", "if", "unlikely", "likely", "possible", "not"})
_COME = frozenset({"was", "were", "arrived", "came", "flew", "travelled", "traveled"})
_VISITS = word_set("encounters", "visits")
_BROKERED = frozenset({"brokered", "mediated", "facilitated", "arranged"})
_MEDIATION = frozenset({"mediation", "auspices"})
_LED = 6
_REACH, _FRONT = 5, 3
_SURE = 0.6


def encounters(sentence: Sentence, used: Set[int], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield meetings that only frame what the sentence tells.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    used : set of int
        Words that already made an event.
    drafts : sequence of Draft
        What its verbs say.

    Yields
    ------
    Draft
        Of the acts ``meet`` and ``dialogue``.
    """
    for first, last, classes in sentence.nouns:
        if not classes & _CLASSES or used & set(range(first, last)) or owner(sentence, first, reach=3):
            continue
        if (both := _first(sentence, last)) and not owner(sentence, first, reach=3):
            yield Draft("dialogue" if "dialogue" in classes else "meet", tuple(both), (), first, last, "done", _SURE)
            continue
        before = [k for k in range(max(first - _REACH, 0), first) if sentence.lower[k] in _DURING | _BEFORE]
        if not before:
            continue
        begin = before[-1]
        if sentence.lower[begin] == "for" and not _arrived(sentence, begin):
            continue
        whom = _with(sentence, last)
        own = {one.party for one in whom}
        who = [one for one in main_party(sentence, begin, whom, drafts) if one.party not in own]
        parties = {one.party for one in (*who, *whom)}
        called = bool(_CALLS & set(sentence.lower[begin:last]))
        if not who or not (whom or (called and len(parties) > 1)):
            continue
        act = "dialogue" if "dialogue" in classes else "meet"
        state = "announced" if sentence.lower[begin] in _BEFORE else "done"
        yield Draft(act, tuple(who), tuple(whom), first, last, state, _SURE)


def brokers(sentence: Sentence, one: Mention, first: int) -> bool:
    """Return whether a party only brought others together: "a ceasefire brokered by Qatar", "talks mediated by Egypt".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party.
    first : int
        The words of what they agreed or did.

    Returns
    -------
    bool
        Also of "through the mediation of Qatar" and "Qatar, which brokered a ceasefire"; not of "signed by Qatar".
    """
    lower = sentence.lower
    behind = lower[one.last + (lower[one.last : one.last + 1] == [","]) :][:3]
    if behind[:1] in (["which"], ["who"]) and not _BROKERED.isdisjoint(behind[1:]):
        return first > one.last and "," not in lower[one.last + 1 : first]
    led = next((k for k in range(one.first - 1, max(one.first - _LED, 0), -1) if lower[k] in {"by", "of"}), 0)
    if not led or "," in lower[led : one.first] or "and" in lower[led : one.first]:
        return False
    before = set(lower[max(led - 2, 0) : led])
    return not before.isdisjoint(_BROKERED if lower[led] == "by" else _MEDIATION)


def _arrived(sentence: Sentence, k: int) -> bool:
    """Return whether somebody has come for what stands behind a word: "was at the palace for dinner with"."""
    before = set(sentence.lower[max(k - 10, 0) : k])
    return bool(_COME & before) and bool({"in", "at", "to"} & before)


def _first(sentence: Sentence, last: int) -> list[Mention]:
    """Return who met, where that is told of a meeting: "their meeting was the first between Xi and Ishiba"."""
    lower = sentence.lower
    for k in range(last, min(last + 14, len(lower))):
        if lower[k] == "between" and _TOLD & set(lower[last : k + 12]) and not _UNREAL & set(lower[last : k + 12]):
            group = targets(sentence, k, min(k + 8, len(lower)), loose=True)
            return group if len({one.party for one in group}) > 1 else []
    return []


def _with(sentence: Sentence, last: int) -> list[Mention]:
    link = sentence.lower[last : last + 1]
    if link == ["with"] or (link == ["to"] and sentence.lower[last - 1] in _VISITS):
        found = targets(sentence, last, min(last + 10, len(sentence.lower)), loose=True)
        return [] if found and "," in sentence.lower[last : found[0].first] else found
    return []


def main_party(sentence: Sentence, begin: int, whom: Sequence[Mention], drafts: Sequence[Draft]) -> list[Mention]:
    """Return whose clause a phrase belongs to: the subject behind it if it stands in front, else who stands before it.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    begin : int
        Where the phrase begins.
    whom : sequence of Mention
        Whom the phrase itself names.
    drafts : sequence of Draft
        What the verbs say.

    Returns
    -------
    list of Mention
        Empty if nobody is named.
    """
    if begin >= _FRONT:
        return list(
            subject(sentence, Verb(begin, begin + 1, VerbForm("meet", frozenset({"past"})), passive=False)).mentions
        )
    last = whom[-1].last if whom else begin
    comma = next((k for k in range(last, len(sentence.lower)) if sentence.lower[k] == ","), len(sentence.lower))
    acting = next((one.actors for one in drafts if one.first > comma and one.actors), ())
    if acting:
        return list(acting)
    behind = next((one for one in sentence.mentions if one.first > comma and one.is_party), None)
    return group_at(sentence, behind, 1) if behind is not None and behind.first <= comma + _REACH else []
