"""What a sentence calls an answer: "in response to American curbs", "in reply to Trump's tariffs"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.events.grammar import Sentence
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import group_at, owner
from tocsin.events.wordlists import phrase_table, word_set

#: What introduces an answer, by its first word.
_ANSWERS = phrase_table("answering", "phrases")
_MOVES = word_set("answering", "moves")
_CLASSES = frozenset({"control", "ban", "quota", "tariff", "sanction", "entity", "retaliation"})
#: Acts that may be an answer.
_MEASURES = frozenset(
    {
        "announce_control",
        "impose_control",
        "ban",
        "quota",
        "tariff",
        "sanction",
        "list_entity",
        "remove_trusted_group",
        "suspend",
        "threaten",
    }
)
_REACH, _NEAR = 14, 4
#: Words from "with" to the noun of a measure, and what parts it from the verb that answers.
_NOUN, _APART = 8, frozenset({",", ";", "over", "about", "at", "after", "because"})


def answered(sentence: Sentence, drafts: Sequence[Draft]) -> list[Draft]:
    """Return drafts with the answers among them, each with whom it answers.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    drafts : sequence of Draft
        What was found in it.

    Returns
    -------
    list of Draft
        A measure that answers somebody and names no target is directed at him.
    """
    found = [_aimed(sentence, one, drafts) for one in drafts]
    known = {one.party for draft in found if draft.act == "retaliate" for one in draft.actors}
    for first, last in _phrases(sentence):
        whom = _whom(sentence, last)
        one = _measure(found, first, {each.party for each in whom}) if whom or _named(sentence, last) else None
        whom = whom or list(one.targets if one is not None else ())
        if one is None:
            continue
        k = found.index(one)
        if not one.targets:
            found[k] = replace(one, targets=tuple(whom))
        if not known & {each.party for each in one.actors}:
            found.append(replace(one, act="retaliate", targets=tuple(whom), lemma="retaliate", kind=""))
    return found


def returned(sentence: Sentence, drafts: Sequence[Draft]) -> list[Draft]:
    """Return drafts with the measures by which somebody answers as his own.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    drafts : sequence of Draft
        As they are judged.

    Returns
    -------
    list of Draft
        "Canada is responding to the U.S. action with tariffs on American goods": the tariffs are Canada's.
    """
    answers = [one for one in drafts if one.act == "retaliate" and one.actors and one.targets]
    return [_back(one, [by for by in answers if _turned(sentence, one, by)]) for one in drafts]


def _turned(sentence: Sentence, one: Draft, by: Draft) -> bool:
    """Return whether a measure stands behind "respond with" and is read as that of who is answered."""
    if one.act not in _MEASURES or not one.actors or by.last > one.first:
        return False
    if not {each.party for each in one.actors} <= {each.party for each in by.targets}:
        return False
    lower = sentence.lower
    near = [k for k in range(max(by.last - 1, one.first - _NOUN), one.first) if lower[k] == "with"]
    if not near or _APART & {*lower[by.last : near[-1]], *lower[near[-1] : one.first]}:
        return False
    between = range(near[-1], one.first)
    owned = any(each.first in between for each in one.actors)  # "with fury at American tariffs"
    return not owned and not any(by.last <= verb.first < one.first for verb in sentence.verbs)


def _back(one: Draft, by: Sequence[Draft]) -> Draft:
    return replace(one, actors=by[-1].actors, targets=by[-1].targets) if by else one


def _phrases(sentence: Sentence) -> Iterator[tuple[int, int]]:
    lower = sentence.lower
    for k, word in enumerate(lower):
        for phrase in _ANSWERS.get(word, ()):
            if tuple(lower[k : k + len(phrase)]) == phrase:
                yield k, k + len(phrase)
                break


def _whom(sentence: Sentence, last: int) -> list[Mention]:
    """Return the party whose measure is answered."""
    lower = sentence.lower
    end = next((k for k in range(last, len(lower)) if lower[k] in {",", ";"}), len(lower))
    end = min(end, last + _REACH)
    measured = any(last <= one[0] < end and one[2] & _CLASSES for one in sentence.nouns)
    if not measured and not _MOVES & set(lower[last:end]):
        return []
    for one in sentence.mentions:
        if last <= one.first < end and one.is_party:
            return group_at(sentence, one, 1)
    return []


def _measure(drafts: Sequence[Draft], first: int, whom: set[str]) -> Draft | None:
    able = [
        one
        for one in drafts
        if one.act in _MEASURES and one.state != "denied" and not whom & {each.party for each in one.actors}
    ]
    before = [one for one in able if one.first < first]
    if before:
        return max(before, key=lambda one: one.first)
    return min(able, key=lambda one: one.first) if able else None


def _named(sentence: Sentence, last: int) -> bool:
    """Return whether what is answered is a measure that nobody is named for: "in retaliation for the tariffs"."""
    return any(last <= one[0] <= last + 3 and one[2] & _CLASSES for one in sentence.nouns)


def _measured(sentence: Sentence, own: set[str]) -> list[Mention]:
    """Return whose measure a sentence names: "called the EU's latest curbs counterproductive"."""
    for first, _, classes in sentence.nouns:
        if classes & _CLASSES:
            whom = [one for one in owner(sentence, first) if one.party not in own]
            if whom:
                return whom
    return []


def _aimed(sentence: Sentence, one: Draft, drafts: Sequence[Draft]) -> Draft:
    """Return an answer with whom it answers: who took the other measure of the sentence."""
    if one.act != "retaliate" or one.targets:
        return one
    own = {each.party for each in one.actors}
    for other in drafts:
        if other.first > one.first and other.targets and own & {each.party for each in other.actors}:
            return replace(one, targets=other.targets)
    for other in reversed([each for each in drafts if each.first < one.first]):
        if other.act in _MEASURES and other.actors and not own & {each.party for each in other.actors}:
            return replace(one, targets=other.actors)
    return replace(one, targets=tuple(_measured(sentence, own)))
