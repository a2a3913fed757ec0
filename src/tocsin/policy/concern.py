"""Whether an entry concerns a reporter: as who acts, as a target, a member, the home of a holder, or beside."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tocsin.policy.closed import EVERYONE, RESTRICTING
from tocsin.policy.entry import Entry
from tocsin.policy.groups import members_on, named_groups
from tocsin.policy.holders import home_of
from tocsin.policy.register import Register
from tocsin.policy.scope import concerns_target

UNION = "EU"
OWN, TARGET, MEMBER, HOLDER, OTHERS, NOT = "own", "target", "member", "holder", "others", ""
#: In words, the closest first.
CONCERNS = {
    OWN: "its own measure",
    TARGET: "looks towards it",
    MEMBER: "changes its place in a trusted group",
    HOLDER: "names one of its firms",
    OTHERS: "towards others, on goods that may then go elsewhere",
}


def concern(register: Register, entry: Entry, reporter: str, on: date) -> str:
    """Say how an entry concerns a reporter.

    An entry that replaces, lifts or suspends others concerns whom those concern. An act towards others is told apart:
    it may send goods elsewhere, or bar passing them on. Whom an entry excepts it does not concern, and what names firms
    of other countries does not either.

    Parameters
    ----------
    register : Register
        For what the entry changes.
    entry : Entry
        The entry.
    reporter : str
        ISO 3166-1 alpha-3, or ``EU``, which stands for its members too, as its acts are those of each member.
    on : datetime.date
        The day, for groups.

    Returns
    -------
    str
        A key of :data:`CONCERNS`; empty if it does not concern it.
    """
    union = members_on(UNION, on)
    places = union | {UNION} if reporter == UNION else frozenset({reporter})
    if entry.party in places or (entry.party == UNION and reporter in union):
        return OWN
    changed = list(_changed(register, entry))
    direct = [_direct(one, places, on) for one in (entry, *changed)]
    closest = min((one for one in direct if one), key=list(CONCERNS).index, default=NOT)
    if closest or _is_excepted(entry, places, on):
        return closest
    acts_on_goods = any(one.does in (*RESTRICTING, "free") for one in (entry, *changed)) and not entry.holders
    return OTHERS if acts_on_goods and (entry.products or entry.hs6) else NOT


def _direct(entry: Entry, places: frozenset[str], on: date) -> str:
    if any(concerns_target(entry, one, on) for one in places):
        return TARGET
    if any(one in places or (one in named_groups() and places & members_on(one, on)) for one in entry.members):
        return MEMBER
    return HOLDER if any(home_of(one) in places for one in entry.holders) else NOT


def _changed(register: Register, entry: Entry) -> Iterator[Entry]:
    return (register.get(id_) for id_ in (*entry.supersedes, *entry.lifts, *entry.suspends))


def _is_excepted(entry: Entry, places: frozenset[str], on: date) -> bool:
    """Whether it looks towards all but these places, or names one of them as exempt."""
    exempt = any(one in places or places & _members(one, on) for one in entry.except_targets)
    return EVERYONE in entry.targets or exempt


def _members(place: str, on: date) -> frozenset[str]:
    return members_on(place, on) if place in named_groups() else frozenset()
