"""All structural indicators of a long monthly panel, beside a query written by hand that computes import HHI only.

The panel is synthetic. Both read the same Parquet file month by month with the same DuckDB settings and hand their
rows to nobody.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.measure import in_child, summary
from bench.report import Options, Target, verdict

if TYPE_CHECKING:
    import duckdb

SIZES = (1_000_000, 10_000_000, 50_000_000)
TARGETS = {"cpu_ratio": Target(3.0, "times the CPU of the query, at most"), "rss_mb": Target(1_000, "MB, at most")}

#: The rival, for one month.
QUERY = """SELECT product, reporter, period, sum(value * value) / (sum(value) * sum(value)) AS hhi
    FROM read_parquet($path) WHERE period = $period GROUP BY product, reporter, period"""


def run(options: Options) -> dict[str, Any]:
    """Measure every size."""
    sizes = [options.rows] if options.rows else SIZES[:1] if options.quick else SIZES
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        lake = str(Path(folder) / "lake")
        in_child("lakes:bundled", lake=lake)
        for rows in sizes:
            panel = Path(folder) / f"synthetic_panel_{rows}.parquet"
            written = in_child("synthetic:monthly_panel", path=str(panel), rows=rows).told["rows"]
            figures.append(_compare(str(panel), lake, written, 3 if rows <= SIZES[1] and not options.quick else 1))
            print(f"  {written:,} rows: {figures[-1]['cpu_ratio']} times the CPU of the query", file=sys.stderr)
            panel.unlink()
    return {
        "about": "All structural indicators of a synthetic monthly panel, rows handed to nobody.",
        "data": "synthetic monthly panel, seeded, 120 months, 5,000 products, 200 importers, 60 suppliers",
        "rival": "hand-written DuckDB query of import HHI, month by month, over the same file with the same settings",
        "sizes": figures,
        "notes": [_note(figures[-1])],
        **verdict(TARGETS, {"cpu_ratio": figures[-1]["cpu_ratio"], "rss_mb": figures[-1]["ours"]["rss_mb"]}),
    }


def _note(size: dict[str, Any]) -> str:
    return (
        f"At {size['rows']:,} rows ours gives {size['rows_out']:,} rows of all indicators from all columns; "
        f"the query gives {size['rows_out_rival']:,} rows of one indicator and reads four columns."
    )


def _compare(panel: str, lake: str, rows: int, repetitions: int) -> dict[str, Any]:
    ours, rival = [], []
    for _ in range(repetitions):
        rival.append(in_child("panel_50m:hhi_query", panel=panel))
        ours.append(in_child("panel_50m:all_indicators", panel=panel, lake=lake))
    told, beside = summary(ours), summary(rival)
    return {
        "rows": rows,
        "rows_out": ours[0].told["rows"],
        "rows_out_rival": rival[0].told["rows"],
        "ours": told,
        "rival": beside,
        "cpu_ratio": round(told["cpu_s"]["min"] / beside["cpu_s"]["min"], 2),
        "rss_ratio": round(told["rss_mb"] / beside["rss_mb"], 2),
    }


def all_indicators(panel: str, lake: str) -> dict[str, int]:
    """Run every indicator over the panel and count its rows; production and scores are the bundled ones."""
    from bench.lakes import newest
    from tocsin.indicators.declaration import INDICATORS
    from tocsin.indicators.run import run as run_indicators
    from tocsin.pipeline.given import give_tables

    connection = newest(lake).connect()
    connection.execute("SET threads = 1")
    give_tables(connection)
    flows = f"SELECT * FROM read_parquet('{panel}')"
    count = 0
    for _, rows in run_indicators(connection, flows, list(INDICATORS.values())):
        for batch in rows:
            count += len(batch)
    return {"rows": count}


def hhi_query(panel: str) -> dict[str, int]:
    """Run the query month by month and count its rows."""
    connection = _plain_connection()
    periods = connection.execute(
        "SELECT DISTINCT period FROM read_parquet($path) ORDER BY 1", {"path": panel}
    ).fetchall()
    count = 0
    for (period,) in periods:
        for batch in connection.execute(QUERY, {"path": panel, "period": period}).to_arrow_reader(100_000):
            count += len(batch)
    return {"rows": count}


def _plain_connection() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(config={"memory_limit": "800MB", "threads": "1"})
