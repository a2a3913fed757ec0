"""Events as forecasts are given them: what a day knew, each act once, nothing later."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.pipeline.events import add, lake_of, row
from tests.pipeline.small_lake import figures, make_lake, until
from tocsin.core.release import Batch, Release
from tocsin.core.schema import PRESSURE
from tocsin.foresight.dealing import Dealing
from tocsin.foresight.panel import column
from tocsin.lake import Lake
from tocsin.pipeline.book import Book
from tocsin.pipeline.dealings import give_dealings, give_moves, give_tones
from tocsin.pipeline.index import digest_ahead
from tocsin.pipeline.origins import draw

DAY = date(2020, 3, 1)


def dealings(lake: Lake, day: date = DAY) -> dict[tuple[str, str], Dealing]:
    connection = lake.as_of(day).connect()
    try:
        return give_dealings(connection, day)
    finally:
        connection.close()


def moves(lake: Lake, day: date = DAY) -> dict[str, int]:
    connection = lake.as_of(day).connect()
    try:
        return give_moves(connection, day)
    finally:
        connection.close()


def test_a_pair_is_counted_either_way_and_by_how_long_ago(tmp_path: Path) -> None:
    lake = lake_of(
        tmp_path,
        [
            row(1, "2020-02-20", "CHN", "ban", "KOR"),
            row(2, "2020-02-21", "KOR", "meet", "CHN"),
            row(3, "2019-06-01", "KOR", "threaten", "CHN"),
            row(4, "2018-01-01", "CHN", "meet", "KOR"),
            row(5, "2016-01-01", "CHN", "ban", "KOR"),
        ],
    )
    assert dealings(lake) == {("CHN", "KOR"): Dealing(3, 2, 2, 1, 2, 1)}
    assert moves(lake) == {"CHN": 1}


def test_reports_of_one_act_on_one_day_count_once(tmp_path: Path) -> None:
    rows = [row(number, "2020-02-20", "CHN", "ban", "KOR") for number in range(5)]
    lake = lake_of(tmp_path, [*rows, row(9, "2020-02-21", "CHN", "ban", "KOR")])
    assert dealings(lake)["CHN", "KOR"].events == 2
    assert moves(lake) == {"CHN": 2}


def test_the_sign_of_a_rated_intensity_goes_before_the_act(tmp_path: Path) -> None:
    rows = [
        row(1, "2020-02-20", "CHN", "other", "KOR", intensity=-9.0),
        row(2, "2020-02-20", "CHN", "agree", "KOR", intensity=8.0),
        row(3, "2020-02-20", "CHN", "state", "KOR", intensity=-2.0),
    ]
    assert dealings(lake_of(tmp_path, rows))["CHN", "KOR"].hostile == 2


def test_what_is_denied_or_asked_for_was_not_done(tmp_path: Path) -> None:
    rows = [
        row(number, "2020-02-20", "CHN", "ban", "KOR", modality=modality)
        for number, modality in enumerate(("denied", "possible", "conditional", "called_for"))
    ]
    assert dealings(lake_of(tmp_path, rows)) == {}


def test_parties_acting_together_are_told_apart_and_the_union_is_opened(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, [row(1, "2020-02-20", "USA;JPN", "ban", "CHN"), row(2, "2020-02-20", "CHN", "ban", "EUU")])
    found = dealings(lake)
    assert {("CHN", "USA"), ("CHN", "JPN"), ("CHN", "DEU"), ("CHN", "EU")} <= set(found)
    assert ("JPN", "USA") not in found
    assert moves(lake) == {"CHN": 1, "JPN": 1, "USA": 1}


def test_nothing_later_than_the_day_is_seen(tmp_path: Path) -> None:
    before = [row(1, "2020-02-20", "CHN", "ban", "KOR")]
    later = [
        row(2, "2020-03-02", "CHN", "ban", "KOR"),
        row(3, "2020-02-29", "KOR", "ban", "JPN"),  # known from 1 March on
        row(4, "2020-03-01", "USA", "ban", "CHN"),  # known from 2 March on
        row(5, "2021", "CHN", "ban", "JPN"),
    ]
    alone, beside = lake_of(tmp_path / "a", before), lake_of(tmp_path / "b", [*before, *later])
    assert set(dealings(beside)) == {("CHN", "KOR"), ("JPN", "KOR")}
    assert dealings(beside)["CHN", "KOR"] == dealings(alone)["CHN", "KOR"]
    day = date(2020, 2, 28)
    assert dealings(beside, day) == dealings(alone, day)
    assert moves(beside, day) == moves(alone, day) == {"CHN": 1}


def test_an_event_that_a_released_file_dates_ahead_is_not_seen(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, [row(1, "2020-04-01", "CHN", "ban", "KOR")], released=date(2020, 2, 1))
    assert dealings(lake) == {}
    assert dealings(lake, date(2020, 4, 1)) != {}


def test_events_change_under_which_name_a_panel_is_kept_and_their_absence_does_not(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, [row(1, "2020-02-20", "CHN", "ban", "KOR")])
    assert digest_ahead(lake.as_of(date(2020, 2, 1))) != digest_ahead(lake.as_of(DAY))
    assert digest_ahead(lake.as_of(date(2019, 2, 1))) == digest_ahead(lake.as_of(date(2020, 2, 1)))


def test_a_panel_has_the_channel_where_the_day_knows_events_and_the_same_bits_where_it_does_not(tmp_path: Path) -> None:
    tables = until(figures(), 2014)
    plain, told = (make_lake(tmp_path / name, [(tables, None)]) for name in ("plain", "told"))
    events = [row(number, f"2015-{number:02d}-01", "CHN", "ban", "JPN") for number in range(1, 10)]
    add(told, [*events, row(20, "2015-05-05", "JPN", "meet", "CHN")])
    panels = {}
    for name, lake in (("plain", plain), ("told", told)):
        for day in (date(2015, 1, 1), date(2016, 3, 1)):
            origin = draw(lake, day, Book("baci", "HS1992"))
            assert origin is not None
            panels[name, day.year] = origin.panel
    early, late = panels["told", 2015], panels["told", 2016]
    assert early.features.tobytes() == panels["plain", 2015].features.tobytes()
    assert "tension" not in early.present
    assert "tension" in late.present
    moves = column(late.features, "supplier_moves")
    assert np.nanmax(moves) <= np.log1p(9) + 1e-6
    assert np.nanmax(moves) > 0
    hostility = column(late.features, "hostility")
    assert set(late.reporter[np.isfinite(hostility)]) <= {"JPN", "CHN"}
    assert "JPN" in set(late.reporter[np.isfinite(hostility)])


def test_tone_is_divided_by_the_volume_of_news(tmp_path: Path) -> None:
    lake = lake_of(tmp_path, [row(1, "2020-02-20", "CHN", "ban", "KOR")])
    cells = [
        (series, place, day, value)
        for day, tone, pairs in (("2019-01-01", 10.0, 100.0), ("2020-02-01", 10.0, 1000.0), ("2020-05-01", -9e9, 1.0))
        for series, place, value in (("gdelt_goldstein", "CHN-KOR", tone), ("gdelt_pairs", "WLD", pairs))
    ]
    rows = [
        dict(zip(PRESSURE.columns.names, (*cell[:3], "D", cell[3], "x", "A", "test"), strict=True)) for cell in cells
    ]
    batch = Batch(pa.Table.from_pylist(rows, schema=PRESSURE.columns))
    lake.load(Release("pressure", "x", None, 0, "1" * 64, iter([batch])), source="gdelt_dyads", licence="x")
    connection = lake.as_of(DAY).connect()
    tones = give_tones(connection, DAY)
    connection.close()
    assert set(tones) == {("CHN", "KOR")}
    assert tones["CHN", "KOR"].lately == pytest.approx(0.01)
    assert tones["CHN", "KOR"].before == pytest.approx(0.1)
