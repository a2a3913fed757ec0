"""The logit hazard: the same as scikit-learn's on the same design, in parts that add up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from tocsin.foresight import hazard
from tocsin.foresight.blend import expit
from tocsin.foresight.flows import Reals
from tocsin.foresight.hazard import RIDGE, scale
from tocsin.foresight.pooling import Membership, whole

Features = npt.NDArray[np.float32]


def synthetic_features(rows: int = 3000) -> tuple[Features, Reals, dict[str, Membership]]:
    """Six features: two that matter, one half unknown, one constant, one never known, one with far outliers."""
    chance = np.random.default_rng(4)
    features = chance.normal(size=(rows, 6)).astype(np.float32)
    outcome = (chance.random(rows) < expit(-1.5 + features[:, 0] - 0.5 * features[:, 1])).astype(np.float64)
    features[chance.random(rows) < 0.5, 2] = np.nan
    features[:, 3] = 7.0
    features[:, 4] = np.nan
    features[:3, 5] = 1e6
    group = whole(chance.integers(0, 20, rows).astype("U2"))
    return features, outcome, {"product": group}


def test_slopes_are_those_of_scikit_learn() -> None:
    """Design made by hand: clipped to percentiles, standardised, nought where unknown; another solver."""
    from sklearn.linear_model import LogisticRegression

    features, outcome, families = synthetic_features()
    low, high = np.nanpercentile(features[:, [0, 1, 2, 5]].astype(np.float64), [1, 99], axis=0)
    clipped = np.clip(features[:, [0, 1, 2, 5]].astype(np.float64), low, high)
    design = np.nan_to_num((clipped - np.nanmean(clipped, axis=0)) / np.nanstd(clipped, axis=0))
    other = LogisticRegression(C=1 / RIDGE, solver="lbfgs", tol=1e-10, max_iter=1000).fit(design, outcome)
    fitted = hazard.fit(features, outcome, families)
    assert fitted.slopes[[0, 1, 2, 5]] == pytest.approx(other.coef_[0], abs=1e-5)
    assert fitted.intercept == pytest.approx(other.intercept_[0], abs=1e-5)
    assert fitted.slopes[[3, 4]].tolist() == [0.0, 0.0]
    assert fitted.slopes[0] > 0.2
    assert fitted.slopes[1] < -0.1


def test_terms_add_up_to_the_score() -> None:
    features, outcome, families = synthetic_features()
    fitted = hazard.fit(features, outcome, families)
    rows = features.copy()
    rows[5] = np.nan
    parts = fitted.terms(rows).sum(axis=1) + sum(fitted.standing(families).values())
    assert fitted.score(rows, families) == pytest.approx(fitted.intercept + parts, abs=1e-12)
    assert np.isfinite(fitted.score(rows, families)).all()
    assert fitted.terms(rows)[5].tolist() == [0.0] * 6
    stranger = {"product": whole(np.full(len(rows), "never seen"))}
    assert fitted.score(rows, stranger) == pytest.approx(fitted.intercept + fitted.terms(rows).sum(axis=1), abs=1e-12)


def test_outliers_are_clipped_and_constants_say_nothing() -> None:
    features, _, _ = synthetic_features()
    rule = scale(features)
    made = rule(features)
    assert np.abs(made[:, 5]).max() < 5
    assert (made[:, 3] == 0).all()
    assert (made[:, 4] == 0).all()
    assert (made[np.isnan(features[:, 2]), 2] == 0).all()
    assert rule(np.full((1, 6), 9e9, dtype=np.float32))[0, 3] == 0.0


def test_two_runs_give_the_same_bits() -> None:
    features, outcome, families = synthetic_features()
    one, two = (hazard.fit(features, outcome, families) for _ in range(2))
    assert one.score(features, families).tobytes() == two.score(features, families).tobytes()
