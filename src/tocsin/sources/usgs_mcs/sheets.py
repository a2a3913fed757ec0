"""What the readers of the layouts share: text files of the release as rows of text, countries, scopes, tallies."""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError
from tocsin.ref.countries import parse_country
from tocsin.sources.tally import Tally
from tocsin.sources.textfile import check_file

_REST = re.compile(r"\b(world|other countries|total)\b", re.IGNORECASE)
_HEAD = 4096
_ENDING = re.compile(r"\s*(\([^)]*\)|\d+)\s*$")


@dataclass
class Tallies:
    """What came of the observations of each table the edition fills."""

    stock: Tally = field(default_factory=lambda: Tally("stock"))
    price: Tally = field(default_factory=lambda: Tally("price"))
    production: Tally = field(default_factory=lambda: Tally("production"))
    pressure: Tally = field(default_factory=lambda: Tally("pressure"))

    def every(self) -> tuple[Tally, ...]:
        """Return the tallies."""
        return self.stock, self.price, self.production, self.pressure


@dataclass(frozen=True)
class Sheet:
    """A file's heading and rows: (line, cells); `file` is the archive where `path` names a file inside one."""

    path: Path
    heading: list[str]
    rows: list[tuple[int, list[str]]]
    file: Path
    sha256: str


def read_lines(path: Path) -> Sheet:
    """Read a comma-separated file, UTF-8 or, as MCS 2026, Windows-1252; a blank line is no row.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    Sheet
        Its heading and rows.

    Raises
    ------
    FormatError
        If it is no text table, or a row is longer than the heading.
    """
    check_file(path)
    return parse_lines(path.read_bytes(), path, path)


def parse_lines(content: bytes, path: Path, file: Path) -> Sheet:
    """Read the content of such a file.

    Parameters
    ----------
    content : bytes
        What it holds.
    path : pathlib.Path
        Where it is, for messages: below an archive if it is inside one.
    file : pathlib.Path
        The file on disk that holds it.

    Returns
    -------
    Sheet
        Its heading and rows.

    Raises
    ------
    FormatError
        If it is no text table, or a row is longer than the heading.
    """
    _check_text(content, path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    try:
        rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise FormatError(f"the file cannot be read ({error})", where=str(path), remedy="Is it complete?") from error
    if len(rows) < 2:
        raise FormatError("there is no row below the heading", where=str(path), remedy="Download the file again.")
    return Sheet(path, [cell.strip() for cell in rows[0][1]], rows[1:], file, hashlib.sha256(content).hexdigest())


def _check_text(content: bytes, path: Path) -> None:
    if not (head := content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip()).startswith(b"<"):
        return
    metadata = b"<metadata" in head
    raise FormatError(
        "the file is metadata (XML), which describes the columns and holds no figures"
        if metadata
        else "the file is a web page or XML",
        where=str(path),
        remedy="Give the CSV file beside it." if metadata else "Give the CSV file of the release.",
    )


def records(sheet: Sheet) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row as its place and its cells by heading; cells beyond the heading must be blank."""
    for line, cells in sheet.rows:
        if any(cell.strip() for cell in cells[len(sheet.heading) :]) or len(cells) < len(sheet.heading):
            raise FormatError(
                f"{len(cells)} cells under {len(sheet.heading)} headings",
                where=f"{sheet.path} line {line}",
                remedy="Is the file complete, and are its quotes in pairs?",
            )
        yield (
            f"{sheet.path.name} line {line}",
            {name: cell.strip() for name, cell in zip(sheet.heading, cells, strict=False)},
        )


def check_once(heading: str, sheet: Sheet) -> None:
    """Refuse the cells of a heading that another column has as well.

    Raises
    ------
    CodeError
        If one has.
    """
    if sheet.heading.count(heading) > 1:
        raise CodeError("heading occurs twice: nobody can tell which is which")


def check_columns(sheet: Sheet, known: str) -> None:
    """Refuse a file with a column that the layout does not have: its figures would be left out without a word.

    Raises
    ------
    FormatError
        If there is one.
    """
    if strange := [name for name in sheet.heading if name and not re.fullmatch(known, name)]:
        raise FormatError(
            f"column {', '.join(map(repr, strange))} is not known",
            where=str(sheet.path),
            remedy="The layout has changed: take the column out if it holds no figures you need.",
        )


def parse_place(text: str) -> str:
    """Read a country of the world tables, of which a remark in brackets is no part.

    Parameters
    ----------
    text : str
        As printed.

    Returns
    -------
    str
        Our code of the country.

    Raises
    ------
    CodeError
        If it is a total, a rest, or no country.
    """
    plain = " ".join(text.replace("\xa0", " ").split())
    if _REST.search(plain):
        raise CodeError("row is a total or a rest of several countries")
    while True:
        try:
            return parse_country(plain, scheme="name")
        except CodeError as error:
            shorter = _ENDING.sub("", plain)
            if shorter == plain:
                raise CodeError("country is unknown") from error
            plain = shorter  # only now: "Congo (Kinshasa)" is a name


def scope_of(commodity: str, year: str) -> str:
    """Return the release scope: each edition states a commodity's last years anew, earlier years stay as they were."""
    return f"{commodity} {year}"
