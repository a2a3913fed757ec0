"""Headings of the index: one column of figures, or one for each release."""

from __future__ import annotations

from pathlib import Path

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.period import Period
from tocsin.sources.cells import Row, is_filled
from tocsin.sources.vintage import month_of
from tocsin.sources.workbook import cell_name


def releases_of(cells: list[Row], path: Path) -> dict[int, Period | None]:
    """Return the columns of figures, each with the month of its release if the heading says it.

    Parameters
    ----------
    cells : list of list of object
        The sheet.
    path : pathlib.Path
        The file, for errors.

    Returns
    -------
    dict of int to Period or None
        By place, counted from 0; None for a column headed GSCPI.

    Raises
    ------
    FormatError
        If headings are others than documented, or a figure stands under none.
    """
    heading = [str(cell).strip() for cell in cells[0]] if cells else []
    named = {i: name for i, name in enumerate(heading) if name and i}
    if not heading or heading[0].lower() != "date" or not named:
        raise FormatError(
            f"the headings are {heading[:5]}", where=str(path), remedy="'Date' and 'GSCPI', or months, are expected."
        )
    _check_notes(cells, named, path)
    if [name.upper() for name in named.values()] == ["GSCPI"]:
        return dict.fromkeys(named)
    try:
        months: dict[int, Period | None] = {i: month_of(name) for i, name in named.items()}
    except CodeError as error:
        raise FormatError(
            f"a heading is neither 'GSCPI' nor a month: {error.found}",
            where=str(path),
            remedy="Is it the file of the index?",
        ) from error
    if len(set(months.values())) < len(months):
        raise FormatError("two columns are of one month", where=str(path), remedy="Each release has one column.")
    return months


def _check_notes(cells: list[Row], named: dict[int, str], path: Path) -> None:
    """Refuse a file with a figure under no heading: it would go unread."""
    for i, row in enumerate(cells):
        for column, cell in enumerate(row[: len(cells[0])]):
            bare = column and column not in named and is_filled(cell)
            if bare and str(cell).strip().lstrip("+-").replace(".", "", 1).isdigit():
                raise FormatError(
                    f"{cell!r} stands under no heading",
                    where=f"{path.name}, cell {cell_name(i, column)}",
                    remedy="Is the file complete?",
                )
