"""A company's own exposure: on which day a line stops, for want of which part from whom, and what would put it off.

In each run and on each day a source delivers its share of a part less what the scenario takes and nobody replaces
(:mod:`tocsin.scenario.exposure_reach`). What is missing is drawn from the company's own stock, which nobody fills up.
**A line stops on the first day on which what is there of one of its parts is less than the threshold times the need.**
What comes from suppliers that are not named, and parts that no good of the scenario covers, are taken as delivered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import UsageError
from tocsin.scenario.document import first_day, name_of, plain
from tocsin.scenario.exposure_reach import Reach, candidates, codes_of, reaches
from tocsin.scenario.schema import MOST_DAYS

if TYPE_CHECKING:
    from tocsin.scenario.draws import Draws
    from tocsin.scenario.exposure_files import Company, Source
    from tocsin.scenario.market import Market
    from tocsin.scenario.run import Portions
    from tocsin.scenario.shock import Scenario

Real = NDArray[np.float64]
#: Share of the need below which a line stops [1].
THRESHOLD = 0.9
#: Stock that the remedy adds [d], and share of the hardest hit supplier that a second one takes over [1].
MORE_STOCK, MOVED = 30.0, 0.5
STOCK, SECOND, SUBSTITUTE = "more stock", "second supplier", "another good"
_NEARLY = 1e-9
_SPARED = 0.01
_RIVAL = 2
_YEAR = 365.0


@dataclass(frozen=True)
class Remedy:
    """What could be done about a part.

    Parameters
    ----------
    kind, meaning : str
        One of ``more stock``, ``second supplier``, ``another good``; and what exactly.
    days_gained : float
        Mean over the runs in which the line stops, at most to the horizon [d].
    still_stops : float
        Share of all runs in which the line stops nonetheless [1].
    cost_days : float or None
        What it costs, in days of purchases of the part; None if that is not known [d].
    cost_usd : float or None
        The same for each unit of the product that is made a day [USD].
    cost_said : str
        What the cost is, or why it is not known.
    """

    kind: str
    meaning: str
    days_gained: float
    still_stops: float
    cost_days: float | None
    cost_usd: float | None
    cost_said: str


@dataclass(frozen=True)
class Line:
    """A product and when it can no longer be made.

    Parameters
    ----------
    product : str
        Its name.
    stops : array, shape (n_runs,)
        First day on which it stops; infinite if it does not [d].
    binding : mapping of str to float
        By part, the share of the runs that stop in which it is the first to run out, the most frequent first.
    source : Source or None
        Of the part that binds most often, the supplier that leaves the most missing.
    stock_needed : array, shape (n_runs,)
        Days of cover of that part with which it would not stop the line [d].
    remedies : tuple of Remedy
        For that part.
    """

    product: str
    stops: Real
    binding: Mapping[str, float]
    source: Source | None
    stock_needed: Real
    remedies: tuple[Remedy, ...] = ()

    @property
    def part(self) -> str | None:
        """Return the part that binds most often; None if the line never stops."""
        return next(iter(self.binding), None)

    @property
    def cheapest(self) -> Remedy | None:
        """Return the remedy with the least known cost for each day gained; None if none is known to gain a day."""
        known = [(one.cost_days, one) for one in self.remedies if one.cost_days is not None and one.days_gained > 0]
        return min(known, key=lambda pair: (pair[0] / pair[1].days_gained, pair[1].kind))[1] if known else None


@dataclass(frozen=True)
class Exposure:
    """What a scenario does to a company.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    country : str
        Where the company sits.
    threshold : float
        Share of the need below which a line stops [1].
    lines : tuple of Line
        The first to stop first.
    untouched : tuple of str
        Parts that no good of the scenario covers.
    notes : tuple of str
        Sentences on what was taken for granted.
    """

    scenario: Scenario
    country: str
    threshold: float
    lines: tuple[Line, ...]
    untouched: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return it as plain values: what ``tocsin exposure --json`` prints."""
        return {
            "scenario": self.scenario.id,
            "title": self.scenario.title,
            "synthetic": self.scenario.synthetic,
            "country": self.country,
            "start": self.scenario.start.isoformat(),
            "days": self.scenario.days,
            "threshold": self.threshold,
            "lines": [self._line(one) for one in self.lines],
            "untouched_parts": list(self.untouched),
            "notes": list(self.notes),
        }

    def _line(self, line: Line) -> dict[str, Any]:
        needed = first_day(self.scenario.start, line.stock_needed)
        return {
            "product": line.product,
            "first_stop": first_day(self.scenario.start, line.stops),
            "binding": [{"part": part, "share_of_runs": plain(share)} for part, share in line.binding.items()],
            "part": line.part,
            "supplier": None if line.source is None else _source(line.source),
            "stock_needed": {name: needed[name] for name in ("p50", "p95")} if line.part else None,
            "remedies": [_remedy(one) for one in line.remedies],
            "second_supplier_known": any(one.kind == SECOND for one in line.remedies) if line.part else None,
            "cheapest_by_what_is_known": line.cheapest.kind if line.cheapest else None,
        }


