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
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.cells import Row, is_filled
from tocsin.sources.declaration import source
from tocsin.sources.series import Layout, Series, unpivot
from tocsin.sources.textfile import sha256_of
from tocsin.sources.vintage import parse_day
from tocsin.sources.workbook import cell_name, read_sheet

SHEET = "Monthly Prices"
MISSING = frozenset({"…", "...", "..", ""})
UNITS = {"mt": "t", "cubic meter": "m3", "toz": "troy oz"}
BOOK = {"aluminum": "aluminium"}  # where the product book spells a commodity otherwise
_PRICE = re.compile(r"\((US\$|\$|US cents|cents|US¢|¢)/(.+)\)")
_INDEX = re.compile(r"\((\d{4}\s?=\s?100)\)")


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
        day = _released(cells[:first], request.options.get("released"), path)
        yield Release(
            table="price",
            vintage=day.isoformat(),
            released_on=day,
            lag_months=source("pinksheet").lag_months,
            sha256=sha256_of(path, also=day.isoformat()),
            batches=_batches(cells, first, path, request),
            origin=path.name,
        )


def _batches(cells: list[Row], first: int, path: Path, request: Request) -> Iterator[Batch]:
    layout = Layout(
        "price",
        first=first,
        period=lambda row: str(parse_period(row[0], "M")),
        constant={"freq": "M", "scope": "monthly prices"},
        missing=MISSING,
    )
    batch = unpivot(cells, _series(cells[:first], path), layout)
    request.progress(len(batch.rows))
    yield batch


def _first(cells: Sequence[Row], path: Path) -> int:
    for i, row in enumerate(cells):
        if row and re.fullmatch(r"\d{4}M\d{2}", str(row[0]).strip()):
            return i
    raise FormatError(
        "no row begins with a month such as '1960M01'", where=f"{path.name}, sheet {SHEET!r}", remedy="Is it monthly?"
    )


def _released(head: Sequence[Row], given: str | None, path: Path) -> date:
    if given:
        return parse_period(given, "D", where="--option released").start
    told = [str(cell) for row in head for cell in row if str(cell).startswith("Updated on")]
    try:
        return parse_day(told[0].removeprefix("Updated on"))
    except (IndexError, CodeError) as error:
        raise FormatError(
            f"the date of the release is not told ({told[0]!r})" if told else "there is no 'Updated on ...'",
            where=f"{path.name}, sheet {SHEET!r}",
            remedy="Give --option released=2025-04-02.",
        ) from error


def _series(head: Sequence[Row], path: Path) -> list[Series]:
    rows = [(i, row) for i, row in enumerate(head) if any(map(is_filled, row[1:]))]
    if len(rows) not in {2, 3}:
        raise FormatError(
            f"{len(rows)} rows of headings stand above the figures",
            where=f"{path.name}, sheet {SHEET!r}",
            remedy="Names, units and perhaps codes are expected.",
        )
    (_, names), (line, units) = rows[:2]
    found = []
    for column in range(1, len(names)):
        name = re.sub(r"\s*\*+$", "", str(names[column]).strip())
        unit, currency, factor = _unit(str(units[column]).strip(), f"{path.name}, cell {cell_name(line, column)}")
        slug = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
        told = {"series": name, "commodity": BOOK.get(slug, slug), "unit": unit, "currency": currency}
        found.append(Series(column, told, factor))
    if twice := {one.told["series"] for one in found if not one.told["series"]} | _repeated(found):
        raise FormatError(
            f"a heading is empty or occurs twice: {sorted(twice)}", where=path.name, remedy="Name each series."
        )
    return found


def _repeated(found: list[Series]) -> set[str]:
    names = [one.told["series"] for one in found]
    return {name for name in names if names.count(name) > 1}


def _unit(text: str, where: str) -> tuple[str, str, float]:
    if price := _PRICE.fullmatch(text):
        per = price.group(2).strip()
        return UNITS.get(per, per), "USD", 1.0 if "$" in price.group(1) else 0.01
    if index := _INDEX.fullmatch(text):
        return f"index {index.group(1).replace(' ', '')}", "1", 1.0
    raise FormatError(f"unit {text!r} is unknown", where=where, remedy="Units look like ($/mt) or (2010=100).")
