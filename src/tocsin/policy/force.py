"""Whether an entry is in force on a day, as known on another: yes, no, or not established."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tocsin.core.period import Period
from tocsin.policy.entry import Entry
from tocsin.policy.register import Register
from tocsin.policy.scope import MAYBE, NO, YES


@dataclass(frozen=True)
class Force:
    """Where an entry stands.

    Parameters
    ----------
    state : str
        ``"yes"``, ``"maybe"`` or ``"no"``.
    why : str
        The reason, where it is not plain: what suspended or ended it, what is not established.
    """

    state: str
    why: str = ""


def is_known(entry: Entry, known_on: date | None) -> bool:
    """Tell whether the public could know of an entry.

    Parameters
    ----------
    entry : Entry
        The entry.
    known_on : datetime.date or None
        Day of knowledge; None for all that the register knows.

    Returns
    -------
    bool
        Whether its first date of knowledge is not later. An entry without dates is older than the register.
    """
    return known_on is None or entry.known_from is None or entry.known_from <= known_on


def force(register: Register, entry: Entry, on: date, known_on: date | None = None) -> Force:
    """Tell whether an entry is in force.

    First and last day count. An entry that is replaced or lifted ends on the day before, an entry that is suspended
    rests from the first to the last day of the suspension. A day inside a date known only to the month or year gives
    ``"maybe"``. An end that a later act decided is known from that act on.

    Parameters
    ----------
    register : Register
        For what changes it.
    entry : Entry
        The entry.
    on : datetime.date
        Day asked about.
    known_on : datetime.date or None
        Day of knowledge; None for all that the register knows.

    Returns
    -------
    Force
        State and reason.
    """
    if not is_known(entry, known_on):
        return Force(NO, f"announced only on {entry.announced_on or entry.valid_from}")
    begun = _begun(entry, on)
    if begun.state == NO:
        return begun
    return _weakest([begun, *_endings(register, entry, on, known_on), *_suspensions(register, entry, on, known_on)])


def _begun(entry: Entry, on: date) -> Force:
    first = entry.valid_from
    if first is None:
        if entry.announced_on is None:
            return Force(YES, "since when is not established")
        return Force(NO, "announced; no first day in force is established")
    if _before(on, first):
        return Force(NO, f"in force from {first}")
    return (
        Force(YES)
        if first.end <= on or first.freq == "D"
        else Force(MAYBE, f"began in {first}, on which day is not known")
    )


def _endings(register: Register, entry: Entry, on: date, known_on: date | None) -> Iterable[Force]:
    """Yield what its own last day says, and what acts that replaced or lifted it say."""
    enders = [one for one in register.ending(entry.id) if is_known(one, known_on)]
    for one in enders:
        began = _begun(one, on)
        if began.state != NO and one.valid_from is not None:
            verb = "replaced" if entry.id in one.supersedes else "lifted"
            yield Force(NO if began.state == YES else MAYBE, f"{verb} by {one.id} from {one.valid_from}")
    last = entry.valid_to
    if last is None or not _end_is_known(register, entry, known_on):
        return
    if on > last.end:
        yield Force(MAYBE, f"what holds after {last} is not established") if entry.after else Force(NO, f"until {last}")
    elif on >= last.start and last.freq != "D":
        yield Force(MAYBE, f"ended in {last}, on which day is not known")


def _end_is_known(register: Register, entry: Entry, known_on: date | None) -> bool:
    """Whether the last day could be known; an end that is a suspension's beginning is that suspension's business."""
    if entry.ended_by and entry.id in register.get(entry.ended_by).suspends:
        return False
    if known_on is None or entry.end != "ended":
        return True
    if entry.ended_by:
        return is_known(register.get(entry.ended_by), known_on)
    return entry.valid_to is not None and entry.valid_to.end <= known_on


def _suspensions(register: Register, entry: Entry, on: date, known_on: date | None) -> Iterable[Force]:
    for one in register.suspending(entry.id):
        if not is_known(one, known_on) or one.valid_from is None or _before(on, one.valid_from):
            continue
        told = force(register, one, on, known_on)
        if told.state == YES:
            yield Force(
                NO, f"suspended by {one.id} from {one.valid_from}{f' to {one.valid_to}' if one.valid_to else ''}"
            )
        elif told.state == MAYBE:
            yield Force(MAYBE, f"suspended by {one.id}; {told.why}")


def _before(on: date, first: Period) -> bool:
    return on < first.start


def _weakest(found: list[Force]) -> Force:
    """Of several verdicts the one that says least for it: no before maybe before yes."""
    return min(found, key=lambda one: (NO, MAYBE, YES).index(one.state))
