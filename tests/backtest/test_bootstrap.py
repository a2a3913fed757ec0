"""The bootstrap: weights by hand, the same luck for all, intervals that hold as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from tests.backtest.synthetic import known_auroc, synthetic_clusters, synthetic_sample
from tocsin.backtest.bootstrap import Estimate, Resamples, resample
from tocsin.backtest.sample import Ints, Reals
from tocsin.backtest.skill import auprc, auroc, brier_skill
from tocsin.core.errors import InputError, UsageError

ROWS = 600
WORLDS = 200


def clustered(rows: int = ROWS) -> tuple[Ints, Ints]:
    chance = np.random.default_rng(9)
    return chance.integers(0, 30, rows), chance.integers(2010, 2021, rows)


def resampled(*, draws: int = 50, seed: int = 4) -> Resamples:
    y, p = synthetic_sample(ROWS, steps=50)
    _, other = synthetic_sample(ROWS, seed=1)
    alarms = {"high": p > 0.3, "low": p > 0.2}
    return resample(
        y,
        {"model": p, "copy": p.copy(), "other": other, "score": 10 * p},
        clusters=clustered(),
        reference=np.full(ROWS, 0.1),
        alarms=alarms,
        draws=draws,
        seed=seed,
    )


def counts(labels: Ints, chance: np.random.Generator) -> Reals:
    """Draw clusters the slow way: name by name."""
    names = sorted(set(labels.tolist()))
    drawn = [names[place] for place in chance.integers(0, len(names), len(names))]
    return np.array([drawn.count(name) for name in labels.tolist()], dtype=np.float64)


def test_each_draw_is_the_score_of_rows_given_as_often_as_product_and_year_were_drawn() -> None:
    y, p = synthetic_sample(ROWS, steps=50)
    product, year = clustered()
    found = resampled(draws=5)
    for number in range(5):
        chance = np.random.default_rng(np.random.SeedSequence(4, spawn_key=(number,)))
        times = (counts(product, chance) * counts(year, chance)).astype(np.int64)
        again, said = np.repeat(y, times), np.repeat(p, times)
        assert found.draws["model", "auroc"][number] == pytest.approx(auroc(again, said), rel=1e-12)
        assert found.draws["model", "auprc"][number] == pytest.approx(auprc(again, said), rel=1e-12)
        skill = brier_skill(again, said, np.full(len(again), 0.1))
        assert found.draws["model", "brier_skill"][number] == pytest.approx(skill, rel=1e-10)
        raised = said > 0.3
        assert found.draws["high", "hit_rate"][number] == (raised & again).sum() / again.sum()
        assert found.draws["high", "false_alarm_ratio"][number] == (raised & ~again).sum() / raised.sum()


def test_the_value_is_that_of_the_rows_as_they_are() -> None:
    y, p = synthetic_sample(ROWS, steps=50)
    found = resampled()
    assert found.estimate("model", "auroc").value == auroc(y, p)
    assert found.estimate("model", "auprc").value == auprc(y, p)
    assert found.estimate("model", "brier_skill").value == pytest.approx(brier_skill(y, p, np.full(ROWS, 0.1)))
    assert found.estimate("low", "hit_rate").value == ((p > 0.2) & y).sum() / y.sum()


def test_intervals_are_percentiles_and_the_wider_holds_the_narrower() -> None:
    found = resampled(draws=500)
    draws = found.draws["model", "auroc"]
    estimate = found.estimate("model", "auroc")
    assert (draws < estimate.ninety[0]).mean() == pytest.approx(0.05, abs=0.004)
    assert (draws > estimate.ninety_five[1]).mean() == pytest.approx(0.025, abs=0.004)
    assert estimate.ninety_five[0] < estimate.ninety[0] < estimate.value < estimate.ninety[1] < estimate.ninety_five[1]


@pytest.mark.parametrize("score", ["auroc", "auprc", "brier_skill"])
def test_a_forecast_does_not_differ_from_itself(score: str) -> None:
    assert resampled().difference("model", "copy", score) == Estimate(0.0, (0.0, 0.0), (0.0, 0.0), 0)


def test_the_difference_is_taken_draw_by_draw_and_changes_sign_with_the_order() -> None:
    found = resampled(draws=200)
    there, back = found.difference("model", "other", "auroc"), found.difference("other", "model", "auroc")
    assert there.value == found.value["model", "auroc"] - found.value["other", "auroc"]
    assert there.ninety == pytest.approx((-back.ninety[1], -back.ninety[0]))
    apart = found.draws["model", "auroc"].var() + found.draws["other", "auroc"].var()
    assert (found.draws["model", "auroc"] - found.draws["other", "auroc"]).var() != pytest.approx(apart, rel=1e-3)


def test_the_seed_decides_and_more_draws_leave_the_first_as_they_were() -> None:
    few, many, other = resampled(draws=10), resampled(draws=20), resampled(draws=10, seed=5)
    for key, draws in few.draws.items():
        assert draws.tolist() == many.draws[key][:10].tolist()
    assert few.draws["model", "auroc"].tolist() != other.draws["model", "auroc"].tolist()


def test_the_order_of_rows_does_not_matter_and_other_forecasts_do_not_either() -> None:
    y, p = synthetic_sample(ROWS, steps=50)
    product, year = clustered()
    order = np.random.default_rng(2).permutation(ROWS)
    names = np.array([f"{number:06d}" for number in product])
    moved = resample(
        y[order],
        {"model": p[order]},
        clusters=(names[order], year[order]),
        reference=np.full(ROWS, 0.1),
        draws=20,
        seed=4,
    )
    assert moved.draws["model", "auroc"].tolist() == resampled(draws=20).draws["model", "auroc"].tolist()


def test_a_score_that_is_no_probability_has_a_ranking_but_no_brier_skill() -> None:
    found = resampled()
    assert found.draws["score", "auroc"].tolist() == found.draws["model", "auroc"].tolist()
    with pytest.raises(UsageError, match="no 'brier_skill' of 'score' in the resamples"):
        found.estimate("score", "brier_skill")


def test_resamples_without_an_event_are_counted_and_left_out() -> None:
    y = np.arange(40) == 3
    p = np.linspace(0.9, 0.1, 40)
    found = resample(y, {"model": p}, clusters=(np.arange(40) // 4,), reference=np.full(40, 0.1), draws=400)
    estimate = found.estimate("model", "auroc")
    assert estimate.undefined / 400 == pytest.approx(0.9**10, abs=0.08)
    assert 0 <= estimate.ninety_five[0] <= estimate.value <= estimate.ninety_five[1] <= 1
    none = resample(~y & y, {"model": p}, clusters=(np.arange(40),), reference=np.full(40, 0.1), draws=9)
    assert none.estimate("model", "auprc").undefined == 9
    assert np.isnan(none.estimate("model", "auprc").ninety).all()


def covered(*, by_row: bool = False) -> float:
    """Share of worlds drawn from the known model whose 90 % interval holds the known AUROC."""
    chance = np.random.default_rng(20)
    held = 0
    for world in range(WORLDS):
        y, score, product, year = synthetic_clusters(chance)
        clusters = (np.arange(len(y)),) if by_row else (product, year)
        found = resample(y, {"model": score}, clusters=clusters, reference=np.full(len(y), 0.2), draws=200, seed=world)
        low, high = found.estimate("model", "auroc").ninety
        held += low <= known_auroc() <= high
    return held / WORLDS


def test_intervals_hold_the_truth_about_as_often_as_they_say() -> None:
    assert 0.84 <= covered() <= 0.97


def test_drawing_row_by_row_would_promise_too_much() -> None:
    assert covered(by_row=True) < 0.7


def test_what_cannot_be_resampled_is_refused() -> None:
    y, p = synthetic_sample(ROWS)
    reference = np.full(ROWS, 0.1)
    with pytest.raises(UsageError, match="0 draws"):
        resample(y, {"model": p}, clusters=clustered(), reference=reference, draws=0)
    with pytest.raises(UsageError, match="of 0 kinds of cluster"):
        resample(y, {"model": p}, clusters=(), reference=reference)
    with pytest.raises(InputError, match="products or years for"):
        resample(y, {"model": p}, clusters=clustered(5), reference=reference)
    with pytest.raises(InputError, match="alarms 'model' of type bool"):
        resample(y, {"model": p}, clusters=clustered(), reference=reference, alarms={"model": p > 0.5})
    with pytest.raises(InputError, match="1 forecasts that are no number, the first in row 2 in model"):
        resample(y, {"model": np.where(np.arange(ROWS) == 2, np.nan, p)}, clusters=clustered(), reference=reference)
