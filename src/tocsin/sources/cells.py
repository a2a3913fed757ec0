"""Cells of a small sheet, from a comma-separated file as from a workbook."""

from __future__ import annotations

import csv
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.sources.textfile import check_file

Row = list[object]


def read_cells(path: Path) -> list[Row]:
    """Read a small comma-separated file whole: row ``i`` of the list is line ``i + 1``.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8 text, with or without byte order mark.

    Returns
    -------
    list of list of object
        Text without surrounding blanks.

    Raises
    ------
    FormatError
        If it is no such text, or a web page.
    """
    check_file(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows: list[Row] = [[cell.strip() for cell in row] for row in csv.reader(text.splitlines(), strict=True)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError(
            f"the file cannot be read ({error})", where=str(path), remedy="It should be comma-separated UTF-8."
        ) from error
    if text.lstrip()[:1] == "<":
        raise FormatError("the file is a web page", where=str(path), remedy="Download the data file itself.")
    return rows


def is_filled(cell: object) -> bool:
    """Tell whether a cell holds anything but blanks."""
    return cell is not None and str(cell).strip() != ""
