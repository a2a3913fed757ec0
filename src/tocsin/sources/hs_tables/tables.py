"""Pairs of codes from the forms they are kept in: a sheet of a workbook, CSV or Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.sources.heading import column_names
from tocsin.sources.hs_tables.heading import column_of, pair
from tocsin.sources.textfile import Block, check_file, read_blocks, text_block
from tocsin.sources.workbook import is_workbook, read_sheet, sheet_names

SHEETS = ("conversion", "correlation")
TITLE_ROWS = 20


def read_tables(path: Path, wanted: str) -> Iterator[Block]:
    """Read a table, its heading checked.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    wanted : str
        Of `SHEETS`: which one of a workbook.

    Yields
    ------
    Block
        All columns of the table.

    Raises
    ------
    FormatError
        If it is no such table.
    """
    if is_workbook(path):
        yield _sheet(path, wanted)
        return
    check_file(path)
    names = column_names(path)
    pair(names, str(path))
    yield from read_blocks(path, needed=tuple(names))


def _sheet(path: Path, wanted: str) -> Block:
    names = sheet_names(path)
    found = [name for name in names if wanted in name.lower()]
    if len(found) != 1:
        raise FormatError(
            f"{len(found)} sheets have {wanted!r} in their name",
            where=str(path),
            remedy=f"Sheets found: {', '.join(map(repr, names[:20]))}. Give --option sheet=conversion or =correlation.",
        )
    cells = [[str(cell).strip() for cell in row] for row in read_sheet(path, found[0])]
    start = next(
        (i for i, row in enumerate(cells[:TITLE_ROWS]) if sum(column_of(cell) is not None for cell in row) > 1), 0
    )
    heading = [cell for cell in cells[start] if cell] if cells else []
    where = f"{path} sheet {found[0]!r}"
    pair(heading, where)
    held = [(i + 1, row) for i, row in enumerate(cells) if i > start and any(row)]
    beyond = [number for number, row in held if any(row[len(heading) :])]
    if beyond or cells[start][: len(heading)] != heading:
        raise FormatError(
            f"row {(beyond or [start + 1])[0]} has cells without a heading", where=where, remedy="Download it again."
        )
    columns = {name: [row[i] if i < len(row) and row[i] else None for _, row in held] for i, name in enumerate(heading)}
    return text_block(columns, (number for number, _ in held))
