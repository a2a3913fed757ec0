"""Leverage: what a ban on one good does to both sides, and who is exposed to a route."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tocsin.scenario.cost import costs
from tocsin.scenario.draws import central
from tocsin.scenario.leverage import Exposed, Lever, ban_of, closing_of, exposures, hardest, levers
from tocsin.scenario.market import Basis, Market
from tocsin.scenario.routes import portions, route
from tocsin.scenario.run import follow
from tocsin.scenario.shock import Good
from tocsin.scenario.spread import Spread

START = date(2025, 1, 1)
BARE = {
    "cover": 10.0,
    "spare": 0.0,
    "diversion": 0.0,
    "substitution": 0.0,
    "replaceable": 1.0,
    "price_cap": 1.0,
    "neutral": 0.0,
    "rival": 0.0,
}


def good(id_: str, hs6: tuple[str, ...] = (), **changed: float) -> Good:
    return Good(id_, id_.title(), hs6, assumptions={n: Spread.exactly(v) for n, v in (BARE | changed).items()})


def market(id_: str, flow: list[list[float]], exporters: str, importers: str, price: float = 2.0) -> Market:
    shape = (len(exporters.split()), len(importers.split()))
    return Market(
        id_,
        tuple(exporters.split()),
        tuple(importers.split()),
        np.array(flow, dtype=float),
        np.full(shape[1], price),
        np.ones(shape, dtype=np.int8),
        basis=Basis("baci:flow", 2023),
    )


def found(goods: list[Good], markets: list[Market], actors: tuple[str, ...] = ("CHN",)) -> dict[str, Lever]:
    asked = ban_of(actors, ("KOR",), goods, START)
    draws = central(asked)
    followed = follow(asked, {one.good: one for one in markets}, draws)
    return {one.good: one for one in levers(followed, costs(asked, followed), draws)}


METAL = market("metal", [[30.0, 50.0], [10.0, 0.0]], "CHN DEU", "KOR JPN")


def test_a_lever_says_how_dependent_the_buyer_is_and_what_it_costs_both() -> None:
    lever = found([good("metal")], [METAL])["metal"]
    assert (lever.actor, lever.target, lever.table, lever.year) == ("CHN", "KOR", "baci:flow", 2023)
    assert lever.dependence == pytest.approx(0.75)
    assert lever.world_share == pytest.approx(80 / 90)
    assert lever.alternatives == ("DEU",)
    assert lever.value == pytest.approx(30 * 365 * 2.0)
    # Stock of 10 days of use lasts 400 / 30 days; then three quarters are missing, and nobody makes them good.
    assert lever.first_day == 13
    assert lever.months == pytest.approx((365 - 13) / (365 / 12))
    assert lever.worst_month == pytest.approx(0.75)
    assert lever.replaced == pytest.approx(0.0)
    assert lever.cost_target == pytest.approx(30 * 365 * 2.0)
    assert lever.cost_actor == pytest.approx(30 * 365 * 2.0)
    assert lever.ratio == pytest.approx(1.0)


def test_what_others_make_good_shortens_the_shortage() -> None:
    spare = good("metal", spare=10.0, spare_lead=1.0, neutral=1.0, rival=1.0)
    lever = found([spare], [METAL])["metal"]
    assert lever.replaced == pytest.approx(1.0)
    assert lever.first_day is None
    assert lever.months == 0.0
    assert lever.cost_target == pytest.approx(0.0, abs=1e-6)


def test_several_goods_are_each_told_for_themselves_the_dearest_first() -> None:
    ore = market("ore", [[500.0, 1.0]], "CHN", "KOR JPN", price=20.0)
    both = found([good("metal"), good("ore")], [METAL, ore])
    assert list(both) == ["ore", "metal"]
    assert both["metal"] == found([good("metal")], [METAL])["metal"]


def test_a_good_that_one_side_does_not_sell_the_other_is_no_lever() -> None:
    assert found([good("metal")], [market("metal", [[0.0, 9.0], [5.0, 0.0]], "CHN DEU", "KOR JPN")]) == {}


def test_sides_of_several_countries_act_together_and_are_no_alternative() -> None:
    lever = found([good("metal")], [METAL], actors=("CHN", "DEU"))["metal"]
    assert lever.dependence == pytest.approx(1.0)
    assert lever.alternatives == ()


def test_without_a_price_there_is_no_cost_and_no_ratio() -> None:
    nameless = market("metal", [[30.0, 50.0]], "CHN", "KOR JPN", price=np.nan)
    lever = found([good("metal")], [nameless])["metal"]
    assert (lever.value, lever.cost_target, lever.cost_actor, lever.ratio) == (None, None, None, None)


def test_who_gains_by_withholding_has_no_ratio() -> None:
    dear = good("metal", price_cap=100.0, elasticity=0.1)
    lever = found([dear], [METAL])["metal"]
    assert lever.actor_gains
    assert lever.ratio is None


def closed(goods: list[Good], markets: list[Market], name: str = "hormuz") -> tuple[Exposed, ...]:
    asked = closing_of(route(name), goods, START)
    held = {one.good: one for one in markets}
    draws = central(asked)
    return exposures(route(name), follow(asked, held, draws, portions(asked, held)), draws)


OIL = market("oil", [[60.0, 5.0], [40.0, 95.0], [0.0, 20.0]], "KWT BRA USA", "JPN USA", price=500.0)


def test_exposure_is_the_share_of_imports_that_takes_the_route() -> None:
    japan, america = closed([good("oil", ("270900",))], [OIL])
    assert (japan.importer, america.importer) == ("JPN", "USA")
    assert japan.share.mid == pytest.approx(0.6 * 0.97)
    assert japan.share.low < japan.share.mid < japan.share.high
    # What the United States ship to themselves is no import.
    assert america.share.mid == pytest.approx(0.05 * 0.97)
    assert america.imports == pytest.approx(100 * 500.0 * 365)
    assert japan.value is not None
    assert japan.value.mid == pytest.approx(0.6 * 0.97 * 100 * 500.0 * 365)
    assert japan.cover == 10.0
    # 10 days of use last 10 / (.6 * .97) days; the way round does not make up for it.
    assert japan.first_day is not None
    assert 17 <= japan.first_day <= 21


def test_whom_a_route_hits_the_hardest_stands_first() -> None:
    order = hardest(closed([good("oil", ("270900",))], [OIL]))
    assert list(order) == ["JPN", "USA"]
    assert order["JPN"][0] > order["USA"][0] >= 0


def test_goods_that_do_not_take_the_route_are_not_exposed() -> None:
    assert closed([good("oil", ("270900",))], [market("oil", [[9.0, 9.0]], "BRA", "JPN USA")]) == ()


def test_an_exposure_without_a_price_has_a_share_but_no_value() -> None:
    (one,) = closed([good("oil", ("270900",))], [market("oil", [[9.0]], "KWT", "JPN", price=np.nan)])
    assert one.value is None
    assert one.share.mid > 0.9
    assert hardest([one]) == {}
