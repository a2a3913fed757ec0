"""What drives a result, on results whose drivers are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import rankdata, spearmanr

from tocsin.scenario.draws import Draws, ranks
from tocsin.scenario.drivers import drivers


def _draws(runs: int = 600) -> Draws:
    rng = np.random.default_rng(0)
    return Draws(runs, {**{name: rng.random(runs) for name in "abcd"}, "known": np.ones(runs)})


def test_the_figure_that_decides_comes_first_with_its_share_of_the_variance() -> None:
    drawn = _draws()
    a, b = drawn.values["a"], drawn.values["b"]
    first, second, *others = drivers(drawn, 3 * a - b)
    # Var(3a) : Var(b) = 9 : 1.
    assert (first.key, second.key) == ("a", "b")
    assert first.variance_share == pytest.approx(0.9, abs=0.03)
    assert second.variance_share == pytest.approx(0.1, abs=0.05)
    assert first.rank_correlation > 0 > second.rank_correlation
    assert all(one.variance_share < 0.03 for one in others)


def test_a_figure_that_works_both_ways_is_found_though_it_has_no_correlation() -> None:
    drawn = _draws()
    first = drivers(drawn, (drawn.values["c"] - 0.5) ** 2)[0]
    assert first.key == "c"
    assert abs(first.rank_correlation) < 0.15
    assert first.variance_share > 0.9


def test_figures_that_are_known_are_left_out() -> None:
    drawn = _draws()
    assert {one.key for one in drivers(drawn, drawn.values["a"])} == {"a", "b", "c", "d"}


def test_a_result_that_is_always_the_same_has_no_driver() -> None:
    assert drivers(_draws(), np.full(600, 0.4)) == ()
    assert drivers(Draws(1, {"a": np.ones(1)}), np.ones(1)) == ()


def test_few_runs_give_no_share_but_a_correlation() -> None:
    drawn = Draws(2, {"a": np.array([0.0, 1.0])})
    (only,) = drivers(drawn, np.array([1.0, 0.0]))
    assert only.rank_correlation == pytest.approx(-1.0)
    assert only.variance_share == 0.0


def test_ranks_and_their_correlation_are_those_of_scipy() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.integers(0, 6, 50).astype(float), rng.random(50)
    assert np.array_equal(ranks(x), rankdata(x) - 1)
    (one,) = drivers(Draws(50, {"x": x}), y)
    assert one.rank_correlation == pytest.approx(spearmanr(x, y).statistic, abs=1e-12)
