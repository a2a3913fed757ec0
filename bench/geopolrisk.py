"""GeoPolRisk of every material, importer and year from 2018 on, beside geopolrisk-py 2.0.1 on a sample of them.

The rival scores one combination at a time. Its cost is that of its own functions on a seeded sample, start and loading
of its tables left out, and is extrapolated to all combinations. It is installed into a temporary environment.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench.measure import ChildError, Cost, in_child, summary
from bench.report import Options, Target, verdict

RIVAL = "geopolrisk-py==2.0.1"
SAMPLE = 300
TARGETS = {"times_faster": Target(100, "times as fast as the rival, at least", at_least=True)}


def run(options: Options) -> dict[str, Any]:
    """Measure ours on all combinations and the rival on a sample."""
    with tempfile.TemporaryDirectory() as folder:
        lake = str(Path(folder) / "lake")
        in_child("lakes:bundled", lake=lake)
        ours = [in_child("geopolrisk:all_combinations", lake=lake) for _ in range(1 if options.quick else 3)]
        rival, missing = _rival(Path(folder), SAMPLE // 10 if options.quick else SAMPLE)
    told, count = summary(ours), ours[0].told["rows"]
    found = {
        "about": f"GeoPolRisk of all {count:,} combinations of material, importer and year from 2018 on.",
        "rows_out": count,
        "ours": told,
    }
    if rival is None:
        return {**found, "notes": [f"Not compared: {missing}."], **verdict(TARGETS, {})}
    each = rival.told["cpu_s"] / rival.told["combinations"]
    return {
        **found,
        "rival": f"{RIVAL}, {rival.told['combinations']} combinations, extrapolated to all",
        "sample by the rival (its start and tables included)": summary([rival]),
        "rival_cpu_s_per_combination": round(each, 5),
        "rival_cpu_s_extrapolated": round(each * count, 1),
        "notes": [_note(each, count)],
        **verdict(TARGETS, {"times_faster": each * count / told["cpu_s"]["median"]}),
    }


def _note(each: float, count: int) -> str:
    return (
        f"The rival took {each * 1000:.1f} ms of CPU for a combination, its start and the loading of its tables "
        f"left out: {each * count:,.0f} s extrapolated to all. Ours is the whole process, start included."
    )


def all_combinations(lake: str) -> dict[str, int]:
    """Score every material, importer and year of the newest view."""
    import ibis

    from bench.lakes import flows, newest
    from tocsin.indicators.geopolrisk import by_commodity
    from tocsin.indicators.tables import GIVEN, scores
    from tocsin.pipeline.given import give_tables

    connection = newest(lake).connect()
    give_tables(connection)
    connection.execute(f"CREATE TEMP VIEW flows AS SELECT * FROM ({flows()}) WHERE year >= 2018")
    given = {name: ibis.table(schema, name=name) for name, schema in GIVEN.items()}
    scored = by_commodity(given["flows"], given["production"], scores(given["country_scores"]), given["commodities"])
    return {"rows": sum(len(batch) for batch in connection.execute(ibis.to_sql(scored, "duckdb")).to_arrow_reader())}


def rival_sample(size: int) -> dict[str, float]:
    """Score a seeded sample as the rival does for a single country; runs in its environment."""
    import importlib
    import random
    import time

    core = importlib.import_module("geopolrisk.assessment.core")
    trade = importlib.import_module("geopolrisk.assessment.utils").mapped_baci()
    recent = trade[trade["period"] >= 2018]
    known = set(zip(recent["rawMaterial"], recent["reporterCode"].astype(int), recent["period"], strict=True))
    drawn = random.Random(2018).sample(sorted(known), size)
    begun = time.process_time()
    for material, importer, year in drawn:
        risk, bought, price = core.importrisk(material, int(year), importer, trade)
        made, concentration = core.HHI(material, int(year), importer)
        core.GeoPolRisk(risk, bought, price, made, concentration)
    return {"cpu_s": time.process_time() - begun, "combinations": size}


def _rival(folder: Path, size: int) -> tuple[Cost | None, str]:
    interpreter = shutil.which("python3.11")
    if interpreter is None:
        return None, f"{RIVAL} runs on Python 3.11 only and there is no python3.11 here"
    python = folder / "rival" / "bin" / "python"
    try:
        subprocess.run([interpreter, "-m", "venv", str(folder / "rival")], check=True, capture_output=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", RIVAL], check=True, capture_output=True)
        # The package writes folders and logs into the user's documents: let it think they are elsewhere.
        return in_child("geopolrisk:rival_sample", python=str(python), home=str(folder), size=size), ""
    except (subprocess.CalledProcessError, ChildError) as error:
        detail = getattr(error, "stderr", b"") or str(error)
        return None, f"{RIVAL} cannot be installed or run ({str(detail)[-200:]})"
