"""Text files inside the zip archives of a data release, read in memory: nothing is unpacked to disk.

An archive may claim to hold little and unpack to much; it is read up to a limit and then refused as a whole.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import FormatError

#: The largest archive of 2025 holds 170 files, the largest file 0.2 MB.
MEMBERS = 2_000
MEMBER_BYTES = 16 << 20
TOTAL_BYTES = 64 << 20
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError)


def read_members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Read every CSV file of an archive; its metadata and other files hold no figures.

    Parameters
    ----------
    path : pathlib.Path
        The archive.

    Yields
    ------
    (str, bytes)
        Name without folders, and content.

    Raises
    ------
    FormatError
        If it is no archive, is damaged or locked, holds no CSV file, or unpacks to more than a release could be.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield from _csv_files(archive, path)
    except _BROKEN as error:
        raise FormatError(
            f"the archive cannot be read ({str(error)[:100]})", where=str(path), remedy="Download it again."
        ) from error


def _csv_files(archive: zipfile.ZipFile, path: Path) -> Iterator[tuple[str, bytes]]:
    every = archive.infolist()
    wanted = [one for one in every if one.filename.lower().endswith(".csv") and "__MACOSX" not in one.filename]
    if not wanted:
        raise FormatError("the archive holds no CSV file", where=str(path), remedy="Is it of the data release?")
    if len(every) > MEMBERS:
        raise _too_large(f"{len(every):,} files", path)
    total = 0
    for one in wanted:
        with archive.open(one) as stream:
            content = stream.read(MEMBER_BYTES + 1)  # what it claims to unpack to may be false
        total += len(content)
        if len(content) > MEMBER_BYTES or total > TOTAL_BYTES:
            raise _too_large(f"more than {(TOTAL_BYTES if total > TOTAL_BYTES else MEMBER_BYTES) >> 20} MB", path)
        yield one.filename.replace("\\", "/").rsplit("/", 1)[-1], content


def _too_large(what: str, path: Path) -> FormatError:
    return FormatError(
        f"the archive unpacks to {what}: no data release does",
        where=str(path),
        remedy="Is it of the data release? Unpack it and give the CSV files.",
    )
