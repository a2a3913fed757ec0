"""The channel of tension, worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.foresight.trade import Row, flows
from tocsin.foresight.channel import CHANNELS, Given
from tocsin.foresight.dealing import Dealing, Tone
from tocsin.foresight.trade import Trade

YEARS = range(2015, 2020)
#: Three quarters of the import come from CHN, one from AUS.
ROWS: list[Row] = [
    *(("250410", "KOR", "CHN", year, 3e6, 3e5) for year in YEARS),
    *(("250410", "KOR", "AUS", year, 1e6, 1e5) for year in YEARS),
    *(("250410", "JPN", "CHN", year, 2e6, 2e5) for year in YEARS),
]


def told(**tables: Any) -> dict[str, dict[str, float]]:
    trade = Trade(flows(ROWS), 2019)
    found = CHANNELS["tension"].function(Given(trade, **tables))
    names = [trade.flows.places[importer] for importer in trade.importer]
    return {feature: dict(zip(names, values.tolist(), strict=True)) for feature, values in found.items()}


def test_hostility_is_a_share_of_what_passed_between_the_two_and_not_a_count() -> None:
    few = Dealing(events=20, hostile=10)
    many = Dealing(events=2000, hostile=1000)
    for one in (few, many):
        found = told(dealings={("CHN", "KOR"): one})["hostility"]
        assert found["KOR"] == pytest.approx(0.5)  # nothing is known of AUS: it is left out, and not taken for peace
        assert np.isnan(found["JPN"])


def test_one_event_of_a_pair_says_less_than_a_hundred() -> None:
    quiet = {("AUS", "JPN"): Dealing(events=1000)}
    found = [
        told(dealings={**quiet, ("CHN", "KOR"): Dealing(events=one, hostile=one)})["hostility"]["KOR"]
        for one in (1, 100)
    ]
    assert 0 < found[0] < 0.25
    assert found[1] > 0.9


def test_a_burst_is_what_exceeds_the_share_of_the_years_before() -> None:
    usual = {"events_before": 100_000, "hostile_before": 10_000, "events_lately": 1000}
    found = [
        told(dealings={("CHN", "KOR"): Dealing(hostile_lately=one, **usual)})["tension_burst"]["KOR"]
        for one in (100, 100 + 2 * 101)
    ]
    assert found[0] == pytest.approx(0.0, abs=1e-6)
    assert found[1] == pytest.approx(2 * 101 / np.sqrt(101))


def test_moves_of_suppliers_count_by_their_shares() -> None:
    found = told(moves={"CHN": 3, "XXX": 9})["supplier_moves"]
    assert found["KOR"] == pytest.approx(0.75 * np.log(4))
    assert found["JPN"] == pytest.approx(np.log(4))


def test_tone_is_told_for_both_ways_of_a_pair() -> None:
    found = told(tones={("CHN", "JPN"): Tone(lately=-0.5, before=0.25)})["tone_change"]
    assert found["JPN"] == -0.75
    assert np.isnan(found["KOR"])


def test_without_events_the_channel_is_absent() -> None:
    assert told() == {}
