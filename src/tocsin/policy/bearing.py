"""What bears on one import: measures of its suppliers in force and coming, and what may lapse or is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.policy.closed import EFFECTS, RESTRICTING
from tocsin.policy.entry import Entry
from tocsin.policy.force import Force, force, is_known
from tocsin.policy.register import Register
from tocsin.policy.scope import MAYBE, NO, concerns_target

IN_FORCE, PERHAPS, COMING, SUSPENDED = "in force", "perhaps in force", "coming", "suspended"
#: How far ahead a line on the board looks.
AHEAD = timedelta(days=365)


@dataclass(frozen=True)
class Import:
    """What measures may bear on.

    Parameters
    ----------
    target : str
        The importer: ISO 3166-1 alpha-3 or ``EU``.
    on : datetime.date
        The day.
    products : frozenset of str
        Products of the book that it may hold.
    codes : frozenset of str
        Its six-digit codes; they count for entries that name no product.
    suppliers : mapping of str to float
        Suppliers with their shares.
    """

    target: str
    on: date
    products: frozenset[str]
    codes: frozenset[str]
    suppliers: Mapping[str, float]


@dataclass(frozen=True)
class Bearing:
    """One measure that bears on an import.

    Parameters
    ----------
    entry : Entry
        Its entry in the register.
    state : str
        ``"in force"``, ``"perhaps in force"``, ``"coming"`` or ``"suspended"``.
    until : str
        Its last day, or that of the suspension, as known; empty while it lasts.
    why : str
        What is not plain about its state.
    share : float
        Share of its party in the import, in [0, 1].
    goods : tuple of str
        Products of the book that both name.
    """

    entry: Entry
    state: str
    until: str
    why: str
    share: float
    goods: tuple[str, ...]


def bearings(register: Register, bought: Import) -> tuple[Bearing, ...]:
    """Find the measures that bear on an import, as known on its day: measures announced later are not seen.

    Parameters
    ----------
    register : Register
        The register.
    bought : Import
        The import.

    Returns
    -------
    tuple of Bearing
        Those in force first, then by the share of their party; the strictest first.
    """
    found = [
        one
        for party, share in bought.suppliers.items()
        for entry in register.of(party)
        if (one := _bearing(register, entry, bought, share))
    ]
    return tuple(sorted(found, key=_order))


def _bearing(register: Register, entry: Entry, bought: Import, share: float) -> Bearing | None:
    if entry.direction != "export" or entry.does not in RESTRICTING or entry.holders:
        return None
    if not is_known(entry, bought.on):
        return None
    goods = entry.book_products & bought.products
    if not goods and (entry.products or not any(entry.hs6.get(code) == "high" for code in bought.codes)):
        return None
    if not concerns_target(entry, bought.target, bought.on):
        return None
    told = _told(register, entry, bought.on, force(register, entry, bought.on, bought.on))
    return Bearing(entry, *told, share, tuple(sorted(goods))) if told else None


def _told(register: Register, entry: Entry, on: date, held: Force) -> tuple[str, str, str] | None:
    if held.state != NO:
        return (PERHAPS if held.state == MAYBE else IN_FORCE, str(entry.valid_to or ""), held.why)
    if entry.valid_from and on < entry.valid_from.start <= on + AHEAD:
        return COMING, str(entry.valid_to or ""), held.why
    for one in register.suspending(entry.id):
        if is_known(one, on) and one.valid_from and force(register, one, on, on).state != NO:
            return SUSPENDED, str(one.valid_to or ""), held.why
    return None


def said(one: Bearing) -> Iterator[str]:
    """Say what a measure does, in words for a line on the board.

    Parameters
    ----------
    one : Bearing
        The measure.

    Yields
    ------
    str
        Parts of one sentence.
    """
    entry = one.entry
    policy = f" ({entry.licence_policy})" if entry.licence_policy and entry.does != "denial" else ""
    goods = f" on {', '.join(name.replace('_', ' ') for name in one.goods[:3])}" if one.goods else ""
    yield f"{entry.party} {_NOUN[entry.does]}{policy}{goods}"
    yield f"{one.state} {_dates(one)}"
    if not entry.seen:
        yield "not read in full"


_NOUN = {"licence": "licensing", "quota": "quota", "denial": "policy of denial", "ban": "ban"}


def _dates(one: Bearing) -> str:
    if one.state == SUSPENDED:
        return f"until {one.until}" if one.until else "for an open time"
    if one.state == COMING:
        return f"from {one.entry.valid_from}"
    since = f"since {one.entry.valid_from}" if one.entry.valid_from else ""
    return " ".join(filter(None, (since, f"until {one.until}" if one.until else "")))


def _order(one: Bearing) -> tuple[object, ...]:
    states = (IN_FORCE, PERHAPS, COMING, SUSPENDED)
    return (states.index(one.state), -one.share, -EFFECTS.index(one.entry.does), one.entry.id)
