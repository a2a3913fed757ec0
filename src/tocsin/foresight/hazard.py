"""The discrete-time logit hazard: a ridge regression on all features, and pooled intercepts beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from tocsin.foresight.flows import Flags, Ints, Reals
from tocsin.foresight.pooling import Membership, pooled
from tocsin.foresight.thread import one_thread

Features = npt.NDArray[np.float32]
#: Penalty on the squared coefficients of standardised features, in units of the log likelihood.
RIDGE = 1000.0


@dataclass(frozen=True)
class Scale:
    """How features become numbers about nought: clipped to the middle 98 %, standardised, 0 where not known.

    Parameters
    ----------
    low, high : numpy.ndarray
        First and 99th percentile, shape (d,).
    centre, spread : numpy.ndarray
        Mean and standard deviation of the clipped values, shape (d,); a feature that is never known has spread 0.
    """

    low: Reals
    high: Reals
    centre: Reals
    spread: Reals

    def __call__(self, features: Features) -> Reals:
        """Standardise, shape (n, d)."""
        clipped = np.clip(features.astype(np.float64), self.low, self.high) - self.centre
        return np.where(np.isfinite(clipped) & (self.spread > 0), clipped / np.maximum(self.spread, 1e-12), 0.0)


def scale(features: Features) -> Scale:
    """Learn how to standardise.

    Parameters
    ----------
    features : numpy.ndarray
        Shape (n, d), NaN where not known.

    Returns
    -------
    Scale
        The rule.
    """
    numbers = features.astype(np.float64)
    known = np.isfinite(numbers).any(axis=0)
    filled = np.where(known, numbers, 0.0)
    low, high = np.nanpercentile(filled, [1, 99], axis=0)
    clipped = np.clip(filled, low, high)
    spread = np.nanstd(clipped, axis=0)
    return Scale(low, high, np.nanmean(clipped, axis=0), np.where(spread > 1e-9, spread, 0.0))


@dataclass(frozen=True)
class Hazard:
    """A fitted hazard.

    Parameters
    ----------
    scale : Scale
        Of the features.
    intercept : float
        Log odds of an import that is average in all features [nat].
    slopes : numpy.ndarray
        Log odds by standardised feature, shape (d,) [nat].
    effects : dict of str to dict of str to float
        Pooled intercepts by family and group [nat].
    """

    scale: Scale
    intercept: float
    slopes: Reals
    effects: dict[str, dict[str, float]]

    def terms(self, features: Features) -> Reals:
        """Return what each feature adds to the log odds, shape (n, d) [nat]."""
        return self.scale(features) * self.slopes

    @property
    def told(self) -> Flags:
        """Features that differed in the past, shape (d,): a sum over the others too would be rounded otherwise."""
        differed: Flags = self.scale.spread > 0
        return differed

    def standing(self, families: Mapping[str, Membership]) -> dict[str, Reals]:
        """Return what each family's intercept adds to the log odds, shape (n,) each [nat]."""
        return {name: member.of(self.effects[name]) for name, member in families.items()}

    def score(self, features: Features, families: Mapping[str, Membership]) -> Reals:
        """Return log odds, shape (n,) [nat]."""
        total = self.intercept + self.terms(features)[:, self.told].sum(axis=1)
        return sum(self.standing(families).values(), total)


def fit(features: Features, outcome: Reals, families: Mapping[str, Membership], period: Ints | None = None) -> Hazard:
    """Fit a hazard.

    Parameters
    ----------
    features : numpy.ndarray
        Shape (n, d).
    outcome : numpy.ndarray
        0 or 1, shape (n,), both present.
    families : mapping of str to Membership
        Groups with an intercept of their own.
    period : numpy.ndarray, optional
        Period of each row, shape (n,), as in :func:`tocsin.foresight.pooling.pooled`.

    Returns
    -------
    Hazard
        The model.
    """
    from sklearn.linear_model import LogisticRegression

    rule = scale(features)
    told = rule.spread > 0
    design = np.ascontiguousarray(rule(features)[:, told])
    with one_thread():
        model = LogisticRegression(C=1.0 / RIDGE, solver="newton-cholesky", tol=1e-6).fit(design, outcome)
    slopes, intercept = np.zeros(features.shape[1]), float(model.intercept_[0])
    slopes[told] = model.coef_[0]
    effects = pooled(outcome, intercept + design @ model.coef_[0], families, period)
    return Hazard(rule, intercept, slopes, effects)
