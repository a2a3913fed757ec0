"""Who did as others did: "Canada followed suit", "the United States did the same on Wednesday"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.events.clues import Scene
from tocsin.events.event import MEASURES
from tocsin.events.grammar import Sentence
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import group_at

_DONE = re.compile(
    r"\b(?:(?P<will>will|would) |(?P<may>may|might|could|can) )?"
    r"(?:(?:do|did|does|done) (?:likewise|the same)|follow(?:ed|s)? suit)\b"
)
#: Log odds that a date behind it is its own, and against one before it.
_ITS_OWN = 6.0
_CLAUSES = frozenset({(",", "and"), (",", "but"), (",", "while"), (",", "as")})
_BETWEEN = frozenset({"has", "have", "had", "also", "soon", "then", "later", "promptly", "quickly", "since"})
#: Acts that another can do too.
_REPEATED = frozenset(MEASURES) | {"sanction", "state", "pledge", "retaliate", "stock_release"}


def likewise(scene: Scene, told: Sequence[Draft]) -> Iterator[Draft]:
    """Yield what others did like the act that is told before.

    Parameters
    ----------
    scene : Scene
        The sentence.
    told : sequence of Draft
        The acts that it tells.

    Yields
    ------
    Draft
        The last act before, of those who did the like: "Norway banned cod, and Japan and Oman followed suit in May".
    """
    sentence = scene.sentence
    for done in _DONE.finditer(scene.said):
        first = next((k for k, word in enumerate(sentence.words) if word.start >= done.start()), None)
        last = next((k + 1 for k, word in reversed(list(enumerate(sentence.words))) if word.end <= done.end()), None)
        before = [one for one in told if first is not None and one.last <= first and one.act in _REPEATED]
        if first is None or last is None or not before:
            continue
        who = _subject(sentence, first)
        like = max(before, key=lambda one: one.first)
        if who and not {one.party for one in who} & {one.party for one in like.actors}:
            state = "announced" if done["will"] else "possible" if done["may"] else like.state
            targets = tuple(one for one in like.targets if one.party not in {each.party for each in who})
            dated = {k: _ITS_OWN if one.start >= done.end() else -_ITS_OWN for k, one in enumerate(scene.when)}
            yield replace(
                like,
                actors=tuple(who),
                targets=targets,
                first=first,
                last=last,
                state=state,
                pronoun="",
                parties=(),
                dated=dated,
            )


def _subject(sentence: Sentence, first: int) -> list[Mention]:
    """Return who stands right before some words, in their clause."""
    lower = sentence.lower
    begin = next((k for k in range(first - 1, 0, -1) if lower[k] == ";" or (lower[k - 1], lower[k]) in _CLAUSES), 0)
    near = [one for one in sentence.mentions if one.is_party and one.last <= first]
    if not near or not _BETWEEN.issuperset(lower[near[-1].last : first]):
        return []
    return [one for one in group_at(sentence, near[-1], -1) if one.first >= begin]
