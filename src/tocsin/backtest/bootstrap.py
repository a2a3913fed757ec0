"""How far a score could lie off by the luck of which products and which years were seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.backtest.ranking import area, precision, rank
from tocsin.backtest.sample import Flags, Ints, Labels, Reals, check_probabilities, check_scores
from tocsin.core.errors import InputError, UsageError

DRAWS = 500
SEED = 1
RANKED = ("auroc", "auprc")
SQUARED = "brier_skill"
RAISED = ("hit_rate", "false_alarm_ratio")

Score = Callable[[Reals], tuple[float, ...]]
"""Scores of one forecast under weights of its rows."""


@dataclass(frozen=True)
class Estimate:
    """A score, or a difference of two, with its intervals.

    Parameters
    ----------
    value : float
        On the rows as they are.
    ninety, ninety_five : tuple of float
        Percentile intervals.
    undefined : int
        Resamples in which there was no such score, such as those without an event; left out of the intervals.
    """

    value: float
    ninety: tuple[float, float]
    ninety_five: tuple[float, float]
    undefined: int


@dataclass(frozen=True)
class Resamples:
    """Scores of several forecasts under the same resamples.

    Parameters
    ----------
    value : dict
        Score on the rows as they are, by forecast and score.
    draws : dict
        The same by resample, each of shape (draws,).
    seed : int
        That the resamples came from.
    """

    value: dict[tuple[str, str], float]
    draws: dict[tuple[str, str], Reals]
    seed: int

    def estimate(self, forecast: str, score: str) -> Estimate:
        """Return a score with its intervals.

        Parameters
        ----------
        forecast : str
            Name of the forecast, or of the alarms.
        score : str
            ``auroc``, ``auprc``, ``brier_skill``; of alarms ``hit_rate``, ``false_alarm_ratio``.

        Returns
        -------
        Estimate
            Score and intervals.

        Raises
        ------
        UsageError
            If there is no such forecast or score.
        """
        value, draws = self._of(forecast, score)
        return estimated(value, draws)

    def difference(self, forecast: str, other: str, score: str) -> Estimate:
        """Return by how much one forecast's score exceeds another's, resample by resample.

        Parameters
        ----------
        forecast, other : str
            Names of two forecasts, or of two sets of alarms.
        score : str
            As in :meth:`estimate`.

        Returns
        -------
        Estimate
            Score of the first less that of the second; the interval is narrower than those of the two would suggest,
            for both meet the same luck.

        Raises
        ------
        UsageError
            If there is no such forecast or score.
        """
        value, draws = self._of(forecast, score)
        less, other_draws = self._of(other, score)
        return estimated(value - less, draws - other_draws)

    def _of(self, forecast: str, score: str) -> tuple[float, Reals]:
        """Return one score as it is and by resample."""
        key = forecast, score
        if key not in self.draws:
            known = ", ".join(" ".join(key) for key in sorted(self.draws))
            raise UsageError(f"no {score!r} of {forecast!r}", where="the resamples", remedy=f"There are: {known}.")
        return self.value[key], self.draws[key]


def resample(
    y: Flags,
    forecasts: Mapping[str, Reals],
    *,
    clusters: tuple[Labels, ...],
    reference: Reals,
    alarms: Mapping[str, Flags] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Resamples:
    """Score forecasts under resamples of products and of years: the pigeonhole bootstrap.

    Shortages of one product and of one year come together, so rows are not drawn one by one. Each resample draws as
    many products as there are, with replacement, and as many years; a row then counts
    ``(times its product was drawn) * (times its year was drawn)``. The intervals hold for products and years like
    those seen. They are careful: what varies from row to row alone counts up to three times in the variance, so where
    rows hardly hang together an interval may be up to 1.7 times too wide (Owen 2007). With a handful of years the
    share of luck that is due to years is hardly known.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    forecasts : mapping of str to numpy.ndarray
        Numbers that rise with the danger, each of shape (n,), over the same rows. Those within 0 and 1 get a Brier
        skill too.
    clusters : tuple of numpy.ndarray
        Product and year of each row, each of shape (n,). Given one of them, that alone is resampled.
    reference : numpy.ndarray
        Probability that the Brier skill is measured against, shape (n,) [1].
    alarms : mapping of str to numpy.ndarray or None
        Which rows were alarms, each of shape (n,), bool, such as those of :func:`tocsin.backtest.alarms.raise_alarms`;
        they stay as raised, and their hit rate and false-alarm ratio are resampled.
    draws : int
        Resamples, at least 1.
    seed : int
        Where chance begins. Draw i has a generator of its own, seeded by both, so that more draws leave the first ones
        as they were.

    Returns
    -------
    Resamples
        Scores, their intervals and differences.

    Raises
    ------
    InputError
        If a forecast cannot be scored, lengths differ, or a name stands for a forecast and for alarms.
    UsageError
        If there are no draws or no clusters.

    References
    ----------
    Owen, A. B. (2007), The pigeonhole bootstrap, Annals of Applied Statistics 1(2), 386-411, doi:10.1214/07-AOAS122.
    """
    if draws < 1 or not clusters:
        asked = f"{draws} draws of {len(clusters)} kinds of cluster"
        raise UsageError(asked, where="the bootstrap", remedy="Give at least 1 of each.")
    keys, scores = _scores(y, forecasts, reference, alarms or {})
    numbered = [_numbered(y, labels) for labels in clusters]

    def score(weights: Reals) -> list[float]:
        return [value for one in scores for value in one(weights)]

    table = np.asarray([score(_weights(numbered, seed, number)) for number in range(draws)], dtype=np.float64)
    values = score(np.ones(len(y)))
    return Resamples(
        dict(zip(keys, values, strict=True)),
        {key: np.ascontiguousarray(column) for key, column in zip(keys, table.T, strict=True)},
        seed,
    )


def _scores(
    y: Flags, forecasts: Mapping[str, Reals], reference: Reals, alarms: Mapping[str, Flags]
) -> tuple[list[tuple[str, str]], list[Score]]:
    """Name the scores, and prepare all that no resample changes: sorting, squared errors."""
    check_probabilities(y, reference, "the reference")
    keys: list[tuple[str, str]] = []
    scores: list[Score] = []
    missed = (reference - y) ** 2
    for name, forecast in forecasts.items():
        check_scores(y, forecast, name)
        keys += [(name, score) for score in RANKED]
        scores.append(_ranked(y, forecast))
        if forecast.min() >= 0 and forecast.max() <= 1:
            keys.append((name, SQUARED))
            scores.append(_squared((forecast - y) ** 2, missed))
    for name, alarm in alarms.items():
        if alarm.shape != y.shape or alarm.dtype != np.bool_ or name in forecasts:
            raise InputError(
                f"alarms {name!r} of type {alarm.dtype} and shape {alarm.shape} for {len(y)} rows",
                where="the bootstrap",
                remedy="Give true or false for each row, under a name that no forecast has.",
            )
        keys += [(name, score) for score in RAISED]
        scores.append(_raised(y, alarm))
    return keys, scores


def _ranked(y: Flags, forecast: Reals) -> Score:
    """Sort a forecast and return what gives its AUROC and AUPRC."""
    ranking = rank(y, forecast)

    def score(weights: Reals) -> tuple[float, ...]:
        passed = ranking.passed(weights)
        return area(passed), precision(passed)

    return score


def _squared(errors: Reals, missed: Reals) -> Score:
    """Return what gives the Brier skill, from the squared errors of forecast and reference."""

    def score(weights: Reals) -> tuple[float, ...]:
        floor = float(np.sum(weights * missed))
        return (1 - float(np.sum(weights * errors)) / floor if floor else np.nan,)

    return score


def _raised(y: Flags, alarm: Flags) -> Score:
    """Return what gives hit rate and false-alarm ratio."""
    event, raised, hit = np.flatnonzero(y), np.flatnonzero(alarm), np.flatnonzero(y & alarm)

    def score(weights: Reals) -> tuple[float, ...]:
        events, alarms, hits = (float(np.sum(weights.take(rows))) for rows in (event, raised, hit))
        return hits / events if events else np.nan, (alarms - hits) / alarms if alarms else np.nan

    return score


def _numbered(y: Flags, labels: Labels) -> Ints:
    """Number clusters by their rising names, so that the order of rows does not matter."""
    if labels.shape != y.shape:
        raise InputError(
            f"{labels.shape} products or years for {y.shape} outcomes",
            where="the bootstrap",
            remedy="Give one per row.",
        )
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def _weights(clusters: list[Ints], seed: int, number: int) -> Reals:
    """Draw the clusters of one resample; how often each row then counts."""
    weights = np.ones(len(clusters[0]))
    sizes = [int(cluster.max()) + 1 for cluster in clusters]
    for cluster, times in zip(clusters, drawn(sizes, seed, number), strict=True):
        weights *= times.take(cluster)
    return weights


def drawn(sizes: Sequence[int], seed: int, number: int) -> list[Reals]:
    """Draw one resample.

    Parameters
    ----------
    sizes : sequence of int
        How many clusters of each kind there are.
    seed, number : int
        Where chance begins, and which resample it is.

    Returns
    -------
    list of numpy.ndarray
        How often each cluster was drawn, by kind, shape (size,).
    """
    chance = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(number,)))
    return [np.bincount(chance.integers(0, size, size), minlength=size).astype(np.float64) for size in sizes]


def estimated(value: float, draws: Reals) -> Estimate:
    """Take the intervals of a score from its resamples, those left out that have none.

    Parameters
    ----------
    value : float
        On the rows as they are.
    draws : numpy.ndarray
        By resample, NaN where there is none, shape (draws,).

    Returns
    -------
    Estimate
        Score and intervals.
    """
    known = draws[~np.isnan(draws)]
    if not len(known):
        nowhere = (np.nan, np.nan)
        return Estimate(value, nowhere, nowhere, len(draws))
    low, lower, upper, high = (float(edge) for edge in np.quantile(known, [0.025, 0.05, 0.95, 0.975]))
    return Estimate(value, (lower, upper), (low, high), len(draws) - len(known))
