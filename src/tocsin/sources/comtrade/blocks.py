"""Blocks of UN Comtrade rows from an API answer (JSON) or a bulk file (CSV or TSV, plain or gzip), columns renamed."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tocsin.core.errors import FormatError
from tocsin.sources.comtrade.layout import NEEDED, canonical_columns
from tocsin.sources.textfile import Block, check_file, read_blocks

DAMAGED = "Fetch or download it again."


def read_rows(path: Path) -> Iterator[Block]:
    """Read a file of either layout.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Yields
    ------
    Block
        Rows with the columns of :data:`tocsin.sources.comtrade.layout.NEEDED`, as text.

    Raises
    ------
    FormatError
        If it is neither.
    """
    head = _head(path)
    if head.startswith(b"\x1f\x8b"):
        yield from _unpacked(path)
        return
    check_file(path)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        raise FormatError("the file is a web page, not data", where=str(path), remedy=DAMAGED)
    yield from _records(path) if text.startswith((b"{", b"[")) else _table(path)


def read_answer(path: Path) -> list[dict[str, Any]]:
    """Read the records of an answer of the API.

    Parameters
    ----------
    path : pathlib.Path
        JSON as the API sends it.

    Returns
    -------
    list of dict
        Its ``data``.

    Raises
    ------
    FormatError
        If it is no such answer, says that it failed, or holds fewer records than it counts.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise FormatError(f"the JSON cannot be read ({str(error)[:100]})", where=str(path), remedy=DAMAGED) from error
    found = told.get("data") if isinstance(told, dict) else None
    said = (told.get("error") or told.get("message")) if isinstance(told, dict) else None
    if said:
        raise FormatError(f"the service answers {str(said)[:200]!r}", where=str(path), remedy="Mend the request.")
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        names = ", ".join(map(repr, list(told)[:12])) if isinstance(told, dict) else type(told).__name__
        raise FormatError("the JSON has no list 'data' of records", where=str(path), remedy=f"Found: {names}.")
    count = told.get("count", len(found))
    if count != len(found):
        remedy = "The service gave only part of it: ask for less at a time."
        raise FormatError(f"the answer counts {count} records and holds {len(found)}", where=str(path), remedy=remedy)
    return found


def _records(path: Path) -> Iterator[Block]:
    records = read_answer(path)
    if not records:
        return
    names = list(dict.fromkeys(name for record in records for name in record))
    named = canonical_columns(names, str(path))
    columns = [pa.array([_text(record.get(name)) for record in records], pa.string()) for name in named.values()]
    yield Block(pa.table(columns, names=list(named)), np.arange(1, len(records) + 1))


def _text(value: object) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _table(path: Path) -> Iterator[Block]:
    with path.open("rb") as stream:
        line = stream.readline(1 << 20).decode("utf-8-sig", "replace").rstrip("\r\n")
    delimiter = "\t" if "\t" in line else ","
    found = [name.strip().strip('"').strip() for name in next(csv.reader([line], delimiter=delimiter), [])]
    named = canonical_columns(found, str(path))
    for block in read_blocks(path, needed=tuple(named.values()), delimiter=delimiter):
        rows = block.rows.select(list(named.values())).rename_columns(list(NEEDED))
        yield Block(rows, block.numbers, block.refused)


def _head(path: Path) -> bytes:
    if not path.is_file():
        check_file(path)
    with path.open("rb") as stream:
        return stream.read(64)


def _unpacked(path: Path) -> Iterator[Block]:
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        plain = Path(folder) / path.name.removesuffix(".gz")
        try:
            with gzip.open(path) as packed, plain.open("wb") as stream:
                shutil.copyfileobj(packed, stream, 1 << 20)
        except (OSError, EOFError, zlib.error) as error:
            raise FormatError(f"the gzip file is damaged ({error})", where=str(path), remedy=DAMAGED) from error
        yield from read_rows(plain)
