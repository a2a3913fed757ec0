"""How far partners stand apart, by year: in their control lists, their votes, and the measures both have in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from tocsin.policy.closed import EVERYONE, RESTRICTING
from tocsin.policy.comparison import ListEntry, share_not_shared
from tocsin.policy.entry import Entry
from tocsin.policy.force import force
from tocsin.policy.gaps import acting
from tocsin.policy.groups import members_on, named_groups
from tocsin.policy.numbering import explain
from tocsin.policy.register import Register
from tocsin.policy.scope import YES, concerns_target

LIST, COMPARABLE, VOTES, MEASURES = "control_list", "control_list_comparable", "un_ideal_point", "measures"
KINDS = {
    LIST: "share of the codes of both control lists that only one has",
    COMPARABLE: "the same without codes that the other could not have, as the lists are numbered",
    VOTES: "difference of ideal points in votes of the United Nations",
    MEASURES: "share of goods controlled towards a common target that only one controls",
}


@dataclass(frozen=True)
class Distance:
    """How far two partners stand apart.

    Parameters
    ----------
    a, b : str
        The partners.
    period : str
        Year.
    kind : str
        A key of :data:`KINDS`.
    value : float
        The distance; 0 for none. Shares lie in [0, 1].
    unit : str
        ``"1"``.
    """

    a: str
    b: str
    period: str
    kind: str
    value: float
    unit: str = "1"


def list_distances(lists: Mapping[str, Sequence[ListEntry]], period: str) -> Iterator[Distance]:
    """Measure how much of their lists partners do not share.

    Parameters
    ----------
    lists : mapping of str to sequence of ListEntry
        The list of each partner at the end of the year; partners without one are left out.
    period : str
        The year.

    Yields
    ------
    Distance
        Two for each pair: over all codes, and over those that both could have.
    """
    for a, b in combinations(lists, 2):
        one, other = lists[a], lists[b]
        pairs = (
            (LIST, _codes(one), _codes(other)),
            (COMPARABLE, _comparable(one, other), _comparable(other, one)),
        )
        for kind, first, second in pairs:
            if (value := share_not_shared(first, second)) is not None:
                yield Distance(a, b, period, kind, value)


def vote_distances(scores: Mapping[tuple[str, int], float], partners: Sequence[str], year: int) -> Iterator[Distance]:
    """Measure how differently partners vote in the United Nations in a year.

    Parameters
    ----------
    scores : mapping of (str, int) to float
        Ideal points by country and year.
    partners : sequence of str
        Partners; one without a score in the year is left out.
    year : int
        The year.

    Yields
    ------
    Distance
        One for each pair with scores.
    """
    for a, b in combinations(partners, 2):
        if (a, year) in scores and (b, year) in scores:
            yield Distance(a, b, str(year), VOTES, abs(scores[a, year] - scores[b, year]))


def measure_distances(register: Register, partners: Sequence[str], on: date) -> Iterator[Distance]:
    """Measure how much of what partners control towards common targets they do not control together.

    A target is common if each of the two has a restricting entry in force towards it that names goods. Of the goods
    that either controls towards common targets, those count that only one does. Entries of low confidence and those of
    which it is not established whether they are in force do not count.

    Parameters
    ----------
    register : Register
        The register.
    partners : sequence of str
        Partners.
    on : datetime.date
        The day; its year is the period.

    Yields
    ------
    Distance
        One for each pair with a common target.
    """
    held = {partner: _in_force(register, partner, on) for partner in partners}
    for a, b in combinations(partners, 2):
        both = either = 0
        for target in sorted(_targets([*held[a], *held[b]], on) - {a, b}):
            first, second = _controlled(held[a], target, on), _controlled(held[b], target, on)
            if first and second:
                both += len(first & second)
                either += len(first | second)
        if either:
            yield Distance(a, b, str(on.year), MEASURES, 1 - both / either)


def _codes(entries: Iterable[ListEntry]) -> frozenset[str]:
    return frozenset(one.code for one in entries)


def _comparable(entries: Sequence[ListEntry], others: Sequence[ListEntry]) -> frozenset[str]:
    held, other = _codes(others), others[0].party
    return frozenset(
        one.code
        for one in entries
        if one.code in held or not explain(one.code, one.party, other, one.title, one.reasons).by_construction
    )


def _in_force(register: Register, partner: str, on: date) -> tuple[Entry, ...]:
    return tuple(
        entry
        for entry in acting(register, partner, on)
        if entry.does in RESTRICTING
        and entry.direction == "export"
        and entry.confidence != "low"
        and not entry.holders
        and force(register, entry, on).state == YES
    )


def _targets(entries: Iterable[Entry], on: date) -> frozenset[str]:
    """Return the countries that entries name, groups opened; ``*`` stands for all that none of them names."""
    named = {target for entry in entries for target in entry.targets}
    groups = named & named_groups().keys()
    return frozenset(named - groups | {country for group in groups for country in members_on(group, on)})


def _controlled(entries: Iterable[Entry], target: str, on: date) -> frozenset[str]:
    if target == EVERYONE:
        fits = [entry for entry in entries if EVERYONE in entry.targets]
    else:
        fits = [entry for entry in entries if concerns_target(entry, target, on)]
    return frozenset(name for entry in fits for name in (entry.book_products or entry.hs6))
