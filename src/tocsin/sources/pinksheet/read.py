"""World Bank Commodity Price Data, the workbook ``CMO-Historical-Data-Monthly.xlsx``, sheet "Monthly Prices".

Above the figures stand a title, "Updated on ..." and two or three rows of headings: names, units and, in later
editions, codes, which say the same as the names and are left out. A mark ``**`` behind a name points to a note and is
no part of it. ``…`` and ``...`` mean that there is no price. Prices in cents become dollars. The other sheets hold
indices made from these prices, their weights and descriptions, and are not read.

Reference: https://www.worldbank.org/en/research/commodity-markets
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.cells import Row
from tocsin.sources.pinksheet.headings import SHEET, read_headings
from tocsin.sources.release import given_day, release_of
from tocsin.sources.series import Layout, month_of_row, unpivot
from tocsin.sources.vintage import parse_day
from tocsin.sources.workbook import read_sheet

MISSING = frozenset({"…", "...", "..", ""})


def read(request: Request) -> Iterator[Release]:
    """Read each workbook as one release.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.

    Raises
    ------
    FormatError
        If the sheet is laid out otherwise, or does not say when it was updated.
    """
    for path in request.files:
        cells = read_sheet(path, SHEET)
        first = _first(cells, path)
        day = given_day(request.options) or _updated(cells[:first], path)
        batches = _batches(cells, first, path, request)
        yield release_of("pinksheet", "price", path, batches=batches, day=day, also=day.isoformat())


def _batches(cells: list[Row], first: int, path: Path, request: Request) -> Iterator[Batch]:
    constant = {"freq": "M", "scope": "monthly prices"}
    layout = Layout("price", first=first, period=month_of_row, constant=constant, missing=MISSING)
    yield from unpivot(cells, read_headings(cells[:first], path), layout, request.progress)


def _first(cells: Sequence[Row], path: Path) -> int:
    for i, row in enumerate(cells):
        if row and re.fullmatch(r"\d{4}M\d{2}", str(row[0]).strip()):
            return i
    raise FormatError(
        "no row begins with a month such as '1960M01'", where=f"{path.name}, sheet {SHEET!r}", remedy="Is it monthly?"
    )


def _updated(head: Sequence[Row], path: Path) -> date:
    told = [str(cell) for row in head for cell in row if str(cell).startswith("Updated on")]
    try:
        return parse_day(told[0].removeprefix("Updated on"))
    except (IndexError, CodeError) as error:
        raise FormatError(
            f"the date of the release is not told ({told[0]!r})" if told else "there is no 'Updated on ...'",
            where=f"{path.name}, sheet {SHEET!r}",
            remedy="Give --option released=2025-04-02.",
        ) from error
