"""Writes `README.md` from the result files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.report import RESULTS

HEADING = """# Time and memory

`python -m bench [NAME] [--rows N] [--quick]` measures; `python -m bench --table` writes this page from `results`.
Every figure is that of a fresh process, its start included: CPU is user and system time, memory the largest resident
set. Where there is a rival it runs beside us in the same run, on the same data. A missed target stays written here.
"""


def write_table() -> None:
    """Write the page."""
    results = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))]
    pages = [HEADING, *(_section(told) for told in results)]
    Path(__file__).with_name("README.md").write_text("\n".join(pages), encoding="utf-8")


def _section(told: dict[str, Any]) -> str:
    machine = told["machine"]
    lines = [f"## {told['subject']}", "", f"{told['about']}", ""]
    lines += [f"Beside us: {told['rival']}.", ""] if "rival" in told else []
    lines += ["| figure | measured | target | |", "|---|---:|---:|---|"]
    for row in told["targets"]:
        met = {True: "met", False: "**missed**", None: "not measured"}[row["met"]]
        lines.append(f"| {row['words']} | {_number(row.get('measured'))} | {_number(row['target'])} | {met} |")
    lines += [
        "",
        "| run | repetitions | CPU s, min | CPU s, median | wall s, min | MB |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    lines += [_run(name, run) for name, run in _runs(told)]
    lines += ["", *told.get("notes", []), ""] if told.get("notes") else [""]
    lines.append(
        f"{told['date']}; {machine['cpus']} x {machine['model']}, {machine['memory_gb']} GB; "
        f"load at the end {machine['load_1min_at_end']}; {_versions(told['versions'])}."
    )
    return "\n".join([*lines, ""])


def _runs(told: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    found = [(name, run) for name, run in told.items() if isinstance(run, dict) and "cpu_s" in run]
    for size in (one for one in told.get("sizes", []) if "rows" in one):
        found += [(f"{size['rows']:,} rows, {who}", size[who]) for who in ("ours", "rival")]
    return found


def _run(name: str, run: dict[str, Any]) -> str:
    cpu, wall = run["cpu_s"], run["wall_s"]
    return f"| {name} | {run['repetitions']} | {cpu['min']} | {cpu['median']} | {wall['min']} | {run['rss_mb']} |"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,g}"


def _versions(found: dict[str, str]) -> str:
    return ", ".join(f"{name} {text}" for name, text in found.items())
