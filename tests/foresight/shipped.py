"""The two shipped releases of trade, as the box is given them, without a lake."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.foresight.trade import COLUMNS
from tocsin.foresight.flows import Flows, read_flows
from tocsin.ref.countries import scheme_map
from tocsin.ref.groups import members_by_year
from tocsin.sources.bundled.tables import DIFFERENCE, NEWER, older_flow, table

if TYPE_CHECKING:
    import polars as pl


def trade(*, older: bool = False) -> pl.DataFrame:
    """Read a release; columns as :func:`read_flows` takes them."""
    import polars as pl

    names = scheme_map("cepii")
    place = {code: names.get(str(code)) for code in range(1000)}
    raw = older_flow(table(NEWER), table(DIFFERENCE)) if older else table(NEWER)
    return raw.select(
        pl.col("product").cast(pl.String).str.zfill(6),
        pl.col("importer").cast(pl.Int64).replace_strict(place, return_dtype=pl.String).alias("reporter"),
        pl.col("exporter").cast(pl.Int64).replace_strict(place, return_dtype=pl.String).alias("partner"),
        pl.col("year").cast(pl.Int32),
        pl.col("value_usd").cast(pl.Float64).alias("value"),
        pl.col("weight_kg").cast(pl.Float64).alias("weight"),
    ).drop_nulls(COLUMNS[:-1])


def union() -> dict[str, list[object]]:
    """Members of the Union by year."""
    rows = members_by_year("EU", 1995, 2030)
    return {"country": [iso3 for _, iso3 in rows], "year": [year for year, _ in rows]}


def shipped_flows(*, older: bool = False) -> Flows:
    """Read a release as flows."""
    return read_flows(trade(older=older).to_arrow(), union())
