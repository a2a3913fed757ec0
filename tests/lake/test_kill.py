"""Killed at any moment a load is there whole or not at all; two at once both land or one is told to try again."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.lake.flows import TODAY, figures, new_lake, put, release
from tests.lake.loader import STEPS, rows
from tocsin.core.clock import fixed_clock
from tocsin.lake import Lake

ROOT = Path(__file__).parents[2]
COUNT = 40


def start(
    lake: Path, *, first: int = 0, count: int = COUNT, step: str = "live", when: str = ""
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.lake.loader", str(lake), str(first), str(count), step, when]
    path = {"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "PATH": "/usr/bin:/bin", "HOME": str(lake.parent)}
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=path, stdin=pipe, stdout=pipe, stderr=pipe, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    out, err = process.communicate("\n" if process.poll() is None else None, timeout=60)
    assert err == "" or process.returncode < 0, err
    return out.split("\n")[-2] if out else ""


def content(lake: Lake) -> list[tuple[Any, ...]]:
    return figures(lake.as_of(TODAY), "product, trade_value")


WHOLE = sorted((f"{100000 + i}", float(i)) for i in range(COUNT))


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("step", STEPS)
def test_killed_at_a_step(tmp_path: Path, step: str, when: str) -> None:
    lake = new_lake(tmp_path / "lake")
    put(lake, release([], [rows(900, 1)[0]], salt="before"), source="other")
    before = content(lake)
    process = start(tmp_path / "lake", step=step, when=when)
    finish(process)
    assert process.returncode == -9
    committed = (step, when) in {("append provenance", "after"), ("_commit", "after")}
    assert content(lake) == (sorted(before + WHOLE) if committed else before)
    found = lake.check(mend=False)
    written = STEPS.index(step) > STEPS.index("append flow") or (step, when) in {
        ("append flow", "after"),
        ("_append", "after"),
    }
    orphans = written and not committed
    assert bool(found.problems) == orphans
    assert put(lake, release(rows(0, COUNT), vintage="V1", released_on=TODAY.replace(year=2024))).added is not committed
    assert content(lake) == sorted(before + WHOLE)
    mended = lake.check().mended
    assert any("swept" in text for text in mended) == orphans
    assert not [path for folder in (".staging", ".locks") for path in (lake.store.root / folder).glob("*load*")]
    assert not list((lake.store.root / ".staging").iterdir())
    assert lake.check().problems == []
    assert content(lake) == sorted(before + WHOLE)


@pytest.mark.parametrize("delay", [0.55, 0.7, 0.85, 1.0])
def test_killed_at_any_moment(tmp_path: Path, delay: float) -> None:
    process = start(tmp_path / "lake", count=4000)
    time.sleep(delay)
    process.kill()
    process.communicate()
    lake = Lake.create(tmp_path / "lake", fixed_clock(TODAY))
    assert len(content(lake)) in {0, 4000}
    put(lake, release(rows(0, 4000), vintage="V1", released_on=TODAY.replace(year=2024)))
    assert len(content(lake)) == 4000
    lake.check()
    assert lake.check(mend=False).problems == []


def test_a_running_load_is_not_swept(tmp_path: Path) -> None:
    lake = new_lake(tmp_path / "lake")
    process = start(tmp_path / "lake", step="linger", when="told")
    assert process.stdout is not None
    assert process.stdout.readline() == "staged\n"
    assert lake.check().mended == []
    assert len(list((lake.store.root / ".staging").iterdir())) == 1
    assert finish(process) == "added"
    assert content(lake) == WHOLE


def test_two_loads_of_one_file_at_once(tmp_path: Path) -> None:
    lake = new_lake(tmp_path / "lake")
    told = [finish(process) for process in [start(tmp_path / "lake", step="linger", when="0.5") for _ in range(2)]]
    assert sorted(told) == ["added", "already there"]
    assert content(lake) == WHOLE
    lake.check()
    assert (content(lake), len(lake.history())) == (WHOLE, 1)
    assert lake.check(mend=False).problems == []


def test_two_loads_of_one_vintage_at_once(tmp_path: Path) -> None:
    lake = new_lake(tmp_path / "lake")
    told = [
        finish(process)
        for process in [start(tmp_path / "lake", first=first, step="linger", when="0.5") for first in (0, COUNT // 2)]
    ]
    assert sorted(told) in (["added", "busy"], ["added", "added"])
    for first in (0, COUNT // 2):
        put(lake, release(rows(first, COUNT), vintage="V1", released_on=TODAY.replace(year=2024)))
    lake.check()
    assert content(lake) == sorted((f"{100000 + i}", float(i)) for i in range(COUNT + COUNT // 2))


def test_two_processes_make_one_lake(tmp_path: Path) -> None:
    processes = [start(tmp_path / "lake", first=first) for first in (0, 5000)]
    told = [finish(process) for process in processes]
    assert set(told) <= {"added", "busy"}
    assert "added" in told
    assert Lake(tmp_path / "lake", fixed_clock(TODAY)).check().problems == []
