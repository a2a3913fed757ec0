"""The input-output engine as its users call it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse

from tests.scenario.io_tables import MILLER_BLAIR, drawn
from tocsin.core.errors import UsageError
from tocsin.scenario.io import run_io
from tocsin.scenario.io_shock import IoShock

RULES = ("proportional", "final_first", "partners_first", "largest_first")


def scenario(seed: int, n: int, sectors: int) -> list[IoShock]:
    """Return one shock of each kind."""
    chance = np.random.default_rng(seed)
    return [
        IoShock.capacity(
            chance.choice(n, 2), chance.random(), from_day=3, duration=20, recovery="linear", recovery_days=9
        ),
        IoShock.link(chance.choice(n, 3), chance.choice(n, 3), chance.random(), from_day=6, duration=25),
        IoShock.link(chance.choice(n, 3), chance.choice(n, 3), 1.0, final_regions=[0], from_day=9, duration=9),
        IoShock.shortfall(int(chance.integers(sectors)), chance.choice(n, 2), chance.random(15), product_share=0.3),
        IoShock.demand(chance.choice(n, 2), 0.2, from_day=12, duration=10),
    ]


def rules(rule: str, regions: int) -> dict[str, Any]:
    return {"rationing": rule, "partners": np.tri(regions)} if rule == "partners_first" else {"rationing": rule}


@pytest.mark.parametrize("orders", ["fixed", "capacity"])
@pytest.mark.parametrize("rule", RULES)
def test_without_a_shock_nothing_moves(rule: str, orders: Any) -> None:
    Z, Y, x = drawn(3, 4, 1, filled=0.7)
    found = run_io(Z, Y, x, [], n_sectors=4, days=400, orders=orders, **rules(rule, 3))
    assert np.abs(found.production / found.base - 1).max() < 1e-12
    assert np.abs(found.unmet_share()).max() < 1e-12
    assert (found.binding == -1).all()
    assert found.guards == ()


@pytest.mark.parametrize("orders", ["fixed", "capacity"])
@pytest.mark.parametrize("rule", RULES)
def test_what_is_shipped_arrives_and_all_output_is_sold(rule: str, orders: Any) -> None:
    for seed in range(4):
        Z, Y, x = drawn(3, 4, seed, filled=0.7)
        found = run_io(
            Z, Y, x, scenario(seed, 12, 4), n_sectors=4, days=80, inventory_days=9, orders=orders, **rules(rule, 3)
        )
        assert found.guards == ()
        assert found.mass_error.max() < 1e-14
        assert found.production.min() >= 0
        assert found.lost_share().max() > 0.01, "a test of nothing if no shock bites"


@pytest.mark.parametrize("orders", ["fixed", "capacity"])
@pytest.mark.parametrize("rule", RULES)
def test_a_batch_gives_what_its_scenarios_give_one_by_one(rule: str, orders: Any) -> None:
    Z, Y, x = drawn(3, 4, 5, filled=0.7)
    batch = [scenario(seed, 12, 4) for seed in range(5)] + [[]]
    settings = {"n_sectors": 4, "days": 70, "inventory_days": 12, "orders": orders, **rules(rule, 3)}
    together = run_io(Z, Y, x, batch, **settings)
    for number, shocks in enumerate(batch):
        alone = run_io(Z, Y, x, shocks, **settings)
        assert np.abs(together.production[number] - alone.production[0]).max() < 1e-12 * alone.base.max()
        assert np.abs(together.unmet[number] - alone.unmet[0]).max() < 1e-12 * alone.final_base.max()
        assert (together.binding[number] == alone.binding[0]).all()


@pytest.mark.parametrize("rule", RULES)
def test_sparse_gives_what_dense_gives(rule: str) -> None:
    Z, Y, x = drawn(3, 4, 5, filled=0.3)
    batch = [scenario(seed, 12, 4) for seed in range(3)]
    settings = {"n_sectors": 4, "days": 60, "inventory_days": 12, **rules(rule, 3)}
    dense, sparse = (run_io(form(Z), Y, x, batch, **settings) for form in (np.asarray, scipy.sparse.csr_array))
    assert np.abs(dense.production - sparse.production).max() < 1e-12 * dense.base.max()


def test_the_result_does_not_depend_on_the_number_of_workers_or_on_how_many_run_together() -> None:
    Z, Y, x = drawn(16, 25, 2)
    batch = [scenario(seed, 400, 25) for seed in range(6)]
    one, two = (run_io(Z, Y, x, batch, n_sectors=25, days=12, workers=workers) for workers in (1, 2))
    assert (one.production == two.production).all()
    assert (one.binding == two.binding).all()


def test_money_in_another_unit_changes_nothing() -> None:
    Z, Y, x = drawn(3, 4, 6, filled=0.7)
    shocks = scenario(3, 12, 4)
    one, other = (run_io(Z * s, Y * s, x * s, shocks, n_sectors=4, days=80, inventory_days=9) for s in (1.0, 1e-7))
    np.testing.assert_allclose(other.production * 1e7, one.production, rtol=1e-11)


def test_the_order_of_regions_and_sectors_changes_nothing() -> None:
    regions, sectors = 3, 4
    Z, Y, x = drawn(regions, sectors, 7, filled=0.7)
    region, sector = np.array([2, 0, 1]), np.array([3, 1, 0, 2])
    order = (region[:, None] * sectors + sector).ravel()
    place = np.argsort(order)
    shocks = [
        IoShock.capacity([1, 6], 0.6, from_day=3, duration=30),
        IoShock.link([0, 1], [6, 7], 0.9, from_day=5, duration=20, final_regions=[1]),
    ]
    moved = [
        IoShock.capacity(place[[1, 6]], 0.6, from_day=3, duration=30),
        IoShock.link(
            place[[0, 1]], place[[6, 7]], 0.9, from_day=5, duration=20, final_regions=[int(np.argsort(region)[1])]
        ),
    ]
    one = run_io(Z, Y, x, shocks, n_sectors=sectors, days=90, inventory_days=9)
    other = run_io(
        Z[np.ix_(order, order)], Y[order][:, region], x[order], moved, n_sectors=sectors, days=90, inventory_days=9
    )
    np.testing.assert_allclose(other.production[0], one.production[0][:, order], rtol=1e-10)


def test_a_day_worked_by_hand() -> None:
    Z, f, x = MILLER_BLAIR
    found = run_io(
        Z, f, x, [IoShock.capacity([0], 0.5)], n_sectors=2, days=2, inventory_days=10, tau_inv=5, orders="fixed"
    )
    # Node 0 makes half of 1000 / 365 a day; node 1 has ten days of stock, of which eight are needed.
    assert found.production[0, 0] * 365 == pytest.approx([500, 2000])
    # Half of what final users and node 1 wanted of node 0 is there; node 0 met only half of 350.
    assert found.unmet[0, 0, 0] * 365 == pytest.approx(175)
    # Node 0 then needs 5 days for what it makes and holds 10 - .5 + .5 = 10; it orders what it used: 0.5 x (150, 200).
    # Node 1 holds 10 + .5 - 1 = 9.5 days of good 0 and lacks .5 / 5 = .1; of good 1 it received all it used.
    # Orders to node 0: .5 x 150 + 1.1 x 500 = 625; to node 1: .5 x 200 + 1 x 100 = 200.
    orders = (0.5 * 150 + 1.1 * 500 + 0.5 * 200 + 1.0 * 100) / 950
    assert found.orders[0, 1] == pytest.approx(orders)
    # Next day: node 0 still makes 500, having overproduced by .25 x (975 - 500) / 975 / 365; node 1 sells 200 + 1700.
    scarce = (625 + 350 - 500) / (625 + 350)
    assert found.production[0, 1] * 365 == pytest.approx([500 * (1 + 0.25 * scarce / 365), 1900])


def test_stocks_delay_the_loss_and_then_the_missing_input_binds() -> None:
    Z, Y, x = drawn(1, 3, 2)
    found = run_io(Z, Y, x, [IoShock.capacity([2], 1.0)], n_sectors=3, days=60, inventory_days=20)
    # Nobody gets good 2 any more. Stocks may fall to 80 % of their target, four days of use, before they bind; users
    # that sell less meanwhile use less.
    assert (found.bound[0, :4] == 0).all()
    held = int((found.bound[0] > 0).argmax())
    assert held >= 4
    assert found.binding[0, held] == 2


def test_a_cut_link_with_fixed_orders_hurts_both_ends_only_at_first() -> None:
    Z, Y, x = drawn(3, 2, 3)
    found = run_io(Z, Y, x, [IoShock.link([0, 1], [2, 3], from_day=1)], n_sectors=2, days=3, orders="fixed")
    change = found.production[0, 1] / found.base - 1
    lost = Z[np.ix_([0, 1], [2, 3])].sum(axis=1) / x[:2]
    np.testing.assert_allclose(change[:2], -lost, rtol=1e-9)
    assert np.abs(change[2:]).max() < 1e-12


def test_orders_by_capacity_go_around_a_cut_link() -> None:
    Z, Y, x = drawn(3, 2, 3)
    cut = [IoShock.link([0, 1], [2, 3], from_day=1)]
    fixed, around = (
        run_io(Z, Y, x, cut, n_sectors=2, days=120, inventory_days=15, orders=orders)
        for orders in ("fixed", "capacity")
    )
    assert around.production[0, -1, [2, 3]].sum() > fixed.production[0, -1, [2, 3]].sum()
    assert around.orders[0, 1] == pytest.approx(1.0), "what is not ordered there is ordered elsewhere"


def test_a_cut_to_final_demand_is_unmet_there_and_nowhere_else() -> None:
    Z, Y, x = drawn(3, 2, 3)
    found = run_io(Z, Y, x, [IoShock.link([0], [], 1.0, final_regions=[2])], n_sectors=2, days=1)
    assert found.unmet[0, 0] * 365 == pytest.approx([0, 0, Y[0, 2]])


def test_a_missing_product_holds_production_and_lowers_purchases() -> None:
    Z, Y, x = drawn(2, 2, 4)
    missing = IoShock.shortfall(1, [0], np.full(40, 0.5), product_share=0.2, criticality=0.6)
    found = run_io(Z, Y, x, [missing], n_sectors=2, days=2, orders="fixed")
    assert found.production[0, 0, 0] / found.base[0] == pytest.approx(0.7)
    assert found.binding[0, 0] == 1
    assert found.bound[0, 0] == 1
    # On the first day node 0 buys a tenth less of sector 1 (nodes 1 and 3), and nothing else changes.
    sold = found.production[0, 0, [1, 3]] / found.base[[1, 3]]
    assert sold == pytest.approx(1 - 0.1 * Z[[1, 3], 0] / x[[1, 3]])


def test_an_input_that_is_not_essential_does_not_bind() -> None:
    Z, Y, x = drawn(1, 3, 2)
    lost = [IoShock.capacity([2], 1.0)]
    essential = np.ones((3, 3))
    essential[2] = 0
    half = np.where(essential == 1, 1, 0.5)
    soft, partly, hard = (
        run_io(Z, Y, x, lost, n_sectors=3, days=60, inventory_days=10, criticality=criticality)
        for criticality in (essential, half, None)
    )
    others = slice(0, 2)
    assert (soft.binding == -1).all()
    assert soft.guards == partly.guards == ()
    assert soft.production[0, -1, others].sum() > partly.production[0, -1, others].sum()
    assert partly.production[0, -1, others].sum() > hard.production[0, -1, others].sum()


def test_infinite_stocks_never_bind() -> None:
    Z, Y, x = drawn(1, 3, 2)
    found = run_io(Z, Y, x, [IoShock.capacity([2], 1.0)], n_sectors=3, days=300, inventory_days=[90, 90, np.inf])
    assert (found.binding == -1).all()


@pytest.mark.parametrize("days", [15, np.full(3, 15.0), np.full(6, 15.0), np.full((3, 6), 15.0)])
def test_days_of_cover_in_all_their_shapes(days: Any) -> None:
    Z, Y, x = drawn(2, 3, 8)
    lost = [IoShock.capacity([2], 0.8)]
    found, plain = (run_io(Z, Y, x, lost, n_sectors=3, days=40, inventory_days=one) for one in (days, 15))
    assert (found.production == plain.production).all()


def test_more_stock_never_brings_the_first_shortage_forward() -> None:
    for seed in range(10):
        Z, Y, x = drawn(3, 3, seed, filled=0.8)
        shocks = scenario(seed, 9, 3)[:3]
        bound = [run_io(Z, Y, x, shocks, n_sectors=3, days=60, inventory_days=d).bound[0] > 0 for d in (3, 6, 12, 40)]
        first = [int(one.argmax()) if one.any() else 60 for one in bound]
        assert first == sorted(first)


def test_more_stock_never_costs_output_where_nobody_restocks_or_overproduces() -> None:
    for seed in range(10):
        Z, Y, x = drawn(3, 3, seed, filled=0.8)
        made = [
            run_io(
                Z, Y, x, scenario(seed, 9, 3)[:3], n_sectors=3, days=90,
                inventory_days=cover, orders="fixed", alpha_max=1, tau_inv=1e9,
            ).production.sum()
            for cover in (4, 8, 16, 64)
        ]  # fmt: skip
        assert (np.diff(made) >= -1e-9 * made[0]).all()


def test_nodes_without_output_or_inputs_stay_as_they_are_and_crash_nothing() -> None:
    Z, Y, x = drawn(2, 3, 9)
    Z[4], Z[:, 4], Y[4], Z[:, 2] = 0, 0, 0, 0
    x = Z.sum(axis=1) + Y.sum(axis=1)
    shocks = [IoShock.capacity([1, 2, 4], 0.7, from_day=2, duration=30), IoShock.demand([4], 1.0)]
    for orders in ("fixed", "capacity"):
        found = run_io(Z, Y, x, shocks, n_sectors=3, days=80, inventory_days=8, orders=orders)
        assert (found.production[0, :, 4] == 0).all()
        assert np.isfinite(found.production).all()
        assert found.guards == ()


def test_lost_shares_of_100_percent_everywhere_leave_nothing_and_no_nan() -> None:
    Z, Y, x = drawn(2, 3, 9)
    found = run_io(Z, Y, x, [IoShock.capacity(range(6), 1.0, from_day=2, duration=5)], n_sectors=3, days=40)
    assert (found.production[0, 2:7] == 0).all()
    assert np.isfinite(found.production).all()
    assert found.unmet_share()[0, 3] == pytest.approx([1.0, 1.0])


def test_the_bullwhip_guard_stops_one_scenario_and_lets_the_others_go_on() -> None:
    Z, Y, x = drawn(2, 3, 9)
    wild = [IoShock.capacity([0, 3], 1.0, from_day=1, duration=10)]
    found = run_io(Z, Y, x, [wild, []], n_sectors=3, days=60, tau_inv=1, bullwhip=1.5)
    (guard,) = found.guards
    assert (guard.scenario, guard.kind) == (0, "bullwhip")
    assert "tau_inv" in guard.reason
    assert np.isnan(found.production[0, guard.day :]).all()
    assert np.isfinite(found.production[0, : guard.day]).all()
    assert np.abs(found.production[1] / found.base - 1).max() < 1e-12


@pytest.mark.parametrize("keep", ["region", "sector", "total"])
def test_what_is_kept_adds_up_to_production(keep: Any) -> None:
    Z, Y, x = drawn(2, 3, 9)
    shocks = scenario(1, 6, 3)
    whole = run_io(Z, Y, x, shocks, n_sectors=3, days=30)
    part = run_io(Z, Y, x, shocks, n_sectors=3, days=30, keep=keep)
    by_region = whole.production.reshape(1, 30, 2, 3)
    sums = {
        "region": by_region.sum(axis=3),
        "sector": by_region.sum(axis=2),
        "total": by_region.sum(axis=(2, 3))[..., None],
    }
    np.testing.assert_allclose(part.production, sums[keep])
    np.testing.assert_allclose(part.lost_share(), whole.lost_share(), atol=1e-14)


@pytest.mark.parametrize(
    "wrong",
    [
        {"psi": 0},
        {"tau_inv": 0.5},
        {"alpha_max": 0.9},
        {"tau_alpha": 0},
        {"rationing": "fair"},
        {"rationing": "partners_first"},
        {"partners": np.eye(2)},
        {"rationing": "partners_first", "partners": np.eye(3)},
        {"orders": "none"},
        {"inventory_days": 0.5},
        {"inventory_days": [1.0, 2.0]},
        {"criticality": np.ones((2, 2))},
        {"criticality": np.full((3, 3), 2.0)},
        {"days": 0},
        {"keep": "all"},
        {"bullwhip": 1},
        {"days_per_year": 0},
        {"workers": 0},
    ],
)
def test_parameters_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    Z, Y, x = drawn(2, 3, 9)
    with pytest.raises(UsageError, match=r"in run_io\. "):
        run_io(Z, Y, x, [], **{"n_sectors": 3, "days": 2, **wrong})


def test_shocks_have_to_be_shocks() -> None:
    Z, Y, x = drawn(2, 3, 9)
    with pytest.raises(UsageError, match="scenario 1 is not a sequence of IoShock"):
        run_io(Z, Y, x, [[], ["ban"]], n_sectors=3, days=2)  # type: ignore[arg-type]
