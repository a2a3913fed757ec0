"""Precursors of a restriction: what a party had done, announced and suspended by a day, as numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.period import parse_period
from tocsin.policy.closed import EVERYONE, RESTRICTING, RUNGS
from tocsin.policy.entry import Entry
from tocsin.policy.groups import members_on, named_groups
from tocsin.policy.notice import rung_of
from tocsin.policy.register import Register
from tocsin.ref.products import EDITIONS, by_code, products

#: Strength of a restriction, the strictest last; 0 is none.
STRENGTH: Mapping[str, int] = {effect: i for i, effect in enumerate(RESTRICTING, 1)}
#: Acts that call for an answer of the party that they are aimed at.
HOSTILE = (*RESTRICTING, "entity", "duty")
#: What stands for the product of an act that names none of the book.
NO_PRODUCT = "-"
RECENT, AHEAD, ANSWER = timedelta(days=730), timedelta(days=365), timedelta(days=365)
_DAY = timedelta(days=1)

Levels = NDArray[np.int8]
Counts = NDArray[np.int16]
Places = NDArray[np.intp]


@dataclass(frozen=True)
class Stop:
    """A time in which an act does nothing: after its last day, or while it is suspended.

    Parameters
    ----------
    first : datetime.date
        First day without it.
    last : datetime.date or None
        Last such day; None if it ends for good.
    known : datetime.date
        Day from which this is known.
    """

    first: date
    last: date | None
    known: date

    def holds(self, on: date, known_on: date) -> bool:
        """Tell whether it rests on a day, as known on another."""
        return self.known <= known_on and self.first <= on and (self.last is None or on <= self.last)


@dataclass(frozen=True)
class Act:
    """One row: an act of a party towards one target on one product.

    A date known only to the month or year stands as its last day, so that nothing is known, begins or ends too early.

    Parameters
    ----------
    measure, party, target, product : str
        Id of the act; who acts; a country, group or ``*``; id in the product book, or ``-`` where it names none.
    effect, rung : str
        What it does to goods; its step of the ladder, empty if none.
    announced : datetime.date
        Day from which it is known.
    begins : datetime.date or None
        First day in force; None if not established.
    stops : tuple of Stop
        When it is not in force, though begun.
    excepted : frozenset of str
        Countries and groups to which it does not apply.
    direction, confidence : str
        As in the register.
    """

    measure: str
    party: str
    target: str
    product: str
    effect: str
    rung: str
    announced: date
    begins: date | None = None
    stops: tuple[Stop, ...] = ()
    excepted: frozenset[str] = frozenset()
    direction: str = "export"
    confidence: str = "high"

    @property
    def restricts(self) -> bool:
        """Whether it restricts supply: an export measure that is a licence, quota, denial or ban."""
        return self.direction == "export" and self.effect in STRENGTH

    def counts(self, day: date) -> bool:
        """Tell whether it was known on a day, and its reference was read."""
        return self.announced <= day and self.confidence == "high"

    def in_force(self, on: date, known_on: date) -> bool:
        """Tell whether it is in force on a day, as known on another."""
        return self.begins is not None and self.begins <= on and not any(one.holds(on, known_on) for one in self.stops)

    def coming(self, day: date) -> bool:
        """Tell whether it begins after a day, as known on that day."""
        return self.begins is not None and self.begins > day and self.in_force(self.begins, day)

    def expires(self, day: date) -> bool:
        """Tell whether it is in force on a day and, as known on that day, ends for good within twelve months."""
        return self.in_force(day, day) and any(
            one.last is None and one.known <= day < one.first <= day + AHEAD + _DAY for one in self.stops
        )

    def towards(self, place: str, on: date) -> bool:
        """Tell whether it looks towards a country on a day."""
        return _among(place, (self.target,), on) and not _among(place, self.excepted, on)


@dataclass(frozen=True)
class Precursors:
    """What had been seen of a party, towards a target on a product, by a day.

    Parameters
    ----------
    strength : int
        Strictest restriction in force on the product: 0 none, 1 licence, 2 quota, 3 denial, 4 ban.
    in_force, recent : int
        Restricting acts in the product's family, towards anyone: in force; announced in the last 24 months [1].
    days_since_last : int or None
        Days since the last restricting act in the family was announced; None if there was none [days].
    rung : str
        Highest step of the ladder that the party ever announced in the family; empty if none.
    coming : int
        Restricting acts on the product towards the target that are announced and not yet in force [1].
    relief_ending : int
        Suspensions and authorisations on the product towards the target that end within twelve months [1].
    retaliation : int
        Acts of the target that name the party, announced in the last twelve months: restrictions, duties, lists of
        firms [1].
    """

    strength: int
    in_force: int
    recent: int
    days_since_last: int | None
    rung: str
    coming: int
    relief_ending: int
    retaliation: int


def family(product: str) -> str:
    """Return the family of a product: its lead group in the product book.

    Parameters
    ----------
    product : str
        Id in the book.

    Returns
    -------
    str
        The group; empty if the book has no such product.
    """
    found = products().get(product)
    return found.groups[0] if found is not None and found.groups else ""


def acts(register: Register) -> list[Act]:
    """Lay out a register as acts.

    Parameters
    ----------
    register : Register
        The register.

    Returns
    -------
    list of Act
        One per entry, target and product. Entries without any date of knowledge are left out. Where nobody has
        established what follows a last day, the act is taken to have ended, and a suspension to go on: only what is
        established counts as in force.
    """
    return [act for entry in register.entries.values() for act in _acts(register, entry)]


def acts_of_rows(rows: Iterable[Mapping[str, Any]]) -> list[Act]:
    """Read acts from rows of the lake's table `measure`.

    The table tells an end, but neither rungs, exempt countries nor what a suspension suspends: a suspended act rests
    here only if its own last day says so. Use :func:`acts` where the register is at hand.

    Parameters
    ----------
    rows : iterable of mapping
        Rows with the columns of the table.

    Returns
    -------
    list of Act
        One per row that names a product of the book; of measures that name none, one per target.
    """
    found: dict[tuple[str, str, str], Act] = {}
    for row in rows:
        product = row["product"] if row["nomenclature"] == "product" else NO_PRODUCT
        announced = _last(row["announced_on"] or row["valid_from"])
        if announced is None:
            continue
        ended, known = _last(row["valid_to"]), _last(row["ended_known_on"])
        stop = (Stop(ended + _DAY, None, known or announced),) if ended else ()
        act = Act(
            row["measure"],
            row["party"],
            row["target"],
            product,
            row["effect"],
            row["effect"] if row["effect"] in RUNGS else "",
            announced,
            _last(row["valid_from"]),
            stop,
            direction=row["direction"],
            confidence=row["confidence"],
        )
        found[(act.measure, act.target, act.product)] = act
    return list(found.values())


def precursors(rows: Iterable[Act], party: str, target: str, product: str, day: date) -> Precursors:
    """Say what had been seen of a party by a day.

    Parameters
    ----------
    rows : iterable of Act
        Acts of any parties; those announced later, and those of which no reference was read, do not count.
    party, target : str
        Who supplies whom.
    product : str
        Id in the product book.
    day : datetime.date
        The day; nothing later is used.

    Returns
    -------
    Precursors
        The numbers.
    """
    known = [one for one in rows if one.counts(day)]
    own = [one for one in known if one.party == party and one.direction == "export"]
    kin = [one for one in own if family(one.product) and family(one.product) == family(product)]
    restricting = [one for one in kin if one.restricts]
    here = [one for one in own if one.product == product and one.towards(target, day)]
    last = max((one.announced for one in restricting), default=None)
    rungs = [one.rung for one in kin if one.rung in RUNGS]
    return Precursors(
        strength=max((STRENGTH[one.effect] for one in here if one.restricts and one.in_force(day, day)), default=0),
        in_force=_measures(one for one in restricting if one.in_force(day, day)),
        recent=_measures(one for one in restricting if one.announced > day - RECENT),
        days_since_last=(day - last).days if last else None,
        rung=max(rungs, key=RUNGS.index, default=""),
        coming=_measures(one for one in here if one.restricts and one.coming(day)),
        relief_ending=_measures(one for one in here if one.effect == "free" and one.expires(day)),
        retaliation=_measures(one for one in known if one.party == target and _calls_for_answer(one, party, day)),
    )


@dataclass(frozen=True)
class MeasureFeatures:
    """Precursors of many links as of one day: looked up by the places of party, product and importer.

    Parameters
    ----------
    slots : numpy.ndarray
        Row of each party; 0 for parties of which nothing is known.
    in_force, coming, relief : numpy.ndarray
        By row, product and importer: strictest restriction in force and strictest coming (0 none, 1 licence, 2 quota,
        3 denial, 4 ban); suspensions and authorisations that end within twelve months [1].
    recent : numpy.ndarray
        By row and product: restricting acts in the family announced in the last 24 months [1].
    retaliation : numpy.ndarray
        By party and importer: acts of the importer that name the party, of the last twelve months [1].
    """

    slots: Places
    in_force: Levels
    coming: Levels
    relief: Levels
    recent: Counts
    retaliation: Counts

    def at(self, party: Places, product: Places, importer: Places) -> dict[str, NDArray[np.integer[Any]]]:
        """Return one array per feature for links.

        Parameters
        ----------
        party, product, importer : numpy.ndarray
            Places of each link in the lists that the features were made for.

        Returns
        -------
        dict of str to numpy.ndarray
            One number per link.
        """
        slot = self.slots[party]
        return {
            "in_force": self.in_force[slot, product, importer],
            "coming": self.coming[slot, product, importer],
            "recent": self.recent[slot, product],
            "relief_ending": self.relief[slot, product, importer],
            "retaliation": self.retaliation[party, importer],
        }


def measure_features(
    rows: Iterable[Act], parties: Sequence[str], products: Sequence[str], importers: Sequence[str], day: date
) -> MeasureFeatures:
    """Make the precursors of every link as of a day.

    Parameters
    ----------
    rows : iterable of Act
        Acts; those announced later, and those of which no reference was read, do not count.
    parties, importers : sequence of str
        Suppliers and importers: ISO 3166-1 alpha-3 or ``EU``.
    products : sequence of str
        Ids in the product book, or six-digit codes of any edition: a code stands for every product that it holds.
    day : datetime.date
        The day; nothing later is used.

    Returns
    -------
    MeasureFeatures
        The numbers, dense only over parties that act.
    """
    known = [one for one in rows if one.counts(day)]
    party_at = {one: i for i, one in enumerate(parties)}
    importer_at = {one: i for i, one in enumerate(importers)}
    acting = {party: i for i, party in enumerate(sorted({one.party for one in known} & set(party_at)), 1)}
    slots = np.array([acting.get(one, 0) for one in parties], dtype=np.intp)
    places, kin = _places(tuple(products))
    shape = (len(acting) + 1, len(products), len(importers))
    in_force, coming, relief = (np.zeros(shape, np.int8) for _ in range(3))
    mask = _masks(importers, day)
    endings: dict[tuple[str, str], dict[int, NDArray[np.bool_]]] = {}
    for one in known:
        slot, columns = acting.get(one.party), places.get(one.product)
        if slot is None or columns is None or one.direction != "export":
            continue
        if one.restricts:
            into = in_force if one.in_force(day, day) else coming if one.coming(day) else None
            if into is not None:
                level = np.where(mask(one), np.int8(STRENGTH[one.effect]), np.int8(0))
                into[slot, columns] = np.maximum(into[slot, columns], level)
        elif one.effect == "free" and one.expires(day):
            held = endings.setdefault((one.measure, one.party), {})
            for column in columns:
                held[column] = held[column] | mask(one) if column in held else mask(one)
    for (_, party), columns_of in endings.items():
        for column, towards in columns_of.items():
            relief[acting[party], column] += towards
    return MeasureFeatures(
        slots,
        in_force,
        coming,
        relief,
        _recent(known, acting, kin, (shape[0], shape[1]), day),
        _retaliation(known, party_at, importer_at, day),
    )


def _recent(
    known: Iterable[Act], acting: Mapping[str, int], kin: Mapping[str, Places], shape: tuple[int, int], day: date
) -> Counts:
    found = np.zeros(shape, np.int16)
    recent = (one for one in known if one.restricts and one.announced > day - RECENT and one.party in acting)
    by_measure: dict[tuple[str, str], set[str]] = {}
    for one in recent:
        by_measure.setdefault((one.measure, one.party), set()).add(family(one.product))
    for (_, party), families in by_measure.items():
        columns = [kin[name] for name in families if name in kin]
        if columns:
            found[acting[party], np.unique(np.concatenate(columns))] += 1
    return found


def _retaliation(
    known: Iterable[Act], party_at: Mapping[str, int], importer_at: Mapping[str, int], day: date
) -> Counts:
    found = np.zeros((len(party_at), len(importer_at)), np.int16)
    seen: set[tuple[str, str, str]] = set()
    for one in known:
        if one.party not in importer_at or one.announced <= day - ANSWER or one.effect not in HOSTILE:
            continue
        named = members_on(one.target, day) if one.target in named_groups() else frozenset()
        for party in {one.target, *named} & set(party_at):
            key = (one.measure, one.party, party)
            if key not in seen and _calls_for_answer(one, party, day):
                seen.add(key)
                found[party_at[party], importer_at[one.party]] += 1
    return found


def _calls_for_answer(act: Act, party: str, day: date) -> bool:
    aimed = act.target != EVERYONE and act.towards(party, day)
    return aimed and act.effect in HOSTILE and act.announced > day - ANSWER


def _masks(importers: Sequence[str], day: date) -> Callable[[Act], NDArray[np.bool_]]:
    held: dict[tuple[str, frozenset[str]], NDArray[np.bool_]] = {}

    def mask(act: Act) -> NDArray[np.bool_]:
        key = (act.target, act.excepted)
        if key not in held:
            held[key] = np.fromiter((act.towards(one, day) for one in importers), np.bool_, len(importers))
        return held[key]

    return mask


@cache
def _places(names: tuple[str, ...]) -> tuple[Mapping[str, Places], Mapping[str, Places]]:
    """Return in which columns each product, and each family, of the book stands."""
    by_id: dict[str, list[int]] = {}
    by_family: dict[str, list[int]] = {}
    for i, name in enumerate(names):
        for id_ in _ids(name):
            by_id.setdefault(id_, []).append(i)
            columns = by_family.setdefault(family(id_), [])
            if not columns or columns[-1] != i:
                columns.append(i)
    by_family.pop("", None)
    return (
        {id_: np.array(columns, np.intp) for id_, columns in by_id.items()},
        {name: np.array(columns, np.intp) for name, columns in by_family.items()},
    )


def _ids(name: str) -> tuple[str, ...]:
    if name in products():
        return (name,)
    return tuple(sorted({one.id for edition in EDITIONS for one in by_code(edition).get(name, ())}))


def _acts(register: Register, entry: Entry) -> Iterator[Act]:
    period = entry.announced_on or entry.valid_from
    if period is None:
        return
    row = Act(
        entry.id,
        entry.party,
        EVERYONE,
        NO_PRODUCT,
        entry.does,
        rung_of(entry),
        period.end,
        entry.valid_from.end if entry.valid_from else None,
        tuple(_stops(register, entry, period.end)),
        frozenset(entry.except_targets),
        entry.direction,
        entry.confidence,
    )
    for target in entry.targets or entry.members or (EVERYONE,):
        for product in sorted(entry.book_products) or (NO_PRODUCT,):
            yield replace(row, target=target, product=product)


def _stops(register: Register, entry: Entry, announced: date) -> Iterator[Stop]:
    for one in register.ending(entry.id):
        if one.valid_from is not None and (known := _known(one)):
            yield Stop(one.valid_from.end, None, known)
    for one in register.suspending(entry.id):
        if one.valid_from is not None and (known := _known(one)):
            last = one.valid_to.end if one.valid_to and not one.after else None
            yield Stop(one.valid_from.end, last, known)
    if entry.valid_to is None:
        return
    ender = register.get(entry.ended_by) if entry.ended_by else None
    if ender is not None and entry.id in ender.suspends:
        return
    ended = entry.valid_to.end
    known = (_known(ender) if ender else ended if entry.end == "ended" else None) or announced
    yield Stop(ended + _DAY, None, max(known, announced))


def _known(entry: Entry) -> date | None:
    period = entry.announced_on or entry.valid_from
    return period.end if period else None


def _last(told: str | None) -> date | None:
    return parse_period(told).end if told else None


def _among(place: str, named: Iterable[str], on: date) -> bool:
    return any(one in (place, EVERYONE) or (one in named_groups() and place in members_on(one, on)) for one in named)


def _measures(found: Iterable[Act]) -> int:
    return len({one.measure for one in found})
