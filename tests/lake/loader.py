"""A process of its own that loads into a lake, and can be killed at a step it is told; run by the tests."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from tests.lake.flows import flow, new_lake, put, release
from tocsin.core.errors import BusyError
from tocsin.core.release import Refusal
from tocsin.lake import load as protocol
from tocsin.lake.settle import settle
from tocsin.lake.store import Store

#: Where a load may die, in the order in which it comes there.
STEPS = ["_stage", "settle", "_judge", "_append", "append flow", "_commit", "append provenance"]


def _dying(when: str, inner: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any, **options: Any) -> Any:
        if when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        inner(*args, **options)
        os.kill(os.getpid(), signal.SIGKILL)

    return call


def arm(step: str, when: str) -> None:
    """Let the process die before or after a step."""
    if step.startswith("append "):
        append, table = Store.append, step.removeprefix("append ")

        def choose(store: Store, name: str, rows: Any) -> None:
            (_dying(when, append) if name == table else append)(store, name, rows)

        setattr(Store, "append", choose)  # noqa: B010 - an assignment would need its very type
    else:
        setattr(protocol, step, _dying(when, getattr(protocol, step)))


def rows(start: int, count: int) -> list[dict[str, Any]]:
    """Make rows, one of them twice and one bad."""
    good = [flow(float(i), product=f"{100000 + i}") for i in range(start, start + count)]
    return [*good, good[0], flow(-1.0, period="2021")]


def main(root: Path, start: int, count: int, step: str, when: str) -> None:
    """Load, die, wait, or print what came of it."""
    lake = new_lake(root)
    if step == "linger":

        def slow(*args: Any) -> list[Refusal]:
            refused = settle(*args)
            print("staged", flush=True)  # noqa: T201 - the test waits for it
            if when == "told":
                sys.stdin.readline()
            else:
                time.sleep(float(when))
            return refused

        setattr(protocol, "settle", slow)  # noqa: B010 - as above
    elif step != "live":
        arm(step, when)
    try:
        load = put(lake, release(rows(start, count), vintage="V1", released_on=date(2024, 1, 1)))
    except BusyError:
        print("busy")  # noqa: T201
    else:
        print("added" if load.added else "already there")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5])
