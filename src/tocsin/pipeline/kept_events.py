"""Events of documents that the user keeps: stored in the lake as a source of their own, ``reading``.

A document is one release, public from the day of its publication, or from the day it was read if that is not known. A
document that is read again, and now otherwise, replaces what was kept of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tocsin.core.errors import CodeError
from tocsin.core.period import Period, parse_period
from tocsin.core.release import Batch, Refusal, Release
from tocsin.core.schema import EVENT

if TYPE_CHECKING:
    from datetime import date

    from tocsin.events.reader import Found, Reading
    from tocsin.lake import Lake, Load

SOURCE = "reading"
LICENCE = "that of the document"
#: SQL condition on rows of `event`: a document that was not published yet on the day of the view tells nothing. Without
#: it a view of a day before would show what the document later said of that time.
PUBLIC = f"(source <> '{SOURCE}' OR released_on <= getvariable('as_of'))"
UNDATED = "neither the event nor the document has a date"
_NUMBER = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(.*)", re.ASCII | re.DOTALL)


def keep(lake: Lake, reading: Reading, name: str = "") -> Load | None:
    """Store the events of a document.

    Parameters
    ----------
    lake : Lake
        Where to.
    reading : Reading
        What was read.
    name : str
        File name or address, for documents that tell neither address nor title.

    Returns
    -------
    Load or None
        Rows kept and refused; ``added`` is False if the lake has them already. None if the document has no event that
        can be stored.
    """
    document = _document(reading)
    name = _name(reading, name)
    rows, refused = _rows(reading, document, name)
    if not rows:
        return None
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    moment = lake.clock()
    released, vintage = reading.opened.published or moment.date(), f"{moment:%Y-%m-%dT%H:%M:%S} {digest[:8]}"
    for row in lake.history():
        if (row["source"], row["sha256"]) == (SOURCE, digest):
            vintage = str(row["vintage"])  # the same bytes: the lake says so, and adds nothing
            released = row["released_on"]  # type: ignore[assignment]
    batch = Batch(pa.Table.from_pylist(rows, schema=EVENT.columns), refused)
    release = Release("event", vintage, released, 0, digest, iter([batch]), origin=name)
    return lake.load(release, source=SOURCE, licence=LICENCE)


def _document(reading: Reading) -> str:
    """Name a document by what was given and, as a feed holds several, by its title and day."""
    opened = reading.opened
    text = f"{reading.sha256} {opened.title} {opened.published}"
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def _name(reading: Reading, name: str) -> str:
    opened = reading.opened
    return (opened.source or opened.title or name or reading.sha256[:16])[:200]


def _rows(reading: Reading, document: str, name: str) -> tuple[list[dict[str, Any]], tuple[Refusal, ...]]:
    rows, undated = [], []
    for number, found in enumerate(reading.found, 1):
        when = _when(found, reading.opened.published)
        if when is None:
            undated.append(f"event {number}: {found.event.evidence.text[:60]!r}")
        else:
            rows.append(_row(found, number, document, name, when))
    return rows, (Refusal(UNDATED, len(undated), tuple(undated[:3])),) if undated else ()


def _when(found: Found, published: date | None) -> tuple[Period, str] | None:
    """Return the period of an event and how exactly it is known; that of the document where it has none."""
    event = found.event
    if event.date:
        try:
            return parse_period(event.date), event.date_precision
        except CodeError:
            pass
    return (parse_period(published), "none") if published else None


def _row(found: Found, number: int, document: str, name: str, when: tuple[Period, str]) -> dict[str, Any]:
    event, (period, precision) = found.event, when
    quantity, unit = _quantity(event.quantity)
    columns = {
        "event": f"{document} {number}",
        "actor": _joined(event.actor),
        "act": event.act,
        "target": _joined(event.target),
        "object": _joined(event.object_),
        "date": event.date or None,
        "date_precision": precision,
        "place": event.place or None,
        "quantity": quantity,
        "quantity_unit": unit,
        "modality": event.modality,
        "confidence": event.confidence,
        "document": f"{document} {name}",
        "evidence": event.evidence.text,
        "evidence_start": event.evidence.start,
        "evidence_end": event.evidence.end,
        "period": str(period),
        "freq": period.freq,
        "status": "A",
        "scope": f"reading {document}",
    }
    return {name: columns.get(name) for name in EVENT.columns.names}


def _joined(names: tuple[str, ...]) -> str | None:
    return ";".join(name.replace(";", ",") for name in names) or None


def _quantity(text: str) -> tuple[float | None, str | None]:
    """Split a quantity into its number and what is counted; one that does not begin with a number stays a text."""
    told = _NUMBER.fullmatch(text.strip())
    if told is None:
        return None, text.strip() or None
    return float(told.group(1).replace(",", "")), told.group(2).strip() or None
