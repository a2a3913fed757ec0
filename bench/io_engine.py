"""The input-output engine alone and in batches, beside BoARIO on the same tables and beside what the machine allows.

The rival is installed into a temporary environment. It runs 365 days where that takes minutes at most.
"""

from __future__ import annotations

import importlib
import math
import os
import resource
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.measure import ChildError, Cost, in_child, summary
from bench.report import Options, Target, verdict

RIVAL = ("boario==0.7.2", "pymrio==0.7.0", "progressbar2")
SHAPES = {100: (5, 20), 400: (16, 25), 800: (20, 40), 2000: (40, 50), 8000: (50, 160)}
BATCH = 64
DAYS = 365
TARGETS = {
    "alone": Target(20, "times as fast as BoARIO at 2,000 nodes x 365 days, alone, at least", at_least=True),
    "batch": Target(100, "times as fast for each scenario in a batch of 64 at 2,000 nodes, at least", at_least=True),
    "copies": Target(3, "copies of Z in memory at 2,000 nodes, alone and in the batch, at most"),
    "large_gb": Target(3, "GB for 8,000 nodes x 365 days, at most"),
}


def table(n: int, filled: float = 1.0) -> tuple[Any, Any, Any]:
    """Make a balanced random table: Z, Y by region, x."""
    import numpy as np

    regions, _ = SHAPES[n]
    drawn = np.random.default_rng(n)
    Z = drawn.random((n, n))
    if filled < 1:
        Z *= drawn.random((n, n)) < filled
    Y = drawn.random((n, regions)) * (n / regions)
    return Z, Y, Z.sum(axis=1) + Y.sum(axis=1)


def ours(n: int, days: int = DAYS, batch: int = 1, filled: float = 1.0) -> dict[str, float]:
    """Run our engine once."""
    import numpy as np
    import scipy.sparse

    from tocsin.scenario.io import run_io
    from tocsin.scenario.io_shock import IoShock

    Z, Y, x = table(n, filled)
    given = Z if filled == 1 else scipy.sparse.csr_array(Z)
    held = Z.nbytes if filled == 1 else 12 * given.nnz
    if filled < 1:
        del Z
    shocks = [[IoShock.capacity([number % n], 0.5, from_day=5, duration=10)] for number in range(batch)]
    before, begun, worked = _resident(), time.perf_counter(), time.process_time()
    found = run_io(given, Y, x, shocks, n_sectors=SHAPES[n][1], days=days, keep="production" if batch == 1 else "total")
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    assert not found.guards
    assert np.isfinite(found.production).all()
    links = float(np.count_nonzero(given.data))
    return {"wall_s": took, "cpu_s": worked, "copies": 1 + (_peak() - before) / held, "links": links}


def rival(n: int, days: int = DAYS) -> dict[str, float]:
    """Run BoARIO once on the same table with the same shock; runs in its environment."""
    import logging
    import warnings

    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    pd, pymrio = importlib.import_module("pandas"), importlib.import_module("pymrio")
    models, events = importlib.import_module("boario.extended_models"), importlib.import_module("boario.event")
    simulation = importlib.import_module("boario.simulation")
    Z, Y, x = table(n)
    regions, sectors = SHAPES[n]
    places = [f"r{one:03}" for one in range(regions)]
    nodes = pd.MultiIndex.from_product([places, [f"s{one:03}" for one in range(sectors)]], names=["region", "sector"])
    users = pd.MultiIndex.from_product([places, ["final"]], names=["region", "category"])
    economy = pymrio.IOSystem(
        Z=pd.DataFrame(Z, nodes, nodes), Y=pd.DataFrame(Y, nodes, users), x=pd.DataFrame(x, nodes, ["indout"])
    )
    economy.A = pymrio.calc_A(economy.Z, economy.x)
    before, begun, worked = _resident(), time.perf_counter(), time.process_time()
    run = simulation.Simulation(models.ARIOPsiModel(economy), n_temporal_units_to_sim=days)
    loss = pd.Series(0.5, index=nodes[[0]])
    run.add_event(events.from_series(loss, event_type="arbitrary", occurrence=5, duration=10, recovery_tau=1))
    run.loop()
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    return {"wall_s": took, "cpu_s": worked, "copies": 1 + (_peak() - before) / Z.nbytes}


