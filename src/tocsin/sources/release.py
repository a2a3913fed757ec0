"""Files as a release: the day the user gives, the digest, the lag that the source declares.

Every reader that makes its releases of files makes them here, so that a reader holds only what is its publisher's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.declaration import source
from tocsin.sources.head import head_of
from tocsin.sources.textfile import sha256_of
from tocsin.sources.vintage import UNDATED, vintage_of

#: What the ``read`` of every source is: from files and options to releases, rows lazily.
Reader = Callable[[Request], Iterator[Release]]


def given_day(options: Mapping[str, str]) -> date | None:
    """Return the day on which the user says that the files were published.

    Parameters
    ----------
    options : mapping of str to str
        Options of a request.

    Returns
    -------
    datetime.date or None
        Of ``--option released``; None where it is not given.

    Raises
    ------
    CodeError
        If it is no day.
    """
    given = options.get("released")
    return parse_period(given, "D", where="--option released").start if given else None


def dated_files(name: str, table: str, batches: Callable[[Path, Request], Iterator[Batch]]) -> Reader:
    """Make the reader of a source whose files are each one release, dated by the user or by their names.

    Parameters
    ----------
    name, table : str
        Source and table.
    batches : callable
        From a file and the request to its rows.

    Returns
    -------
    callable
        The ``read`` of that source.
    """

    def read(request: Request) -> Iterator[Release]:
        for path in request.files:
            vintage, day = vintage_of(path, request.options.get("released"))
            rows = batches(path, request)
            yield release_of(name, table, path, batches=rows, day=day, vintage=vintage, also=str(day))

    return read


def release_of(
    name: str,
    table: str,
    *paths: Path,
    batches: Iterator[Batch],
    day: date | None,
    vintage: str = "",
    also: str = "",
    sha256: str = "",
) -> Release:
    """Make a release of one table of one file, or of several that were published together.

    Parameters
    ----------
    name : str
        Name of the source.
    table : str
        Name of the table.
    *paths : pathlib.Path
        The files, at least one.
    batches : iterator of Batch
        The rows.
    day : datetime.date or None
        When they were published; None if nothing says it.
    vintage : str
        Name of the release, where it is not that day; ``"undated"`` if both are missing.
    also : str
        What else shaped the reading, for the digest: options, code lists.
    sha256 : str
        Digest of what was read, where that is a part of a file only.

    Returns
    -------
    Release
        The release.

    Raises
    ------
    FormatError
        If one of them is no file, or cannot be opened.
    """
    for path in paths:
        head_of(path, 1)
    return Release(
        table=table,
        vintage=vintage or (day.isoformat() if day else UNDATED),
        released_on=day,
        lag_months=source(name).lag_months,
        sha256=sha256 or sha256_of(*paths, also=also),
        batches=batches,
        origin=paths[0].name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more",
    )
