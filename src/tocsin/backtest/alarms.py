"""What a desk that can follow up only so many alarms per importer and year would have caught."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.backtest.sample import Flags, Ints, Labels, Reals, check_scores
from tocsin.core.errors import InputError, UsageError

BUDGETS = (5, 20, 50)


@dataclass(frozen=True)
class Alarms:
    """Alarms of one budget, counted over all groups.

    Parameters
    ----------
    budget : int
        Alarms allowed per group.
    raised : int
        Alarms raised; a group with fewer rows raises all it has.
    hits : int
        Alarms that were followed by the event.
    events : int
        Events in all, warned of or not.
    rows : int
        Rows that could have been alarms.
    """

    budget: int
    raised: int
    hits: int
    events: int
    rows: int

    @property
    def hit_rate(self) -> float | None:
        """Hits over events; None where there was no event."""
        return self.hits / self.events if self.events else None

    @property
    def false_alarm_ratio(self) -> float | None:
        """Alarms that were wrong over alarms raised; None where none was raised."""
        return (self.raised - self.hits) / self.raised if self.raised else None

    @property
    def lift(self) -> float | None:
        """Hits over the hits to expect of as many alarms drawn by lot; None where there are none to expect."""
        expected = self.raised * self.events / self.rows if self.rows else 0.0
        return self.hits / expected if expected else None


def raise_alarms(score: Reals, *, group: Labels, key: Labels, budget: int) -> Flags:
    """Mark the highest scores of each group.

    Parameters
    ----------
    score : numpy.ndarray
        Numbers that rise with the danger, shape (n,).
    group : numpy.ndarray
        Importer and year of each row as one name or number, shape (n,).
    key : numpy.ndarray
        Product code, shape (n,), once per group; of equal scores the lower code comes first, so that the same rows
        in another order raise the same alarms.
    budget : int
        Alarms per group, at least 1.

    Returns
    -------
    numpy.ndarray
        Which rows are alarms, shape (n,).

    Raises
    ------
    InputError
        If a code stands twice in a group, or lengths differ.
    UsageError
        If the budget is below 1.

    Examples
    --------
    >>> group, key = np.array(["KOR"] * 3), np.array(["280530", "280461", "381800"])
    >>> raise_alarms(np.array([0.2, 0.2, 0.9]), group=group, key=key, budget=2).tolist()
    [False, True, True]
    """
    if budget < 1:
        raise UsageError(f"budget of {budget} alarms", where="raise_alarms", remedy="Give at least 1.")
    return _places(score, _numbered(group), key) < budget


def match_alarms(score: Reals, *, group: Labels, key: Labels, listed: Flags) -> Flags:
    """Mark in each group as many of the highest scores as a list names there: the list's equal at its own budget.

    Parameters
    ----------
    score, group, key : numpy.ndarray
        As in :func:`raise_alarms`.
    listed : numpy.ndarray
        Whether the list names the row, shape (n,).

    Returns
    -------
    numpy.ndarray
        Which rows are alarms, shape (n,).

    Raises
    ------
    InputError
        If a code stands twice in a group, or lengths differ.

    Examples
    --------
    >>> group, key = np.array([1, 1, 2, 2]), np.array(["280461", "280530", "280461", "280530"])
    >>> listed = np.array([True, False, False, False])
    >>> match_alarms(np.array([0.1, 0.2, 0.3, 0.4]), group=group, key=key, listed=listed).tolist()
    [False, True, False, False]
    """
    number = _numbered(group)
    places = _places(score, number, key)
    return places < np.bincount(number, weights=listed).astype(np.int64)[number]


def count_alarms(
    y: Flags, score: Reals, *, group: Labels, key: Labels, budgets: tuple[int, ...] = BUDGETS
) -> tuple[Alarms, ...]:
    """Count what alarms of several budgets would have caught.

    ``hit rate = hits / events`` and ``false-alarm ratio = (alarms - hits) / alarms``, sums over all groups.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    score, group, key : numpy.ndarray
        As in :func:`raise_alarms`.
    budgets : tuple of int
        Alarms per importer and year.

    Returns
    -------
    tuple of Alarms
        One per budget.

    Raises
    ------
    InputError
        If the sample cannot be ranked, or a code stands twice in a group.
    UsageError
        If a budget is below 1.

    References
    ----------
    Barnes, L. R. et al. (2009), Weather and Forecasting 24(5), 1452-1454, doi:10.1175/2009WAF2222300.1, on the
    difference between false-alarm ratio and false-alarm rate.

    Examples
    --------
    >>> y, score = np.array([True, False, True]), np.array([0.9, 0.5, 0.1])
    >>> one, *_ = count_alarms(y, score, group=np.array([1, 1, 1]), key=np.array(["a", "b", "c"]), budgets=(1,))
    >>> one.hit_rate, one.false_alarm_ratio
    (0.5, 0.0)
    """
    check_scores(y, score, "count_alarms")
    found = []
    for budget in budgets:
        alarm = raise_alarms(score, group=group, key=key, budget=budget)
        found.append(Alarms(budget, int(alarm.sum()), int((alarm & y).sum()), int(y.sum()), len(y)))
    return tuple(found)


def _numbered(group: Labels) -> Ints:
    """Number the groups."""
    return np.unique(group, return_inverse=True)[1].astype(np.int64)


def _places(score: Reals, number: Ints, key: Labels) -> Ints:
    """Return each row's place in its group, from 0: by falling score, then by rising key."""
    if not len(score) == len(number) == len(key):
        raise InputError(
            f"{len(score)} scores, {len(number)} groups and {len(key)} keys",
            where="alarms",
            remedy="Give one of each per row.",
        )
    order = np.lexsort((key, -score, number))
    rank = np.lexsort((key, number))
    twice = np.flatnonzero((number[rank][1:] == number[rank][:-1]) & (key[rank][1:] == key[rank][:-1]))
    if len(twice):
        raise InputError(
            f"{key[rank][twice[0]]} stands twice in a group", where="alarms", remedy="Score one horizon at a time."
        )
    sorted_number = number[order]
    first = np.searchsorted(sorted_number, sorted_number, side="left")
    places = np.empty(len(score), dtype=np.int64)
    places[order] = np.arange(len(score)) - first
    return places
