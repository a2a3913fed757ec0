"""Reading the sheets of a workbook: .xlsx and .xls, cell by cell, as its program stored them.

A damaged workbook may name a cell so far out that its parser asks for all memory there is and takes the process down.
So the parser runs in a process of its own, with an upper bound.
"""

from __future__ import annotations

import contextlib
import json
import pickle
import subprocess
import sys
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.sources.head import head_of

_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_MEMORY = 4 << 30
_Answer = tuple[list[str], list[list[object]] | None]


def is_workbook(path: Path) -> bool:
    """Tell whether a file begins as a workbook does."""
    return head_of(path, 4) in _MAGIC


def sheet_names(path: Path) -> list[str]:
    """Return the names of a workbook's sheets, in their order.

    Parameters
    ----------
    path : pathlib.Path
        An .xlsx or .xls file.

    Returns
    -------
    list of str
        Names.

    Raises
    ------
    FormatError
        If the file is no workbook, or is damaged.
    """
    return _ask(path, None)[0]


def read_sheet(path: Path, sheet: str | int = 0) -> list[list[object]]:
    """Return all cells of a sheet: row ``i`` of the list is row ``i + 1`` of the sheet, column 0 is column A.

    Parameters
    ----------
    path : pathlib.Path
        An .xlsx or .xls file.
    sheet : str or int
        Name of the sheet, or its place counted from 0.

    Returns
    -------
    list of list of object
        Text, numbers (whole ones as float), true and false, dates and times. An empty cell is ``""``; a formula is its
        last result; an error is its text, ``"#N/A"``.

    Raises
    ------
    FormatError
        If the file is no workbook, is damaged, or has no such sheet.
    """
    names, rows = _ask(path, sheet)
    if rows is None:
        found = ", ".join(map(repr, names[:20]))
        raise FormatError(f"there is no sheet {sheet!r}", where=str(path), remedy=f"Sheets found: {found}.")
    return rows


def cell_name(row: int, column: int) -> str:
    """Return what a spreadsheet program calls a cell: row 0 and column 0 are ``"A1"``.

    Parameters
    ----------
    row, column : int
        Counted from 0.

    Returns
    -------
    str
        Its name.

    Examples
    --------
    >>> cell_name(6, 27)
    'AB7'
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"


def _ask(path: Path, sheet: str | int | None) -> _Answer:
    """Let a process of its own read the sheet, None for the names alone."""
    _check(path)
    reader = [sys.executable, "-P", "-m", __name__, str(path), json.dumps(sheet)]
    done = subprocess.run(reader, capture_output=True, check=False)  # noqa: S603 - this very module
    told = pickle.loads(done.stdout) if done.returncode == 0 else "its parser gave up"  # noqa: S301 - and its answer
    if isinstance(told, str):
        raise FormatError(
            f"the workbook cannot be read ({told})",
            where=str(path),
            remedy="It may be cut short, damaged or locked by a password: download it again, or save it as .xlsx.",
        )
    names, rows = told
    return names, rows


def _check(path: Path) -> None:
    head = head_of(path)
    if not head.startswith(_MAGIC):
        page = b"<html" in head.lower() or b"<!doctype" in head.lower()
        what = "a web page" if page else "empty" if not head else f"no workbook; it begins with {head[:20]!r}"
        raise FormatError(f"the file is {what}", where=str(path), remedy="Download the .xlsx or .xls file again.")


def _parse(path: str, sheet: str | int | None) -> _Answer:
    from python_calamine import CalamineWorkbook

    # by content, not by name: some .xlsx on the web are old .xls inside
    with Path(path).open("rb") as stream, CalamineWorkbook.from_filelike(stream) as workbook:
        names = list(workbook.sheet_names)
        if sheet is None or (sheet not in names if isinstance(sheet, str) else sheet >= len(names)):
            return names, None
        read = workbook.get_sheet_by_name if isinstance(sheet, str) else workbook.get_sheet_by_index
        return names, [list(row) for row in read(sheet).to_python(skip_empty_area=False)]  # type: ignore[arg-type]


def _answer(path: str, sheet: str) -> None:
    """Write names and rows, or what is wrong, to standard output."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # where a system sets no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    told: _Answer | str
    try:
        told = _parse(path, json.loads(sheet))
    except Exception as error:  # noqa: BLE001 - whatever it is, the other process says it
        told = (str(error).splitlines() or [type(error).__name__])[0][:160]
    pickle.dump(told, sys.stdout.buffer)


if __name__ == "__main__":
    _answer(*sys.argv[1:3])
