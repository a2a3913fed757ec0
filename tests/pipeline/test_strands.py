"""Flows that are read once for many days say the same of each day as flows read for that day alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.pipeline.flows import flow_release
from tests.pipeline.small_lake import CLOCK, RELEASED, TODAY, make_lake, two_vintages
from tocsin.foresight.labels import RULES
from tocsin.foresight.panel import Panel, arrays_of
from tocsin.lake import Lake
from tocsin.pipeline import origins
from tocsin.pipeline import past as pasts
from tocsin.pipeline.book import Book, strand
from tocsin.pipeline.origins import Truth, days, draw, truth
from tocsin.pipeline.past import Past
from tocsin.pipeline.strands import Strands

BOOK = Book("baci", "HS1992")


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return make_lake(tmp_path_factory.mktemp("strands") / "lake", two_vintages())


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origins, "find", lambda *_: None)
    monkeypatch.setattr(origins, "keep", lambda *_: None)


def bits(one: Panel) -> dict[str, bytes]:
    return {name: array.tobytes() for name, array in arrays_of(one).items()}


def told(one: Truth) -> object:
    return one.last, {
        pair: (
            found.keys.tolist(),
            [found.rules[rule].tolist() for rule in RULES],
            *(part.tolist() for part in (found.void, found.hub, found.stopped)),
        )
        for pair, found in one.verdicts.items()
    }


@pytest.mark.usefixtures("nothing_kept")
def test_each_day_has_the_panel_and_the_truth_of_its_own_view(lake: Lake) -> None:
    past = Past(lake, TODAY, BOOK, jobs=1)
    alone = [one for day in days(lake, TODAY) if (one := draw(lake, day, BOOK)) is not None]
    first = {one.last: one for one in reversed(alone)}
    assert sorted(past.origins) == sorted(first)
    assert len(first) > 8
    assert {last: one.day for last, one in past.origins.items()} == {last: one.day for last, one in first.items()}
    for last, one in past.origins.items():
        assert bits(one.panel) == bits(first[last].panel), last
        assert (one.digest, one.reconstructed) == (first[last].digest, first[last].reconstructed)
    shown = [one.day for one in past.origins.values()] + [TODAY]
    pairs = [(last, last + step) for last in sorted(past.origins) for step in (2, 3)]
    past.truths(shown, 2, second=True)
    labelled = 0
    for day in shown:
        assert told(past.truth(day, 2, second=True)) == told(truth(lake, day, BOOK, pairs)), day
        labelled += len(past.truth(day, 2, second=True).verdicts)
    assert labelled > 20


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_kept")
def test_the_number_of_workers_changes_no_bit(lake: Lake) -> None:
    one, two = (Past(lake, TODAY, BOOK, jobs=jobs) for jobs in (1, 2))
    assert {last: bits(found.panel) for last, found in one.origins.items()} == {
        last: bits(found.panel) for last, found in two.origins.items()
    }
    assert told(one.truth(TODAY, 1)) == told(two.truth(TODAY, 1))


def test_days_share_flows_up_to_the_first_release_and_not_beyond(lake: Lake) -> None:
    before = [lake.as_of(date(year, 3, 1)) for year in (2014, 2018)]
    after = lake.as_of(RELEASED[0]), lake.as_of(RELEASED[1])
    strands = [strand(view, BOOK) for view in (*before, *after)]
    assert None not in strands
    assert strands[0] == strands[1] == strands[2] != strands[3]
    found = Strands(lake, BOOK)
    assert [found.span(date(year, 3, 1)).last for year in (2014, 2018, 2021, 2023)] == [2012, 2016, 2019, 2021]
    assert found.flows(date(2014, 3, 1)) is found.flows(date(2018, 3, 1)), "read once, as the later day was looked at"
    assert found.flows(date(2014, 3, 1)).last == 2019
    assert found.flows(TODAY).last == 2021


def test_flows_are_read_again_where_a_later_day_shows_more(lake: Lake) -> None:
    found = Strands(lake, BOOK)
    assert found.flows(date(2014, 3, 1)).last == 2012
    assert found.span(date(2018, 3, 1)).last == 2016
    assert found.flows(date(2018, 3, 1)).last == 2016


def test_sources_that_add_up_share_nothing(tmp_path: Path) -> None:
    lake = Lake.create(tmp_path / "lake", CLOCK)
    rows = [("KOR", "CHN", "250410", str(year), 5.0) for year in range(2008, 2020)]
    lake.load(flow_release(rows, vintage="1", lag_months=6), source="comtrade", licence="")
    assert strand(lake.as_of(TODAY), Book("comtrade", "HS1992")) is None
    assert strand(lake.as_of(TODAY), Book("csv:mine", "HS1992")) is None


def test_two_lags_share_nothing(tmp_path: Path) -> None:
    lake = Lake.create(tmp_path / "lake", CLOCK)
    for lag, scope in ((13, "HS1992"), (14, "HS2017")):
        rows = [("KOR", "CHN", "250410", str(year), 5.0) for year in range(2008, 2020)]
        release = flow_release(rows, vintage="1", lag_months=lag, nomenclature=scope)
        lake.load(release, source="baci", licence="")
    assert strand(lake.as_of(date(2018, 1, 15)), BOOK) is None


def test_a_day_that_would_have_rested_on_other_flows_says_nothing(
    small_lake: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    past = Past(Lake(small_lake, CLOCK), TODAY, BOOK, jobs=1)
    last = max(past.origins)
    past.learned([*past.folds(past.origins[last], 1), last], 1, "tight")
    assert past.said(last, 1, "tight") is not None
    for chosen, silent in ((BOOK, False), (None, False), (Book("comtrade", "HS2017"), True)):
        other = past.variant()
        other.learned([*other.folds(other.origins[last], 1), last], 1, "tight")
        other._chosen.clear()
        monkeypatch.setattr(pasts, "book", lambda _, chosen=chosen: chosen)
        assert (other.said(last, 1, "tight") is None) is silent
