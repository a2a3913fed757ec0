"""Scores as a reader sees them: three decimals in a table, two in a sentence, a sign before every difference."""

from __future__ import annotations

import math
from collections.abc import Sequence

MINUS = "\u2212"
NOTHING = "\u2013"


def score_of(value: float | None, decimals: int = 3) -> str:
    """Write a score.

    Parameters
    ----------
    value : float or None
        Score [1].
    decimals : int
        Of them.

    Returns
    -------
    str
        A dash where there is none.

    Examples
    --------
    >>> score_of(0.7283), score_of(0.01, 2), score_of(None) == NOTHING
    ('0.728', '0.01', True)
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    text = f"{abs(value):.{decimals}f}"
    return f"{MINUS}{text}" if value < 0 and float(text) else text


def signed(value: float | None, decimals: int = 3) -> str:
    """Write a difference.

    Parameters
    ----------
    value : float or None
        Difference [1].
    decimals : int
        Of them.

    Returns
    -------
    str
        With its sign, unless it is zero at these decimals.

    Examples
    --------
    >>> signed(0.058), signed(-0.0001), signed(-0.02) == MINUS + "0.020"
    ('+0.058', '0.000', True)
    """
    text = score_of(value, decimals)
    return f"+{text}" if value is not None and value > 0 and text.strip("0.") else text


def span(interval: Sequence[float | None], *, sign: bool = False, decimals: int = 3) -> str:
    """Write an interval.

    Parameters
    ----------
    interval : sequence of float or None
        Lower and upper end [1].
    sign : bool
        Whether it is one of a difference.
    decimals : int
        Of the ends.

    Returns
    -------
    str
        Both ends.

    Examples
    --------
    >>> span((0.01, 0.02), sign=True)
    '+0.010 to +0.020'
    """
    write = signed if sign else score_of
    return " to ".join(write(end, decimals) for end in interval)


def share_of(value: float | None) -> str:
    """Write a share in percent with one decimal, two significant digits where it is small.

    Parameters
    ----------
    value : float or None
        Share [1].

    Returns
    -------
    str
        Percent, with the sign of a minus where there is one.

    Examples
    --------
    >>> share_of(0.0712), share_of(0.71), share_of(1.0)
    ('7.1 %', '71 %', '100 %')
    """
    if value is None or not math.isfinite(value):
        return NOTHING
    percent = abs(value) * 100
    text = f"{percent:.1f}" if percent < 10 else f"{percent:.0f}"
    return f"{MINUS if value < 0 and float(text) else ''}{text} %"


def count_of(value: int | None) -> str:
    """Write a count.

    Parameters
    ----------
    value : int or None
        Count.

    Returns
    -------
    str
        With thousands set apart.

    Examples
    --------
    >>> count_of(45201)
    '45,201'
    """
    return NOTHING if value is None else f"{value:,}"
