"""Weighing and calibrating learners on past years."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tocsin.foresight import blend
from tocsin.foresight.blend import PRIOR, Blend, expit, logit
from tocsin.foresight.flows import Ints, Reals
from tocsin.foresight.model import say


def synthetic_folds(
    weights: tuple[float, ...], *, years: int = 8, each: int = 5000, shift: float = 0.0, seed: int = 1
) -> tuple[Reals, Reals, Ints]:
    """Scores of learners, and outcomes drawn with these weights (intercept first); years differ by `shift`."""
    chance = np.random.default_rng(seed)
    year = np.repeat(np.arange(2010, 2010 + years), each)
    scores = chance.normal(-2.0, 1.0, (len(year), len(weights) - 1))
    odds = weights[0] + scores @ np.asarray(weights[1:]) + chance.normal(0, shift, years)[year - 2010]
    return scores, (chance.random(len(year)) < expit(odds)).astype(np.float64), year


def test_weights_are_found_again() -> None:
    """With half a million forecasts the prior has little to say."""
    scores, outcome, year = synthetic_folds((-0.3, 0.9, 0.2, 0.0), each=60_000)
    fitted = blend.fit(scores, outcome, year)
    assert fitted.weights == pytest.approx([-0.3, 0.9, 0.2, 0.0], abs=0.05)


def test_weights_are_those_of_a_penalised_regression() -> None:
    """The pull of the prior and that of the past cancel, between the even mean and what the past alone says."""
    from sklearn.linear_model import LogisticRegression

    scores, outcome, year = synthetic_folds((-0.3, 0.9, 0.2, 0.0), each=500)
    fitted = blend.fit(scores, outcome, year)
    away = fitted.weights[1:] - 1 / 3
    said = expit(fitted.log_odds(scores))
    assert scores.T @ (outcome - said) == pytest.approx(PRIOR * away, abs=1e-5)
    free = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(scores, outcome).coef_[0]
    assert (np.abs(away) < np.abs(free - 1 / 3)).all()
    assert (np.sign(away) == np.sign(free - 1 / 3)).all()


def test_calibrated_in_the_large() -> None:
    """The mean said is the mean that came, however wrong the learners are."""
    scores, outcome, year = synthetic_folds((0.5, 0.4, 0.4, 0.4))
    fitted = blend.fit(scores + 1.5, outcome, year)
    assert expit(fitted.log_odds(scores + 1.5)).mean() == pytest.approx(outcome.mean(), abs=1e-3)


def test_an_even_mean_without_a_past() -> None:
    fitted = blend.fit(np.zeros((0, 3)), np.zeros(0), np.zeros(0, dtype=np.int64))
    scores = np.asarray([[-3.0, 0.0, 1.5], [1.0, 1.0, 1.0]])
    assert fitted.weights == pytest.approx([0, 1 / 3, 1 / 3, 1 / 3], abs=1e-12)
    assert fitted.log_odds(scores) == pytest.approx(scores.mean(axis=1), abs=1e-12)
    assert (fitted.spread(scores) > 10).all()  # and nothing is known of the level: the interval says so


def test_a_short_past_stays_near_the_even_mean() -> None:
    scores, outcome, year = synthetic_folds((0.0, 1.0, 0.0, 0.0), years=2, each=40)
    long = blend.fit(*synthetic_folds((0.0, 1.0, 0.0, 0.0)))
    short = blend.fit(scores, outcome, year)
    even = np.full(3, 1 / 3)
    assert np.abs(short.weights[1:] - even).max() < 0.5 * np.abs(long.weights[1:] - even).max()
    assert np.diag(short.covariance)[1:].max() <= 1 / PRIOR


def spread_of(folds: tuple[Reals, Reals, Ints]) -> float:
    scores, outcome, year = folds
    return blend.year_spread(blend.fit(*folds).log_odds(scores), outcome, year)


def test_the_spread_of_few_years_is_drawn_to_the_usual() -> None:
    folds = synthetic_folds((0.0, 0.4, 0.3, 0.3), shift=0.6, years=7, each=2000)
    own = spread_of(folds)
    mixed = np.sqrt((7 * own**2 + 7 * blend.USUAL_SPREAD**2) / 14)
    assert blend.fit(*folds).year_spread == pytest.approx(mixed)
    nothing = (np.zeros((0, 3)), np.zeros(0), np.zeros(0, dtype=np.int64))
    assert blend.fit(*nothing).year_spread == pytest.approx(blend.USUAL_SPREAD)


@pytest.mark.parametrize("shift", [0.1, 0.3, 0.6])
def test_the_spread_of_years_is_found_again(shift: float) -> None:
    found = [
        spread_of(synthetic_folds((0.0, 0.4, 0.3, 0.3), shift=shift, years=12, each=2000, seed=seed))
        for seed in range(12)
    ]
    assert np.sqrt(np.mean(np.square(found))) == pytest.approx(shift, rel=0.25)


def test_years_that_do_not_differ_have_no_spread() -> None:
    found = [spread_of(synthetic_folds((0.0, 0.4, 0.3, 0.3), years=12, each=2000, seed=seed)) for seed in range(8)]
    assert np.mean(found) < 0.06


def test_a_year_without_any_shortage_breaks_nothing() -> None:
    scores, outcome, year = synthetic_folds((0.0, 0.4, 0.3, 0.3), each=100)
    outcome[year == 2012] = 0.0
    fitted = blend.fit(scores, outcome, year)
    assert np.isfinite(fitted.weights).all()
    assert np.isfinite(fitted.year_spread)


def test_two_runs_give_the_same_bits() -> None:
    one, two = (blend.fit(*synthetic_folds((0.0, 0.4, 0.3, 0.3), each=300, shift=0.2)) for _ in range(2))
    assert one.weights.tobytes() == two.weights.tobytes()
    assert one.covariance.tobytes() == two.covariance.tobytes()
    assert one.year_spread == two.year_spread


FITTED = blend.fit(*synthetic_folds((-0.3, 0.5, 0.3, 0.2), each=300, shift=0.3))
OTHER = blend.fit(*synthetic_folds((0.2, 0.1, 0.1, 0.1), each=100, shift=0.5, seed=3))
UNKNOWING = blend.fit(np.zeros((0, 3)), np.zeros(0), np.zeros(0, dtype=np.int64))
SCORES = arrays(np.float64, st.tuples(st.integers(1, 20), st.just(3)), elements=st.floats(-200, 200))


@given(SCORES, st.sampled_from([FITTED, UNKNOWING]), st.sampled_from([FITTED, OTHER, UNKNOWING]))
def test_two_years_are_never_less_likely_than_one(scores: Reals, first: Blend, second: Blend) -> None:
    said = say(first, second, scores)
    for ends in (said.low, said.probability, said.high):
        assert (ends["24"] >= ends["12"]).all()
        assert (ends["12"] >= 0).all()
        assert (ends["24"] <= 1).all()
    for horizon in ("12", "24"):
        assert (said.low[horizon] <= said.probability[horizon]).all()
        assert (said.probability[horizon] <= said.high[horizon]).all()


@given(SCORES, st.sampled_from([FITTED, OTHER, UNKNOWING]))
def test_the_spread_is_never_nought(scores: Reals, fitted: Blend) -> None:
    assert (fitted.spread(scores) > 0).all()


def test_the_two_years_are_coherent() -> None:
    """What is left of the first year may come in the second."""
    scores = np.asarray([[-2.0, -1.0, -1.5]])
    said = say(FITTED, OTHER, scores)
    first, second = expit(FITTED.log_odds(scores)), expit(OTHER.log_odds(scores))
    assert said.probability["12"] == pytest.approx(first)
    assert said.probability["24"] == pytest.approx(first + (1 - first) * second)


@given(st.floats(1e-6, 1 - 1e-6))
def test_logit_and_expit_undo_each_other(probability: float) -> None:
    assert expit(logit(np.asarray([probability])))[0] == pytest.approx(probability, abs=1e-9)


def test_log_odds_of_certainty_are_finite() -> None:
    assert np.isfinite(logit(np.asarray([0.0, 1.0]))).all()
    assert np.isfinite(expit(np.asarray([-1e308, 1e308]))).all()
