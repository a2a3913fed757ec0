"""The columns of a table in a file, before any of its rows is read."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.core.errors import FormatError
from tocsin.sources.head import head_of


def is_parquet(path: Path) -> bool:
    """Tell whether a file begins as Parquet does."""
    return head_of(path, 4) == b"PAR1"


def column_names(path: Path) -> list[str]:
    """Return the columns of a comma-separated file in UTF-8, or of a Parquet file.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    list of str
        Names, without surrounding blanks where they are text.

    Raises
    ------
    FormatError
        If it is neither of the two, or cut short.
    """
    try:
        if is_parquet(path):
            return list(pq.read_schema(path).names)
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [name.strip() for name in next(csv.reader(stream), [])]
    except (pa.ArrowInvalid, OSError, UnicodeError, csv.Error) as error:
        raise FormatError(
            f"the heading cannot be read ({str(error).splitlines()[0][:160]})",
            where=str(path),
            remedy="Is the file complete, and its text UTF-8?",
        ) from error


def first_line(path: Path, encoding: str = "utf-8-sig") -> str:
    """Return the heading of a delimited file as it stands there; what is no text in it is replaced.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    encoding : str
        Its encoding.

    Returns
    -------
    str
        The line, without the byte order mark.

    Raises
    ------
    FormatError
        If it is a web page.
    """
    line = head_of(path, 1 << 16).partition(b"\n")[0].decode(encoding, "replace").strip()
    if line.startswith("<"):
        raise FormatError("the file is HTML or XML, not a table", where=str(path), remedy="Download it as CSV.")
    return line
