"""What has to be right between entries: what they refer to, and that two do not say contrary things."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.registry import nearest
from tocsin.policy.closed import RESTRICTING
from tocsin.policy.entry import RELATIONS, Entry

Entries = Mapping[str, Entry]


def check_register(entries: Entries) -> None:
    """Check entries against each other.

    Parameters
    ----------
    entries : mapping of str to Entry
        By id.

    Raises
    ------
    CodeError
        If an entry names another that is not there.
    FormatError
        If an entry acts on itself, on one that began later, or in a circle, or if two say contrary things of the same
        goods towards the same targets on the same day.
    """
    for entry in entries.values():
        _check_named(entry, entries)
    _check_circles(entries)
    for one, other in _contrary(entries):
        raise FormatError(
            f"{one.id} says {_told(one)} and {other.id} says {_told(other)} of the same goods towards "
            "the same targets at the same time",
            where=f"{one.where} and {other.where}",
            remedy="Say which supersedes, amends, lifts or suspends the other, or correct dates, goods or targets.",
        )


def _check_named(entry: Entry, entries: Entries) -> None:
    for relation in (*RELATIONS, "ended_by"):
        named = getattr(entry, relation)
        for id_ in (named,) if isinstance(named, str) and named else named:
            if id_ == entry.id:
                raise FormatError(f"{relation} names the entry itself", where=entry.where, remedy="Name another.")
            if id_ not in entries:
                remedy = nearest(id_, list(entries))
                raise CodeError(
                    f"{relation} names {id_!r}, which the register does not hold", where=entry.where, remedy=remedy
                )
    for relation in ("supersedes", "lifts", "suspends"):
        for id_ in getattr(entry, relation):
            if entries[id_].party != entry.party:
                raise FormatError(
                    f"it {relation} {id_}, an act of {entries[id_].party}",
                    where=entry.where,
                    remedy="Nobody ends or suspends the acts of another party: name one of its own.",
                )
            if relation == "suspends":
                continue
            first, other = entry.valid_from, entries[id_].valid_from
            if first and other and first.end < other.start:
                raise FormatError(
                    f"it {relation} {id_}, but begins before it ({first} before {other})",
                    where=entry.where,
                    remedy="Correct the dates, or turn the two round.",
                )


def _check_circles(entries: Entries) -> None:
    done: set[str] = set()

    def walk(id_: str, path: tuple[str, ...]) -> None:
        if id_ in path:
            circle = " -> ".join([*path[path.index(id_) :], id_])
            raise FormatError(
                f"Entries end or suspend each other in a circle: {circle}",
                where=entries[id_].where,
                remedy="Strike one of the relations.",
            )
        if id_ not in done:
            entry = entries[id_]
            for named in (*entry.supersedes, *entry.lifts, *entry.suspends):
                walk(named, (*path, id_))
            done.add(id_)

    for id_ in entries:
        walk(id_, ())


def _contrary(entries: Entries) -> Iterator[tuple[Entry, Entry]]:
    """Find contrary pairs.

    Two steps of a ladder may stand beside each other where one looks towards all and the other towards some, or where
    one names a part only: the stricter answers. Contrary are two of one party that hold on one day, neither of which
    acts on the other, and that say different things of the same goods towards exactly the same targets, or of which one
    frees what the other restricts. An act that stands twice is contrary to itself.

    Parameters
    ----------
    entries : mapping of str to Entry
        By id.

    Yields
    ------
    tuple of Entry
        Both.
    """
    acting: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries.values():
        if entry.does in (*RESTRICTING, "free") and entry.targets:
            acting[entry.party, entry.direction].append(entry)
    related = {(entry.id, id_) for entry in entries.values() for name in RELATIONS for id_ in getattr(entry, name)}
    for group in acting.values():
        for one, other in combinations(group, 2):
            if {(one.id, other.id), (other.id, one.id)} & related or not _at_once(one, other):
                continue
            if _is_copy(one, other) or (_told(one) != _told(other) and _clash(one, other)):
                yield one, other


def _told(entry: Entry) -> str:
    return f"{entry.does} ({entry.licence_policy})" if entry.licence_policy else entry.does


def _clash(one: Entry, other: Entry) -> bool:
    """Whether goods and targets are the same, of entries that say different things; a part is told apart."""
    if one.partial != other.partial:
        return False
    same_targets = _targets(one) == _targets(other)
    if "free" in (one.does, other.does):
        return (same_targets or bool(set(one.targets) & set(other.targets))) and _share_goods(one, other)
    return same_targets and _share_goods(one, other)


def _targets(entry: Entry) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(entry.targets), frozenset(entry.except_targets)


def _share_goods(one: Entry, other: Entry) -> bool:
    if one.book_products and other.book_products:
        return not one.book_products.isdisjoint(other.book_products)
    if one.all_goods and other.all_goods:
        return True
    if one.book_products or other.book_products or one.all_goods or other.all_goods:
        return False
    return bool(set(one.hs6) & set(other.hs6)) or not one.codes_of_lists.isdisjoint(other.codes_of_lists)


def _is_copy(one: Entry, other: Entry) -> bool:
    def held(entry: Entry) -> tuple[object, ...]:
        goods = (entry.book_products, tuple(entry.hs6), entry.items, entry.all_goods, entry.partial)
        return (entry.title, _told(entry), _targets(entry), goods, entry.valid_from, entry.valid_to)

    return held(one) == held(other)


def _at_once(one: Entry, other: Entry) -> bool:
    """Whether both certainly hold on one day; the first day of an entry without one is before all others."""
    begins = [first.end for entry in (one, other) if (first := entry.valid_from)]
    ends = [last.start for entry in (one, other) if (last := entry.valid_to)]
    if not begins:
        return False
    return not ends or max(begins) <= min(ends)
