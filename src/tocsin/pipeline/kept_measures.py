"""Measures among the events that the lake keeps of the user's documents, as they are given to the review."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tocsin.core.errors import InputError
from tocsin.events.event import MEASURES
from tocsin.events.reading_json import Document, Readings, Said, parse_said
from tocsin.pipeline.kept_events import SOURCE

if TYPE_CHECKING:
    from tocsin.lake.view import View

_COLUMNS = (
    "event, actor, act, target, object, date, date_precision, place, quantity, quantity_unit, modality, confidence, "
    "document, evidence, evidence_start, evidence_end, released_on"
)


def kept_measures(view: View) -> Readings:
    """Read the measures that documents of the user tell of.

    Parameters
    ----------
    view : View
        The lake on a day.

    Returns
    -------
    Readings
        In the order of their documents.
    """
    names = [name.strip() for name in _COLUMNS.split(",")]
    rows = (
        view.connect()
        .execute(
            f"SELECT {_COLUMNS} FROM event WHERE source = ? AND act IN (SELECT unnest(?)) "
            "ORDER BY document, evidence_start",
            [SOURCE, list(MEASURES)],
        )
        .fetchall()
    )
    said: list[Said] = []
    faults: list[str] = []
    for values in rows:
        row = dict(zip(names, values, strict=True))
        try:
            said.append(_said(row))
        except InputError as error:
            faults.append(str(error))
    return Readings(tuple(said), tuple(faults))


def _said(row: dict[str, Any]) -> Said:
    digest, _, name = str(row["document"] or "").partition(" ")
    address = "://" in name
    document = Document(
        title="" if address else name, source=name if address else "", published=row["released_on"], sha256=digest
    )
    number, unit = row["quantity"], row["quantity_unit"] or ""
    table = {
        "actor": _parts(row["actor"]),
        "act": row["act"],
        "target": _parts(row["target"]),
        "object": _parts(row["object"]),
        "date": row["date"],
        "date_precision": row["date_precision"],
        "place": row["place"],
        "quantity": unit if number is None else f"{number:g} {unit}".strip(),
        "modality": row["modality"],
        "confidence": row["confidence"],
        "evidence": {
            "text": row["evidence"] or "",
            "start": row["evidence_start"] or 0,
            "end": row["evidence_end"] or 0,
        },
    }
    return parse_said(table, document, f"the event {row['event']} of the lake")


def _parts(text: str | None) -> list[str]:
    return [part for part in (text or "").split(";") if part]
