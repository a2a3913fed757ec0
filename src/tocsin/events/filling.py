"""What an act lacks and the rest of its sentence tells: who acts, towards whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.events.event import MEASURES
from tocsin.events.grammar import Sentence
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import group_at

_TAKEN = frozenset(MEASURES) | {"sanction", "list_entity"}
_SHARED = frozenset(
    {
        "lift_control",
        "suspend",
        "extend",
        "expire",
        "list_entity",
        "sanction",
        "add_trusted_group",
        "remove_trusted_group",
        "quota",
        "tariff",
        "ban",
    }
)
_THOSE = frozenset({"them", "it", "us", "her", "him"})


def filled(sentence: Sentence, drafts: Sequence[Draft]) -> list[Draft]:
    """Return drafts with what they lack.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    drafts : sequence of Draft
        What was found in it.

    Returns
    -------
    list of Draft
        A measure without an actor has that of the other measures of the sentence; one that is asked for them ("asked
        New Delhi to exempt them") those who ask as target.
    """
    return [_asked(sentence, _shared(one, drafts)) for one in drafts]


def _shared(one: Draft, drafts: Sequence[Draft]) -> Draft:
    if one.act not in _SHARED or one.actors or one.parties or one.pronoun:
        return one
    others = [
        each for each in drafts if each is not one and each.act in _TAKEN and each.actors and each.first < one.first
    ]
    parties = {tuple(mention.party for mention in each.actors) for each in others}
    own = {each.party for each in one.targets}
    if len(parties) != 1 or own & set(next(iter(parties))):
        return one
    return replace(one, actors=others[-1].actors)


def _asked(sentence: Sentence, one: Draft) -> Draft:
    if one.state != "called_for" or one.targets or not one.actors or one.act not in _TAKEN:
        return one
    if sentence.lower[one.last : one.last + 1] and sentence.lower[one.last] not in _THOSE:
        return one
    own = {each.party for each in one.actors}
    asking: list[Mention] = [
        each
        for each in sentence.mentions
        if each.is_party and each.last < one.actors[0].first and each.party not in own
    ]
    return replace(one, targets=tuple(group_at(sentence, asking[-1], -1))) if asking else one
