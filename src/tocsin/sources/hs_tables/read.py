"""Correlation and conversion tables between editions of the Harmonized System, and from goods to BEC, ISIC and WIOD.

The United Nations Statistics Division publishes a workbook per pair of editions (``HS2022toHS2017Conversion
AndCorrelationTables.xlsx``, https://unstats.un.org/unsd/classifications/Econ): one sheet whose name holds *conversion*
(``From HS2022``, ``To HS2017``: each code to one) and one whose name holds *correlation* (``HS 2022``, ``HS 2017``,
``Relationship``: every pair that overlaps), the heading under some lines of title. In some of them the second column of
the conversions is called ``From`` as well: the order says the direction. The same columns are read from CSV.

The package concordance (Liao, Kim, Miyano, Zhang) has the conversions as tables of ``HS6_6d``, ``HS5_6d`` and their
parents ``HS6_4d``, ``HS6_2d``: HS0 is HS 1992, HS6 is HS 2022, HS alone is all editions together. Parents are part of a
code and add nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tocsin.core.errors import FormatError, UsageError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.columns import Reading
from tocsin.sources.declaration import source
from tocsin.sources.hs_tables.heading import AS_TIME, RELATIONS, Column, column_of, pair, parser_of, year_of
from tocsin.sources.textfile import Block, check_file, read_blocks, sha256_of
from tocsin.sources.workbook import read_sheet, sheet_names

SHEETS = ("conversion", "correlation")
TITLE_ROWS = 20


def read(request: Request) -> Iterator[Release]:
    """Read each file as one release of the table `concordance`.

    Parameters
    ----------
    request : Request
        Workbooks, CSV or Parquet files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.

    Raises
    ------
    UsageError
        If an option is not one of its words.
    """
    wanted = request.options.get("sheet", SHEETS[0])
    if wanted not in SHEETS:
        raise UsageError(
            f"sheet {wanted!r} is unknown", where="--option sheet", remedy=f"Choose {' or '.join(SHEETS)}."
        )
    given = request.options.get("released")
    day = parse_period(given, "D", where="--option released").start if given else None
    for path in request.files:
        yield Release(
            table="concordance",
            vintage=day.isoformat() if day else "undated",
            released_on=day,
            lag_months=source("hs_tables").lag_months,
            sha256=sha256_of(path, also=f"{wanted} {given or ''}") if path.is_file() else "",
            batches=_batches(path, wanted, request),
            origin=path.name,
        )


def _batches(path: Path, wanted: str, request: Request) -> Iterator[Batch]:
    rows = 0
    for names, block in _tables(path, wanted):
        first, second = pair(names, str(path))
        reading = Reading(block)
        reading.codes("code", first.name, parser_of(first.nomenclature))
        reading.codes("to_code", second.name, parser_of(second.nomenclature))
        _check_relation(reading, names)
        for name, value in _constants(first, second, wanted):
            reading.constant(name, value)
        rows += reading.count
        request.progress(rows)
        yield reading.batch("concordance")


def _constants(first: Column, second: Column, wanted: str) -> tuple[tuple[str, str], ...]:
    scope = f"{first.nomenclature}-{second.nomenclature}"
    return (
        ("nomenclature", first.nomenclature),
        ("to_nomenclature", second.nomenclature),
        ("period", year_of(first, second)),
        ("freq", "A"),
        ("status", "A"),
        ("scope", scope if wanted == SHEETS[0] else f"{scope} {wanted}"),
    )


def _check_relation(reading: Reading, names: list[str]) -> None:
    for name in names:
        if column_of(name) is None:
            told = pc.utf8_trim_whitespace(reading.block.rows.column(name).fill_null("").cast(pa.string()))
            wrong = ~np.isin(told.to_numpy(zero_copy_only=False), RELATIONS + AS_TIME)
            reading.refuse(wrong, f"relationship is none of {', '.join(RELATIONS)}", name)


def _tables(path: Path, wanted: str) -> Iterator[tuple[list[str], Block]]:
    if not path.is_file():
        check_file(path)
    with path.open("rb") as stream:
        head = stream.read(4)
    if head in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        yield _sheet(path, wanted)
        return
    check_file(path)
    names = _headings(path, parquet=head == b"PAR1")
    pair(names, str(path))
    for block in read_blocks(path, needed=tuple(names)):
        yield names, block


def _headings(path: Path, *, parquet: bool) -> list[str]:
    try:
        if parquet:
            return list(pq.read_schema(path).names)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [name.strip() for name in next(csv.reader(stream), [])]
    except (pa.ArrowInvalid, OSError, UnicodeError, csv.Error) as error:
        raise FormatError(
            f"the heading cannot be read ({str(error).splitlines()[0][:160]})",
            where=str(path),
            remedy="Is the file complete, and its text UTF-8?",
        ) from error


def _sheet(path: Path, wanted: str) -> tuple[list[str], Block]:
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
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    return heading, Block(table, np.array([number for number, _ in held], int))
