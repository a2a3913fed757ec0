"""A file of monthly national trade figures as one release: its heading checked to the last column, its date."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.release import given_day, release_of
from tocsin.sources.textfile import check_file


def heading(path: Path, delimiter: str) -> list[str]:
    """Return the column names of a delimited file.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    delimiter : str
        One character.

    Returns
    -------
    list of str
        Names as in its first line.

    Raises
    ------
    FormatError
        If it is no text, or a web page.
    """
    check_file(path)
    with path.open("rb") as stream:
        line = stream.readline(1 << 20)
    try:
        text = line.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise FormatError("its first line is not UTF-8", where=str(path), remedy="Download it again.") from error
    check_page(text, path)
    return [name.strip() for name in next(csv.reader([text], delimiter=delimiter), [])]


def check_page(text: str, path: Path) -> None:
    """Refuse a web page that came instead of data.

    Parameters
    ----------
    text : str
        Beginning of the file.
    path : pathlib.Path
        The file.

    Raises
    ------
    FormatError
        If it begins as HTML or XML does.
    """
    if text.lstrip().startswith("<"):
        raise FormatError(
            f"the file is a web page ({text.strip()[:40]!r})",
            where=str(path),
            remedy="The service answered with a message instead of data: read it, and fetch the file again.",
        )


def check_columns(found: list[str], needed: Iterable[str], known: Iterable[str], path: Path) -> None:
    """Refuse a layout with a column missing, or with one that nobody has accounted for.

    Parameters
    ----------
    found : list of str
        Columns of the file.
    needed, known : iterable of str
        Columns that must be there, and those that may be.
    path : pathlib.Path
        The file.

    Raises
    ------
    FormatError
        Naming the columns.
    """
    missing = [name for name in needed if name not in found]
    unknown = [name for name in found if name not in {*needed, *known}]
    for names, what in ((missing, "missing"), (unknown, "unknown")):
        if names:
            raise FormatError(
                f"column {', '.join(map(repr, names[:8]))} is {what}",
                where=str(path),
                remedy=f"Columns found: {', '.join(map(repr, found[:24]))}. Has the publisher changed the layout?",
            )


def release(name: str, path: Path, request: Request, batches: Iterator[Batch], *, also: str = "") -> Release:
    """Make a release of flows of one file; dated only where the user says when it was published.

    Parameters
    ----------
    name : str
        Name of the source.
    path : pathlib.Path
        The file.
    request : Request
        Its options may say when the figures were ``released``.
    batches : iterator of Batch
        The rows.
    also : str
        What else shaped the reading.

    Returns
    -------
    Release
        Undated if nothing says its date.
    """
    day = given_day(request.options)
    also = f"{request.options.get('released') or ''} {also}"
    return release_of(name, "flow", path, batches=batches, day=day, also=also)
