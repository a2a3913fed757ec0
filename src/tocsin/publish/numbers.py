"""Numbers as an official reads them: two digits where a third is noise, the unit beside them, the unknown said."""

from __future__ import annotations

import math

NOT_KNOWN = "not known"
_SCALES = ((1e12, "tn"), (1e9, "bn"), (1e6, "m"), (1e3, "thousand"))
_LIKELY = ((0.05, "very unlikely"), (0.2, "unlikely"), (0.5, "possible"), (0.8, "likely"))


def two_digits(value: float) -> float:
    """Round to two significant digits.

    Parameters
    ----------
    value : float
        Any finite number.

    Returns
    -------
    float
        The number rounded.

    Examples
    --------
    >>> two_digits(12_345), two_digits(0.0999)
    (12000.0, 0.1)
    """
    return float(f"{value:.1e}")


def usd(value: float | None) -> str:
    """Write an amount with the currency and a word for its size.

    Parameters
    ----------
    value : float or None
        Amount [USD, current].

    Returns
    -------
    str
        At most two significant digits.

    Examples
    --------
    >>> usd(12_345_678.0), usd(1_234_567.0), usd(0.0), usd(None)
    ('USD 12 m', 'USD 1.2 m', 'USD 0', 'not known')
    """
    if value is None or not math.isfinite(value):
        return NOT_KNOWN
    rounded = two_digits(value)
    for scale, word in _SCALES:
        if abs(rounded) >= scale:
            return f"USD {_short(rounded / scale)} {word}"
    return f"USD {rounded:.0f}"


def millions(value: float | None) -> str:
    """Write an amount in millions, for a column whose heading says so.

    Parameters
    ----------
    value : float or None
        Amount [USD, current].

    Returns
    -------
    str
        Millions with two significant digits; ``"<0.1"`` below that; empty where unknown.

    Examples
    --------
    >>> millions(1_724_952_821.0), millions(12_345_678.0), millions(1_234_567.0), millions(4_000.0)
    ('1,700', '12', '1.2', '<0.1')
    """
    if value is None or not math.isfinite(value):
        return ""
    if 0 < value < 50_000:
        return "<0.1"
    return _short(two_digits(value) / 1e6)


def percent(value: float | None) -> str:
    """Write a share in percent; never 0 % or 100 % of what is only nearly that.

    Parameters
    ----------
    value : float or None
        Share, in [0, 1].

    Returns
    -------
    str
        Whole percent.

    Examples
    --------
    >>> percent(0.9432), percent(0.9991), percent(1.0), percent(0.002), percent(0.0)
    ('94 %', 'over 99 %', '100 %', 'under 1 %', '0 %')
    """
    if value is None or not math.isfinite(value):
        return NOT_KNOWN
    if 0 < value <= 0.005:
        return "under 1 %"
    if 0.995 <= value < 1 - 1e-9:
        return "over 99 %"
    return f"{value * 100:.0f} %"


def index(value: float | None) -> str:
    """Write an index such as the HHI with two decimals.

    Parameters
    ----------
    value : float or None
        The index.

    Returns
    -------
    str
        Two decimals, or that it is not known.

    Examples
    --------
    >>> index(0.8911), index(None)
    ('0.89', 'not known')
    """
    return NOT_KNOWN if value is None or not math.isfinite(value) else f"{value:.2f}"


def brief(value: float) -> str:
    """Write a share as a bare number of percent where there is little room; never 0 or 100 of what is only nearly that.

    Parameters
    ----------
    value : float
        Share, in [0, 1].

    Returns
    -------
    str
        Whole percent without its sign.

    Examples
    --------
    >>> brief(0.124), brief(0.004), brief(0.998), brief(0.0)
    ('12', '<1', '>99', '0')
    """
    if 0 < value <= 0.005:
        return "<1"
    return ">99" if 0.995 <= value < 1 - 1e-9 else f"{value * 100:.0f}"


def chance(probability: float, interval: tuple[float, float]) -> str:
    """Write a probability with its interval.

    Parameters
    ----------
    probability : float
        Probability, in [0, 1].
    interval : tuple of float
        Lower and upper end, in [0, 1].

    Returns
    -------
    str
        Whole percent, at most 16 characters.

    Examples
    --------
    >>> chance(0.124, (0.081, 0.168)), chance(0.003, (0.001, 0.011))
    ('12 % (8 to 17)', '<1 % (<1 to 1)')
    """
    return f"{brief(probability)} % ({brief(interval[0])} to {brief(interval[1])})"


def likely(probability: float | None) -> str:
    """Say how likely something is, by Tocsin's one table of words.

    Parameters
    ----------
    probability : float or None
        Probability, in [0, 1].

    Returns
    -------
    str
        Very unlikely below 5 %, unlikely below 20 %, possible below 50 %, likely below 80 %, else very likely.

    Examples
    --------
    >>> likely(0.049), likely(0.05), likely(0.8)
    ('very unlikely', 'unlikely', 'very likely')
    """
    if probability is None or not math.isfinite(probability):
        return NOT_KNOWN
    return next((word for bound, word in _LIKELY if probability < bound), "very likely")


def measure(value: float | None, unit: str) -> str:
    """Write a value of any indicator with its unit.

    Parameters
    ----------
    value : float or None
        The value.
    unit : str
        ``"USD"``, ``"bool"``, ``"1"`` or empty for a pure number, or any other unit.

    Returns
    -------
    str
        The value as a reader expects it.

    Examples
    --------
    >>> measure(1.0, "bool"), measure(75e6, "USD"), measure(0.431, "1"), measure(12.4, "d")
    ('yes', 'USD 75 m', '0.43', '12 d')
    """
    if value is None or not math.isfinite(value):
        return NOT_KNOWN
    if unit == "bool":
        return "yes" if value else "no"
    if unit == "USD":
        return usd(value)
    pure = unit in {"", "1", "dimensionless"}
    number = f"{value:.2f}" if pure and abs(value) < 10 else _short(two_digits(value))
    return number if pure else f"{number} {unit}"


def _short(value: float) -> str:
    """Write a number already rounded: a decimal below ten, thousands set apart above."""
    return f"{value:,.1f}" if 0 < abs(value) < 9.95 else f"{value:,.0f}"
