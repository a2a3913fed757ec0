"""Features of the survey's service, from the three forms it gives them in: each as its place and its properties."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.core.errors import FormatError
from tocsin.sources.head import text_start
from tocsin.sources.textfile import check_file, read_blocks

PROPERTIES = (
    "bgs_statistic_type_trans",
    "bgs_commodity_trans",
    "bgs_sub_commodity_trans",
    "country_trans",
    "country_iso3_code",
    "year",
    "quantity",
    "units",
    "sdmx_code",
    "concat_figure_notes_code",
)


def features(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each feature as its place and those of its properties that are read; what is null there is empty text.

    Parameters
    ----------
    path : pathlib.Path
        ``.json``, ``.csv`` or ``.parquet``.

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
    start = text_start(path)[:1]
    if start == b"<":
        raise FormatError("the file is a web page or XML", where=str(path), remedy="Ask the service for f=json.")
    if start == b"{":
        yield from _collection(path)
        return
    for block in read_blocks(path, needed=PROPERTIES):
        if block.refused:
            raise FormatError(f"{block.refused[0].reason}", where=str(path), remedy="Download the file again.")
        for line, row in zip(block.numbers, block.rows.to_pylist(), strict=True):
            yield f"{path.name} row {line}", _text(row)


def _collection(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
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
        if missing := [name for name in PROPERTIES if name not in properties]:
            raise FormatError(
                f"property {', '.join(map(repr, missing))} is missing",
                where=f"{path} feature {number}",
                remedy=f"Properties found: {', '.join(map(repr, properties))}.",
            )
        yield f"{path.name} feature {number}", _text(properties)


def _text(row: dict[str, Any]) -> dict[str, str]:
    return {name: "" if row[name] is None else str(row[name]).strip() for name in PROPERTIES}
