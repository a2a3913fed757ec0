"""The measured process: calls one function of this package and writes what it returns."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path


def main() -> None:
    name, given, answer = sys.argv[1:]
    module, function = name.split(":")
    told = getattr(importlib.import_module(f"bench.{module}"), function)(**json.loads(given))
    Path(answer).write_text(json.dumps(told or {}), encoding="utf-8")


if __name__ == "__main__":
    main()
