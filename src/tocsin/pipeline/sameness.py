"""Whether an entry of the register says what a measure of a document says, and which entry such a measure changes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from tocsin.core.period import Period, parse_period
from tocsin.events.measure import CHANGES, Measure
from tocsin.policy.closed import EVERYONE, INSTRUMENTS, RESTRICTING
from tocsin.policy.entry import Entry
from tocsin.policy.force import force
from tocsin.policy.groups import members_on, named_groups
from tocsin.policy.register import Register
from tocsin.policy.scope import NO, concerns_goods, goods
from tocsin.ref.products import product_groups, products

#: Two reports of one measure may differ by as much in the day that they give [d].
NEAR = 31
#: What an act is in the register; an extension is what it extends.
AS_INSTRUMENT = {
    "announce_control": "control",
    "impose_control": "control",
    "lift_control": "lifting",
    "suspend": "suspension",
    "expire": "lifting",
    "quota": "quota",
    "ban": "ban",
    "tariff": "tariff",
    "add_trusted_group": "trusted_group_add",
    "remove_trusted_group": "trusted_group_remove",
    "list_entity": "listing",
}
#: Families of effects: reports often call one measure a ban that is a licence.
_FAMILIES = dict.fromkeys(RESTRICTING, "restricts") | {"free": "frees", "entity": "lists", "duty": "duty"}
#: Words of technologies that are no product, and the groups of the book in which their goods are.
KIN = {
    "semiconductors": ("chips",),
    "advanced_computing_chips": ("chips", "ai"),
    "chip_tools": ("semiconductor",),
    "chemicals": ("chip_inputs",),
    "artificial_intelligence": ("ai",),
    "biotechnology": ("biotech",),
}
_RELIEF = re.compile(r"suspen|waiver|exempt|exception|authori[sz]ation|licen[cs]e|reprieve|truce|pause", re.IGNORECASE)
_SLACK = timedelta(days=NEAR)


def found_in(register: Register, measure: Measure) -> str:
    """Find the entry of a register that says the same.

    Parameters
    ----------
    register : Register
        The register.
    measure : Measure
        What a sentence says.

    Returns
    -------
    str
        Its id; empty if there is none. The same party acts in the same way towards targets and on goods that overlap,
        on days that lie near each other; without a day of its own, at any time before the document.
    """
    same = [one for one in register.of(measure.party) if says_same(one, measure)]
    return max(same, key=lambda one: (fit(one, measure), one.id)).id if same else ""


def split(names: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part names of goods into those that the product book holds, and others.

    Parameters
    ----------
    names : iterable of str
        Ids.

    Returns
    -------
    tuple of tuple of str
        Products and groups of the book; others.
    """
    known = tuple(one for one in names if one in products() or one in product_groups())
    return known, tuple(one for one in names if one not in known)


def day_of(measure: Measure) -> date | None:
    """Return the first day on which a measure may have begun, ended or been announced.

    Parameters
    ----------
    measure : Measure
        The measure.

    Returns
    -------
    datetime.date or None
        None if no date is known.
    """
    told = measure.valid_from or measure.valid_to if measure.act == "expire" else measure.valid_from
    told = told or measure.announced_on or measure.valid_to
    return parse_period(told).start if told else None


def candidates(register: Register, measure: Measure, on: date | None) -> list[Entry]:
    """Find the entries in force just before that a measure may change, the likeliest first."""
    if not measure.party or on is None:
        return []
    before = on if measure.act in {"extend", "expire"} and not measure.valid_from else on - timedelta(days=1)
    if measure.act == "extend" and measure.said.document.published:
        before = min(before, measure.said.document.published)
    relief = bool(_RELIEF.search(measure.said.sentence))
    found = [
        one
        for one in register.of(measure.party)
        if _changeable(one, measure, relief=relief)
        and _targets_meet(one, measure)
        and _goods_meet(one, measure)
        and force(register, one, before).state != NO
    ]
    return sorted(found, key=lambda one: (*(-part for part in fit(one, measure)), one.id))


def _changeable(entry: Entry, measure: Measure, *, relief: bool) -> bool:
    if measure.act in {"lift_control", "suspend"}:
        return entry.does in {*RESTRICTING, "duty", "entity"}
    if measure.act in {"extend", "expire"} and relief:
        return entry.does == "free" or bool(entry.suspends or entry.authorises)
    return entry.does in {*RESTRICTING, "duty"} and (measure.act != "extend" or entry.valid_to is not None)


def fit(entry: Entry, measure: Measure) -> tuple[float, ...]:
    """Tell how closely an entry answers to a measure: targets, then goods, then direction and the day."""
    wanted = _opened(measure.goods)
    held = entry.book_products
    shared = len(wanted & held) / len(wanted | held) if wanted and held else 0.0
    same = float(set(entry.targets or entry.members) == set(measure.targets or (EVERYONE,)))
    day, first = day_of(measure), entry.valid_from or entry.announced_on
    near = -abs((first.start - day).days) / 100_000 if day and first else -1.0
    return (same, shared, float(entry.direction == measure.direction), near if measure.act not in CHANGES else 0.0)


