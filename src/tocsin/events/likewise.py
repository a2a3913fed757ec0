"""Who did as others did: "Canada followed suit", "the United States did the same on Wednesday"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from tocsin.events.clues import Scene
from tocsin.events.event import MEASURES
from tocsin.events.grammar import PREPOSITIONS, Sentence
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import group_at

_DONE = re.compile(
    r"\b(?:(?P<will>will|would|(?:is|are|was|were) (?:expected|set|due|likely|about|preparing) to) "
    r"|(?P<may>may|might|could|can|(?:is|are) (?:thinking of|considering|weighing)) )?"
    r"(?:(?:do|did|does|done) (?:likewise|the same)|follow(?:ed|s|ing)? suit"
    r"|follow(?:ed)?(?= (?:within|in|on|later|soon|next|shortly|a (?:day|week|month) later|two)\b|[.;])"
    r"(?! on \w+ with\b| with\b))\b"
)
#: Log odds that a date behind it is its own, and against one before it.
_ITS_OWN = 6.0
_PREPOSITION = 4
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
        The last act before, of those who did the like: "Norway banned cod, and Japan and Oman followed suit in May",
        "Norway banned cod in April and Japan in May".
    """
    sentence = scene.sentence
    for done in _DONE.finditer(scene.said):
        at = words_at(sentence, done.start(), done.end())
        if at is None or not (who := _subject(sentence, at[0])):
            continue
        state = "announced" if done["will"] else "possible" if done["may"] else ""
        yield from _like(told, who, at, state, dated_behind(scene, done.end()))
    for one, day in gapped(scene):
        dated = {k: _ITS_OWN if k == day else -_ITS_OWN for k in range(len(scene.when))}
        yield from _like(told, [one], (one.first, one.last), "", dated)


def words_at(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """Return the first word and one past the last of a part of a sentence; None if there is none.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    start, end : int
        Places of its characters.

    Returns
    -------
    tuple of int or None
        Words that lie within.
    """
    within = [k for k, word in enumerate(sentence.words) if start <= word.start and word.end <= end]
    return (within[0], within[-1] + 1) if within else None


def dated_behind(scene: Scene, end: int) -> dict[int, float]:
    """Return the log odds of dates for an act told by words that end there: its own stand behind them.

    Parameters
    ----------
    scene : Scene
        The sentence.
    end : int
        Where the words end.

    Returns
    -------
    dict of int to float
        By the place of each date.
    """
    return {k: _ITS_OWN if one.start >= end else -_ITS_OWN for k, one in enumerate(scene.when)}


@lru_cache(maxsize=8)
def gapped(scene: Scene) -> tuple[tuple[Mention, int], ...]:
    """Return who did it too where only the day differs: Korea of "in February and Korea in March".

    Parameters
    ----------
    scene : Scene
        The sentence.

    Returns
    -------
    tuple of tuple of Mention and int
        Each party, and the place of its day in the row of dates; none if one stands between the verb and the first day,
        of which it may be the parallel: "on Canada on March 4 and China on April 9".
    """
    found = []
    told = min((verb.first for verb in scene.sentence.verbs), default=0)
    words, lower = scene.sentence.words, scene.sentence.lower
    for one in scene.sentence.mentions:
        k = one.first - 1 - (lower[one.first - 1] == "the")
        if k < 1 or lower[k] != "and" or not one.is_party or one.form == "people":
            continue
        before = any(0 <= words[k].start - when.end <= 2 for when in scene.when)
        end = words[one.last - 1].end
        day = next((n for n, when in enumerate(scene.when) if 0 < when.start - end <= _PREPOSITION), None)
        parties = [each for each in scene.sentence.mentions if each.is_party and told < each.first < k]
        if before and not parties and day is not None and scene.said[scene.when[day].end :][:1] in {"", ".", ",", ";"}:
            found.append((one, day))
    return tuple(found)


def _like(
    told: Sequence[Draft], who: Sequence[Mention], at: tuple[int, int], state: str, dated: Mapping[int, float]
) -> Iterator[Draft]:
    """Yield the last act before some words, of others."""
    before = [one for one in told if one.last <= at[0] and one.act in _REPEATED]
    before = [one for one in before if one.act not in {"state", "pledge"}] or before
    like = max(before, key=lambda one: one.first, default=None)
    parties = {one.party for one in who}
    if like is None or parties & {one.party for one in like.actors}:
        return
    targets = tuple(one for one in like.targets if one.party not in parties)
    yield replace(
        like,
        actors=tuple(who),
        targets=targets,
        first=at[0],
        last=at[1],
        state=state or like.state,
        pronoun="",
        parties=(),
        dated=dated,
    )


def _subject(sentence: Sentence, first: int) -> list[Mention]:
    """Return who stands right before some words, in their clause."""
    lower = sentence.lower
    begin = next((k for k in range(first - 1, 0, -1) if lower[k] == ";" or (lower[k - 1], lower[k]) in _CLAUSES), 0)
    near = [one for one in sentence.mentions if one.is_party and one.last <= first]
    if near and lower[near[-1].first - 1] in PREPOSITIONS:  # "talks with Japan followed in May"
        return []
    if not near or not _BETWEEN.issuperset(lower[near[-1].last : first]):
        return []
    return [one for one in group_at(sentence, near[-1], -1) if one.first >= begin]
