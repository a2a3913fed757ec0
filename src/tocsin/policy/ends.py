"""How entries end: the last day as it is known, what comes back on the day after, and what renews it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.core.period import Period
from tocsin.policy.entry import Entry
from tocsin.policy.force import force, is_known
from tocsin.policy.register import Register
from tocsin.policy.scope import NO

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class End:
    """An end that is known.

    Parameters
    ----------
    last : Period
        Last day in force, or the month or year in which it lies.
    known : str
        How it is known, in words.
    """

    last: Period
    known: str


def authorises(entry: Entry) -> bool:
    """Tell whether an entry authorises firms, or gives relief from a control.

    Parameters
    ----------
    entry : Entry
        The entry.

    Returns
    -------
    bool
        Whether it does.
    """
    return entry.instrument == "authorisation" or (entry.does == "free" and bool(entry.authorises or entry.holders))


def end_of(register: Register, entry: Entry, known_on: date) -> End | None:
    """Find the end of an entry, as known on a day.

    Parameters
    ----------
    register : Register
        For what ends it.
    entry : Entry
        The entry.
    known_on : datetime.date
        Day of knowledge.

    Returns
    -------
    End or None
        Its own last day; of a suspension or an authorisation without one, the day before an act that ends it. None if
        none is known, or if the entry does not end there but is suspended.
    """
    if entry.valid_to is not None:
        return _own(register, entry, entry.valid_to, known_on)
    if not entry.suspends and not authorises(entry):
        return None
    days = [
        (one.valid_from.start, one)
        for one in register.ending(entry.id)
        if one.valid_from and one.valid_from.freq == "D" and is_known(one, known_on)
    ]
    if not days:
        return None
    day, ender = min(days, key=lambda one: (one[0], one[1].id))
    return End(Period.of(day - _DAY, "D"), _decided(ender))


def returning(register: Register, entry: Entry, end: End, known_on: date) -> dict[str, str]:
    """Find what holds again on the day after: what the entry suspended, or gave relief from.

    Parameters
    ----------
    register : Register
        The register.
    entry : Entry
        The entry that ends.
    end : End
        Its end.
    known_on : datetime.date
        Day of knowledge.

    Returns
    -------
    dict of str to str
        ``"yes"`` or ``"maybe"`` by id; without what ended meanwhile or rests for another reason, with what replaced it.
    """
    day, found = end.last.end + _DAY, {}
    named = list(entry.suspends or entry.authorises)
    for id_ in named:  # grows by what took the place of what is named
        state = force(register, register.get(id_), day, known_on).state
        if state != NO:
            found[id_] = state
        else:
            named += [one.id for one in register.ending(id_) if id_ in one.supersedes and one.id not in named]
    return found


def renewals(register: Register, entry: Entry, end: End, known_on: date) -> tuple[str, ...]:
    """Find authorisations that give its holders the same relief on the day after.

    Parameters
    ----------
    register : Register
        The register.
    entry : Entry
        The authorisation that ends.
    end : End
        Its end.
    known_on : datetime.date
        Day of knowledge.

    Returns
    -------
    tuple of str
        Their ids.
    """
    return tuple(
        one.id
        for one in register.of(entry.party)
        if one.id != entry.id
        and authorises(one)
        and _share_a_holder(entry, one)
        and (not entry.authorises or bool(set(entry.authorises) & set(one.authorises)))
        and force(register, one, end.last.end + _DAY, known_on).state != NO
    )


def _own(register: Register, entry: Entry, last: Period, known_on: date) -> End | None:
    if not entry.ended_by:
        if entry.end != "ended":
            return End(last, "known in advance")
        return (
            End(last, f"ended in {last}" if last.freq != "D" else f"ended on {last}") if last.end <= known_on else None
        )
    ender = register.get(entry.ended_by)
    if entry.id in ender.suspends or not is_known(ender, known_on):
        return None
    return End(last, _decided(ender))


def _decided(ender: Entry) -> str:
    return f"decided on {ender.announced_on or ender.valid_from} by {ender.id}"


def _share_a_holder(entry: Entry, other: Entry) -> bool:
    mine, theirs = ([name.casefold() for name in one.holders] for one in (entry, other))
    return any(name in held or held in name for name in mine for held in theirs)
