"""Salient statistics as MCS 2025 releases them: a file per commodity, a row per year, headings ``Kind_Form_unit``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.ref.materials import parse_material
from tocsin.sources.usgs_mcs.balance import kind_of, refine
from tocsin.sources.usgs_mcs.figures import read_figure
from tocsin.sources.usgs_mcs.sheets import Sheet, Tallies, check_once, records, scope_of
from tocsin.sources.usgs_mcs.units import PRICES, QUANTITIES, Unit, parse_unit

COLUMNS = ("Commodity", "Year")
_JOINED = re.compile(r"(HPQ|Crystal)(Production|Imports|Exports|Price|NIR)", re.IGNORECASE)
_TELLING = {"mine", "refinery", "extracted", "withdrawn", "recycled"}  # opening words that say a form as well
_OWN = {"DataSource", "Source", *COLUMNS}


def read_salient(sheet: Sheet, edition: int, into: Tallies) -> None:
    """Read one commodity's file; the year before the edition is estimated throughout."""
    for where, row in records(sheet):
        for heading in sheet.heading:
            if heading in _OWN or (not heading and not row[heading]):
                continue
            cell = f"{where}, {heading}: {row[heading]!r}"
            tally = into.price if _split(heading)[0] == "price" else into.stock
            try:
                check_once(heading, sheet)
                _keep(heading, row, edition, into, cell)
            except CodeError as error:
                tally.refuse(error.found, cell)


def _split(heading: str) -> tuple[str | None, str, str]:
    """Return kind, form and unit of a heading."""
    words = _JOINED.sub(r"\1_\2", heading).split("_")
    unit = words.pop() if len(words) > 1 else ""
    for place, word in enumerate(words):
        opening = word.split(",")[0].split("-")[0]
        if (kind := kind_of(opening)) != "":
            said = word if opening.casefold() in _TELLING else word[len(opening) :].strip(" ,-")
            return kind, " ".join([*words[:place], said, *words[place + 1 :]]), unit
    return "", heading, unit


def _keep(heading: str, row: dict[str, str], edition: int, into: Tallies, cell: str) -> None:
    kind, form, suffix = _split(heading)
    if not kind:
        raise CodeError("no supply figure" if kind is None else "heading names no statistic")
    name = row["Commodity"]
    commodity = parse_material(name, form)
    year = parse_period(row["Year"], "A")
    reliance = kind == "net_import_reliance"
    figure = read_figure(row[heading], reliance=reliance, estimated=year.year == edition - 1)
    shared = {"commodity": commodity, "period": str(year), "freq": "A", "scope": scope_of(commodity, str(year))}
    suffix = _headings()["unit"].get(name.strip(), {}).get(heading, suffix)
    if kind == "price":
        unit, factor = parse_unit(suffix, PRICES)
        figure = figure.scaled(factor)
        series = f"USGS {name.strip()} {refine('price', form, commodity)}, USD/{unit}"
        into.price.keep(
            cell, series=series, value=figure.value, unit=unit, currency="USD", status=figure.status, **shared
        )
        return
    unit, factor = _unit(reliance=reliance, suffix=suffix)
    figure = figure.scaled(factor)
    into.stock.keep(
        cell,
        holder="USA",
        kind=_kind(kind, form, name.strip(), commodity),
        quantity=figure.value,
        quantity_unit=unit,
        status=figure.status,
        **shared,
    )


def _kind(kind: str, form: str, name: str, commodity: str) -> str:
    full = refine(kind, form, commodity)
    if full == "consumption":
        how = _headings()["consumption"].get(name, "apparent")
        return f"{how}_consumption"
    return full


def _unit(*, reliance: bool, suffix: str) -> Unit:
    """A reliance is a share of consumption whatever its heading ends in: some end in ``ct`` or ``t``."""
    return ("1", 0.01) if reliance else parse_unit(suffix, QUANTITIES)


@cache
def _headings() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))
