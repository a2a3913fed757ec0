"""The forecast of all importers and products: the first of a lake, and a new one once its past is kept."""

from __future__ import annotations

import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import in_child, of_command, summary
from bench.report import Options, Target, verdict

TODAY = date(2026, 11, 1)
TARGETS = {
    "new_wall_s": Target(20.0, "s on the clock for a new forecast of all importers and products, at most"),
    "first_wall_s": Target(20.0, "s on the clock for the first forecast of a lake, its past included, at most"),
    "backtest_wall_s": Target(600.0, "s on the clock for `tocsin backtest`, 2010-2020 at the honest lag, at most"),
}
TOCSIN = [sys.executable, "-m", "tocsin.cli"]


def anew(lake: str) -> dict[str, Any]:
    """Make the forecast of the day once more, from what is kept of the past; nothing is stored."""
    from tocsin.core.clock import fixed_clock
    from tocsin.core.progress import silent
    from tocsin.lake import Lake
    from tocsin.pipeline.forecast import Setting, make

    opened = Lake(Path(lake), fixed_clock(TODAY))
    made = make(opened, opened.as_of(TODAY), Setting(), jobs=2, told=silent)
    if isinstance(made, str):
        raise SystemExit(made)
    return {"rows": sum(len(batch.rows) for batch in made.batches)}


def run(options: Options) -> dict[str, Any]:
    """Measure with two workers; the lake holds the bundled tables and nothing else."""
    repetitions = 1 if options.quick else 3
    with tempfile.TemporaryDirectory() as folder:
        lake = str(Path(folder) / "lake")
        setting = {"TOCSIN_LAKE": lake, "TOCSIN_TODAY": TODAY.isoformat()}
        of_command([*TOCSIN, "lake", "init"], **setting)
        first = of_command([*TOCSIN, "forecast", "--reporter", "KOR"], **setting)
        costs = [in_child("forecast:anew", lake=lake) for _ in range(repetitions)]
        backtest = None if options.quick else of_command([*TOCSIN, "backtest"], **setting)
    new = summary(costs)
    measured = {"new_wall_s": new["wall_s"]["median"], "first_wall_s": first.wall_s}
    if backtest:
        measured["backtest_wall_s"] = backtest.wall_s
    targets = {name: TARGETS[name] for name in measured}
    return {
        "about": "`tocsin forecast` over the bundled tables, two workers. The first forecast of a lake draws and "
        "learns what every past day knew, and keeps it; a new one reads that.",
        "rows": costs[0].told["rows"],
        "new": new,
        "first": summary([first]),
        **({"backtest": summary([backtest])} if backtest else {}),
        **verdict(targets, measured),
    }
