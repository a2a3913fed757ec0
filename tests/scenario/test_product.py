"""The product engine: the path of a good after a link is cut, worked out by hand where it can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from tocsin.scenario.episode import Episode
from tocsin.scenario.market import FRIEND, NEUTRAL, RIVAL, Market
from tocsin.scenario.product import ProductPath, simulate
from tocsin.scenario.shock import Shock

DAYS = 100


def market(flow: list[list[float]], tier: int | list[list[int]] = FRIEND) -> Market:
    shape = np.array(flow).shape
    return Market(
        "good",
        tuple("ABCDE"[: shape[0]]),
        tuple("TUVWX"[: shape[1]]),
        np.array(flow, dtype=float),
        np.ones(shape[1]),
        np.broadcast_to(np.array(tier, dtype=np.int8), shape),
    )


def drawn(**given: float) -> dict[str, Any]:
    values = {
        "cover": 0.0,
        "spare": 0.0,
        "spare_lead": 1.0,
        "diversion": 0.0,
        "diversion_lead": 1.0,
        "replaceable": 1.0,
        "neutral": 1.0,
        "rival": 1.0,
        "substitution": 0.0,
        "substitution_lead": 1.0,
        "elasticity": 0.5,
        "price_cap": 10.0,
        "frontrun": 0.0,
        "tariff_elasticity": 2.0,
        "restock": 0.1,
    }
    return {name: np.array([value]) for name, value in (values | given).items()}


def shock(kind: str = "ban", actors: str = "A", targets: str = "T", **given: Any) -> Shock:
    return Shock("s", kind, tuple(actors), tuple(targets), ("good",), start=date(2024, 1, 1), **given)


def episode(of: Shock, onset: float = 10, last: float = 59, announced: int | None = None, **given: float) -> Episode:
    values = {"share": 1.0, "exempt": 0.0, "delay": 0.0, "approval": 1.0} | given
    return Episode(
        of, np.array([onset]), np.array([last]), {name: np.array([one]) for name, one in values.items()}, announced
    )


def unmet(path: ProductPath, importer: str = "T") -> np.ndarray[Any, np.dtype[np.float64]]:
    return np.asarray(path.unmet[0, :, path.market.importers.index(importer)])


def test_without_a_shock_nothing_changes() -> None:
    path = simulate(market([[3, 1], [2, 5]]), [], drawn(cover=5, spare=0.2, diversion=0.5), DAYS)

    assert not path.unmet.any()
    assert path.price == pytest.approx(1.0)
    assert path.sold == pytest.approx(np.broadcast_to([4.0, 7.0], (1, DAYS, 2)))


def test_stock_lasts_as_many_days_as_it_covers_and_then_what_is_lost_is_missing() -> None:
    path = simulate(market([[4], [6]]), [episode(shock())], drawn(cover=8), DAYS)

    # 80 in stock, 4 a day missing from day 10: 20 days.
    assert not unmet(path)[:30].any()
    assert unmet(path)[30:60] == pytest.approx(4.0)
    assert not unmet(path)[60:].any()


def test_spare_capacity_comes_with_its_lead() -> None:
    path = simulate(market([[4], [10]]), [episode(shock())], drawn(spare=0.2, spare_lead=10), DAYS)

    assert unmet(path)[10] == pytest.approx(4 - 2 * 0.1)
    assert unmet(path)[19:60] == pytest.approx(2.0)


def test_others_give_up_what_is_at_stake_and_share_the_loss() -> None:
    # T loses 5 and holds nothing else; U has 20 from B, half of it at stake: 10 for a need of 5 + 10.
    path = simulate(market([[5, 0], [0, 20]]), [episode(shock(targets="*"))], drawn(diversion=0.5), DAYS)

    assert unmet(path)[20] == pytest.approx(5 / 3)
    assert unmet(path, "U")[20] == pytest.approx(10 / 3)


def test_what_may_no_longer_go_to_the_target_goes_round_through_others() -> None:
    # A sells to U what it sold to T, and U lets T have of B's what is at stake.
    path = simulate(market([[5, 5], [0, 15]]), [episode(shock())], drawn(diversion=0.5), DAYS)

    assert not path.unmet.any()
    assert path.sold[0, 20] == pytest.approx([10.0, 15.0])


def test_rivals_are_left_out() -> None:
    tier = [[NEUTRAL, NEUTRAL], [RIVAL, FRIEND]]
    path = simulate(market([[5, 0], [0, 20]], tier), [episode(shock())], drawn(diversion=0.5, rival=0.0), DAYS)

    assert unmet(path)[20] == pytest.approx(5.0)
    assert not unmet(path, "U").any()


def test_a_licence_is_a_delay_first() -> None:
    licence = episode(shock("licence"), delay=20, approval=0.9, last=1000)
    path = simulate(market([[10]]), [licence], drawn(), 200)

    assert unmet(path)[10] == pytest.approx(10.0, abs=1e-4)
    assert unmet(path)[29] == pytest.approx(10 - 9 * 0.5)  # half of the waits are over
    assert unmet(path)[199] == pytest.approx(1.0, abs=1e-2)


def test_a_quota_lets_its_share_pass_and_a_tariff_shrinks_the_flow() -> None:
    quota = simulate(market([[10]]), [episode(shock("quota"), share=0.6)], drawn(), DAYS)
    tariff = simulate(market([[10]]), [episode(shock("tariff"), share=0.25)], drawn(), DAYS)

    assert unmet(quota)[20] == pytest.approx(6.0)
    assert unmet(tariff)[20] == pytest.approx(10 * (1 - 1.25**-2))


def test_capacity_lost_is_lost_to_all_and_a_surge_needs_more() -> None:
    lost = simulate(market([[6, 4]]), [episode(shock("capacity_loss"), share=0.5)], drawn(), DAYS)
    surge = simulate(market([[6, 4]]), [episode(shock("demand_surge"), share=0.5)], drawn(), DAYS)

    assert lost.unmet[0, 20] == pytest.approx([3.0, 2.0])
    assert surge.unmet[0, 20] == pytest.approx([3.0, 0.0])


def test_a_route_takes_its_share_until_goods_are_led_round() -> None:
    closure = episode(shock("transport_closure", "*", "*"), delay=14, approval=1.0)
    path = simulate(market([[10]]), [closure], drawn(), DAYS, portions={"s": np.array([[0.3]])})

    assert unmet(path)[10:24] == pytest.approx(3.0)
    assert not unmet(path)[24:].any()


def test_two_closures_of_a_route_stop_only_what_takes_it() -> None:
    portions = {name: np.array([[0.4]]) for name in ("s", "t")}
    one = episode(shock("transport_closure"), approval=0.0)
    other = Episode(replace(one.shock, id="t"), one.onset, one.last, one.drawn)
    found = simulate(market([[10.0]]), [one, other], drawn(), DAYS, portions=portions)
    assert found.unmet[0, 10, 0] == pytest.approx(4.0)


def test_a_route_that_closes_a_hundred_times_is_followed_at_once() -> None:
    closed = shock("transport_closure", repeats=99, every=1)
    times = [episode(closed, onset=k, last=k, approval=0.0) for k in range(DAYS)]
    found = simulate(market([[10.0]]), times, drawn(), DAYS, portions={"s": np.array([[0.4]])})
    np.testing.assert_allclose(found.unmet[0, :, 0], 4.0)


def test_those_warned_buy_ahead() -> None:
    path = simulate(market([[4]]), [episode(shock(), announced=0)], drawn(frontrun=0.5), DAYS)

    # Ten days of 2 more than is used cover five days of 4.
    assert not unmet(path)[:15].any()
    assert unmet(path)[15:60] == pytest.approx(4.0)


def test_released_stock_reaches_only_those_it_is_given_to() -> None:
    cut = shock(targets="TU")
    release = Shock("r", "stock_release", ("H",), ("T",), ("good",), quantity=100.0)
    path = simulate(market([[4, 4]]), [episode(cut), episode(release, 10, 59)], drawn(), DAYS)

    assert unmet(path)[20] == pytest.approx(2.0)
    assert unmet(path, "U")[20] == pytest.approx(4.0)
    assert path.released[0, 20] == pytest.approx(2.0)


def test_the_price_rises_until_demand_has_fallen_by_what_is_missing() -> None:
    path = simulate(market([[5, 5]]), [episode(shock())], drawn(elasticity=0.5), DAYS)

    assert path.price[0, 20] == pytest.approx(0.5 ** (-1 / 0.5))


def test_stock_is_filled_again_from_idle_supply() -> None:
    path = simulate(market([[4], [10]]), [episode(shock(), last=14)], drawn(cover=2, spare=0.1, restock=1.0), DAYS)

    assert path.stock[0, 14, 0] < 28
    assert path.stock[0, -1, 0] == pytest.approx(28.0)


def test_ban_without_any_other_supplier_leaves_nothing() -> None:
    path = simulate(market([[7]]), [episode(shock(), 0, 1e9)], drawn(diversion=1.0, spare=1.0), DAYS)

    assert path.shortage() == pytest.approx(1.0)
    assert np.isfinite(path.price).all()


@pytest.mark.parametrize("seed", range(10))
def test_mass_is_kept(seed: int) -> None:
    rng = np.random.default_rng(seed)
    flow = rng.exponential(1, (5, 4)) * (rng.random((5, 4)) < 0.7)
    random = {"spare": 0.2, "diversion": 0.4, "rival": 0.1, "neutral": 0.5, "substitution": 0.1, "cover": 3.0}
    shocks = [episode(shock(targets="TU"), 5, 40), episode(shock("licence", "B", "*"), 20, 90, delay=30, approval=0.5)]
    path = simulate(market(flow.tolist(), rng.integers(0, 3, (5, 4)).tolist()), shocks, drawn(**random), DAYS)

    assert path.mass_error < 1e-9
    assert path.sold.sum(axis=2) == pytest.approx(path.bought.sum(axis=2), abs=1e-9)
    assert path.demand == pytest.approx(path.bought + path.substituted + path.drawn + path.unmet, abs=1e-9)
