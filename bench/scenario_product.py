"""The product engine: all bundled scenarios in 500 runs each, and how its cost grows with the size of a market."""

from __future__ import annotations

import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import in_child
from bench.report import Options, Target, verdict

TARGETS = {
    "bundled_s": Target(60.0, "s on the clock for all bundled scenarios in 500 runs each, on two cores, at most"),
    "memory_mb": Target(1000.0, "MB for 500 runs of 365 days, 60 exporters and 100 importers, at most"),
}
RUNS = 500
#: Exporters, importers, runs, days, episodes.
BASE = (30, 60, 100, 200, 2)
GRID = (
    BASE,
    (60, 60, 100, 200, 2),
    (120, 60, 100, 200, 2),
    (30, 120, 100, 200, 2),
    (30, 200, 100, 200, 2),
    (30, 60, 200, 200, 2),
    (30, 60, 400, 200, 2),
    (30, 60, 100, 400, 2),
    (30, 60, 100, 730, 2),
    (30, 60, 100, 200, 1),
    (30, 60, 100, 200, 4),
    (60, 100, 500, 365, 2),
)
NAMES = ("exporters", "importers", "runs", "days", "episodes")


def bundled(lake: str, workers: int, runs: int) -> dict[str, Any]:
    """Read the markets of each bundled scenario, and follow its runs."""
    from bench.lakes import bundled as make
    from bench.lakes import newest
    from tocsin.pipeline.markets import narrowed, reading
    from tocsin.scenario.ensemble import ensemble
    from tocsin.scenario.language import find_scenario, scenarios
    from tocsin.scenario.routes import portions

    make(lake)
    view = newest(lake)
    found = []
    for name in scenarios():
        scenario, left_out = narrowed(view, find_scenario(name))
        begun = time.perf_counter()
        markets = reading(view, scenario).markets
        read = time.perf_counter() - begun
        begun = time.perf_counter()
        done = ensemble(scenario, markets, runs=runs, workers=workers, portions=portions(scenario, markets))
        found.append(
            {
                "scenario": name,
                "goods": len(scenario.goods),
                "left_out": len(left_out),
                "exporters": sum(len(one.exporters) for one in markets.values()),
                "importers": sum(len(one.importers) for one in markets.values()),
                "days": scenario.days,
                "shocks": len(scenario.shocks),
                "markets_s": round(read, 3),
                "ensemble_s": round(time.perf_counter() - begun, 3),
                "mass_error": done.mass_error,
            }
        )
    return {"scenarios": found}


def made(size: list[int]) -> dict[str, Any]:
    """Follow a made-up market of a size, in one process: CPU time, which other work on the machine hardly changes."""
    import numpy as np

    from tocsin.scenario.ensemble import ensemble
    from tocsin.scenario.market import Market
    from tocsin.scenario.shock import Good, Scenario, Shock
    from tocsin.scenario.spread import Spread

    exporters, importers, runs, days, episodes = size
    rng = np.random.default_rng(0)
    flow = rng.exponential(1.0, (exporters, importers)) * (rng.random((exporters, importers)) < 0.5)
    flow[0] = exporters * 0.5 * (1 + rng.random(importers))
    names = tuple(f"{k:03d}" for k in range(max(exporters, importers)))
    bloc = rng.integers(0, 3, len(names))
    tier = np.abs(bloc[:exporters, None] - bloc[:importers]).astype(np.int8)
    market = Market("good", names[:exporters], names[:importers], flow, np.ones(importers), tier)
    start = date(2030, 1, 1)
    shocks = tuple(
        Shock(
            f"s{k}",
            ("licence", "ban")[k % 2],
            (names[k],),
            ("*",) if k % 2 == 0 else names[1:4],
            ("good",),
            start=date(2030, 1, 20 + k),
            announced_on=start,
            delay=Spread(20, 45, 90),
            approval=Spread(0.5, 0.8, 0.95),
        )
        for k in range(episodes)
    )
    scenario = Scenario("made", "Made", "", start, days, (Good("good", "Good"),), shocks, synthetic=True)
    ensemble(scenario, {"good": market}, runs=1, workers=1)  # what is read and imported once is not counted
    begun = time.process_time()
    ensemble(scenario, {"good": market}, runs=runs, workers=1)
    return {"seconds": time.process_time() - begun}


def law(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Fit CPU seconds = c x (product of sizes to their powers), by least squares of logarithms."""
    import numpy as np

    sizes = np.log([[row[name] for name in NAMES] for row in rows])
    seconds = np.log([row["seconds"] for row in rows])
    given = np.column_stack([np.ones(len(rows)), sizes])
    powers, *_ = np.linalg.lstsq(given, seconds, rcond=None)
    off = np.exp(np.abs(given @ powers - seconds).max())
    return {
        "seconds": f"{np.exp(powers[0]):.3g}"
        + "".join(f" * {name}^{power:.2f}" for name, power in zip(NAMES, powers[1:], strict=True)),
        "worst_factor_off": round(float(off), 2),
    }


def run(options: Options) -> dict[str, Any]:
    """Measure both, in new processes."""
    repetitions = 1 if options.quick else 3
    runs = 50 if options.quick else RUNS
    with tempfile.TemporaryDirectory() as folder:
        lake = str(Path(folder) / "lake")
        tries = [in_child("scenario_product:bundled", lake=lake, workers=2, runs=runs) for _ in range(repetitions)]
    totals = [sum(row["ensemble_s"] for row in one.told["scenarios"]) for one in tries]
    middle = tries[sorted(range(repetitions), key=totals.__getitem__)[repetitions // 2]]
    rows, memory = [], 0.0
    for size in GRID[:3] if options.quick else GRID:
        # The least of a few: what else runs on the machine only adds.
        costs = [in_child("scenario_product:made", size=list(size)) for _ in range(repetitions)]
        rows.append(
            dict(zip(NAMES, size, strict=True)) | {"seconds": round(min(one.told["seconds"] for one in costs), 3)}
        )
        memory = max(one.rss_mb for one in costs)
    figures = {"bundled_s": sorted(totals)[repetitions // 2]}
    if not options.quick:
        figures["memory_mb"] = memory
    fitted = law(rows) if len(rows) > len(NAMES) else {}
    print("  cost: ", fitted.get("seconds", "not fitted on so few sizes"))
    return {
        "about": f"Each bundled scenario on the bundled tables in {runs} runs, two workers; the median of the runs. "
        "Markets of other sizes in one process, CPU seconds, the least of the runs, whole ensembles with their "
        "quantiles; and their cost as a product of powers of the size.",
        "bundled_runs": runs,
        "bundled_s": [round(one, 2) for one in totals],
        "markets_s": round(sum(row["markets_s"] for row in middle.told["scenarios"]), 2),
        "bundled_rss_mb": round(middle.rss_mb),
        "scenarios": middle.told["scenarios"],
        "sizes": rows,
        "cost": fitted,
        **verdict(TARGETS, figures),
    }
