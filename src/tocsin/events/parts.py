"""Who does an act and to whom: what the rules say, unless the other part is likelier; what they leave open, by chance.

A part that the rules leave open goes to those to whom it is likely. An act by which somebody restricts somebody has its
actors in one place of the sentence, so that "goods from Japan may no longer enter China" is not done by both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.events.clues import Scene
from tocsin.events.event import MEASURES
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.network import PARTS, Floats
from tocsin.events.sight import Sight
from tocsin.events.verbal import SIDES

#: How likely a part must be: of those to whom it is likelier than the other part; of one of several side by side.
LIKELY, SIDE = 0.3, 0.5
#: The same of what the rules say; and of the likeliest party, where an act needs an actor or a target.
RULED, NEEDED = 0.1, 0.08
#: And how likely of what the rules say it must be against the likeliest party, and against the other part.
RIVAL, OTHER = 0.35, 0.5
#: Parties that are as likely as the likeliest.
_EQUAL = 0.01
_ACTOR, _TARGET = PARTS.index("actor"), PARTS.index("target")
#: Acts of one party towards another.
AIMED = frozenset(MEASURES) | {"sanction", "threaten", "retaliate", "state", "pledge"}
_JOINING = frozenset({",", "and", "or", "&", "the", "as", "well"})


def parts(sight: Sight, draft: Draft, k: int) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Return who does it and to whom.

    Parameters
    ----------
    sight : Sight
        The sentence.
    draft : Draft
        The act, with the parties that the rules give it.
    k : int
        The unit that tells it.

    Returns
    -------
    tuple of tuple of Mention
        Actors and targets; of acts that parties do together all are actors but those who are met.
    """
    cast = _cast(sight, draft, k)
    told = draft.pronoun or draft.parties  # who acts stands in another sentence
    if draft.act in SIDES:
        return cast.met(alone=not told)
    actors, targets = cast.kept(draft.actors, _ACTOR), cast.kept(draft.targets, _TARGET)
    targets = [m for m in targets if m not in actors]
    far, meant = cast.beyond(draft.actors), cast.beyond(draft.targets)
    if not actors and not far and not (told and not draft.actors):
        actors = cast.likely(_ACTOR, targets, NEEDED, alone=draft.act in AIMED) or cast.at(draft.actors)
    if not targets and not meant:
        least = NEEDED if draft.act in AIMED and not sight.scene.garbled else LIKELY
        targets = cast.likely(_TARGET, actors, least) or [m for m in cast.at(draft.targets) if m not in actors]
    doing = (*cast.named(actors), *far)
    who = {one.party for one in doing}
    return doing, tuple(one for one in (*cast.named(targets), *meant) if one.party not in who)


@dataclass(frozen=True, eq=False)
class _Cast:
    """The parties near an act.

    Parameters
    ----------
    scene : Scene
        The sentence.
    draft : Draft
        The act.
    share : dict of int to ndarray
        How likely each part is, by unit.
    group : dict of int to int
        Which parties are joined by "and", by unit.
    """

    scene: Scene
    draft: Draft
    share: dict[int, Floats]
    group: dict[int, int]

    def at(self, ruled: Iterable[Mention]) -> list[int]:
        """Return the units of parties."""
        first = {one.first for one in ruled}
        return [m for m in self.share if self.scene.row[m].first in first]

    def beyond(self, ruled: Iterable[Mention]) -> list[Mention]:
        """Return parties that are not judged, for they stand far away or in the dateline."""
        return [one for one in ruled if not self.at([one])]

    def kept(self, ruled: Iterable[Mention], part: int) -> list[int]:
        """Return to whom the rules give a part, less those to whom it is unlikely; a garbled text does not tell."""
        if self.scene.garbled:
            return self.at(ruled)
        other = _ACTOR + _TARGET - part
        least = max([RULED, *(RIVAL * float(one[part]) for one in self.share.values())])
        return [m for m in self.at(ruled) if self.share[m][part] >= max(least, OTHER * float(self.share[m][other]))]

    def likely(self, part: int, taken: Sequence[int], least: float, *, alone: bool = False) -> list[int]:
        """Return to whom a part is likely; to nobody, if it is not as likely to anybody as it must be at least."""
        other = _ACTOR + _TARGET - part
        share = {m: one for m, one in self.share.items() if m not in taken}
        if not share:
            return []
        top = max(share, key=lambda m: float(share[m][part]))
        found = [m for m in share if share[m][part] >= max(LIKELY, float(share[m][other]))]
        if not found:
            level = float(share[top][part])
            return [m for m in share if share[m][part] >= level - _EQUAL] if level >= least else []
        return [m for m in found if self._together(m, top)] if alone else found

    def _together(self, m: int, other: int) -> bool:
        one, two = self.scene.row[m].mention, self.scene.row[other].mention
        same = one is not None and two is not None and one.party == two.party
        return same or self.group[m] == self.group[other]

    def met(self, *, alone: bool) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Return who stands side by side, and whom they meet; who meets nobody but is met acts, if alone."""
        sides = self.sides()
        if not sides or (self.draft.actors and self.draft.targets):
            return self.draft.actors, self.draft.targets
        met = [m for m in sides if self.share[m][_TARGET] > self.share[m][_ACTOR]]
        if alone and len(met) == len(sides):
            met = []
        doing = self.named(m for m in sides if m not in met)
        who = {one.party for one in doing}
        return doing, tuple(one for one in self.named(met) if one.party not in who)

    def sides(self) -> list[int]:
        """Return who stands side by side."""
        both = {m: float(one[_ACTOR] + one[_TARGET]) for m, one in self.share.items()}
        ruled = [m for m in self.at((*self.draft.actors, *self.draft.targets)) if both[m] >= RULED]
        return ruled if len(ruled) > 1 else sorted({*ruled, *(m for m in both if both[m] >= SIDE)})

    def named(self, found: Iterable[int]) -> tuple[Mention, ...]:
        """Return what names parties."""
        return tuple(one for m in found if (one := self.scene.row[m].mention) is not None)


def _cast(sight: Sight, draft: Draft, k: int) -> _Cast:
    """Return the parties near an act; those that are joined share their chances."""
    groups = list(joined(sight.scene, k))
    near = [m for group in groups for m in group]
    shares = sight.parts(draft.act, k, near, [ruled_part(draft, sight.scene, m) for m in near])
    each = dict(zip(near, shares, strict=True))
    share: dict[int, Floats] = {m: np.mean([each[n] for n in group], axis=0) for group in groups for m in group}
    return _Cast(sight.scene, draft, share, {m: n for n, group in enumerate(groups) for m in group})


def joined(scene: Scene, k: int) -> Iterator[list[int]]:
    """Yield the parties near a unit, those together that are joined: "Japan, South Korea and the United States"."""
    group: list[int] = []
    for m in scene.parties_near(k):
        between = [one.word for one in scene.row[group[-1] + 1 : m]] if group else []
        if group and 1 <= len(between) <= 4 and set(between) <= _JOINING and ("well" in between or "as" not in between):
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
