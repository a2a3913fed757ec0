"""Headings of the sheet "Monthly Prices": names and units of its series."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.sources.cells import Row, is_filled
from tocsin.sources.series import Series
from tocsin.sources.workbook import cell_name

SHEET = "Monthly Prices"
UNITS = {"mt": "t", "cubic meter": "m3", "toz": "troy oz"}
BOOK = {"aluminum": "aluminium"}  # where the product book spells a commodity otherwise
_PRICE = re.compile(r"\((US\$|\$|US cents|cents|US¢|¢)/(.+)\)")
_INDEX = re.compile(r"\((\d{4}\s?=\s?100)\)")


def read_headings(head: Sequence[Row], path: Path) -> list[Series]:
    """Read the rows above the figures.

    Parameters
    ----------
    head : sequence of list of object
        These rows.
    path : pathlib.Path
        The workbook, for errors.

    Returns
    -------
    list of Series
        Name, commodity, unit and currency of each column.

    Raises
    ------
    FormatError
        If there are more or fewer rows, a name is empty or repeated, or a unit is unknown.
    """
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
