"""What was taken back in the same sentence: "imposed controls in September and withdrew them two days later"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.events.clues import Scene
from tocsin.events.event import MEASURES
from tocsin.events.likewise import dated_behind, words_at
from tocsin.events.making import Draft
from tocsin.events.stance import REAL

_BACK = re.compile(
    r"\b(?:(?:and|but|then|before) (?:then |later |soon |has |have |had |since |quickly ){0,2}"
    r"(?P<verb>withdr[ae]w|withdrawn|withdrawing|scrapp(?:ed|ing)|rescind(?:ed|ing)|revok(?:ed|ing)|repeal(?:ed|ing)"
    r"|revers(?:ed|ing)|abolish(?:ed|ing)|abandon(?:ed|ing)|cancel(?:led|ed|ling|ing)|dropp(?:ed|ing)|lift(?:ed|ing)"
    r"|remov(?:ed|ing)|eas(?:ed|ing))"
    r"|only to (?P<bare>withdraw|scrap|rescind|revoke|repeal|reverse|abolish|abandon|cancel|drop|lift|remove|ease))"
    r" (?:them|it)\b(?! (?:from|into)\b)"
)
_TAKEN = frozenset(MEASURES) - {"lift_control", "expire", "extend", "suspend"} | {"sanction"}


def reversals(scene: Scene, told: Sequence[Draft]) -> Iterator[Draft]:
    """Yield what was lifted again.

    Parameters
    ----------
    scene : Scene
        The sentence.
    told : sequence of Draft
        The acts that it tells.

    Yields
    ------
    Draft
        Of the parties of the measure before, unless the sentence is read to tell it already.
    """
    for back in _BACK.finditer(scene.said):
        group = "verb" if back["verb"] else "bare"
        at = words_at(scene.sentence, back.start(group), back.end(group))
        before = [one for one in told if at is not None and one.last <= at[0] and one.act in _TAKEN]
        if at is None or not before or any(one.act == "lift_control" for one in told):
            continue
        measure = max(before, key=lambda one: one.first)
        if measure.state in REAL and not _another(scene, measure, at[0]):
            dated = dated_behind(scene, back.end())
            yield replace(measure, act="lift_control", first=at[0], last=at[1], lemma="", again=False, dated=dated)


def _another(scene: Scene, measure: Draft, first: int) -> bool:
    """Return whether somebody else is named between a measure and what may take it back, or a clause begins there."""
    known = {one.party for one in (*measure.actors, *measure.targets)}
    between = [one for one in scene.sentence.mentions if one.is_party and measure.last <= one.first < first]
    lower = scene.sentence.lower
    end = first - 3 if lower[first - 2 : first] == ["only", "to"] else first - 1
    apart = {",", ";"} & set(lower[measure.last : end])
    return bool(apart) or any(one.party not in known for one in between)
