"""All bundled scenarios with 500 runs each: how long they take, what they say, and what then happened.

``python -m bench scenarios`` writes `results/scenarios.json` and, from it, the pages in `docs/scenarios`.
"""

from __future__ import annotations

import hashlib
import math
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.measure import in_child, summary
from bench.report import Options, Target, verdict

RUNS, QUICK = 500, 25
TARGETS = {"wall_s": Target(60.0, "s on the clock for all bundled scenarios, 500 runs each, the lake loaded, at most")}
#: Tables that every scenario rests on, beside its own file.
SHARED = ("scenario_outcomes.toml", "scenario_assumptions.toml", "routes.toml")
#: Importers that are told of each good.
SHOWN = 5
DIGITS = 4


def made_of() -> str:
    """Return a digest of all that the results are made of, but the engine and the trade tables."""
    from tocsin.ref.tables import DATA
    from tocsin.scenario.language import scenarios

    found = hashlib.sha256()
    for path in (*scenarios().values(), *(DATA / name for name in SHARED)):
        found.update(path.name.encode())
        found.update(path.read_text(encoding="utf-8").encode())
    return found.hexdigest()


def simulate_all(lake: str, runs: int) -> dict[str, Any]:
    """Simulate every scenario."""
    from bench.lakes import opened
    from tocsin.pipeline.simulate import simulate
    from tocsin.scenario.language import find_scenario, scenarios

    held = opened(lake)
    begun = time.perf_counter()
    said, took = {}, {}
    for name in scenarios():
        started = time.perf_counter()
        said[name] = _said(simulate(find_scenario(name), held, runs=runs).document())
        took[name] = round(time.perf_counter() - started, 2)
    return {"wall_s": time.perf_counter() - begun, "took": took, "said": said}


def compare_all(lake: str, runs: int) -> dict[str, Any]:
    """Hold every scenario against what happened."""
    from bench.lakes import newest
    from tocsin.pipeline.markets import reading
    from tocsin.pipeline.scenario_comparison import compare
    from tocsin.scenario.language import find_scenario, scenarios
    from tocsin.scenario.outcomes import observations
    from tocsin.scenario.routes import portions

    view = newest(lake)
    found: dict[str, Any] = {}
    for name in scenarios():
        scenario = find_scenario(name)
        markets = reading(view, scenario).markets
        told = compare(scenario, markets, observations().get(name, ()), runs=runs, portions=portions(scenario, markets))
        found[name] = [
            {
                "id": one.observation.id,
                "happened": _digits(one.observation.value),
                "said": dict(zip(("p05", "p25", "p50", "p75", "p95"), map(_digits, one.quantiles), strict=True)),
                "verdict": one.verdict,
                "in_middle": one.in_middle,
            }
            for one in told
        ]
    return found


def _said(document: dict[str, Any]) -> dict[str, Any]:
    goods = []
    for good in document["goods"]:
        worst = sorted(
            good["importers"],
            key=lambda one: (-one["worst_month"]["p50"], -one["worst_month"]["p95"], -one["demand_a_day"], one["iso3"]),
        )
        goods.append(
            {
                "id": good["id"],
                "title": good["title"],
                "table": good["basis"]["table"],
                "year": good["basis"]["year"],
                "unit": good["unit"],
                "price": {key: _digits(value) for key, value in good["price_pressure"]["peak"].items()},
                "importers": [_importer(one) for one in worst[:SHOWN]],
            }
        )
    cost = {
        side: {key: _digits(document["cost"][side][key]) for key in ("p05", "p50", "p95")}
        for side in ("target", "controller")
    }
    return {"goods": goods, "cost": cost, "mass_error": document["mass_error"]}


def _importer(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "iso3": one["iso3"],
        "name": one["name"],
        "worst_month": {key: _digits(one["worst_month"][key]) for key in ("p05", "p50", "p95")},
        "first_day": one["first_day"]["p50"],
        "short": _digits(one["first_day"]["share_of_runs"]),
    }


def _digits(value: float | None) -> float | None:
    if value is None or not math.isfinite(value):
        return None
    return float(f"{value:.{DIGITS}g}")


def run(options: Options) -> dict[str, Any]:
    """Measure all scenarios in one new process, then compare them in another."""
    runs = QUICK if options.quick else RUNS
    with tempfile.TemporaryDirectory() as folder:
        lake = str(Path(folder) / "lake")
        in_child("lakes:bundled", lake=lake)
        cost = in_child("scenarios:simulate_all", lake=lake, runs=runs)
        compared = in_child("scenarios:compare_all", lake=lake, runs=runs)
    found = {
        "about": f"All {len(cost.told['said'])} bundled scenarios on the bundled tables, {runs} runs each.",
        "runs": runs,
        "made_of": made_of(),
        "simulate": summary([cost]),
        "took": cost.told["took"],
        "said": cost.told["said"],
        "compared": compared.told,
        **verdict(TARGETS, {"wall_s": cost.told["wall_s"]}),
    }
    if not options.quick:
        from scripts.docs_scenarios import write_pages

        write_pages(found)
    return found
