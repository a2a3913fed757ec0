"""Gaps and comparisons as documents: what ``--json`` prints and the page shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from tocsin.pipeline.gaps import Report, Weighed
from tocsin.pipeline.lists import ControlList
from tocsin.pipeline.supply import Trade, items_under
from tocsin.policy.comparison import Compared, count_kinds
from tocsin.policy.gaps import PRODUCT, Position
from tocsin.policy.items import items_of

YEAR = 365.25


def report_json(report: Report) -> dict[str, Any]:
    """Write a report on gaps down.

    Parameters
    ----------
    report : Report
        The report.

    Returns
    -------
    dict
        ``partners``, ``target``, ``on``, ``known_on``, ``headline``, ``rows``, ``alike``, ``trusted``, ``lists`` and
        ``notes``.
    """
    return {
        "partners": list(report.partners),
        "target": report.target,
        "on": str(report.on),
        "known_on": str(report.known_on) if report.known_on else None,
        "headline": headline(report),
        "rows": [_row(one) for one in report.rows],
        "alike": dict(report.found.alike),
        "trusted": [
            {
                "partner": one.partner,
                "group": one.group,
                "name": one.name,
                "inside": list(one.inside),
                "outside": list(one.outside),
            }
            for one in report.found.trusted
        ],
        "lists": [comparison_json(one.a, one.b, one.rows, one.trade) for one in report.lists],
        "notes": list(report.notes),
    }


def comparison_json(
    a: ControlList, b: ControlList, rows: Sequence[Compared], trade: Mapping[str, Trade] | None = None
) -> dict[str, Any]:
    """Write the comparison of two lists down.

    Parameters
    ----------
    a, b : ControlList
        The lists.
    rows : sequence of Compared
        One for each code of either.
    trade : mapping of str to Trade, optional
        What a target bought under some of the codes.

    Returns
    -------
    dict
        ``a``, ``b``, ``headline``, ``counts``, ``by_construction``, ``rows`` and ``notes``.
    """
    counts = count_kinds(rows)
    alone = [row for row in rows if row.by_construction]
    both = counts["same"] + counts["other text"] + counts["title only"]
    return {
        "a": _list(a),
        "b": _list(b),
        "headline": f"{both} of {len(rows)} codes stand in both lists: {counts['other text']} of them with another "
        f"text, {counts['same']} alike, {counts['title only']} cannot be compared in full.",
        "counts": counts,
        "by_construction": len(alone),
        "rows": [_compared(row) | _bought((trade or {}).get(row.code)) for row in rows],
        "notes": [*(f"{one.told} is later than the day asked about." for one in (a, b) if one.later), *_apart(a, b)],
    }


def _apart(a: ControlList, b: ControlList) -> list[str]:
    """Say so where editions are more than a year apart."""
    days = abs((date.fromisoformat(a.edition) - date.fromisoformat(b.edition)).days)
    if days <= YEAR:
        return []
    apart = f"The editions are {days / YEAR:.1f} years apart"
    return [f"{apart}: what differs may have been the same once, or be the same by now."]


def headline(report: Report) -> str:
    """Say in one sentence what was found.

    Parameters
    ----------
    report : Report
        The report.

    Returns
    -------
    str
        The sentence.
    """
    partners, count = ", ".join(report.partners), len(report.rows)
    if not count:
        return f"{partners} do not differ towards {report.target} on {report.on}, as far as the register goes."
    some = [one for one in report.rows if one.gap.controlling and one.gap.open]
    weighty = sorted((one for one in some if one.weight), key=lambda one: one.gap.sort != PRODUCT)
    heaviest = weighty[0] if weighty else None
    most = f"; the most trade stands behind {heaviest.gap.title}" if heaviest else ""
    return (
        f"{partners} differ on {count} goods towards {report.target} on {report.on}: {len(some)} are controlled by "
        f"some of them and free from others{most}."
    )


def _row(one: Weighed) -> dict[str, Any]:
    gap, trade = one.gap, one.trade
    return {
        "goods": gap.goods,
        "sort": gap.sort,
        "list_entries": list(items_of(gap.goods)) if gap.sort == PRODUCT else [],
        "title": gap.title,
        "kind": gap.kind,
        "controlling": list(gap.controlling),
        "open": list(gap.open),
        "positions": [_position(position) for position in gap.positions],
        **_bought(trade),
        "open_usd": trade.of(gap.open),
        "controlling_usd": trade.of(gap.controlling),
        "weight_usd": one.weight,
    }


def _bought(trade: Trade | None) -> dict[str, Any]:
    """Write down what the target bought; nothing where nobody asked."""
    if trade is None:
        return {}
    return {
        "codes": list(trade.codes),
        "codes_hold_little_else": trade.clear,
        "year": trade.year,
        "basis": trade.basis,
        "reported_as": trade.side,
        "total_usd": trade.total,
        "partners_usd": dict(trade.partners) if trade.partners is not None else None,
        "could_fill_in": [{"country": who.country, "value_usd": who.value, "share": who.share} for who in trade.others],
        "why": trade.why,
    }


def _position(one: Position) -> dict[str, Any]:
    return {
        "partner": one.partner,
        "status": one.status,
        "licence_policy": one.licence_policy,
        "entries": list(one.entries),
        "elsewhere": list(one.elsewhere),
        "seen": one.seen,
    }


def _list(one: ControlList) -> dict[str, Any]:
    return {
        "party": one.party,
        "list": one.name,
        "edition": one.edition,
        "later": one.later,
        "entries": len(one.entries),
    }


def _compared(row: Compared) -> dict[str, Any]:
    return {
        "code": row.code,
        "title": row.title,
        "kind": row.kind,
        "explanation": row.explanation,
        "by_construction": row.by_construction,
        "reasons_a": row.a.reasons if row.a else "",
        "reasons_b": row.b.reasons if row.b else "",
        "products": sorted({name for one in items_under(row.code) for name in one.products}),
        "thresholds": [
            {"paragraph": one.label, "a": list(one.a), "b": list(one.b), "text_a": one.text_a, "text_b": one.text_b}
            for one in row.differences
        ],
        "paragraphs_only_a": list(row.only_a),
        "paragraphs_only_b": list(row.only_b),
    }
