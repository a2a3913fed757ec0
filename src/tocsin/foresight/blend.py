"""From scores to probabilities: a logistic regression on what the learners said of past years, before these came.

It is fitted on forecasts of past origins alone, each made by learners that knew nothing of its target; so it weighs the
learners and calibrates them at once. How much years differ gives the interval.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.foresight.flows import Ints, Reals

#: Prior precision of the weights about those of an even mean: the lesser the past, the nearer to it.
PRIOR = 1000.0
#: 95th percentile of the standard normal: intervals hold 90 %.
NORMAL_95 = 1.6448536269514722
STEPS = 50
#: How much target years 2010 to 2020 differed from what was said of them [nat], and the years that this counts for
#: beside those of the folds: from a handful of years alone the spread comes out as nought too often.
USUAL_SPREAD, USUAL_YEARS = 0.36, 7


@dataclass(frozen=True)
class Blend:
    """A fitted blend.

    Parameters
    ----------
    weights : numpy.ndarray
        Intercept and weight of each learner, shape (k + 1,).
    covariance : numpy.ndarray
        Of the weights, shape (k + 1, k + 1).
    year_spread : float
        Standard deviation of the years' own shifts of the log odds [nat]: of the folds, drawn to the usual one.
    """

    weights: Reals
    covariance: Reals
    year_spread: float

    def log_odds(self, scores: Reals) -> Reals:
        """Return log odds of scores of shape (n, k), shape (n,) [nat]."""
        return _design(scores) @ self.weights

    def spread(self, scores: Reals) -> Reals:
        """Return the standard deviation of the log odds, shape (n,) [nat]: of the weights and of the year."""
        design = _design(scores)
        variance: Reals = np.einsum("ij,jk,ik->i", design, self.covariance, design) + self.year_spread**2
        return np.sqrt(variance)


def fit(scores: Reals, outcome: Reals, year: Ints) -> Blend:
    """Fit a blend.

    Parameters
    ----------
    scores : numpy.ndarray
        Log odds that each of k learners gave, shape (n, k) [nat].
    outcome : numpy.ndarray
        0 or 1, shape (n,).
    year : numpy.ndarray
        Target year of each row, shape (n,).

    Returns
    -------
    Blend
        The blend; an even mean where there is no past.
    """
    design = _design(scores)
    centre = np.concatenate([[0.0], np.full(scores.shape[1], 1.0 / scores.shape[1])])
    penalty = np.concatenate([[1e-3], np.full(scores.shape[1], PRIOR)])
    weights = centre.copy()
    hessian = np.diag(penalty)
    for _ in range(STEPS):
        said = expit(design @ weights)
        slope = design.T @ (outcome - said) - penalty * (weights - centre)
        hessian = (design * (said * (1 - said))[:, None]).T @ design + np.diag(penalty)
        step = np.linalg.solve(hessian, slope)
        weights += step
        if np.abs(step).max() < 1e-9:
            break
    years = len(np.unique(year))
    own = year_spread(design @ weights, outcome, year) ** 2
    variance = (years * own + USUAL_YEARS * USUAL_SPREAD**2) / (years + USUAL_YEARS)
    return Blend(weights, np.linalg.inv(hessian), float(np.sqrt(variance)))


def year_spread(log_odds: Reals, outcome: Reals, year: Ints) -> float:
    """Estimate how much years shift the log odds, sampling noise taken out (DerSimonian and Laird 1986).

    Parameters
    ----------
    log_odds : numpy.ndarray
        What was said, shape (n,) [nat].
    outcome : numpy.ndarray
        0 or 1, shape (n,).
    year : numpy.ndarray
        Target year of each row, shape (n,).

    Returns
    -------
    float
        Standard deviation of the shifts [nat]; 0 of fewer than two years.
    """
    shifts, variances = [], []
    for one in np.unique(year):
        mine = year == one
        shift = bend = 0.0
        for _ in range(STEPS):
            said = expit(log_odds[mine] + shift)
            bend = float((said * (1 - said)).sum()) + 1e-9
            step = float((outcome[mine] - said).sum()) / bend
            shift = float(np.clip(shift + np.clip(step, -1, 1), -5, 5))
            if abs(step) < 1e-10:
                break
        shifts.append(shift)
        variances.append(1.0 / bend)
    if len(shifts) < 2:
        return 0.0
    weight = 1.0 / np.asarray(variances)
    centre = float((weight * shifts).sum() / weight.sum())
    excess = float((weight * (np.asarray(shifts) - centre) ** 2).sum()) - (len(shifts) - 1)
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    return float(np.sqrt(max(excess / scale, 0.0)))


def expit(log_odds: Reals) -> Reals:
    """Turn log odds into probabilities; finite for every input."""
    return 1.0 / (1.0 + np.exp(-np.clip(log_odds, -50.0, 50.0)))


def logit(probability: Reals) -> Reals:
    """Turn probabilities into log odds; 0 and 1 are drawn in by a millionth."""
    inside = np.clip(probability, 1e-6, 1 - 1e-6)
    return np.log(inside / (1 - inside))


def _design(scores: Reals) -> Reals:
    return np.concatenate([np.ones((len(scores), 1)), scores], axis=1)
