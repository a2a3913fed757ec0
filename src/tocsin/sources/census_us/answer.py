"""An answer of the trade API: a JSON array whose first row is the heading of the others."""

from __future__ import annotations

import json
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.core.release import Refusal
from tocsin.sources import monthly_file
from tocsin.sources.textfile import EXAMPLES, Block, check_file, text_block


def read_answer(path: Path) -> Block:
    """Read an answer whole; month and year told apart become one column ``time``.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    Block
        All columns, as text.

    Raises
    ------
    FormatError
        If it is no such JSON, or a column comes twice and differs.
    """
    return _block(_table(path), path)


def _table(path: Path) -> list[list[object]]:
    check_file(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
        monthly_file.check_page(text[:200], path)
        table = json.loads(text)
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise FormatError(
            f"the file is no JSON ({error})",
            where=str(path),
            remedy="Is it complete? The service says errors in words.",
        ) from error
    if not (isinstance(table, list) and len(table) > 1 and all(isinstance(row, list) for row in table)):
        raise FormatError(
            "the JSON is no array of a heading and rows", where=str(path), remedy="Fetch it from the trade API again."
        )
    return table


def _block(table: list[list[object]], path: Path) -> Block:
    names = [str(name) for name in table[0]]
    good = [i for i, row in enumerate(table) if i and len(row) == len(names)]
    bad = [i for i, row in enumerate(table) if i and len(row) != len(names)]
    examples = tuple(f"line {i + 1}: {len(table[i])} columns instead of {len(names)}" for i in bad[:EXAMPLES])
    refused = (Refusal("row has more or fewer columns than the heading", len(bad), examples),) if bad else ()
    columns: dict[str, list[object]] = {}
    for k, name in enumerate(names):
        values = [table[i][k] for i in good]
        if columns.setdefault(name, values) != values:
            raise FormatError(f"column {name!r} comes twice and differs", where=str(path), remedy="Fetch it once.")
    if "time" not in columns and {"YEAR", "MONTH"} <= set(columns):
        columns["time"] = [f"{y}-{str(m).zfill(2)}" for y, m in zip(columns["YEAR"], columns["MONTH"], strict=True)]
    return text_block(columns, (i + 1 for i in good), refused)
