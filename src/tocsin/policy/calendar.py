"""What takes effect, lapses or is reviewed in the days ahead, and what passed without anybody knowing the outcome."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.core.period import Period
from tocsin.policy.closed import RESTRICTING
from tocsin.policy.concern import NOT, OTHERS, concern
from tocsin.policy.ends import End, authorises, end_of, renewals, returning
from tocsin.policy.entry import Entry
from tocsin.policy.force import force, is_known
from tocsin.policy.register import Register
from tocsin.policy.scope import MAYBE, NO

BEGINS, EXPIRES, RESUMES, LAPSES, REVIEWED, OPEN = (
    "takes effect",
    "expires",
    "suspension ends",
    "authorisation lapses",
    "reviewed",
    "open",
)
#: What can happen on a day, and what it means.
KINDS = {
    BEGINS: "the entry comes into force",
    EXPIRES: "the last day of the entry",
    RESUMES: "the last day of a suspension: what it suspended comes back on the day after",
    LAPSES: "the last day of an authorisation: its holders fall back under the control that it relieved",
    REVIEWED: "the entry is reviewed, or a part of it changes by itself",
    OPEN: "the last day passed and nobody has established what holds since",
}
#: Days back in which an end without known outcome is still told [days].
LOOK_BACK = 60
#: Levels of urgency by the most days ahead that they reach [days].
URGENCY = {"urgent": 30, "soon": 90}
LATER = "later"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Item:
    """One dated item.

    Parameters
    ----------
    entry : Entry
        The entry.
    kind : str
        A key of :data:`KINDS`.
    first, last : datetime.date
        The day; two days where only the month or year is known.
    days_ahead : int
        Days from the day of the calendar to the first, 0 inside an interval, negative for what passed [days].
    urgency : str
        ``"urgent"``, ``"soon"`` or ``"later"``; ``"open"`` for what passed.
    concern : str
        A key of :data:`tocsin.policy.concern.CONCERNS`.
    returns : tuple of str
        Entries that hold again afterwards: what a suspension suspended, what an authorisation relieved.
    renewed_by : tuple of str
        Authorisations of the same holders that follow without a gap.
    known : str
        State of knowledge: ``"known in advance"``, ``"announced on ..."``, ``"decided on ..."``,
        ``"not established"``.
    then : str
        What follows, in words.
    warns : bool
        Whether it may drive a warning: its reference was read, it concerns the reporter itself, and goods come under a
        control on that day.
    """

    entry: Entry
    kind: str
    first: date
    last: date
    days_ahead: int
    urgency: str
    concern: str
    returns: tuple[str, ...] = ()
    renewed_by: tuple[str, ...] = ()
    known: str = ""
    then: str = ""
    warns: bool = False


@dataclass(frozen=True)
class _Asked:
    """What a calendar is made for."""

    register: Register
    reporter: str
    on: date
    until: date
    known_on: date

    def meets(self, period: Period) -> bool:
        """Tell whether a date may fall on one of the days."""
        return period.start <= self.until and period.end >= self.on


def calendar(
    register: Register,
    reporter: str,
    on: date,
    days: int,
    *,
    known_on: date | None = None,
    all_directions: bool = False,
) -> tuple[Item, ...]:
    """List what happens in the days ahead to entries that concern a reporter.

    An end that a later act decided is known from that act on. An end that nobody has announced is not listed. What
    ended within the last :data:`LOOK_BACK` days with an outcome that is not established is listed as open.

    Parameters
    ----------
    register : Register
        The register.
    reporter : str
        ISO 3166-1 alpha-3, or ``EU``.
    on : datetime.date
        First day.
    days : int
        Days ahead, the last included [days].
    known_on : datetime.date, optional
        Day of knowledge; `on` by default.
    all_directions : bool
        Also import, investment and other measures; only exports otherwise.

    Returns
    -------
    tuple of Item
        By date, then by party and id.
    """
    asked = _Asked(register, reporter, on, on + days * _DAY, known_on or on)
    found = [
        item
        for entry in register.entries.values()
        if (all_directions or entry.direction == "export") and is_known(entry, asked.known_on)
        for item in _items(entry, asked)
    ]
    return tuple(sorted(found, key=lambda one: (one.first, one.last, one.entry.party, one.entry.id, one.kind)))


def urgency(days_ahead: int) -> str:
    """Return the level of urgency of something so many days ahead.

    Parameters
    ----------
    days_ahead : int
        Days [days].

    Returns
    -------
    str
        ``"urgent"``, ``"soon"`` or ``"later"``.
    """
    return next((level for level, most in URGENCY.items() if days_ahead <= most), LATER)


def _items(entry: Entry, asked: _Asked) -> Iterator[Item]:
    if (how := concern(asked.register, entry, asked.reporter, asked.on)) == NOT:
        return
    first = entry.valid_from
    if first and asked.meets(first) and _holds(entry, asked, first.end):
        yield _begins(entry, asked, how, first)
    end = end_of(asked.register, entry, asked.known_on)
    if end is not None and asked.meets(end.last) and _lasts(entry, asked, end.last):
        yield _ends(entry, asked, how, end)
    elif end is not None and entry.after and _is_open(entry, asked, end.last):
        yield _open(entry, asked, how, end.last)
    yield from _reviews(entry, asked, how, end)


def _holds(entry: Entry, asked: _Asked, day: date) -> bool:
    """Whether it may be in force on a day: neither ended nor suspended by another act."""
    return force(asked.register, entry, day, asked.known_on).state != NO


def _lasts(entry: Entry, asked: _Asked, last: Period) -> bool:
    """Whether it may be in force up to its last day; the act that ends it may take effect on that very day."""
    return any(_holds(entry, asked, day) for day in (last.end, last.end - _DAY))


def _is_open(entry: Entry, asked: _Asked, last: Period) -> bool:
    """Whether it ended a short while ago, and no act since says what holds."""
    lately = asked.on - LOOK_BACK * _DAY <= last.end < asked.on
    return lately and not any(is_known(one, asked.known_on) for one in asked.register.ending(entry.id))


def _begins(entry: Entry, asked: _Asked, how: str, first: Period) -> Item:
    changes = [
        f"{verb} {', '.join(named)}"
        for verb, named in (("replaces", entry.supersedes), ("lifts", entry.lifts), ("suspends", entry.suspends))
        if named
    ]
    known = f"announced on {entry.announced_on}" if entry.announced_on else "known in advance"
    tightens = entry.does in RESTRICTING or entry.instrument == "trusted_group_remove"
    warns = entry.seen and how != OTHERS and tightens
    return Item(entry, BEGINS, *_dated(first, asked), how, known=known, then="; ".join(changes), warns=warns)


def _ends(entry: Entry, asked: _Asked, how: str, end: End) -> Item:
    kind = RESUMES if entry.suspends else LAPSES if authorises(entry) else EXPIRES
    back = returning(asked.register, entry, end, asked.known_on)
    renewed = renewals(asked.register, entry, end, asked.known_on) if kind == LAPSES else ()
    restricts = any(asked.register.get(id_).does in RESTRICTING for id_ in back)
    restricts = restricts or (kind == LAPSES and not entry.authorises)
    return Item(
        entry,
        kind,
        *_dated(end.last, asked),
        how,
        returns=tuple(back),
        renewed_by=renewed,
        known=end.known,
        then=_follows(entry, kind, back, renewed),
        warns=entry.seen and how != OTHERS and restricts and not renewed,
    )


def _open(entry: Entry, asked: _Asked, how: str, last: Period) -> Item:
    named = entry.suspends or entry.authorises
    then = f"whether {', '.join(named)} came back is not established" if named else "what holds is not established"
    return Item(entry, OPEN, *_dated(last, asked), how, returns=named, known="not established", then=then)


def _reviews(entry: Entry, asked: _Asked, how: str, end: End | None) -> Iterator[Item]:
    """Yield reviews, but not those on a day that the entry's beginning or end already tells."""
    days = [one for one in (entry.valid_from, end.last if end else None) if one]
    told = {day for one in days for day in (one.start, one.end, one.end + _DAY)}
    for day in dict.fromkeys(entry.review_on):
        if not asked.meets(day) or (day.freq == "D" and day.start in told):
            continue
        held = force(asked.register, entry, max(day.start, asked.on), asked.known_on)
        if held.state != NO or entry.valid_from is None:
            known = f"known since {entry.known_from}" if entry.known_from else "known in advance"
            yield Item(entry, REVIEWED, *_dated(day, asked), how, known=known, then=held.why)


def _dated(day: Period, asked: _Asked) -> tuple[date, date, int, str]:
    first, last = day.start, day.end
    passed = last < asked.on
    ahead = (last - asked.on).days if passed else (max(first, asked.on) - asked.on).days
    return first, last, ahead, OPEN if passed else urgency(ahead)


def _follows(entry: Entry, kind: str, back: dict[str, str], renewed: tuple[str, ...]) -> str:
    if renewed:
        return f"renewed by {', '.join(renewed)}"
    # The state of what comes back is open for the same reason as the end itself: that is said once, before it.
    perhaps = {id_ for id_, state in back.items() if state == MAYBE and not entry.after}
    named = ", ".join(f"perhaps {id_}" if id_ in perhaps else id_ for id_ in back)
    if kind == RESUMES:
        told = f"back in force: {named}" if named else "nothing that it suspended is still there to come back"
    elif kind == LAPSES:
        one = len(entry.holders) == 1
        who = ", ".join(entry.holders) or "its holders"
        told = f"{who} fall{'s' * one} back under {named}" if named else f"{who} lose{'s' * one} it"
    else:
        return "what follows is not established" if entry.after else ""
    return f"unless it is renewed, {told}" if entry.after else told
