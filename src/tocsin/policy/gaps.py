"""Gaps between partners: goods that one of them controls towards a target on a day, and another not, or otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.core.errors import UsageError
from tocsin.policy.closed import RESTRICTING
from tocsin.policy.entry import Entry
from tocsin.policy.force import force
from tocsin.policy.groups import members_on, named_groups, trusted_by
from tocsin.policy.law import FREE, UNCERTAIN, Question, law
from tocsin.policy.register import Register
from tocsin.policy.scope import NO, YES, concerns_goods, concerns_target, goods, parse_place
from tocsin.ref.products import products

BY_SOME, OTHER_TARGET, OTHER_POLICY, NOT_ESTABLISHED = (
    "controlled by some",
    "other target",
    "other policy",
    "not established",
)
KINDS = {
    BY_SOME: "one controls these goods towards the target, another has no act on them",
    OTHER_TARGET: "all control these goods, but not all towards this target",
    OTHER_POLICY: "all control them towards the target, by other means",
    NOT_ESTABLISHED: "what one of them does is not established",
}
PRODUCT, CODE, ITEM = "product", "code", "item"
UNION = "EU"
#: Parties that number their lists otherwise: silence on such a code says nothing of them.
OWN_NUMBERS = ("CHN", "JPN", "RUS")
OTHER_NUMBERS = "other numbering"
_ITEM = re.compile(r"\b\d[A-E]\d{3}\b")


@dataclass(frozen=True)
class Position:
    """Where a partner stands on some goods towards the target.

    Parameters
    ----------
    partner, status, licence_policy : str
        Who, and as :func:`tocsin.policy.law.law` answers; ``"other numbering"`` where the goods are a code of a list
        and the partner numbers its list otherwise.
    entries : tuple of str
        Entries that restrict the goods, in force or perhaps in force.
    elsewhere : tuple of str
        Entries in force that restrict the goods towards others, where the target is free.
    seen : bool
        Whether the text of a reference was read for all of `entries`.
    """

    partner: str
    status: str
    licence_policy: str
    entries: tuple[str, ...]
    elsewhere: tuple[str, ...]
    seen: bool

    @property
    def controls(self) -> bool:
        """Whether the goods are restricted towards the target."""
        return self.status in RESTRICTING


@dataclass(frozen=True)
class Gap:
    """Goods on which partners differ.

    Parameters
    ----------
    goods, sort, title : str
        Id of the product book, six-digit code or entry of a control list; which of them; in words.
    kind : str
        One of :data:`KINDS`.
    positions : tuple of Position
        By partner, in the order asked.
    """

    goods: str
    sort: str
    title: str
    kind: str
    positions: tuple[Position, ...]

    @property
    def controlling(self) -> tuple[str, ...]:
        """Partners that restrict the goods towards the target."""
        return tuple(one.partner for one in self.positions if one.controls)

    @property
    def open(self) -> tuple[str, ...]:
        """Partners that leave them free."""
        return tuple(one.partner for one in self.positions if one.status == FREE)


@dataclass(frozen=True)
class Trust:
    """The trusted group of a partner on the day.

    Parameters
    ----------
    partner, group, name : str
        Whose; its code and name; empty if the tables hold none.
    inside, outside : tuple of str
        Of the target and the other partners, who is in it and who not.
    """

    partner: str
    group: str
    name: str
    inside: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Gaps:
    """What differs between partners.

    Parameters
    ----------
    rows : tuple of Gap
        Goods on which they differ.
    alike : tuple of (str, int)
        How many goods all of them control alike, and how many none of them restricts.
    trusted : tuple of Trust
        Trusted groups, by partner.
    """

    rows: tuple[Gap, ...]
    alike: tuple[tuple[str, int], ...]
    trusted: tuple[Trust, ...]


def gaps(register: Register, partners: Sequence[str], target: str, on: date, known_on: date | None = None) -> Gaps:
    """Find the goods on which partners differ towards a target.

    Every product of the book is asked about, every six-digit code of an entry that names no product, and every code of
    a control list that an entry names.

    Parameters
    ----------
    register : Register
        The register.
    partners : sequence of str
        ISO 3166-1 alpha-3, or ``EU``; two or more.
    target : str
        Towards whom.
    on : datetime.date
        The day.
    known_on : datetime.date or None
        Day of knowledge; None for all that the register knows.

    Returns
    -------
    Gaps
        What differs, what is alike, and trusted groups.

    Raises
    ------
    CodeError
        If a partner or the target is no country.
    UsageError
        If there are fewer than two partners, one stands twice or is the target.
    """
    _check(partners, target)
    rows, alike = [], {"controlled": 0, "free": 0, "not established": 0}
    for name, sort, title in _goods(register, partners, on):
        positions = tuple(_position(register, Question(partner, target, on, name, known_on)) for partner in partners)
        if kind := _kind(positions):
            rows.append(Gap(name, sort, title, kind, positions))
        else:
            first = next((one for one in positions if one.status != OTHER_NUMBERS), positions[0])
            alike["controlled" if first.controls else "free" if first.status == FREE else "not established"] += 1
    trusted = tuple(_trust(partner, [target, *partners], on) for partner in partners)
    return Gaps(tuple(rows), tuple(alike.items()), trusted)


def acting(register: Register, partner: str, on: date) -> tuple[Entry, ...]:
    """Return the entries by which a partner acts: its own, and those of the union that it is in on the day."""
    union = register.of(UNION) if partner != UNION and partner in members_on(UNION, on) else ()
    return (*register.of(partner), *union)


def _check(partners: Sequence[str], target: str) -> None:
    for place in (*partners, target):
        parse_place(place)
    told = ", ".join(partners) or "nobody"
    if len(set(partners)) < len(partners) or len(partners) < 2:
        raise UsageError(f"The partners are {told}", remedy="Name two or more, each once.")
    if target in partners:
        raise UsageError(f"{target} is partner and target", remedy="Ask about a target that is none of the partners.")


def _goods(register: Register, partners: Sequence[str], on: date) -> Iterator[tuple[str, str, str]]:
    for id_, one in products().items():
        yield id_, PRODUCT, one.title
    acts = [entry for partner in partners for entry in acting(register, partner, on) if entry.does in RESTRICTING]
    codes = {code for entry in acts if not entry.products for code in entry.hs6}
    yield from ((code, CODE, f"HS {code}") for code in sorted(codes))
    items = {code for entry in acts for text in entry.items for code in _ITEM.findall(text)}
    yield from ((code, ITEM, f"List entry {code}") for code in sorted(items))


def _position(register: Register, question: Question) -> Position:
    asked = goods(question.product)
    if asked.item and question.party in OWN_NUMBERS:
        return Position(question.party, OTHER_NUMBERS, "", (), (), True)
    answer = law(register, question)
    deciding = [one.entry for one in answer.findings if one.state != NO and one.effect in RESTRICTING]
    elsewhere = [
        entry.id
        for entry in (acting(register, question.party, question.on) if answer.status == FREE else ())
        if entry.does in RESTRICTING
        and entry.direction == "export"
        and not entry.all_goods
        and concerns_goods(entry, asked) == YES
        and not concerns_target(entry, question.target, question.on)
        and force(register, entry, question.on, question.known_on).state == YES
    ]
    return Position(
        question.party,
        answer.status,
        answer.licence_policy,
        tuple(one.id for one in deciding),
        tuple(elsewhere),
        all(one.seen for one in deciding),
    )


def _kind(positions: Sequence[Position]) -> str:
    """Say in which way partners differ; empty if they do not."""
    statuses = {one.status for one in positions} - {OTHER_NUMBERS}
    if any(one.controls for one in positions) and FREE in statuses:
        return OTHER_TARGET if all(one.elsewhere for one in positions if one.status == FREE) else BY_SOME
    if UNCERTAIN in statuses:
        return NOT_ESTABLISHED if len(statuses) > 1 else ""
    differ = len({(one.status, one.licence_policy) for one in positions if one.controls}) > 1
    return OTHER_POLICY if differ else ""


def _trust(partner: str, others: Sequence[str], on: date) -> Trust:
    group = trusted_by(partner)
    if not group:
        return Trust(partner, "", "")
    members = members_on(group, on)
    places = [one for one in others if one != partner]
    return Trust(
        partner,
        group,
        named_groups()[group].name,
        tuple(one for one in places if one in members),
        tuple(one for one in places if one not in members),
    )
