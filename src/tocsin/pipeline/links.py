"""Who ships to whom in the worst month of a scenario, beside the day before.

The engine follows what each exporter ships and each importer gets, not over which link; links are fitted to both by
proportional fitting (Deming and Stephan 1940), from the links of before less what shocks hold back, and a thin flow
over every link that is open. So the sums are those of the central run, and single links an estimate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.draws import Draws, central
from tocsin.scenario.outcome import MONTH, hit_by
from tocsin.scenario.run import Followed, Portions, episode_of, follow

if TYPE_CHECKING:
    from tocsin.scenario.market import Market
    from tocsin.scenario.product import ProductPath
    from tocsin.scenario.shock import Scenario

Real = NDArray[np.float64]
_THIN, _ROUNDS = 1e-3, 200


@dataclass(frozen=True)
class Flows:
    """What goes over each link.

    Parameters
    ----------
    before, worst : array, shape (n_exporters, n_importers)
        On the day before, and on average in the worst month of the central run; without what comes out of the stocks
        of others [unit/d].
    """

    before: Real
    worst: Real


def worst_flows(
    scenario: Scenario, markets: Mapping[str, Market], portions: Portions | None = None
) -> dict[str, Flows]:
    """Return what goes over each link in the worst month of those who are hit, on central assumptions.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    markets : mapping of str to Market
        By id of the good.
    portions : mapping or None
        As for :func:`tocsin.scenario.run.follow`.

    Returns
    -------
    dict of str to Flows
        By id of the good.
    """
    draws = central(scenario)
    followed = follow(scenario, markets, draws, portions)
    found = {}
    for good, market in markets.items():
        path = followed.paths[good]
        first = _worst_window(path, hit_by(scenario, market))
        window = slice(first, first + MONTH)
        passing = _passing(followed, draws, good, window, portions or {})
        sold = path.sold[0, window].mean(axis=0)
        given = path.released[0, window].mean()
        bought = path.bought[0, window].mean(axis=0)
        whole = bought.sum()
        if given > 0 and whole > 0:
            bought = bought * (1 - given / whole)
        found[good] = Flows(market.flow, fitted(_seed(market, passing, sold, bought), sold, bought))
    return found


def fitted(seed: Real, rows: Real, columns: Real) -> Real:
    """Fit a table to the sums of its rows and columns.

    Parameters
    ----------
    seed : array, shape (n, m)
        Where it may have entries, and in what proportion.
    rows, columns : array, shape (n,) and (m,)
        Sums wanted; those of columns are met in the end, those of rows as far as the seed allows.

    Returns
    -------
    array, shape (n, m)
        The table.
    """
    found = seed.astype(np.float64).copy()
    for _ in range(_ROUNDS):
        found *= _ratio(rows, found.sum(axis=1))[:, None]
        found *= _ratio(columns, found.sum(axis=0))
    return found


def _ratio(wanted: Real, held: Real) -> Real:
    return np.asarray(np.divide(wanted, held, out=np.zeros_like(wanted), where=held > 0))


def _seed(market: Market, passing: Real, sold: Real, bought: Real) -> Real:
    thin = np.outer(sold, bought) * _THIN / max(sold.sum(), 1e-300)
    return np.asarray(market.flow * passing + np.where(passing > 1 - 1e-12, thin, 0.0))


def _worst_window(path: ProductPath, hit: Sequence[str]) -> int:
    """Return the first of the 30 days on end in which those who are hit lack the most; else get the least."""
    chosen = np.array([one in hit for one in path.market.importers])
    for lacking in (path.unmet[0], path.demand[0] - path.bought[0]):
        a_day = lacking[:, chosen].sum(axis=1)
        if a_day.max(initial=0.0) > 0:
            month = np.convolve(a_day, np.ones(min(MONTH, len(a_day))), mode="valid")
            return int(month.argmax())
    return 0


def _passing(followed: Followed, draws: Draws, good: str, window: slice, portions: Portions) -> Real:
    """Return the share of each link that shocks let pass in the window."""
    scenario, market = followed.scenario, followed.paths[good].market
    passing = np.ones_like(market.flow)
    elasticity = draws.of_good(scenario.good(good), market.importers)["tariff_elasticity"]
    for shock in scenario.shocks:
        if good not in shock.products or not np.isfinite(followed.onsets[shock.id]).any():
            continue
        hits = np.array([[shock.hits(i, j) for j in market.importers] for i in market.exporters], dtype=float)
        portion = hits.reshape(market.flow.shape) * portions.get(good, {}).get(shock.id, 1.0)
        episode = episode_of(scenario, shock, followed.onsets[shock.id], draws)
        if episode.on_links:
            share = episode.passing(scenario.days, elasticity)[0, window].mean()
            passing *= 1 - portion * (1 - share)
    return passing
