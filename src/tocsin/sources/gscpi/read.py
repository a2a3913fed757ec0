"""Global Supply Chain Pressure Index of the Federal Reserve Bank of New York, in standard deviations from its mean.

Three layouts are known: a column of dates (``31-Jan-1998`` or ``1998-01-31``) and one named GSCPI, notes standing in
columns without a heading; the same in the sheet "GSCPI Monthly Data" of ``gscpi_data.xlsx``; and
``gscpi_interactive_data.csv``, one column per release, headed ``Jan-22`` or by the number a spreadsheet gives that
day, where ``#N/A`` stands for months after the release. Each column is then a release of its own. Where only the
month of a release is told, its last day is taken.

Reference: https://www.newyorkfed.org/research/policy/gscpi
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from tocsin.core.errors import UsageError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.cells import Row, read_cells
from tocsin.sources.gscpi.headings import releases_of
from tocsin.sources.release import release_of
from tocsin.sources.series import Layout, Series, unpivot
from tocsin.sources.vintage import parse_day, vintage_of
from tocsin.sources.workbook import read_sheet

BLANK = frozenset({"", "#N/A"})
TOLD = {"series": "GSCPI", "place": "WLD", "unit": "sd"}


def read(request: Request) -> Iterator[Release]:
    """Read each file as one release, or as many as it has columns of releases.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per release.

    Raises
    ------
    UsageError
        If a date is given for a file whose columns bear their own.
    """
    given = request.options.get("released")
    for path in request.files:
        cells = _cells(path)
        columns = releases_of(cells, path)
        if given and list(columns.values()) != [None]:
            raise UsageError(
                "--option released does not fit a file whose columns are releases",
                where=path.name,
                remedy="Leave it out.",
            )
        for column, month in columns.items():
            vintage, day = (str(month), month.end) if month else vintage_of(path, given)
            batches = _batches(cells, column, request, of_release=month is not None)
            digest = _digest(cells, column, day)
            yield release_of("gscpi", "pressure", path, batches=batches, day=day, vintage=vintage, sha256=digest)


def _digest(cells: list[Row], column: int, day: date | None) -> str:
    """Digest the dates and figures of one release: those of last year are the same in next month's file."""
    figures = [(str(row[0]), str(row[column])) for row in cells if len(row) > column and str(row[column]) not in BLANK]
    return sha256(repr((day, figures)).encode()).hexdigest()


def _batches(cells: list[Row], column: int, request: Request, *, of_release: bool) -> Iterator[Batch]:
    layout = Layout(
        "pressure",
        period=_month,
        constant={"freq": "M", "scope": "GSCPI"},
        missing=frozenset() if of_release else BLANK,
        blank=BLANK,
    )
    yield from unpivot(cells, [Series(column, TOLD)], layout, request.progress)


def _cells(path: Path) -> list[Row]:
    if path.suffix.lower() in {".xlsx", ".xls"}:
        return read_sheet(path, "GSCPI Monthly Data")
    return read_cells(path)


def _month(row: Row) -> str:
    day = row[0]
    return str(parse_period(day if isinstance(day, date) else parse_day(str(day)), "M"))