def says_same(entry: Entry, measure: Measure, *, proposed: bool = False) -> bool:
    """Tell whether an entry says what a measure says.

    Parameters
    ----------
    entry : Entry
        The entry.
    measure : Measure
        The measure, of the same party.
    proposed : bool
        Whether the entry is a proposal: its last day then does not stand for the act that ended it.

    Returns
    -------
    bool
        Whether it does.
    """
    family = _family(measure)
    ends = measure.act in {"lift_control", "expire"} and _FAMILIES.get(entry.does) in {"restricts", "duty", "lists"}
    if family and not ends and _kind(entry) != family:
        return False
    if entry.does in {*RESTRICTING, "free", "duty"} and entry.direction != measure.direction:
        return False
    if not _targets_meet(entry, measure) or not _goods_meet(entry, measure):
        return False
    if ends:
        return not proposed and entry.valid_to is not None and _near(_days(measure), [entry.valid_to])
    return _days_meet(entry, measure, proposed=proposed)


def _days_meet(entry: Entry, measure: Measure, *, proposed: bool) -> bool:
    if measure.act == "extend" and not measure.valid_to:
        return proposed and entry.valid_to is None and _near(_days(measure), _periods(str(entry.announced_on or "")))
    if measure.act == "extend":
        return (
            bool(measure.valid_to)
            and entry.valid_to is not None
            and _near(_periods(measure.valid_to), [entry.valid_to])
        )
    if measure.dated or measure.said.event.modality != "done" or measure.act == "announce_control":
        return _near(_days(measure), [one for one in (entry.announced_on, entry.valid_from) if one])
    known, published = entry.known_from, measure.said.document.published
    if known is None or published is None:
        return True
    gone = entry.valid_to is not None and entry.valid_to.end < published - _SLACK
    return known <= published + _SLACK and not gone


def _family(measure: Measure) -> str:
    if measure.act == "extend":
        return ""
    instrument = AS_INSTRUMENT[measure.act]
    return instrument if instrument.startswith("trusted_group") else _FAMILIES.get(INSTRUMENTS[instrument], "")


def _kind(entry: Entry) -> str:
    if entry.instrument.startswith("trusted_group"):
        return entry.instrument
    if entry.instrument in {"listing", "end_user_listing"}:
        return "lists"
    return _FAMILIES.get(entry.does, "")


def _targets_meet(entry: Entry, measure: Measure) -> bool:
    held = set(entry.targets) | set(entry.members)
    if not measure.targets:
        return measure.act in CHANGES or not held or EVERYONE in held or bool(measure.firms)
    if not held or EVERYONE in held:
        return bool(held) or _kind(entry) in {"lists", ""}
    day = day_of(measure) or date.max
    opened = set(measure.targets) | {one for group in measure.targets for one in _members(group, day)}
    return bool(opened & (held | {one for group in held for one in _members(group, day)}))


def _members(place: str, on: date) -> frozenset[str]:
    return members_on(place, on) if place in named_groups() else frozenset()


def _goods_meet(entry: Entry, measure: Measure) -> bool:
    if measure.firms and measure.act == "list_entity":
        text = " ".join([entry.title, entry.note, entry.partial, *entry.items, *entry.holders]).casefold()
        return any(firm.split()[0].casefold() in text for firm in measure.firms)
    if set(measure.codes) & set(entry.hs6):
        return True
    known, unknown = split(measure.goods)
    wanted = _opened(known)
    if not wanted:
        kin = _opened(group for one in unknown for group in KIN.get(one, ()))
        if measure.goods:
            return bool(kin & entry.book_products)
        return bool(measure.targets) and set(measure.targets) == set(entry.targets or entry.members)
    if entry.book_products:
        return bool(wanted & entry.book_products)
    return any(concerns_goods(entry, goods(one)) != NO for one in known)


def _opened(names: Iterable[str]) -> frozenset[str]:
    groups = product_groups()
    return frozenset(one for name in names for one in groups.get(name, (name,)))


def _days(measure: Measure) -> list[Period]:
    return _periods(measure.announced_on, measure.valid_from, measure.valid_to if measure.act == "expire" else "")


def _periods(*told: str) -> list[Period]:
    return [parse_period(one) for one in told if one]


def _near(some: Iterable[Period], others: Iterable[Period]) -> bool:
    return any(_gap(one, other) <= NEAR for one in some for other in others)


def _gap(one: Period, other: Period) -> int:
    """Return how many days lie between two periods; 0 if they overlap."""
    return max((one.start - other.end).days, (other.start - one.end).days, 0)
