"""Runs a function of a subject in a fresh process and says what it took: CPU, wall clock, largest memory.

The measuring process stays small: a child's largest memory counts from what its parent held when it was started.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Cost:
    """What one process took.

    Parameters
    ----------
    cpu_s, wall_s : float
        User and system time, and time on the clock, start of the interpreter included [s].
    rss_mb : float
        Largest resident memory [MB, 1e6 bytes].
    told : dict
        What it returned.
    """

    cpu_s: float
    wall_s: float
    rss_mb: float
    told: dict[str, Any] = field(default_factory=dict)


class ChildError(RuntimeError):
    """A measured process ended with an error."""


def in_child(function: str, *, python: str | None = None, home: str | None = None, **given: object) -> Cost:
    """Run ``module:function`` of this package in a fresh process.

    Parameters
    ----------
    function : str
        ``"panel_50m:ours"``; it is given keywords that JSON can hold and returns such a dict, or None.
    python : str, optional
        Interpreter; this one if not given.
    home : str, optional
        What the function shall take for the user's folder.
    **given : object
        Keywords of the function.

    Returns
    -------
    Cost
        What it took, and its result.
    """
    with tempfile.NamedTemporaryFile(suffix=".json") as answer:
        command = [python or sys.executable, "-m", "bench.child", function, json.dumps(given), answer.name]
        cost = of_command(command, **({"HOME": home} if home else {}))
        return Cost(cost.cpu_s, cost.wall_s, cost.rss_mb, json.loads(Path(answer.name).read_text(encoding="utf-8")))


def of_command(command: list[str], **settings: str) -> Cost:
    """Run a command and measure it.

    Parameters
    ----------
    command : list of str
        Program and arguments.
    **settings : str
        Environment variables beside those that are set.

    Returns
    -------
    Cost
        What it took.

    Raises
    ------
    ChildError
        If it ends with an error.
    """
    root = Path(__file__).parents[1]
    path = os.pathsep.join([str(root), str(root / "src")])
    with tempfile.TemporaryFile() as errors:
        begun = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=root,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            env={**os.environ, "PYTHONPATH": path, **settings},
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            errors.seek(0)
            raise ChildError(
                f"{' '.join(command[1:4])} ended with {process.returncode}:\n{errors.read().decode()[-2000:]}"
            )
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024 / 1e6)


def summary(costs: list[Cost]) -> dict[str, Any]:
    """Sum up repetitions.

    Parameters
    ----------
    costs : list of Cost
        At least one.

    Returns
    -------
    dict
        `repetitions`; smallest and median `cpu_s` and `wall_s`; largest `rss_mb`.
    """

    def spread(values: list[float]) -> dict[str, float]:
        return {"min": round(min(values), 3), "median": round(statistics.median(values), 3)}

    return {
        "repetitions": len(costs),
        "cpu_s": spread([cost.cpu_s for cost in costs]),
        "wall_s": spread([cost.wall_s for cost in costs]),
        "rss_mb": round(max(cost.rss_mb for cost in costs)),
    }
