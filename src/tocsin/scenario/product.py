"""The product engine: one good, day by day, from a link that is cut to who goes without.

Each day and run:

1. What still passes on each link, and of it what is *firm*. Where a link is free, a part of each contract is at stake:
   buyers who lost theirs may outbid its holder.
2. *Free supply* of each exporter: spare capacity, goods that may no longer go where they went, contracts at stake. A
   part of it is for everyone, a part not for rivals, a part for friends only. No new business is done on a link that a
   shock hits.
3. Free supply goes to those who need it (:mod:`tocsin.scenario.clearing`: the optimum of a linear programme).
4. What is missing is substituted, then taken from stock, and what then is missing is *unmet*. Stock is refilled by
   those who lack nothing, from supply that nobody else needs.
5. The price rises until demand has fallen by what is missing: ``(1 - missing / demand) ** (-1 / elasticity)``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.clearing import Pool
from tocsin.scenario.episode import Episode
from tocsin.scenario.market import FRIEND, NEUTRAL, RIVAL, Market
from tocsin.scenario.shock import EVERYONE, Shock

Real = NDArray[np.float64]
_TINY = 1e-12
_NEARLY_ALL = 0.95


@dataclass(frozen=True)
class ProductPath:
    """What happens to a good; arrays are by run and day.

    Parameters
    ----------
    market : Market
        Before it.
    demand, bought, substituted, drawn, refilled, unmet, stock : array, shape (n_runs, days, n_importers)
        Needed, delivered and used, replaced by other goods, taken from stock, put into it (also ahead of the shock),
        not met; stock in the evening [unit/d; stock: unit].
    sold : array, shape (n_runs, days, n_exporters)
        Shipped for use, without what goes into stocks [unit/d].
    released : array, shape (n_runs, days)
        Given from the stocks of others [unit/d].
    price : array, shape (n_runs, days)
        Factor on the price before [1].
    mass_error : float
        Greatest gap between what is shipped and what arrives, and between what is needed and how it is met, over demand
        of the world [1].
    """

    market: Market
    demand: Real
    bought: Real
    substituted: Real
    drawn: Real
    refilled: Real
    unmet: Real
    stock: Real
    sold: Real
    released: Real
    price: Real
    mass_error: float

    def shortage(self, importers: Sequence[str] = ()) -> Real:
        """Return the unmet share of the demand of some importers, or of all.

        Parameters
        ----------
        importers : sequence of str
            Whose.

        Returns
        -------
        array, shape (n_runs, days)
            Between 0 and 1.
        """
        chosen = [k for k, one in enumerate(self.market.importers) if not importers or one in importers]
        demand = self.demand[:, :, chosen].sum(axis=2)
        unmet = self.unmet[:, :, chosen].sum(axis=2)
        return np.asarray(np.divide(unmet, demand, out=np.zeros_like(unmet), where=demand > 0))


def simulate(
    market: Market,
    episodes: Sequence[Episode],
    drawn: Mapping[str, Real],
    days: int,
    *,
    capacity: Real | None = None,
    portions: Mapping[str, Real] | None = None,
) -> ProductPath:
    """Follow a good through some days.

    Parameters
    ----------
    market : Market
        The day before.
    episodes : sequence of Episode
        What happens to it.
    drawn : mapping of str to array
        Assumptions by run, under the names of ``data/scenario_assumptions.toml``, each (n_runs,); ``cover`` may be
        (n_runs, n_importers).
    days : int
        Length of the horizon [d].
    capacity : array, shape (n_runs, days, n_exporters) or None
        What is left of each exporter's capacity for other reasons, such as a missing input [1].
    portions : mapping of str to array
        By id of the shock, the share of each link that it acts on, (n_exporters, n_importers): of a route that closes.

    Returns
    -------
    ProductPath
        What happens.
    """
    return _Run(market, episodes, drawn, days, capacity=capacity, portions=portions or {}).path()


class _Run:
    def __init__(
        self,
        market: Market,
        episodes: Sequence[Episode],
        drawn: Mapping[str, Real],
        days: int,
        *,
        capacity: Real | None,
        portions: Mapping[str, Real],
    ) -> None:
        self.market, self.drawn, self.days = market, drawn, days
        self.links = [one for one in episodes if one.on_links]
        self.others = [one for one in episodes if not one.on_links]
        self.runs = len(drawn["cover"])
        self.hits = [_hit(one.shock, market.exporters, market.importers) for one in self.links]
        given = [portions.get(one.shock.id) for one in self.links]
        self.by_route = [b"" if one is None else one.tobytes() for one in given]
        self.taking = {name: one for name, one in zip(self.by_route, given, strict=True) if one is not None}
        self.portions = [hit * self.taking.get(name, 1.0) for hit, name in zip(self.hits, self.by_route, strict=True)]
        self.capacity = self._capacity(capacity)
        self.since = self._since(episodes)

    # ------------------------------------------------------------------------------------------------- before the day
    def _capacity(self, given: Real | None) -> Real:
        left = np.ones((self.runs, self.days, len(self.market.exporters)))
        if given is not None:
            left *= given
        for one in self.others:
            if one.shock.kind == "capacity_loss":
                mine = [EVERYONE in one.shock.actors or name in one.shock.actors for name in self.market.exporters]
                left *= np.where(mine, one.passing(self.days, self.drawn["tariff_elasticity"])[:, :, None], 1.0)
        return left.reshape(self.runs * self.days, -1)

    def _since(self, episodes: Sequence[Episode]) -> Real:
        """Return for how many days the market has reckoned with a shock, by row."""
        first = np.min([one.known for one in episodes], axis=0) if episodes else np.full(self.runs, np.inf)
        waited = np.arange(self.days) - first[:, None] + 1.0
        return np.asarray(np.clip(waited, 0.0, None).reshape(-1))

    def _row(self, name: str) -> Real:
        return np.repeat(self.drawn[name], self.days)

    def _ramp(self, lead: str) -> Real:
        return np.asarray(np.clip(self.since / np.maximum(self._row(lead), 1.0), 0.0, 1.0))

    def _demand(self) -> Real:
        demand = np.broadcast_to(self.market.demand, (self.runs * self.days, len(self.market.importers)))
        for one in self.others:
            if one.shock.kind == "demand_surge":
                mine = [EVERYONE in one.shock.targets or name in one.shock.targets for name in self.market.importers]
                more = one.passing(self.days, self.drawn["tariff_elasticity"]).reshape(-1, 1)
                demand = demand * np.where(mine, 1.0 + more, 1.0)
        return demand

    def _patterns(self) -> Iterator[tuple[tuple[int, ...], Real]]:
        """Split the flow by which shocks act on it; what takes a route takes it for all shocks that close it."""
        parts: list[tuple[tuple[int, ...], frozenset[bytes], Real]] = [((), frozenset(), self.market.flow)]
        for name, taking in self.taking.items():
            split = []
            for which, taken, flow in parts:
                split += [(which, taken, flow * (1 - taking)), (which, taken | {name}, flow * taking)]
            parts = [one for one in split if one[-1].any()]
        for k, (hit, route) in enumerate(zip(self.hits, self.by_route, strict=True)):
            split = []
            for which, taken, flow in parts:
                acted = hit if not route or route in taken else np.zeros_like(hit)
                split += [(which, taken, flow * (1 - acted)), ((*which, k), taken, flow * acted)]
            parts = [one for one in split if one[-1].any()]
        return ((which, flow) for which, _, flow in parts)

    # --------------------------------------------------------------------------------------------------- on the day
    def path(self) -> ProductPath:
        rows, market = self.runs * self.days, self.market
        active = np.array([one.active(self.days).reshape(-1) for one in self.links]).reshape(len(self.links), rows)
        passing = [one.passing(self.days, self.drawn["tariff_elasticity"]).reshape(-1) for one in self.links]
        at_stake = self._row("diversion") * self._ramp("diversion_lead")
        patterns = list(self._patterns())
        share, loose = np.ones((rows, len(patterns))), np.empty((rows, len(patterns)))
        for p, (which, _) in enumerate(patterns):
            for k in which:
                share[:, p] *= passing[k]
            loose[:, p] = np.where(active[list(which)].any(axis=0), 0.0, at_stake)
        flows = np.array([flow for _, flow in patterns]).reshape(len(patterns), *market.flow.shape)
        passed = self._arriving(flows, share)
        firm = self._arriving(flows, share * (1 - loose))
        outward = flows.sum(axis=2)
        firm_sold = self.capacity * (share * (1 - loose) @ outward)
        freed = self.capacity * ((1 - share) @ outward)
        share *= loose
        staked = [
            self.capacity * (share @ np.where(market.tier == tier, flows, 0.0).sum(axis=2))
            for tier in (FRIEND, NEUTRAL, RIVAL)
        ]
        spare = self.capacity * market.flow.sum(axis=1) * (self._row("spare") * self._ramp("spare_lead"))[:, None]
        offered = freed * self._ramp("diversion_lead")[:, None] + spare
        supply = np.hstack([*self._layers(offered, staked), self._released()])
        return self._settle(active, firm, passed, firm_sold, supply)

    def _arriving(self, flows: Real, share: Real) -> Real:
        """Return what reaches importers when a share of each part of the flow, (rows, n_parts), passes."""
        arriving = share @ flows.sum(axis=1)
        for i in np.flatnonzero((self.capacity < 1).any(axis=0)):
            arriving -= (1 - self.capacity[:, [i]]) * (share @ flows[:, i])
        return np.asarray(np.maximum(arriving, 0.0, out=arriving))

    def _layers(self, offered: Real, staked: Sequence[Real]) -> list[Real]:
        """Return supply for friends only, for all but rivals, and for everyone."""
        rival = self._row("rival")[:, None]
        neutral = np.maximum(self._row("neutral")[:, None], rival)
        friends = offered + staked[FRIEND]
        return [
            friends * (1 - neutral),
            friends * (neutral - rival) + staked[NEUTRAL] * (1 - rival),
            friends * rival + staked[NEUTRAL] * rival + staked[RIVAL],
        ]

    @property
    def _releases(self) -> list[Episode]:
        return [one for one in self.others if one.shock.kind == "stock_release"]

    def _released(self) -> Real:
        columns = []
        for one in self._releases:
            a_day = one.shock.quantity / np.maximum(one.length(self.days), 1.0)
            columns.append(np.where(one.active(self.days), a_day, 0.0).reshape(-1))
        return np.array(columns).reshape(len(columns), self.runs * self.days).T

    def _open(self, active: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return which supply may reach whom while some shocks are in force."""
        market = self.market
        closed = np.zeros(market.flow.shape, dtype=bool)
        for k in np.flatnonzero(active):
            closed |= self.portions[k] > 0
        layers = [(market.tier <= tier) & ~closed for tier in (FRIEND, NEUTRAL, RIVAL)]
        given = [
            [EVERYONE in one.shock.targets or name in one.shock.targets for name in market.importers]
            for one in self._releases
        ]
        return np.vstack([*layers, np.array(given, dtype=bool).reshape(-1, len(market.importers))])

    def _settle(
        self, active: NDArray[np.bool_], firm: Real, passed: Real, firm_sold: Real, supply: Real
    ) -> ProductPath:
        market, demand = self.market, self._demand()
        need = self._row("replaceable")[:, None] * np.maximum(market.demand - passed, 0.0)
        need += demand - market.demand
        need += np.maximum(passed - firm, 0.0)
        need[need < _TINY * market.demand] = 0.0
        received, used, refill = np.zeros_like(need), np.zeros_like(supply), np.zeros_like(need)
        pools = list(self._pools(active))
        for rows, pool in pools:
            received[rows] = pool.fill(supply[rows], need[rows])
            used[rows] = pool.use(received[rows], supply[rows])
        gap = np.maximum(demand - firm - received, 0.0)
        gap[gap < _TINY * demand] = 0.0
        substituted = np.minimum(gap, (self._row("substitution") * self._ramp("substitution_lead"))[:, None] * demand)
        missing = gap - substituted
        refilling = self._refilling(gap, missing)
        for rows, pool in pools:
            some = rows[refilling[rows].any(axis=1)]
            wanted = np.where(demand[some] > 0, self._row("restock")[some, None] * demand[some], 0.0)
            refill[some] = pool.fill(supply[some], wanted, received[some])
        refill[~refilling] = 0.0
        n = len(market.exporters)
        sold = firm_sold + used[:, :n] + used[:, n : 2 * n] + used[:, 2 * n : 3 * n]
        released = used[:, 3 * n :].sum(axis=1)
        drawn, refilled, unmet, stock = self._stocks(missing, refill, self._ahead())
        bought = demand - missing - substituted
        world = max(market.demand.sum(), _TINY)
        shape = (self.runs, self.days, -1)
        balance = np.abs(sold.sum(axis=1) + released - bought.sum(axis=1)).max(initial=0.0)
        met = np.abs(firm + received - bought).max(initial=0.0)
        kept = self._stock_error(stock, drawn, refilled)
        return ProductPath(
            market=market,
            demand=demand.reshape(shape),
            bought=bought.reshape(shape),
            substituted=substituted.reshape(shape),
            drawn=drawn,
            refilled=refilled,
            unmet=unmet,
            stock=stock,
            sold=sold.reshape(shape),
            released=released.reshape(self.runs, self.days),
            price=self._price(missing, demand).reshape(self.runs, self.days),
            mass_error=float(max(balance, met, kept) / world),
        )

    def _refilling(self, gap: Real, missing: Real) -> NDArray[np.bool_]:
        """Return who may lay in stock: who lacks nothing today, and has drawn on it before."""
        begun = np.logical_or.accumulate(missing.reshape(self.runs, self.days, -1) > 0, axis=1)
        return np.asarray((gap == 0) & begun.reshape(gap.shape))

    def _pools(self, active: NDArray[np.bool_]) -> Iterator[tuple[NDArray[np.int64], Pool]]:
        """Yield the rows on which the same links are open."""
        busy = np.flatnonzero(self.since > 0)
        if busy.size:
            kinds, which = np.unique(active[:, busy].T, axis=0, return_inverse=True)
            for k, kind in enumerate(kinds):
                yield busy[which.reshape(-1) == k], Pool(self._open(kind))

    # ------------------------------------------------------------------------------------------------------- stocks
    @property
    def _cover(self) -> Real:
        cover = self.drawn["cover"]
        return np.asarray((cover if cover.ndim > 1 else cover[:, None]) * self.market.demand)

    def _ahead(self) -> Real:
        """Return what those whom an announced shock will hit buy ahead [unit/d]."""
        ahead = np.zeros((self.runs, self.days, len(self.market.importers)))
        day = np.arange(self.days)
        for one, portion in zip(self.links, self.portions, strict=True):
            if one.announced is not None:
                window = (day >= one.announced) & (day < one.onset[:, None])
                extra = (self.market.flow * portion).sum(axis=0)
                ahead += (window * self.drawn["frontrun"][:, None])[:, :, None] * extra
        return ahead

    def _stocks(self, missing: Real, refill: Real, ahead: Real) -> tuple[Real, Real, Real, Real]:
        shape = (self.runs, self.days, len(self.market.importers))
        missing, refill, target = missing.reshape(shape), refill.reshape(shape), self._cover
        drawn, refilled, left = np.zeros(shape), np.zeros(shape), np.repeat(target[:, None], self.days, axis=1)
        busy = np.flatnonzero((missing > 0).any(axis=(0, 1)) | (ahead > 0).any(axis=(0, 1)))
        # By day first, so that each step reads what lies together.
        lacking, filling, early = (
            np.ascontiguousarray(one[:, :, busy].swapaxes(0, 1)) for one in (missing, refill, ahead)
        )
        full = target[:, busy]
        stock = full.copy()
        for day in range(self.days):
            taken = np.minimum(stock, lacking[day])
            stock -= taken
            put = early[day] + np.minimum(filling[day], np.maximum(full - stock, 0.0))
            stock += put
            drawn[:, day, busy], refilled[:, day, busy], left[:, day, busy] = taken, put, stock
        return drawn, refilled, missing - drawn, left

    def _stock_error(self, stock: Real, drawn: Real, refilled: Real) -> float:
        if not self.days:
            return 0.0
        end = self._cover + refilled.sum(axis=1) - drawn.sum(axis=1)
        return float(np.abs(end - stock[:, -1]).max(initial=0.0) / max(self.days, 1))

    def _price(self, missing: Real, demand: Real) -> Real:
        world = demand.sum(axis=1)
        share = np.divide(missing.sum(axis=1), world, out=np.zeros_like(world), where=world > 0)
        rise = (1.0 - np.minimum(share, _NEARLY_ALL)) ** (-1.0 / self._row("elasticity"))
        return np.asarray(np.minimum(rise, np.maximum(self._row("price_cap"), 1.0)))


@lru_cache(maxsize=256)
def _hit(shock: Shock, exporters: tuple[str, ...], importers: tuple[str, ...]) -> Real:
    """Return which links a shock acts on, 1 or 0."""
    hit = np.array([[shock.hits(i, j) for j in importers] for i in exporters], dtype=float)
    hit = hit.reshape(len(exporters), len(importers))
    hit.flags.writeable = False
    return hit
