"""``python -m bench [NAME ...] [--rows N] [--quick]`` measures; ``python -m bench --table`` writes `README.md`."""

from __future__ import annotations

import argparse
import importlib
import sys

from bench.report import Options, write
from bench.table import write_table

SUBJECTS = (
    "board",
    "forecast",
    "policy",
    "policy_hazard",
    "events_read",
    "events_paraphrase",
    "indicators_bundled",
    "geopolrisk",
    "io_engine",
    "scenario_product",
    "scenarios",
    "baci_year",
    "panel_50m",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Time and memory by size.")
    parser.add_argument("subject", nargs="*", help=f"one of {', '.join(SUBJECTS)}; all if none is named")
    parser.add_argument("--rows", type=int, help="size, for subjects that generate their data [rows]")
    parser.add_argument("--quick", action="store_true", help="the smallest size, once; not written to results")
    parser.add_argument("--table", action="store_true", help="only write bench/README.md from bench/results")
    given = parser.parse_args()
    if unknown := set(given.subject) - set(SUBJECTS):
        parser.error(f"no subject {', '.join(sorted(unknown))}; there are {', '.join(SUBJECTS)}")
    options = Options(given.rows, given.quick)
    for name in () if given.table else given.subject or SUBJECTS:
        print(f"{name} ...", file=sys.stderr)
        found = importlib.import_module(f"bench.{name}").run(options)
        for line in found["targets"]:
            print(f"  {line['says']}")
        if options == Options():
            write(name, found)
    write_table()


if __name__ == "__main__":
    main()
