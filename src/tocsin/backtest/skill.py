"""How good a forecast was, as one number: ranking, squared error, surprise.

A ranking takes any numbers that rise with the danger; squared error and surprise take probabilities.
"""

from __future__ import annotations

import numpy as np

from tocsin.backtest.ranking import area, precision, rank
from tocsin.backtest.sample import (
    Flags,
    Reals,
    check_both,
    check_probabilities,
    check_scores,
    check_weights,
)
from tocsin.core.errors import InputError, UsageError

MAX_FALSE_ALARM_RATE = 0.01
SMALLEST_PROBABILITY = 1e-6


def auroc(y: Flags, score: Reals, *, weights: Reals | None = None) -> float:
    """Area under the ROC curve: how often an event is ranked above a quiet row.

    ``AUROC = (pairs with the event above + pairs level / 2) / (events * quiet rows)``, the Mann-Whitney form, by
    counting and hence exact, also among ties. A pair counts with the product of its weights.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    score : numpy.ndarray
        Numbers that rise with the danger, shape (n,); they need not be probabilities.
    weights : numpy.ndarray or None
        How often each row counts, shape (n,); once if None.

    Returns
    -------
    float
        Between 0 and 1; 0.5 is chance.

    Raises
    ------
    InputError
        If the outcome is the same in all rows, or the sample cannot be ranked.

    References
    ----------
    Hanley, J. A. & McNeil, B. J. (1982), Radiology 143(1), 29-36, doi:10.1148/radiology.143.1.7063747.

    Examples
    --------
    >>> auroc(np.array([True, False, True, False]), np.array([0.9, 0.8, 0.4, 0.4]))
    0.625
    """
    check_scores(y, score, "auroc")
    counted = check_weights(y, weights, "auroc")
    check_both(y, counted, "auroc")
    return area(rank(y, score).passed(counted))


def partial_auroc(y: Flags, score: Reals, *, limit: float = MAX_FALSE_ALARM_RATE) -> float:
    """Mean hit rate over false-alarm rates from 0 to a limit: the part of the ROC curve that alarms can afford.

    ``(area under the ROC curve from 0 to limit) / limit``. The raw area is divided by the largest it could be, so
    that a perfect ranking gives 1 and chance gives ``limit / 2``. This is not McClish's standardisation, which sends
    chance to 0.5. The curve is straight between its points, also across the limit and within a tie.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    score : numpy.ndarray
        Numbers that rise with the danger, shape (n,).
    limit : float
        Largest false-alarm rate, false alarms over quiet rows [1], above 0 and at most 1.

    Returns
    -------
    float
        Between 0 and 1.

    Raises
    ------
    InputError
        If the outcome is the same in all rows, or the sample cannot be ranked.
    UsageError
        If the limit is out of range.

    References
    ----------
    McClish, D. K. (1989), Medical Decision Making 9(3), 190-195, doi:10.1177/0272989X8900900307.

    Examples
    --------
    >>> partial_auroc(np.array([True, True, False, False]), np.array([0.9, 0.2, 0.5, 0.1]), limit=0.5)
    0.5
    """
    if not 0 < limit <= 1:
        raise UsageError(f"false-alarm limit {limit}", where="partial_auroc", remedy="Give one above 0, at most 1.")
    check_scores(y, score, "partial_auroc")
    check_both(y, np.ones(len(y)), "partial_auroc")
    order = np.argsort(-score, kind="stable")
    falling = score[order]
    ends = np.append(np.flatnonzero(falling[1:] != falling[:-1]), len(y) - 1)
    hits = np.cumsum(y[order])[ends]
    false = np.concatenate(([0.0], (ends + 1 - hits) / (~y).sum()))
    hit = np.concatenate(([0.0], hits / y.sum()))
    inside = int(np.searchsorted(false, limit, side="right"))
    across = np.append(false[:inside], limit)
    up = np.append(hit[:inside], np.interp(limit, false[inside - 1 :], hit[inside - 1 :]))
    return float(np.trapezoid(up, across)) / limit


