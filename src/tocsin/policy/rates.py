"""How often a party restricts goods of a family: rates that borrow strength from other parties and families."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.policy.closed import RESTRICTING
from tocsin.policy.entry import Entry
from tocsin.policy.family import family
from tocsin.policy.force import is_known
from tocsin.policy.register import Register
from tocsin.ref.products import products

#: Words that go with every figure.
HINDSIGHT = (
    "The register was compiled in November 2026 with hindsight: it holds acts and parties that came to matter. "
    "The rates say how often the register shows an act, not how often a party acted."
)
YEAR = 365.25
INTERVAL = 0.9
ROUNDS = 200
#: Least spread of true ratios around 1 [variance of a ratio]. Moments of few events often show none, which is no proof
#: that parties and families are alike; without this bound early years would have one rate for all.
LEAST_SPREAD = 0.5

Cell = tuple[str, str]


@dataclass(frozen=True)
class Gamma:
    """A gamma distribution of a rate.

    Parameters
    ----------
    shape : float
        Shape [1].
    exposure : float
        Inverse scale [years].
    """

    shape: float
    exposure: float

    @property
    def mean(self) -> float:
        """Mean [acts per year]."""
        return self.shape / self.exposure

    def quantile(self, p: float) -> float:
        """Return the rate below which it lies with probability `p` [acts per year]."""
        return _gamma_quantile(self.shape, p) / self.exposure

    def any_within(self, years: float) -> float:
        """Return the probability of at least one act within some years.

        Parameters
        ----------
        years : float
            How many [years].

        Returns
        -------
        float
            One less the Poisson probability of none, averaged over the rates:
            1 - (exposure / (exposure + years)) ** shape [1].
        """
        return -math.expm1(self.shape * math.log(self.exposure / (self.exposure + years)))


@dataclass(frozen=True)
class Rate:
    """Hazard of a new restricting act of one party on one family of products.

    Parameters
    ----------
    party, family : str
        Who; lead group of the product book.
    since : int
        First year from which the register covers the party.
    acts : int
        Days on which it announced at least one restricting act on the family [1].
    exposure : float
        Years that the register covers [years].
    raw, mean : float
        Acts by exposure; after pooling [acts per year].
    lower, upper : float
        Interval that holds the rate with probability 0.9, if the model holds [acts per year].
    within_12, within_24 : float
        Probability of at least one act within 12 and 24 months [1].
    """

    party: str
    family: str
    since: int
    acts: int
    exposure: float
    raw: float
    mean: float
    lower: float
    upper: float
    within_12: float
    within_24: float


def rates(register: Register, day: date) -> tuple[Rate, ...]:
    r"""Estimate the rates of all parties and families as of a day.

    Acts of a cell (party i, family j) are Poisson, with a gamma-distributed rate around the product of an overall rate,
    a party's factor and a family's factor:

    N_ij ~ Poisson(T_i r_ij), r_ij ~ Gamma(a, a / m_ij), m_ij = m u_i v_j.

    The posterior is closed: Gamma(a + N_ij, a / m_ij + T_i), of mean (a + N_ij) / (a / m_ij + T_i). The factors u_i and
    v_j are pooled in the same way towards 1: u_i = (b + N_i) / (b + sum_j T_i m v_j). The shapes a, b and that of v are
    found by moments (:func:`shape_of`), with a spread of at least :data:`LEAST_SPREAD`; all is repeated until it stays.
    Intervals hold m, u, v and the shapes fixed and are too narrow for that reason.

    Source: gamma-Poisson smoothing with moments in the manner of Clayton and Kaldor (1987), Biometrics 43, 671-681, and
    Marshall (1991), Applied Statistics 40, 283-294; factors of party and family are added here.

    Parameters
    ----------
    register : Register
        The register.
    day : datetime.date
        Only entries known on this day count; exposure ends here.

    Returns
    -------
    tuple of Rate
        One per party known by then and family of the book, the highest mean first.
    """
    known = [one for one in register.entries.values() if one.known_from and is_known(one, day)]
    since: dict[str, int] = {}
    for one in known:
        since[one.party] = min(since.get(one.party, day.year), _year(one))
    exposure = {party: ((day - date(year, 1, 1)).days + 1) / YEAR for party, year in since.items()}
    events = {cell: len(days) for cell, days in act_days(known).items()}
    cells = [(party, name) for party in sorted(since) for name in families()]
    found = pooled(
        {cell: events.get(cell, 0) for cell in cells},
        {(party, name): exposure[party] for party, name in cells},
    )
    made = (_rate(cell, since[cell[0]], events.get(cell, 0), exposure[cell[0]], found[cell]) for cell in cells)
    return tuple(sorted(made, key=lambda one: (-one.mean, one.party, one.family)))


def families() -> tuple[str, ...]:
    """Return the families of the product book, sorted."""
    return tuple(sorted({family(id_) for id_ in products()} - {""}))


def act_days(entries: Iterable[Entry]) -> Mapping[Cell, frozenset[date]]:
    """Return the days on which each party announced restricting acts on each family.

    Several acts of one day are one event. Imports, acts that name no product of the book and acts whose reference was
    not read do not count. A date known only to the month or year stands as its first day.

    Parameters
    ----------
    entries : iterable of Entry
        Entries.

    Returns
    -------
    mapping of (str, str) to frozenset of datetime.date
        By party and family; cells without an act are absent.
    """
    found: dict[Cell, set[date]] = defaultdict(set)
    for one in entries:
        if one.known_from and one.seen and one.direction == "export" and one.does in RESTRICTING:
            for name in {family(id_) for id_ in one.book_products} - {""}:
                found[(one.party, name)].add(one.known_from)
    return {cell: frozenset(days) for cell, days in found.items()}


def pooled(events: Mapping[Cell, int], exposure: Mapping[Cell, float]) -> Mapping[Cell, Gamma]:
    """Pool the rates of cells over their rows and columns, as :func:`rates` says.

    Parameters
    ----------
    events : mapping of (str, str) to int
        Events of each cell [1].
    exposure : mapping of (str, str) to float
        Exposure of each cell, above 0 [years].

    Returns
    -------
    mapping of (str, str) to Gamma
        Posterior of each cell's rate. Without any event, half an event is spread over the whole exposure.
    """
    if not events:
        return {}
    total, years = sum(events.values()), sum(exposure.values())
    if not total:
        return dict.fromkeys(events, Gamma(0.5, years))
    centre = total / years
    party = {one: 1.0 for one, _ in events}
    kin = {one: 1.0 for _, one in events}
    for _ in range(ROUNDS):
        before = (party, kin)
        party = _factors(events, {cell: exposure[cell] * centre * kin[cell[1]] for cell in events}, 0)
        kin = _factors(events, {cell: exposure[cell] * centre * party[cell[0]] for cell in events}, 1)
        if _same(before[0], party) and _same(before[1], kin):
            break
    prior = {cell: centre * party[cell[0]] * kin[cell[1]] for cell in events}
    shape = shape_of(
        list(events.values()), [exposure[cell] * prior[cell] for cell in events], len(party) + len(kin) - 1
    )
    return {cell: Gamma(shape + events[cell], shape / prior[cell] + exposure[cell]) for cell in events}


def shape_of(events: Sequence[float], expected: Sequence[float], fitted: int = 1) -> float:
    """Find by moments how closely ratios of events to expected events lie around their mean.

    With E expected and N seen, the spread of the true ratios is
    (sum E (N / E - 1) ** 2 - (k - fitted)) / (sum E - sum E ** 2 / sum E); the shape is its inverse.

    Parameters
    ----------
    events, expected : sequence of float
        Of each unit, expected above 0 [1].
    fitted : int
        How many numbers of the expectation were found from the same events [1].

    Returns
    -------
    float
        Shape of the gamma distribution of mean 1, at most ``1 / LEAST_SPREAD`` [1].
    """
    whole = sum(expected)
    room = whole - sum(one * one for one in expected) / whole
    if room <= 0.0 or len(expected) <= fitted:
        return 1.0 / LEAST_SPREAD
    seen = sum(one * (n / one - 1.0) ** 2 for n, one in zip(events, expected, strict=True))
    spread = (seen - (len(expected) - fitted)) / room
    return 1.0 / max(spread, LEAST_SPREAD)


def _factors(events: Mapping[Cell, int], expected: Mapping[Cell, float], side: int) -> dict[str, float]:
    seen, due = _summed(side, events), _summed(side, expected)
    shape = shape_of([seen[key] for key in due], list(due.values()))
    return {key: (shape + seen[key]) / (shape + value) for key, value in due.items()}


def _same(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    return all(math.isclose(one[key], other[key], rel_tol=1e-9) for key in one)


def _summed(side: int, values: Mapping[Cell, float]) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for cell, value in values.items():
        found[cell[side]] += value
    return dict(found)


def _rate(cell: Cell, since: int, events: int, exposure: float, found: Gamma) -> Rate:
    tail = (1.0 - INTERVAL) / 2.0
    return Rate(
        *cell,
        since,
        events,
        exposure,
        events / exposure,
        found.mean,
        found.quantile(tail),
        found.quantile(1.0 - tail),
        found.any_within(1.0),
        found.any_within(2.0),
    )


def _year(entry: Entry) -> int:
    return entry.known_from.year if entry.known_from else date.max.year


def _gamma_quantile(shape: float, p: float) -> float:
    """Invert the regularised lower incomplete gamma function by bisection on a log scale."""
    low, high = -700.0, math.log(shape + 10.0 * math.sqrt(shape) + 20.0)
    for _ in range(200):
        middle = (low + high) / 2.0
        if _gamma_below(shape, math.exp(middle)) < p:
            low = middle
        else:
            high = middle
    return math.exp((low + high) / 2.0)


def _gamma_below(shape: float, x: float) -> float:
    """Regularised lower incomplete gamma function by its series (Abramowitz and Stegun 6.5.29)."""
    term = total = 1.0 / shape
    n = shape
    while term > total * 1e-15:
        n += 1.0
        term *= x / n
        total += term
    return min(1.0, math.exp(shape * math.log(x) - x - math.lgamma(shape)) * total)
