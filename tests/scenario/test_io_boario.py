"""The engine beside recorded trajectories of BoARIO."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.scenario.boario_cases import CASES, RECORDED, Array
from tests.scenario.io_boario import boario_path, late_loss
from tocsin.scenario.io import run_io
from tocsin.scenario.io_shock import IoShock


def recorded(case: dict[str, Any]) -> tuple[tuple[Array, Array, Array], Array]:
    with np.load(RECORDED) as found:
        Z, Y, x, production = (found[f"{case['name']}_{part}"] for part in ("Z", "Y", "x", "production"))
    return (Z, Y, x), production


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_with_the_quirks_of_boario_its_trajectories_are_met_to_a_billionth(case: dict[str, Any]) -> None:
    tables, production = recorded(case)
    assert np.abs(boario_path(tables, case) / (tables[2] / 365) - production / (tables[2] / 365)).max() < 1e-9


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_without_its_quirks_the_same_loss_gives_the_same_path_but_for_the_rule_of_overproduction(
    case: dict[str, Any],
) -> None:
    (Z, Y, x), production = recorded(case)
    loss = IoShock.capacity(case["hit"], path=late_loss(case))
    orders = "capacity" if case["orders"] == "alt" else "fixed"
    found = run_io(
        Z,
        Y,
        x,
        [loss],
        n_sectors=case["shape"][1],
        days=case["days"],
        orders=orders,  # type: ignore[arg-type]
        inventory_days=case.get("stock", 90),
    )
    assert np.abs((found.production[0] - production) / (x / 365)).max() < 2e-4


def test_the_recorded_paths_are_not_flat() -> None:
    for case in CASES:
        (_, _, x), production = recorded(case)
        assert (1 - production.sum(axis=1) / (x.sum() / 365)).max() > 0.004


@pytest.mark.slow
def test_boario_still_gives_what_was_recorded() -> None:
    pytest.importorskip("boario")
    script = Path(__file__).parents[2] / "scripts" / "record_boario.py"
    found = importlib.util.spec_from_file_location("record_boario", script)
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    with np.load(RECORDED) as before:
        for name, values in module.record().items():
            np.testing.assert_allclose(values, before[name], rtol=1e-9)
