"""Runs of a scenario: its goods in the order of the chain, and shocks that begin when somebody is hurt enough."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import UsageError
from tocsin.scenario.episode import NEVER, Episode
from tocsin.scenario.market import Market
from tocsin.scenario.product import ProductPath, simulate
from tocsin.scenario.shock import Scenario, Shock

if TYPE_CHECKING:
    from tocsin.scenario.draws import Draws

Real = NDArray[np.float64]
Portions = Mapping[str, Mapping[str, Real]]


@dataclass(frozen=True)
class Followed:
    """What happens in some runs of a scenario.

    Parameters
    ----------
    scenario : Scenario
        What was asked.
    paths : mapping of str to ProductPath
        By id of the good.
    onsets : mapping of str to array
        By id of the shock, its first day in each run; infinite where it never begins [d].
    capacity_lost : mapping of str to mapping of str to array
        By good and input, the mean share of capacity that its makers lose for want of it, (n_runs, n_exporters) [1].
    """

    scenario: Scenario
    paths: Mapping[str, ProductPath]
    onsets: Mapping[str, Real]
    capacity_lost: Mapping[str, Mapping[str, Real]]

    @property
    def mass_error(self) -> float:
        """Return the greatest error of mass of its goods [1]."""
        return max((path.mass_error for path in self.paths.values()), default=0.0)


def follow(
    scenario: Scenario, markets: Mapping[str, Market], draws: Draws, portions: Portions | None = None
) -> Followed:
    """Follow some runs of a scenario through all its days.

    A shock on a condition begins in each run for itself: the condition that is met first fires first, and what it
    brings is followed before the next is looked for. Each fires once, so there is an end.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    markets : mapping of str to Market
        By id of the good.
    draws : Draws
        Assumptions by run.
    portions : mapping or None
        By good and id of the shock, the share of each link that it acts on, (n_exporters, n_importers) [1].

    Returns
    -------
    Followed
        What happens.

    Raises
    ------
    UsageError
        If a good has no market.
    """
    for good in scenario.goods:
        if good.id not in markets:
            raise UsageError(
                f"No market was given of {good.id}", where=scenario.id, remedy="Give one market for each good."
            )
    onsets = {one.id: _first(scenario, one, draws.runs) for one in scenario.shocks}
    followed = _once(scenario, markets, draws, portions or {}, onsets)
    waiting = [one for one in scenario.shocks if one.when is not None]
    for _ in waiting:
        fired = {one.id: _fired(followed, one) for one in waiting}
        fired = {id_: np.where(np.isfinite(onsets[id_]), NEVER, day) for id_, day in fired.items()}
        earliest = np.min(list(fired.values()), axis=0)
        if not np.isfinite(earliest).any():
            break
        for id_, day in fired.items():
            onsets[id_] = np.where(np.isfinite(day) & (day == earliest), day, onsets[id_])
        followed = _once(scenario, markets, draws, portions or {}, onsets)
    return followed


def episode_of(scenario: Scenario, shock: Shock, onset: Real, draws: Draws) -> Episode:
    """Return the times in force of a shock, its repeats with them.

    Parameters
    ----------
    scenario : Scenario
        Whose shock it is.
    shock : Shock
        The shock.
    onset : array, shape (n_runs,)
        First day of the first time; infinite where it never begins [d].
    draws : Draws
        Assumptions by run.

    Returns
    -------
    Episode
        One time more than it repeats.
    """
    drawn = draws.of_shock(shock)
    if "duration" in drawn:
        length = np.maximum(np.round(drawn["duration"]), 1.0)
    elif shock.end is None:
        length = np.full(draws.runs, float(shock.every) if shock.repeats and shock.every else NEVER)
    else:
        length = np.full(draws.runs, (shock.end - (shock.start or scenario.start)).days + 1.0)
    announced = scenario.day(shock.announced_on) if shock.announced_on else None
    return Episode(
        shock=shock,
        onset=onset,
        last=onset + length - 1.0,
        drawn=drawn,
        announced=announced,
        times=shock.repeats + 1,
        every=shock.every,
    )


def _first(scenario: Scenario, shock: Shock, runs: int) -> Real:
    known = shock.when is None and shock.start is not None
    return np.full(runs, float(scenario.day(shock.start)) if known and shock.start else NEVER)


def _once(
    scenario: Scenario, markets: Mapping[str, Market], draws: Draws, portions: Portions, onsets: Mapping[str, Real]
) -> Followed:
    paths: dict[str, ProductPath] = {}
    lost: dict[str, Mapping[str, Real]] = {}
    for good in scenario.goods:
        episodes = [
            episode_of(scenario, shock, onsets[shock.id], draws)
            for shock in scenario.shocks
            if good.id in shock.products and np.isfinite(onsets[shock.id]).any() and not _idle(shock, draws)
        ]
        market = markets[good.id]
        missing = {one.good: _missing(one.criticality, one.lag, market, paths[one.good]) for one in good.inputs}
        paths[good.id] = simulate(
            market,
            episodes,
            draws.of_good(good, market.importers),
            scenario.days,
            capacity=_left(list(missing.values())),
            portions=portions.get(good.id, {}),
        )
        lost[good.id] = {name: np.asarray(share.mean(axis=1)) for name, share in missing.items()}
    return Followed(scenario, paths, dict(onsets), lost)


def _idle(shock: Shock, draws: Draws) -> bool:
    """Return whether a shock changes nothing in any run: then the market does not reckon with it either."""
    drawn = draws.of_shock(shock)
    return not (drawn["share"] * (1.0 - drawn["exempt"])).any()


def _missing(criticality: float, lag: int, market: Market, path: ProductPath) -> Real:
    """Return what makers of a good lose of their capacity for want of an input, (n_runs, days, n_exporters)."""
    runs, days = path.price.shape
    lost = np.zeros((runs, days, len(market.exporters)))
    for k, maker in enumerate(market.exporters):
        if maker in path.market.importers:
            share = criticality * path.shortage((maker,))
            lost[:, lag:, k] = share[:, : days - lag] if lag < days else 0.0
    return lost


def _left(missing: Sequence[Real]) -> Real | None:
    """Return what is left of capacity: the scarcest input decides."""
    return 1.0 - np.max(missing, axis=0) if missing else None


def _fired(followed: Followed, shock: Shock) -> Real:
    """Return the day on which the condition of a shock brings it, by run."""
    trigger = shock.when
    if trigger is None:
        return next(iter(followed.onsets.values()))
    short = followed.paths[trigger.product].shortage(trigger.importers) > trigger.above
    day = np.arange(short.shape[1])
    before = np.maximum.accumulate(np.where(short, -1, day), axis=1)  # the last day without a shortage
    long = day - before >= trigger.for_days
    first = np.where(long.any(axis=1), long.argmax(axis=1), NEVER)
    return np.asarray(first + max(trigger.then_after, 1))
