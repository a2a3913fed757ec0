"""Judges what a sentence tells: weighs the clues to each act, gives parties their parts, and says how far it is a fact.

The rules propose, two judges decide (:mod:`tocsin.events.sight`). A rule that fires is one clue among others. Both
judges were fitted to sentences in which people said what is told (``scripts/fit_events.py``, ``fit_network.py``), so
that what rules read wrongly is turned down, and what they have no rule for is found where enough speaks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tocsin.events.certainty import LEVEL, Grounds, certainty, signs
from tocsin.events.clues import Scene
from tocsin.events.doubts import doubt
from tocsin.events.event import MEASURES
from tocsin.events.likewise import likewise
from tocsin.events.lookalikes import lookalike
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.parts import Parts, parts
from tocsin.events.reversals import reversals
from tocsin.events.roles import PERSON, SPEAKER, THING
from tocsin.events.sight import Sight
from tocsin.events.stance import REAL
from tocsin.events.sufferers import country_at
from tocsin.events.undone import undone
from tocsin.events.unions import struck

#: How likely an act must be to be looked at; and one in which a rule reads both parties: it goes before what the same
#: words tell else. Whether it is told is decided when it is seen who does it (:mod:`tocsin.events.certainty`).
LIKELY, DIRECTED = 0.4, 0.15
#: From which probability on one goes first beside another as good as sure; and it alone, not its mean with that of the
#: rule that reads it too, says how sure an act of a garbled text is.
_SURE = 0.7
#: The same in a garbled document, whose sentences are put right by halves: of what a rule reads, and of all else.
GARBLED, SURELY = 0.0002, 0.95
_NEAR = 8
#: Acts that befall the country of the nearest town or region where nobody is likely to act.
_BEFALLING = frozenset({"outage", "strike", "shortage_reported"})
#: Acts that are told beside another by the same words.
_BESIDES = frozenset({"retaliate", "threaten"})
#: Acts of which a sentence tells one of the same actor; and of the same parties, unless rules read both.
_EITHER = (frozenset({"announce_control", "impose_control"}), frozenset({"add_trusted_group", "remove_trusted_group"}))
_FAMILIES = (frozenset({"announce_control", "impose_control", "ban", "quota"}), frozenset({"ban", "suspend"}))
#: What a hazard brings is told by the same words: "the storm knocked out power".
_BROUGHT = {"hazard", "outage"}
#: Acts of which a sentence tells one of the same parties: "met for talks", "is sanctioning by designating".
_ALIKE = ({"meet", "dialogue"}, {"list_entity", "sanction"})


def judged(scene: Scene, least: float = LEVEL) -> Iterator[Draft]:
    """Yield the acts that a sentence tells.

    Parameters
    ----------
    scene : Scene
        The sentence.
    least : float
        How sure an act must be to be told [1].

    Yields
    ------
    Draft
        One for each act, or for each time that the rules read it, that others do it or do it on another day.
    """
    found: list[_Reading] = []
    sight = Sight(scene)
    surest = max(sight.acts.values(), default=0.0)
    for act, sure in sight.acts.items():
        goes_first = sure >= (DIRECTED if surest < SURELY else _SURE)
        read = [one for one in scene.drafts if one.act == act]
        mine = [
            _Reading(_stopped(_completed(sight, one, sure)), sure, ruled=True, first=_directed(one) and goes_first)
            for one in read
            if sure >= _least(one, garbled=scene.garbled)
        ]
        likely = sure >= (SURELY if scene.garbled else LIKELY)
        if likely and not read:
            mine.append(_Reading(_stopped(fresh(sight, act, sure)), sure, ruled=False, first=False))
        if likely and not scene.garbled:
            mine += _once_more(sight, act, sure, [one.draft for one in mine])
        found += [one for one in mine if not one.draft.signs or one.draft.confidence >= least]
    told: list[_Reading] = []
    happened: list[Draft] = []
    for one in sorted(found, key=lambda one: (one.first, one.sure), reverse=True):
        if not any(_same(one, other) for other in told):
            told.append(one)
            if not lookalike(scene.said, scene.sentence, one.draft):
                happened.append(_turned(scene, one.draft))
    like = list(likewise(scene, happened))
    yield from (one for one in happened if not any(each.first <= one.first < each.last for each in like))
    yield from like
    yield from reversals(scene, happened)


@dataclass(frozen=True, eq=False)
class _Reading:
    """An act as it is read.

    Parameters
    ----------
    draft : Draft
        The act.
    sure : float
        How likely it is.
    ruled : bool
        Whether a rule reads it.
    first : bool
        Whether it goes before what the same words may tell else: a rule reads both parties.
    """

    draft: Draft
    sure: float
    ruled: bool
    first: bool


def _once_more(sight: Sight, act: str, sure: float, told: Sequence[Draft]) -> Iterator[_Reading]:
    """Yield an act again that others do, or that has another day, where the networks see it told in another place."""
    each = list(told)
    at = [k for one in told if (k := sight.scene.unit_at(one.first)) is not None]
    for k in sight.again(act, at):
        draft = _stopped(fresh(sight, act, sure, k))
        if all(_differ(draft, one) for one in each):
            each.append(draft)
            yield _Reading(draft, sure, ruled=False, first=False)


def _turned(scene: Scene, draft: Draft) -> Draft:
    """Return what did not come about after all as denied, and what is only asked or weighed as possible."""
    words = scene.sentence.words
    begin, end = words[draft.first].start, words[max(draft.first, draft.last - 1)].end
    if draft.state in REAL and undone(scene.said, scene.sentence, draft.first, draft.last):
        return replace(draft, state="denied")
    return replace(draft, state=doubt(scene.said, begin, end, draft.state, draft.act))


def _differ(one: Draft, other: Draft) -> bool:
    """Return whether two are done by others, none in common, or on two named days; a measure may have two."""
    apart = bool(one.actors and other.actors) and not _agree(one.actors, other.actors, whole=False)
    days = {_day(one), _day(other)} - {None}
    return apart or (len(days) > 1 and one.act not in MEASURES)


def _day(draft: Draft) -> int | None:
    """Return which date of the sentence is the likeliest day of an act, if any is likely."""
    likely = [(odds, k) for k, odds in draft.dated.items() if odds > 0]
    return max(likely)[1] if likely else None


def _directed(draft: Draft) -> bool:
    """Return whether a rule reads both parties: of two readings of the same words such a one goes first."""
    return bool(draft.actors and draft.targets)


def _stopped(draft: Draft) -> Draft:
    """Return what a firm suspends as an outage: a firm has no measures, it stops its works."""
    by_firms = bool(draft.actors) and all(one.form == "firm" for one in draft.actors)
    return replace(draft, act="outage") if draft.act == "suspend" and by_firms else draft


def _same(one: _Reading, other: _Reading) -> bool:
    """Return whether two readings are of one act: told by the same words, or of a family and of the same parties."""
    mine, theirs = one.draft, other.draft
    acts = {mine.act, theirs.act}
    if len(acts) == 1 or acts & _BESIDES or acts == _BROUGHT:
        return False
    if mine.first < theirs.last and theirs.first < mine.last:
        return True
    if acts in _ALIKE:
        return _all_of(mine) == _all_of(theirs)
    if any(acts <= either for either in _EITHER):
        return _agree(mine.actors, theirs.actors, whole=True)
    if one.ruled and other.ruled:  # in two places of the sentence
        return False
    parties = _agree(mine.actors, theirs.actors, whole=True) and _agree(mine.targets, theirs.targets, whole=False)
    return parties and any(acts <= family for family in _FAMILIES)


def _all_of(draft: Draft) -> set[str]:
    """Return all who take part."""
    return {one.party for one in (*draft.actors, *draft.targets)} | {*draft.parties, *draft.others}


def _agree(ours: Sequence[Mention], theirs: Sequence[Mention], *, whole: bool) -> bool:
    """Return whether two may name the same parties, all of them or some."""
    one, other = ({mention.party for mention in each} for each in (ours, theirs))
    return not one or not other or (one == other if whole else bool(one & other))


def _least(draft: Draft, *, garbled: bool) -> float:
    """Return how likely what a rule reads must be; "these measures" speak of sentences that the judges do not see."""
    if draft.again:
        return 0.0
    if garbled:
        return GARBLED
    return DIRECTED if _directed(draft) else LIKELY


def _completed(sight: Sight, draft: Draft, sure: float) -> Draft:
    """Return what a rule read, with the parties and dates that the judges give it."""
    kept = sure < _SURE  # because a rule reads it
    confidence = round((sure + draft.confidence) / 2 if kept else sure, 3)
    k = sight.scene.unit_at(draft.first)
    cast = Parts(draft.actors, draft.targets, {}) if k is None else parts(sight, draft, k)
    dated = {} if k is None else sight.dated(draft.act, k)
    return _weighed(sight, replace(draft, confidence=confidence, dated=dated), sure, cast)


def _weighed(sight: Sight, draft: Draft, sure: float, cast: Parts) -> Draft:
    """Return an act with its parties, and how sure it is with them, but where the judges do not decide alone."""
    found = replace(draft, actors=cast.actors, targets=cast.targets)
    if draft.act == "strike":
        found = struck(sight.scene, found)
    if draft.again or sight.scene.garbled:
        return found
    other = max((chance for act, chance in sight.acts.items() if act != draft.act), default=0.0)
    actors, targets = ([one.party for one in each] for each in (cast.actors, cast.targets))
    seen = signs(draft.act, Grounds(sure, other, cast.chances), actors, targets)
    return replace(found, confidence=round(certainty(seen), 3), signs=seen)


def fresh(sight: Sight, act: str, sure: float, at: int | None = None) -> Draft:
    """Return the draft of an act for which the rules have none.

    Parameters
    ----------
    sight : Sight
        The sentence.
    act : str
        The act.
    sure : float
        The probability that it is told [1].
    at : int, optional
        The unit that tells it, if not the likeliest.

    Returns
    -------
    Draft
        At the unit that tells it, with the parties that are likely.
    """
    k, row = sight.at(act) if at is None else at, sight.scene.row
    before = [one.word for one in row[max(k - _NEAR, 0) : k]]
    standing = SPEAKER | PERSON | THING
    pronoun = next((word for word in reversed(before) if word in standing), "")
    if not pronoun and before[-1:] == ["and"] and row[0].word in standing:  # "They condemned it and commended"
        pronoun = row[0].word
    state = sight.modality(act, k)
    draft = Draft(
        act, (), (), first=row[k].first, last=row[k].last, state=state, confidence=round(sure, 3), pronoun=pronoun
    )
    cast = parts(sight, draft, k)
    where = "" if cast.actors or pronoun or act not in _BEFALLING else _country(sight, draft)
    placed = replace(draft, parties=(where,) if where else (), dated=sight.dated(act, k))
    return _weighed(sight, placed, sure, cast)


def _country(sight: Sight, draft: Draft) -> str:
    """Return the country of the region or town that stands nearest to an act; empty if there is none."""
    sentence = sight.scene.sentence
    return country_at(sentence, 0, len(sentence.words), draft.first)
