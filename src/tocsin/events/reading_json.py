"""What `tocsin read --json` prints, read back: documents, and their events checked one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tocsin.core.errors import CodeError, FormatError, InputError
from tocsin.core.period import parse_period
from tocsin.events.event import Event, Evidence

_REMEDY = "Give what `tocsin read FILE --json` prints."
_MOST_LISTED = 50
#: Half of a character of UTF-16, which no file can hold.
_HALF = re.compile("[\ud800-\udfff]")
_MOST_CHARACTERS = 20_000


@dataclass(frozen=True)
class Document:
    """Where events were read.

    Parameters
    ----------
    title, source : str
        Its title, and its address or file.
    published : datetime.date or None
        Its day.
    sha256 : str
        Of the document.
    garbled : bool
        Whether its wording was a machine's paraphrase.
    """

    title: str = ""
    source: str = ""
    published: date | None = None
    sha256: str = ""
    garbled: bool = False

    def json(self) -> dict[str, Any]:
        """Return it as it is kept."""
        return {
            "title": self.title or None,
            "source": self.source or None,
            "published": self.published.isoformat() if self.published else None,
            "sha256": self.sha256 or None,
            "garbled": self.garbled,
        }


@dataclass(frozen=True)
class Said:
    """An event, and where it was read.

    Parameters
    ----------
    event : Event
        The event.
    sentence : str
        The sentence as it is read, without mark-up; the evidence if nothing else is given.
    document : Document
        The document.
    """

    event: Event
    sentence: str
    document: Document


@dataclass(frozen=True)
class Readings:
    """What was read back.

    Parameters
    ----------
    said : tuple of Said
        The events, in order.
    faults : tuple of str
        Events that are none, each with place and reason; they are left out.
    """

    said: tuple[Said, ...]
    faults: tuple[str, ...] = ()


def parse_readings(data: bytes | str, where: str) -> Readings:
    """Read one reading, or the several of a feed.

    Parameters
    ----------
    data : bytes or str
        JSON.
    where : str
        File, for errors.

    Returns
    -------
    Readings
        Their events.

    Raises
    ------
    FormatError
        If it is no JSON, or not laid out as a reading.
    """
    try:
        table = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"This is no JSON: {error}", where=where, remedy=_REMEDY) from error
    rows = table["documents"] if isinstance(table, dict) and "documents" in table else [table]
    if not isinstance(rows, list):
        raise FormatError("documents is no list", where=where, remedy=_REMEDY)
    said: list[Said] = []
    faults: list[str] = []
    for number, row in enumerate(rows, 1):
        place = f"{where}, document {number}" if len(rows) > 1 else where
        if not isinstance(row, dict) or not isinstance(row.get("events"), list):
            raise FormatError("There is no document with its events", where=place, remedy=_REMEDY)
        document = parse_document(row.get("document") or {}, place)
        for i, one in enumerate(row["events"], 1):
            try:
                said.append(parse_said(one, document, f"{place}, event {i}"))
            except InputError as error:
                faults.append(str(error))
    return Readings(tuple(said), tuple(faults))


def parse_document(row: object, where: str) -> Document:
    """Read what is told of a document.

    Parameters
    ----------
    row : object
        A table of JSON.
    where : str
        Place, for errors.

    Returns
    -------
    Document
        The document.

    Raises
    ------
    FormatError
        If it is no table, or its day is none.
    """
    if not isinstance(row, dict):
        raise FormatError("document is no table", where=where, remedy=_REMEDY)
    told = row.get("published")
    try:
        published = date.fromisoformat(told) if told else None
    except (TypeError, ValueError) as error:
        raise FormatError(f"published = {told!r} is no day", where=where, remedy="Write it as 2023-01-13.") from error
    return Document(
        title=_text(row, "title", where),
        source=_text(row, "source", where),
        published=published,
        sha256=_text(row, "sha256", where),
        garbled=row.get("garbled") is True,
    )


def parse_said(row: object, document: Document, where: str) -> Said:
    """Read an event.

    Parameters
    ----------
    row : object
        A table of JSON.
    document : Document
        Where it was read.
    where : str
        Place, for errors.

    Returns
    -------
    Said
        The event.

    Raises
    ------
    CodeError
        If its act, modality or date is none.
    FormatError
        If a part is missing or of the wrong kind.
    """
    if not isinstance(row, dict):
        raise FormatError("An event is no table", where=where, remedy=_REMEDY)
    found = row.get("evidence")
    if not isinstance(found, dict) or not isinstance(found.get("text"), str) or not found["text"].strip():
        raise FormatError("The event has no evidence", where=where, remedy="An event without its words is no event.")
    if len(found["text"]) > _MOST_CHARACTERS or _HALF.search(found["text"]):
        raise FormatError("The evidence is no sentence of a document", where=where, remedy=_REMEDY)
    start, end = found.get("start", 0), found.get("end", len(found["text"]))
    if not (isinstance(start, int) and isinstance(end, int)):
        raise FormatError("The place of the evidence is no number", where=where, remedy=_REMEDY)
    told, precision = dated(_text(row, "date", where), where)
    confidence = row.get("confidence", 0.5)
    if isinstance(confidence, bool) or not isinstance(confidence, int | float) or not 0 <= confidence <= 1:
        raise FormatError(f"confidence = {confidence!r} is none", where=where, remedy="Give a number from 0 to 1.")
    try:
        event = Event(
            actor=_texts(row, "actor", where),
            act=_text(row, "act", where),
            target=_texts(row, "target", where),
            evidence=Evidence(found["text"], start, end),
            object_=_texts(row, "object", where),
            date=told,
            date_precision=_text(row, "date_precision", where) or precision,
            place=_text(row, "place", where),
            quantity=_text(row, "quantity", where),
            modality=_text(row, "modality", where) or "done",
            confidence=float(confidence),
        )
    except CodeError as error:
        raise CodeError(error.found, where=where, remedy=error.remedy) from error
    return Said(event, _text(row, "sentence", where) or " ".join(found["text"].split()), document)


def dated(text: str, where: str) -> tuple[str, str]:
    """Check a date of an event, and tell its precision.

    Parameters
    ----------
    text : str
        ``2019-07-01``, ``2019-07``, ``2019-Q3``, ``2019`` or nothing.
    where : str
        Place, for errors.

    Returns
    -------
    tuple of str
        The date, and ``day``, ``month``, ``quarter``, ``year`` or ``none``.

    Raises
    ------
    CodeError
        If it is no date.
    """
    if not text:
        return "", "none"
    found = parse_period(text, where=where)
    precisions = {"D": "day", "M": "month", "Q": "quarter", "A": "year"}
    if found.freq not in precisions:
        raise CodeError(f"{text!r} is no date of an event", where=where, remedy="Write 2019-07-01, 2019-07 or 2019.")
    return str(found), precisions[found.freq]


def _text(row: Mapping[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > _MOST_CHARACTERS or _HALF.search(value):
        raise FormatError(f"{name} is no text", where=where, remedy=_REMEDY)
    return value


def _texts(row: Mapping[str, Any], name: str, where: str) -> tuple[str, ...]:
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str) and one and not _HALF.search(one) for one in value):
        raise FormatError(f"{name} is no list of texts", where=where, remedy=_REMEDY)
    if len(value) > _MOST_LISTED:
        raise FormatError(f"{name} names {len(value)}", where=where, remedy=f"At most {_MOST_LISTED} are read.")
    return tuple(value)
