"""Features of the survey's service, from the three forms it gives them in: each as its place and its properties."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.core.errors import FormatError
from tocsin.sources.textfile import check_file, read_blocks


def features(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each feature as its place and the properties needed; what is null there is empty text.

    Parameters
    ----------
    path : pathlib.Path
        ``.json``, ``.csv`` or ``.parquet``.
    needed : tuple of str
        Properties.

    Yields
    ------
    (str, dict of str to str)
        Place, properties.

    Raises
    ------
    FormatError
        If it is none of these, or a property is missing.
    """
    check_file(path)
    with path.open("rb") as stream:
        start = stream.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")[:1]
    if start == b"<":
        raise FormatError("the file is a web page or XML", where=str(path), remedy="Ask the service for f=json.")
    if start == b"{":
        yield from _collection(path, needed)
        return
    for block in read_blocks(path, needed=needed):
        if block.refused:
            raise FormatError(f"{block.refused[0].reason}", where=str(path), remedy="Download the file again.")
        for line, row in zip(block.numbers, block.rows.to_pylist(), strict=True):
            yield f"{path.name} row {line}", _text(row, needed)


def _collection(path: Path, needed: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise FormatError(f"the JSON is damaged ({error})", where=str(path), remedy="Fetch it again.") from error
    found = told.get("features")
    if not isinstance(found, list):
        raise FormatError(
            "there is no list 'features'",
            where=str(path),
            remedy=f"Members found: {', '.join(map(repr, told))}. Was it an error of the service?",
        )
    for number, feature in enumerate(found, 1):
        properties = feature.get("properties") or {}
        if missing := [name for name in needed if name not in properties]:
            raise FormatError(
                f"property {', '.join(map(repr, missing))} is missing",
                where=f"{path} feature {number}",
                remedy=f"Properties found: {', '.join(map(repr, properties))}.",
            )
        yield f"{path.name} feature {number}", _text(properties, needed)


def _text(row: dict[str, Any], needed: tuple[str, ...]) -> dict[str, str]:
    return {name: "" if row[name] is None else str(row[name]).strip() for name in needed}
