"""Scores against values worked by hand, an independent program, and what must always hold."""

from __future__ import annotations

import doctest
import importlib
from collections.abc import Callable
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import average_precision_score, brier_score_loss, roc_auc_score
from sklearn.metrics import log_loss as sklearn_log_loss

from tests.backtest.synthetic import Sample, samples, synthetic_sample
from tocsin.backtest.sample import Flags, Reals
from tocsin.backtest.skill import auprc, auroc, brier, brier_skill, log_score, partial_auroc
from tocsin.core.errors import InputError, UsageError

RANKING = (auroc, auprc, partial_auroc)
Y = np.array([True, True, False, False, False])
P = np.array([0.9, 0.4, 0.6, 0.4, 0.1])
SHAPES = [(40, 0), (500, 0), (500, 12), (5000, 0), (5000, 40)]


@pytest.mark.parametrize("module", ["alarms", "reliability", "skill", "usefulness"])
def test_the_examples_of_the_docstrings_run(module: str) -> None:
    found = doctest.testmod(importlib.import_module(f"tocsin.backtest.{module}"), extraglobs={"np": np})
    assert found.attempted > 0
    assert found.failed == 0


def test_auroc_by_hand() -> None:
    # of six pairs: .9 above all three, .4 above .1 and level with .4
    assert auroc(Y, P) == 4.5 / 6


def test_partial_auroc_by_hand() -> None:
    # ROC points (0, 1/2), (1/3, 1/2), (2/3, 1): level up to 1/3, then half a way up the slope at 1/2
    assert partial_auroc(Y, P, limit=1 / 3) == pytest.approx(1 / 2)
    assert partial_auroc(Y, P, limit=1 / 2) == pytest.approx((1 / 6 + (1 / 2 + 3 / 4) / 2 / 6) / (1 / 2))
    assert partial_auroc(Y, P, limit=1) == pytest.approx(auroc(Y, P))


def test_partial_auroc_of_chance_is_half_the_limit() -> None:
    assert partial_auroc(Y, np.full(5, 0.3)) == pytest.approx(0.005)


def test_auprc_by_hand() -> None:
    # the first event at precision 1, the second in a tie that reaches four alarms, two of them right
    assert auprc(Y, P) == 0.5 * 1 + 0.5 * 2 / 4


def test_brier_and_its_skill_by_hand() -> None:
    assert brier(Y, P) == pytest.approx((0.01 + 0.36 + 0.36 + 0.16 + 0.01) / 5)
    assert brier_skill(Y, P, np.full(5, 0.4)) == pytest.approx(1 - 0.90 / (2 * 0.36 + 3 * 0.16))


def test_log_score_by_hand() -> None:
    assert log_score(np.array([True, False]), np.array([0.5, 0.75])) == pytest.approx((log(2) + log(4)) / 2)


def test_log_score_of_a_certainty_that_failed_is_bounded() -> None:
    assert log_score(np.array([True]), np.array([0.0])) == pytest.approx(6 * log(10))


@pytest.mark.parametrize(("rows", "steps"), SHAPES)
def test_scores_agree_with_scikit_learn(rows: int, steps: int) -> None:
    y, p = synthetic_sample(rows, steps=steps)
    weights = np.random.default_rng(1).integers(0, 4, rows).astype(np.float64)
    assert auroc(y, p) == pytest.approx(roc_auc_score(y, p), rel=1e-12)
    assert auprc(y, p) == pytest.approx(average_precision_score(y, p), rel=1e-12)
    assert brier(y, p) == pytest.approx(brier_score_loss(y, p), rel=1e-12)
    assert log_score(y, p) == pytest.approx(sklearn_log_loss(y, np.clip(p, 1e-6, 1 - 1e-6)), rel=1e-12)
    assert auroc(y, p, weights=weights) == pytest.approx(roc_auc_score(y, p, sample_weight=weights), rel=1e-12)
    assert auprc(y, p, weights=weights) == pytest.approx(
        average_precision_score(y, p, sample_weight=weights), rel=1e-12
    )
    assert brier(y, p, weights=weights) == pytest.approx(brier_score_loss(y, p, sample_weight=weights), rel=1e-12)


@pytest.mark.parametrize("limit", [0.01, 0.1, 0.5])
@pytest.mark.parametrize(("rows", "steps"), SHAPES)
def test_partial_auroc_agrees_with_scikit_learn(rows: int, steps: int, limit: float) -> None:
    y, p = synthetic_sample(rows, steps=steps)
    chance = limit**2 / 2
    mcclish = (1 + (partial_auroc(y, p, limit=limit) * limit - chance) / (limit - chance)) / 2
    assert mcclish == pytest.approx(roc_auc_score(y, p, max_fpr=limit), rel=1e-12)


@given(samples())
def test_auroc_of_the_contrary_is_the_complement(sample: Sample) -> None:
    y, p = sample
    assert auroc(y, 1 - p) == pytest.approx(1 - auroc(y, p), abs=1e-15)
    assert auroc(~y, p) == pytest.approx(1 - auroc(y, p), abs=1e-15)


