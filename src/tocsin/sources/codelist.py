"""A publisher's own list of codes: a small delimited file beside the data that says what each code means."""

from __future__ import annotations

import csv
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.sources.monthly_file import check_page
from tocsin.sources.textfile import check_file


def read_codes(path: Path, code: str, meaning: str, *, delimiter: str = ",") -> list[tuple[str, str]]:
    """Read a list of codes; its text is UTF-8 or, where it cannot be, Latin-1.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    code, meaning : str
        Its two columns.
    delimiter : str
        One character.

    Returns
    -------
    list of (str, str)
        Code and meaning of each row, without surrounding blanks.

    Raises
    ------
    FormatError
        If it is no such file, or lacks a column.
    """
    check_file(path)
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    check_page(text, path)
    rows = csv.DictReader(text.splitlines(), delimiter=delimiter)
    if not {code, meaning} <= set(rows.fieldnames or ()):
        raise FormatError(
            f"columns {code!r} and {meaning!r} are missing", where=str(path), remedy=f"Found: {rows.fieldnames}."
        )
    return [(row[code].strip(), (row[meaning] or "").strip()) for row in rows]
