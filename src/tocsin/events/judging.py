"""Judges what a sentence tells: weighs the clues to each act, gives parties their parts, and says how far it is a fact.

The rules propose, the weights decide. A rule that fires is one clue among others; the weights were fitted to sentences
in which people said what is told (``scripts/fit_events.py``), so that what rules read wrongly is turned down, and what
they have no rule for is found where enough speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from tocsin.events.clues import Clue, Scene, best, clues
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import PERSON, SPEAKER, THING
from tocsin.events.signs import act_signs, modality_signs, party_signs
from tocsin.events.verbal import SIDES
from tocsin.events.weights import Floats, telling, weights

#: How likely an act must be that a rule reads; a position may be told in more ways than any sentences show.
RULED, STATED, DIRECTED = 0.3, 0.05, 0.05
#: How likely an act must be that no rule reads; how likely a party's part, and one of several who stand side by side.
FRESH, PART, SIDE = 0.65, 0.4, 0.5
_JOINING = frozenset({",", "and", "or", "&", "the", "as", "well"})
_NEAR = 8


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
    for act, found, sure in weighed(scene):
        read = [
            replace(one, confidence=_trust(one, sure)) for one in scene.drafts if one.act == act and sure >= _least(one)
        ]
        yield from (_completed(scene, one) for one in read)
        if sure >= FRESH and not any(one.act == act for one in scene.drafts):
            yield fresh(scene, act, found, sure)


def weighed(scene: Scene) -> Iterator[tuple[str, Mapping[int, Clue], float]]:
    """Yield each act for which anything speaks.

    Parameters
    ----------
    scene : Scene
        The sentence.

    Yields
    ------
    tuple of str, mapping of int to Clue, and float
        The act, its clues by unit, the probability that it is told [1].
    """
    table = weights("act")
    yes = table.classes.index("yes")
    for act, found in clues(scene, telling()).items():
        yield act, found, float(table.shares(act, act_signs(scene, act, found))[yes])


def _least(draft: Draft) -> float:
    """Return how likely what a rule reads must be; "these measures" speak of sentences that the weights do not see."""
    if draft.again:
        return 0.0
    if draft.act == "state":
        return STATED
    return DIRECTED if draft.actors and draft.targets else RULED


def _trust(draft: Draft, sure: float) -> float:
    """Return how sure what a rule reads is: where the weights alone would turn it down, the mean of both."""
    return round(sure if sure >= RULED else (sure + draft.confidence) / 2, 3)


def _completed(scene: Scene, draft: Draft) -> Draft:
    """Return what a rule read, with the parties that it did not find."""
    k = scene.unit_at(draft.first)
    known = draft.actors or draft.pronoun or draft.parties
    if k is None or (known and draft.targets):
        return draft
    actors, targets = parts(scene, draft, k)
    if known:
        named = {one.party for one in draft.actors}
        return replace(draft, targets=tuple(one for one in targets if one.party not in named))
    meant = {one.party for one in draft.targets}
    return replace(
        draft, actors=tuple(one for one in actors if one.party not in meant), targets=draft.targets or targets
    )


def fresh(scene: Scene, act: str, found: Mapping[int, Clue], sure: float) -> Draft:
    """Return the draft of an act for which the rules have none.

    Parameters
    ----------
    scene : Scene
        The sentence.
    act : str
        The act.
    found : mapping of int to Clue
        What speaks for it, by unit.
    sure : float
        The probability that it is told [1].

    Returns
    -------
    Draft
        At the strongest clue, with the parties that are likely.
    """
    k = best(found)
    unit = scene.row[k]
    before = [one.word for one in scene.row[max(k - _NEAR, 0) : k]]
    pronoun = next((word for word in reversed(before) if word in SPEAKER | PERSON | THING), "")
    state = modality(scene, act, k)
    draft = Draft(act, (), (), unit.first, unit.last, state, round(sure, 3), pronoun=pronoun)
    actors, targets = parts(scene, draft, k)
    return replace(draft, actors=actors, targets=targets)


def parts(scene: Scene, draft: Draft, k: int) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return who does it and to whom; parties that are joined by "and" share a part."""
    table = weights("party")
    share: dict[int, Floats] = {}
    for group in joined(scene, k):
        shares = [table.shares(draft.act, party_signs(scene, k, m, ruled_part(draft, scene, m))) for m in group]
        together: Floats = np.mean(shares, axis=0)
        share |= dict.fromkeys(group, together)
    column = {name: n for n, name in enumerate(table.classes)}
    actor, target = column["actor"], column["target"]
    if draft.act in SIDES:
        side = [m for m in share if share[m][actor] + share[m][target] >= SIDE]
        return _mentions(scene, side), ()
    acting = [m for m in share if share[m][actor] >= max(PART, float(share[m][target]))]
    meant = [m for m in share if m not in acting and share[m][target] >= PART]
    actors = _mentions(scene, acting)
    named = {one.party for one in actors}
    return actors, tuple(one for one in _mentions(scene, meant) if one.party not in named)


def _mentions(scene: Scene, found: Sequence[int]) -> tuple[Mention, ...]:
    return tuple(one for m in found if (one := scene.row[m].mention) is not None)


def joined(scene: Scene, k: int) -> Iterator[list[int]]:
    """Yield the parties near a unit, those together that are joined: "Japan, South Korea and the United States"."""
    group: list[int] = []
    for m in scene.parties_near(k):
        between = [one.word for one in scene.row[group[-1] + 1 : m]] if group else []
        if group and between and set(between) <= _JOINING and len(between) <= 4:
            group.append(m)
            continue
        if group:
            yield group
        group = [m]
    if group:
        yield group


def ruled_part(draft: Draft, scene: Scene, m: int) -> str:
    """Return the part that the rules give a party: in this draft, in another act's, or none."""
    first = scene.row[m].first
    if any(one.first == first for one in draft.actors):
        return "actor"
    if any(one.first == first for one in draft.targets):
        return "target"
    others = [one for one in scene.drafts if one.act != draft.act]
    return "other" if any(one.first == first for other in others for one in (*other.actors, *other.targets)) else ""


def modality(scene: Scene, act: str, k: int) -> str:
    """Return the modality that is most likely."""
    table = weights("modality")
    return table.classes[int(table.shares(act, modality_signs(scene, k)).argmax())]
