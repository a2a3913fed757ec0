"""All structural indicators for all importers, products and years of the bundled tables, computed and stored."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from bench.measure import in_child, summary
from bench.report import Options, Target, verdict

TARGETS = {"cpu_s": Target(15, "CPU s, at most"), "rss_mb": Target(1_000, "MB, at most")}


def run(options: Options) -> dict[str, Any]:
    """Measure; the lake with the bundled tables is made before."""
    costs = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh"
        load = in_child("lakes:bundled", lake=str(fresh))
        for i in range(1 if options.quick else 3):
            lake = Path(folder) / f"lake{i}"
            shutil.copytree(fresh, lake)
            costs.append(in_child("lakes:indexed", lake=str(lake)))
    told = summary(costs)
    return {
        "about": "All structural indicators for all importers, products and years of the bundled tables, computed and "
        "stored in a lake that holds these tables already.",
        "rows_out": costs[0].told["rows"],
        "ours": told,
        "loading the bundled tables (for information)": summary([load]),
        **verdict(TARGETS, {"cpu_s": told["cpu_s"]["median"], "rss_mb": told["rss_mb"]}),
    }
