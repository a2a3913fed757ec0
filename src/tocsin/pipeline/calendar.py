"""The calendar of what takes effect, lapses or is reviewed, with trade at stake beside each item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tocsin.lake import View
from tocsin.pipeline.stake import WORLD, Asked, Stake, stakes
from tocsin.policy.calendar import KINDS, Item, calendar
from tocsin.policy.concern import CONCERNS, HOLDER, OTHERS, OWN
from tocsin.policy.register import Register
from tocsin.ref.countries import countries

UNION = "EU"


@dataclass(frozen=True)
class Dated:
    """An item of the calendar and what is at stake.

    Parameters
    ----------
    item : Item
        The item.
    stake : Stake
        Trade at stake.
    """

    item: Item
    stake: Stake


@dataclass(frozen=True)
class Calendar:
    """A calendar of one reporter.

    Parameters
    ----------
    reporter : str
        ISO 3166-1 alpha-3, or ``EU``.
    on, until, known_on : datetime.date
        First and last day, and the day of knowledge.
    all_directions : bool
        Whether imports, investment and others are there too.
    dated : tuple of Dated
        By date, then the largest stake first.
    left_out : tuple of str
        Ids of acts towards others on goods of which the reporter is known to buy nothing from that party.
    """

    reporter: str
    on: date
    until: date
    known_on: date
    all_directions: bool
    dated: tuple[Dated, ...]
    left_out: tuple[str, ...]


def calendar_of(
    register: Register,
    view: View,
    reporter: str,
    on: date,
    days: int,
    *,
    all_directions: bool = False,
    others: bool = True,
) -> Calendar:
    """Make the calendar of a reporter.

    Parameters
    ----------
    register : Register
        The register.
    view : View
        The lake as of the day of knowledge.
    reporter : str
        ISO 3166-1 alpha-3, or ``EU``.
    on : datetime.date
        First day.
    days : int
        Days ahead, the last included [days].
    all_directions : bool
        Also import, investment and other measures.
    others : bool
        Also acts towards others, on goods that the reporter buys from the same party.

    Returns
    -------
    Calendar
        By date, then by stake, the largest first.
    """
    items = [
        one
        for one in calendar(register, reporter, on, days, known_on=view.as_of, all_directions=all_directions)
        if others or one.concern != OTHERS
    ]
    measured = stakes(view, [_asked(one, reporter) for one in items])
    dated = [Dated(one, stake) for one, stake in zip(items, measured, strict=True)]
    idle = [one for one in dated if _is_idle(one)]
    kept = sorted((one for one in dated if one not in idle), key=_order)
    left_out = tuple(sorted({one.item.entry.id for one in idle}))
    return Calendar(reporter, on, on + timedelta(days=days), view.as_of, all_directions, tuple(kept), left_out)


def calendar_json(made: Calendar) -> dict[str, Any]:
    """Write a calendar down.

    Parameters
    ----------
    made : Calendar
        The calendar.

    Returns
    -------
    dict
        ``reporter``, ``on``, ``until``, ``known_on``, ``all_directions``, ``items``, ``left_out``, and what the words
        in ``kind`` and ``concern`` mean.
    """
    return {
        "reporter": made.reporter,
        "on": str(made.on),
        "until": str(made.until),
        "known_on": str(made.known_on),
        "all_directions": made.all_directions,
        "items": [_item_json(one) for one in made.dated],
        "left_out": list(made.left_out),
        "kinds": dict(KINDS),
        "concerns": dict(CONCERNS),
    }


def stake_json(stake: Stake) -> dict[str, Any]:
    """Write trade at stake down.

    Parameters
    ----------
    stake : Stake
        The stake.

    Returns
    -------
    dict
        ``buyer``, ``seller``, ``value_usd``, ``total_usd``, ``share``, ``years``, ``sources``, ``clear``, ``goods``,
        ``not_in_lake`` and ``why``.
    """
    return {
        "buyer": stake.asked.reporter,
        "seller": stake.asked.party,
        "value_usd": stake.value,
        "total_usd": stake.total,
        "share": stake.share,
        "years": list(stake.years),
        "sources": list(stake.bases),
        "clear": stake.clear,
        "goods": [
            {
                "name": part.name,
                "codes": list(part.codes),
                "absent_codes": list(part.absent_codes),
                "value_usd": part.value,
                "total_usd": part.total,
                "share": part.share,
                "clear": part.clear,
            }
            for part in stake.parts
        ],
        "not_in_lake": list(stake.absent),
        "why": stake.why,
    }


def _item_json(dated: Dated) -> dict[str, Any]:
    item, entry = dated.item, dated.item.entry
    return {
        "date": str(item.first),
        "to": str(item.last) if item.last != item.first else None,
        "days_ahead": item.days_ahead,
        "kind": item.kind,
        "urgency": item.urgency,
        "warns": item.warns,
        "id": entry.id,
        "party": entry.party,
        "targets": list(entry.targets),
        "title": entry.title,
        "concern": item.concern,
        "direction": entry.direction,
        "effect": entry.does,
        "rung": entry.rung,
        "products": sorted(entry.book_products),
        "hs6": dict(entry.hs6),
        "holders": list(entry.holders),
        "returns": list(item.returns),
        "renewed_by": list(item.renewed_by),
        "then": item.then,
        "known": item.known,
        "confidence": entry.confidence,
        "seen": entry.seen,
        "stake": stake_json(dated.stake),
        "legal_reference": entry.legal_reference,
        "references": list(entry.references),
    }


def _asked(item: Item, reporter: str) -> Asked:
    """Say which trade an item concerns: who buys from whom."""
    entry = item.entry
    goods = (tuple(sorted(entry.book_products)), () if entry.products else tuple(sorted(entry.hs6)))
    inbound = entry.direction == "import"
    towards = _one_country(entry.targets)
    if item.concern == OWN:
        buyer, seller = (reporter, towards or WORLD) if inbound else (towards or WORLD, reporter)
    elif inbound:
        buyer, seller = entry.party, reporter
    elif item.concern == HOLDER:
        buyer, seller = towards or reporter, entry.party
    else:
        buyer, seller = reporter, entry.party
    return Asked(buyer, seller, *goods)


def _one_country(targets: Sequence[str]) -> str:
    only = targets[0] if len(targets) == 1 else ""
    return only if only in countries() or only == UNION else ""


def _is_idle(dated: Dated) -> bool:
    """Whether an act towards others leaves the reporter alone: it buys none of these goods from that party."""
    stake = dated.stake
    return dated.item.concern == OTHERS and stake.value == 0 and not stake.absent


def _order(dated: Dated) -> tuple[object, ...]:
    item, value = dated.item, dated.stake.value
    return item.first, item.last, value is None, -(value or 0), item.entry.id, item.kind
