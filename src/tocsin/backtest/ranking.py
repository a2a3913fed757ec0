"""A forecast sorted once, so that every resample of its rows is scored without sorting again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.backtest.sample import Flags, Ints, Reals


@dataclass(frozen=True)
class Passed:
    """Weight of events and quiet rows met going down the ranking, at each step that holds an event; g steps.

    Rows of equal score form one step.

    Parameters
    ----------
    true_before, true_after : numpy.ndarray
        Weight of events above each step, and with it, shape (g,).
    false_before, false_after : numpy.ndarray
        The same of quiet rows, shape (g,).
    true, false : float
        Weight of all events and of all quiet rows.
    """

    true_before: Reals
    true_after: Reals
    false_before: Reals
    false_after: Reals
    true: float
    false: float


@dataclass(frozen=True)
class Ranking:
    """The order of n rows by falling score, and where its steps begin and end.

    Parameters
    ----------
    order : numpy.ndarray
        Rows by falling score, shape (n,).
    event : numpy.ndarray
        Places in that order that are events, shape (m,).
    start, stop : numpy.ndarray
        First place of each step that holds an event, and the place after its last, shape (g,).
    event_start, event_stop : numpy.ndarray
        The same among the events, shape (g,).
    """

    order: Ints
    event: Ints
    start: Ints
    stop: Ints
    event_start: Ints
    event_stop: Ints

    def passed(self, weights: Reals) -> Passed:
        """Go down the ranking once.

        Parameters
        ----------
        weights : numpy.ndarray
            How often each row counts, shape (n,), in the order of the sample.

        Returns
        -------
        Passed
            Sums that are exact where the weights are whole numbers.
        """
        sorted_weights = weights.take(self.order)
        seen, seen_true = _running(sorted_weights), _running(sorted_weights.take(self.event))
        true_before, true_after = seen_true.take(self.event_start), seen_true.take(self.event_stop)
        return Passed(
            true_before,
            true_after,
            seen.take(self.start) - true_before,
            seen.take(self.stop) - true_after,
            float(seen_true[-1]),
            float(seen[-1] - seen_true[-1]),
        )


def rank(y: Flags, score: Reals) -> Ranking:
    """Sort a forecast.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,).
    score : numpy.ndarray
        Numbers that rise with the danger, shape (n,).

    Returns
    -------
    Ranking
        Its order and steps.
    """
    order = np.argsort(-score, kind="stable").astype(np.int64, copy=False)
    falling = score[order]
    step = np.flatnonzero(np.concatenate(([True], falling[1:] != falling[:-1])))
    ends = np.append(step[1:], len(order))
    events = np.concatenate(([0], np.cumsum(y[order])))
    kept = events[ends] > events[step]
    start, stop = step[kept].astype(np.int64), ends[kept].astype(np.int64)
    return Ranking(order, np.flatnonzero(y[order]).astype(np.int64), start, stop, events[start], events[stop])


def area(passed: Passed) -> float:
    """Return the area under the ROC curve; see :func:`tocsin.backtest.skill.auroc`.

    Parameters
    ----------
    passed : Passed
        From :meth:`Ranking.passed`.

    Returns
    -------
    float
        Between 0 and 1; not a number where all rows are events or none is.
    """
    if not (passed.true and passed.false):
        return np.nan
    below = passed.false - (passed.false_before + passed.false_after) / 2
    return float(np.sum((passed.true_after - passed.true_before) * below)) / (passed.true * passed.false)


def precision(passed: Passed) -> float:
    """Return the average precision; see :func:`tocsin.backtest.skill.auprc`.

    Parameters
    ----------
    passed : Passed
        From :meth:`Ranking.passed`.

    Returns
    -------
    float
        Between 0 and 1; not a number where there is no event.
    """
    if not passed.true:
        return np.nan
    gained = passed.true_after - passed.true_before
    alarms = passed.true_after + passed.false_after
    shares = np.divide(passed.true_after, alarms, out=np.zeros_like(alarms), where=gained > 0)
    return float(np.sum(gained * shares)) / passed.true


def _running(values: Reals) -> Reals:
    """Return the sums of the first 0, 1, 2 ... values."""
    sums = np.zeros(len(values) + 1)
    np.cumsum(values, out=sums[1:])
    return sums
