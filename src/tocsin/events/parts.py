"""Who does an act and to whom, by chance: those to whom a part is likely.

What the rules say of a party is one sign among others; it counts alone in a garbled document and of parties that stand
too far away to be judged. An act by which somebody restricts somebody has its actors in one place of the sentence, so
that "goods from Japan may no longer enter China" is not done by both.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tocsin.events.attribution import quoting
from tocsin.events.bystanders import AIMED, allowed, demands, reasons, taxed
from tocsin.events.clauses import own_clauses, own_objects
from tocsin.events.clues import Scene
from tocsin.events.doers import doers
from tocsin.events.grammar import ADVERBS, BE, HAVE, MODALS
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.network import PARTS, Floats
from tocsin.events.own_words import titled, unnamed_office
from tocsin.events.roles import SPEAKER
from tocsin.events.sight import Sight
from tocsin.events.stance import SIDES
from tocsin.events.units import NAME
from tocsin.events.wordlists import word_set

_ACTOR, _TARGET = PARTS.index("actor"), PARTS.index("target")
#: How likely a part must be that is likelier than the other one; and of the likeliest party, where an act needs one.
LIKELY, NEEDED = {_ACTOR: 0.6, _TARGET: 0.5}, 0.15
#: How likely it must be that a party is one of several side by side; and of one that the rules name there.
SIDE, RULED = 0.5, 0.1
#: How likely it must be that something is done to a party, so that it does not act for want of others.
AIMED_AT = 0.75
#: Parties that are as likely as the likeliest.
_EQUAL = 0.01
#: Acts of which the actors stand in one place.
_ALONE = AIMED | {"missile_test"}
#: Chances of what certainly does it.
_DOES = (0.05, 0.9, 0.05)
_HELPING = frozenset({"have", "be", "will"})
#: What a body does of which only the first letters stand there: not a rule ("the IFR") or an agency.
_OF_BODIES = SIDES | {"state", "pledge"}
_LETTERS = re.compile("(?!(?:CEO|CFO|COO|CTO|MFA|MOFA|MOD|EPA|GDP|CPI)$)[A-Z]{3,5}")
#: What stands between who will do something and its verb: "is next scheduled to meet".
_PLANNED = frozenset({"next", "scheduled", "due", "set", "expected", "planned", "to"})
_BODIES = word_set("names", "firms") | word_set("names", "bodies")
_OFFICES = word_set("names", "titles") | {
    "prime", "foreign", "defence", "defense", "trade", "commerce", "finance", "vice", "king", "chairman", "state",
}  # fmt: skip
_JOINING = frozenset({",", "and", "or", "&", "the", "as", "well", "nor"})


class Parts(NamedTuple):
    """Who does an act and to whom.

    Parameters
    ----------
    actors, targets : tuple of Mention
        Of acts that parties do together all are actors but those who are met.
    chances : dict of str to tuple of float
        For each party near the act the chances that it acts, and that it is the target [1]; empty if nobody was asked.
    """

    actors: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    chances: dict[str, tuple[float, float]]


def parts(sight: Sight, draft: Draft, k: int) -> Parts:
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
    Parts
        As the judges and the rules see it; in a garbled document as the rules read it, if they read anybody.
    """
    elsewhere = draft.act == "meet" and unnamed_office(sight.scene.sentence, draft.first)
    told = bool(draft.pronoun or draft.parties or elsewhere)  # who acts stands in another sentence
    side_by_side = draft.act in SIDES
    if sight.scene.garbled and (draft.actors or draft.targets or (told and side_by_side)):
        return Parts(draft.actors, draft.targets, {})
    cast = _cast(sight, draft, k)
    if side_by_side:
        return Parts(*cast.met(alone=not told), cast.chances)
    aimed = draft.act in AIMED
    far, meant = cast.beyond(draft.actors), cast.beyond(draft.targets)
    actors = [] if far and not cast.at(draft.actors) else cast.acting(k)
    doing = (*cast.named(actors), *far)
    who = {one.party for one in doing}
    aside = meant and not cast.at(draft.targets)
    targets = [] if aside else cast.likely(_TARGET, cast.naming(who), NEEDED if aimed else LIKELY[_TARGET])
    found = tuple(one for one in (*cast.named(targets), *meant) if one.party not in who)
    if aimed:
        found = reasons(sight.scene, draft, own_objects(sight.scene.sentence, draft.first, found))
    return Parts(doing, found, cast.chances)


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

    @property
    def chances(self) -> dict[str, tuple[float, float]]:
        """Return of each party the best chances that it acts and that it is the target, wherever it is named."""
        found: dict[str, tuple[float, float]] = {}
        for m, share in self.share.items():
            acts, meant = found.get(self._party(m), (0.0, 0.0))
            found[self._party(m)] = max(acts, float(share[_ACTOR])), max(meant, float(share[_TARGET]))
        return found

    def at(self, ruled: Iterable[Mention]) -> list[int]:
        """Return the units of parties."""
        first = {one.first for one in ruled}
        return [m for m in self.share if self.scene.row[m].first in first]

    def naming(self, who: Collection[str]) -> list[int]:
        """Return the units that name parties, wherever they do."""
        return [m for m in self.share if self._party(m) in who]

    def beyond(self, ruled: Iterable[Mention]) -> list[Mention]:
        """Return parties that are not judged, for they stand far away or in the dateline."""
        return [one for one in ruled if not self.at([one])]

    def acting(self, k: int) -> list[int]:
        """Return who is likely to act; whom a pronoun means was named before it."""
        draft, alone = self.draft, self.draft.act in _ALONE
        if draft.parties and not draft.actors:
            return []
        if draft.pronoun in SPEAKER and (one := quoting(self.scene.said, self.scene.sentence, draft.first)):
            return self.at([one])
        if sure := self.at(doers(self.scene.sentence, draft)):
            return sure
        sentence = self.scene.sentence
        person = draft.act in AIMED and titled(sentence, draft.first)
        elsewhere = draft.pronoun or unnamed_office(sentence, draft.first) or person
        if draft.actors or not elsewhere:
            return self.likely(_ACTOR, (), NEEDED, alone=alone)
        row = self.scene.row
        last = next((m for m in range(k, -1, -1) if row[m].word == draft.pronoun), k)
        taken = [m for m in self.share if m > last or (draft.pronoun == "they" and self._owns(m))]
        return self.likely(_ACTOR, taken, LIKELY[_ACTOR], alone=alone)

    def likely(self, part: int, taken: Sequence[int], least: float, *, alone: bool = False) -> list[int]:
        """Return to whom a part is likely; to nobody, if it is not as likely to anybody as it must be at least."""
        other = _ACTOR + _TARGET - part
        share = {m: one for m, one in self.share.items() if m not in taken}
        if not share:
            return []
        found = [m for m in share if share[m][part] >= max(LIKELY[part], float(share[m][other]))]
        if not found:
            free = self._unaimed(share) if part == _ACTOR else share
            level = max((float(one[part]) for one in free.values()), default=0.0)
            return [m for m in free if free[m][part] >= level - _EQUAL] if level >= least else []
        top = max(found, key=lambda m: float(share[m][part]))
        return [m for m in found if self._together(m, top)] if alone else found

    def _unaimed(self, share: Mapping[int, Floats]) -> dict[int, Floats]:
        """Return those who are not, wherever they are named, very likely the ones to whom it is done."""
        aimed = {self._party(m) for m, one in share.items() if one[_TARGET] >= AIMED_AT}
        return {m: one for m, one in share.items() if self._party(m) not in aimed}

    def _owns(self, m: int) -> bool:
        """Return whether "they" does not mean a party: "Recalling China's controls, they pledged"."""
        last, lower = self.scene.row[m].last, self.scene.sentence.lower
        return lower[0].endswith("ing") and lower[last : last + 1] in (["'s"], ["’s"])

    def _party(self, m: int) -> str:
        mention = self.scene.row[m].mention
        return mention.party if mention else ""

    def _together(self, m: int, other: int) -> bool:
        one, two = self.scene.row[m].mention, self.scene.row[other].mention
        same = one is not None and two is not None and one.party == two.party
        return same or self.group[m] == self.group[other]

    def met(self, *, alone: bool) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        """Return who stands side by side, and whom they meet; who meets nobody but is met acts, if alone."""
        sides = self.sides()
        if not sides:
            return self.draft.actors, self.draft.targets
        met = [m for m in sides if self.share[m][_TARGET] > self.share[m][_ACTOR]]
        if alone and len(met) == len(sides) and (self.draft.act != "meet" or len({self._party(m) for m in met}) > 1):
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
    share = {m: np.mean([each[n] for n in group], axis=0) for group in groups for m in group}
    doer = _body_before(sight.scene, draft.act, k)
    named = [one for m in share if (one := sight.scene.row[m].mention) is not None]
    hit = {one.party for one in named if taxed(sight.scene, draft, one) or demands(sight.scene, draft, one)}
    for m, chances in share.items():
        if one := sight.scene.row[m].mention:
            acts, meant = allowed(sight.scene, draft, one)
            if doer >= 0 and draft.act in SIDES and one.form == "seat":  # where a body met
                acts = meant = acts and sight.scene.sentence.lower[one.first - 1] != "in"
            acts = acts and one.party not in hit
            if m == doer:
                chances[:] = _DOES
            if draft.act in SIDES and meant and not acts:  # who is encircled by an exercise
                chances[_TARGET] += chances[_ACTOR]
            chances[[_ACTOR, _TARGET]] *= (acts, meant)
    return _Cast(sight.scene, draft, share, {m: n for n, group in enumerate(groups) for m in group})


