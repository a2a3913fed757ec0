"""The Commerce Control List out of a JSON extract of the regulation.

An object with ``ecfrIssueDate`` and ``entries``, each with ``eccn``, ``heading``, ``reasonForControl``,
``countryChart`` (pairs of ``control`` and ``countryChart``), ``licenceExceptionFlags``, ``staSpecialConditions``,
``relatedControls`` and, for some categories only, ``items`` (``paragraph`` and ``text``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tocsin.sources.ccl.item import Item
from tocsin.sources.edition import Edition, Found
from tocsin.sources.jsonfile import Record, fields_of, read_json, records_of, text_in


def open_extract(path: Path) -> Edition:
    """Read an extract.

    Parameters
    ----------
    path : pathlib.Path
        JSON.

    Returns
    -------
    Edition
        Its entries.
    """
    held = fields_of(read_json(path), {"entries": list}, path)
    records = records_of(held["entries"], ("eccn", "heading", "countryChart"), path)
    return Edition(text_in(held, "ecfrIssueDate"), list(_rows(records)))


def _rows(records: Iterator[tuple[str, Record | None]]) -> Iterator[tuple[str, Found]]:
    for where, record in records:
        if record is None:
            yield where, "record lacks eccn, heading or countryChart"
            continue
        item = Item(text_in(record, "eccn"), text_in(record, "heading"), text_in(record, "reasonForControl"))
        item.requirements = [
            (text_in(one, "control"), text_in(one, "countryChart")) for one in _objects(record, "countryChart")
        ]
        item.lines = list(_lines(record, item))
        yield f"{where}: {item.eccn}", item.row()


def _lines(record: Record, item: Item) -> Iterator[str]:
    if item.stated:
        yield f"Reason for Control: {item.stated}"
    for control, required in item.requirements:
        yield control if control == required else f"{control}: {required}"
    flags = record.get("licenceExceptionFlags")
    exceptions = flags if isinstance(flags, dict) else {}
    for name in exceptions:
        yield f"{name}: {text_in(exceptions, name)}"
    if "STA" not in exceptions:
        yield text_in(record, "staSpecialConditions")
    if related := text_in(record, "relatedControls"):
        yield f"Related Controls: {related}"
    for one in _objects(record, "items"):
        paragraph = text_in(one, "paragraph")
        yield f"{paragraph}. {text_in(one, 'text')}" if paragraph else text_in(one, "text")


def _objects(record: Record, name: str) -> list[Record]:
    found = record.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
