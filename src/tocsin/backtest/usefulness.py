"""What a forecast is worth to someone who minds a missed shortage more, or less, than a false alarm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.backtest.sample import Flags, Reals, check_both, check_scores
from tocsin.core.errors import UsageError

PREFERENCES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.925, 0.95, 0.96, 0.97, 0.98, 0.99, 0.995)


@dataclass(frozen=True)
class Usefulness:
    """Worth of one threshold at one preference.

    Parameters
    ----------
    preference : float
        Weight of a missed event, mu; a false alarm weighs 1 - mu.
    threshold : float
        Alarm where the score is at least this; infinite if it is best never to raise one.
    relative : float
        Ur: usefulness over the most that could be had. 1 is perfect, 0 is no better than the better of always and
        never raising an alarm, below 0 is worse.
    missed : float
        Share of events without alarm, T1.
    false : float
        Share of quiet rows with alarm, T2.
    always, never : float
        Ur of alarms everywhere, and of none.
    """

    preference: float
    threshold: float
    relative: float
    missed: float
    false: float
    always: float
    never: float


def usefulness(y: Flags, score: Reals, *, preference: float, threshold: float) -> Usefulness:
    """Return the worth of a threshold that was chosen beforehand.

    ``L = mu * T1 * P1 + (1 - mu) * T2 * P2``, ``Ua = min(mu * P1, (1 - mu) * P2) - L``,
    ``Ur = Ua / min(mu * P1, (1 - mu) * P2)``; P1 is the share of events, P2 = 1 - P1.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    score : numpy.ndarray
        Numbers that rise with the danger, shape (n,).
    preference : float
        mu, weight of a missed event [1], above 0 and below 1.
    threshold : float
        Alarm where the score is at least this.

    Returns
    -------
    Usefulness
        Its worth.

    Raises
    ------
    InputError
        If the outcome is the same in all rows, or the sample cannot be ranked.
    UsageError
        If the preference is out of range.

    References
    ----------
    Sarlin, P. (2013), On policymakers' loss functions and the evaluation of early warning systems, Economics Letters
    119(1), 1-7, doi:10.1016/j.econlet.2012.12.030.

    Examples
    --------
    >>> y, score = np.array([True, False, False, False]), np.array([0.9, 0.8, 0.2, 0.1])
    >>> round(usefulness(y, score, preference=0.75, threshold=0.5).relative, 6)
    0.666667
    """
    check_scores(y, score, "usefulness")
    check_both(y, np.ones(len(y)), "usefulness")
    alarm = score >= threshold
    return _worth(y, preference, threshold, float((y & ~alarm).sum()), float((~y & alarm).sum()))


def usefulness_curve(y: Flags, score: Reals, *, preferences: tuple[float, ...] = PREFERENCES) -> tuple[Usefulness, ...]:
    """Return the most that any threshold would have been worth, by preference.

    The threshold is found on the very rows it is judged by, so the curve is an upper bound; for what could have been
    had, find thresholds on past folds and give them to :func:`usefulness`. Of thresholds of equal worth the highest
    is taken: the fewest alarms. With events this rare, preferences above 0.95 are the ones to read.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    score : numpy.ndarray
        Numbers that rise with the danger, shape (n,).
    preferences : tuple of float
        Values of mu [1], each above 0 and below 1.

    Returns
    -------
    tuple of Usefulness
        One per preference, none below 0.

    Raises
    ------
    InputError
        If the outcome is the same in all rows, or the sample cannot be ranked.
    UsageError
        If a preference is out of range.

    References
    ----------
    As of :func:`usefulness`.

    Examples
    --------
    >>> y, score = np.array([True, False, False, False]), np.array([0.9, 0.8, 0.2, 0.1])
    >>> [(found.threshold, found.relative) for found in usefulness_curve(y, score, preferences=(0.75,))]
    [(0.9, 1.0)]
    """
    check_scores(y, score, "usefulness_curve")
    check_both(y, np.ones(len(y)), "usefulness_curve")
    order = np.argsort(-score, kind="stable")
    falling = score[order]
    ends = np.append(np.flatnonzero(falling[1:] != falling[:-1]), len(y) - 1)
    hits = np.cumsum(y[order])[ends]
    thresholds = np.concatenate(([np.inf], falling[ends]))
    missed = np.concatenate(([0], hits))
    missed = y.sum() - missed
    false = np.concatenate(([0], ends + 1 - hits))
    found = []
    for preference in preferences:
        best = int(np.argmin(preference * missed + (1 - preference) * false))
        found.append(_worth(y, preference, float(thresholds[best]), float(missed[best]), float(false[best])))
    return tuple(found)


def _worth(y: Flags, preference: float, threshold: float, missed: float, false: float) -> Usefulness:
    """Return the worth of so many misses and false alarms; counts stand for shares, as both sides carry 1 / n."""
    if not 0 < preference < 1:
        raise UsageError(
            f"preference {preference}", where="usefulness", remedy="Give mu above 0 and below 1, such as 0.98."
        )
    events, quiet = float(y.sum()), float((~y).sum())
    never, always = preference * events, (1 - preference) * quiet
    most = min(never, always)

    def relative(loss: float) -> float:
        return (most - loss) / most

    loss = preference * missed + (1 - preference) * false
    return Usefulness(
        preference, threshold, relative(loss), missed / events, false / quiet, relative(always), relative(never)
    )
