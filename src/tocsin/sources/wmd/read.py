"""World Mining Data, table 6.4: production of mineral raw materials of individual countries, one sheet per mineral.

Each sheet has a title, the heading row ``Country, unit, 2020, ..., 2024, data source``, a row per country, ``Total``.
The name of the sheet says what is weighed: ``Lithium (Li2O)``. The data source is ``r`` reported, ``p`` provisional or
``e`` estimated. A cell of a year is one observation; an empty one says nothing and is refused, a 0 is none produced.
"""

from __future__ import annotations

from tocsin.core.errors import CodeError
from tocsin.ref.countries import parse_country
from tocsin.ref.materials import parse_material, stage_of
from tocsin.sources.tally import tallied_files, unit_of
from tocsin.sources.wmd.entries import Entry, read_entries

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


def _parse(entry: Entry) -> dict[str, object]:
    if entry.country.casefold().startswith(("total", "world")):
        raise CodeError("row is a total")
    commodity = parse_material(entry.sheet)
    if entry.cell == "":
        raise CodeError("cell is empty")
    if not isinstance(entry.cell, float | int) or isinstance(entry.cell, bool):
        raise CodeError("production is not a number")
    unit, factor = unit_of(entry.unit, _UNITS)
    status = _STATUS.get(entry.data_source.strip().casefold())
    if status is None:
        raise CodeError(f"data source {entry.data_source!r} is none of r, p, e")
    return {
        "country": parse_country(entry.country, scheme="name"),
        "commodity": commodity,
        "stage": stage_of(commodity),
        "period": entry.year,
        "freq": "A",
        "quantity": entry.cell * factor,
        "quantity_unit": unit,
        "status": status,
        "scope": f"{commodity} {entry.year}",
    }


read = tallied_files("wmd", "production", read_entries, parse=_parse)
