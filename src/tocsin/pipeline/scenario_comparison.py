"""Simulated beside what happened: what a scenario says of each figure that is known, and whether it was right.

The figure is a *hit* if it lies between the quantiles .05 and .95 of the runs, to the digits shown, else a *miss*;
a miss that lies on the side to which the scenario points is told apart from one that does not. Nothing is fitted:
assumptions are the defaults, and what the sources of a scenario say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import UsageError
from tocsin.scenario.draws import Draws, draw
from tocsin.scenario.episode import Episode
from tocsin.scenario.market import Market
from tocsin.scenario.outcomes import Observation
from tocsin.scenario.product import ProductPath
from tocsin.scenario.run import Followed, Portions, episode_of, follow
from tocsin.scenario.shock import Scenario

Real = NDArray[np.float64]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Runs that are followed at a time.
BATCH = 25
#: Unmet share from which an importer is short.
SHORT = 0.01
HIT, SAME_SIDE, MISS = "hit", "miss, right direction", "miss"
#: Figures that prove nothing: an assumption was set with it; what is supposed did not come to pass.
IN_SAMPLE, NO_PREMISE = "not counted: in sample", "not counted: it did not come to pass"
#: Digits after the point to which figures are compared, which are those that pages show.
DIGITS: Mapping[str, int] = MappingProxyType(
    {"exports": 2, "link": 2, "imports": 2, "price": 2, "unmet": 3, "first_day": 0}
)
#: Closer than this to no change, a figure points nowhere.
_STILL = 0.02


@dataclass(frozen=True)
class Comparison:
    """A figure of what happened, and what the scenario says of it.

    Parameters
    ----------
    observation : Observation
        What happened.
    simulated : array, shape (n_runs,)
        What each run says; of a first day infinite where there is none.
    """

    observation: Observation
    simulated: Real

    @property
    def quantiles(self) -> tuple[float, ...]:
        """Return what the runs say, at :data:`LEVELS`."""
        ranked = np.sort(self.simulated)
        return tuple(float(ranked[round(level * (len(ranked) - 1))]) for level in LEVELS)

    @property
    def within(self) -> bool:
        """Return whether the figure lies in the band of nine tenths."""
        return self._between(self.quantiles[0], self.quantiles[-1])

    @property
    def in_middle(self) -> bool:
        """Return whether the figure lies between the quartiles, where half of the figures should lie."""
        return self._between(self.quantiles[1], self.quantiles[3])

    def _between(self, low: float, high: float) -> bool:
        digits = DIGITS[self.observation.measure]
        return round(low, digits) <= round(self.observation.value, digits) <= round(high, digits)

    @property
    def verdict(self) -> str:
        """Return whether the scenario was right."""
        if self.observation.in_sample:
            return IN_SAMPLE
        if not self.observation.premise_met:
            return NO_PREMISE
        if self.within:
            return HIT
        return SAME_SIDE if self._same_side() else MISS

    def _same_side(self) -> bool:
        still = {"unmet": 0.0, "first_day": np.inf}.get(self.observation.measure, 1.0)
        actual, said = self.observation.value, self.quantiles[2]
        if still == np.inf:
            return bool(np.isfinite(actual) == np.isfinite(said))
        return bool(np.sign(_moved(actual - still)) == np.sign(_moved(said - still)))


def compare(
    scenario: Scenario,
    markets: Mapping[str, Market],
    observed: Sequence[Observation],
    *,
    runs: int = 500,
    seed: int = 0,
    portions: Portions | None = None,
) -> tuple[Comparison, ...]:
    """Hold a scenario against what happened.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    markets : mapping of str to Market
        By id of the good.
    observed : sequence of Observation
        What happened.
    runs, seed : int
        How many runs, and of which random numbers.
    portions : mapping or None
        As for :func:`tocsin.scenario.run.follow`.

    Returns
    -------
    tuple of Comparison
        One for each figure, in order.

    Raises
    ------
    UsageError
        If a figure is of a good, a country or days that the scenario lacks.
    """
    for one in observed:
        _check(scenario, markets, one)
    drawn = draw(scenario, runs, seed)
    said: dict[str, list[Real]] = {one.id: [] for one in observed}
    for part in _parts(drawn):
        followed = follow(scenario, markets, part, portions)
        for one in observed:
            said[one.id].append(_simulated(followed, part, one, portions or {}))
    return tuple(Comparison(one, np.concatenate(said[one.id])) for one in observed)


def _parts(drawn: Draws) -> Iterator[Draws]:
    for first in range(0, drawn.runs, BATCH):
        yield drawn.part(slice(first, min(first + BATCH, drawn.runs)))


def _check(scenario: Scenario, markets: Mapping[str, Market], one: Observation) -> None:
    market = markets[scenario.good(one.good).id]
    where = f"{one.scenario}.{one.id}"
    for named, held, side in (
        (one.exporters, market.exporters, "exporter"),
        (one.importers, market.importers, "importer"),
    ):
        if absent := sorted(set(named) - set(held)):
            raise UsageError(
                f"The market of {one.good} has no {side} {', '.join(absent)}",
                where=where,
                remedy=f"Name some of {', '.join(held)}.",
            )
    if one.last < scenario.start or scenario.day(one.first) >= scenario.days:
        raise UsageError(
            f"It is about {one.first} to {one.last}, outside the days of {scenario.id}",
            where=where,
            remedy="Give days of the scenario.",
        )


def _simulated(followed: Followed, drawn: Draws, one: Observation, portions: Portions) -> Real:
    path = followed.paths[one.good]
    scenario = followed.scenario
    first, last = scenario.day(one.first), min(scenario.day(one.last), scenario.days - 1)
    days = slice(max(first, 0), last + 1)
    if one.measure == "price":
        return _over(path.price[:, days], first)
    if one.measure == "unmet":
        return _unmet(path, one.importers, days)
    if one.measure == "first_day":
        return _first_day(path, one.importers)
    if one.measure == "imports":
        return _over(_imported(path, one.importers)[:, days], first)
    held = _Links(followed, drawn, one.good, portions.get(one.good, {}))
    if one.measure == "link":
        return _over(held.passing(one.exporters, one.importers)[:, days], first)
    return _over(held.sold(path, one.exporters)[:, days], first)


def _over(daily: Real, first: int) -> Real:
    """Return the mean of days, those before the scenario begins counted as 1."""
    before = max(-first, 0)
    return np.asarray((daily.sum(axis=1) + before) / (daily.shape[1] + before))


def _unmet(path: ProductPath, importers: Sequence[str], days: slice) -> Real:
    chosen = _chosen(path.market.importers, importers)
    needed = path.demand[:, days][:, :, chosen].sum(axis=(1, 2))
    lacking = path.unmet[:, days][:, :, chosen].sum(axis=(1, 2))
    return np.asarray(np.divide(lacking, needed, out=np.zeros_like(lacking), where=needed > 0))


def _first_day(path: ProductPath, importers: Sequence[str]) -> Real:
    chosen = _chosen(path.market.importers, importers)
    demand = path.demand[:, :, chosen]
    share = np.divide(path.unmet[:, :, chosen], demand, out=np.zeros_like(demand), where=demand > 0)
    short: NDArray[np.bool_] = np.asarray((share > SHORT).any(axis=2))
    return np.asarray(np.where(short.any(axis=1), short.argmax(axis=1), np.inf))


def _imported(path: ProductPath, importers: Sequence[str]) -> Real:
    """Return what is bought abroad for use and stock, by run and day, over what was before."""
    market = path.market
    chosen = _chosen(market.importers, importers)
    home = sum(
        market.flow[market.exporters.index(market.importers[k]), k]
        for k in chosen
        if market.importers[k] in market.exporters
    )
    arriving = (path.bought + path.refilled)[:, :, chosen].sum(axis=2)
    return np.asarray((arriving - home) / (market.demand[chosen].sum() - home))


class _Links:
    """What passes on the links of a good while shocks act on them."""

    def __init__(self, followed: Followed, drawn: Draws, good: str, portions: Mapping[str, Real]) -> None:
        scenario = followed.scenario
        self.market = followed.paths[good].market
        self.days, self.runs = scenario.days, drawn.runs
        self.of_good = drawn.of_good(scenario.good(good), self.market.importers)
        self.episodes: list[tuple[Episode, Real]] = []
        for shock in scenario.shocks:
            if good not in shock.products:
                continue
            hit = np.array([[shock.hits(i, j) for j in self.market.importers] for i in self.market.exporters], float)
            hit = hit * portions[shock.id] if shock.id in portions else hit
            found = episode_of(scenario, shock, followed.onsets[shock.id], drawn)
            self.episodes += [(found, hit)] if found.on_links else []

    def passing(self, exporters: Sequence[str], importers: Sequence[str]) -> Real:
        """Return what passes between some, what is bought ahead with it, by run and day, over before."""
        rows = _chosen(self.market.exporters, exporters)
        columns = _chosen(self.market.importers, importers)
        chosen = np.ix_(rows, columns)
        flow = self.market.flow[chosen].copy()
        for k, row in enumerate(rows):
            for j, column in enumerate(columns):
                if self.market.exporters[row] == self.market.importers[column]:
                    flow[k, j] = 0.0
        left = np.broadcast_to(flow, (self.runs, self.days, *flow.shape)).copy()
        for one, hit in self.episodes:
            stopped = 1.0 - one.passing(self.days, self.of_good["tariff_elasticity"])
            left *= 1.0 - stopped[:, :, None, None] * hit[chosen]
        return np.asarray((left.sum(axis=(2, 3)) + self._ahead(flow, chosen)) / flow.sum())

    def sold(self, path: ProductPath, exporters: Sequence[str]) -> Real:
        """Return what some ship, what is bought ahead with it, by run and day, over before."""
        rows = _chosen(self.market.exporters, exporters)
        everyone = np.ix_(rows, range(len(self.market.importers)))
        flow = self.market.flow[everyone]
        shipped = path.sold[:, :, rows].sum(axis=2) + self._ahead(flow, everyone)
        return np.asarray(shipped / flow.sum())

    def _ahead(self, flow: Real, chosen: tuple[NDArray[np.intp], ...]) -> Real:
        ahead = np.zeros((self.runs, self.days))
        day = np.arange(self.days)
        for one, hit in self.episodes:
            if one.announced is not None:
                window = (day >= one.announced) & (day < one.onset[:, None])
                ahead += window * self.of_good["frontrun"][:, None] * float((flow * hit[chosen]).sum())
        return ahead


def _chosen(held: Sequence[str], named: Sequence[str]) -> list[int]:
    return [k for k, one in enumerate(held) if not named or one in named]


def _moved(change: float) -> float:
    return 0.0 if abs(change) < _STILL else change
