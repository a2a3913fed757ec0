"""The trade indicators once more, in plain Python from their definitions; no code is shared with Tocsin."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import fsum, log
from statistics import median

#: Members of the European Union on 1 January since 2021.
UNION = frozenset(
    {"AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN", "IRL", "ITA"}
    | {"LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"}
)


def union(year: int) -> frozenset[str]:
    """Members of a year from 2014 on; the United Kingdom left during 2020."""
    return UNION | {"GBR"} if year <= 2020 else UNION


@dataclass
class Market:
    """Imports of one product in one year: (reporter, partner) to value and weight."""

    year: int
    flows: dict[tuple[str, str], tuple[float, float | None]]
    sold: dict[str, float] = field(init=False)
    sold_weight: dict[str, float] = field(init=False)

    def __post_init__(self) -> None:
        values, weights = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
        for (_, partner), (value, weight) in self.flows.items():
            values[partner].append(value)
            weights[partner].append(weight or 0.0)
        self.sold = {country: fsum(parts) for country, parts in values.items()}
        self.sold_weight = {country: fsum(parts) for country, parts in weights.items()}

    def inside(self, reporter: str) -> frozenset[str]:
        """Return whose sales to this reporter are domestic to its bloc."""
        members = union(self.year)
        return members if reporter == "EU" or reporter in members else frozenset()

    def buyers(self, reporter: str) -> frozenset[str]:
        return union(self.year) if reporter == "EU" else frozenset({reporter})

    def suppliers(self, reporter: str) -> dict[str, tuple[float, float | None, float]]:
        """Return value, weight and value without weight by partner; for the EU only partners outside it."""
        found: dict[str, tuple[float, float | None, float]] = {}
        for (buyer, partner), (value, weight) in self.flows.items():
            if buyer in self.buyers(reporter) and not (reporter == "EU" and partner in union(self.year)):
                before = found.get(partner, (0.0, None, 0.0))
                total = before[1] if weight is None else (before[1] or 0.0) + weight
                found[partner] = (before[0] + value, total, before[2] + (0.0 if weight else value))
        return found


def structure(market: Market, reporter: str) -> dict[str, float]:
    """Compute every trade indicator of one importer that looks at one year."""
    supplied = market.suppliers(reporter)
    total = fsum(value for value, _, _ in supplied.values())
    if not supplied:
        return {}
    out = {"import_value": total}
    if total <= 0:
        return out
    out["import_hhi"] = fsum((value / total) ** 2 for value, _, _ in supplied.values())
    top = _first(supplied)
    out["top_share"] = supplied[top][0] / total
    out["weight_missing"] = fsum(bare for _, _, bare in supplied.values()) / total
    out["partner_unspecified"] = supplied.get("_X", (0.0, None, 0.0))[0] / total
    out |= _dependency(market, reporter, supplied)
    out["replaceability"] = _replaceability(market, reporter, supplied, top)
    out["exposure"] = total * out["import_hhi"] * (1 - out["replaceability"])
    if market.sold[top] > 0:
        bought = fsum(value for (buyer, _), (value, _) in market.flows.items() if buyer == top)
        out["supplier_reexport"] = min(1.0, bought / market.sold[top])
    if reporter != "EU":
        out["unit_value_outlier"] = _outliers(market, reporter) / total
    return out


def _first(supplied: dict[str, tuple[float, float | None, float]]) -> str:
    return min(supplied, key=lambda partner: (-supplied[partner][0], partner))


def _dependency(
    market: Market, reporter: str, supplied: dict[str, tuple[float, float | None, float]]
) -> dict[str, float]:
    inside = market.inside(reporter)
    outside = [value for partner, (value, _, _) in supplied.items() if partner not in inside]
    out = {}
    if fsum(outside) > 0:
        out["cdi1"] = fsum((value / fsum(outside)) ** 2 for value in outside)
    if inside:
        whole = fsum(value for (buyer, _), (value, _) in market.flows.items() if buyer in market.buyers(reporter))
        out["cdi2"] = fsum(outside) / whole
    sells = fsum(market.sold.get(country, 0.0) for country in market.buyers(reporter))
    out["cdi3"] = min(9999.0, fsum(outside) / sells) if sells > 0 else 9999.0
    return out


def _replaceability(
    market: Market, reporter: str, supplied: dict[str, tuple[float, float | None, float]], top: str
) -> float:
    """Add up, flow by flow, what suppliers other than the top one sell to others than the reporter."""
    _, known, bare = supplied[top]
    weighed = bool(known) and not bare  # a weight that lacks a member's part is none
    buyers = market.buyers(reporter)
    elsewhere = fsum(
        (weight or 0.0) if weighed else value
        for (buyer, partner), (value, weight) in market.flows.items()
        if partner != top and partner not in buyers and buyer not in buyers
    )
    largest = supplied[top][1] if weighed else supplied[top][0]
    return min(1.0, 0.1 * elsewhere / (largest or 1.0))


def _outliers(market: Market, reporter: str) -> float:
    prices = {key: log(value / weight) for key, (value, weight) in market.flows.items() if value > 0 and weight}
    if not prices:
        return 0.0
    middle = median(prices.values())
    spread = median(abs(price - middle) for price in prices.values())
    wrong = (key for key, price in prices.items() if spread > 0 and abs(price - middle) / (1.4826 * spread) > 3.5)
    return fsum(market.flows[key][0] for key in wrong if key[0] == reporter)


def world(market: Market, stability: dict[str, float]) -> dict[str, float]:
    """Compute what says the same for every importer."""
    total = fsum(market.sold.values())
    out = {"world_export_hhi": fsum((value / total) ** 2 for value in market.sold.values())}
    bought = defaultdict[str, list[float]](list)
    for (buyer, _), (value, _) in market.flows.items():
        bought[buyer].append(value)
    net = {country: max(0.0, value - fsum(bought[country])) for country, value in market.sold.items()}
    rated = [(share, stability[country]) for country, share in net.items() if country in stability and share > 0]
    if rated:
        out["country_risk_pv"] = fsum(a * b for a, b in rated) / fsum(share for share, _ in rated)
    return out


def geodep(markets: list[Market], reporter: str) -> float:
    """Judge three consecutive years, the year itself last."""
    met = 0
    for market in markets:
        found = structure(market, reporter)
        if found.get("import_value", 0.0) > 0:
            sells = fsum(market.sold.get(country, 0.0) for country in market.buyers(reporter))
            concentrated = found["import_hhi"] > 0.4 and world(market, {})["world_export_hhi"] > 0.4
            met += concentrated and found["import_value"] > sells
    return float(met >= 2)


def kita(markets: list[Market], reporter: str) -> float:
    """Judge three consecutive years, the year itself last."""
    supplied = [market.suppliers(reporter) for market in markets]
    totals = [fsum(value for value, _, _ in by.values()) for by in supplied]
    if not all(total > 0 for total in totals):
        return 0.0
    tops = [_first(by) for by in supplied]
    sells = fsum(markets[-1].sold.get(country, 0.0) for country in markets[-1].buyers(reporter))
    largest = supplied[-1][tops[-1]][0]
    return float(len(set(tops)) == 1 and largest >= 0.7 * totals[-1] and largest >= 5e6 and totals[-1] > sells)
