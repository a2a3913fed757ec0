"""What a result file says: targets met or not in plain words, the machine, versions, the day."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).with_name("results")
LIBRARIES = ("duckdb", "deltalake", "polars", "pyarrow", "numpy", "ibis-framework")


@dataclass(frozen=True)
class Options:
    """What the command line asked for.

    Parameters
    ----------
    rows : int or None
        Size, for subjects that generate their data [rows].
    quick : bool
        Only the smallest size, once.
    """

    rows: int | None = None
    quick: bool = False


@dataclass(frozen=True)
class Target:
    """A bound that a figure should keep.

    Parameters
    ----------
    bound : float
        The bound.
    words : str
        What it counts: ``"s CPU at most"``.
    at_least : bool
        Whether the figure should be at least the bound rather than at most.
    """

    bound: float
    words: str
    at_least: bool = False

    def met(self, figure: float) -> bool:
        """Tell whether a figure keeps the bound."""
        return figure >= self.bound if self.at_least else figure <= self.bound


def verdict(targets: dict[str, Target], figures: dict[str, float]) -> dict[str, Any]:
    """Set figures beside their targets.

    Parameters
    ----------
    targets : dict of str to Target
        By figure.
    figures : dict of str to float
        The same keys; a missing one was not measured.

    Returns
    -------
    dict
        `targets`: a list of `figure`, `measured`, `target`, `met` and a plain sentence `says`.
    """
    lines: list[dict[str, Any]] = []
    for name, target in targets.items():
        if name not in figures:
            says = f"not measured: {target.words}"
            lines.append({"figure": name, "words": target.words, "target": target.bound, "met": None, "says": says})
            continue
        measured = round(figures[name], 3)
        met = target.met(measured)
        says = f"{'met' if met else 'MISSED'}: {measured:,g}; target {target.bound:,g} {target.words}"
        lines.append(
            {
                "figure": name,
                "words": target.words,
                "measured": measured,
                "target": target.bound,
                "met": met,
                "says": says,
            }
        )
    return {"targets": lines}


def write(name: str, found: dict[str, Any]) -> Path:
    """Write the result of a subject.

    Parameters
    ----------
    name : str
        Subject.
    found : dict
        What it measured.

    Returns
    -------
    pathlib.Path
        The file.
    """
    told = {
        "subject": name,
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "versions": versions(),
        **found,
    }
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / f"{name}.json"
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return path


def machine() -> dict[str, Any]:
    """Describe the machine: processors, their model, memory, load at the start; no name of its own."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.is_file():
        lines = info.read_text(encoding="utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpus": os.cpu_count(),
        "model": model,
        "memory_gb": round(memory / 1e9, 1),
        "system": platform.system(),
        "load_1min_at_end": round(os.getloadavg()[0], 2),
    }


def versions() -> dict[str, str]:
    """Return the versions of Python and of what does the work."""
    found = {"python": platform.python_version()}
    for name in ("tocsin", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed as a package"
    return found
