"""Keeps the published forecast log: what the model says from the two bundled releases, on the day each was out.

    python -m bench.forecast_log [--anew]

Writes bench/forecast_log.jsonl with its head, and what docs/how-to/forecast-log.md says of it. What the log holds of
this model is not made again, also not of other tables; what another model says is added behind it. ``--anew`` begins
the log again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tocsin.core.clock import system_clock
from tocsin.lake.log import FILE, ForecastLog
from tocsin.pipeline.home import open_lake
from tocsin.pipeline.kept import maker

ROOT = Path(__file__).parents[1]
LOG = ROOT / "bench" / FILE
PAGE = ROOT / "docs" / "how-to" / "forecast-log.md"
BEGIN, END = "<!-- published: made by python -m bench.forecast_log -->", "<!-- end of published -->"
#: A day on which only the older bundled release was out, and one on which the newer was.
ORIGINS = (date(2025, 3, 1), date(2026, 3, 1))
IMPORTERS = ("KOR", "JPN", "USA", "EU")
LAG = "honest"


def main() -> None:
    """Add what the log lacks, verify it, and put its last digest into the page."""
    if "--anew" in sys.argv[1:]:
        for path in (LOG, LOG.with_suffix(".head")):
            path.unlink(missing_ok=True)
    records = ForecastLog(LOG, copy=True).records() if LOG.exists() else ()
    held = {(one["origin"], one["model_version"]) for one in records}
    missing = [day for day in ORIGINS if (day.isoformat(), f"{maker()} {LAG}") not in held]
    if missing:
        _add(missing)
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(f"{text.split(BEGIN)[0]}{BEGIN}\n{published()}\n{END}{text.split(END)[1]}", encoding="utf-8")
    print(published())


def _add(missing: Sequence[date]) -> None:
    """Make the forecasts of some days in a lake of the bundled tables, behind those that the log holds."""
    with tempfile.TemporaryDirectory() as folder:
        lake = open_lake(Path(folder) / "lake", system_clock).store.root
        mine = ForecastLog.of(lake)
        pairs = ((LOG, mine.path), (LOG.with_suffix(".head"), mine.head_path))
        for path, there in pairs:
            if path.exists():
                shutil.copyfile(path, there)
        for day in missing:
            print(f"as of {day}", file=sys.stderr, flush=True)
            _forecast(lake, day)
        mine.verify()
        for path, there in pairs:
            shutil.copyfile(there, path)


def published(path: Path = LOG) -> str:
    """Say what a copy of the log holds, and with which digest it ends.

    Parameters
    ----------
    path : pathlib.Path
        The copy.

    Returns
    -------
    str
        Markdown.
    """
    log = ForecastLog(path, copy=True)
    found, records = log.verify(), list(log.records())
    lines = [
        "| day spoken from | last year known | speaks of | model | logged on | forecasts |",
        "|---|---|---|---|---|---:|",
    ]
    groups: dict[tuple[str, ...], list[str]] = {}
    for one in records:
        key = (one["origin"], one["period"], one["model_version"].split()[0], one["made_at"][:10])
        groups.setdefault(key, []).append(one["target"])
    for (origin, period, model, made), targets in groups.items():
        spoken = " and ".join(sorted(set(targets)))
        lines.append(f"| {origin} | {period} | {spoken} | `{model}` | {made} | {len(targets):,} |")
    command = f"tocsin log verify --file bench/{path.name} --count {found.count} --head {found.head}"
    return "\n".join([*lines, "", "```sh", command, "```"])


def _forecast(lake: Path, day: date) -> None:
    """Log the forecasts of one day by the command that everybody has."""
    importers = [word for one in IMPORTERS for word in ("--reporter", one)]
    command = ["forecast", *importers, "--lag", LAG, "--as-of", day.isoformat(), "--log", "--lake", str(lake)]
    subprocess.run([sys.executable, "-m", "tocsin.cli", *command], check=True, env=os.environ, stdout=sys.stderr)


if __name__ == "__main__":
    main()
