"""Records trajectories of BoARIO into the tests' specimen, or into the file named.

Runs in an environment of its own, from the root of the repository; BoARIO's wheel declares no dependencies:

    pip install boario==0.7.2 pymrio==0.7.0 progressbar2
    PYTHONPATH=. python scripts/record_boario.py [FILE]
"""

from __future__ import annotations

import importlib
import logging
import sys
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from tests.scenario.boario_cases import CASES, FIRST, LENGTH, RECORDED, RECOVERY, Array, table


def run(Z: Array, Y: Array, x: Array, case: dict[str, Any]) -> Array:  # noqa: N803 - matrices keep their capitals
    """Return the path of production, shape (days, n) [money a day]."""
    pd, pymrio = importlib.import_module("pandas"), importlib.import_module("pymrio")
    regions, sectors = case["shape"]
    places = [f"r{one:03}" for one in range(regions)]
    nodes = pd.MultiIndex.from_product([places, [f"s{one:03}" for one in range(sectors)]], names=["region", "sector"])
    users = pd.MultiIndex.from_product([places, ["final"]], names=["region", "category"])
    economy = pymrio.IOSystem(
        Z=pd.DataFrame(Z, nodes, nodes),
        Y=pd.DataFrame(Y, nodes, users),
        x=pd.DataFrame(x, nodes, ["indout"]),
    )
    economy.A = pymrio.calc_A(economy.Z, economy.x)
    model = importlib.import_module("boario.extended_models").ARIOPsiModel(
        economy, order_type=case["orders"], main_inv_dur=case.get("stock", 90)
    )
    simulation = importlib.import_module("boario.simulation").Simulation(model, n_temporal_units_to_sim=case["days"])
    shock = importlib.import_module("boario.event").from_series(
        pd.Series(case["impact"], index=nodes[case["hit"]]),
        event_type="arbitrary",
        occurrence=FIRST,
        duration=LENGTH,
        recovery_tau=RECOVERY,
        recovery_function=case.get("fade", "linear"),
    )
    simulation.add_event(shock)
    simulation.loop()
    return np.asarray(simulation.production_realised.to_numpy())


def record() -> dict[str, Array]:
    """Run all cases."""
    logging.disable(logging.CRITICAL)
    found: dict[str, Array] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for seed, case in enumerate(CASES):
            Z, Y, x = table(*case["shape"], seed=seed, holes="holes" in case["name"])  # noqa: N806
            name = case["name"]
            found |= {f"{name}_Z": Z, f"{name}_Y": Y, f"{name}_x": x, f"{name}_production": run(Z, Y, x, case)}
    return found


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else RECORDED
    np.savez_compressed(target, allow_pickle=False, **record())
