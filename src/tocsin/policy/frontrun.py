"""Front-running windows: the days on which a measure is announced and not yet in force."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.policy.closed import EVERYONE
from tocsin.policy.entry import Entry
from tocsin.policy.force import is_known
from tocsin.policy.register import Register

#: What stands for goods where an entry covers whatever its party controls, or names none.
CONTROLLED, NO_GOODS = "*", "-"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Window:
    """One window of one measure, towards one target, on one kind of goods.

    Parameters
    ----------
    entry : Entry
        The measure.
    target, product, nomenclature : str
        Towards whom, on what, and how that is named: ``product`` (id of the book), ``HS`` (six digits, of any edition),
        ``list`` (``*``: all that the party controls), ``none`` (``-``: no goods named).
    opens : datetime.date
        First day: of the announcement; of a month or year known only as such, its first.
    closes : datetime.date or None
        Last day: the one before effect, or before another act stopped it; None while no day of effect is known.
    days : int or None
        Days from first to last, both included [days].
    exact : bool
        Whether both dates are known to the day.
    stopped_by : str
        Id of the act that replaced, lifted or suspended it before it took effect; empty otherwise.
    """

    entry: Entry
    target: str
    product: str
    nomenclature: str
    opens: date
    closes: date | None
    days: int | None
    exact: bool
    stopped_by: str = ""

    def is_open(self, on: date) -> bool:
        """Tell whether a day lies in the window."""
        return self.opens <= on and (self.closes is None or on <= self.closes)


def windows(register: Register, known_on: date | None = None) -> tuple[Window, ...]:
    """List front-running windows.

    A measure that took effect on the day of its announcement, or before, has none; nor has one whose announcement or
    effect is not known apart from the other.

    Parameters
    ----------
    register : Register
        The register.
    known_on : datetime.date, optional
        Only what the public knew on this day; all by default.

    Returns
    -------
    tuple of Window
        By first day, then by entry, target and product.
    """
    found = [
        one
        for entry in register.entries.values()
        if is_known(entry, known_on)
        for one in _windows(register, entry, known_on)
    ]
    return tuple(sorted(found, key=lambda one: (one.opens, one.entry.id, one.target, one.product)))


def _windows(register: Register, entry: Entry, known_on: date | None) -> Iterator[Window]:
    told, first = entry.announced_on, entry.valid_from
    if told is None:
        return
    closes, stopped_by = first.start - _DAY if first else None, ""
    for one in (*register.ending(entry.id), *register.suspending(entry.id)):
        stop = _stop(one, entry) if is_known(one, known_on) else None
        if stop is not None and (closes is None or stop < closes):
            closes, stopped_by = stop, one.id
    if closes is not None and closes < told.start:
        return
    days = (closes - told.start).days + 1 if closes else None
    exact = told.freq == "D" and (first is None or first.freq == "D")
    for target in entry.targets or entry.members or (EVERYONE,):
        for product, nomenclature in _goods(entry):
            yield Window(entry, target, product, nomenclature, told.start, closes, days, exact, stopped_by)


def _stop(other: Entry, entry: Entry) -> date | None:
    """Return the last day on which one could still expect the entry, where another act ends or suspends it.

    That is the day before the act was announced; where the entry was in force by the day the act took effect, the act
    is no stop but a later end.

    Parameters
    ----------
    other, entry : Entry
        The act, and what it ends or suspends.

    Returns
    -------
    datetime.date or None
        The day; None if it stops nothing.
    """
    if other.known_from is None or other.valid_from is None:
        return None
    if entry.valid_from is not None and other.valid_from.start > entry.valid_from.start:
        return None
    return other.known_from - _DAY


def _goods(entry: Entry) -> list[tuple[str, str]]:
    found = [(one, "product") for one in sorted(entry.book_products)]
    found += [(code, "HS") for code in sorted(entry.hs6)]
    if entry.all_goods:
        found.append((CONTROLLED, "list"))
    return found or [(NO_GOODS, "none")]
