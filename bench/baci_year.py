"""One year as large as BACI's, collected from CSV into an empty lake and indexed. Synthetic."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from bench.measure import in_child, summary
from bench.report import Options, Target, verdict

ROWS = 11_000_000
TARGETS = {"wall_s": Target(180, "s on the clock, at most"), "rss_mb": Target(2_000, "MB, at most")}


def run(options: Options) -> dict[str, Any]:
    """Measure collecting and indexing, each in a process of its own."""
    rows = options.rows or (500_000 if options.quick else ROWS)
    with tempfile.TemporaryDirectory() as folder:
        data, lake = Path(folder) / "synthetic", str(Path(folder) / "lake")
        data.mkdir()
        in_child("synthetic:baci_year", folder=str(data), rows=rows)
        collected = in_child("baci_year:collected", data=str(data), lake=lake)
        indexed = in_child("lakes:indexed", lake=lake)
    figures = {"wall_s": collected.wall_s + indexed.wall_s, "rss_mb": max(collected.rss_mb, indexed.rss_mb)}
    return {
        "about": f"One synthetic year of {collected.told['rows']:,} rows in BACI's own layout, collected and indexed.",
        "data": "synthetic, seeded",
        "rows": collected.told["rows"],
        "rows_out": indexed.told["rows"],
        "collect": summary([collected]),
        "index": summary([indexed]),
        **verdict(TARGETS, figures),
    }


def collected(data: str, lake: str) -> dict[str, int]:
    """Collect a folder into a new lake."""
    from bench.lakes import DAY
    from tocsin.core.clock import fixed_clock
    from tocsin.core.release import Request
    from tocsin.lake import Lake
    from tocsin.pipeline.collect import collect

    loads = collect(Lake.create(Path(lake), fixed_clock(DAY)), "baci", Request((Path(data),)))
    return {"rows": sum(load.rows_kept for load in loads)}
