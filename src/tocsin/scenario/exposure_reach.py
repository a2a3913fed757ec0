"""How far a scenario reaches what one country buys: what each exporter's deliveries lose, what comes from elsewhere.

With ``d_i`` the share of exporter i's deliveries to the country that shocks and lost capacity stop, and ``g`` the
share of the country's need that neither its contracts nor the rest of the market bring (before stocks, and before
another good takes over), the country's own mix loses ``l = sum_i flow_i d_i / demand``. Of what is lost,
``min(g / l, 1)`` stays missing; where ``g > l``, for others bid contracts away, ``(g - l) / (1 - l)`` of what still
arrives goes as well. A buyer whose mix is the country's then misses exactly ``g``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.run import episode_of, follow
from tocsin.scenario.shock import EVERYONE

if TYPE_CHECKING:
    from tocsin.scenario.draws import Draws
    from tocsin.scenario.episode import Episode
    from tocsin.scenario.market import Market
    from tocsin.scenario.run import Followed, Portions
    from tocsin.scenario.shock import Good, Scenario

Real = NDArray[np.float64]
ROW = "ROW"
#: Runs that are followed at a time.
BATCH = 25
#: How many of the largest exporters are looked at as another supplier.
CANDIDATES = 8
_TINY = 1e-9


@dataclass(frozen=True)
class Reach:
    """What a scenario does to purchases of one good by one country; arrays are (n_runs, days).

    Parameters
    ----------
    good : Good
        The good.
    market : Market
        Its market before.
    lost : mapping of str to array
        By exporter, the share of its deliveries that is stopped [1].
    remains : array
        Share of what is stopped that nobody else delivers [1].
    outbid : array
        Share of what is not stopped that others bid away [1].
    replaced : array
        Share of use that another good can take over by then [1].
    traded : bool
        Whether the market knows purchases of the country; else nothing is taken as replaced.
    """

    good: Good
    market: Market
    lost: Mapping[str, Real]
    remains: Real
    outbid: Real
    replaced: Real
    traded: bool

    def missing(self, exporter: str) -> Real:
        """Return the share of a supplier's deliveries that stays missing, (n_runs, days) [1].

        Parameters
        ----------
        exporter : str
            Where the supplier delivers from.

        Returns
        -------
        array, shape (n_runs, days)
            Between 0 and 1.
        """
        lost = self.lost[exporter]
        return np.asarray(lost * self.remains + (1.0 - lost) * self.outbid)

    @property
    def codes(self) -> frozenset[str]:
        """Return the six-digit codes that the good is counted under."""
        return codes_of(self.good, self.market)


def codes_of(good: Good, market: Market) -> frozenset[str]:
    """Return the six-digit codes that a good is counted under, in its own edition and in that of its table."""
    return frozenset((*good.hs6, *(one.split()[-1] for one in market.basis.codes)))


def reaches(  # noqa: PLR0917 - what, on which tables, how often, by which routes, and for whom
    scenario: Scenario,
    markets: Mapping[str, Market],
    draws: Draws,
    portions: Portions,
    country: str,
    suppliers: frozenset[str],
    goods: Sequence[Good],
) -> dict[str, Reach]:
    """Follow a scenario and keep what it does to one country's purchases.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    markets : mapping of str to Market
        By id of the good.
    draws : Draws
        Assumptions by run.
    portions : mapping
        By good and id of the shock, the share of each link that it acts on.
    country : str
        Who buys, ISO 3166-1 alpha-3.
    suppliers : frozenset of str
        Exporters that are asked about, besides the largest of each market.
    goods : sequence of Good
        Goods of the scenario that are asked about; nothing is followed if there are none.

    Returns
    -------
    dict of str to Reach
        By id of the good.
    """
    kept: dict[str, list[dict[str, Real]]] = {good.id: [] for good in goods}
    for first in range(0, draws.runs if goods else 0, BATCH):
        some = draws.part(slice(first, first + BATCH))
        followed = follow(scenario, markets, some, portions)
        for good in goods:
            wanted = (*sorted(suppliers), *candidates(markets[good.id], country))
            kept[good.id].append(_Batch(followed, good, some, portions.get(good.id, {}), country).kept(wanted))
    found = {}
    for good in goods:
        joined = {key: np.concatenate([one[key] for one in kept[good.id]]) for key in kept[good.id][0]}
        lost = {key.removeprefix("lost:"): value for key, value in joined.items() if key.startswith("lost:")}
        column = _place(markets[good.id].importers, country)
        traded = column is not None and markets[good.id].demand[column] > 0
        found[good.id] = Reach(
            good, markets[good.id], lost, joined["remains"], joined["outbid"], joined["replaced"], bool(traded)
        )
    return found


def candidates(market: Market, country: str) -> tuple[str, ...]:
    """Return the largest exporters of a market, the buyer's own country and the rest of the world left out.

    Parameters
    ----------
    market : Market
        The market.
    country : str
        Who buys.

    Returns
    -------
    tuple of str
        At most eight.
    """
    abroad = np.array([[i != j for j in market.importers] for i in market.exporters]).reshape(market.flow.shape)
    sold = (market.flow * abroad).sum(axis=1)
    order = sorted(range(len(market.exporters)), key=lambda k: (-sold[k], market.exporters[k]))
    named = [market.exporters[k] for k in order if sold[k] > 0 and market.exporters[k] not in (country, ROW)]
    return tuple(named[:CANDIDATES])


class _Batch:
    """Some runs of one good, seen from one country."""

    def __init__(
        self, followed: Followed, good: Good, draws: Draws, portions: Mapping[str, Real], country: str
    ) -> None:
        self.followed, self.good, self.country, self.portions = followed, good, country, portions
        self.scenario, self.path = followed.scenario, followed.paths[good.id]
        self.market, self.days = self.path.market, followed.scenario.days
        self.drawn = draws.of_good(good, self.market.importers)
        self.runs = draws.runs
        self.episodes: list[Episode] = [
            episode_of(self.scenario, shock, followed.onsets[shock.id], draws)
            for shock in self.scenario.shocks
            if good.id in shock.products and np.isfinite(followed.onsets[shock.id]).any()
        ]
        self.passing = [one.passing(self.days, self.drawn["tariff_elasticity"]) for one in self.episodes]

    def kept(self, exporters: Sequence[str]) -> dict[str, Real]:
        """Return what is kept of a batch."""
        found = {f"lost:{one}": self.lost(one, self.country) for one in dict.fromkeys(exporters)}
        column = _place(self.market.importers, self.country)
        own, gap = np.zeros((self.runs, self.days)), np.zeros((self.runs, self.days))
        if column is not None and self.market.demand[column] > 0:
            flow = self.market.flow[:, column] / self.market.demand[column]
            for k in np.flatnonzero(flow):
                own += flow[k] * self.lost(self.market.exporters[k], self.market.importers[column])
            path = self.path
            lacking = (path.drawn + path.unmet + path.substituted)[:, :, column]
            needed = path.demand[:, :, column]
            gap = np.divide(lacking, needed, out=np.zeros_like(gap), where=needed > 0)
        remains = np.divide(gap, own, out=np.ones_like(gap), where=own > _TINY)
        outbid = np.divide(gap - own, 1.0 - own, out=np.zeros_like(gap), where=own < 1.0 - _TINY)
        return found | {
            "remains": np.clip(remains, 0.0, 1.0),
            "outbid": np.clip(np.where(outbid > _TINY, outbid, 0.0), 0.0, 1.0),
            "replaced": self._replaced(),
        }

    def lost(self, exporter: str, importer: str) -> Real:
        """Return the share of an exporter's deliveries to an importer that is stopped, (n_runs, days) [1]."""
        left = self._capacity(exporter)
        # What takes a route takes it for all shocks that close it.
        together: dict[bytes, tuple[float, Real]] = {}
        for episode, passing in zip(self.episodes, self.passing, strict=True):
            if episode.on_links and episode.shock.hits(exporter, importer):
                given = self.portions.get(episode.shock.id)
                route = b"" if given is None else given.tobytes()
                share, before = together.get(route, (self._taking(given, exporter, importer), np.ones_like(passing)))
                together[route] = (share, before * passing)
        for share, passing in together.values():
            left = left * (1.0 - share * (1.0 - passing))
        return 1.0 - left

    def _taking(self, given: Real | None, exporter: str, importer: str) -> float:
        """Return the share of a link that takes a route; without a route, all of it."""
        if given is None:
            return 1.0
        i, j = _place(self.market.exporters, exporter), _place(self.market.importers, importer)
        return 0.0 if i is None or j is None else float(given[i, j])

    def _capacity(self, exporter: str) -> Real:
        left = np.ones((self.runs, self.days))
        for episode, passing in zip(self.episodes, self.passing, strict=True):
            actors = episode.shock.actors
            if episode.shock.kind == "capacity_loss" and (EVERYONE in actors or exporter in actors):
                left *= passing
        lacking = np.zeros_like(left)
        for one in self.good.inputs:
            path = self.followed.paths[one.good]
            if exporter in path.market.importers and one.lag < self.days:
                short = one.criticality * path.shortage((exporter,))
                lacking[:, one.lag :] = np.maximum(lacking[:, one.lag :], short[:, : self.days - one.lag])
        return left * (1.0 - lacking)

    def _replaced(self) -> Real:
        if not self.episodes:
            return np.zeros((self.runs, self.days))
        known = np.min([one.known for one in self.episodes], axis=0)
        waited = np.clip(np.arange(self.days) - known[:, None] + 1.0, 0.0, None)
        ready = np.clip(waited / np.maximum(self.drawn["substitution_lead"], 1.0)[:, None], 0.0, 1.0)
        return np.asarray(self.drawn["substitution"][:, None] * ready)


def _place(named: Sequence[str], one: str) -> int | None:
    """Return where a country stands, or the rest of the world for it; None if neither is there."""
    return named.index(one) if one in named else named.index(ROW) if ROW in named else None
