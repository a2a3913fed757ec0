"""Agreements and positions named by a noun: "under a deal struck with Brussels", "drew a rebuke from Seoul"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from tocsin.events.encounters import main_party
from tocsin.events.grammar import BE, Sentence
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import group_at, owner, targets
from tocsin.events.wordlists import word_set

_MADE = word_set("accords", "made")
_DREW = word_set("accords", "drew")
_STANCES = word_set("accords", "stances")
_FRAMES = word_set("accords", "frames")
_LINKS = frozenset({"with", "between", "by", "commits", "binds", "obliges"})
_NEAR, _FAR = 4, 12
_SURE = 0.6


def accords(sentence: Sentence, used: Set[int], drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield agreements that are only mentioned, and positions that something meets with.

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
        Of the acts ``agree`` and ``state``.
    """
    for first, last, classes in sentence.nouns:
        if "agreement" in classes and not used & set(range(first, last)):
            yield from _made(sentence, first, last, drafts)
    for k, word in enumerate(sentence.lower):
        if word in _STANCES:
            yield from _stance(sentence, k)


def _made(sentence: Sentence, first: int, last: int, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield "a deal struck with Brussels in June", "under an accord signed by Seoul and Beijing"."""
    lower = sentence.lower
    made = next((k for k in range(last, min(last + _NEAR, len(lower))) if lower[k] in _MADE), -1)
    if made < 0 or {",", ".", ";", "to"} & set(lower[last:made]) or BE & set(lower[last:made]):
        return
    link = next((k for k in range(made + 1, min(made + 7, len(lower))) if lower[k] in _LINKS), -1)
    if link < 0 or {",", ";"} & set(lower[made:link]):
        both = main_party(sentence, first, [], drafts)
        if len({one.party for one in both}) > 1:
            yield Draft("agree", tuple(both), (), first, made + 1, "done", _SURE, lemma="agree")
        return
    whom = targets(sentence, link, min(link + 6, len(lower)), loose=True)
    if not whom:
        return
    own = {one.party for one in whom}
    who = [one for one in owner(sentence, first) or main_party(sentence, first, whom, drafts) if one.party not in own]
    if lower[link] == "with" and not who:
        return
    if lower[link] != "with":
        if len(own) < 2:
            return
        who = []
    yield Draft("agree", (*who, *whom), (), first, made + 1, "done", _SURE, lemma="agree")


def _stance(sentence: Sentence, k: int) -> Iterator[Draft]:
    """Yield "The decision drew a furious protest from Beijing", "over the objections of China"."""
    lower = sentence.lower
    drew = next((m for m in range(k - 1, max(k - 6, -1), -1) if lower[m] in _DREW), -1)
    framed = bool(_FRAMES & set(lower[max(k - 3, 0) : k]))
    if drew < 0 and not framed:
        return
    who = owner(sentence, k, reach=3) if framed else []
    if not who and lower[k + 1 : k + 2] and lower[k + 1] in {"from", "by", "of", "in"}:
        who = targets(sentence, k + 1, min(k + 5, len(lower)), loose=True)
    if not who:
        return
    own = {one.party for one in who}
    whom = [one for one in _before(sentence, drew) if one.party not in own] if drew >= 0 else []
    yield Draft("state", tuple(who), tuple(whom), k, k + 1, "done", _SURE, lemma="protest")


def _before(sentence: Sentence, drew: int) -> list[Mention]:
    """Return whose deed the subject names: "Tokyo's move earned"."""
    named = [one for one in sentence.mentions if one.is_party and one.last <= drew and drew - one.last <= _FAR]
    return group_at(sentence, named[0], 1) if named else []
