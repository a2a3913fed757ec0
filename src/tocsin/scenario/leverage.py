"""Leverage: who can hurt whom with what, at what own cost; and who is exposed to a route that closes.

Each good that one country sells to another is followed as if that sale alone were banned, on its central assumptions,
for a year. All goods are asked about in one scenario, for they do not touch each other in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.cost import CONTROLLER, TARGET, Costs
from tocsin.scenario.outcome import MONTH, SHORT, first_day, share_of, worst
from tocsin.scenario.routes import CASES, Route, closure, portion
from tocsin.scenario.shock import Good, Scenario, Shock
from tocsin.scenario.spread import Spread

if TYPE_CHECKING:
    from tocsin.scenario.draws import Draws
    from tocsin.scenario.market import Market
    from tocsin.scenario.product import ProductPath
    from tocsin.scenario.run import Followed

Real = NDArray[np.float64]
YEAR = 365
_DAYS_A_MONTH = YEAR / 12
_ALTERNATIVES = 3


@dataclass(frozen=True)
class Lever:
    """What a ban on one good, by one side on the other, would do within a year.

    Parameters
    ----------
    good, title : str
        Id of the good, and what it is called.
    actor, target : str
        Who bans, and whom it hits.
    table, year, basket, unit : str, int, bool, str
        On which table and year it rests, whether the codes hold other goods too, and in what it is counted.
    value : float or None
        What the target buys from the actor [USD a year]; None without a price.
    dependence : float
        Share of the target's imports that comes from the actor [1].
    world_share : float
        Share of the world's exports that comes from the actor [1].
    alternatives : tuple of str
        The largest other exporters, by what they ship to all, the target aside.
    replaced : float
        Share of what is lost that others make good in the last month [1].
    cover : float
        Days of use in the target's stock; the mean, by use [d].
    first_day : float or None
        First day of shortage; None if there is none [d].
    months : float
        For how long more than 1 % of use is unmet [months].
    worst_month : float
        Unmet share of use in the worst 30 days [1].
    cost_target, cost_actor : float or None
        Cost to both; that of the actor is below 0 if it gains; None without a price [USD].
    """

    good: str
    title: str
    actor: str
    target: str
    table: str
    year: int
    basket: bool
    unit: str
    value: float | None
    dependence: float
    world_share: float
    alternatives: tuple[str, ...]
    replaced: float
    cover: float
    first_day: float | None
    months: float
    worst_month: float
    cost_target: float | None
    cost_actor: float | None

    @property
    def ratio(self) -> float | None:
        """Return the cost to the target for each dollar of the actor's; None if one of them gains or is not known."""
        if self.cost_target is None or self.cost_actor is None or self.cost_actor <= 0 or self.cost_target < 0:
            return None
        return self.cost_target / self.cost_actor

    @property
    def actor_gains(self) -> bool:
        """Return whether the actor earns more than it loses."""
        return self.cost_actor is not None and self.cost_actor < 0


@dataclass(frozen=True)
class Exposed:
    """What one importer has on a route that closes.

    Parameters
    ----------
    good, title, importer : str
        Id of the good, what it is called, and whose imports.
    table, year, basket, unit : str, int, bool, str
        As for :class:`Lever`.
    imports : float or None
        What it imports [USD a year]; None without a price.
    share : Spread
        Share of its imports that takes the route [1].
    cover : float
        Days of use in stock [d].
    first_day : float or None
        First day of shortage once the route is closed, at the central share; None if there is none [d].
    months : float
        For how long more than 1 % of use is unmet [months].
    worst_month : float
        Unmet share of use in the worst 30 days [1].
    """

    good: str
    title: str
    importer: str
    table: str
    year: int
    basket: bool
    unit: str
    imports: float | None
    share: Spread
    cover: float
    first_day: float | None
    months: float
    worst_month: float

    @property
    def value(self) -> Spread | None:
        """Return what takes the route; None without a price [USD a year]."""
        if self.imports is None:
            return None
        share = self.share
        return Spread(share.low * self.imports, share.mid * self.imports, share.high * self.imports)


