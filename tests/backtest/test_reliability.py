"""Reliability: table, line and decomposition by hand, against independent programs, and as identities."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import binom
from sklearn.linear_model import LogisticRegression

from tests.backtest.synthetic import Sample, samples, synthetic_sample
from tocsin.backtest.reliability import calibration_line, decompose, reliability_table
from tocsin.backtest.sample import Flags, Reals
from tocsin.backtest.skill import brier
from tocsin.core.errors import InputError, UsageError

Y = np.array([False, False, True, False, True, True])
P = np.array([0.1, 0.2, 0.3, 0.6, 0.8, 1.0])


def test_a_table_of_fixed_bins_by_hand() -> None:
    low, high = reliability_table(Y, P, edges=(0.5, 0.55))
    assert (low.low, low.high, low.count, low.events) == (0.1, 0.3, 3, 1)
    assert (low.said, low.came) == pytest.approx((0.2, 1 / 3))
    assert (high.low, high.high) == (0.6, 1.0)
    assert (high.said, high.came) == pytest.approx((0.8, 2 / 3))


def test_a_probability_on_an_edge_belongs_above() -> None:
    assert [one.count for one in reliability_table(Y, P, edges=(0.3,))] == [2, 4]


def test_deciles_hold_a_tenth_each() -> None:
    y, p = synthetic_sample(1000)
    table = reliability_table(y, p)
    assert [one.count for one in table] == [100] * 10
    assert all(one.high < other.low for one, other in pairwise(table))


@pytest.mark.parametrize("level", [0.5, 0.9, 0.99])
def test_the_band_agrees_with_scipy(level: float) -> None:
    y, p = synthetic_sample(3000, steps=20)
    for one in reliability_table(y, p, level=level):
        tails = binom.ppf([(1 - level) / 2, (1 + level) / 2], one.count, one.said) / one.count
        assert one.band == pytest.approx(tuple(tails))


def test_a_certainty_has_a_band_without_width() -> None:
    (never,) = reliability_table(Y[:2], np.zeros(2))
    assert (never.band, never.consistent) == ((0.0, 0.0), True)
    (always,) = reliability_table(Y[2:4], np.ones(2))
    assert (always.band, always.consistent) == ((1.0, 1.0), False)


def test_what_is_said_rightly_lies_in_its_band_nine_times_in_ten() -> None:
    chance = np.random.default_rng(3)
    p = np.repeat(chance.uniform(0.02, 0.5, 400), 400)
    y = chance.random(len(p)) < p
    inside = [one.consistent for one in reliability_table(y, p, edges=tuple(np.unique(p)[1:].tolist()))]
    assert len(inside) == 400
    assert 0.87 <= float(np.mean(inside)) <= 0.96  # a discrete band holds a little more than it says


@given(samples())
def test_bins_hold_every_row_once(sample: Sample) -> None:
    y, p = sample
    table = reliability_table(y, p)
    assert sum(one.count for one in table) == len(y)
    assert sum(one.events for one in table) == y.sum()
    assert sum(one.count * one.said for one in table) == pytest.approx(p.sum())
    assert all(one.low <= one.said + 1e-12 and one.said <= one.high + 1e-12 for one in table)


@pytest.mark.parametrize(("boldness", "shift"), [(1.0, 0.0), (0.5, 0.0), (2.0, -1.0)])
def test_the_line_finds_how_far_too_bold_or_low_a_forecast_was(boldness: float, shift: float) -> None:
    chance = np.random.default_rng(5)
    odds = chance.normal(-1.5, 1.0, 200_000)
    y = chance.random(len(odds)) < 1 / (1 + np.exp(-odds))
    line = calibration_line(y, 1 / (1 + np.exp(-(shift + boldness * odds))))
    assert line.slope == pytest.approx(1 / boldness, abs=0.02)
    assert line.intercept == pytest.approx(-shift / boldness, abs=0.03)


@pytest.mark.parametrize("rows", [60, 3000])
def test_the_line_agrees_with_scikit_learn(rows: int) -> None:
    y, p = synthetic_sample(rows)
    odds = np.log(p / (1 - p))
    peer = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(odds[:, None], y)
    line = calibration_line(y, p)
    assert line.slope == pytest.approx(float(peer.coef_[0, 0]), rel=1e-5)
    assert line.intercept == pytest.approx(float(peer.intercept_[0]), rel=1e-5)


def test_the_line_of_two_groups_runs_through_their_shares() -> None:
    # of .2 said, 1 of 10 came; of .5 said, 6 of 10: slope = (ln 1.5 - ln 1/9) / (ln 1 - ln 1/4)
    p = np.repeat([0.2, 0.5], 10)
    y = np.array([True] + [False] * 9 + [True] * 6 + [False] * 4)
    line = calibration_line(y, p)
    assert line.intercept == pytest.approx(np.log(1.5))
    assert line.slope == pytest.approx((np.log(1.5) + np.log(9)) / np.log(4))


def test_a_forecast_that_tells_the_contrary_has_a_falling_line() -> None:
    y, p = synthetic_sample(500)
    straight, crooked = calibration_line(y, p), calibration_line(y, 1 - p)
    assert crooked.slope == pytest.approx(-straight.slope)
    assert crooked.intercept == pytest.approx(straight.intercept)


def test_certainties_that_failed_are_clipped_not_infinite() -> None:
    y = np.array([True, False, True, False] * 20)
    p = np.array([0.0, 0.0, 1.0, 1.0] * 20)
    p[:4] = [1.0, 0.0, 1.0, 0.0]
    line = calibration_line(y, p)
    assert 0 < line.slope < 0.1


@pytest.mark.parametrize(
    ("y", "p", "words"),
    [
        (np.zeros(6, dtype=np.bool_), P, "false in all 6 rows"),
        (np.ones(6, dtype=np.bool_), P, "true in all 6 rows"),
        (Y, np.full(6, 0.3), "no overlap between 3 events and 3 quiet rows"),
        (P > 0.5, P, "no overlap"),
        (P < 0.5, P, "no overlap"),
        (np.array([False, False, True]), np.array([0.1, 0.5, 0.5]), "no overlap"),
        (np.array([True, True, False]), np.array([0.1, 0.5, 0.5]), "no overlap"),
    ],
)
def test_where_no_line_can_be_there_is_none(y: Flags, p: Reals, words: str) -> None:
    with pytest.raises(InputError, match=words):
        calibration_line(y, p)


def test_the_decomposition_by_hand() -> None:
    y = np.array([True, False, False, False, True, True, True, False])
    p = np.repeat([0.25, 0.5], 4)
    found = decompose(y, p, edges=(0.3,))
    assert (found.reliability, found.resolution, found.uncertainty) == (0.5 * 0.25**2, 0.25**2, 0.25)
    assert found.within == 0.0
    assert brier(y, p) == found.reliability - found.resolution + found.uncertainty


@given(samples())
def test_the_parts_make_up_the_score(sample: Sample) -> None:
    y, p = sample
    for edges in (None, (0.25, 0.5)):
        found = decompose(y, p, edges=edges)
        whole = found.reliability - found.resolution + found.uncertainty + found.within
        assert whole == pytest.approx(brier(y, p), abs=1e-12)
        assert min(found.reliability, found.resolution, found.uncertainty) >= 0


def test_edges_and_levels_that_make_no_sense_are_refused() -> None:
    with pytest.raises(UsageError, match="Give them rising"):
        reliability_table(Y, P, edges=(0.5, 0.5))
    with pytest.raises(UsageError, match="level 90"):
        reliability_table(Y, P, level=90)
