"""What came of questions, on a small lake written by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import cast

import polars as pl
import pytest

from tests.pipeline.small_lake import make_lake
from tocsin.core.clock import fixed_clock
from tocsin.lake import Lake
from tocsin.lake.log_record import Record, question
from tocsin.pipeline.outcomes import outcomes

#: Import weights of a code by importer and year [t]; values are a thousand times those [USD]. Last known year: 2017.
SYNTHETIC = {
    "KOR": {2015: 100, 2016: 100, 2017: 100, 2018: 100, 2019: 40, 2020: 100},
    "JPN": {2015: 100, 2016: 100, 2017: 100, 2018: 100, 2019: 100, 2020: 100},
    "USA": {2015: 100, 2016: 100, 2017: 100, 2018: 100, 2020: 100},  # nothing in 2019
    "IND": {2015: 100, 2016: 100, 2017: 100, 2018: 30, 2019: 100, 2020: 30},
    "MEX": {2017: 100, 2018: 100, 2019: 100, 2020: 100},  # no base of three years
    "BRA": {2015: 100, 2016: 100, 2017: 100},  # reported nothing at all since
}


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    constant = {"direction": "import", "nomenclature": "HS1992", "freq": "A", "status": "A", "scope": "HS1992"}
    weights = {("250410", who): years for who, years in SYNTHETIC.items()}
    weights |= {("252910", who): dict.fromkeys(range(2015, 2021), 100) for who in SYNTHETIC if who != "BRA"}
    rows = [
        {"reporter": who, "partner": "CHN", "product": code, "year": year, "net_weight": weight * 1e3}
        for (code, who), years in weights.items()
        for year, weight in years.items()
    ]
    flow = pl.DataFrame(rows, schema_overrides={"net_weight": pl.Float64}).with_columns(
        pl.lit(text).alias(name) for name, text in constant.items()
    )
    return make_lake(tmp_path / "lake", [({"flow": flow.with_columns(trade_value=pl.col("net_weight"))}, None)])


def asked(reporter: str, target: str, *, label: str = "collapse", **more: str) -> Record:
    record = {"reporter": reporter, "product": "250410", "nomenclature": "HS1992", "basis": "baci", "period": "2017"}
    record |= {"label": label, "target": target, "horizon": "24" if "-" in target else "12"}
    return cast("Record", record | more)


def answers(lake: Lake, *records: Record) -> list[object]:
    found = outcomes(lake, iter(records))
    return [found.get(question(one), "not known yet") for one in records]


def test_one_year(lake: Lake) -> None:
    who = ("KOR", "JPN", "USA", "IND", "MEX", "BRA")
    assert answers(lake, *(asked(one, "2019") for one in who)) == [True, False, True, False, None, None]
    assert answers(lake, *(asked(one, "2018") for one in who)) == [False, False, False, True, None, None]
    assert answers(lake, asked("FRA", "2019"), asked("KOR", "2019", product="270112")) == [None, None]


def test_two_years_hold_where_either_does(lake: Lake) -> None:
    who = ("KOR", "JPN", "USA", "IND", "MEX")
    assert answers(lake, *(asked(one, "2018-2019") for one in who)) == [True, False, True, True, None]
    assert answers(lake, *(asked(one, "2019-2020") for one in who)) == [True, False, True, True, None]


def test_what_is_not_over_is_absent(lake: Lake) -> None:
    """A target of two years waits for both, also where the first says yes already."""
    assert answers(lake, asked("IND", "2020"), asked("IND", "2020-2021")) == [True, "not known yet"]
    assert answers(lake, asked("KOR", "2021"), asked("KOR", "2021-2022")) == ["not known yet"] * 2
    assert outcomes(lake, []) == {}


def test_rules_and_bases_are_told_apart(lake: Lake) -> None:
    rules = ("collapse", "severe", "raw", "own_price", "tight")
    assert answers(lake, *(asked("USA", "2019", label=one) for one in rules)) == [True, True, True, True, True]
    assert answers(lake, *(asked("IND", "2020", label=one) for one in rules)) == [True, True, True, False, False]
    assert answers(lake, asked("KOR", "2020", period="2018"), asked("KOR", "2020")) == [False, False]
    later = asked("KOR", "2020", period="2019")  # base of 2017 to 2019: 80 t; 100 t are no fall
    assert answers(lake, later) == [False]
    assert answers(lake, asked("KOR", "2019", basis="comtrade")) == ["not known yet"]


def test_the_lakes_day_says_what_is_known(lake: Lake) -> None:
    record = asked("KOR", "2019")
    for day, answer in ((date(2021, 1, 31), "not known yet"), (date(2021, 2, 1), True)):
        assert answers(Lake(lake.store.root, fixed_clock(day)), record) == [answer]