@given(samples())
def test_only_the_order_of_scores_matters_to_a_ranking(sample: Sample) -> None:
    y, p = sample
    for score in RANKING:
        assert score(y, p) == score(y, np.exp(3 * p) - 7)


@pytest.mark.slow
@given(samples(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(sample: Sample, chance: object) -> None:
    y, p = sample
    order = list(range(len(y)))
    chance.shuffle(order)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    for exact in RANKING:
        assert exact(y[order], p[order]) == exact(y, p)
    for near in (brier, log_score):
        assert near(y[order], p[order]) == pytest.approx(near(y, p))


@given(samples())
def test_weights_of_one_change_nothing(sample: Sample) -> None:
    y, p = sample
    for score in (auroc, auprc, brier):
        assert score(y, p, weights=np.ones(len(y))) == score(y, p)


@given(samples(), st.data())
def test_a_weight_of_two_is_a_row_given_twice(sample: Sample, data: st.DataObject) -> None:
    y, p = sample
    times = np.array(data.draw(st.lists(st.integers(1, 3), min_size=len(y), max_size=len(y))))
    again, said, reference = np.repeat(y, times), np.repeat(p, times), np.full(times.sum(), 0.3)
    weights = times.astype(np.float64)
    assert auroc(y, p, weights=weights) == auroc(again, said)
    assert auprc(y, p, weights=weights) == pytest.approx(auprc(again, said), rel=1e-14)
    skill = brier_skill(y, p, np.full(len(y), 0.3), weights=weights)
    assert skill == pytest.approx(brier_skill(again, said, reference), rel=1e-12, abs=1e-12)


@given(samples())
def test_a_row_of_weight_zero_is_not_there(sample: Sample) -> None:
    y, p = sample
    more, said = np.append([True, False], y), np.append([0.0, 1.0], p)
    weights = np.append([0.0, 0.0], np.ones(len(y)))
    assert auroc(more, said, weights=weights) == auroc(y, p)
    assert auprc(more, said, weights=weights) == pytest.approx(auprc(y, p), rel=1e-14)


@given(samples())
def test_a_perfect_forecast_scores_best_and_nothing_scores_better(sample: Sample) -> None:
    y, p = sample
    truth = y.astype(np.float64)
    reference = np.full(len(y), 0.5)
    assert [score(y, truth) for score in RANKING] == [1.0, 1.0, 1.0]
    assert (brier(y, truth), brier_skill(y, truth, reference)) == (0.0, 1.0)
    assert log_score(y, truth) == pytest.approx(0.0, abs=2e-6)
    assert all(0 <= score(y, p) <= 1 + 1e-12 for score in RANKING)
    assert brier_skill(y, reference, reference) == 0.0


@given(samples())
def test_auprc_of_a_forecast_that_tells_nothing_is_the_base_rate(sample: Sample) -> None:
    y, _ = sample
    assert auprc(y, np.full(len(y), 0.2)) == pytest.approx(y.mean())


@pytest.mark.parametrize("score", [auroc, partial_auroc, auprc])
def test_without_an_event_there_is_no_ranking(score: Callable[[Flags, Reals], float]) -> None:
    with pytest.raises(InputError, match=r"5 rows in (auroc|partial_auroc|auprc)\. Pool more"):
        score(np.zeros(5, dtype=np.bool_), P)


def test_where_all_are_events_there_is_precision_but_no_ranking() -> None:
    assert auprc(np.ones(5, dtype=np.bool_), P) == 1.0
    with pytest.raises(InputError, match="true in all 5 rows"):
        auroc(np.ones(5, dtype=np.bool_), P)


@pytest.mark.parametrize(
    ("y", "p", "words"),
    [
        (Y, P[:4], "Give one forecast per outcome"),
        (Y[:0], P[:0], "no rows to score"),
        (Y.astype(np.float64), P, "outcomes of type float64"),
        (Y, np.array([0.9, np.nan, 0.6, 0.4, np.inf]), "2 forecasts that are no number, the first in row 1"),
        (Y, np.array([0.9, 0.4, 0.6, 1.2, 0.1]), "probability 1.2 in row 3"),
    ],
)
def test_what_cannot_be_scored_is_refused(y: Flags, p: Reals, words: str) -> None:
    with pytest.raises(InputError, match=words):
        brier(y, p)


@pytest.mark.parametrize("weights", [np.ones(4), np.zeros(5), np.array([1.0, 1.0, -1.0, 1.0, 1.0])])
def test_weights_that_are_none_are_refused(weights: Reals) -> None:
    with pytest.raises(InputError, match="Give one finite weight"):
        auroc(Y, P, weights=weights)


def test_a_perfect_reference_leaves_no_skill_to_measure() -> None:
    with pytest.raises(InputError, match="a reference without error"):
        brier_skill(Y, P, Y.astype(np.float64))


@pytest.mark.parametrize("limit", [0.0, -0.1, 1.1])
def test_a_limit_out_of_range_is_refused(limit: float) -> None:
    with pytest.raises(UsageError, match="false-alarm limit"):
        partial_auroc(Y, P, limit=limit)