def ban_of(
    actors: Sequence[str], targets: Sequence[str], goods: Iterable[Good], start: date, days: int = YEAR
) -> Scenario:
    """Return the scenario in which some countries sell none of some goods to others.

    Parameters
    ----------
    actors, targets : sequence of str
        ISO 3166-1 alpha-3.
    goods : iterable of Good
        Goods without inputs from one another.
    start : datetime.date
        First day.
    days : int
        Length of the ban and of the horizon [d].

    Returns
    -------
    Scenario
        Of one shock.
    """
    held = tuple(goods)
    shock = Shock(
        "ban", "ban", tuple(sorted(actors)), tuple(sorted(targets)), tuple(one.id for one in held), start=start
    )
    title = f"{', '.join(actors)} sells nothing to {', '.join(targets)}"
    return Scenario("leverage", title, "", start, days, held, (shock,))


def closing_of(route: Route, goods: Iterable[Good], start: date, days: int = YEAR) -> Scenario:
    """Return the scenario in which a route is closed for some goods.

    Parameters
    ----------
    route : Route
        The route.
    goods : iterable of Good
        Goods without inputs from one another.
    start : datetime.date
        First day.
    days : int
        Length of the closure and of the horizon [d].

    Returns
    -------
    Scenario
        Its shocks are those of :func:`tocsin.scenario.routes.closure`.
    """
    held = tuple(goods)
    return Scenario(route.name, f"{route.title} closes", "", start, days, held, closure(route, held, start))


def levers(followed: Followed, costs: Costs, draws: Draws, *, actor: str = "", target: str = "") -> tuple[Lever, ...]:
    """Read from a followed ban what each good does.

    Parameters
    ----------
    followed : Followed
        Of a scenario of :func:`ban_of`, in one run.
    costs : Costs
        Of the same.
    draws : Draws
        Of the same.
    actor, target : str
        What to call the two sides; by default their countries.

    Returns
    -------
    tuple of Lever
        Of each good that the actors sell to the targets, the greatest cost to the target first; those without a price
        last.
    """
    (shock,) = followed.scenario.shocks
    names = actor or ", ".join(shock.actors), target or ", ".join(shock.targets)
    found = []
    for good in followed.scenario.goods:
        path = followed.paths[good.id]
        i = [k for k, one in enumerate(path.market.exporters) if one in shock.actors]
        j = [k for k, one in enumerate(path.market.importers) if one in shock.targets]
        lost = _links(path.market, i, j)
        if lost.sum() > 0:
            found.append(_lever(good, path, (i, j), names, costs=costs.of_good(good.id), draws=draws))
    return tuple(sorted(found, key=lambda one: (one.cost_target is None, -(one.cost_target or 0.0), one.good)))


def exposures(route: Route, followed: Followed, draws: Draws) -> tuple[Exposed, ...]:
    """Read from a followed closure who is exposed with what.

    Parameters
    ----------
    route : Route
        The route.
    followed : Followed
        Of a scenario of :func:`closing_of`, in one run, on the central portions.
    draws : Draws
        Of the same.

    Returns
    -------
    tuple of Exposed
        Of each good and importer whose imports take the route to some share, the greatest value first; those without a
        price last.
    """
    found = []
    for good in followed.scenario.goods:
        path = followed.paths[good.id]
        market = path.market
        abroad = _abroad(market)
        whole = abroad.sum(axis=0)
        codes = good.hs6 or None
        by_case = [(abroad * portion(route, market, case, codes)).sum(axis=0) for case in CASES]
        cover = draws.of_good(good, market.importers)["cover"][0]
        values = _values(market, abroad)
        for j, importer in enumerate(market.importers):
            if not by_case[-1][j]:
                continue
            low, mid, high = (min(float(part[j] / whole[j]), 1.0) for part in by_case)
            first, months, month = _shortage(path, [j])
            found.append(
                Exposed(
                    good=good.id,
                    title=good.title,
                    importer=importer,
                    table=market.basis.table,
                    year=market.basis.year,
                    basket=market.basis.basket,
                    unit=market.unit,
                    imports=_known(values[j]),
                    share=Spread(low, max(mid, low), max(high, mid, low)),
                    cover=float(cover[j]),
                    first_day=first,
                    months=months,
                    worst_month=month,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.imports is None, -_mid(one), one.good, one.importer)))


