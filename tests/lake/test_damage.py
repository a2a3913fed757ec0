"""Damaged, half-copied, newer and foreign folders give a sentence with a remedy, not a traceback of a library."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.lake.flows import TODAY, figures, flow, new_lake, put, release, seen
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import LakeError
from tocsin.lake import Lake
from tocsin.lake.store import Store


@pytest.fixture
def root(tmp_path: Path) -> Path:
    lake = new_lake(tmp_path / "lake")
    put(lake, release([flow(), flow(2, period="2021")], vintage="V1", released_on=date(2024, 1, 1)))
    put(lake, release([flow(3)], vintage="V2", released_on=date(2025, 1, 1)))
    return lake.store.root


def use(root: Path) -> None:
    """Do with a lake what everybody does."""
    lake = Lake.create(root, fixed_clock(TODAY))
    lake.history()
    figures(lake.as_of(TODAY))
    figures(lake.as_of(date(2024, 6, 1)))


def one(root: Path, pattern: str) -> Path:
    return min(root.glob(pattern))


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def spoil(path: Path) -> int:
    return path.write_bytes(bytes(path.stat().st_size))


DAMAGE: dict[str, Callable[[Path], object]] = {
    "a file is missing": lambda root: one(root, "flow/source=csv/year=2021/*.parquet").unlink(),
    "a file is cut short": lambda root: cut(one(root, "flow/source=csv/year=2020/*.parquet")),
    "a file is spoilt": lambda root: [spoil(path) for path in root.glob("flow/source=csv/*/*.parquet")],
    "a partition is missing": lambda root: shutil.rmtree(root / "flow" / "source=csv" / "year=2020"),
    "a table is missing": lambda root: shutil.rmtree(root / "flow"),
    "a log is missing": lambda root: shutil.rmtree(root / "flow" / "_delta_log"),
    "the first log entry is missing": lambda root: one(root, "flow/_delta_log/*0.json").unlink(),
    "a middle log entry is missing": lambda root: one(root, "flow/_delta_log/*1.json").unlink(),
    "a log entry is cut": lambda root: cut(one(root, "flow/_delta_log/*1.json")),
    "a log entry is garbage": lambda root: one(root, "flow/_delta_log/*0.json").write_text("garbage\n"),
    "a log entry is empty": lambda root: one(root, "flow/_delta_log/*0.json").write_text(""),
    "provenance is missing": lambda root: shutil.rmtree(root / "provenance"),
    "a provenance file is missing": lambda root: one(root, "provenance/*.parquet").unlink(),
    "a provenance file is cut": lambda root: cut(one(root, "provenance/*.parquet")),
    "a provenance file is spoilt": lambda root: spoil(one(root, "provenance/*.parquet")),
    "the marker is missing": lambda root: (root / "lake.json").unlink(),
    "the marker is garbage": lambda root: (root / "lake.json").write_text("{"),
    "the marker is no text": lambda root: (root / "lake.json").write_bytes(b"\xff\xfe\x00"),
    "the marker is a list": lambda root: (root / "lake.json").write_text("[]"),
    "the marker is empty": lambda root: (root / "lake.json").write_text(""),
    "a newer format": lambda root: (root / "lake.json").write_text(json.dumps({"format": 2, "bare": True})),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_told(root: Path, damage: str) -> None:
    DAMAGE[damage](root)
    with pytest.raises(LakeError) as caught:
        use(root)
    assert str(root) in caught.value.where
    assert caught.value.remedy


@pytest.mark.parametrize("damage", ["a file is missing", "a file is cut short"])
def test_check_finds_what_is_missing(root: Path, damage: str) -> None:
    DAMAGE[damage](root)
    (problem,) = Lake(root, fixed_clock(TODAY)).check().problems
    assert "table 'flow' lacks 1 of its files" in problem


def test_a_newer_lake_says_what_to_use(root: Path) -> None:
    DAMAGE["a newer format"](root)
    with pytest.raises(LakeError, match=r"format 2, this program writes 1.*Use the version"):
        use(root)


def test_places_that_are_no_lake(tmp_path: Path) -> None:
    foreign = tmp_path / "photos"
    foreign.mkdir()
    (foreign / "cat.jpg").write_bytes(b"cat")
    with pytest.raises(LakeError, match=r"no lake: the folder holds cat\.jpg.*--lake"):
        use(foreign)
    assert [path.name for path in foreign.iterdir()] == ["cat.jpg"]
    file = tmp_path / "file"
    file.write_text("x")
    with pytest.raises(LakeError, match="the path is a file"):
        use(file)
    with pytest.raises(LakeError, match="cannot be written"):
        use(file / "below")
    with pytest.raises(LakeError, match="there is nothing"):
        Lake(tmp_path / "absent", fixed_clock(TODAY))


def test_a_lake_whose_making_was_cut_off_is_made_to_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = Store._create

    def half(store: Store, *, bare: bool) -> None:
        made(store, bare=bare)
        shutil.rmtree(store.root / "provenance")
        (store.root / "lake.json").unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Store, "_create", half)
        with pytest.raises(KeyboardInterrupt):
            new_lake(tmp_path / "lake")
    lake = new_lake(tmp_path / "lake")
    put(lake, release([flow()]))
    assert seen(lake, TODAY) == [("2020", 1)]


@pytest.mark.parametrize("blocked", ["mkdir", "write"])
def test_a_folder_that_cannot_be_written_is_told(root: Path, monkeypatch: pytest.MonkeyPatch, blocked: str) -> None:
    lake = Lake(root, fixed_clock(TODAY))
    before = seen(lake, TODAY)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    if blocked == "mkdir":
        monkeypatch.setattr(Path, "mkdir", refuse)
    else:
        monkeypatch.setattr("tocsin.lake.load.pq.ParquetWriter", refuse)
    with pytest.raises(LakeError, match=r"Permission denied"):
        put(lake, release([flow(8)], vintage="V3", released_on=date(2025, 6, 1)))
    monkeypatch.undo()
    assert seen(lake, TODAY) == before


def test_compaction_changes_files_but_no_figure(root: Path) -> None:
    lake = Lake(root, fixed_clock(TODAY))
    for year in range(1990, 2010):
        put(
            lake,
            release([flow(float(year), period="2020", partner=f"{year}")], vintage="V2", released_on=date(2025, 1, 1)),
        )
    before = [figures(lake.as_of(day)) for day in (date(2024, 6, 1), TODAY)]
    files = len(lake.store.files("flow"))
    assert any("merged" in text for text in lake.check().mended)
    assert len(lake.store.files("flow")) < files
    assert [figures(lake.as_of(day)) for day in (date(2024, 6, 1), TODAY)] == before
    assert lake.check().problems == []


def test_indicators_of_the_newest_views_are_kept(root: Path) -> None:
    lake = Lake(root, fixed_clock(TODAY))
    row = {"name": "hhi", "function_version": "1", "reporter": "KOR", "product": "250410", "nomenclature": "HS2017"}
    row |= {"period": "2020", "freq": "A", "basis": "csv", "value": 0.5}  # type: ignore[dict-item]
    for i in range(8):
        put(lake, release([row], vintage=f"view{i}", table="indicator"), source="tocsin")
    health = lake.check()
    kept = {entry["vintage"] for entry in lake.history() if entry["table_name"] == "indicator"}
    assert (len(kept), health.problems) == (6, [])
    assert lake.check().rows["indicator"] == 6