def floors(n: int, batch: int) -> dict[str, float]:
    """Time what no program can go below: one read of Z, and the three products of a day for each scenario."""
    import numpy as np

    Z, _, _ = table(n)
    drawn = np.random.default_rng(0)
    left, right = drawn.random((2 * batch, n)), drawn.random((batch, n))
    read = _best(Z.sum)

    def products() -> None:
        left @ Z
        right @ Z.T

    return {"read_ms": read * 1000, "products_ms": _best(products) * 1000 / batch}


def _best(task: Any) -> float:  # noqa: ANN401 - anything that can be called
    times = []
    for _ in range(25):
        begun = time.perf_counter()
        task()
        times.append(time.perf_counter() - begun)
    return min(times)


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return float(pages * os.sysconf("SC_PAGE_SIZE"))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


def run(options: Options) -> dict[str, Any]:
    """Measure all sizes; with ``--quick`` the two smallest, 30 days."""
    sizes, days = ((100, 400), 30) if options.quick else ((100, 400, 800, 2000), DAYS)
    repetitions = 1 if options.quick else 3
    with tempfile.TemporaryDirectory() as folder:
        python, missing = _rival_python(Path(folder))
        found = {n: _size(n, days, repetitions, python) for n in sizes}
        notes = [_heading(), *(_line(n, days, one) for n, one in found.items())]
    large = {} if options.quick else {"8,000 nodes": [in_child("io_engine:ours", n=8000)]}
    notes += [_fits(found, days, options.quick), *_large(large, found, days)]
    figures = _figures(found, large)
    runs = {f"{n:,} nodes, {who}": summary(costs) for n, one in found.items() for who, costs in one.items() if costs}
    return {
        "about": f"A year of {days} days on random dense tables, one shock; the whole call of `run_io`, start of the "
        "process left out. Ratios are of times on the clock in the same run.",
        **({"notes": [f"Not compared: {missing}.", *notes]} if missing else {"rival": RIVAL[0], "notes": notes}),
        **{name: cost for name, cost in runs.items() if "floors" not in name},
        **{f"{name}, alone": summary(costs) for name, costs in large.items()},
        "measured": {str(n): {who: costs[0].told for who, costs in one.items() if costs} for n, one in found.items()},
        **verdict(TARGETS, figures),
    }


def _size(n: int, days: int, repetitions: int, python: str | None) -> dict[str, list[Cost]]:
    def repeat(function: str, count: int, **given: object) -> list[Cost]:
        costs = [in_child(f"io_engine:{function}", n=n, **given) for _ in range(count)]  # type: ignore[arg-type]
        return sorted(costs, key=lambda cost: float(cost.told.get("wall_s", 0)))

    return {
        "alone": repeat("ours", repetitions, days=days),
        f"batch of {BATCH}": repeat("ours", 1 if n > 1000 else repetitions, days=days, batch=BATCH),
        "BoARIO": repeat("rival", 1 if n > 500 else repetitions, days=days, python=python) if python else [],
        "floors": repeat("floors", 1, batch=BATCH),
    }


def _ratios(one: dict[str, list[Cost]], what: str = "wall_s") -> tuple[float, float]:
    def middle(who: str) -> float:
        return float(statistics.median(cost.told[what] for cost in one[who]))

    theirs = middle("BoARIO")
    return theirs / middle("alone"), theirs * BATCH / middle(f"batch of {BATCH}")


def _heading() -> str:
    return (
        "\n| nodes | ms a day, alone | ms a scenario, batch | BoARIO, ms a day | times as fast, alone (CPU) | in the "
        "batch (CPU) | one read of Z, ms | products, ms a scenario | copies of Z: alone | batch | BoARIO |\n"
        "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"
    )


