"""The board of Korea: first use, and again; and how long ``import tocsin`` takes."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from bench.measure import of_command, summary
from bench.report import Options, Target, verdict

TARGETS = {
    "board_wall_s": Target(2.0, "s on the clock for the board, warm, at most"),
    "import_wall_s": Target(0.3, "s on the clock for `import tocsin`, at most"),
}
BOARD = [sys.executable, "-m", "tocsin.cli", "board", "--reporter", "KOR"]


def run(options: Options) -> dict[str, Any]:
    """Measure the command as a user starts it."""
    repetitions = 1 if options.quick else 5
    with tempfile.TemporaryDirectory() as folder:
        lake = str(Path(folder) / "lake")
        cold = of_command(BOARD, TOCSIN_LAKE=lake)
        warm = summary([of_command(BOARD, TOCSIN_LAKE=lake) for _ in range(repetitions)])
    importing = summary([of_command([sys.executable, "-c", "import tocsin"]) for _ in range(repetitions)])
    return {
        "about": "`tocsin board --reporter KOR` as a process of its own. Cold is the first use of all: bundled tables "
        "loaded and all indicators computed (for information).",
        "warm": warm,
        "cold": summary([cold]),
        "import": importing,
        "the interpreter alone": summary([of_command([sys.executable, "-c", ""]) for _ in range(repetitions)]),
        **verdict(TARGETS, {"board_wall_s": warm["wall_s"]["median"], "import_wall_s": importing["wall_s"]["median"]}),
    }
