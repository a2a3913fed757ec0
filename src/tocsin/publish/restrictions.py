"""Measures on a line of the board: as a record, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tocsin.policy.bearing import said

if TYPE_CHECKING:
    from tocsin.policy.bearing import Bearing
    from tocsin.publish.board import BoardRow

#: Measures told on one line; the others stand in the record and on the page.
SHOWN = 2


def measure_record(one: Bearing) -> dict[str, Any]:
    """Lay out one measure.

    Parameters
    ----------
    one : Bearing
        The measure.

    Returns
    -------
    dict
        Id, party, what it does, state, dates, goods, reference and confidence.
    """
    entry = one.entry
    return {
        "id": entry.id,
        "party": entry.party,
        "title": entry.title,
        "effect": entry.does,
        "licence_policy": entry.licence_policy,
        "state": one.state,
        "announced_on": str(entry.announced_on) if entry.announced_on else None,
        "valid_from": str(entry.valid_from) if entry.valid_from else None,
        "valid_to": str(entry.valid_to) if entry.valid_to else None,
        "until": one.until or None,
        "why": one.why,
        "products": list(one.goods),
        "supplier_share": one.share,
        "legal_reference": entry.legal_reference,
        "references": list(entry.references),
        "confidence": entry.confidence,
        "seen": entry.seen,
    }


def measures_line(row: BoardRow) -> str:
    """Say in one line which measures bear on an import.

    Parameters
    ----------
    row : BoardRow
        The import.

    Returns
    -------
    str
        A sentence; empty where there is none.
    """
    if not row.measures:
        return ""
    told = "; ".join(", ".join(said(one)) for one in row.measures[:SHOWN])
    more = len(row.measures) - SHOWN
    return f"Measures: {told}{f'; {more} more' if more > 0 else ''}."
