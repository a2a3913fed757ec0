"""Large matrices in delimited text, a few lines at a time: one number costs eight bytes, a whole table never fits."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tocsin.core.errors import FormatError
from tocsin.sources.head import head_of

_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Member:
    """One text within a folder, a zip archive, or by itself.

    Parameters
    ----------
    path : pathlib.Path
        The file, or the archive that holds it.
    inside : str
        Name within the archive; empty for a file.
    """

    path: Path
    inside: str = ""

    @property
    def name(self) -> str:
        """File name without folders."""
        return self.inside.rsplit("/", 1)[-1] or self.path.name

    @property
    def where(self) -> str:
        """Place for an error."""
        return f"{self.path}: {self.inside}" if self.inside else str(self.path)

    @contextmanager
    def lines(self) -> Iterator[Iterator[str]]:
        """Open it as text in UTF-8.

        Yields
        ------
        iterator of str
            Its lines.

        Raises
        ------
        FormatError
            If it cannot be read, or is no text.
        """
        try:
            if not self.inside:
                with self.path.open(encoding="utf-8-sig", newline="") as stream:
                    yield stream
                return
            with zipfile.ZipFile(self.path) as archive, archive.open(self.inside) as raw:
                yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        except (OSError, UnicodeError, zipfile.BadZipFile, EOFError) as error:
            raise FormatError(
                f"the file cannot be read ({(str(error).splitlines() or ['cut short'])[0][:160]})",
                where=self.where,
                remedy="Is it complete? Download it again.",
            ) from error


def members(path: Path) -> list[Member]:
    """Return the texts that a path stands for: a file, all of a folder, or all of a zip archive.

    Parameters
    ----------
    path : pathlib.Path
        File, folder or archive.

    Returns
    -------
    list of Member
        By name.

    Raises
    ------
    FormatError
        If there is no such path, or the archive is damaged.
    """
    if path.is_dir():
        return [Member(file) for file in sorted(path.rglob("*")) if file.is_file()]
    if head_of(path, 4) != _ZIP:
        return [Member(path)]
    try:
        with zipfile.ZipFile(path) as archive:
            return [Member(path, name) for name in sorted(archive.namelist()) if not name.endswith("/")]
    except zipfile.BadZipFile as error:
        raise FormatError(f"the archive is damaged ({error})", where=str(path), remedy="Download it again.") from error


def fields(line: str, delimiter: str) -> list[str]:
    """Return the fields of a line of labels, blanks around them left out.

    Parameters
    ----------
    line : str
        The line.
    delimiter : str
        Comma or tabulator.

    Returns
    -------
    list of str
        Its fields.
    """
    return [text.strip() for text in next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])]


def split_labels(line: str, count: int, delimiter: str) -> tuple[list[str], str]:
    """Cut the labels off the front of a line.

    Parameters
    ----------
    line : str
        The line.
    count : int
        How many labels there are.
    delimiter : str
        Comma or tabulator.

    Returns
    -------
    labels : list of str
        At most `count`.
    rest : str
        The numbers.
    """
    if '"' not in line[:400]:
        parts = line.rstrip("\r\n").split(delimiter, count)
        return [part.strip() for part in parts[:count]], parts[count] if len(parts) > count else ""
    parts = fields(line, delimiter)
    return parts[:count], delimiter.join(parts[count:])


def numbers(text: str, count: int, delimiter: str, where: str) -> np.ndarray:
    """Parse the numbers of a line; an empty field is not a number, and is told by that.

    Parameters
    ----------
    text : str
        The fields.
    count : int
        How many there must be.
    delimiter : str
        Comma or tabulator.
    where : str
        File and line, for the error.

    Returns
    -------
    numpy.ndarray of float, shape (count,)
        The numbers.

    Raises
    ------
    FormatError
        If there are fewer or more, or one is no number.
    """
    parts = text.rstrip("\r\n").split(delimiter)
    if len(parts) != count:
        raise FormatError(
            f"the line has {len(parts):,} numbers, its heading {count:,}",
            where=where,
            remedy="Is the file complete? Download it again.",
        )
    try:
        return np.array(parts, dtype=float)
    except ValueError:
        return np.array([_number(part, where) for part in parts])


def _number(text: str, where: str) -> float:
    text = text.strip()
    try:
        return float(text) if text else np.nan
    except ValueError as error:
        raise FormatError(f"{text[:40]!r} is not a number", where=where, remedy="Download it again.") from error


def year_in(name: str, pattern: str) -> str | None:
    """Return the first group of a pattern in a name.

    Parameters
    ----------
    name : str
        Name of a file or folder.
    pattern : str
        Regular expression with one group.

    Returns
    -------
    str or None
        What it matches.
    """
    found = re.search(pattern, name, re.ASCII | re.IGNORECASE)
    return found.group(1) if found else None
