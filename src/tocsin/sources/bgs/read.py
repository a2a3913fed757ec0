"""World Mineral Statistics of the British Geological Survey: its OGC API's features, as JSON, CSV or Parquet.

A feature of the collection ``world-mineral-statistics`` has the properties below, whose names are the same in all
three forms: commodity (``copper, mine``), sub-commodity, country, 1 January of the year, quantity, units, an SDMX
observation code and notes. Read: code O (figures not available) as a row without value, status M; code N (more than
nothing, less than half a unit) as 0, status E; a note ``*`` (estimate) as status E.
"""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.ref.countries import parse_country
from tocsin.ref.materials import parse_material, stage_of
from tocsin.sources.bgs.features import features
from tocsin.sources.tally import tallied_files, unit_of

_UNITS = {
    "tonnes (metric)": ("t", 1.0),
    "tonnes (metal content)": ("t", 1.0),
    "thousand tonnes": ("t", 1e3),
    "kilograms": ("kg", 1.0),
    "kilograms (metal content)": ("kg", 1.0),
    "carats": ("ct", 1.0),
    "million cubic metres": ("Mm3", 1.0),
}
_STAGES = {"mine": "mine", "refined": "refinery", "refinery": "refinery", "smelter": "smelter"}


def _quote(row: Mapping[str, str]) -> str:
    return f": {row['bgs_commodity_trans']}, {row['country_trans']}"


def _parse(row: Mapping[str, str]) -> dict[str, object]:
    if row["bgs_statistic_type_trans"] != "Production":
        raise CodeError("statistic is trade, not production")
    name, sub = row["bgs_commodity_trans"], row["bgs_sub_commodity_trans"]
    commodity = parse_material(name, "" if "&" in sub or "," in sub else sub)  # two together are neither of them
    unit, factor = unit_of(row["units"], _UNITS)
    value, status = _figure(row)
    return {
        "country": _country(row),
        "commodity": commodity,
        "stage": _stage(name, sub, commodity),
        "period": str(parse_period(row["year"][:10], "D").year),
        "freq": "A",
        "quantity": None if value is None else value * factor,
        "quantity_unit": unit,
        "status": status,
        "scope": name,
    }


def _stage(name: str, sub: str, commodity: str) -> str:
    """Return the stage; a sub-commodity that is no commodity of ours stands behind it: ``mine: monazite``."""
    told = name.rpartition(", ")[2].split("/")[-1]
    stage = _STAGES.get(told, stage_of(commodity))
    return f"{stage}: {sub.casefold()}" if sub and parse_material(name) == commodity else stage


def _country(row: Mapping[str, str]) -> str:
    try:
        return parse_country(row["country_trans"], scheme="name")
    except CodeError:
        return parse_country(row["country_iso3_code"], scheme="iso3")


def _figure(row: Mapping[str, str]) -> tuple[float | None, str]:
    if row["sdmx_code"] == "O":
        return None, "M"
    if row["sdmx_code"] == "N":
        return 0.0, "E"
    if row["sdmx_code"] != "A":
        raise CodeError(f"observation code {row['sdmx_code']!r} is not known")
    try:
        value = float(row["quantity"])
    except ValueError as error:
        raise CodeError("quantity is not a number") from error
    return value, "E" if "*" in row["concat_figure_notes_code"].split("|") else "A"


read = tallied_files("bgs", "production", features, parse=_parse, quote=_quote)