def _line(n: int, days: int, one: dict[str, list[Cost]]) -> str:
    alone, batch = one["alone"][0].told, one[f"batch of {BATCH}"][0].told
    floor = one["floors"][0].told
    cells = [f"{n:,}", f"{_daily(one['alone'], days):.3g}", f"{_daily(one[f'batch of {BATCH}'], days) / BATCH:.3g}"]
    if one["BoARIO"]:
        wall, cpu = _ratios(one), _ratios(one, "cpu_s")
        cells.append(f"{_daily(one['BoARIO'], days):.3g}")
        cells += [f"{first:.1f} ({second:.1f})" for first, second in zip(wall, cpu, strict=True)]
    else:
        cells += ["-"] * 3
    cells += [f"{floor['read_ms']:.2g}", f"{floor['products_ms']:.2g}", f"{alone['copies']:.2f}"]
    cells += [f"{batch['copies']:.2f}", f"{one['BoARIO'][0].told['copies']:.1f}" if one["BoARIO"] else "-"]
    return f"| {' | '.join(cells)} |"


def _daily(costs: list[Cost], days: int) -> float:
    return 1000 * float(statistics.median(cost.told["wall_s"] for cost in costs)) / days


def _slope(points: Sequence[tuple[float, float]]) -> float:
    across, up = [math.log(one) for one, _ in points], [math.log(two) for _, two in points]
    return statistics.linear_regression(across, up).slope


def _fits(found: dict[int, dict[str, list[Cost]]], days: int, quick: bool) -> str:
    nodes = _slope([(n, _daily(one["alone"], days)) for n, one in found.items()])
    n, few = (400, 20) if quick else (2000, 60)
    sparse = [in_child("io_engine:ours", n=n, days=few, filled=share).told for share in (0.05, 0.1, 0.2, 0.4)]
    links = _slope([(one["links"], one["wall_s"]) for one in sparse])
    batches = [(k, in_child("io_engine:ours", n=400, days=few, batch=k).told["wall_s"]) for k in (4, 16, 64, 256)]
    theirs = [(n, _daily(one["BoARIO"], days)) for n, one in found.items() if one["BoARIO"]]
    rival_says = f" BoARIO's with nodes to the power {_slope(theirs):.2f}." if theirs else ""
    return (
        f"\nThe cost of a day grows with nodes to the power {nodes:.2f} (dense, alone), with links to the power "
        f"{links:.2f} (sparse, {n:,} nodes, 5 to 40 % filled), with scenarios to the power {_slope(batches):.2f} (400 "
        f"nodes, 4 to 256).{rival_says}"
    )


def _large(large: dict[str, list[Cost]], found: dict[int, dict[str, list[Cost]]], days: int) -> list[str]:
    if not large:
        return []
    cost = large["8,000 nodes"][0]
    theirs = [(n, _daily(one["BoARIO"], days)) for n, one in found.items() if one["BoARIO"] and n >= 400]
    says = ""
    if len(theirs) > 1:
        day = theirs[-1][1] * (8000 / theirs[-1][0]) ** _slope(theirs)
        says = f" BoARIO, extrapolated from 400 to 2,000 nodes: {day * days / 1000:,.0f} s."
    line = (
        f"\n8,000 nodes x {DAYS} days, alone: {cost.told['wall_s']:.0f} s, {cost.rss_mb / 1000:.2f} GB in all, "
        f"{cost.told['copies']:.2f} copies of Z.{says}"
    )
    return [line]


def _figures(found: dict[int, dict[str, list[Cost]]], large: dict[str, list[Cost]]) -> dict[str, float]:
    figures: dict[str, float] = {}
    if 2000 in found:
        one = found[2000]
        figures["copies"] = max(cost.told["copies"] for cost in (*one["alone"], *one[f"batch of {BATCH}"]))
        if one["BoARIO"]:
            figures["alone"], figures["batch"] = _ratios(one)
    if large:
        figures["large_gb"] = large["8,000 nodes"][0].rss_mb / 1000
    return figures


def _rival_python(folder: Path) -> tuple[str | None, str]:
    interpreter = shutil.which("python3.11") or shutil.which("python3")
    if interpreter is None:
        return None, "there is no other Python here"
    python = folder / "rival" / "bin" / "python"
    try:
        subprocess.run([interpreter, "-m", "venv", str(folder / "rival")], check=True, capture_output=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *RIVAL], check=True, capture_output=True)
        in_child("io_engine:rival", python=str(python), n=100, days=30)
    except (subprocess.CalledProcessError, ChildError) as error:
        detail = getattr(error, "stderr", b"") or str(error)
        return None, f"{RIVAL[0]} cannot be installed or run ({str(detail)[-200:]})"
    return str(python), ""
