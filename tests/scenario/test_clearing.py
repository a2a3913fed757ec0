"""The clearing of a day: as much as can be is placed, as evenly as can be, and each class of needs is treated alike."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import linprog

from tocsin.scenario import clearing
from tocsin.scenario.clearing import Pool, closed_sets

Real = NDArray[np.float64]


def placed(a: Real, need: Real, open_: NDArray[np.bool_]) -> float:
    """Return the optimum of the linear programme."""
    n_supply, n_need = open_.shape
    rows = np.kron(np.eye(n_supply), np.ones(n_need))
    columns = np.kron(np.ones(n_supply), np.eye(n_need))
    bounds = [(0.0, None if one else 0.0) for one in open_.ravel()]
    found = linprog(-np.ones(open_.size), A_ub=np.vstack([rows, columns]), b_ub=np.r_[a, need], bounds=bounds)
    return float(-found.fun)


def draw(seed: int) -> tuple[Real, Real, NDArray[np.bool_]]:
    rng = np.random.default_rng(seed)
    n_supply, n_need = rng.integers(1, 7), rng.integers(1, 8)
    open_ = rng.random((n_supply, n_need)) < rng.choice([0.2, 0.5, 0.8])
    a = rng.exponential(1, (3, n_supply)) * (rng.random((3, n_supply)) < 0.8)
    need = rng.exponential(1, (3, n_need)) * (rng.random((3, n_need)) < 0.8)
    return a, need, open_


@pytest.mark.parametrize("seed", range(40))
def test_what_is_placed_is_the_optimum_of_the_linear_programme(seed: int) -> None:
    a, need, open_ = draw(seed)

    received = Pool(open_).fill(a, need)

    for row in range(len(a)):
        assert received[row].sum() == pytest.approx(placed(a[row], need[row], open_), abs=1e-9)


@pytest.mark.parametrize("seed", range(40))
def test_use_places_all_that_is_received_within_each_supply(seed: int) -> None:
    a, need, open_ = draw(seed)
    pool = Pool(open_)

    received = pool.fill(a, need)
    used = pool.use(received, a)

    assert used.sum(axis=1) == pytest.approx(received.sum(axis=1), abs=1e-12)
    assert (used <= a + 1e-12).all()


@pytest.mark.parametrize("seed", range(40))
def test_more_supply_leaves_nobody_with_less(seed: int) -> None:
    a, need, open_ = draw(seed)
    more = a.copy()
    more[:, seed % a.shape[1]] += 0.5
    pool = Pool(open_)

    assert (pool.fill(more, need) >= pool.fill(a, need) - 1e-12).all()


def test_the_worst_off_get_the_greatest_rate_that_they_can() -> None:
    # Importer 0 reaches supply 0 alone, importer 1 both: 1 takes the second, so 0 need not share the first.
    open_ = np.array([[True, True], [False, True]])

    received = Pool(open_).fill(np.array([[2.0, 3.0]]), np.array([[4.0, 4.0]]))

    assert received == pytest.approx(np.array([[2.0, 3.0]]))


def test_what_is_alike_shares_at_one_rate() -> None:
    received = Pool(np.ones((2, 3), dtype=bool)).fill(np.array([[1.0, 2.0]]), np.array([[1.0, 2.0, 3.0]]))

    assert received == pytest.approx(np.array([[0.5, 1.0, 1.5]]))


def test_what_goes_first_is_served_first_and_the_rest_shares_what_is_left() -> None:
    open_ = np.ones((1, 2), dtype=bool)

    received = Pool(open_).fill(np.array([[3.0]]), np.array([[2.0, 2.0]]), np.array([[1.0, 0.0]]))

    assert received == pytest.approx(np.array([[1.0, 1.0]]))


@pytest.mark.parametrize("seed", range(25))
def test_cuts_and_sets_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    a, need, open_ = draw(seed)
    prior = Pool(open_).fill(a, need * 0.3)
    by_sets = Pool(open_).fill(a, need, prior)
    monkeypatch.setattr(clearing, "closed_sets", lambda _: None)

    assert Pool(open_).fill(a, need, prior) == pytest.approx(by_sets, abs=1e-12)


def test_a_market_with_too_many_groups_is_still_exact() -> None:
    rng = np.random.default_rng(7)
    open_ = rng.random((30, 40)) < 0.1
    a, need = rng.exponential(1, (2, 30)), rng.exponential(1, (2, 40))

    assert closed_sets(open_) is None
    received = Pool(open_).fill(a, need)
    for row in range(2):
        assert received[row].sum() == pytest.approx(placed(a[row], need[row], open_), abs=1e-9)


def test_nothing_open_gives_nothing() -> None:
    received = Pool(np.zeros((2, 2), dtype=bool)).fill(np.ones((1, 2)), np.ones((1, 2)))

    assert not received.any()
