"""JSON files: read whole, with the layout checked before a record is looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tocsin.core.errors import FormatError
from tocsin.sources.textfile import check_file

Record = Mapping[str, object]


def read_json(path: Path) -> object:
    """Read a JSON file in UTF-8, with or without byte order mark.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    object
        What it holds.

    Raises
    ------
    FormatError
        If it is no JSON, or is cut short.
    """
    check_file(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return json.loads(text)
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise FormatError(
            f"the file is no JSON ({str(error)[:120]})",
            where=str(path),
            remedy="It may be a web page or cut short: download the JSON file again, in UTF-8.",
        ) from error


def fields_of(found: object, needed: Mapping[str, type], path: Path) -> Mapping[str, Any]:
    """Return a JSON object that has the fields its layout needs.

    Parameters
    ----------
    found : object
        What a file holds.
    needed : mapping of str to type
        Fields that must be there, and what each is: ``dict``, ``list``, ``str``.
    path : pathlib.Path
        The file.

    Returns
    -------
    mapping
        The object.

    Raises
    ------
    FormatError
        If it is no object, or a field is missing or something else.
    """
    if not isinstance(found, dict):
        raise FormatError(
            f"the file holds a {_kind(found)}, not an object", where=str(path), remedy=f"It needs {_listed(needed)}."
        )
    for name, kind in needed.items():
        if not isinstance(found.get(name), kind):
            what = f"is a {_kind(found[name])}" if name in found else "is missing"
            raise FormatError(
                f"field {name!r} {what}",
                where=str(path),
                remedy=f"It needs {_listed(needed)}. Found: {', '.join(map(repr, list(found)[:12]))}.",
            )
    return found


def records_of(found: object, needed: tuple[str, ...], path: Path) -> Iterator[tuple[str, Record | None]]:
    """Yield the records of a list, each after its place; None for one that lacks a needed field.

    Parameters
    ----------
    found : object
        A list of objects.
    needed : tuple of str
        Fields that each record must have, whatever is in them.
    path : pathlib.Path
        The file.

    Yields
    ------
    (str, mapping or None)
        Place and record.

    Raises
    ------
    FormatError
        If it is no list, or no record in it has the needed fields.
    """
    if not isinstance(found, list):
        raise FormatError(
            f"the file holds a {_kind(found)}, not a list", where=str(path), remedy="Is it the list of this source?"
        )
    good = [isinstance(one, dict) and all(name in one for name in needed) for one in found]
    if not any(good):
        first = sorted(found[0]) if found and isinstance(found[0], dict) else found[:1]
        raise FormatError(
            f"no record has the fields {', '.join(needed)}",
            where=str(path),
            remedy=f"The first of {len(found)} has {str(first)[:160]}.",
        )
    for number, (one, fits) in enumerate(zip(found, good, strict=True), 1):
        yield f"record {number}", one if fits else None


def text_in(record: Record, name: str) -> str:
    """Return a field as text with single blanks; empty if it is absent or null."""
    value = record.get(name)
    return "" if value is None else " ".join(str(value).split())


def texts_in(record: Record, name: str) -> list[str]:
    """Return a field that is a list of texts; a single text is a list of one, absent or null is none."""
    value = record.get(name)
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [text for text in (" ".join(str(one).split()) for one in values if one is not None) if text]


def _kind(value: object) -> str:
    names = {dict: "object", list: "list", str: "text", bool: "true or false", int: "number", float: "number"}
    return names.get(type(value), "null")


def _listed(needed: Mapping[str, type]) -> str:
    return "the fields " + ", ".join(map(repr, needed))