def _body_before(scene: Scene, act: str, k: int) -> int:
    """Return the unit right before a verb that by its last word names a body or a firm in no list; -1 if none does."""
    row, m = scene.row, k - 1
    while m > 0 and (row[m].sign in _HELPING or row[m].word in ADVERBS | _PLANNED or row[m].word.endswith("ly")):
        m -= 1
    bound = row[k].word in {"committed", "met"}
    verb = any(one.first == row[k].first and (bound or not one.passive) for one in scene.sentence.verbs)
    if m < 0 or not verb or row[m].sign != NAME or row[m].mention is None:
        return -1
    several = row[m].last - row[m].first > 1 and row[m].word in _BODIES
    letters = act in _OF_BODIES and _LETTERS.fullmatch(scene.sentence.words[row[m].first].text)
    alone = m == 0 or row[m - 1].word not in {"and", "&", "of"}
    return m if alone and (several or letters) else -1


def joined(scene: Scene, k: int) -> Iterator[list[int]]:
    """Yield the parties near a unit, those together that are joined: "Japan, South Korea and the United States"."""
    group: list[int] = []
    ended = False  # "Russia and Belarus", so that no other belongs to them behind a comma alone
    begun = own_clauses(scene.sentence)
    for m in scene.parties_near(k):
        behind = group and scene.row[m].first not in begun and not _starts(scene, group, m)
        between = [one.word for one in scene.row[group[-1] + 1 : m]] if behind else []
        named = group and all(_known(scene, one) for one in (group[-1], m)) and between[:1] == ["and"]
        link = [word for word in between if not (named and word in _OFFICES)]  # "and Prime Minister Kishida"
        linked = group and 1 <= len(link) <= 4 and set(link) <= _JOINING and ("well" in link or "as" not in link)
        if linked and not (ended and set(link) <= {",", "the"}):
            group.append(m)
            ended = bool({"and", "or", "&"} & set(link))
            continue
        ended = False
        if group:
            yield group
        group = [m]
    if group:
        yield group


