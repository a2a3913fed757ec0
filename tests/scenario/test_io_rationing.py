"""Who is served when there is not enough, worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tocsin.scenario.io import run_io
from tocsin.scenario.io_shock import IoShock

Z = [[10.0, 20.0], [5.0, 5.0]]
Y = [[30.0, 40.0], [10.0, 20.0]]
X = [100.0, 40.0]


# Node 0 makes 50 of the 100 that are asked of it: 10 by itself, 20 by node 1, 30 and 40 by final users of both regions.
@pytest.mark.parametrize(
    ("rule", "unmet"),
    [
        ("proportional", [15, 20]),
        ("final_first", [30 * 2 / 7, 40 * 2 / 7]),
        ("partners_first", [0, 40 * 5 / 6]),  # home gets 10 + 30, the others 10 of 60
        ("largest_first", [20, 0]),  # 40, then 10 of 30
    ],
)
def test_half_of_what_is_asked_is_shared_out_by_the_rule(rule: Any, unmet: list[float]) -> None:
    partners = np.eye(2) if rule == "partners_first" else None
    lost = [IoShock.capacity([0], 0.5)]
    found = run_io(Z, Y, X, lost, n_sectors=1, days=1, rationing=rule, partners=partners)
    assert found.unmet[0, 0] * 365 == pytest.approx(unmet)


@pytest.mark.parametrize("rule", ["partners_first", "largest_first"])
def test_final_demand_that_rises_or_is_cut_off_is_rationed_by_the_same_rule(rule: Any) -> None:
    partners = np.eye(2) if rule == "partners_first" else None
    shocks = [
        IoShock.capacity([0], 0.5),
        IoShock.demand([0], 0.5, final_regions=[0]),
        IoShock.link([0], [], 1.0, final_regions=[1]),
    ]
    found = run_io(Z, Y, X, shocks, n_sectors=1, days=1, rationing=rule, partners=partners)
    # Region 0 wants 45, region 1 may get nothing of its 40. Partners: 45 and node 0's 10 share 50. Largest: all of 45.
    unmet = {"partners_first": [45 * 5 / 55, 40], "largest_first": [0, 40]}[rule]
    assert found.unmet[0, 0] * 365 == pytest.approx(unmet)
