"""A small lake of real figures: twelve raw materials, 45 importers, fourteen years; and with its end spoilt."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tests.foresight.shipped import trade
from tocsin.core.clock import fixed_clock
from tocsin.core.release import Batch, Release
from tocsin.core.schema import TABLES
from tocsin.lake import Lake
from tocsin.sources.bundled.tables import table

if TYPE_CHECKING:
    import polars as pl

FIRST, LAST = 2008, 2021
#: Day on which all of it is known.
TODAY = date(2023, 3, 1)
CLOCK = fixed_clock(TODAY)
#: Release days of the two vintages: up to 2019 as the older shipped release has it, then all as the newer has it.
SECOND_YEAR = 2019
RELEASED = (date(2021, 2, 1), date(2023, 2, 1))
PRODUCTS = (
    *("250310", "250410", "250700", "250810", "250840", "251110"),
    *("252910", "260400", "260600", "261710", "270112", "284690"),
)
IMPORTERS = (
    *("USA", "CHN", "DEU", "IND", "NLD", "JPN", "FRA", "BEL", "GBR", "KOR", "CAN", "ITA", "ESP", "TWN", "POL"),
    *("THA", "MEX", "RUS", "MYS", "AUT", "CZE", "BRA", "CHE", "ZAF", "VNM", "AUS", "SGP", "TUR", "SWE", "IDN"),
    *("ARE", "UKR", "NOR", "FIN", "SVK", "HUN", "ROU", "SAU", "ARG", "PRT", "PHL", "ISR", "EGY", "COL", "GRC"),
)
#: Months after the end of a year until its figures are out, by table: those of the shipped tables.
LAGS = {"flow": 13, "country_score": 10, "production": 16}
SOURCES = {"flow": "baci", "country_score": "wgi", "production": "wmd"}
Tables = Mapping[str, "pl.DataFrame"]


@cache
def figures(*, older: bool = False) -> Tables:
    """Return the shipped figures by table, in the columns of the lake, cut to what is small."""
    import polars as pl

    flow = trade(older=older).filter(
        pl.col("year").is_between(FIRST, LAST) & pl.col("product").is_in(PRODUCTS) & pl.col("reporter").is_in(IMPORTERS)
    )
    constant = {"direction": "import", "nomenclature": "HS1992", "freq": "A", "status": "A", "scope": "HS1992"}
    score = table("country_score").filter(pl.col("year").is_between(FIRST, LAST))
    output = table("production").filter(pl.col("year") <= LAST)
    return {
        "flow": flow.rename({"value": "trade_value", "weight": "net_weight"}).with_columns(
            **{name: pl.lit(text) for name, text in constant.items()}
        ),
        "country_score": score.select(
            pl.col("iso3").alias("country"), "year", pl.col("estimate").cast(pl.Float64).alias("value"), "status"
        ).with_columns(
            dimension=pl.lit("political_stability"), freq=pl.lit("A"), unit=pl.lit("1"), scope=pl.lit("WGI")
        ),
        "production": output.select(
            pl.col("iso3").alias("country"), "commodity", "stage", "year", "quantity", "status"
        ).with_columns(quantity_unit=output["unit"], freq=pl.lit("A"), scope=pl.lit("WMD")),
    }


def until(tables: Tables, year: int) -> Tables:
    """Return figures without those of later years, and without tables that then have none."""
    import polars as pl

    cut = {name: frame.filter(pl.col("year") <= year) for name, frame in tables.items()}
    return {name: frame for name, frame in cut.items() if len(frame)}


def synthetic_noise_after(tables: Tables, year: int) -> Tables:
    """Return figures whose later years are noise: one flow in five gone, all numbers dealt out anew and scaled."""
    import polars as pl

    chance = np.random.default_rng(7)
    spoilt = {}
    for name, frame in tables.items():
        later = frame.filter(pl.col("year") > year).sort("year", "country" if "country" in frame.columns else "product")
        if name == "flow":
            later = later.filter(pl.Series(chance.random(len(later)) < 0.8))
        numbers = [column for column in ("trade_value", "net_weight", "value", "quantity") if column in frame.columns]
        for column in numbers:
            dealt = later[column].to_numpy()[chance.permutation(len(later))] * np.exp(chance.normal(0, 1, len(later)))
            later = later.with_columns(pl.Series(column, np.ceil(dealt) if name == "flow" else dealt).fill_nan(None))
        spoilt[name] = pl.concat([frame.filter(pl.col("year") <= year), later.select(frame.columns)])
    return spoilt


def make_lake(root: Path, vintages: Sequence[tuple[Tables, date | None]]) -> Lake:
    """Load figures, each set as one vintage with the day of its release."""
    lake = Lake.create(root, CLOCK)
    for number, (tables, released_on) in enumerate(vintages, start=1):
        for name, frame in tables.items():
            lake.load(release(name, frame, f"V{number}", released_on), source=SOURCES[name], licence="")
    return lake


def release(name: str, frame: pl.DataFrame, vintage: str, released_on: date | None) -> Release:
    """Lay figures out as a release of a table."""
    schema = TABLES[name].columns
    columns = frame.with_columns(period=frame["year"].cast(str)).to_arrow()
    arrays = [
        columns.column(field.name).cast(field.type)
        if field.name in columns.column_names
        else pa.nulls(len(columns), field.type)
        for field in schema
    ]
    digest = hashlib.sha256(f"{name} {vintage}\n{frame.write_csv()}".encode()).hexdigest()
    batch = Batch(pa.table(arrays, schema=schema))
    return Release(name, vintage, released_on, LAGS[name], digest, iter([batch]), "test")


def two_vintages() -> list[tuple[Tables, date | None]]:
    """Return the older release up to its year, and the newer, each with its day."""
    return [(until(figures(older=True), SECOND_YEAR), RELEASED[0]), (figures(), RELEASED[1])]
