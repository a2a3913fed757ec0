"""What was taken back in the same sentence: "imposed controls in September and withdrew them two days later"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.events.clues import Scene
from tocsin.events.event import MEASURES
from tocsin.events.making import Draft
from tocsin.events.stance import REAL

_BACK = re.compile(
    r"\b(?:and|but|then|before|only to) (?:then |later |soon |has |have |had |since |quickly ){0,2}"
    r"(?P<verb>withdr[ae]w|withdrawn|withdrawing|scrap(?:ped|ping)?|rescind(?:ed|ing)?|revok(?:e|ed|ing)|repeal(?:ed|ing)?"
    r"|revers(?:e|ed|ing)|abolish(?:ed|ing)?|abandon(?:ed|ing)?|cancel(?:led|ed|ling|ing)?|drop(?:ped|ping)?|lift(?:ed|ing)?"
    r"|remov(?:e|ed|ing)|eas(?:e|ed|ing)) (?:them|it)\b"
)
_TAKEN = frozenset(MEASURES) - {"lift_control", "expire", "extend", "suspend"} | {"sanction"}
#: Log odds that a date behind it is its own, and against one before it.
_ITS_OWN = 6.0


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
    words = scene.sentence.words
    for back in _BACK.finditer(scene.said):
        first = next((k for k, word in enumerate(words) if word.start >= back.start("verb")), None)
        last = next((k + 1 for k, word in reversed(list(enumerate(words))) if word.end <= back.end("verb")), None)
        before = [one for one in told if first is not None and one.last <= first and one.act in _TAKEN]
        if first is None or last is None or not before or any(one.act == "lift_control" for one in told):
            continue
        measure = max(before, key=lambda one: one.first)
        if measure.state in REAL:
            dated = {k: _ITS_OWN if one.start >= back.end() else -_ITS_OWN for k, one in enumerate(scene.when)}
            yield replace(measure, act="lift_control", first=first, last=last, lemma="", again=False, dated=dated)
