"""A scenario made of an entry of the control register: what it does, towards whom, from when, and what is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from tocsin.core.errors import UsageError
from tocsin.core.period import Period
from tocsin.pipeline.measured_goods import goods_of, rate_of, refuse
from tocsin.policy.closed import EFFECTS, EVERYONE, RESTRICTING
from tocsin.policy.ends import End, authorises, end_of, renewals, returning
from tocsin.policy.entry import Entry
from tocsin.policy.groups import members_on, named_groups
from tocsin.policy.holders import home_of
from tocsin.policy.register import Register
from tocsin.ref.tables import read_table
from tocsin.scenario.block import Text
from tocsin.scenario.language import make_scenario
from tocsin.scenario.schema import MOST_DAYS
from tocsin.scenario.shock import Scenario

TABLE = "scenario_licences.toml"
#: Buying ahead is looked at for at most this long [d].
LONGEST_NOTICE = 365
_DAY = timedelta(days=1)
_LATEST = date(9999, 12, 31)
_KINDS = {"ban": "ban", "quota": "quota", "licence": "licence", "denial": "licence", "duty": "tariff"}
_NO_SHOCK = {
    "none": "It does nothing to goods by itself: a framework, a list or a step on the way",
    "entity": "It names firms, not goods: what they buy is not in trade tables",
    "free": "It frees goods, and no end of it is known",
}


@dataclass(frozen=True)
class Act:
    """What an entry brings upon goods.

    Parameters
    ----------
    entry : Entry
        The entry that was asked for.
    kind, policy : str
        Kind of the shock; how licences are granted.
    sources : tuple of Entry
        The entries that say which goods it concerns.
    targets, except_targets : tuple of str
        Towards whom, and who not.
    first : datetime.date
        First day.
    last, announced : datetime.date or None
        Last day; day of the announcement.
    holders : tuple of str
        Firms that alone are hit; empty for all.
    listed : bool
        Whether it concerns only goods of the dual-use lists.
    notes : tuple of str
        What a reader has to know.
    """

    entry: Entry
    kind: str
    policy: str
    sources: tuple[Entry, ...]
    targets: tuple[str, ...]
    first: date
    except_targets: tuple[str, ...] = ()
    last: date | None = None
    announced: date | None = None
    holders: tuple[str, ...] = ()
    listed: bool = False
    notes: tuple[str, ...] = field(default=())


def from_measure(
    register: Register, id_: str, *, products: Sequence[str] = (), share: float | None = None, days: int = 365
) -> Scenario:
    """Make a scenario of an entry of the register.

    A control, quota or duty begins when it takes effect. A loss of a place in a trusted group puts listed goods under
    licence. Relief that ends, and an act that revokes an authorisation, bring back what they gave relief from.

    Parameters
    ----------
    register : Register
        The register.
    id_ : str
        Id of the entry.
    products : sequence of str
        Goods to look at: ids or groups of the product book, or six-digit codes. Those of the entry by default; needed
        where it names none.
    share : float, optional
        Share of the flow that is hit; of a quota what is stopped, of a duty its rate. Needed for a quota, and for a
        duty whose title holds no single rate.
    days : int
        How long to look after the first day [d].

    Returns
    -------
    Scenario
        What it rests on stands in its description and references.

    Raises
    ------
    CodeError
        If there is no such entry or product.
    UsageError
        If the entry brings nothing upon goods, or not enough is known of it.
    """
    act = _act(register, register.get(id_))
    goods, told = goods_of(act.entry, act.sources, products, listed=act.listed)
    act = replace(act, notes=(*act.notes, *told))
    if not 1 <= days <= MOST_DAYS:
        raise UsageError(f"days is {days}", where=f"entry {id_}", remedy=f"Give 1 to {MOST_DAYS}.")
    if act.announced is not None and act.first - act.announced > timedelta(days=LONGEST_NOTICE):
        note = f"announced on {act.announced}; buying ahead is looked at for the last {LONGEST_NOTICE} days"
        act = replace(act, announced=act.first - timedelta(days=LONGEST_NOTICE), notes=(*act.notes, note))
    made = make_scenario(_table(act, goods, share, days), Text(f"the entry {id_} of the register"), id_)
    return replace(made, entry=id_)


def _act(register: Register, entry: Entry) -> Act:
    if entry.direction not in {"export", "import"}:
        found = f"It acts on neither exports nor imports (its direction is {entry.direction})"
        refuse(entry, found, "Choose an entry on exports or imports.")
    if entry.party == "MULTI":
        refuse(entry, "It is an act of several parties", "Choose the entry by which one of them carries it out.")
    revoked = [register.get(id_) for id_ in (*entry.lifts, *entry.supersedes)]
    lost = [one for one in revoked if authorises(one)]
    if lost and entry.does not in RESTRICTING and not authorises(entry):
        return _revocation(register, entry, lost)
    if entry.group and entry.members and entry.licence_policy not in {"", "general"}:
        return replace(_measure(register, entry, "licence"), listed=True)
    if entry.does in _KINDS:
        return _measure(register, entry, _KINDS[entry.does])
    if entry.does != "free" and not entry.suspends and entry.licence_policy != "general":
        refuse(entry, _NO_SHOCK[entry.does], "Choose an entry with a ban, licence, quota or duty.")
    return _lapse(register, entry)


def _measure(register: Register, entry: Entry, kind: str) -> Act:
    if entry.valid_from is None:
        refuse(entry, "No first day in force is established", "Write a file of your own with the day you assume.")
    first, notes = entry.valid_from.start, list(_history(register, entry))
    if entry.valid_from.freq != "D":
        notes.append(f"in force from {entry.valid_from}, on which day is not known: its first is taken")
    policy = entry.licence_policy
    if entry.does == "denial" and policy in {"", "denial"}:
        kind = "ban"
    targets = entry.members if entry.group and entry.members else entry.targets
    if not targets:
        refuse(entry, "It names no target", "Write a file of your own with the targets you assume.")
    return Act(
        entry=entry,
        kind=kind,
        policy=policy,
        sources=(entry,),
        targets=(EVERYONE,) if EVERYONE in targets else targets,
        except_targets=entry.except_targets,
        first=first,
        last=_last(register, entry, first),
        announced=_announced(entry.announced_on, first),
        notes=tuple(notes),
    )


def _lapse(register: Register, entry: Entry) -> Act:
    """Return what the end of relief brings back."""
    end = end_of(register, entry, _LATEST)
    if end is None:
        refuse(entry, _NO_SHOCK["free"], "Choose the restriction itself, or an authorisation that ends.")
    first = end.last.end + _DAY
    if entry.group:
        return _left(entry, end, first)
    act = _back(register, entry, (entry,), first, end)
    renewed = renewals(register, entry, end, _LATEST)
    notes = [*act.notes, *(f"in fact {one} gives its holders the same relief on that day" for one in renewed)]
    if entry.after == "open":
        notes.append("what follows its end is not established: that nothing does is the question asked")
    return replace(act, announced=_noticed(register, entry, first), notes=tuple(notes))


def _left(entry: Entry, end: End, first: date) -> Act:
    """Return what the end of a place in a trusted group brings: licences for listed goods."""
    stay = members_on(entry.group, first) if entry.group in named_groups() else frozenset()
    gone = tuple(one for one in entry.members if one not in stay)
    if not gone or entry.licence_policy != "general":
        refuse(entry, "Its members keep their place, or it brings no general licence", "Choose a removal.")
    note = f"the place in {entry.group} ends, {end.known}"
    return Act(entry, "licence", "case by case", (entry,), gone, first, listed=True, notes=(note,))


def _revocation(register: Register, entry: Entry, lost: Sequence[Entry]) -> Act:
    if entry.valid_from is None:
        refuse(entry, "No first day in force is established", "Write a file of your own with the day you assume.")
    first = entry.valid_from.start
    act = _back(register, entry, lost, first, End(Period.of(first - _DAY, "D"), f"decided by {entry.id}"))
    return replace(act, announced=_announced(entry.announced_on, first))


def _back(register: Register, entry: Entry, lost: Sequence[Entry], first: date, end: End) -> Act:
    named = dict.fromkeys(id_ for one in lost for id_ in returning(register, one, end, _LATEST))
    held = [one for id_ in named if (one := register.get(id_)).does in _KINDS]
    if not held:
        refuse(
            entry,
            "The register names no restriction that comes back when it ends",
            "Choose the restriction itself, or write a file of your own.",
        )
    strict = max(held, key=lambda one: EFFECTS.index(one.does))
    act = _measure(register, strict, _KINDS[strict.does])
    holders = tuple(dict.fromkeys(name for one in lost for name in one.holders))
    targets = next((one.targets for one in (entry, *lost) if one.targets), act.targets)
    return Act(
        entry=entry,
        kind=act.kind,
        policy=act.policy,
        sources=(entry,) if entry.products or entry.hs6 else (*lost, *held),
        targets=(EVERYONE,) if EVERYONE in targets else targets,
        except_targets=strict.except_targets,
        first=first,
        last=act.last if act.last and act.last >= first else None,
        holders=holders,
        notes=(f"relief ends, {end.known}; what holds again: {', '.join(one.id for one in held)}",),
    )


def _announced(told: Period | None, first: date) -> date | None:
    """Return the day from which buyers were warned; None if they were not, or the day is not known apart."""
    return told.start if told is not None and told.end < first else None


def _noticed(register: Register, entry: Entry, first: date) -> date:
    """Return the day from which buyers reckon with the end of relief."""
    ender = register.get(entry.ended_by) if entry.ended_by else None
    if ender is None and entry.valid_to is None:
        ender = next(iter(register.ending(entry.id)), None)
    if ender is not None and ender.known_from is not None and ender.known_from < first:
        return ender.known_from
    fixed = first - timedelta(days=_assumed()["notice"]["days"])
    return max(fixed, entry.known_from) if entry.known_from and entry.known_from < first else fixed


def _last(register: Register, entry: Entry, first: date) -> date | None:
    days = [one.valid_from.start - _DAY for one in register.ending(entry.id) if one.valid_from]
    days += [entry.valid_to.end] if entry.valid_to else []
    return min((day for day in days if day >= first), default=None)


def _history(register: Register, entry: Entry) -> Iterator[str]:
    if entry.retroactive:
        yield "it took effect before it was announced: nobody was warned"
    for one in register.suspending(entry.id):
        yield f"in fact suspended by {one.id} from {one.valid_from}: this is what it would have done"
    for one in register.relieving(entry.id):
        yield f"{one.id} gives relief from it, which is not counted here"
    if entry.partial:
        yield f"only a part of these goods is meant ({entry.partial}): an upper bound"
    if entry.exceptions:
        yield f"exempt, and not counted here: {'; '.join(entry.exceptions)}"
    if not entry.seen:
        yield f"the confidence of the entry is {entry.confidence}"


def _table(act: Act, goods: Sequence[str], share: float | None, days: int) -> Mapping[str, Any]:
    """Return the scenario as a file of the shock language has it."""
    entry, start = act.entry, act.announced or act.first
    shock: dict[str, Any] = {
        "id": "measure",
        "kind": act.kind,
        "actors": [entry.party],
        "targets": list(act.targets),
        "except_targets": list(act.except_targets),
        "products": list(goods),
        "side": entry.direction,
        "from": act.first,
        **({"to": act.last} if act.last else {}),
        **({"announced_on": act.announced} if act.announced else {}),
    }
    notes = [*act.notes]
    if act.kind == "licence":
        for key, name in (("delay", entry.party), ("approval", act.policy)):
            shock[key], told = _figure(key, name)
            notes.append(f"{key}: {told}")
    shock |= _share(act, share, notes)
    shock["reference"] = f"Control register, {entry.id}: {entry.legal_reference or entry.references[0]}"
    named = f"Made of the entry {entry.id} of the control register, an act of {entry.party}. "
    return {
        "id": entry.id,
        "title": entry.title,
        "description": named + " ".join(f"{one[0].upper()}{one[1:].rstrip('.')}." for one in notes),
        "days": min(days + (act.first - start).days, MOST_DAYS),
        "references": list(dict.fromkeys(entry.references)),
        "shock": [shock],
    }


def _share(act: Act, share: float | None, notes: list[str]) -> dict[str, Any]:
    if share is not None:
        notes.append("the share hit was given by whoever asked")
        return {"share": share}
    if act.kind == "quota":
        refuse(
            act.entry,
            "It does not say as a share how much may still pass",
            "Give what is stopped as a share (--share), 0 to 1.",
        )
    if act.kind == "tariff":
        notes.append("the rate is that of the title")
        return {"share": rate_of(act.entry)}
    if act.holders:
        figure, told = _figure("holders", "share")
        homes = sorted({home for name in act.holders if (home := home_of(name))})
        whose = f" (at home in {', '.join(homes)})" if homes else ""
        notes.append(f"only {', '.join(act.holders)}{whose} are hit; their share: {told}")
        return {"share": figure}
    return {}


def _figure(key: str, name: str) -> tuple[dict[str, float], str]:
    rows = _assumed()[key]
    row = dict(rows.get(name) or rows["default"])
    return row, str(row.pop("reference"))


@cache
def _assumed() -> Mapping[str, Any]:
    return read_table(TABLE)
