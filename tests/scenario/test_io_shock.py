"""Shocks: their course, their size, what is refused."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from tests.scenario.io_tables import drawn
from tocsin.core.errors import UsageError
from tocsin.scenario.io import run_io
from tocsin.scenario.io_shock import IoShock


def test_a_linear_recovery_is_over_after_its_days() -> None:
    shock = IoShock.capacity([0], 0.4, from_day=2, duration=3, recovery="linear", recovery_days=4)
    assert [shock.size(day) for day in range(10)] == pytest.approx([0, 0, 0.4, 0.4, 0.4, 0.3, 0.2, 0.1, 0, 0])


def test_an_exponential_recovery_leaves_37_percent_after_its_days() -> None:
    shock = IoShock.capacity([0], 1.0, from_day=0, duration=1, recovery="exponential", recovery_days=10)
    assert shock.size(10) == pytest.approx(np.exp(-1))


def test_a_step_ends_at_once_and_a_shock_without_duration_never() -> None:
    assert [IoShock.capacity([0], 0.5, from_day=1, duration=1).size(day) for day in range(3)] == [0, 0.5, 0]
    assert IoShock.capacity([0], 0.5, from_day=1).size(10_000) == 0.5


def test_a_path_is_followed_and_over_after_its_end() -> None:
    shock = IoShock.capacity([3, 4], path=[[0.1, 0.2], [0.3, 0.4]])
    assert np.asarray(shock.size(1)).tolist() == [0.3, 0.4]
    assert shock.size(2) == 0


def test_absent_labour_is_lost_capacity_times_the_labour_share() -> None:
    assert IoShock.labour([0], 0.5, labour_share=0.6).size(0) == pytest.approx(0.3)


def test_transport_reaches_every_user_and_final_demand_of_the_destination() -> None:
    shock = IoShock.transport([0], [2], 0.5, n_sectors=3, sectors=[1])
    assert (shock.nodes, shock.users, shock.final_regions) == ((1,), (6, 7, 8), (2,))


ABSURD: dict[str, Callable[[], IoShock]] = {
    "more than all": lambda: IoShock.capacity([0], 1.5),
    "less than nothing": lambda: IoShock.capacity([0], -0.1),
    "not a number": lambda: IoShock.capacity([0], float("nan")),
    "negative demand": lambda: IoShock.demand([0], -1.5),
    "before the start": lambda: IoShock.capacity([0], 0.5, from_day=-1),
    "negative duration": lambda: IoShock.capacity([0], 0.5, duration=-1),
    "unknown recovery": lambda: IoShock.capacity([0], 0.5, recovery="soon"),
    "recovery of no days": lambda: IoShock.capacity([0], 0.5, recovery="linear"),
    "path of other nodes": lambda: IoShock.capacity([0, 1], path=[[0.1, 0.2, 0.3]]),
    "criticality of 2": lambda: IoShock.shortfall(0, [0], [0.5], criticality=2),
    "negative share": lambda: IoShock.shortfall(0, [0], [0.5], product_share=-1),
    "unknown kind": lambda: IoShock("flood", (0,)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("make", ABSURD.values(), ids=ABSURD.keys())
def test_absurd_shocks_are_refused(make: Callable[[], IoShock]) -> None:
    with pytest.raises(UsageError, match=r"in .*shock.*\. "):
        make()


@pytest.mark.parametrize(
    ("shock", "says"),
    [
        (IoShock.capacity([6], 0.5), "node 6"),
        (IoShock.capacity([-1], 0.5), "node -1"),
        (IoShock.link([0], [9], 0.5), "using node 9"),
        (IoShock.link([0], [1], 0.5, final_regions=[2]), "final region 2"),
        (IoShock.shortfall(3, [0], [0.5]), "input sector 3"),
        (IoShock.link([0], [1], path=[[0.5]]), "a path by node"),
    ],
)
def test_a_shock_that_is_not_in_the_table_is_refused(shock: IoShock, says: str) -> None:
    Z, Y, x = drawn(2, 3, 1)
    with pytest.raises(UsageError, match=says):
        run_io(Z, Y, x, [shock], n_sectors=3, days=2)


def test_final_demand_that_is_not_by_region_says_what_is_missing() -> None:
    Z, Y, x = drawn(2, 3, 1)
    with pytest.raises(UsageError, match="Final demand is not by region"):
        run_io(Z, Y.sum(axis=1), x, [IoShock.link([0], [], final_regions=[1])], n_sectors=3, days=2)
