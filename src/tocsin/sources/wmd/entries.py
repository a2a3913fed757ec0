"""Cells of the workbook's sheets, one mineral each: the figure of one country and year, with what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.sources.cells import Row, is_filled
from tocsin.sources.workbook import cell_name, read_sheet, sheet_names

_YEAR = re.compile(r"((?:19|20)\d{2})(?:\.0)?")


@dataclass(frozen=True)
class Entry:
    """One figure, all as the sheet has it."""

    sheet: str
    country: str
    unit: str
    data_source: str
    year: str
    cell: object


def read_entries(path: Path) -> Iterator[tuple[str, Entry]]:
    """Read all sheets of a workbook.

    Parameters
    ----------
    path : pathlib.Path
        The workbook.

    Yields
    ------
    (str, Entry)
        Place and entry, for each cell of a year.

    Raises
    ------
    FormatError
        If it is no workbook, or a sheet of it is no table by country.
    """
    for sheet in sheet_names(path):
        cells = read_sheet(path, sheet)
        top = _top(cells, sheet, path)
        columns, years = _columns([str(cell).strip() for cell in cells[top]], f"{path} sheet {sheet!r}")
        for line, row in enumerate(cells[top + 1 :], top + 1):
            if any(map(is_filled, row)):
                beside = str(row[0]).strip(), str(row[columns["unit"]]), str(row[columns["data source"]])
                for place, year in years.items():
                    where = f"{sheet}, {cell_name(line, place)}: {row[place]!r}"
                    yield where, Entry(sheet, *beside, year, row[place])


def _top(cells: list[Row], sheet: str, path: Path) -> int:
    for i, row in enumerate(cells):
        if row and str(row[0]).strip().casefold() == "country":
            return i
    raise FormatError(
        f"sheet {sheet!r} has no heading row that begins with 'Country'",
        where=str(path),
        remedy="Give table 6.4, 'Production of Mineral Raw Materials of individual Countries by Minerals'.",
    )


def _columns(heading: list[str], where: str) -> tuple[dict[str, int], dict[int, str]]:
    """Return the place of each heading in small letters, and the year of each place that has one."""
    columns = {name.casefold(): place for place, name in enumerate(heading) if name}
    years = {place: found[1] for place, name in enumerate(heading) if (found := _YEAR.fullmatch(name))}
    if missing := [name for name in ("unit", "data source") if name not in columns] or (not years and ["a year"]):
        raise FormatError(
            f"column {', '.join(map(repr, missing))} is missing",
            where=where,
            remedy=f"Columns found: {', '.join(map(repr, heading))}.",
        )
    return columns, years
