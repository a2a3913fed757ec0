"""Remedies: each softens the worst month of those who are hit, by as much as its size says, and never worsens it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.scenario.draws import central, draw
from tocsin.scenario.market import Basis, Market
from tocsin.scenario.remedies import Remedy, remedies
from tocsin.scenario.routes import closure, portions, route
from tocsin.scenario.shock import Good, Scenario, Shock
from tocsin.scenario.spread import Spread

START = date(2024, 1, 1)
BARE = {
    name: Spread.exactly(value)
    for name, value in {
        "cover": 0.0,
        "spare": 0.0,
        "diversion": 0.0,
        "diversion_lead": 1.0,
        "substitution": 0.0,
        "substitution_lead": 1.0,
        "replaceable": 1.0,
        "neutral": 1.0,
        "rival": 1.0,
    }.items()
}


def market(flow: list[list[float]]) -> Market:
    exporters, importers = ("CHN", "DEU", "USA")[: len(flow)], ("KOR", "JPN", "FRA")[: len(flow[0])]
    shape = (len(exporters), len(importers))
    price = np.full(shape[1], 2.0)
    return Market(
        "metal",
        exporters,
        importers,
        np.array(flow, dtype=float),
        price,
        np.ones(shape, dtype=np.int8),
        basis=Basis("s", 1),
    )


def scenario(days: int = 120, *, target: str = "KOR", end: date | None = None, **assumed: float) -> Scenario:
    good = Good("metal", "Metal", assumptions=BARE | {name: Spread.exactly(value) for name, value in assumed.items()})
    ban = Shock("ban", "ban", ("CHN",), (target,), ("metal",), start=START, end=end)
    return Scenario("test", "A test", "", START, days, (good,), (ban,))


def compared(asked: Scenario, on: Market) -> dict[str, Remedy]:
    return {one.name: one for one in remedies(asked, {"metal": on}, central(asked))}


HALF = market([[10.0, 10.0], [10.0, 30.0]])


def test_each_remedy_softens_by_its_size() -> None:
    found = compared(scenario(), HALF)
    # Korea buys half of its metal from China; freed goods may not reach it, and nobody gives way.
    assert [one.worst_month_before for one in found.values()] == pytest.approx([0.5] * 5)
    # A tenth of use is replaced.
    assert found["substitution"].softened == pytest.approx(0.1)
    # A fifth of the half is bought elsewhere.
    assert found["diversification"].softened == pytest.approx(0.1)
    # 30 days of use over 90 days are a third of use a day, but they end, and then a month is as bad as before.
    assert found["stock_release"].softened == pytest.approx(0.0)
    # 30 more days of use last for 60 days at half use, and then a month is as bad as before.
    assert found["larger_stock"].softened == pytest.approx(0.0)
    # Japan uses 40 and passes a tenth of it on to Korea, which uses 20.
    assert found["partner_swap"].softened == pytest.approx(0.2)


def test_stocks_help_where_the_shock_passes() -> None:
    found = compared(scenario(end=date(2024, 2, 15)), HALF)
    assert found["stock_release"].softened == pytest.approx(1 / 3)
    assert found["larger_stock"].worst_month_after == pytest.approx(0.0)
    assert found["larger_stock"].cost == pytest.approx(20 * 30 * 2.0)
    assert found["substitution"].cost is None


def test_what_partners_give_way_is_seen_with_them() -> None:
    found = compared(scenario(), HALF)
    assert found["partner_swap"].others_worse == pytest.approx(0.1)
    assert found["substitution"].others_worse == 0


def test_where_all_are_hit_nobody_can_pass_anything_on() -> None:
    assert compared(scenario(target="*"), HALF)["partner_swap"].softened == pytest.approx(0.0)


def test_the_remedy_that_softens_most_stands_first() -> None:
    asked = scenario()
    found = remedies(asked, {"metal": HALF}, central(asked))
    assert [one.softened for one in found] == sorted((one.softened for one in found), reverse=True)


def test_where_nothing_is_missing_there_is_nothing_to_soften() -> None:
    assert compared(scenario(cover=1000.0), HALF) == {}


def test_buying_elsewhere_does_nothing_where_there_is_no_elsewhere() -> None:
    found = compared(scenario(), market([[10.0, 10.0]]))
    assert found["diversification"].softened == pytest.approx(0.0)


def test_a_closed_route_is_softened_by_ways_that_do_not_take_it() -> None:
    oil = Good("oil", "Crude oil", ("270900",), assumptions=BARE)
    shape = (2, 1)
    gulf = Market("oil", ("KWT", "BRA"), ("JPN",), np.array([[8.0], [2.0]]), np.ones(1), np.ones(shape, dtype=np.int8))
    asked = Scenario("closed", "Closed", "", START, 60, (oil,), closure(route("hormuz"), [oil], START))
    portions_ = portions(asked, {"oil": gulf})
    found = {one.name: one for one in remedies(asked, {"oil": gulf}, central(asked), portions_)}
    assert 0 < found["diversification"].softened < 0.2


@settings(max_examples=60, deadline=None)
@given(
    flow=st.lists(
        st.lists(st.sampled_from([0.0, 1.0, 5.0, 40.0]), min_size=3, max_size=3), min_size=3, max_size=3
    ).filter(lambda rows: sum(map(sum, rows)) > 0 and rows[0][0] > 0),
    seed=st.integers(0, 1000),
    target=st.sampled_from(["KOR", "*"]),
    last=st.integers(0, 100),
)
def test_no_remedy_is_worse_than_none(flow: list[list[float]], seed: int, target: str, last: int) -> None:
    good = Good("metal", "Metal")
    end = date.fromordinal(START.toordinal() + last)
    ban = Shock("ban", "ban", ("CHN",), (target,), ("metal",), start=START, end=end)
    asked = Scenario("test", "A test", "", START, 120, (good,), (ban,))
    for one in remedies(asked, {"metal": market(flow)}, draw(asked, 3, seed)):
        assert one.softened >= -1e-9, one
