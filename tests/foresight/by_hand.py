"""Features once more, in plain Python over dictionaries, for a few rows at a time: slow, and made otherwise."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from math import isnan, log, log1p, log10, nan, sqrt
from statistics import median
from typing import Any

from tests.foresight.given import Tables
from tests.foresight.trade import Row

Amounts = dict[int, float]


class World:
    """Sums of rows by importer, exporter and link; the bloc is an importer of its own."""

    def __init__(self, rows: Iterable[Row], members: Collection[str], last: int, tables: Tables) -> None:
        self.last, self.members, self.tables = last, members, tables
        self.years = range(last - 10, last + 1)
        self.bought: dict[tuple[str, str, str], tuple[Amounts, Amounts, Amounts]] = _book()
        self.imports: dict[tuple[str, str], tuple[Amounts, Amounts, Amounts]] = _book()
        self.exports: dict[tuple[str, str], tuple[Amounts, Amounts, Amounts]] = _book()
        self.world: dict[str, tuple[Amounts, Amounts, Amounts]] = _book()
        for product, importer, exporter, year, value, weight in rows:
            buyers = [importer]
            if importer in members and exporter not in members:
                buyers.append("EU")
            books: list[tuple[Amounts, Amounts, Amounts]] = [self.exports[product, exporter], self.world[product]]
            books += [self.imports[product, buyer] for buyer in buyers]
            books += [self.bought[product, buyer, exporter] for buyer in buyers]
            for values, weights, weighed in books:
                values[year] += value
                weights[year] += weight or 0.0
                weighed[year] += value if weight else 0.0

    def products(self) -> list[str]:
        return sorted(self.world)

    def collapse(self, book: tuple[Amounts, Amounts, Amounts], year: int, *, value: bool = True) -> float:
        """1 or 0; NaN where the three years before are not in the window or too small."""
        before = [year - 1, year - 2, year - 3]
        if before[-1] < self.years[0] or mean(book[0][one] for one in before) <= 1e6:
            return nan
        weight = mean(book[1][one] for one in before)
        if weight <= 0:
            return nan
        cheap = book[0][year] < 0.9 * mean(book[0][one] for one in before)
        return float(book[1][year] < 0.7 * weight and (cheap or not value))

    def unit(self, book: tuple[Amounts, Amounts, Amounts], year: int) -> float:
        return book[2][year] / book[1][year] if book[1][year] else nan

    def common(self, year: int) -> float:
        """Middle change of prices over products."""
        steps = [ln(self.unit(book, year)) - ln(self.unit(book, year - 1)) for book in self.world.values()]
        return median(known(steps))

    def price(self, product: str, year: int) -> float:
        level = ln(self.unit(self.world[product], year))
        return level - sum(self.common(one) for one in self.years if self.years[0] < one <= year)

    def shares(self, product: str, importer: str) -> dict[str, float]:
        """Shares of suppliers over the last three years."""
        three = [self.last, self.last - 1, self.last - 2]
        sums = {
            seller: sum(book[0][year] for year in three)
            for (code, buyer, seller), book in self.bought.items()
            if (code, buyer) == (product, importer)
        }
        return {seller: one / sum(sums.values()) for seller, one in sums.items() if one > 0}

    def over_suppliers(self, product: str, importer: str, number: Callable[[str], float]) -> float:
        pairs = [(part, number(seller)) for seller, part in self.shares(product, importer).items()]
        pairs = [(part, one) for part, one in pairs if not isnan(one)]
        return sum(part * one for part, one in pairs) / sum(part for part, _ in pairs) if pairs else nan


def _book() -> Any:
    return defaultdict(lambda: (defaultdict(float), defaultdict(float), defaultdict(float)))


def known(numbers: Iterable[float]) -> list[float]:
    return [one for one in numbers if not isnan(one)]


def mean(numbers: Iterable[float]) -> float:
    some = known(numbers)
    return sum(some) / len(some) if some else nan


def deviation(numbers: Iterable[float]) -> float:
    some = known(numbers)
    return sqrt(mean((one - mean(some)) ** 2 for one in some)) if len(some) > 1 else nan


def ln(number: float) -> float:
    return log(number) if number > 0 else nan


def steps(book: Amounts, years: Iterable[int]) -> list[float]:
    return [ln(book[year]) - ln(book[year - 1]) for year in years]


def features(w: World, product: str, importer: str) -> dict[str, float]:
    """Work out features of one import."""
    return {
        **_own(w, product, importer),
        **_market(w, product),
        **_suppliers(w, product, importer),
        **_network(w, product, importer),
        **_contagion(w, product, importer),
        **_others(w, product, importer),
        **_stocks(w, product, importer),
        **_months(w, product, importer),
    }


def _own(w: World, product: str, importer: str) -> dict[str, float]:
    last, mine = w.last, w.imports[product, importer]
    value, weight, _ = mine
    ten = range(last - 9, last + 1)
    premium = {year: ln(w.unit(mine, year)) - ln(w.unit(w.world[product], year)) for year in w.years}
    others = [w.unit(book, last) for (code, buyer), book in w.imports.items() if code == product and buyer != "EU"]
    own = {year: ln(w.unit(mine, year)) for year in w.years}
    return {
        "size": log10(value[last]),
        "weight_against_base": ln(weight[last]) - ln((weight[last] + weight[last - 1] + weight[last - 2]) / 3),
        "weight_change": steps(weight, [last])[0],
        "weight_change_third": steps(weight, [last - 2])[0],
        "value_change": steps(value, [last])[0],
        "swing_5": deviation(steps(weight, ten[-5:])),
        "value_swing_10": deviation(steps(value, ten)),
        "middle_swing": median(known(map(abs, steps(weight, ten))) or [nan]),
        "below_peak_10": ln(weight[last]) - ln(max(weight[year] for year in ten)),
        "above_trough": ln(weight[last]) - min(known(ln(weight[year]) for year in ten[-5:]) or [nan]),
        "against_decade": ln(weight[last]) - mean(ln(weight[year]) for year in ten),
        "years_traded": float(sum(value[year] > 0 for year in w.years)),
        "past_collapses": mean(w.collapse(mine, year) for year in w.years),
        "premium": premium[last],
        "premium_to_middle": own[last] - ln(median(known(others) or [nan])),
        "premium_change": premium[last] - premium[last - 1],
        "premium_against_decade": premium[last] - mean(premium[year] for year in ten),
        "unit_value_change": own[last] - own[last - 1],
        "unit_value_swing": deviation(own[year] - own[year - 1] for year in ten[-5:]),
    }


def _market(w: World, product: str) -> dict[str, float]:
    last, ten = w.last, range(w.last - 9, w.last + 1)
    value, weight, _ = w.world[product]
    level = {year: w.price(product, year) for year in w.years}
    shares = [book[0][last] / value[last] for (code, _), book in w.exports.items() if code == product]
    return {
        "price_change": level[last] - level[last - 1],
        "price_change_3": level[last] - level[last - 3],
        "price_against_five": level[last] - mean(level[year] for year in ten[-5:]),
        "price_below_peak": level[last] - max(level[year] for year in ten),
        "price_swing_10": deviation(level[year] - level[year - 1] for year in ten),
        "common_price_change": w.common(last),
        "world_weight_change_3": ln(weight[last]) - ln(weight[last - 3]),
        "world_swing": deviation(steps(weight, ten[-5:])),
        "world_size": log10(value[last]),
        "market_concentration": sum(one**2 for one in shares),
        "market_leader": max(shares),
    }


def _suppliers(w: World, product: str, importer: str) -> dict[str, float]:
    last = w.last

    def sold(seller: str) -> tuple[Amounts, Amounts, Amounts]:
        return w.exports[product, seller]

    def against(seller: str) -> float:
        weight = sold(seller)[1]
        return ln(weight[last]) - ln((weight[last] + weight[last - 1] + weight[last - 2]) / 3)

    def to_others(seller: str) -> float:
        now, before = (sold(seller)[1][y] - w.bought[product, importer, seller][1][y] for y in (last, last - 1))
        step = ln(now) - ln(before)
        return min(max(step, -3.0), 3.0)

    def falling(seller: str) -> float:
        one = against(seller)
        return float(one < log(0.75)) if not isnan(one) else nan

    def cuts(seller: str) -> float:
        return mean(w.collapse(book, last, value=False) for (_, who), book in w.exports.items() if who == seller)

    def everything(seller: str) -> float:
        now, before = (
            sum(book[0][y] for (_, who), book in w.exports.items() if who == seller) for y in (last, last - 1)
        )
        return ln(now) - ln(before)

    def link(seller: str) -> float:
        moved = steps(w.bought[product, importer, seller][1], range(last - 4, last + 1))
        return deviation(min(max(one, -3.0), 3.0) for one in known(moved))

    def premium(seller: str) -> float:
        now, before = (ln(w.unit(sold(seller), y)) - ln(w.unit(w.world[product], y)) for y in (last, last - 1))
        return now - before

    numbers: dict[str, Callable[[str], float]] = {
        "supply_change": lambda seller: steps(sold(seller)[1], [last])[0],
        "supply_against_base": against,
        "supply_to_others": to_others,
        "supply_falling": falling,
        "supply_price_change": premium,
        "supplier_cut_rate": cuts,
        "supplier_trade_change": everything,
        "link_swing": link,
    }
    return {name: w.over_suppliers(product, importer, number) for name, number in numbers.items()}


def _network(w: World, product: str, importer: str) -> dict[str, float]:
    last = w.last
    value, weight, _ = w.imports[product, importer]
    links = {who: book[0] for (code, buyer, who), book in w.bought.items() if (code, buyer) == (product, importer)}
    now = {who: book[last] / value[last] for who, book in links.items()}
    before = {who: book[last - 1] / value[last - 1] if value[last - 1] else 0.0 for who, book in links.items()}
    leader = max(now.values())
    leaders = [who for who, share in now.items() if share == leader]
    exports = {who: w.exports[product, who] for who in links}
    taken = {who: links[who][last] / exports[who][0][last] if exports[who][0][last] else nan for who in links}
    large = [taken[who] for who, share in w.shares(product, importer).items() if share > 0.1]
    theirs = sum(exports[who][1][last] for who, share in now.items() if share > 0.05)
    resold = w.exports[product, importer][1]
    world = w.world[product]
    return {
        "concentration": sum(share**2 for share in now.values()),
        "leading_share": leader,
        "supplier_count": float(sum(share > 0 for share in now.values())),
        "supplier_weight": w.over_suppliers(product, importer, lambda who: exports[who][0][last] / world[0][last]),
        "customer_weight": w.over_suppliers(product, importer, lambda who: taken[who]),
        "sole_customer": max([*known(large), 0.0]),
        "world_share": value[last] / world[0][last],
        "elsewhere": log1p((world[1][last] - theirs) / max(weight[last], 1.0)),
        "hub": log1p(resold[last]) - log1p(weight[last]),
        "resale_change": ln(resold[last]) - ln((resold[last] + resold[last - 1] + resold[last - 2]) / 3),
        "turnover": 1 - sum(min(now[who], before[who]) for who in links),
        "leader_gain": leader - max(before[who] for who in leaders),
        "entered": sum(share for who, share in now.items() if not before[who]),
        "left": sum(share for who, share in before.items() if not now[who]),
    }


def _contagion(w: World, product: str, importer: str) -> dict[str, float]:
    last = w.last

    def rate(code: str, year: int) -> float:
        return mean(w.collapse(b, year) for (one, who), b in w.imports.items() if one == code and who != "EU")

    def family(digits: int) -> list[str]:
        return [one for one in w.products() if one[:digits] == product[:digits]]

    def recent(code: str) -> float:
        return w.price(code, last) - mean(w.price(code, year) for year in range(last - 2, last + 1))

    moved = [
        steps(book[1], [last])[0]
        for (code, who), book in w.imports.items()
        if code == product and who != "EU" and book[0][last - 1] > 1e6
    ]

    mine = {importer, "EU", *(w.members if importer == "EU" else ())}

    def ill(seller: str) -> float:
        others = {
            who: book[0][last]
            for (code, who, one), book in w.bought.items()
            if (code, one) == (product, seller) and who not in mine
        }
        sold = w.exports[product, seller][0][last] - w.bought[product, importer, seller][0][last]
        hit = sum(amount for who, amount in others.items() if w.collapse(w.imports[product, who], last) == 1)
        return hit / sold if sold > 0 else nan

    return {
        "product_rate": rate(product, last),
        "product_rate_5": mean(rate(product, year) for year in range(last - 4, last + 1)),
        "heading_rate": mean(rate(code, last) for code in family(4)),
        "chapter_rate": mean(rate(code, last) for code in family(2)),
        "chapter_price": mean(recent(code) for code in family(2)),
        "product_change": median(known(moved) or [nan]),
        "product_falling": mean(float(one < log(0.75)) for one in known(moved)),
        "shared_suppliers": w.over_suppliers(product, importer, ill),
    }


def _others(w: World, product: str, importer: str) -> dict[str, float]:
    last = w.last

    def rate(year: int) -> float:
        return mean(w.collapse(book, year) for (_, who), book in w.imports.items() if who == importer)

    all_of = {year: sum(b[0][year] for (_, who), b in w.imports.items() if who == importer) for year in w.years}
    scores, output = w.tables.scores, w.tables.output
    newest = max(year for _, year in scores if year <= last)
    dug = max(year for _, _, year in output if year <= last)
    world = sum(one for (code, _, year), one in output.items() if (code, year) == (product, dug))

    def stable(who: str) -> float:
        return scores.get((who, newest), nan)

    def mined(who: str, year: int) -> float:
        return output.get((product, who, year), nan)

    return {
        "importer_rate": rate(last),
        "importer_rate_10": mean(rate(year) for year in w.years),
        "importer_change": ln(all_of[last]) - ln(all_of[last - 1]),
        "supplier_stability": w.over_suppliers(product, importer, stable),
        "supplier_stability_change": w.over_suppliers(
            product, importer, lambda who: stable(who) - scores.get((who, newest - 3), nan)
        ),
        "output_change": w.over_suppliers(product, importer, lambda who: ln(mined(who, dug)) - ln(mined(who, dug - 1))),
        "output_share": w.over_suppliers(product, importer, lambda who: mined(who, dug) / world if world else nan),
        "own_output": log1p(output.get((product, importer, dug), 0.0)) - log1p(w.imports[product, importer][1][last])
        if world
        else nan,
    }


def _stocks(w: World, product: str, importer: str) -> dict[str, float]:
    """Of each holder the newest year in which something is known to be stored, but none of long ago."""
    held = w.tables.stocks
    newest: dict[str, int] = {}
    for (code, holder, year), (stored, _) in held.items():
        if code == product and not isnan(stored) and year >= w.last - 2:
            newest[holder] = max(year, newest.get(holder, year))

    def figures(holder: str, back: int = 0) -> tuple[float, float]:
        return held.get((product, holder, newest[holder] - back), (nan, nan)) if holder in newest else (nan, nan)

    def days(holder: str, back: int = 0) -> float:
        stored, used = figures(holder, back)
        return 365 * stored / used if used > 0 else nan

    covered = [figures(one) for one in newest if not isnan(days(one))]
    both = [(figures(one)[0], figures(one, 1)[0]) for one in newest if not isnan(figures(one, 1)[0])]
    return {
        "days_of_cover": days(importer),
        "cover_change": ln(days(importer)) - ln(days(importer, 1)),
        "stock_change": ln(figures(importer)[0]) - ln(figures(importer, 1)[0]),
        "holders_cover": 365 * sum(one for one, _ in covered) / sum(one for _, one in covered) if covered else nan,
        "holders_stock_change": ln(sum(one for one, _ in both) / sum(one for _, one in both)) if both else nan,
    }


def _months(w: World, product: str, importer: str) -> dict[str, float]:
    """Twelve, or three, newest months that are known together with those of a year before."""
    mine = {(y, m): one for (who, code, y, m), one in w.tables.months.items() if (who, code) == (importer, product)}
    later = sorted(one for one in mine if one[0] > w.last)
    pairs = [(mine[y, m], mine[y - 1, m]) for y, m in later if (y - 1, m) in mine]

    def against(place: int, count: int, *, weighed: bool = True) -> float:
        chosen = [(now, then) for now, then in pairs[-count:] if not weighed or (now[1] and then[1])]
        return ln(sum(now[place] for now, _ in chosen)) - ln(sum(then[place] for _, then in chosen))

    return {
        "months_known": float(len(later)) if later else nan,
        "months_weight": against(1, 12),
        "months_value": against(0, 12, weighed=False),
        "months_unit_value": against(2, 12) - against(1, 12),
        "quarter_weight": against(1, 3),
    }
