"""What holds for the product engine in any market under any shocks: conservation, optimality, invariance, monotony."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from tocsin.scenario.assumptions import NAMES
from tocsin.scenario.episode import Episode
from tocsin.scenario.market import FRIEND, NEUTRAL, RIVAL, Market
from tocsin.scenario.product import ProductPath, simulate
from tocsin.scenario.shock import LINK_KINDS, Shock

Real = NDArray[np.float64]
DAYS, RUNS = 40, 3
#: Of the demand of a run: below it, a difference is rounding.
NOISE = 1e-9


@dataclass(frozen=True)
class Case:
    """A market, what happens to it, and what is assumed."""

    market: Market
    episodes: tuple[Episode, ...]
    drawn: dict[str, Real]

    def path(self, **changed: Real) -> ProductPath:
        return simulate(self.market, self.episodes, {**self.drawn, **changed}, DAYS)


def case(
    seed: int, kinds: Sequence[str] = ("ban", "quota", "licence", "tariff", "capacity_loss", "demand_surge")
) -> Case:
    """Return a random one; whoever is short of seeds may shrink to small ones."""
    rng = np.random.default_rng(seed)
    exporters, importers = rng.integers(1, 5, 2)
    names = tuple("ABCDEFGH")
    flow = rng.exponential(1.0, (exporters, importers)) * (rng.random((exporters, importers)) < 0.8)
    if rng.random() < 0.5:
        np.fill_diagonal(flow, 0.0)
    tier = rng.integers(0, 3, flow.shape).astype(np.int8)
    market = Market("good", names[:exporters], names[:importers], flow, rng.uniform(1, 3, importers), tier)
    episodes = tuple(_episode(rng, str(k), market, kinds) for k in range(rng.integers(1, 4)))
    drawn = {name: rng.random(RUNS) for name in NAMES}
    drawn |= {name: rng.uniform(0, 40, RUNS) for name in ("spare_lead", "diversion_lead", "substitution_lead")}
    drawn |= {"cover": rng.uniform(0, 20, (RUNS, importers)), "elasticity": rng.uniform(0.05, 1, RUNS)}
    drawn |= {"price_cap": rng.uniform(1, 10, RUNS), "tariff_elasticity": rng.uniform(0.5, 3, RUNS)}
    return Case(market, episodes, drawn)


def _episode(rng: np.random.Generator, id_: str, market: Market, kinds: Sequence[str]) -> Episode:
    kind = str(rng.choice(list(kinds)))

    def some(names: tuple[str, ...]) -> tuple[str, ...]:
        chosen = tuple(name for name in names if rng.random() < 0.5)
        return chosen or ("*",)

    actors, targets = some(market.exporters), some(market.importers)
    if kind == "stock_release":
        actors = ()
    onset = np.round(rng.uniform(-3, DAYS, RUNS))
    onset[rng.random(RUNS) < 0.15] = np.inf
    drawn = {
        "share": rng.uniform(0.1, 1, RUNS),
        "exempt": rng.choice([0.0, 0.3], RUNS),
        "delay": rng.uniform(0, 30, RUNS),
        "approval": rng.random(RUNS),
    }
    quantity = float(market.flow.sum() * rng.uniform(0, 5)) if kind == "stock_release" else 0.0
    shock = Shock(id_, kind, actors, targets, ("good",), quantity=quantity)
    announced = int(rng.integers(0, DAYS)) if rng.random() < 0.4 else None
    return Episode(shock, onset, onset + np.round(rng.uniform(0, DAYS, RUNS)), drawn, announced)


SEEDS = st.integers(0, 10**9)
ALL_KINDS = ("ban", "quota", "licence", "tariff", "transport_closure", "capacity_loss", "demand_surge", "stock_release")
often = settings(max_examples=25, deadline=None)


def not_more(after: Real, before: Real, scale: Real) -> bool:
    return bool((after <= before + NOISE * scale.max(initial=1e-300)).all())


# ------------------------------------------------------------------------------------------------------ conservation
@often
@given(SEEDS)
def test_what_is_shipped_arrives_and_every_need_is_accounted_for(seed: int) -> None:
    made = case(seed, ALL_KINDS)
    path = made.path()
    world = max(float(path.demand.sum(axis=2).max()), 1e-300)

    def near(value: Real) -> Any:
        return pytest.approx(value, abs=NOISE * world, rel=0)

    assert path.sold.sum(axis=2) + path.released == near(path.bought.sum(axis=2))
    assert path.bought + path.substituted + path.drawn + path.unmet == near(path.demand)
    begun = np.concatenate([(made.drawn["cover"] * made.market.demand)[:, None], path.stock[:, :-1]], axis=1)
    assert begun - path.drawn + path.refilled == near(path.stock)
    for name in ("bought", "substituted", "drawn", "refilled", "unmet", "stock", "sold", "released"):
        assert getattr(path, name).min(initial=0.0) >= -NOISE * world, name
    assert path.mass_error <= NOISE


@often
@given(SEEDS)
def test_nobody_ships_more_than_there_is(seed: int) -> None:
    made = case(seed, ALL_KINDS)
    path = made.path()
    flow = made.market.flow.sum(axis=1)
    most = flow * (1 + made.drawn["spare"][:, None, None])
    assert not_more(path.sold, np.broadcast_to(most, path.sold.shape), flow)
    given_away = sum(one.shock.quantity for one in made.episodes if one.shock.kind == "stock_release")
    assert (path.released.sum(axis=1) <= given_away * (1 + NOISE)).all()


@often
@given(SEEDS)
def test_without_a_shock_nothing_is_unmet_and_everything_stays(seed: int) -> None:
    made = replace(case(seed), episodes=())
    path = made.path()
    assert not path.unmet.any()
    assert path.price == pytest.approx(1.0, abs=1e-12)
    assert path.bought == pytest.approx(np.broadcast_to(made.market.demand, path.bought.shape), rel=1e-12, abs=1e-12)


# -------------------------------------------------------------------------------------------------------- optimality
def placed(made: Case, run: int, day: int) -> tuple[float, float]:
    """Return what is firm on a day, and the most that free supply can place by the linear programme, link by link."""
    market, drawn = made.market, {name: value[run] for name, value in made.drawn.items()}
    active = [bool(one.active(DAYS)[run, day]) for one in made.episodes]
    passing = [float(one.passing(DAYS, made.drawn["tariff_elasticity"])[run, day]) for one in made.episodes]
    known = min(float(one.known[run]) for one in made.episodes)
    since = max(day - known + 1, 0.0)

    def ramp(name: str) -> float:
        return float(min(since / max(drawn[name], 1.0), 1.0))

    firm, lost, staked = (np.zeros(len(market.importers)) for _ in range(3))
    layers = np.zeros((3, len(market.exporters)))
    closed = np.zeros(market.flow.shape, dtype=bool)
    loose = drawn["diversion"] * ramp("diversion_lead")
    neutral, rival = max(drawn["neutral"], drawn["rival"]), drawn["rival"]
    shares = {
        FRIEND: (1 - neutral, neutral - rival, rival),
        NEUTRAL: (0.0, 1 - rival, rival),
        RIVAL: (0.0, 0.0, 1.0),
    }
    surge = market.demand.copy()
    for one, on, passes in zip(made.episodes, active, passing, strict=True):
        if one.shock.kind == "demand_surge" and on:
            mine = np.array(["*" in one.shock.targets or name in one.shock.targets for name in market.importers])
            surge = surge * np.where(mine, 1 + passes, 1.0)
    for i, exporter in enumerate(market.exporters):
        capacity = 1.0
        for one, passes in zip(made.episodes, passing, strict=True):
            if one.shock.kind == "capacity_loss" and ("*" in one.shock.actors or exporter in one.shock.actors):
                capacity *= passes
        offered = capacity * market.flow[i].sum() * drawn["spare"] * ramp("spare_lead")
        for j, importer in enumerate(market.importers):
            on_link = [
                k
                for k, one in enumerate(made.episodes)
                if one.shock.kind in LINK_KINDS and one.shock.hits(exporter, importer)
            ]
            passes = float(np.prod([passing[k] for k in on_link]))
            closed[i, j] = any(active[k] for k in on_link)
            flow = capacity * market.flow[i, j]
            at_stake = 0.0 if closed[i, j] else loose * flow * passes
            firm[j] += flow * passes - at_stake
            staked[j] += at_stake
            lost[j] += market.flow[i, j] - flow * passes
            offered += flow * (1 - passes) * ramp("diversion_lead")
            layers[:, i] += at_stake * np.array(shares[int(market.tier[i, j])])
        layers[:, i] += offered * np.array(shares[FRIEND])
    need = drawn["replaceable"] * lost + staked + surge - market.demand
    if not since:
        return float(firm.sum()), 0.0
    links = [
        (layer, i, j)
        for layer in (FRIEND, NEUTRAL, RIVAL)
        for i in range(len(market.exporters))
        for j in range(len(market.importers))
        if market.tier[i, j] <= layer and not closed[i, j]
    ]
    if not links:
        return float(firm.sum()), 0.0
    rows = [[(a, b) == (layer, i) for a, b, _ in links] for layer in range(3) for i in range(len(market.exporters))]
    rows += [[c == j for *_, c in links] for j in range(len(market.importers))]
    bounds = np.concatenate([layers.reshape(-1), need])
    solved = linprog(-np.ones(len(links)), A_ub=np.array(rows, dtype=float), b_ub=np.maximum(bounds, 0), method="highs")
    assert solved.success
    return float(firm.sum()), -float(solved.fun)


@settings(max_examples=12, deadline=None)
@given(SEEDS)
def test_each_day_places_as_much_as_the_linear_programme(seed: int) -> None:
    made = case(seed)
    path = made.path()
    for run in range(RUNS):
        for day in (0, 7, 19, 39):
            firm, most = placed(made, run, day)
            expected = min(firm + most, path.demand[run, day].sum())
            assert path.bought[run, day].sum() == pytest.approx(expected, rel=1e-7, abs=1e-7)


# ----------------------------------------------------------------------------------------------------------- monotony
@pytest.mark.parametrize("name", ["cover", "spare", "substitution"])
@often
@given(seed=SEEDS, more=st.floats(0.01, 3))
def test_more_stock_spare_capacity_or_substitution_leaves_nobody_with_less(name: str, seed: int, more: float) -> None:
    made = case(seed, ALL_KINDS)
    before = made.path()
    after = made.path(**{name: made.drawn[name] * (1 + more) + more / 10})
    total = before.demand.sum(axis=1)
    assert not_more(np.cumsum(after.unmet, axis=1), np.cumsum(before.unmet, axis=1), total)


@often
@given(seed=SEEDS, more=st.floats(0.01, 3))
def test_a_greater_release_of_stock_leaves_nobody_with_less(seed: int, more: float) -> None:
    made = case(seed, ("ban", "quota", "stock_release"))
    before = made.path()
    larger = tuple(
        replace(one, shock=replace(one.shock, quantity=one.shock.quantity * (1 + more))) for one in made.episodes
    )
    after = replace(made, episodes=larger).path()
    assert not_more(after.unmet.sum(axis=1), before.unmet.sum(axis=1), before.demand.sum(axis=1))


@often
@given(seed=SEEDS, more=st.floats(0.01, 1))
def test_more_that_can_be_replaced_places_more_and_never_harms_a_lone_target(seed: int, more: float) -> None:
    made = case(seed, ("ban", "quota", "licence"))
    target = made.market.importers[0]
    alone = tuple(replace(one, shock=replace(one.shock, targets=(target,))) for one in made.episodes)
    larger = np.minimum(made.drawn["replaceable"] + more, 1.0)
    many = (made.path(), made.path(replaceable=larger))
    assert not_more(many[0].bought.sum(axis=(1, 2)), many[1].bought.sum(axis=(1, 2)), many[0].demand)
    one = replace(made, episodes=alone)
    before, after = one.path(), one.path(replaceable=larger)
    assert not_more(after.unmet[:, :, 0].sum(axis=1), before.unmet[:, :, 0].sum(axis=1), before.demand.sum(axis=1))


@often
@given(seed=SEEDS, more=st.floats(0.01, 1))
def test_what_can_be_bid_away_from_others_never_harms_those_who_are_hit(seed: int, more: float) -> None:
    made = case(seed, ("ban", "quota", "licence"))
    # Whoever is hit is hit by every supplier, so that nothing of theirs is at stake.
    aimed = tuple(replace(one, shock=replace(one.shock, actors=("*",))) for one in made.episodes)
    made = replace(made, episodes=aimed[:1])
    hit = [any(one.shock.hits("?", name) for one in made.episodes) for name in made.market.importers]
    before = made.path()
    after = made.path(diversion=np.minimum(made.drawn["diversion"] + more, 1.0))
    assert not_more(after.unmet[:, :, hit].sum(axis=1), before.unmet[:, :, hit].sum(axis=1), before.demand.sum(axis=1))


@often
@given(seed=SEEDS, moved=st.floats(0.05, 1))
def test_a_target_that_had_bought_more_elsewhere_is_hurt_no_more(seed: int, moved: float) -> None:
    made = case(seed, ("ban",))
    if len(made.market.exporters) < 2:
        return
    target, actor = made.market.importers[0], made.market.exporters[0]
    only = tuple(replace(one, shock=replace(one.shock, actors=(actor,), targets=(target,))) for one in made.episodes)
    flow = made.market.flow.copy()
    flow[1, 0] += moved * flow[0, 0]
    flow[0, 0] *= 1 - moved
    before = replace(made, episodes=only).path()
    after = replace(made, market=replace(made.market, flow=flow), episodes=only).path()
    assert not_more(after.unmet[:, :, 0].sum(axis=1), before.unmet[:, :, 0].sum(axis=1), before.demand.sum(axis=1))


@often
@given(seed=SEEDS, more=st.floats(0.1, 3))
def test_more_stock_of_one_importer_leaves_neither_it_nor_others_with_less(seed: int, more: float) -> None:
    made = case(seed, ALL_KINDS)
    cover = made.drawn["cover"].copy()
    cover[:, 0] = cover[:, 0] * (1 + more) + more
    before, after = made.path(), made.path(cover=cover)
    total = before.demand.sum(axis=1)
    assert not_more(np.cumsum(after.unmet, axis=1), np.cumsum(before.unmet, axis=1), total)


@pytest.mark.parametrize(
    ("name", "seeds"),
    [("replaceable", (84, 377, 402)), ("diversion", (237, 369)), ("neutral", (340, 369)), ("rival", (144, 237, 340))],
)
def test_what_decides_who_gets_it_may_leave_somebody_with_less(name: str, seeds: tuple[int, ...]) -> None:
    for seed in seeds:
        made = case(seed, ALL_KINDS)
        before, after = made.path(), made.path(**{name: np.minimum(made.drawn[name] + 0.5, 1.0)})
        more = after.unmet.sum(axis=1) - before.unmet.sum(axis=1)
        assert (more > 1e-3 * before.demand.sum(axis=1)).any(), "the page on assumptions says so"


# ---------------------------------------------------------------------------------------------------------- invariance
def alike(one: Real, other: Real, scale: float) -> bool:
    return bool(np.abs(one - other).max(initial=0.0) <= NOISE * max(scale, 1e-300))


@often
@given(seed=SEEDS, unit=st.sampled_from([1e-3, 1e3, 3.7]))
def test_the_unit_does_not_matter(seed: int, unit: float) -> None:
    made = case(seed, ALL_KINDS)
    market = replace(made.market, flow=made.market.flow * unit, price=made.market.price / unit)
    episodes = tuple(
        replace(one, shock=replace(one.shock, quantity=one.shock.quantity * unit)) for one in made.episodes
    )
    before, after = made.path(), Case(market, episodes, made.drawn).path()
    for name in ("bought", "unmet", "stock", "sold", "released"):
        value = getattr(before, name)
        assert alike(getattr(after, name) / unit, value, float(before.demand.sum(axis=2).max(initial=0))), name
    assert after.price == pytest.approx(before.price, rel=1e-9)


@often
@given(seed=SEEDS)
def test_the_order_of_countries_does_not_matter(seed: int) -> None:
    made = case(seed, ALL_KINDS)
    rng = np.random.default_rng(seed + 1)
    market = made.market
    rows, columns = rng.permutation(len(market.exporters)), rng.permutation(len(market.importers))
    turned = Market(
        market.good,
        tuple(market.exporters[k] for k in rows),
        tuple(market.importers[k] for k in columns),
        market.flow[rows][:, columns],
        market.price[columns],
        market.tier[rows][:, columns],
    )
    before = made.path()
    after = Case(turned, made.episodes, {**made.drawn, "cover": made.drawn["cover"][:, columns]}).path()
    scale = float(before.demand.sum(axis=2).max(initial=0))
    assert alike(after.unmet, before.unmet[:, :, columns], scale)
    assert alike(after.sold, before.sold[:, :, rows], scale)
    assert after.price == pytest.approx(before.price, rel=1e-9)


@often
@given(seed=SEEDS)
def test_runs_do_not_touch_each_other(seed: int) -> None:
    made = case(seed, ALL_KINDS)
    together = made.path()
    for run in range(RUNS):
        some: dict[str, Any] = {name: value[[run]] for name, value in made.drawn.items()}
        episodes = tuple(
            replace(
                one,
                onset=one.onset[[run]],
                last=one.last[[run]],
                drawn={name: value[[run]] for name, value in one.drawn.items()},
            )
            for one in made.episodes
        )
        alone = simulate(made.market, episodes, some, DAYS)
        for name in ("bought", "unmet", "stock", "sold", "price"):
            value = getattr(together, name)[run]
            assert getattr(alone, name)[0] == pytest.approx(value, rel=1e-12, abs=1e-12), name
