"""What lies in store by product code: the rules of days of cover, and nothing that came out later."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.pipeline.small_lake import CLOCK, RELEASED, figures, make_lake, until
from tocsin.core.release import Batch, Release
from tocsin.core.schema import STOCK
from tocsin.foresight.panel import column
from tocsin.lake import Lake
from tocsin.pipeline.holdings import Holdings, give_holdings
from tocsin.pipeline.origins import Book, draw

Row = tuple[str, str, str, float | None]
#: Held at the year's end and used in it [t]: 90 t of 365 t a year are 90 days.
YEAR: list[Row] = [
    ("graphite", "stock_industry", "2019", 60.0),
    ("graphite", "stock_government", "2019", 30.0),
    ("graphite", "apparent_consumption", "2019", 365.0),
]
CODE = "250410"


def stocks(rows: list[Row], vintage: str = "1", *, lag_months: int = 2) -> Release:
    columns = {
        "holder": ["USA"] * len(rows),
        "commodity": [row[0] for row in rows],
        "kind": [row[1] for row in rows],
        "period": [row[2] for row in rows],
        "freq": ["A"] * len(rows),
        "quantity": [row[3] for row in rows],
        "quantity_unit": ["t"] * len(rows),
        "status": ["A"] * len(rows),
        "scope": ["MCS"] * len(rows),
    }
    digest = hashlib.sha256(repr((rows, vintage)).encode()).hexdigest()
    table = pa.table({name: columns[name] for name in STOCK.columns.names}, schema=STOCK.columns)
    return Release("stock", vintage, None, lag_months, digest, iter([Batch(table)]), "test")


def held(lake: Lake, day: date = date(2023, 3, 1), nomenclature: str = "HS1992") -> Holdings:
    connection = lake.as_of(day).connect()
    try:
        return give_holdings(connection, nomenclature)
    finally:
        connection.close()


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "lake", CLOCK)


def test_stocks_of_all_kinds_are_added_up_under_each_code(lake: Lake) -> None:
    lake.load(stocks(YEAR), source="usgs_mcs", licence="")
    found = held(lake)
    assert found[CODE, "USA", 2019] == (90e3, 365e3)
    assert {code for code, _, _ in found} <= {CODE, "250490"}
    assert held(lake, nomenclature="HS2017") == {}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ([("graphite", "stock_exchange", "2019", None)], (np.nan, 365e3)),
        ([("graphite", "stock_exchange: flake", "2019", 5.0)], (95e3, 365e3)),
        ([("graphite", f"stock_exchange: {form}", "2019", 5.0) for form in ("flake", "powder")], (np.nan, 365e3)),
        ([("graphite", "stock_industry: flake", "2019", 5.0)], (90e3, 365e3)),
        ([("graphite", "apparent_consumption: flake", "2019", 5.0)], (90e3, 365e3)),
        ([("graphite", "imports", "2019", 5.0)], (90e3, 365e3)),
    ],
)
def test_what_is_withheld_or_told_in_forms_is_not_taken_for_a_sum(
    lake: Lake, more: list[Row], expected: tuple[float, float]
) -> None:
    lake.load(stocks([*YEAR, *more]), source="usgs_mcs", licence="")
    assert held(lake)[CODE, "USA", 2019] == pytest.approx(expected, nan_ok=True)


def test_a_stock_without_a_use_is_told_all_the_same(lake: Lake) -> None:
    lake.load(stocks(YEAR[:2]), source="usgs_mcs", licence="")
    assert held(lake)[CODE, "USA", 2019] == pytest.approx((90e3, np.nan), nan_ok=True)


def test_stocks_reach_the_panel_of_a_day_and_no_later_year_does(tmp_path: Path) -> None:
    """The stocks of 2020 come out in March 2021, after the day."""
    lake = make_lake(tmp_path / "panel", [({"flow": until(figures(older=True), 2019)["flow"]}, RELEASED[0])])
    book, day = Book("baci", "HS1992"), date(2021, 2, 15)
    bare = draw(lake, day, book)
    later = [(name, kind, "2020", 1.0) for name, kind, _, _ in YEAR]
    before = [(name, kind, "2018", (amount or 0.0) * 2) for name, kind, _, amount in YEAR]
    lake.load(stocks([*before, *YEAR, *later]), source="usgs_mcs", licence="")
    made = draw(lake, day, book)
    assert bare is not None
    assert made is not None
    assert ("stock" in bare.panel.present, "stock" in made.panel.present) == (False, True)
    mine = (made.panel.reporter == "USA") & (made.panel.product == CODE)
    told = {
        name: column(made.panel.features, name)[mine].tolist()
        for name in ("days_of_cover", "cover_change", "stock_change")
    }
    assert told == {
        "days_of_cover": pytest.approx([90.0]),
        "cover_change": pytest.approx([0.0], abs=1e-6),
        "stock_change": pytest.approx([-np.log(2)], rel=1e-6),
    }
    assert np.isnan(column(made.panel.features, "days_of_cover")[made.panel.reporter != "USA"]).all()
