"""What a caller gives to the input-output engine: read as numbers, or refused with what was found."""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import TocsinError, UsageError
from tocsin.scenario.block import shown

Array = NDArray[np.float64]
CALL = "run_io"
_MASK = "Give numbers; of a mask of true and false, np.flatnonzero(mask)."
_REAL = "buif"  # kinds of NumPy that are real numbers


def told(value: object) -> str:
    """Return a value as an error shows it: on one line, cut if it is long."""
    return " ".join(shown(value).split())


def whole(given: object, name: str, where: str = CALL, *, least: int | None = None, floats: bool = False) -> int:
    """Return a whole number.

    Parameters
    ----------
    given : object
        What was given.
    name, where : str
        What it is, and its place, for the message.
    least : int, optional
        The least that it may be.
    floats : bool
        Whether 3.0 counts as 3.

    Returns
    -------
    int
        The number.

    Raises
    ------
    UsageError
        If it is none: true and false, texts and 0.7 are none.
    """
    value = given.item() if isinstance(given, np.ndarray) and not given.ndim else given
    if isinstance(value, bool | np.bool_):
        raise UsageError(f"{name} {told(given)}", where=where, remedy=_MASK if floats else "Give a whole number.")
    if floats and isinstance(value, float | np.floating) and float(value).is_integer():
        value = int(value)
    try:
        found = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise UsageError(f"{name} {told(given)}", where=where, remedy="It has to be a whole number.") from None
    if least is not None and found < least:
        raise UsageError(f"{name} {found}", where=where, remedy=f"It has to be at least {least}.")
    return found


def wholes(given: object, name: str, where: str, *, least: int | None = None) -> tuple[int, ...]:
    """Return several whole numbers, in the order in which they were given.

    Parameters
    ----------
    given : object
        What was given.
    name, where : str
        What each is, and its place, for the message.
    least : int, optional
        The least that each may be.

    Returns
    -------
    tuple of int
        The numbers.

    Raises
    ------
    UsageError
        If it is no sequence of them.
    """
    found = several(given)
    if found is None:
        remedy = f"Give a list, also of a single {name}: [0]."
        raise UsageError(f"{told(given)} in place of a list of {name}s", where=where, remedy=remedy)
    return tuple(whole(one, name, where, least=least, floats=True) for one in found)


def several(given: object) -> list[Any] | None:
    """Return what can be gone through as a list; None for all else, and for texts and mappings."""
    alone = isinstance(given, np.ndarray) and not given.ndim
    if alone or isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        return None
    return list(given)


def number(given: object, name: str, where: str = CALL) -> float:
    """Return a number, which may be infinite or none (NaN).

    Parameters
    ----------
    given : object
        What was given.
    name, where : str
        What it is, and its place, for the message.

    Returns
    -------
    float
        The number.

    Raises
    ------
    UsageError
        If it is not one real number.
    """
    found = numbers(given, name, where)
    if found.ndim:
        raise UsageError(f"{name} {told(given)}", where=where, remedy="It has to be one number.")
    return float(found)


def numbers(given: object, name: str, where: str, kind: type[TocsinError] = UsageError) -> Array:
    """Return numbers as an array, itself if it is one.

    Parameters
    ----------
    given : object
        What was given.
    name, where : str
        What it is, and its place, for the message.
    kind : type
        Of the error.

    Returns
    -------
    numpy.ndarray
        Float64; they may be infinite or NaN.

    Raises
    ------
    TocsinError
        If it holds no real numbers, masked ones, or rows of different length.
    """
    found = f"{name} {told(given)}"
    if given is None:
        raise kind(found, where=where, remedy="Give numbers.")
    if np.ma.is_masked(given):
        raise kind(f"{name} holds masked values", where=where, remedy="Fill what is missing first.")
    try:
        values = np.asarray(given)
        if values.dtype.kind in _REAL or (values.dtype.kind == "O" and not _texts(values)):
            return np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        pass
    raise kind(found, where=where, remedy="Give real numbers, dense, in rows of the same length.") from None


def _texts(values: NDArray[np.object_]) -> bool:
    return any(isinstance(one, str | bytes) for one in values.flat)


def finite(values: Array, name: str, where: str, kind: type[TocsinError] = UsageError) -> Array:
    """Return numbers, or refuse them if some are infinite or NaN.

    Parameters
    ----------
    values : numpy.ndarray
        The numbers.
    name, where : str
        What they are, and their place, for the message.
    kind : type
        Of the error.

    Returns
    -------
    numpy.ndarray
        The same.

    Raises
    ------
    TocsinError
        If one is not finite.
    """
    if (wrong := ~np.isfinite(values)).any():
        found = f"{name} holds values that are not finite, {int(wrong.sum())} of {values.size}"
        raise kind(found, where=where, remedy="Fill or drop what is missing first.")
    return values


def word(given: object, name: str, words: Sequence[str], where: str = CALL) -> str:
    """Return a word of a few.

    Parameters
    ----------
    given : object
        What was given.
    name : str
        What it is, for the message.
    words : sequence of str
        What it may be.
    where : str
        Its place, for the message.

    Returns
    -------
    str
        The word.

    Raises
    ------
    UsageError
        If it is none of them.
    """
    if not isinstance(given, str) or given not in words:
        raise UsageError(f"{name} {told(given)}", where=where, remedy=f"Take one of {', '.join(words)}.")
    return given
