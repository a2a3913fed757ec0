"""Boosted trees: in parts that add up, the same bits each time."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from threadpoolctl import threadpool_limits

from tocsin.foresight import boosting
from tocsin.foresight.blend import expit
from tocsin.foresight.flows import Ints, Reals

Features = npt.NDArray[np.float32]


def synthetic_features(rows: int = 4000) -> tuple[Features, Reals]:
    """Eight features: a step, a product of two, gaps that tell something, two constants, one never known."""
    chance = np.random.default_rng(6)
    features = chance.normal(size=(rows, 8)).astype(np.float32)
    features[:, 5] = 1.0
    features[:, 6] = np.nan
    features[:, 7] = np.where(chance.random(rows) < 0.3, np.nan, 4.0)
    odds = -2 + 2 * (features[:, 0] > 0.5) + features[:, 1] * features[:, 2]
    outcome = (chance.random(rows) < expit(odds)).astype(np.float64)
    features[chance.random(rows) < 0.1 + 0.4 * outcome, 3] = np.nan
    return features, outcome


def every(features: Features) -> Ints:
    return np.arange(features.shape[1])


def test_terms_and_base_add_up_to_the_score() -> None:
    features, outcome = synthetic_features()
    fitted = boosting.fit(features, outcome, every(features), trees=40, leaves=7)
    rows = np.concatenate([features, np.full((2, 8), np.nan, dtype=np.float32), np.zeros((1, 8), dtype=np.float32)])
    terms, base = fitted.terms(rows)
    assert terms.shape == rows.shape
    assert base + terms.sum(axis=1) == pytest.approx(fitted.score(rows), abs=1e-9)
    assert np.abs(terms[:, 3]).max() > 0.1  # what is missing tells something
    assert base == pytest.approx(fitted.score(features).mean(), abs=0.15)


def test_constants_are_left_out() -> None:
    features, outcome = synthetic_features()
    fitted = boosting.fit(features, outcome, every(features), trees=5, leaves=7)
    assert fitted.columns.tolist() == [0, 1, 2, 3, 4]
    changed = features.copy()
    changed[:, 5:] = 99.0
    assert fitted.score(changed).tobytes() == fitted.score(features).tobytes()


def test_only_the_given_columns_are_looked_at() -> None:
    features, outcome = synthetic_features()
    fitted = boosting.fit(features, outcome, np.asarray([1, 2, 5]), trees=10, leaves=7)
    changed = features.copy()
    changed[:, [0, 3, 4]] = 50.0
    assert fitted.score(changed).tobytes() == fitted.score(features).tobytes()
    terms, _ = fitted.terms(features)
    assert (terms[:, [0, 3, 4, 5, 6, 7]] == 0).all()


def test_it_learns_what_straight_lines_miss() -> None:
    features, outcome = synthetic_features()
    fitted = boosting.fit(features[:3000], outcome[:3000], every(features), trees=70, leaves=7)
    said, came = expit(fitted.score(features[3000:])), outcome[3000:]
    assert np.mean((said - came) ** 2) < 0.85 * np.mean((came.mean() - came) ** 2)


def test_the_same_bits_for_any_number_of_threads() -> None:
    features, outcome = synthetic_features()
    found = []
    for threads in (1, 2, 1):
        with threadpool_limits(threads):
            found.append(
                boosting.fit(features, outcome, every(features), trees=20, leaves=15).score(features).tobytes()
            )
    assert len(set(found)) == 1
