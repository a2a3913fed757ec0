"""Commerce Country Chart of the United States: 15 CFR part 738, supplement no. 1, one row per X.

The grouping is the column: ``NS 1``. An X says that a licence is required for that reason, unless an exception applies.
A country without an X has no row. Countries under embargo have no X either: their line points to part 746 in place of
marks. They get the grouping ``embargo``, for no row would read as "no licence required".

The XML has one table whose heading names the columns (``CB 1`` ... ``AT 2``); a line of one cell is a footnote, one of
two cells an embargo. The JSON extract has ``countries`` (name to ``marks``) and ``embargoed`` (names).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from tocsin.core.errors import CodeError, FormatError
from tocsin.sources.ecfr import cells, country_of, is_xml, read_supplement
from tocsin.sources.edition import Edition, Found, edition_files
from tocsin.sources.jsonfile import fields_of, read_json, text_in, texts_in

NAME = "Supplement No. 1 to Part 738"
EMBARGO = "embargo"
_COLUMN = re.compile(r"[A-Z]{2} \d", re.ASCII)


def _open(path: Path) -> Edition:
    if is_xml(path):
        supplement = read_supplement(path, NAME)
        columns, rows = _table(supplement.root, path)
        return Edition(supplement.told, list(_of_rows(columns, rows)))
    held = fields_of(read_json(path), {"countries": dict, "embargoed": dict}, path)
    return Edition(text_in(held, "ecfrIssueDate"), list(_of_extract(held["countries"], held["embargoed"])))


def _of_extract(countries: dict[str, object], embargoed: dict[str, object]) -> Iterator[tuple[str, Found]]:
    for name, told in countries.items():
        if not isinstance(told, dict) or not isinstance(told.get("marks"), list):
            yield name, "country has no list of marks"
            continue
        for mark in texts_in(told, "marks"):
            yield f"{name}, {mark}", _mark(name, mark)
    for name in embargoed:
        yield name, _mark(name, EMBARGO)


def _table(root: Element, path: Path) -> tuple[list[str], list[list[str]]]:
    """Return the columns of the chart and the cells of its lines."""
    for table in root.iter("TABLE"):
        rows = [cells(row) for row in table.iter("TR")]
        for i, row in enumerate(rows):
            columns = [cell for cell in row if _COLUMN.fullmatch(cell)]
            if len(columns) > 1 and len(columns) >= len(row) - 1:
                return columns, rows[i + 1 :]
    raise FormatError("no table has columns such as 'CB 1'", where=f"{path.name}, {NAME}", remedy="Is it part 738?")


def _of_rows(columns: list[str], rows: list[list[str]]) -> Iterator[tuple[str, Found]]:
    for number, row in enumerate(rows, 1):
        where = f"line {number}: {row[0] if row else ''}"
        if len(row) < 2 or not row[0]:
            continue
        if len(row) == 2:
            yield where, _mark(row[0], EMBARGO)
        elif len(row) != len(columns) + 1:
            yield where, "line has more or fewer cells than the heading"
        else:
            for column, cell in zip(columns, row[1:], strict=True):
                if cell:
                    found = _mark(row[0], column) if cell.upper() == "X" else "mark is no X"
                    yield f"{where}, {column}: {cell!r}", found


def _mark(name: str, column: str) -> Found:
    if column != EMBARGO and not _COLUMN.fullmatch(column):
        return "column is none such as 'NS 1'"
    try:
        return {"grouping": column, "country": country_of(name)}
    except CodeError as error:
        return error.found


read = edition_files("country_chart", "country_group", _open, party="USA", scope="country chart")
