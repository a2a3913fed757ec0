"""Costs to both sides: who bears what, by hand, and nothing twice."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.core.errors import UsageError
from tocsin.scenario.cost import CONTROLLER, OTHER, TARGET, TWICE, Costs, costs, join
from tocsin.scenario.draws import Draws, central, draw
from tocsin.scenario.market import Basis, Market
from tocsin.scenario.run import Followed, follow
from tocsin.scenario.shock import Good, Input, Scenario, Shock, Trigger
from tocsin.scenario.spread import Spread

START = date(2024, 1, 1)
#: Nobody has stock, spare capacity or another good: what is stopped is missing.
BARE = {
    name: Spread.exactly(value)
    for name, value in {
        "cover": 0.0,
        "spare": 0.0,
        "diversion": 0.0,
        "substitution": 0.0,
        "elasticity": 1.0,
        "price_cap": 1.0,
        "frontrun": 0.0,
        "replaceable": 0.0,
        "restock": 0.0,
    }.items()
}


def market(flow: list[list[float]], exporters: str, importers: str, price: list[float], good: str = "metal") -> Market:
    shape = (len(exporters.split()), len(importers.split()))
    return Market(
        good,
        tuple(exporters.split()),
        tuple(importers.split()),
        np.array(flow, dtype=float),
        np.array(price, dtype=float),
        np.ones(shape, dtype=np.int8),
        basis=Basis("scenario", 2023),
    )


def good(id_: str = "metal", inputs: tuple[Input, ...] = (), **changed: float) -> Good:
    assumed = BARE | {name: Spread.exactly(value) for name, value in changed.items()}
    return Good(id_, id_, assumptions=assumed, inputs=inputs)


def ban(actor: str = "CHN", target: str = "KOR", id_: str = "ban", **more: object) -> Shock:
    told = {"kind": "ban", "products": ("metal",), "start": START} | more
    return Shock(id_, actors=(actor,), targets=(target,), **told)  # type: ignore[arg-type]


def scenario(goods: list[Good], shocks: list[Shock], days: int = 10) -> Scenario:
    return Scenario("test", "A test", "", START, days, tuple(goods), tuple(shocks))


def run(asked: Scenario, markets: list[Market], draws: Draws | None = None) -> tuple[Followed, Costs]:
    followed = follow(asked, {one.good: one for one in markets}, draws or central(asked))
    return followed, costs(asked, followed)


TWO = market([[10.0, 30.0], [20.0, 0.0]], "CHN DEU", "KOR JPN", [3.0, 2.0])


def test_what_is_missing_is_worth_the_price_of_before_and_unsold_goods_cost_their_maker() -> None:
    _, found = run(scenario([good()], [ban()]), [TWO])
    assert found.parts(TARGET)["missing"] == pytest.approx([10 * 10 * 3.0])
    assert found.target == pytest.approx([300.0])
    # China earned (10 * 3 + 30 * 2) / 40 = 2.25 a unit before.
    assert found.controller == pytest.approx([10 * 10 * 2.25])
    assert found.by_controller.keys() == {"CHN"}
    assert set(found.by_target) == {"KOR"}


def test_dearer_purchases_and_sales_follow_the_price() -> None:
    asked = scenario([good(price_cap=100.0, elasticity=1.0)], [ban()])
    followed, found = run(asked, [TWO])
    rise = followed.paths["metal"].price[0] - 1.0
    # A sixth of the world's use is missing: the price goes up by a fifth.
    assert rise == pytest.approx(0.2)
    assert found.parts(TARGET)["dearer"] == pytest.approx([20 * 10 * 0.2 * 3.0])
    assert found.parts(CONTROLLER)["gains"] == pytest.approx([-30 * 10 * 0.2 * 2.25])
    # Germany, at which nobody aims, earns more.
    assert found.by_other["DEU"] == pytest.approx([-20 * 10 * 0.2 * 3.0])


def test_what_a_country_makes_and_uses_itself_is_neither_dearer_nor_a_lost_sale() -> None:
    own = market([[100.0, 10.0]], "CHN", "CHN KOR", [1.0, 1.0])
    _, found = run(scenario([good(price_cap=100.0)], [ban()]), [own])
    assert found.controller == pytest.approx([10 * 10 * 1.0])
    assert found.parts(CONTROLLER)["gains"] == pytest.approx([0.0])


def test_a_good_without_any_price_has_no_cost_and_says_why() -> None:
    nameless = market([[10.0, 30.0]], "CHN", "KOR JPN", [np.nan, np.nan])
    _, found = run(scenario([good()], [ban()]), [nameless])
    assert np.isnan(found.target).all()
    told = found.document()
    assert told["target"]["total"] is None
    assert "metal" in told["target"]["reason"]


def test_an_unknown_price_takes_the_mean_of_the_others_and_says_so() -> None:
    partly = market([[10.0, 30.0]], "CHN", "KOR JPN", [np.nan, 2.0])
    _, found = run(scenario([good()], [ban()]), [partly])
    assert found.target == pytest.approx([10 * 10 * 2.0])
    assert "KOR" in found.notes[0]


def test_goods_counted_in_dollars_need_no_price() -> None:
    dollars = Market(**{**vars(TWO), "unit": "USD", "price": np.array([np.nan, np.nan])})
    _, found = run(scenario([good()], [ban()]), [dollars])
    assert found.target == pytest.approx([100.0])


def test_an_answer_swaps_the_roles_good_by_good() -> None:
    tools = market([[5.0], [0.0]], "KOR DEU", "CHN", [7.0], "tools")
    answer = ban("KOR", "CHN", "answer", products=("tools",))
    _, found = run(scenario([good(), good("tools")], [ban(), answer]), [TWO, tools])
    assert found.by_target["KOR"] == pytest.approx([300.0])
    assert found.by_target["CHN"] == pytest.approx([5 * 10 * 7.0])
    assert found.by_controller["CHN"] == pytest.approx([225.0])
    assert found.by_controller["KOR"] == pytest.approx([350.0])
    assert found.by_shock("ban", TARGET) == pytest.approx([300.0])
    assert found.by_shock("answer", CONTROLLER) == pytest.approx([350.0])


def test_the_buyer_who_bans_imports_is_the_one_who_restricts() -> None:
    bought = ban("KOR", "CHN", side="import")
    _, found = run(scenario([good()], [bought]), [TWO])
    assert found.by_controller == {"KOR": pytest.approx([300.0])}
    assert found.by_target == {"CHN": pytest.approx([225.0])}


def test_bans_of_both_sides_on_one_good_book_each_account_once() -> None:
    both = [ban(), ban("KOR", "CHN", "again", side="import")]
    _, once = run(scenario([good()], [ban()]), [TWO])
    _, found = run(scenario([good()], both), [TWO])
    assert found.target == pytest.approx(once.target)
    assert found.controller == pytest.approx(once.controller)
    keys = [(one.good, one.country, one.side) for one in found.accounts]
    assert len(keys) == len(set(keys))


def test_where_all_whom_a_ban_is_aimed_at_ban_as_well_the_cost_to_targets_says_so() -> None:
    everyone = Shock("all", "ban", ("*",), ("*",), ("metal",), start=START)
    told = run(scenario([good()], [everyone]), [TWO])[1].document()
    assert told["target"]["total"] is None
    assert "restrict as well" in told["target"]["reason"]
    assert told["controller"]["total"] is not None


def test_an_answer_that_does_not_come_costs_nothing() -> None:
    never = Trigger("metal", ("JPN",), above=0.5)
    answer = ban("KOR", "CHN", "answer", products=("tools",), start=None, when=never)
    tools = market([[5.0]], "KOR", "CHN", [7.0], "tools")
    _, found = run(scenario([good(), good("tools")], [ban(), answer]), [TWO, tools])
    assert set(found.by_target) == {"KOR"}
    assert found.target == pytest.approx([300.0])


def test_a_closed_route_has_no_restricting_side() -> None:
    closed = Shock("closed", "transport_closure", ("*",), ("*",), ("metal",), start=START, approval=Spread.exactly(0.0))
    _, found = run(scenario([good()], [closed]), [TWO])
    assert found.document()["controller"]["total"] is None
    assert "nobody restricts" in found.document()["controller"]["reason"]
    assert found.target == pytest.approx([10 * (30 * 3.0 + 30 * 2.0)])
    assert found.by_other["DEU"] > 0


def test_a_maker_bears_the_lost_product_or_the_missing_input_but_not_both() -> None:
    chips = market([[4.0]], "KOR", "USA", [100.0], "chips")
    made = good("chips", (Input("metal"),))
    _, found = run(scenario([good(), made], [ban()]), [TWO, chips])
    # A third of the metal is missing, so a third of the chips: 4 / 3 * 100 a day; the metal was worth 30 a day.
    assert found.by_target["KOR"] == pytest.approx([10 * 4 / 3 * 100.0])
    assert found.parts(TARGET)["missing"] == pytest.approx([0.0])
    assert found.by_other["USA"] == pytest.approx([10 * 4 / 3 * 100.0])


def test_those_who_restrict_feel_what_is_made_of_their_good() -> None:
    chips = market([[4.0]], "KOR", "CHN", [100.0], "chips")
    made = good("chips", (Input("metal"),))
    _, found = run(scenario([good(), made], [ban()]), [TWO, chips])
    assert found.by_controller["CHN"] == pytest.approx([225.0 + 10 * 4 / 3 * 100.0])


def test_what_one_target_did_not_sell_to_another_counts_once() -> None:
    chips = market([[4.0]], "KOR", "JPN", [100.0], "chips")
    both = Shock("ban", "ban", ("CHN",), ("KOR", "JPN"), ("metal",), start=START)
    _, found = run(scenario([good(), good("chips", (Input("metal"),))], [both]), [TWO, chips])
    lost = 10 * 4 / 3 * 100.0
    assert found.parts(TARGET)[TWICE] == pytest.approx([-lost])
    assert found.target == pytest.approx([lost + 10 * 30 * 2.0])


def test_stock_that_is_used_up_is_a_cost() -> None:
    _, found = run(scenario([good(cover=100.0)], [ban()]), [TWO])
    assert found.parts(TARGET)["missing"] == pytest.approx([0.0])
    assert found.target == pytest.approx([300.0])


def test_purchases_ahead_are_sales_of_the_one_who_will_stop() -> None:
    warned = ban(announced_on=START, start=date(2024, 1, 6))
    asked = scenario([good(frontrun=0.5, cover=100.0)], [warned])
    _, found = run(asked, [TWO])
    # Five days of 5 more each at 2.25, then five days of 10 less.
    assert found.controller == pytest.approx([(5 * 10 - 5 * 5) * 2.25])


def test_batches_joined_are_all_runs_at_once() -> None:
    asked = scenario([Good("metal", "metal")], [ban()], days=60)
    draws = draw(asked, 7, 0)
    _, whole = run(asked, [TWO], draws)
    parts = [run(asked, [TWO], draws.part(one))[1] for one in (slice(0, 4), slice(4, 7))]
    joined = join(parts)
    for role in (TARGET, CONTROLLER):
        assert joined.total(role) == pytest.approx(whole.total(role))
    assert joined.by(OTHER).keys() == whole.by(OTHER).keys()
    with pytest.raises(UsageError, match="No costs"):
        join([])


def test_goods_with_a_price_are_told_where_another_has_none() -> None:
    chips = market([[4.0]], "KOR", "USA", [np.nan], "chips")
    _, found = run(scenario([good(), good("chips", (Input("metal"),))], [ban()]), [TWO, chips])
    told = found.document()["target"]
    assert told["total"] is None
    assert told["by_good"]["metal"]["p50"] == pytest.approx(300.0)
    assert told["by_good"]["chips"] is None


KINDS_ = ("ban", "quota", "licence", "tariff", "transport_closure", "capacity_loss", "demand_surge", "stock_release")
PLACES = st.sampled_from([("CHN",), ("KOR",), ("CHN", "DEU"), ("*",), ("JPN", "KOR"), ("BRA",)])


@settings(max_examples=60, deadline=None)
@given(
    kinds=st.lists(st.sampled_from(KINDS_), min_size=0, max_size=4),
    places=st.lists(
        st.tuples(PLACES, PLACES, st.sampled_from(["export", "import"]), st.booleans()), min_size=4, max_size=4
    ),
    days=st.integers(1, 40),
    seed=st.integers(0, 99),
)
def test_whatever_the_shocks_each_account_is_booked_once_in_each_run_and_parts_add_up(
    kinds: list[str], places: list[tuple[tuple[str, ...], tuple[str, ...], str, bool]], days: int, seed: int
) -> None:
    shocks = [
        Shock(
            f"s{k}",
            kind,
            actors,
            targets,
            ("metal",),
            side=side,
            start=None if waits else START,
            when=Trigger("metal", ("KOR",), above=0.1) if waits else None,
            quantity=5.0,
            share=Spread.exactly(1.0),
        )
        for k, (kind, (actors, targets, side, waits)) in enumerate(zip(kinds, places, strict=False))
    ]
    asked = scenario([Good("metal", "metal"), good("chips", (Input("metal"),))], shocks, days)
    chips = market([[4.0, 2.0]], "KOR", "CHN KOR", [9.0, 9.0], "chips")
    _, found = run(asked, [TWO, chips], draw(asked, 3, seed))
    booked: dict[tuple[str, str, str], np.ndarray[Any, np.dtype[np.int64]]] = {}
    for one in found.accounts:
        busy = np.any([part != 0 for part in one.parts.values()], axis=0)
        key = (one.good, one.country, one.side)
        booked[key] = booked.get(key, np.zeros(3, dtype=int)) + busy
    assert all((count <= 1).all() for count in booked.values())
    for role in (TARGET, CONTROLLER):
        by_country = sum(found.by(role).values(), np.zeros(3))
        twice = found.twice.get(role, np.zeros(3))
        assert not found.by(role) or found.total(role) == pytest.approx(by_country - twice)
    assert np.isfinite(sum(one.cost.sum() for one in found.accounts))