def auprc(y: Flags, score: Reals, *, weights: Reals | None = None) -> float:
    """Average precision: the share of alarms that were right, averaged over the events; chance is the base rate.

    ``AP = sum over thresholds of (gain in recall) * (precision at that threshold)``, one threshold per distinct score,
    without interpolation, as scikit-learn computes it.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    score : numpy.ndarray
        Numbers that rise with the danger, shape (n,).
    weights : numpy.ndarray or None
        How often each row counts, shape (n,); once if None.

    Returns
    -------
    float
        Between 0 and 1; 1 where every row is an event. Read it beside the base rate.

    Raises
    ------
    InputError
        If there is no event, or the sample cannot be ranked.

    References
    ----------
    Davis, J. & Goadrich, M. (2006), ICML 23, 233-240, doi:10.1145/1143844.1143874.

    Examples
    --------
    >>> auprc(np.array([True, False, True, False]), np.array([0.9, 0.8, 0.4, 0.4]))
    0.75
    """
    check_scores(y, score, "auprc")
    counted = check_weights(y, weights, "auprc")
    if not np.any(y & (counted > 0)):
        raise InputError(f"no event in {len(y)} rows", where="auprc", remedy="Pool more years, products or importers.")
    return precision(rank(y, score).passed(counted))


def brier(y: Flags, p: Reals, *, weights: Reals | None = None) -> float:
    """Brier score: mean squared distance of what was said from what came, ``mean((p - y)**2)``.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    p : numpy.ndarray
        Probability said, shape (n,) [1].
    weights : numpy.ndarray or None
        How often each row counts, shape (n,); once if None.

    Returns
    -------
    float
        Between 0, perfect, and 1.

    Raises
    ------
    InputError
        If the forecasts are no probabilities, or there are no rows.

    References
    ----------
    Brier, G. W. (1950), Monthly Weather Review 78(1), 1-3.

    Examples
    --------
    >>> round(brier(np.array([True, False]), np.array([0.8, 0.4])), 6)
    0.1
    """
    check_probabilities(y, p, "brier")
    counted = check_weights(y, weights, "brier")
    return float(np.sum(counted * (p - y) ** 2) / np.sum(counted))


def brier_skill(y: Flags, p: Reals, reference: Reals, *, weights: Reals | None = None) -> float:
    """Brier skill: by how much of its own error a reference is bettered, ``1 - Brier(p) / Brier(reference)``.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    p : numpy.ndarray
        Probability said, shape (n,) [1].
    reference : numpy.ndarray
        Probability that the reference said, shape (n,) [1]; it too must have been known beforehand.
    weights : numpy.ndarray or None
        How often each row counts, shape (n,); once if None.

    Returns
    -------
    float
        At most 1; 0 is no better than the reference, below 0 is worse.

    Raises
    ------
    InputError
        If the forecasts are no probabilities, or the reference is perfect.

    References
    ----------
    Murphy, A. H. (1973), Journal of Applied Meteorology 12(1), 215-223.

    Examples
    --------
    >>> brier_skill(np.array([True, False]), np.array([0.75, 0.25]), np.array([0.5, 0.5]))
    0.75
    """
    floor = brier(y, reference, weights=weights)
    if not floor:
        raise InputError(
            "a reference without error", where="brier_skill", remedy="Compare with climatology known beforehand."
        )
    return 1 - brier(y, p, weights=weights) / floor


def log_score(y: Flags, p: Reals, *, smallest: float = SMALLEST_PROBABILITY) -> float:
    """Log score: mean surprise at what came, ``-mean(log(probability said of what came))``, in nats.

    A probability of 0 or 1 that proves wrong would be infinitely bad, and one row would decide; what was said is
    therefore first kept at least ``smallest`` away from 0 and 1, for every forecast compared alike.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    p : numpy.ndarray
        Probability said, shape (n,) [1].
    smallest : float
        Distance kept from 0 and 1 [1].

    Returns
    -------
    float
        At least 0, perfect but for the clipping [nat].

    Raises
    ------
    InputError
        If the forecasts are no probabilities, or there are no rows.

    References
    ----------
    Good, I. J. (1952), Journal of the Royal Statistical Society B 14(1), 107-114.

    Examples
    --------
    >>> round(log_score(np.array([True, False]), np.array([0.5, 0.5])), 6)
    0.693147
    """
    check_probabilities(y, p, "log_score")
    said = np.clip(p, smallest, 1 - smallest)
    return -float(np.mean(np.log(np.where(y, said, 1 - said))))
