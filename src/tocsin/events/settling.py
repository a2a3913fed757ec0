"""What remains of what was found in a sentence: each act on each pair once, nothing that only frames another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from tocsin.events.event import Event
from tocsin.events.making import Draft
from tocsin.events.stance import HOSTILE, SIDES
from tocsin.events.wordlists import word_set

_NESTED, _QUOTED = 14, 25
_ASKING = word_set("verbs", "asking")
_PLEDGES = word_set("verbs", "pledges")
_AHEAD = frozenset({"possible", "conditional", "announced"})


def settled(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield drafts without a demand, a threat or a promise that only frames another act.

    Parameters
    ----------
    drafts : sequence of Draft
        In the order of the text.

    Yields
    ------
    Draft
        Those that stand for themselves.
    """
    for k, one in enumerate(drafts):
        nested = [other for other in drafts[k + 1 :] if one.last <= other.first <= one.last + _NESTED]
        if _frames(one, nested) or _framed(one, drafts[:k]):
            continue
        if one.act == "agree" and not one.actors:
            together = next((other.actors for other in nested if other.act in SIDES and other.actors), ())
            yield replace(one, actors=together)
        else:
            yield one


def _frames(one: Draft, nested: Sequence[Draft]) -> bool:
    """Return whether an act only says of another that it is asked for or promised."""
    if one.lemma in _ASKING and any(other.state == "called_for" for other in nested):
        return True
    if one.lemma == "offer" and nested:
        return True
    return one.act == "pledge" and any(other.act in HOSTILE and other.state != "denied" for other in nested)


def _framed(one: Draft, before: Sequence[Draft]) -> bool:
    """Return whether an act is only what another threatens, promises or agrees on."""
    acts = {other.act for other in before}
    if one.act == "announce_control" and one.lemma == "threaten":
        return True
    if one.act == "state" and any(other.lemma == "summon" and one.first - other.last <= _NESTED for other in before):
        return True
    if one.act == "state":
        return any(other.act == "pledge" and 0 <= one.first - other.last <= _QUOTED for other in before)
    if one.act == "pledge":
        return one.lemma not in _PLEDGES and bool(acts & {"agree", "pledge"})
    if one.act in HOSTILE and one.state in _AHEAD:
        return any(other.act == "threaten" and 0 <= one.first - other.last <= _NESTED for other in before)
    return False


def once(found: Iterable[tuple[Draft, Event]]) -> list[tuple[Draft, Event]]:
    """Return each act on each pair once; one that names fewer gives way to one that names more.

    Parameters
    ----------
    found : iterable of tuple of Draft and Event
        In the order of the text.

    Returns
    -------
    list of tuple of Draft and Event
        Those that differ.
    """
    kept: list[tuple[Draft, Event]] = []
    for draft, one in found:
        alike = (k for k, (first, other) in enumerate(kept) if _one_kind(first, draft) and _same(one, other))
        twin = next(alike, None)
        if twin is None:
            kept.append((draft, one))
        elif len(one.target) + len(one.actor) > len(kept[twin][1].target) + len(kept[twin][1].actor):
            kept[twin] = (draft, one)
    return kept


def _one_kind(first: Draft, draft: Draft) -> bool:
    """Tell whether two drafts are of one kind; of those of the same words one may leave it open."""
    return first.kind == draft.kind or (first.first == draft.first and not (first.kind and draft.kind))


def _same(one: Event, other: Event) -> bool:
    if one.act != other.act or (one.place and other.place and one.place != other.place):
        return False
    actors = not one.actor or not other.actor or set(one.actor) & set(other.actor)
    near = not one.target or not other.target or set(one.target) & set(other.target)
    return bool(actors and near)