def exposure(
    company: Company,
    scenario: Scenario,
    markets: Mapping[str, Market],
    draws: Draws,
    country: str,
    *,
    portions: Portions | None = None,
    threshold: float = THRESHOLD,
    more_stock: float = MORE_STOCK,
) -> Exposure:
    """Say when a company's lines stop in a scenario, for want of what, and what would put it off.

    Parameters
    ----------
    company : Company
        Its own tables.
    scenario : Scenario
        What happens.
    markets : mapping of str to Market
        By id of the good.
    draws : Draws
        Assumptions by run.
    country : str
        Where the company sits, ISO 3166-1 alpha-3.
    portions : mapping or None
        By good and id of the shock, the share of each link that it acts on.
    threshold : float
        A line stops when less than this share of its need of a part is there [1].
    more_stock : float
        Days of cover that the remedy of more stock adds [d].

    Returns
    -------
    Exposure
        Its lines, the first to stop first.

    Raises
    ------
    UsageError
        If the threshold is not a share above 0, or the stock added is not above 0 or lasts beyond any horizon.
    """
    if not 0 < threshold <= 1 or not 0 < more_stock <= MOST_DAYS:
        raise UsageError(
            f"A threshold of {threshold:g} and {more_stock:g} more days of stock",
            where="the exposure",
            remedy=f"Give a threshold above 0 and up to 1, and more than 0 days, at most {MOST_DAYS:,}.",
        )
    places = frozenset(one.country for rows in company.sources.values() for one in rows)
    codes = {one.hs6 for rows in company.sources.values() for one in rows}
    goods = [good for good in scenario.goods if codes & codes_of(good, markets[good.id])]
    reach = reaches(scenario, markets, draws, portions or {}, country, places, goods)
    plant = _Plant(company, reach, country, (draws.runs, scenario.days), (threshold, more_stock))
    lines = [plant.line(product) for product in company.bom]
    used = {part for parts in company.bom.values() for part in parts}
    return Exposure(
        scenario,
        country,
        threshold,
        tuple(sorted(lines, key=lambda one: (*_order(one.stops), one.product))),
        tuple(sorted(part for part in used & company.sources.keys() if not plant.touched(part))),
        (*company.notes, *plant.notes()),
    )


def stop_days(missing: Real, cover: float, threshold: float) -> Real:
    """Return the first day on which less than a share of the need is there.

    Parameters
    ----------
    missing : array, shape (n_runs, days)
        Share of a day's need that does not arrive [1].
    cover : float
        Stock in the morning of day 0 [d].
    threshold : float
        Share of the need that suffices [1].

    Returns
    -------
    array, shape (n_runs,)
        Infinite where there is none [d].

    Examples
    --------
    >>> stop_days(np.array([[0.0, 0.5, 0.5, 0.5]]), 0.8, 0.9)
    array([2.])
    """
    before = np.cumsum(missing, axis=1) - missing
    drawn = np.minimum(missing, np.clip(cover - before, 0.0, None))
    short = 1.0 - missing + drawn < threshold - _NEARLY
    return np.asarray(np.where(short.any(axis=1), short.argmax(axis=1), np.inf))


