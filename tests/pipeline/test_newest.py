"""The newest months that a day knows: which source, under which code, and none that came out later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.pipeline.flows import flow_release
from tests.pipeline.small_lake import CLOCK, RELEASED, TODAY, figures, make_lake, until
from tocsin.foresight.months import Months
from tocsin.foresight.panel import column
from tocsin.lake import Lake
from tocsin.pipeline.newest import give_months, has_months
from tocsin.pipeline.origins import Book, draw

BOOK = Book("baci", "HS1992")
Told = dict[tuple[str, str, str], tuple[float, float]]


def months(lake: Lake, day: date, since: int = 2019) -> Told:
    view = lake.as_of(day)
    connection = view.connect()
    try:
        return told(give_months(connection, view, since))
    finally:
        connection.close()


def told(found: Months) -> Told:
    names = [f"{month // 12}-{month % 12 + 1:02d}" for month in found.month.tolist()]
    keys = zip(found.reporter.tolist(), found.product.tolist(), names, strict=True)
    return dict(zip(keys, zip(found.value.tolist(), found.weight.tolist(), strict=True), strict=True))


def load(
    lake: Lake,
    source: str,
    rows: list[tuple[str, str, str, str, float]],
    *,
    nomenclature: str = "HS2017",
    lag_months: int = 2,
) -> None:
    release = flow_release(rows, vintage=f"{source} {nomenclature}", nomenclature=nomenclature, lag_months=lag_months)
    lake.load(release, source=source, licence="")


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "lake", CLOCK)


def test_suppliers_are_added_up_and_national_codes_stand_under_six_digits(lake: Lake) -> None:
    rows = [
        ("USA", "CHN", "2504101000", "2021-03", 50.0),
        ("USA", "CHN", "2504105000", "2021-03", 30.0),
        ("USA", "MEX", "2504105000", "2021-03", 20.0),
    ]
    load(lake, "census_us", rows, nomenclature="HTS2021")
    load(lake, "comtrade", [("KOR", "CHN", "250410", "2021-02", 70.0), ("KOR", "CHN", "2504", "2021-02", 90.0)])
    assert months(lake, TODAY) == {
        ("USA", "250410", "2021-03"): (100.0, 10.0),
        ("KOR", "250410", "2021-02"): (70.0, 7.0),
    }


def test_a_month_is_not_known_before_it_comes_out(lake: Lake) -> None:
    load(lake, "comtrade", [("KOR", "CHN", "250410", f"2021-{month:02d}", 10.0 * month) for month in (1, 2, 3)])
    assert months(lake, date(2021, 3, 31)) == {}
    assert set(months(lake, date(2021, 4, 1))) == {("KOR", "250410", "2021-01")}
    assert len(months(lake, date(2021, 6, 1))) == 3


def test_the_source_that_reaches_the_latest_month_is_taken_whole(lake: Lake) -> None:
    load(lake, "comtrade", [("USA", "CHN", "250410", period, 10.0) for period in ("2021-01", "2021-02")])
    load(lake, "census_us", [("USA", "CHN", "2504101000", "2021-03", 99.0)], nomenclature="HTS2021")
    assert months(lake, TODAY) == {("USA", "250410", "2021-03"): (99.0, 9.9)}


def test_two_editions_are_not_counted_twice(lake: Lake) -> None:
    load(lake, "comtrade", [("KOR", "CHN", "250410", "2022-01", 10.0)])
    load(lake, "comtrade", [("KOR", "CHN", "250410", "2022-01", 11.0)], nomenclature="HS2022")
    assert months(lake, TODAY) == {("KOR", "250410", "2022-01"): (11.0, 1.1)}


def test_the_bloc_stands_as_its_source_reports_it_and_is_no_supplier(lake: Lake) -> None:
    rows = [("EUN", "CHN", "250410", "2021-01", 10.0), ("KOR", "EUN", "250410", "2021-01", 5.0)]
    load(lake, "comtrade", rows)
    assert months(lake, TODAY) == {("EU", "250410", "2021-01"): (10.0, 1.0)}


def test_years_and_earlier_months_are_left_out(lake: Lake) -> None:
    load(lake, "comtrade", [("KOR", "CHN", "250410", period, 5.0) for period in ("2018-12", "2019", "2019-01")])
    assert list(months(lake, TODAY)) == [("KOR", "250410", "2019-01")]


def test_a_lake_of_years_alone_is_not_asked_for_months(tmp_path: Path) -> None:
    lake = make_lake(tmp_path / "years", [(until(figures(older=True), 2010), RELEASED[0])])
    assert not has_months(lake.as_of(TODAY))
    assert months(lake, TODAY) == {}


def test_months_reach_the_panel_of_a_day_and_no_later_one_does(tmp_path: Path) -> None:
    """Half as much in each month as a year before; the year of trade known on the day is 2019."""
    lake = make_lake(tmp_path / "panel", [({"flow": until(figures(older=True), 2019)["flow"]}, RELEASED[0])])
    day = date(2021, 3, 1)
    bare = draw(lake, day, BOOK)
    rows = [("KOR", "CHN", "250410", f"2019-{month:02d}", 200.0) for month in range(1, 13)]
    rows += [("KOR", "CHN", "250410", f"2020-{month:02d}", 100.0) for month in range(1, 12)]
    rows += [("KOR", "CHN", "250410", "2020-12", 9e9), ("KOR", "CHN", "250410", "2021-01", 9e9)]  # out in mid-March
    load(lake, "comtrade", rows, lag_months=3)
    made = draw(lake, day, BOOK)
    assert bare is not None
    assert made is not None
    assert made.last == 2019
    assert ("monthly" in bare.panel.present, "monthly" in made.panel.present) == (False, True)
    mine = (made.panel.reporter == "KOR") & (made.panel.product == "250410")
    features = made.panel.features
    found = {
        name: column(features, name)[mine].tolist() for name in ("months_known", "months_weight", "quarter_weight")
    }
    assert found == {
        "months_known": [11.0],
        "months_weight": pytest.approx([-np.log(2)], rel=1e-6),
        "quarter_weight": pytest.approx([-np.log(2)], rel=1e-6),
    }
    assert np.isnan(column(features, "months_known")[~mine]).all()