def _starts(scene: Scene, group: Sequence[int], m: int) -> bool:
    """Return whether a main clause begins with a party behind a comma: "In answer to curbs of Norway, Chile will"."""
    between = [one.word for one in scene.row[group[-1] + 1 : m]]
    if len(group) > 1 or group[0] == 0 or between not in ([","], [",", "the"]):
        return False
    ahead = scene.row[m + 1] if m + 1 < len(scene.row) else None
    led = scene.row[group[0] - 1].word in {"of", "on", "from", "by", "with", "against", "to", "the", "in"}
    finite = ahead is not None and (ahead.word in MODALS | HAVE | BE or _past(scene, ahead.first))
    return led and finite


def _past(scene: Scene, first: int) -> bool:
    return any(one.first == first and "past" in one.form.tags and not one.passive for one in scene.sentence.verbs)


def _known(scene: Scene, m: int) -> bool:
    """Return whether a unit names a party of the tables."""
    mention = scene.row[m].mention
    return mention is not None and mention.form != "unknown"


def ruled_part(draft: Draft, scene: Scene, m: int) -> str:
    """Return the part that the rules give a party: in this draft, in another act's, or none."""
    first = scene.row[m].first
    if any(one.first == first for one in draft.actors):
        return "actor"
    if any(one.first == first for one in draft.targets):
        return "target"
    others = [one for one in scene.drafts if one.act != draft.act]
    return "other" if any(one.first == first for other in others for one in (*other.actors, *other.targets)) else ""
