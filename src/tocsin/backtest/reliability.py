"""Whether what was said to come in one of ten cases came in one of ten."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.backtest.sample import Flags, Ints, Reals, check_both, check_probabilities
from tocsin.backtest.skill import SMALLEST_PROBABILITY
from tocsin.core.errors import InputError, UsageError

DECILES = 10
BAND = 0.9
STEPS = 100
SMALLEST_STEP = 1e-10


@dataclass(frozen=True)
class Bin:
    """Rows of which about the same was said.

    Parameters
    ----------
    low, high : float
        Smallest and largest probability said [1].
    count, events : int
        Rows, and those in which the event came.
    said : float
        Mean probability said [1].
    came : float
        Share in which it came [1].
    band : tuple of float
        Where that share would lie, nine times out of ten unless another level was asked, if what was said were right
        and rows independent [1].
    """

    low: float
    high: float
    count: int
    events: int
    said: float
    came: float
    band: tuple[float, float]

    @property
    def consistent(self) -> bool:
        """Whether what came lies within the band."""
        return self.band[0] <= self.came <= self.band[1]


@dataclass(frozen=True)
class Line:
    """Calibration line: ``log odds of the event = intercept + slope * log odds said``; 0 and 1 are right.

    Parameters
    ----------
    intercept : float
        Above 0: events were more frequent than said.
    slope : float
        Below 1: what was said was too bold; above 1: too timid.
    """

    intercept: float
    slope: float


@dataclass(frozen=True)
class Decomposition:
    """Parts of the Brier score: ``brier = reliability - resolution + uncertainty + within``.

    Parameters
    ----------
    reliability : float
        Mean squared distance of what was said from what came, by bin; 0 is best.
    resolution : float
        Mean squared distance of what came, by bin, from the base rate; the more the better.
    uncertainty : float
        Base rate times its complement: the score of always saying the base rate.
    within : float
        What the binning hides: variance of what was said within bins less twice its covariance with the outcome; 0
        where all rows of a bin say the same.
    """

    reliability: float
    resolution: float
    uncertainty: float
    within: float


def reliability_table(
    y: Flags, p: Reals, *, edges: tuple[float, ...] | None = None, level: float = BAND
) -> tuple[Bin, ...]:
    """Set what came beside what was said, bin by bin.

    The band holds the middle ``level`` of a binomial distribution of ``count`` draws at the mean probability said.
    Rows that share a product or a year do not draw independently: a share just outside its band is not yet a fault.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    p : numpy.ndarray
        Probability said, shape (n,) [1].
    edges : tuple of float or None
        Inner edges of fixed bins, rising [1]; a probability on an edge belongs to the bin above. Deciles of what was
        said if None. Equal probabilities share a bin, so there may be fewer than ten.
    level : float
        Of the band [1].

    Returns
    -------
    tuple of Bin
        By rising probability; no bin is empty.

    Raises
    ------
    InputError
        If the forecasts are no probabilities, or there are no rows.
    UsageError
        If the edges do not rise or the level is out of range.

    References
    ----------
    Bröcker, J. & Smith, L. A. (2007), Weather and Forecasting 22(3), 651-661, doi:10.1175/WAF993.1.

    Examples
    --------
    >>> y, p = np.array([False, False, True, True]), np.array([0.1, 0.1, 0.1, 0.8])
    >>> [(one.count, round(one.said, 3), round(one.came, 3)) for one in reliability_table(y, p, edges=(0.5,))]
    [(3, 0.1, 0.333), (1, 0.8, 1.0)]
    """
    check_probabilities(y, p, "reliability_table")
    if not 0 < level < 1:
        raise UsageError(f"level {level}", where="reliability_table", remedy="Give one between 0 and 1, such as 0.9.")
    number = _binned(p, edges)
    found = []
    for place in range(int(number.max()) + 1):
        said, came = p[number == place], y[number == place]
        mean = float(said.mean())
        band = _band(len(said), mean, level)
        found.append(
            Bin(float(said.min()), float(said.max()), len(said), int(came.sum()), mean, float(came.mean()), band)
        )
    return tuple(found)


def calibration_line(y: Flags, p: Reals, *, smallest: float = SMALLEST_PROBABILITY) -> Line:
    """Fit the outcome to the log odds said, by logistic regression.

    Maximises the likelihood of ``P(y) = 1 / (1 + exp(-(intercept + slope * log(p / (1 - p)))))`` by Newton's method
    with halved steps. Probabilities are first kept at least ``smallest`` away from 0 and 1.

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
    Line
        Intercept and slope.

    Raises
    ------
    InputError
        If there is no such line: the outcome or what was said is the same in all rows, or one probability parts
        events from quiet rows without overlap (the slope would be infinite).

    References
    ----------
    Cox, D. R. (1958), Biometrika 45(3-4), 562-565, doi:10.1093/biomet/45.3-4.562.

    Examples
    --------
    >>> y = np.array([True] * 1 + [False] * 3 + [True] * 3 + [False] * 1)
    >>> line = calibration_line(y, np.array([0.25] * 4 + [0.75] * 4))
    >>> round(abs(line.intercept), 6), round(line.slope, 6)
    (0.0, 1.0)
    """
    check_probabilities(y, p, "calibration_line")
    check_both(y, np.ones(len(y)), "calibration_line")
    said = np.clip(p, smallest, 1 - smallest)
    odds = np.log(said) - np.log1p(-said)
    if odds[y].min() >= odds[~y].max() or odds[~y].min() >= odds[y].max():
        raise InputError(
            f"no overlap between {int(y.sum())} events and {int((~y).sum())} quiet rows in what was said",
            where="calibration_line",
            remedy="Pool more rows: a slope needs events below quiet rows and above them.",
        )
    return _newton(y, odds)


def decompose(y: Flags, p: Reals, *, edges: tuple[float, ...] | None = None) -> Decomposition:
    """Split the Brier score into reliability, resolution and uncertainty.

    With ``n_k`` rows in bin k, ``p_k`` said and ``y_k`` come there on average, and ``y`` the base rate:
    ``REL = sum(n_k * (p_k - y_k)**2) / n``, ``RES = sum(n_k * (y_k - y)**2) / n``, ``UNC = y * (1 - y)``. Murphy's
    three parts make up the score where all rows of a bin say the same; what is left otherwise is given too.

    Parameters
    ----------
    y : numpy.ndarray
        Whether the event came, shape (n,), bool.
    p : numpy.ndarray
        Probability said, shape (n,) [1].
    edges : tuple of float or None
        As in :func:`reliability_table`.

    Returns
    -------
    Decomposition
        The parts.

    Raises
    ------
    InputError
        If the forecasts are no probabilities, or there are no rows.
    UsageError
        If the edges do not rise.

    References
    ----------
    Murphy, A. H. (1973), A new vector partition of the probability score, Journal of Applied Meteorology 12(4),
    595-600. For what the binning hides: Stephenson, D. B., Coelho, C. A. S. & Jolliffe, I. T. (2008), Weather and
    Forecasting 23(4), 752-757, doi:10.1175/2007WAF2006116.1.

    Examples
    --------
    >>> y, p = np.array([False, True, True, True]), np.array([0.5, 0.5, 1.0, 1.0])
    >>> found = decompose(y, p, edges=(0.75,))
    >>> found.reliability, found.resolution, found.uncertainty, found.within
    (0.0, 0.0625, 0.1875, 0.0)
    """
    check_probabilities(y, p, "decompose")
    number = _binned(p, edges)
    count = np.bincount(number)
    said = np.bincount(number, weights=p) / count
    came = np.bincount(number, weights=y) / count
    base = float(y.mean())
    off = p - said[number]
    return Decomposition(
        float(np.sum(count * (said - came) ** 2)) / len(y),
        float(np.sum(count * (came - base) ** 2)) / len(y),
        base * (1 - base),
        float(np.mean(off**2 - 2 * off * (y - came[number]))),
    )


def _binned(p: Reals, edges: tuple[float, ...] | None) -> Ints:
    """Number the bin of each row, leaving out empty bins."""
    if edges is None:
        inner = np.quantile(p, np.arange(1, DECILES) / DECILES)
    else:
        inner = np.asarray(edges, dtype=np.float64)
        if np.any(np.diff(inner) <= 0):
            raise UsageError(f"edges {edges}", where="reliability bins", remedy="Give them rising.")
    return np.unique(np.searchsorted(inner, p, side="right"), return_inverse=True)[1].astype(np.int64)


def _band(count: int, said: float, level: float) -> tuple[float, float]:
    """Return the binomial quantiles that leave half of what is beyond the level on each side, as shares."""
    if said in {0.0, 1.0}:
        return said, said
    logs = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, count + 1)))))
    hits = np.arange(count + 1)
    chance = logs[-1] - logs - logs[::-1] + hits * np.log(said) + (count - hits) * np.log1p(-said)
    below = np.cumsum(np.exp(chance))
    tails = np.searchsorted(below, np.array([(1 - level) / 2, (1 + level) / 2]) * below[-1])
    return float(tails[0] / count), float(tails[1] / count)


def _newton(y: Flags, odds: Reals) -> Line:
    """Climb the log likelihood, which is concave, from the line that says the base rate."""
    inputs = np.stack([np.ones(len(odds)), odds])
    base = float(y.mean())
    line = np.array([np.log(base / (1 - base)), 0.0])
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-_on(line, odds)))
        slope = np.sum(inputs * (y - chance), axis=1)
        curve = np.sum(inputs[:, None] * inputs[None] * (chance * (1 - chance)), axis=2)
        step = np.linalg.solve(curve, slope)
        size = 1.0
        while _likelihood(y, odds, line + size * step) < _likelihood(y, odds, line) and size > SMALLEST_STEP:
            size /= 2
        line = line + size * step
        if np.max(np.abs(size * step)) < SMALLEST_STEP:
            return Line(float(line[0]), float(line[1]))
    raise InputError(
        f"no calibration line found in {STEPS} steps over {len(y)} rows",
        where="calibration_line",
        remedy="Pool more rows: events and quiet rows hardly overlap in what was said.",
    )


def _on(line: Reals, odds: Reals) -> Reals:
    """Return the log odds on a line, kept where the exponential is a number."""
    found: Reals = np.clip(line[0] + line[1] * odds, -500.0, 500.0)
    return found


def _likelihood(y: Flags, odds: Reals, line: Reals) -> float:
    """Return the log likelihood of a line."""
    return -float(np.sum(np.logaddexp(0.0, np.where(y, -1.0, 1.0) * _on(line, odds))))
