"""`tocsin log` as a user runs it."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tocsin.cli import main
from tocsin.core.clock import fixed_clock
from tocsin.lake import Lake
from tocsin.lake.log import Appended, ForecastLog
from tocsin.lake.log_record import Record, question
from tocsin.pipeline import outcomes as outcomes_module

CLOCK = fixed_clock(date(2026, 11, 24))


class Ran:
    """What a command printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    Lake.create(tmp_path / "lake", CLOCK)

    def go(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["tocsin", "log", *words])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return go


@pytest.fixture
def log(run: Any, tmp_path: Path) -> ForecastLog:
    """Log invented forecasts."""
    assert run("verify").code == 0
    made = ForecastLog.of(tmp_path / "lake")
    append(made, "1")
    return made


def append(log: ForecastLog, version: str) -> Appended:
    row = {"origin": "2026-03-02", "nomenclature": "HS1992", "basis": "invented", "period": "2024", "label": "tight"}
    row |= {"horizon": "12", "target": "2026", "model_version": version, "input_digest": "1"}
    numbers = {"probability": 0.25, "low": 0.125, "high": 0.5}
    asked = [("KOR", "250410"), ("KOR", "280530"), ("JPN", "250410")]
    return log.append([{**row, **numbers, "reporter": who, "product": what} for who, what in asked], CLOCK)


def test_verify_prints_what_can_be_published_and_takes_it_back(run: Any, log: ForecastLog) -> None:
    told = run("verify")
    assert told.code == 0
    assert "Sound: 3 records, made from 2026-11-24 to 2026-11-24." in told.out
    assert "made all of it anew" in told.out
    printed = dict(line.split() for line in told.out.splitlines() if line.startswith(("count", "head")))
    append(log, "2")
    told = run("verify", "--head", printed["head"], "--count", printed["count"])
    assert told.code == 0
    assert "The digest given is that of record 3" in told.out
    expected = {"sound": True, "count": 6, "head": log.verify().head, "beside": True, "given": 3, "set_aside": None}
    expected |= dict.fromkeys(("first", "last"), "2026-11-24T00:00:00+00:00")
    assert run("verify", "--head", printed["head"], "--json").json == expected
    assert run("verify", "--head", printed["head"], "--count", "4").code == 3


def test_a_change_is_told_with_line_and_remedy(run: Any, log: ForecastLog) -> None:
    log.path.write_bytes(log.path.read_bytes().replace(b'"probability":0.25', b'"probability":0.26', 1))
    told = run("verify")
    assert (told.code, told.out) == (3, "")
    assert "error: the digest does not fit the content: a field was edited\n" in told.err
    assert f"   in: {log.path} line 1\n" in told.err
    assert "   do: Compare with an exported copy" in told.err
    told = run("verify", "--json")
    assert told.code == 3
    assert (told.json["sound"], told.json["where"]) == (False, f"{log.path} line 1")
    assert run("show").code == 3
    assert run("export", "--to", str(log.path.parent / "copy.jsonl")).code == 3


def test_a_stopped_append_is_mended(run: Any, log: ForecastLog) -> None:
    before = log.path.read_bytes()
    log.path.write_bytes(before + b'{"basis":')
    told = run("verify")
    assert told.code == 3
    assert "tocsin log verify --mend" in told.err
    told = run("verify", "--mend")
    assert told.code == 0
    assert Path(told.out.splitlines()[0].removeprefix("set aside: ")).read_bytes() == b'{"basis":'
    assert log.path.read_bytes() == before


def test_export_and_verify_the_copy(run: Any, log: ForecastLog, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    told = run("export", "--to", str(copy))
    assert told.code == 0
    assert told.out.splitlines() == [str(copy), "count 3", f"head  {log.verify().head}"]
    assert copy.read_bytes() == log.path.read_bytes()
    told = run("verify", "--file", str(copy))
    assert told.code == 0
    assert "no head beside the file" in told.out
    assert run("export", "--to", str(copy), "--json").code == 2
    again = run("export", "--to", str(tmp_path / "again.jsonl"), "--json").json
    assert again == {"path": str(tmp_path / "again.jsonl"), "count": 3, "head": log.verify().head}
    copy.write_bytes(b"\n".join(copy.read_bytes().split(b"\n")[:2]) + b"\n")
    assert run("verify", "--file", str(copy)).code == 0
    assert run("verify", "--file", str(copy), "--head", again["head"]).code == 3


def test_show_narrows_and_takes_the_newest(run: Any, log: ForecastLog) -> None:
    append(log, "2")
    found = run("show", "--reporter", "Korea, Republic of", "--product", "250410", "--json").json
    assert [(one["seq"], one["model_version"]) for one in found["records"]] == [(1, "1"), (4, "2")]
    found = run("show", "--last", "1", "--json").json
    assert (found["count"], [one["seq"] for one in found["records"]]) == (6, [6])
    told = run("show", "--origin", "2026-03-02", "--label", "tight").out
    assert "6 of 6" in told
    assert "25.0%" in told
    assert "12.5% to 50.0%" in told
    assert all(len(line) <= 100 for line in told.splitlines())
    assert run("show", "--label", "severe").out == "nothing: the log holds no such forecast\n"


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "--head", "abc"),
        ("verify", "--count", "3"),
        ("verify", "--file", "copy.jsonl", "--mend"),
        ("verify", "--file", "copy.jsonl", "--lake", "lake"),
        ("show", "--reporter", "Atlantis"),
        ("export",),
    ],
)
def test_misuse(run: Any, log: ForecastLog, words: tuple[str, ...]) -> None:
    before = log.path.read_bytes()
    assert run(*words).code == 2
    assert log.path.read_bytes() == before


def test_no_lake_is_made_to_look_at_its_log(run: Any, tmp_path: Path) -> None:
    for words in (("verify",), ("show",), ("score",), ("export", "--to", str(tmp_path / "copy.jsonl"))):
        told = run(*words, "--lake", str(tmp_path / "elsewhere"))
        assert told.code == 3
        assert "no lake" in told.err
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.usefixtures("log")
def test_score(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def came(_: Lake, records: Any) -> dict[Any, bool | None]:
        asked: list[Record] = list(records)
        return {question(one): one["product"] == "280530" for one in asked if one["reporter"] == "KOR"}

    monkeypatch.setattr(outcomes_module, "outcomes", came)
    card = run("score", "--json").json
    assert (card["total"]["matured"], card["total"]["waiting"], card["total"]["events"]) == (2, 1, 1)
    assert card["total"]["brier"] == pytest.approx((0.75**2 + 0.25**2) / 2)
    told = run("score")
    assert told.code == 0
    assert "2 matured, 1 waiting, 0 void." in told.out
    assert "Reliability of tight, 12 months" in told.out
    assert all(len(line) <= 100 for line in told.out.splitlines())


def test_score_of_an_empty_log(run: Any) -> None:
    assert run("score").out == "0 matured, 0 waiting, 0 void.\n"
