"""What every score is taken from, a sample of outcomes and forecasts, and what it must be to be scored."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from tocsin.core.errors import InputError

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Labels = npt.NDArray[np.generic]
"""Names of groups, products or years: integers or text."""


def check_scores(y: Flags, score: Reals, where: str) -> None:
    """Refuse a sample that cannot be ranked.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    score : numpy.ndarray
        Any numbers that rise with the danger, shape (n,).
    where : str
        What is being computed, for the message.

    Raises
    ------
    InputError
        If the shapes differ, there are no rows, outcomes are not bool, or a score is missing or infinite.
    """
    if y.shape != score.shape or y.ndim != 1:
        raise InputError(
            f"{y.shape} outcomes and {score.shape} forecasts", where=where, remedy="Give one forecast per outcome."
        )
    if not len(y):
        raise InputError("no rows to score", where=where, remedy="Widen the years or the value band.")
    if y.dtype != np.bool_:
        raise InputError(
            f"outcomes of type {y.dtype}", where=where, remedy="Give true and false; drop rows without a label."
        )
    strange = np.flatnonzero(~np.isfinite(score))
    if len(strange):
        raise InputError(
            f"{len(strange)} forecasts that are no number, the first in row {strange[0]}",
            where=where,
            remedy="Drop rows without a forecast, for every forecast compared.",
        )


def check_probabilities(y: Flags, p: Reals, where: str) -> None:
    """Refuse a sample whose forecasts are no probabilities.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    p : numpy.ndarray
        Probability said, shape (n,) [1].
    where : str
        What is being computed, for the message.

    Raises
    ------
    InputError
        As :func:`check_scores`, and if a probability lies outside 0 to 1.
    """
    check_scores(y, p, where)
    strange = np.flatnonzero((p < 0) | (p > 1))
    if len(strange):
        raise InputError(
            f"probability {p[strange[0]]} in row {strange[0]}", where=where, remedy="Probabilities lie between 0 and 1."
        )


def check_weights(y: Flags, weights: Reals | None, where: str) -> Reals:
    """Return the weights, ones where none are given.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,).
    weights : numpy.ndarray or None
        How often each row counts, shape (n,).
    where : str
        What is being computed, for the message.

    Returns
    -------
    numpy.ndarray
        Weights, shape (n,).

    Raises
    ------
    InputError
        If there is not one finite weight of at least 0 per row, or all are 0.
    """
    if weights is None:
        return np.ones(len(y))
    if weights.shape != y.shape or not np.all(np.isfinite(weights) & (weights >= 0)) or not np.any(weights > 0):
        raise InputError(
            f"weights of shape {weights.shape} for {len(y)} rows",
            where=where,
            remedy="Give one finite weight of at least 0 per row, not all of them 0.",
        )
    return weights


def check_both(y: Flags, weights: Reals, where: str) -> None:
    """Refuse outcomes that are all the same: nothing can be told apart.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,).
    weights : numpy.ndarray
        How often each row counts, shape (n,).
    where : str
        What is being computed, for the message.

    Raises
    ------
    InputError
        If no row that counts is an event, or all are.
    """
    counted = y[weights > 0]
    if counted.all() or not counted.any():
        said = "true" if counted.any() else "false"
        raise InputError(
            f"outcomes that are {said} in all {len(counted)} rows",
            where=where,
            remedy="Pool more years, products or importers, or leave this block out.",
        )
