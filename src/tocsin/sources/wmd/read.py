"""World Mining Data, table 6.4: production of mineral raw materials of individual countries, one sheet per mineral.

Each sheet has a title, the heading row ``Country, unit, 2020, ..., 2024, data source``, a row per country, ``Total``.
The name of the sheet says what is weighed: ``Lithium (Li2O)``. The data source is ``r`` reported, ``p`` provisional or
``e`` estimated. A cell of a year is one observation; an empty one says nothing and is refused, a 0 is none produced.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.period import parse_period
from tocsin.core.release import Release, Request
from tocsin.ref.countries import parse_country
from tocsin.ref.materials import parse_material, stage_of
from tocsin.sources.declaration import source
from tocsin.sources.tally import Tally
from tocsin.sources.textfile import sha256_of
from tocsin.sources.workbook import cell_name, read_sheet, sheet_names

_UNITS = {
    "metr. t": ("t", 1.0),
    "metr.t": ("t", 1.0),
    "t": ("t", 1.0),
    "kg": ("kg", 1.0),
    "ct": ("ct", 1.0),
    "mio m3": ("Mm3", 1.0),
    "mio. m3": ("Mm3", 1.0),
}
_STATUS = {"r": "A", "p": "P", "e": "E"}
_YEAR = re.compile(r"((?:19|20)\d{2})(?:\.0)?")


@dataclass(frozen=True)
class Entry:
    """A row of a sheet: what stands beside the figures."""

    sheet: str
    country: str
    unit: str
    told: str


def read(request: Request) -> Iterator[Release]:
    """Read each workbook as one release of ``production``.

    Parameters
    ----------
    request : Request
        Files and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.

    Raises
    ------
    FormatError
        If a file is no workbook, or no sheet of it is a table by country.
    """
    given = request.options.get("released")
    day = parse_period(given, "D", where="--option released").start if given else None
    for path in request.files:
        tally = Tally("production")
        for sheet in sheet_names(path):
            _read_table(path, sheet, tally)
            request.progress(tally.count)
        yield Release(
            table="production",
            vintage=day.isoformat() if day else "undated",
            released_on=day,
            lag_months=source("wmd").lag_months,
            sha256=sha256_of(path, also=f"1 {day}"),
            batches=tally.batches(),
            origin=path.name,
        )


def _read_table(path: Path, sheet: str, tally: Tally) -> None:
    cells = read_sheet(path, sheet)
    top = next((i for i, row in enumerate(cells) if row and str(row[0]).strip().casefold() == "country"), None)
    if top is None:
        raise FormatError(
            f"sheet {sheet!r} has no heading row that begins with 'Country'",
            where=str(path),
            remedy="Give table 6.4, 'Production of Mineral Raw Materials of individual Countries by Minerals'.",
        )
    heading = [str(cell).strip() for cell in cells[top]]
    columns = {name.casefold(): place for place, name in enumerate(heading) if name}
    years = {place: found[1] for place, name in enumerate(heading) if (found := _YEAR.fullmatch(name))}
    if missing := [name for name in ("unit", "data source") if name not in columns] or (not years and ["a year"]):
        raise FormatError(
            f"column {', '.join(map(repr, missing))} is missing",
            where=f"{path} sheet {sheet!r}",
            remedy=f"Columns found: {', '.join(map(repr, heading))}.",
        )
    for line, row in enumerate(cells[top + 1 :], top + 1):
        if any(str(cell).strip() for cell in row):
            entry = Entry(sheet, str(row[0]).strip(), str(row[columns["unit"]]), str(row[columns["data source"]]))
            for place, year in years.items():
                where = f"{sheet}, {cell_name(line, place)}: {row[place]!r}"
                try:
                    tally.keep(where, **_parse(entry, year, row[place]))
                except CodeError as error:
                    tally.refuse(error.found, where)


def _parse(entry: Entry, year: str, cell: object) -> dict[str, object]:
    if entry.country.casefold().startswith(("total", "world")):
        raise CodeError("row is a total")
    commodity = parse_material(entry.sheet)
    if cell == "":
        raise CodeError("cell is empty")
    if not isinstance(cell, float | int) or isinstance(cell, bool):
        raise CodeError("production is not a number")
    unit, factor = _unit(entry.unit)
    status = _STATUS.get(entry.told.strip().casefold())
    if status is None:
        raise CodeError(f"data source {entry.told!r} is none of r, p, e")
    return {
        "country": parse_country(entry.country, scheme="name"),
        "commodity": commodity,
        "stage": stage_of(commodity),
        "period": year,
        "freq": "A",
        "quantity": cell * factor,
        "quantity_unit": unit,
        "status": status,
        "scope": f"{commodity} {year}",
    }


def _unit(text: str) -> tuple[str, float]:
    plain = text.strip().casefold()
    if plain not in _UNITS:
        raise CodeError(f"unit {text!r} is not known")
    return _UNITS[plain]
