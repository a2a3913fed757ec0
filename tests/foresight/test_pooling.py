"""Intercepts of groups: drawn to nought where thin, found again where there is much."""

from __future__ import annotations

import numpy as np
import pytest

from tocsin.foresight.blend import expit
from tocsin.foresight.flows import Reals
from tocsin.foresight.pooling import Membership, joined, pooled, whole


def synthetic_groups(
    chance: np.random.Generator, *, groups: int, each: int, spread: float
) -> tuple[Reals, Reals, Membership, Reals]:
    """Outcomes of `each` rows per group, whose log odds are shifted by `spread`; the shifts are known."""
    effect = chance.normal(0, spread, groups)
    group = np.repeat(np.arange(groups), each)
    offset = chance.normal(-1.5, 0.5, len(group))
    outcome = (chance.random(len(group)) < expit(offset + effect[group])).astype(np.float64)
    return outcome, offset, whole(np.char.add("g", np.char.zfill(group.astype(str), 4))), effect


def test_thin_groups_are_drawn_to_nought() -> None:
    """Groups where half of the rows came, of which a tenth was said: the fewer rows, the less of it is believed."""
    sizes = {"two": 2, "ten": 10, "many": 1000, "rest": 4000} | {f"plain {one}": 100 for one in range(40)}
    group = np.concatenate([[name] * size for name, size in sizes.items()])
    outcome = np.zeros(len(group))
    for name in sizes:
        outcome[group == name] = np.arange(sizes[name]) % (2 if name in ("two", "ten", "many") else 10) == 0
    effects = pooled(outcome, np.full(len(group), np.log(0.1 / 0.9)), {"product": whole(group)})["product"]
    assert 0 < effects["two"] < 0.6 * effects["ten"]
    assert effects["ten"] < 0.6 * effects["many"]
    assert effects["many"] == pytest.approx(np.log(9), abs=0.15)
    assert effects["rest"] == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("spread", [0.3, 0.8])
def test_simulated_shifts_are_found_again(spread: float) -> None:
    outcome, offset, member, effect = synthetic_groups(np.random.default_rng(2), groups=200, each=200, spread=spread)
    found = np.asarray(list(pooled(outcome, offset, {"product": member})["product"].values()))
    assert np.corrcoef(found, effect)[0, 1] > 0.75
    raw_error, error = np.mean(effect**2), np.mean((found - effect) ** 2)
    assert error < 0.5 * raw_error
    assert 0.6 * spread < found.std() < 1.1 * spread  # drawn in, not out


def test_no_shifts_are_found_where_there_are_none() -> None:
    outcome, offset, member, _ = synthetic_groups(np.random.default_rng(5), groups=200, each=50, spread=0.0)
    found = np.asarray(list(pooled(outcome, offset, {"product": member})["product"].values()))
    assert found.std() < 0.25


def test_two_families_are_told_apart() -> None:
    chance = np.random.default_rng(9)
    first, second = chance.integers(0, 40, 20_000), chance.integers(0, 40, 20_000)
    a, b = chance.normal(0, 0.7, 40), chance.normal(0, 0.7, 40)
    outcome = (chance.random(20_000) < expit(-1.5 + a[first] + b[second])).astype(np.float64)
    families = {"product": whole(first.astype("U3")), "importer": whole(second.astype("U3"))}
    found = pooled(outcome, np.full(20_000, -1.5), families)
    for name, effect in (("product", a), ("importer", b)):
        mine = np.asarray([found[name][str(place)] for place in range(40)])
        assert np.corrcoef(mine, effect)[0, 1] > 0.9


def test_a_row_takes_its_suppliers_in_parts() -> None:
    member = Membership(np.asarray([0, 0, 1]), np.asarray(["CHN", "RUS", "CHN"]), np.asarray([0.25, 0.75, 1.0]), 3)
    assert member.of({"CHN": 2.0, "RUS": 4.0}).tolist() == [3.5, 2.0, 0.0]


def test_unknown_groups_give_nought() -> None:
    member = whole(np.asarray(["KOR", "XXX"]))
    assert member.of({"KOR": 0.5}).tolist() == [0.5, 0.0]
    assert member.of({}).tolist() == [0.0, 0.0]


def test_rows_are_numbered_anew_when_some_are_left_out() -> None:
    member = Membership(np.asarray([0, 0, 1, 2]), np.asarray(["A", "B", "A", "C"]), np.asarray([0.5, 0.5, 1, 1]), 3)
    some = member.where(np.asarray([True, False, True]))
    assert some.of({"A": 1.0, "C": 3.0}).tolist() == [0.5, 3.0]
    both = joined([some, member])
    assert both.count == 5
    assert both.of({"A": 1.0, "C": 3.0}).tolist() == [0.5, 3.0, 0.5, 1.0, 3.0]


def test_two_runs_give_the_same_bits() -> None:
    outcome, offset, member, _ = synthetic_groups(np.random.default_rng(2), groups=30, each=20, spread=0.5)
    one, two = (pooled(outcome, offset, {"product": member}) for _ in range(2))
    assert one == two


def test_rows_that_come_true_together_count_for_less() -> None:
    """Groups whose every period is one draw: without knowing of periods the fit takes luck for character."""
    chance = np.random.default_rng(11)
    groups, periods, each = 60, 8, 25
    group = np.repeat(np.arange(groups), periods * each)
    period = np.tile(np.repeat(np.arange(periods), each), groups)
    shock = chance.normal(0, 1.2, (groups, periods))[group, period]  # nothing lasts: no group differs from another
    outcome = (chance.random(len(group)) < expit(-1.5 + shock)).astype(np.float64)
    offset, families = np.full(len(group), -1.2), {"product": whole(group.astype("U3"))}
    blind, aware = (
        np.std(list(pooled(outcome, offset, families, when)["product"].values())) for when in (None, period)
    )
    assert aware < 0.8 * blind
