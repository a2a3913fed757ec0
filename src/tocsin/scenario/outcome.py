"""What is kept of the runs of a good: how much went unmet, the worst month, the first day, quantiles of its path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.drivers import Driver
from tocsin.scenario.market import Market
from tocsin.scenario.product import ProductPath
from tocsin.scenario.shock import EVERYONE, LINK_KINDS, Scenario

Real = NDArray[np.float64]
#: Quantiles of paths.
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
#: Unmet share of a day's demand above which an importer is short [1].
SHORT = 0.01
MONTH = 30
_TINY = 1e-306


@dataclass(frozen=True)
class Outcome:
    """What happens to one good over the runs of an ensemble.

    Parameters
    ----------
    market : Market
        The day before.
    hit : tuple of str
        The importers that the shocks are aimed at, or all if none is.
    unmet, demand : array, shape (n_runs, n_importers)
        Over the horizon [unit].
    worst_month : array, shape (n_runs, n_importers)
        Unmet share of the demand of the worst 30 days on end [1].
    first_day : array, shape (n_runs, n_importers)
        First day on which more than 1 % is unmet; infinite if there is none [d].
    hit_worst_month, hit_first_day : array, shape (n_runs,)
        The same of those who are hit, together.
    path, stock : array, shape (5, days, n_importers)
        Quantiles .05, .25, .5, .75, .95 of the unmet share of demand [1] and of days of use in stock [d].
    hit_path : array, shape (5, days)
        Quantiles of the unmet share of those who are hit, together [1].
    price : array, shape (5, days)
        Quantiles of the factor on the price before [1].
    price_peak : array, shape (n_runs,)
        Its greatest [1].
    shipped : array, shape (n_runs, n_exporters)
        Change of what exporters ship for use over the horizon [unit].
    sales : array, shape (n_runs, n_exporters)
        The same at prices before; NaN without a price [USD].
    released : array, shape (n_runs,)
        Given from the stocks of others [unit].
    capacity_lost : Mapping of str to array
        By input, the mean share of capacity that makers lose for want of it, (n_runs, n_exporters) [1].
    binding : Mapping of str to float
        By input, the share of the runs in which it costs makers the most; those where none does count for none [1].
    drivers : tuple of Driver
        What drives the worst month of those who are hit.
    """

    market: Market
    hit: tuple[str, ...]
    unmet: Real
    demand: Real
    worst_month: Real
    first_day: Real
    hit_worst_month: Real
    hit_first_day: Real
    path: Real
    stock: Real
    hit_path: Real
    price: Real
    price_peak: Real
    shipped: Real
    sales: Real
    released: Real
    capacity_lost: Mapping[str, Real]
    binding: Mapping[str, float]
    drivers: tuple[Driver, ...]

    @property
    def unmet_share(self) -> Real:
        """Return the unmet share of demand over the horizon, (n_runs, n_importers) [1]."""
        return share_of(self.unmet, self.demand)

    def unmet_of(self, importers: Sequence[str]) -> Real:
        """Return the unmet share of the demand of some importers together over the horizon.

        Parameters
        ----------
        importers : sequence of str
            Whose.

        Returns
        -------
        array, shape (n_runs,)
            Between 0 and 1.
        """
        chosen = [k for k, one in enumerate(self.market.importers) if one in importers]
        return share_of(self.unmet[:, chosen].sum(axis=1), self.demand[:, chosen].sum(axis=1))


def hit_by(scenario: Scenario, market: Market) -> tuple[str, ...]:
    """Return the importers of a good that the shocks of a scenario are aimed at.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    market : Market
        Of one of its goods.

    Returns
    -------
    tuple of str
        Those who buy over a link that is hit, or from a maker who loses capacity, or who need more; all if none does.
    """
    found = np.zeros(len(market.importers), dtype=bool)
    for shock in (one for one in scenario.shocks if market.good in one.products):
        if shock.kind in LINK_KINDS:
            links = np.array([[shock.hits(i, j) for j in market.importers] for i in market.exporters])
            found |= (links.reshape(market.flow.shape) & (market.flow > 0)).any(axis=0)
        elif shock.kind == "capacity_loss":
            makers = [EVERYONE in shock.actors or one in shock.actors for one in market.exporters]
            found |= (market.flow[makers] > 0).any(axis=0)
        elif shock.kind == "demand_surge":
            found |= np.array([EVERYONE in shock.targets or one in shock.targets for one in market.importers])
    return tuple(one for one, is_hit in zip(market.importers, found | ~found.any(), strict=True) if is_hit)


def share_of(part: Real, whole: Real) -> Real:
    """Return a part over its whole, 0 where there is no whole.

    Parameters
    ----------
    part, whole : array
        Of one shape.

    Returns
    -------
    array
        Of that shape.
    """
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > _TINY))


def worst(part: Real, whole: Real, days: int = MONTH) -> Real:
    """Return the greatest share over some days on end.

    Parameters
    ----------
    part, whole : array, shape (n_runs, horizon, ...)
        By day.
    days : int
        How many; the horizon if it is shorter [d].

    Returns
    -------
    array, shape (n_runs, ...)
        Shares.
    """
    if not part.shape[1]:
        return np.zeros((part.shape[0], *part.shape[2:]))
    length = min(days, part.shape[1])

    def summed(values: Real) -> Real:
        ends = np.cumsum(values, axis=1)
        ends[:, length:] = ends[:, length:] - ends[:, :-length].copy() if length < values.shape[1] else 0.0
        return np.asarray(ends[:, length - 1 :])

    return np.asarray(np.clip(share_of(summed(part), summed(whole)), 0.0, 1.0).max(axis=1))


def first_day(share: Real) -> Real:
    """Return the first day of shortage.

    Parameters
    ----------
    share : array, shape (n_runs, days, ...)
        Unmet share of demand.

    Returns
    -------
    array, shape (n_runs, ...)
        Days from 0; infinite if there is none.
    """
    short = share > SHORT
    return np.where(short.any(axis=1), short.argmax(axis=1), np.inf) if share.shape[1] else np.full_like(short, np.inf)


def of_path(path: ProductPath, hit: Sequence[str]) -> dict[str, NDArray[np.float64] | NDArray[np.float32]]:
    """Sum up some runs of a good; daily paths in single precision, for they are many.

    Parameters
    ----------
    path : ProductPath
        What happens in these runs.
    hit : sequence of str
        Importers that are hit.

    Returns
    -------
    dict of str to array
        Under the names of :class:`Outcome`; ``path``, ``stock`` and ``price`` by run and day.
    """
    market = path.market
    chosen = np.array([one in hit for one in market.importers])
    share = share_of(path.unmet, path.demand)
    together, needed = path.unmet[:, :, chosen].sum(axis=2), path.demand[:, :, chosen].sum(axis=2)
    hit_share = share_of(together, needed)
    before = market.flow.sum(axis=1)
    value = _value(market)
    shipped = (path.sold - before).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        cover = np.where(market.demand > 0, path.stock / market.demand, 0.0)
    return {
        "unmet": path.unmet.sum(axis=1),
        "demand": path.demand.sum(axis=1),
        "worst_month": worst(path.unmet, path.demand),
        "first_day": first_day(share),
        "hit_worst_month": worst(together, needed),
        "hit_first_day": first_day(hit_share),
        "path": share.astype(np.float32),
        "stock": cover.astype(np.float32),
        "hit_path": hit_share,
        "price": path.price,
        "price_peak": path.price.max(axis=1, initial=1.0),
        "shipped": shipped,
        "sales": shipped * value,
        "released": path.released.sum(axis=1),
    }


def quantiles(values: NDArray[np.float32] | Real) -> Real:
    """Return quantiles over runs.

    Parameters
    ----------
    values : array, shape (n_runs, ...)
        Any.

    Returns
    -------
    array, shape (5, ...)
        At :data:`LEVELS`, linear between neighbours.
    """
    order = np.sort(np.ascontiguousarray(np.moveaxis(values, 0, -1)), axis=-1)
    runs = order.shape[-1]
    found = []
    for level in LEVELS:
        place = level * (runs - 1)
        below = int(place)
        above = min(below + 1, runs - 1)
        low, high = order[..., below].astype(np.float64), order[..., above].astype(np.float64)
        found.append(low + (high - low) * (place - below))
    return np.array(found)


def _value(market: Market) -> Real:
    """Return what a unit of an exporter's sales is worth, from the prices of importers that have one [USD/unit]."""
    if market.unit == "USD":
        return np.ones(len(market.exporters))
    known = np.isfinite(market.price)
    sold = market.flow[:, known]
    with np.errstate(divide="ignore", invalid="ignore"):
        mine = sold @ market.price[known] / sold.sum(axis=1)
    everyone = sold.sum()
    fallback = float(sold.sum(axis=0) @ market.price[known] / everyone) if everyone > 0 else np.nan
    return np.asarray(np.where(np.isfinite(mine), mine, fallback))
