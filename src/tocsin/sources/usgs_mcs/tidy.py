"""The edition of 2026: one file for everything, a row per figure, statistics and units in words."""

from __future__ import annotations

import re

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.ref.materials import parse_material
from tocsin.sources.usgs_mcs.balance import kind_of, refine
from tocsin.sources.usgs_mcs.figures import Figure, read_figure
from tocsin.sources.usgs_mcs.sheets import Sheet, Tallies, check_columns, parse_place, records, scope_of
from tocsin.sources.usgs_mcs.units import PRICES, QUANTITIES, parse_unit
from tocsin.sources.usgs_mcs.world import stage

COLUMNS = ("Section", "Commodity", "Country", "Statistics", "Statistics_detail", "Unit", "Year", "Value", "Notes")
_KNOWN = rf"{'|'.join(COLUMNS)}|MCS chapter|Is critical mineral \d{{4}}|Other notes"
_MEASURES = {"Production": "PROD", "Capacity": "CAP", "Reserves": "RESERVES"}
_FOOTNOTE = "s"  # the cell holds a footnote sign; the note says what it stands for


def read_tidy(sheet: Sheet, into: Tallies) -> None:
    """Read the file; each row is an observation."""
    check_columns(sheet, _KNOWN)
    for where, row in records(sheet):
        cell = f"{where}, {row['Commodity']}, {row['Statistics_detail']}: {row['Value']!r}"
        world = row["Section"].startswith("World")
        tally = into.production if world else into.price if row["Statistics"] == "Price" else into.stock
        try:
            (_keep_world if world else _keep_salient)(row, into, cell)
        except CodeError as error:
            tally.refuse(error.found, cell)


def _figure(row: dict[str, str], *, reliance: bool = False) -> Figure:
    note = row["Notes"]
    if row["Value"] == _FOOTNOTE:
        return Figure(0.0, "E") if "less than" in note.casefold() else Figure(None, "M")
    return read_figure(row["Value"], reliance=reliance, estimated=note.startswith("Estimated"))


def _keep_world(row: dict[str, str], into: Tallies, cell: str) -> None:
    measure = _MEASURES.get(row["Statistics"])
    if measure is None:
        raise CodeError("neither production, capacity nor reserves by country")
    country = parse_place(row["Country"])
    commodity = parse_material(row["Commodity"], row["Statistics_detail"])
    unit, factor = parse_unit(row["Unit"], QUANTITIES)
    figure = _figure(row).scaled(factor)
    year = str(parse_period(row["Year"], "A"))
    into.production.keep(
        cell,
        country=country,
        commodity=commodity,
        stage=stage(commodity, measure, row["Statistics_detail"]),
        period=year,
        freq="A",
        quantity=figure.value,
        quantity_unit=unit,
        status=figure.status,
        scope=scope_of(commodity, year),
    )


def _keep_salient(row: dict[str, str], into: Tallies, cell: str) -> None:
    if row["Statistics"].startswith("Import sources"):
        raise CodeError("share of a supplier is a mean over several years, of no one period")
    kind = kind_of(row["Statistics"])
    if not kind:
        raise CodeError("no supply figure" if kind is None else "statistic is unknown")
    if parse_place(row["Country"]) != "USA":
        raise CodeError("salient statistics of another country than the United States")
    detail = re.sub(r"dollars per [\w ]+|cents per pound", " ", row["Statistics_detail"])
    commodity = parse_material(row["Commodity"], detail)
    year = str(parse_period(row["Year"], "A"))
    reliance = kind == "net_import_reliance"
    figure = _figure(row, reliance=reliance)
    shared = {"commodity": commodity, "period": year, "freq": "A", "scope": scope_of(commodity, year)}
    if kind == "price":
        unit, factor = parse_unit(row["Unit"], PRICES)
        figure = figure.scaled(factor)
        series = f"USGS {row['Commodity']} {refine('price', detail, commodity)}, USD/{unit}"
        into.price.keep(
            cell, series=series, value=figure.value, unit=unit, currency="USD", status=figure.status, **shared
        )
        return
    unit, factor = ("1", 0.01) if reliance else parse_unit(row["Unit"], QUANTITIES)
    figure = figure.scaled(factor)
    into.stock.keep(
        cell,
        holder="USA",
        kind=refine(kind, detail, commodity),
        quantity=figure.value,
        quantity_unit=unit,
        status=figure.status,
        **shared,
    )
