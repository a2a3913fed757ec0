"""Records of the service, one port on one day each, from the three forms it gives them in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.sources.head import text_start
from tocsin.sources.heading import column_names
from tocsin.sources.textfile import Block, check_file, read_blocks, text_block

SHIPS = ("", "_container", "_dry_bulk", "_general_cargo", "_roro", "_tanker", "_cargo")
UNITS = {"portcalls": "calls", "import": "t", "export": "t"}
FIGURES = tuple(f"{what}{ships}" for what, ships in product(UNITS, SHIPS))
KEYS = ("date", "year", "month", "day", "portid", "ISO3")
LEFT_OUT = {"portname", "country", "ObjectId", "OBJECTID", "FID", "GlobalID"}


def read_records(path: Path) -> Iterator[Block]:
    """Read a file of records.

    Parameters
    ----------
    path : pathlib.Path
        CSV, Parquet, or the service's JSON.

    Yields
    ------
    Block
        Keys and figures; in JSON a record's number stands for its line.

    Raises
    ------
    FormatError
        If a field is missing or unknown, or the service answered with an error or a page.
    """
    check_file(path)
    head = text_start(path)
    if head[:1] == b"<":
        raise FormatError("the file is a web page", where=str(path), remedy="Download the data itself.")
    if head[:1] == b"{":
        yield _from_json(path)
        return
    _check_names(column_names(path), path)
    yield from read_blocks(path, needed=(*KEYS, *FIGURES))


def _from_json(path: Path) -> Block:
    try:
        told = json.loads(path.read_bytes())
        if "error" in told:
            raise FormatError(
                f"the service answers {str(told['error'])[:160]}", where=str(path), remedy="Ask it again."
            )
        records = [feature["attributes"] for feature in told["features"]]
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(
            f"the answer is no list of features ({type(error).__name__}: {str(error)[:120]})",
            where=str(path),
            remedy="Is it complete?",
        ) from error
    names = sorted({name for record in records for name in record})
    _check_names(names if records else [*KEYS, *FIGURES], path)
    columns = {name: [record.get(name) for record in records] for name in (*KEYS, *FIGURES)}
    return text_block(columns, range(1, len(records) + 1))


def _check_names(found: list[str], path: Path) -> None:
    missing = [name for name in (*KEYS, *FIGURES) if name not in found]
    unknown = sorted(set(found) - {*KEYS, *FIGURES, *LEFT_OUT})
    if missing or unknown:
        raise FormatError(
            f"columns are missing: {missing}; unknown: {unknown}",
            where=str(path),
            remedy="Is it the table 'Daily Trade Data' with all its fields?",
        )
