"""Remedies compared: by how much each softens the worst month of those who are hit, at sizes that are stated.

The scenario is run again with each remedy alone, on the same draws. Sizes are choices that make remedies comparable,
not proposals: none says what a government or firm can do. What a remedy takes from others is seen only where the engine
follows them: partners who give way have less themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.draws import OF_SHOCK, Draws
from tocsin.scenario.outcome import first_day, hit_by, share_of, worst
from tocsin.scenario.run import follow
from tocsin.scenario.shock import EVERYONE, LINK_KINDS, Scenario, Shock

if TYPE_CHECKING:
    from tocsin.scenario.market import Market
    from tocsin.scenario.run import Followed, Portions

Real = NDArray[np.float64]
#: Stock given by others, and stock held on top [days of use].
STOCK = 30
#: Over how many days what is given is spread [d].
OVER = 90
#: Of what others buy and pass on, of use replaced, of purchases from those who stop moved to others [1].
SWAPPED, SUBSTITUTED, MOVED = 0.1, 0.1, 0.2
SWAP = "partner_swap"
_CHOSEN = "a size chosen for comparison"


@dataclass(frozen=True)
class Remedy:
    """What a remedy does for one good.

    Parameters
    ----------
    name : str
        ``stock_release``, ``larger_stock``, ``partner_swap``, ``substitution`` or ``diversification``.
    good : str
        Id of the good.
    what : str
        What is done, in a sentence.
    worst_month_before, worst_month_after : float
        Unmet share of the demand of those who are hit, together, in their worst 30 days; mean over the runs: in many
        of them little may be missing [1].
    softened : float
        By how much it falls [1].
    size : str
        How much of it, in words.
    reference : str
        Where the size is from.
    cost : float or None
        What it takes at prices before; None where nothing is known of it [USD].
    others_worse : float
        By how much the worst month of all other importers together rises, mean over the runs; what they pass on counts
        as if they had no stock [1].
    """

    name: str
    good: str
    what: str
    worst_month_before: float
    worst_month_after: float
    softened: float
    size: str
    reference: str = _CHOSEN
    cost: float | None = None
    others_worse: float = 0.0


@dataclass(frozen=True)
class _Case:
    """All that a run takes."""

    scenario: Scenario
    markets: Mapping[str, Market]
    draws: Draws
    portions: Portions

    def follow(self) -> Followed:
        return follow(self.scenario, self.markets, self.draws, self.portions)


@dataclass(frozen=True)
class _Kind:
    name: str
    what: str
    size: str
    reference: str
    change: Callable[[_Case, Followed], _Case]
    cost: Callable[[Market, tuple[str, ...]], float | None]


def remedies(
    scenario: Scenario, markets: Mapping[str, Market], draws: Draws, portions: Portions | None = None
) -> list[Remedy]:
    """Compare remedies.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    markets : mapping of str to Market
        By id of the good.
    draws : Draws
        Assumptions by run; some tens of runs are enough.
    portions : mapping or None
        As for :func:`tocsin.scenario.run.follow`.

    Returns
    -------
    list of Remedy
        Of each good that a shock acts on; what softens most stands first within a good. Goods of which nothing goes
        unmet are left out: there is nothing to soften.
    """
    case = _Case(scenario, markets, draws, portions or {})
    before = case.follow()
    named = {id_ for shock in scenario.shocks for id_ in shock.products if shock.kind != "stock_release"}
    hit = {
        one.id: hit_by(scenario, markets[one.id])
        for one in scenario.goods
        if one.id in named and _worst(before, one.id, hit_by(scenario, markets[one.id])).max(initial=0.0) > 0
    }
    found: list[Remedy] = []
    for kind in _KINDS:
        after = kind.change(case, before).follow()
        found += [_remedy(kind, markets[good], before, after, who) for good, who in hit.items()]
    order = list(hit)
    return sorted(found, key=lambda one: (order.index(one.good), -one.softened, one.name))


def _remedy(kind: _Kind, market: Market, before: Followed, after: Followed, hit: tuple[str, ...]) -> Remedy:
    good = market.good
    was, now = _worst(before, good, hit), _worst(after, good, hit)
    rest = tuple(one for one in market.importers if one not in hit)
    more = _ceded(kind, before, after, good, rest) - _worst(before, good, rest) if rest else np.zeros(1)
    return Remedy(
        name=kind.name,
        good=good,
        what=kind.what,
        worst_month_before=float(was.mean()),
        worst_month_after=float(now.mean()),
        softened=float(was.mean() - now.mean()),
        size=kind.size,
        reference=kind.reference,
        cost=kind.cost(market, hit),
        others_worse=max(float(more.mean()), 0.0),
    )


def _ceded(kind: _Kind, before: Followed, after: Followed, good: str, rest: Sequence[str]) -> Real:
    """Return the worst month of those who are not hit, with what they pass on taken from their use, not their stock."""
    if kind.name != SWAP:
        return _worst(after, good, rest)
    path = after.paths[good]
    chosen = [k for k, one in enumerate(path.market.importers) if one in rest]
    passed_on = path.released - before.paths[good].released
    return worst(path.unmet[:, :, chosen].sum(axis=2) + passed_on, path.demand[:, :, chosen].sum(axis=2))


def _worst(followed: Followed, good: str, importers: Sequence[str]) -> Real:
    path = followed.paths[good]
    chosen = [k for k, one in enumerate(path.market.importers) if one in importers]
    return worst(path.unmet[:, :, chosen].sum(axis=2), path.demand[:, :, chosen].sum(axis=2))


# -------------------------------------------------------------------------------------------------------------- kinds
def _release(case: _Case, before: Followed) -> _Case:
    """Give those who are hit some days of use from the stocks of others, from the first day on which they lack."""
    return _given(case, before, lambda market, hit: _demand(market, hit) * STOCK / OVER, OVER)


def _swap(case: _Case, before: Followed) -> _Case:
    """Let those who are not hit pass on a part of what they buy, from the first day of shortage on."""
    acting = {one for shock in case.scenario.shocks for one in shock.actors}

    def passed_on(market: Market, hit: tuple[str, ...]) -> float:
        return _demand(market, [one for one in market.importers if one not in (*hit, *acting)]) * SWAPPED

    return _given(case, before, passed_on, case.scenario.days)


def _given(case: _Case, before: Followed, a_day: Callable[[Market, tuple[str, ...]], float], length: int) -> _Case:
    """Add what is given to those who are hit a day, for some days from the first shortage on."""
    shocks = []
    for good in case.scenario.goods:
        market, hit = case.markets[good.id], hit_by(case.scenario, case.markets[good.id])
        chosen = [k for k, one in enumerate(market.importers) if one in hit]
        path = before.paths[good.id]
        day = first_day(share_of(path.unmet[:, :, chosen].sum(axis=2), path.demand[:, :, chosen].sum(axis=2)))
        quantity = a_day(market, hit) * length
        if not np.isfinite(day).any() or not _acted_on(case.scenario, good.id) or not quantity:
            continue
        start = case.scenario.start + timedelta(days=int(np.median(day[np.isfinite(day)])))
        shocks.append(
            Shock(
                id=f"remedy:{good.id}",
                kind="stock_release",
                actors=(EVERYONE,),
                targets=hit,
                products=(good.id,),
                start=start,
                end=start + timedelta(days=length - 1),
                quantity=quantity,
                reference=_CHOSEN,
            )
        )
    scenario = replace(case.scenario, shocks=(*case.scenario.shocks, *shocks))
    told = {
        f"shock:{one.id}:{name}": np.full(case.draws.runs, getattr(one, name).mid)
        for one in shocks
        for name in OF_SHOCK
    }
    return replace(case, scenario=scenario, draws=Draws(case.draws.runs, {**case.draws.values, **told}))


def _demand(market: Market, importers: Sequence[str]) -> float:
    """Return what some importers use a day together [unit/d]."""
    return float(market.demand[[k for k, one in enumerate(market.importers) if one in importers]].sum())


def _larger_stock(case: _Case, _: Followed) -> _Case:
    values = dict(case.draws.values)
    for good in case.scenario.goods:
        for importer in hit_by(case.scenario, case.markets[good.id]):
            own = f"good:{good.id}:cover:{importer}"
            values[own] = values.get(own, values[f"good:{good.id}:cover"]) + STOCK
    return replace(case, draws=Draws(case.draws.runs, values))


def _substitute(case: _Case, _: Followed) -> _Case:
    keys = {f"good:{one.id}:substitution" for one in case.scenario.goods}
    values = {
        key: np.minimum(value + SUBSTITUTED, 1.0) if key in keys else value for key, value in case.draws.values.items()
    }
    return replace(case, draws=Draws(case.draws.runs, values))


def _diversify(case: _Case, _: Followed) -> _Case:
    markets = {id_: _moved(case, market) for id_, market in case.markets.items()}
    return replace(case, markets=markets)


def _moved(case: _Case, market: Market) -> Market:
    """Move part of what those who are hit buy over links that stop to links that do not."""
    stopped = np.zeros(market.flow.shape)
    for shock in case.scenario.shocks:
        if market.good not in shock.products or shock.kind not in (*LINK_KINDS, "capacity_loss"):
            continue
        if shock.kind == "capacity_loss":
            mine = [EVERYONE in shock.actors or one in shock.actors for one in market.exporters]
            links = np.array(mine, dtype=float)[:, None] * np.ones(market.flow.shape)
        else:
            hit = [[shock.hits(i, j) for j in market.importers] for i in market.exporters]
            links = np.array(hit, dtype=float).reshape(market.flow.shape)
            links = links * case.portions.get(market.good, {}).get(shock.id, 1.0)
        stopped = np.maximum(stopped, links)
    leaving = market.flow * stopped * MOVED
    safe = market.flow * (1.0 - stopped)
    # Who buys from nobody else turns to all whose links to it stay open, by what they ship.
    others = market.flow.sum(axis=1, keepdims=True) * (1.0 - stopped)
    home = np.array([[i == j for j in market.importers] for i in market.exporters], dtype=bool)
    others = np.where(home.reshape(others.shape), 0.0, others)
    share = np.where(safe.sum(axis=0) > 0, safe, others)
    whole = share.sum(axis=0)
    leaving = np.where(whole > 0, leaving, 0.0)
    share = np.divide(share, whole, out=np.zeros_like(share), where=whole > 0)
    return replace(market, flow=np.maximum(market.flow - leaving, 0.0) + share * leaving.sum(axis=0))


def _acted_on(scenario: Scenario, good: str) -> bool:
    return any(good in one.products for one in scenario.shocks)


def _no_cost(market: Market, hit: tuple[str, ...]) -> None:  # noqa: ARG001 - all kinds are asked alike
    return None


def _of_stock(market: Market, hit: tuple[str, ...]) -> float | None:
    """Return what some days of use of those who are hit are worth; None if any price is unknown."""
    chosen = [k for k, one in enumerate(market.importers) if one in hit and market.demand[k] > 0]
    prices = np.ones(len(chosen)) if market.unit == "USD" else market.price[chosen]
    value = float((market.demand[chosen] * prices).sum() * STOCK)
    return value if np.isfinite(value) else None


_KINDS = (
    _Kind(
        "stock_release",
        "Partners give from their stocks, from the first day of shortage on",
        f"{STOCK} days of use of those who are hit, spread over {OVER} days",
        _CHOSEN,
        _release,
        _of_stock,
    ),
    _Kind(
        "larger_stock",
        "Those who are hit hold more stock beforehand",
        f"{STOCK} more days of use",
        "Korea's public stock of 13 rare metals: 57.5 days in August 2024, target 100 (product book)",
        _larger_stock,
        _of_stock,
    ),
    _Kind(
        SWAP,
        "Buyers who are not hit, those who act aside, pass on a part of what they buy, from the first shortage on",
        f"{SWAPPED:.0%} of what they buy",
        _CHOSEN,
        _swap,
        _no_cost,
    ),
    _Kind(
        "substitution",
        "Users replace more of it by other goods, as fast as is assumed",
        f"{SUBSTITUTED:.0%} of use more",
        _CHOSEN,
        _substitute,
        _no_cost,
    ),
    _Kind(
        "diversification",
        "Those who are hit buy more elsewhere beforehand",
        f"{MOVED:.0%} of what they buy over links that stop",
        _CHOSEN,
        _diversify,
        _no_cost,
    ),
)
