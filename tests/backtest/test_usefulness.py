"""Usefulness by hand, by trying every threshold, and its bounds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given

from tests.backtest.synthetic import Sample, samples
from tocsin.backtest.usefulness import PREFERENCES, usefulness, usefulness_curve
from tocsin.core.errors import InputError, UsageError

Y = np.array([True, True, False, False, False, False, False, False, False, False])
SCORE = np.array([0.9, 0.3, 0.8, 0.2, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1])


def test_usefulness_by_hand() -> None:
    # P1 = .2, P2 = .8; at .5: T1 = 1/2, T2 = 1/8. mu = .9: min(.18, .08) = .08, loss .09 + .01 = .10
    found = usefulness(Y, SCORE, preference=0.9, threshold=0.5)
    assert (found.missed, found.false) == (0.5, 0.125)
    assert found.relative == pytest.approx((0.08 - 0.10) / 0.08)
    assert (found.always, found.never) == pytest.approx((0.0, (0.08 - 0.18) / 0.08))


def test_best_threshold_by_hand() -> None:
    (found,) = usefulness_curve(Y, SCORE, preferences=(0.9,))
    assert (found.threshold, found.missed, found.false) == (0.3, 0.0, 0.125)
    assert found.relative == pytest.approx(0.07 / 0.08)


def test_who_minds_misses_little_is_best_served_without_alarms() -> None:
    (found,) = usefulness_curve(Y[1:], SCORE[1:], preferences=(0.2,))
    assert (found.threshold, found.relative, found.never, found.missed) == (np.inf, 0.0, 0.0, 1.0)


def test_the_curve_reaches_beyond_the_preferences_that_rare_events_ask_for() -> None:
    assert sum(preference > 0.95 for preference in PREFERENCES) >= 4


@given(samples())
def test_the_curve_finds_the_best_of_all_thresholds(sample: Sample) -> None:
    y, score = sample
    for best in usefulness_curve(y, score, preferences=(0.3, 0.5, 0.96)):
        tried = [
            usefulness(y, score, preference=best.preference, threshold=threshold).relative
            for threshold in (*np.unique(score), np.inf)
        ]
        assert best.relative == pytest.approx(max(tried), abs=1e-12)
        assert best == usefulness(y, score, preference=best.preference, threshold=best.threshold)
        assert -1e-12 <= best.relative <= 1
        assert max(best.always, best.never) == pytest.approx(0.0, abs=1e-12)


@given(samples())
def test_a_perfect_forecast_is_fully_useful(sample: Sample) -> None:
    y, _ = sample
    assert {found.relative for found in usefulness_curve(y, y.astype(np.float64))} == {1.0}


@pytest.mark.parametrize("preference", [0.0, 1.0, 1.5])
def test_a_preference_out_of_range_is_refused(preference: float) -> None:
    with pytest.raises(UsageError, match="Give mu above 0 and below 1"):
        usefulness(Y, SCORE, preference=preference, threshold=0.5)


def test_outcomes_all_the_same_are_refused() -> None:
    with pytest.raises(InputError, match="false in all 8 rows"):
        usefulness_curve(Y[2:], SCORE[2:])
