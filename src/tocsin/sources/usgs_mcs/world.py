"""World tables as MCS 2025 releases them: one file, production of two years, capacity and reserves by country."""

from __future__ import annotations

import re

from tocsin.core.errors import CodeError
from tocsin.ref.materials import parse_material, stage_of
from tocsin.sources.usgs_mcs.figures import Figure, read_figure
from tocsin.sources.usgs_mcs.sheets import Sheet, Tallies, check_columns, parse_place, records, scope_of
from tocsin.sources.usgs_mcs.units import QUANTITIES, parse_unit

COLUMNS = ("COMMODITY", "COUNTRY", "TYPE", "UNIT_MEAS")
_MEASURE = re.compile(r"(PROD|CAP|RESERVES)_(EST_ ?)?(\d{4})")
_KNOWN = rf"SOURCE|{'|'.join(COLUMNS)}|\w+_NOTES|{_MEASURE.pattern}"
_NOTES = {"PROD": "PROD_NOTES", "CAP": "CAP_NOTES", "RESERVES": "RESERVE_NOTES"}
_OTHER_UNIT = re.compile(r"(thousand|million) metric tons", re.IGNORECASE)
_REFINED = re.compile(r"refin|smelt|plant|sponge|pigment|clinker|synthetic", re.IGNORECASE)
_ORE = re.compile(r"\b(crude|recoverable) ore\b|: ?ore\b", re.IGNORECASE)


def read_world(sheet: Sheet, into: Tallies) -> None:
    """Read the file; each cell of production, capacity or reserves is an observation."""
    check_columns(sheet, _KNOWN)
    measures = [(name, found) for name in sheet.heading if (found := _MEASURE.fullmatch(name))]
    for where, row in records(sheet):
        for heading, found in measures:
            cell = f"{where}, {heading}: {row[heading]!r}"
            try:
                _keep(row, heading, found, into, cell)
            except CodeError as error:
                into.production.refuse(error.found, cell)


def stage(commodity: str, measure: str, detail: str) -> str:
    """Return the stage: reserves, capacity, or where production is counted by the publisher's words, else by ours."""
    if measure == "RESERVES":
        return "reserves_ore" if _ORE.search(detail) else "reserves"
    if measure == "CAP":
        return "capacity"
    if re.search(r"\bmine\b", detail, re.IGNORECASE):
        return "mine"
    return "refinery" if _REFINED.search(detail) else stage_of(commodity)


def _keep(row: dict[str, str], heading: str, found: re.Match[str], into: Tallies, cell: str) -> None:
    measure, estimate, year = found.groups()
    note = row.get(_NOTES[measure], "")
    if measure == "PROD" and "capacity" in row["TYPE"].casefold():  # clinker's stands under PROD
        measure = "CAP"
    country = parse_place(row["COUNTRY"])
    commodity = parse_material(row["COMMODITY"], row["TYPE"])
    figure = _figure(row[heading], note, estimated=_is_estimated(row["TYPE"], note, year, column=bool(estimate)))
    other = _OTHER_UNIT.search(note) if measure == "RESERVES" else None
    unit, factor = parse_unit(other[0].lower() if other else row["UNIT_MEAS"], QUANTITIES)
    figure = figure.scaled(factor)
    detail = f"{row['TYPE']} {note}" if measure == "RESERVES" else row["TYPE"]
    into.production.keep(
        cell,
        country=country,
        commodity=commodity,
        stage=stage(commodity, measure, detail),
        period=year,
        freq="A",
        quantity=figure.value,
        quantity_unit=unit,
        status=figure.status,
        scope=scope_of(commodity, year),
    )


def _figure(text: str, note: str, *, estimated: bool) -> Figure:
    """An empty cell whose note says W or NA is missing; one whose note says no more is refused."""
    if text:
        return read_figure(text, estimated=estimated)
    if re.match(r"(W|NA)\b", note, re.IGNORECASE):
        return Figure(None, "M")
    return read_figure("" if not note else _words(note))


def _words(note: str) -> str:
    return note if re.match(r"(large|moderate|small|xx)\b", note, re.IGNORECASE) else ""


def _is_estimated(kind: str, note: str, year: str, *, column: bool) -> bool:
    """``estimated 2023`` in the note marks that year, ``reported`` unmarks the estimated column."""
    if column and re.match("reported", note, re.IGNORECASE):
        return False
    named = re.match(r"estimated(?: for)? (\d{4})", note, re.IGNORECASE)
    told = named[1] == year if named else note.casefold().startswith("estimated")
    return column or told or "estimated" in kind.casefold()
