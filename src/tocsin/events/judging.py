"""Judges what a sentence tells: weighs the clues to each act, gives parties their parts, and says how far it is a fact.

The rules propose, two judges decide (:mod:`tocsin.events.sight`). A rule that fires is one clue among others. Both
judges were fitted to sentences in which people said what is told (``scripts/fit_events.py``, ``fit_network.py``), so
that what rules read wrongly is turned down, and what they have no rule for is found where enough speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tocsin.events.clues import Scene
from tocsin.events.making import Draft
from tocsin.events.parts import parts
from tocsin.events.roles import PERSON, SPEAKER, THING
from tocsin.events.sight import Sight

#: How likely an act must be that a rule reads, if it names both parties, and else; one that no rule reads.
DIRECTED, RULED, FRESH = 0.03, 0.5, 0.8
#: A position may be told in more ways than any sentences show.
STATED = 0.03
#: The words of a garbled text were never seen: what a rule reads there counts unless all speaks against it.
GARBLED, SURELY = 0.01, 0.9
_NEAR = 8
#: Acts that are told beside another by the same words; and pairs of which a sentence tells one.
_BESIDES = frozenset({"retaliate", "threaten"})
_EITHER = (frozenset({"announce_control", "impose_control"}), frozenset({"add_trusted_group", "remove_trusted_group"}))


def judged(scene: Scene) -> Iterator[Draft]:
    """Yield the acts that a sentence tells.

    Parameters
    ----------
    scene : Scene
        The sentence.

    Yields
    ------
    Draft
        One for each act, or for each time that the rules read it; confidence is the probability that it is told.
    """
    found: list[tuple[float, Draft]] = []
    sight = Sight(scene)
    for act, sure in sight.acts.items():
        read = [one for one in scene.drafts if one.act == act]
        found += [
            (sure, _completed(sight, replace(one, confidence=_trust(one, sure))))
            for one in read
            if sure >= _least(one, garbled=scene.garbled)
        ]
        if sure >= (SURELY if scene.garbled else FRESH) and not read:
            found.append((sure, fresh(sight, act, sure)))
    for sure, one in found:
        if not any(other > sure and _same(one, each) for other, each in found):
            yield one


def _same(one: Draft, other: Draft) -> bool:
    """Return whether two acts are one: told by the same words, or a control that is announced and so imposed."""
    if one.act == other.act or {one.act, other.act} & _BESIDES:
        return False
    parties = {mention.party for mention in one.actors}, {mention.party for mention in other.actors}
    return (one.first < other.last and other.first < one.last) or (
        {one.act, other.act} in _EITHER and (parties[0] == parties[1] or not all(parties))
    )


def _least(draft: Draft, *, garbled: bool) -> float:
    """Return how likely what a rule reads must be; "these measures" speak of sentences that the weights do not see."""
    if draft.again:
        return 0.0
    if garbled:
        return GARBLED
    if draft.act == "state":
        return STATED
    return DIRECTED if draft.actors and draft.targets else RULED


def _trust(draft: Draft, sure: float) -> float:
    """Return how sure what a rule reads is: where the weights alone would turn it down, the mean of both."""
    return round(sure if sure >= RULED else (sure + draft.confidence) / 2, 3)


def _completed(sight: Sight, draft: Draft) -> Draft:
    """Return what a rule read, with the parties that it did not find."""
    k = sight.scene.unit_at(draft.first)
    if k is None:
        return draft
    actors, targets = parts(sight, draft, k)
    return replace(draft, actors=actors, targets=targets, dated=sight.dated(draft.act, k))


def fresh(sight: Sight, act: str, sure: float) -> Draft:
    """Return the draft of an act for which the rules have none.

    Parameters
    ----------
    sight : Sight
        The sentence.
    act : str
        The act.
    sure : float
        The probability that it is told [1].

    Returns
    -------
    Draft
        At the unit that tells it, with the parties that are likely.
    """
    k, row = sight.at(act), sight.scene.row
    before = [one.word for one in row[max(k - _NEAR, 0) : k]]
    pronoun = next((word for word in reversed(before) if word in SPEAKER | PERSON | THING), "")
    state = sight.modality(act, k)
    draft = Draft(
        act, (), (), first=row[k].first, last=row[k].last, state=state, confidence=round(sure, 3), pronoun=pronoun
    )
    actors, targets = parts(sight, draft, k)
    return replace(draft, actors=actors, targets=targets, dated=sight.dated(act, k))
