"""One entry of the control register: what is told of it, and what has to be right before it is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cached_property
from typing import Any

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.hs import parse_hs6
from tocsin.core.period import Period, parse_period
from tocsin.core.registry import nearest
from tocsin.policy.closed import (
    AFTER,
    BESIDE,
    CONFIDENCE,
    DENYING,
    DIRECTIONS,
    EFFECTS,
    ENDS,
    EVERYONE,
    INSTRUMENTS,
    JOINT,
    LICENCE_POLICIES,
    RUNGS,
)
from tocsin.policy.groups import named_groups
from tocsin.ref.countries import countries
from tocsin.ref.products import product_groups, products

#: Ways in which one entry changes another.
RELATIONS = ("supersedes", "lifts", "suspends", "amends", "authorises")
_DAYS = ("announced_on", "valid_from", "valid_to")
_CLOSED: Mapping[str, tuple[str, ...]] = {
    "instrument": tuple(INSTRUMENTS),
    "effect": EFFECTS,
    "licence_policy": LICENCE_POLICIES,
    "direction": DIRECTIONS,
    "confidence": CONFIDENCE,
    "rung": ("", *RUNGS, *BESIDE),
    "end": ENDS,
    "after": AFTER,
}
_LISTED = re.compile(r"\b(\d[A-E]\d{3})((?:\.[a-z0-9]+(?:\.[a-z0-9]+)*(?:/\.?[a-z0-9]+(?:\.[a-z0-9]+)*)*)?)")
_NEEDED = ("title", "instrument", "confidence", "references")


@dataclass(frozen=True)
class Entry:
    """One act of a party: a control, a quota, a lifting, a change of a trusted group.

    A date known to the month or year is that whole month or year. What nobody established is left out.

    Parameters
    ----------
    id, party : str
        Name of the entry; who acts: ISO 3166-1 alpha-3, ``EU`` or ``MULTI``.
    title, instrument, legal_reference : str
        What readers call it; which of :data:`~tocsin.policy.closed.INSTRUMENTS` it is; where it is published.
    announced_on, valid_from, valid_to : Period or None
        When the public could know it; first and last day in force.
    end, ended_by, after : str
        How it came to its last day (``expiry``: fixed in advance; ``ended``: by a later act, which `ended_by` names);
        ``open`` if nobody has established what follows.
    review_on : tuple of Period
        Days on which it is reviewed, or on which something in it changes by itself.
    targets, except_targets : tuple of str
        Towards whom: countries, ``*`` for all, groups such as ``EU`` or ``US-D:5``; and who of them not.
    products : tuple of str
        Ids in the product book, or of its groups, that the act names.
    hs6 : mapping of str to str
        Codes in which the goods may be, and how sure that is.
    items : tuple of str
        Entries of control lists, in the party's own numbering.
    all_goods : bool
        It covers whatever the party controls, or all goods.
    partial : str
        Which part of those goods, where it is not all: grades, thresholds.
    direction, effect, licence_policy, licence_terms : str
        Which way it looks, what it does to the goods, and how licences are granted.
    exceptions, holders : tuple of str
        What is exempt; firms that an authorisation names.
    group, members : str, tuple of str
        Trusted group that it changes, and whose place in it.
    supersedes, lifts, suspends, amends, authorises : tuple of str
        Ids of entries that it replaces, ends, suspends while it is in force, changes in part, gives relief from.
    rung : str
        Step of the ladder of escalation.
    observed_effect, size, note : str
        What followed; how large it was; what a reviewer has to know.
    references : tuple of str
        Where it was read.
    confidence : str
        ``high``: the reference was read; ``medium``: known, named, not or only partly read; ``low``.
    where : str
        File and line.

    Attributes
    ----------
    seen : bool
        The text of a reference was read: confidence is high. Others are shown but never drive a warning.
    retroactive : bool
        It took effect before it was announced.
    """

    id: str
    party: str
    title: str
    instrument: str
    confidence: str
    references: tuple[str, ...]
    legal_reference: str = ""
    announced_on: Period | None = None
    valid_from: Period | None = None
    valid_to: Period | None = None
    end: str = ""
    ended_by: str = ""
    after: str = ""
    review_on: tuple[Period, ...] = ()
    targets: tuple[str, ...] = ()
    except_targets: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    hs6: Mapping[str, str] = field(default_factory=dict)
    items: tuple[str, ...] = ()
    all_goods: bool = False
    partial: str = ""
    direction: str = "export"
    effect: str = ""
    licence_policy: str = ""
    licence_terms: str = ""
    exceptions: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    group: str = ""
    members: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    lifts: tuple[str, ...] = ()
    suspends: tuple[str, ...] = ()
    amends: tuple[str, ...] = ()
    authorises: tuple[str, ...] = ()
    rung: str = ""
    observed_effect: str = ""
    size: str = ""
    note: str = ""
    where: str = ""

    @property
    def seen(self) -> bool:
        """Whether the text of a reference was read."""
        return self.confidence == "high"

    @property
    def retroactive(self) -> bool:
        """Whether it took effect before it was announced, at the precision known of both."""
        if self.valid_from is None or self.announced_on is None:
            return False
        return self.valid_from.end < self.announced_on.start

    @cached_property
    def known_from(self) -> date | None:
        """First day on which the public could know it; None if no date is established."""
        first = self.announced_on or self.valid_from
        return first.start if first else None

    @cached_property
    def does(self) -> str:
        """What it does to goods: as the entry says, or as its instrument does."""
        told = self.effect or INSTRUMENTS[self.instrument]
        return "denial" if told == "licence" and self.licence_policy in DENYING else told

    @cached_property
    def codes_of_lists(self) -> frozenset[str]:
        """Codes of control lists among its items, out of whatever words they stand in: ``3A090.a`` and ``3A090.b``."""
        found = set()
        for item in self.items:
            for code, parts in _LISTED.findall(item):
                heads = [part.lstrip(".") for part in parts.split("/") if part.strip(".")]
                found |= {f"{code}.{head}" for head in heads} or {code}
        return frozenset(found)

    @cached_property
    def book_products(self) -> frozenset[str]:
        """Products of the book that it names, its groups opened."""
        groups = product_groups()
        return frozenset(one for name in self.products for one in groups.get(name, (name,)))


_FIELDS = {one.name: one for one in fields(Entry)}
_GIVEN = tuple(name for name in _FIELDS if name not in {"id", "party", "where"})
_LISTS = tuple(name for name, one in _FIELDS.items() if str(one.type).startswith("tuple"))
_TEXTS = tuple(name for name in _GIVEN if _FIELDS[name].type == "str")


def make_entry(id_: str, party: str, row: Mapping[str, Any], where: str) -> Entry:
    """Make an entry of a table of the register.

    Parameters
    ----------
    id_, party : str
        Its name and whose folder it stands in.
    row : mapping of str to object
        Its keys.
    where : str
        File and line, for errors.

    Returns
    -------
    Entry
        The entry.

    Raises
    ------
    CodeError
        If a country, product, goods code or date is none.
    FormatError
        If a key is unknown, missing or of the wrong kind, a word is not of its closed list, or dates run backwards.
    """
    _check_keys(row, where)
    given: dict[str, Any] = dict(row)
    for name in _LISTS:
        given[name] = tuple(given.get(name, ()))
    for name in _DAYS:
        given[name] = _day(given[name], name, where) if given.get(name) not in (None, "") else None
    given["review_on"] = tuple(_day(one, "review_on", where) for one in given["review_on"])
    given["hs6"] = _codes(given.get("hs6", {}), where)
    entry = Entry(id=id_, party=party, where=where, **given)
    _check_words(entry)
    _check_places(entry)
    _check_goods(entry)
    _check_days(entry)
    return entry


def _check_keys(row: Mapping[str, Any], where: str) -> None:
    if unknown := sorted(set(row) - set(_GIVEN)):
        raise FormatError(f"The key {unknown[0]!r} is not known", where=where, remedy=nearest(unknown[0], list(_GIVEN)))
    if missing := [name for name in _NEEDED if not row.get(name)]:
        raise FormatError(
            f"The key {missing[0]!r} is missing", where=where, remedy="Say it; what is open is an open end."
        )
    for name, value in row.items():
        if not _is_kind(name, value):
            raise FormatError(f"{name} = {value!r} is of the wrong kind", where=where, remedy=f"It is {_kind(name)}.")


def _is_kind(name: str, value: object) -> bool:
    if name in _LISTS:
        return isinstance(value, list) and all(isinstance(one, str | date) and one for one in value)
    if name in _DAYS:
        return isinstance(value, str | date)
    if name == "hs6":
        return isinstance(value, dict) and all(isinstance(codes, list) for codes in value.values())
    return isinstance(value, bool) if name == "all_goods" else isinstance(value, str)


def _kind(name: str) -> str:
    if name in _LISTS:
        return "a list of texts"
    if name in _DAYS:
        return "a date: 2023, 2023-07 or 2023-07-21"
    if name == "hs6":
        return 'a table of lists: { high = ["281111"] }'
    return "true or false" if name == "all_goods" else "a text"


def _day(value: object, name: str, where: str) -> Period:
    try:
        found = parse_period(value)
    except CodeError as error:
        raise CodeError(f"{name} = {value!r} is no date", where=where, remedy=error.remedy) from error
    if found.freq not in {"A", "Q", "M", "D"}:
        raise CodeError(f"{name} = {value!r} is no date", where=where, remedy="Write 2023, 2023-07 or 2023-07-21.")
    return found


def _codes(table: Mapping[str, Any], where: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for sure, codes in table.items():
        if sure not in CONFIDENCE:
            raise FormatError(f"hs6.{sure} is not known", where=where, remedy=nearest(sure, list(CONFIDENCE)))
        for code in codes:
            if parse_hs6(str(code), where=where) in found:
                raise FormatError(f"The code {code} stands twice in hs6", where=where, remedy="Strike one of the two.")
            found[str(code)] = sure
    return found


def _check_words(entry: Entry) -> None:
    for name, words in _CLOSED.items():
        told = getattr(entry, name)
        if told not in words and not (name == "effect" and not told):
            raise FormatError(
                f"{name} = {told!r} is not of its closed list",
                where=entry.where,
                remedy=f"{nearest(told, list(words))} The list is in tocsin.policy.closed.",
            )


def _check_places(entry: Entry) -> None:
    if entry.party not in JOINT and entry.party not in countries():
        raise CodeError(
            f"The party {entry.party!r} is no country", where=entry.where, remedy="Name the folder by ISO3."
        )
    for name in ("targets", "except_targets", "members"):
        for place in getattr(entry, name):
            known = place in countries() or place in named_groups()
            if not known and not (place == EVERYONE and name != "except_targets"):
                raise CodeError(
                    f"{name} holds {place!r}, which is no country and no group",
                    where=entry.where,
                    remedy=nearest(place, [*named_groups(), *countries()]),
                )


def _check_goods(entry: Entry) -> None:
    for name in entry.products:
        if name not in products() and name not in product_groups():
            raise CodeError(
                f"The product {name!r} is not in the product book",
                where=entry.where,
                remedy=nearest(name, [*products(), *product_groups()]),
            )


def _check_days(entry: Entry) -> None:
    first, last = entry.valid_from, entry.valid_to
    if first and last and last.end < first.start:
        raise FormatError(
            f"valid_to {last} is before valid_from {first}", where=entry.where, remedy="Correct one of the two dates."
        )
    if (entry.end or entry.ended_by or entry.after) and last is None and not entry.suspends:
        raise FormatError(
            "end, ended_by or after is told, but no valid_to",
            where=entry.where,
            remedy="Give valid_to, or strike them.",
        )