def hardest(exposed: Iterable[Exposed]) -> Mapping[str, tuple[float, float]]:
    """Return whom a closed route hits the hardest.

    Parameters
    ----------
    exposed : iterable of Exposed
        All lines.

    Returns
    -------
    mapping of str to (float, float)
        By importer, the hardest hit first: value of what is unmet in its worst months, of all goods with a price, and
        value of all that takes the route, both at the central share [USD a month, USD a year].
    """
    unmet: dict[str, float] = {}
    value: dict[str, float] = {}
    for one in exposed:
        if one.imports is None:
            continue
        unmet[one.importer] = unmet.get(one.importer, 0.0) + one.worst_month * one.imports * MONTH / YEAR
        value[one.importer] = value.get(one.importer, 0.0) + _mid(one)
    order = sorted(unmet, key=lambda one: (-unmet[one], -value[one], one))
    return {one: (unmet[one], value[one]) for one in order}


# ------------------------------------------------------------------------------------------------------------- figures
def _lever(
    good: Good,
    path: ProductPath,
    ends: tuple[Sequence[int], Sequence[int]],
    names: tuple[str, str],
    *,
    costs: Costs,
    draws: Draws,
) -> Lever:
    market, (i, j) = path.market, ends
    abroad, lost = _abroad(market), _links(market, *ends)
    bought = abroad[:, j].sum()
    values = _values(market, lost)[j]
    last = slice(-min(MONTH, path.bought.shape[1]), None)
    passed = path.demand[0, last][:, j].sum() - lost.sum() * path.demand[0, last].shape[0]
    got = path.bought[0, last][:, j].sum() - passed
    cover = draws.of_good(good, market.importers)["cover"][0]
    weights = market.demand[j]
    first, months, month = _shortage(path, j)
    rest = abroad.sum(axis=1)
    sides = {market.exporters[k] for k in i} | {market.importers[k] for k in j}
    order = [k for k in np.argsort(-rest, kind="stable") if market.exporters[k] not in sides and rest[k] > 0]
    return Lever(
        good=good.id,
        title=good.title,
        actor=names[0],
        target=names[1],
        table=market.basis.table,
        year=market.basis.year,
        basket=market.basis.basket,
        unit=market.unit,
        value=_known(values.sum()),
        dependence=float(lost.sum() / bought),
        world_share=float(rest[list(i)].sum() / rest.sum()),
        alternatives=tuple(market.exporters[k] for k in order[:_ALTERNATIVES]),
        replaced=float(np.clip(got / (lost.sum() * path.demand[0, last].shape[0]), 0.0, 1.0)),
        cover=float(np.average(cover[list(j)], weights=weights)),
        first_day=first,
        months=months,
        worst_month=month,
        cost_target=_known(costs.total(TARGET)[0]),
        cost_actor=_known(costs.total(CONTROLLER)[0]),
    )


def _shortage(path: ProductPath, importers: Sequence[int]) -> tuple[float | None, float, float]:
    """Return the first day of shortage, its months, and the unmet share of the worst month."""
    unmet, demand = path.unmet[:, :, importers].sum(axis=2), path.demand[:, :, importers].sum(axis=2)
    share = share_of(unmet, demand)
    first = float(first_day(share)[0])
    return (
        first if np.isfinite(first) else None,
        float((share[0] > SHORT).sum() / _DAYS_A_MONTH),
        float(worst(unmet, demand)[0]),
    )


def _abroad(market: Market) -> Real:
    home = np.array([[i == j for j in market.importers] for i in market.exporters], dtype=bool)
    return np.where(home.reshape(market.flow.shape), 0.0, market.flow)


def _links(market: Market, exporters: Sequence[int], importers: Sequence[int]) -> Real:
    chosen = np.zeros(market.flow.shape)
    chosen[np.ix_(list(exporters), list(importers))] = 1.0
    return _abroad(market) * chosen


def _values(market: Market, flow: Real) -> Real:
    """Return what importers pay for a flow, (n_importers,) [USD a year]; NaN without a price."""
    price = np.ones(len(market.importers)) if market.unit == "USD" else market.price
    quantity = flow.sum(axis=0)
    return np.asarray(np.where(quantity > 0, quantity * price * YEAR, 0.0))


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _mid(one: Exposed) -> float:
    return one.share.mid * (one.imports or 0.0)