def cover_needed(missing: Real, threshold: float) -> Real:
    """Return the least stock with which no day falls below the threshold, (n_runs,) [d].

    Parameters
    ----------
    missing : array, shape (n_runs, days)
        Share of a day's need that does not arrive [1].
    threshold : float
        Share of the need that suffices [1].

    Returns
    -------
    array, shape (n_runs,)
        Days of cover, 0 where none is needed.

    Examples
    --------
    >>> cover_needed(np.array([[0.0, 0.5, 0.5, 0.05]]), 0.9)
    array([0.9])
    """
    short = 1.0 - missing < threshold - _NEARLY
    needed = np.cumsum(missing, axis=1) - (1.0 - threshold)
    return np.asarray(np.where(short, needed, 0.0).max(axis=1, initial=0.0))


class _Plant:
    """A company in a scenario that has been followed."""

    def __init__(
        self,
        company: Company,
        reach: Mapping[str, Reach],
        country: str,
        shape: tuple[int, int],
        rule: tuple[float, float],
    ) -> None:
        self.company, self.reach, self.country = company, reach, country
        self.shape, self.days = shape, shape[1]
        self.threshold, self.more_stock = rule
        self.by_code: dict[str, list[Reach]] = {}
        for one in reach.values():
            for code in one.codes:
                self.by_code.setdefault(code, []).append(one)

    def touched(self, part: str) -> bool:
        """Return whether a good of the scenario covers a part."""
        return any(one.hs6 in self.by_code for one in self.company.sources.get(part, ()))

    def notes(self) -> Iterator[str]:
        """Yield sentences on what the market does not know."""
        used = {one.hs6 for rows in self.company.sources.values() for one in rows}
        for one in self.reach.values():
            if one.traded and self.country not in one.market.importers:
                yield (
                    f"{one.good.title}: {name_of(self.country)} buys too little to be told apart; the rest of the "
                    "world stands for it."
                )
            if not one.traded:
                yield (
                    f"{one.good.title}: no purchases of {name_of(self.country)} are known, so nothing that is lost is "
                    "taken as replaced."
                )
        if used - self.by_code.keys():
            yield "Parts under other codes than those of the scenario's goods are taken as delivered."

    def line(self, product: str) -> Line:
        """Follow one line."""
        parts = self.company.bom[product]
        stops = {part: self._stops(part) for part in parts}
        first = np.min(list(stops.values()), axis=0)
        stopped = np.isfinite(first)
        counts = (
            {part: float((stops[part][stopped] == first[stopped]).mean()) for part in parts} if stopped.any() else {}
        )
        binding = dict(sorted(((p, c) for p, c in counts.items() if c > 0), key=lambda pair: (-pair[1], pair[0])))
        part = next(iter(binding), None)
        if part is None:
            return Line(product, first, {}, None, np.zeros(self.shape[0]))
        source = self._worst(part, first)
        needed = cover_needed(self._missing(self.company.sources[part]), self.threshold)
        others = [days for name, days in stops.items() if name != part]
        rest = np.min(others, axis=0) if others else np.full(self.shape[0], np.inf)
        remedies = tuple(self._remedies(product, part, source, first, rest))
        return Line(product, first, binding, source, needed, remedies)

    # ---------------------------------------------------------------------------------------------------------- parts
    def _stops(self, part: str) -> Real:
        if not self.touched(part):
            return np.full(self.shape[0], np.inf)
        missing = self._missing(self.company.sources[part])
        return stop_days(missing, self.company.cover.get(part, 0.0), self.threshold)

    def _missing(self, sources: Sequence[Source]) -> Real:
        found = np.zeros(self.shape)
        for one in sources:
            if one.share > 0:
                found += one.share * self._of(one)
        return np.minimum(found, 1.0)

    def _of(self, source: Source) -> Real:
        """Return the share of a source's deliveries that is missing: of several goods the one that loses most."""
        found = [one.missing(source.country) for one in self.by_code.get(source.hs6, ())]
        return max(found, key=lambda one: float(one.mean()), default=np.zeros(self.shape))

    def _worst(self, part: str, first: Real) -> Source:
        """Return the source that leaves the most missing, up to the day on which the line stops."""
        until = np.arange(self.days) <= first[:, None]
        return max(
            self.company.sources[part],
            key=lambda one: (one.share * float((self._of(one) * until).sum()), one.supplier),
        )

    # ------------------------------------------------------------------------------------------------------- remedies
    def _remedies(self, product: str, part: str, source: Source, first: Real, rest: Real) -> Iterator[Remedy]:
        sources, cover = self.company.sources[part], self.company.cover.get(part, 0.0)
        price = _price(sources)
        a_day = None if price is None else price * self.company.bom[product][part]

        def gained(missing: Real, stock: float) -> tuple[float, float]:
            then = np.minimum(stop_days(missing, stock, self.threshold), rest)
            stopped = np.isfinite(first)
            gain = np.minimum(then, self.days)[stopped] - first[stopped]
            return float(gain.mean()), float(np.isfinite(then).mean())

        missing = self._missing(sources)
        days = self.more_stock
        usd = None if a_day is None else days * a_day
        said = "bought once and kept; what keeping it costs is not known"
        yield Remedy(STOCK, f"{days:g} more days of {part}", *gained(missing, cover + days), days, usd, said)
        if found := self._second(part, source):
            second, cost, said = found
            moved = tuple(
                replace(one, share=one.share * (1 - MOVED)) if one is source else one
                for one in sources
                if one is not second
            )
            moved = (*moved, replace(second, share=source.share * MOVED + second.share))
            usd = None if cost is None or a_day is None else cost * a_day
            what = f"{MOVED:.0%} of {source.supplier} ({source.country}) moved to {second.supplier} ({second.country})"
            yield Remedy(SECOND, what, *gained(self._missing(moved), cover), cost, usd, said)
        replaced = max((one.replaced for one in self._goods(part)), key=lambda one: float(one.mean()))
        if replaced.any():
            what = f"another good takes over up to {replaced.max(axis=1).mean():.0%} of the use of {part}"
            said = "what another good costs, and whether the product may be made with it, is not known"
            yield Remedy(SUBSTITUTE, what, *gained(np.clip(missing - replaced, 0.0, 1.0), cover), None, None, said)

    def _goods(self, part: str) -> list[Reach]:
        return [reach for one in self.company.sources[part] for reach in self.by_code.get(one.hs6, ())]

    def _second(self, part: str, source: Source) -> tuple[Source, float | None, str] | None:
        """Return another supplier: one that the company knows, else the largest exporter that is spared."""
        sources = self.company.sources[part]
        known = [one for one in sources if one is not source and one.country != source.country and self._spared(one)]
        if known:
            one = min(known, key=lambda had: (float(self._of(had).mean()), had.share > 0, had.supplier))
            price = _price(sources)
            if one.price is None or source.price is None or price is None:
                return one, None, "its price is not known"
            cost = (one.price - source.price) / price * source.share * MOVED * _YEAR
            return one, cost, "what it charges more in a year" if cost > 0 else "it charges no more"
        for reach in self._goods(part):
            for place in candidates(reach.market, self.country):
                far = self._tier(reach, place) >= _RIVAL
                if place != source.country and not far and float(reach.lost[place].mean()) < _SPARED:
                    one = replace(source, supplier="a maker not yet named", country=place, share=0.0, price=None)
                    return one, None, "its price, and what it takes to approve it, are not known"
        return None

    def _spared(self, source: Source) -> bool:
        return all(float(one.lost[source.country].mean()) < _SPARED for one in self.by_code.get(source.hs6, ()))

    def _tier(self, reach: Reach, exporter: str) -> int:
        market = reach.market
        if self.country not in market.importers or exporter not in market.exporters:
            return 1
        return int(market.tier[market.exporters.index(exporter), market.importers.index(self.country)])


def _price(sources: Sequence[Source]) -> float | None:
    """Return the mean price of a part; None unless all who deliver have one [USD]."""
    buying = [one for one in sources if one.share > 0]
    if not buying or any(one.price is None for one in buying):
        return None
    return sum(one.share * (one.price or 0.0) for one in buying) / sum(one.share for one in buying)


def _order(stops: Real) -> tuple[float, float]:
    """Return the median and minus the share of runs that stop, for sorting."""
    middle = float(np.quantile(stops, 0.5, method="inverted_cdf"))
    return middle, -float(np.isfinite(stops).mean())


def _source(source: Source) -> dict[str, Any]:
    return {"name": source.supplier, "country": source.country, "hs6": source.hs6, "share": plain(source.share)}


def _remedy(one: Remedy) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "meaning": one.meaning,
        "days_gained": plain(one.days_gained),
        "still_stops": plain(one.still_stops),
        "cost": {
            "days_of_purchases": plain(one.cost_days),
            "usd_for_each_unit_made_a_day": plain(one.cost_usd),
            "said": one.cost_said,
        },
    }
