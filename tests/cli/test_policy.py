"""`tocsin policy` as a user runs it: law, entries, check, gaps, lists, distance, ladders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.policy.registers import entry, write
from tocsin.cli import app
from tocsin.core.errors import FormatError, InputError, UsageError

SPECIMENS = Path(__file__).parents[2] / "src" / "tocsin" / "sources"
HF = ("--party", "JPN", "--target", "KOR", "--product", "hydrogen_fluoride")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TOCSIN_TODAY", "2026-11-23")
    monkeypatch.setenv("TOCSIN_LAKE", str(tmp_path / "lake"))

    def go(*words: str) -> str:
        ran = CliRunner().invoke(app, ["policy", *words])
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        assert ran.exit_code == 0, ran.output
        return ran.stdout

    return go


@pytest.fixture
def lake(run: Any, bundled_lake: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TOCSIN_LAKE", str(bundled_lake))
    return run


def test_law_answers_in_one_line_and_as_a_document(run: Any) -> None:
    assert run("law", *HF, "--on", "2019-07-05").startswith(
        "JPN -> KOR, hydrogen_fluoride, on 2019-07-05: LICENCE (case by case)\n"
    )
    told = json.loads(run("law", *HF, "--on", "2019-07-05", "--known-on", "2019-07-05", "--json"))
    assert {"on", "known_on", "status", "licence_policy", "entries", "reasons"} <= set(told)
    assert (told["status"], told["known_on"]) == ("licence", "2019-07-05")
    assert "jp-2019-kr-3mat" in told["entries"]
    silent = run("law", "--party", "Japan", "--target", "TWN", "--product", "rice", "--on", "2019-07-05")
    assert "FREE: no entry in force restricts it" in silent


def test_many_questions_at_once_and_what_is_wrong_with_one(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    path.write_text("party,target,product,on\nJPN,KOR,photoresist,2019-07-05\nCHN,KOR,gallium,2023-07-31\n")
    lines = run("law", "--questions", str(path), "--json").splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["licence", "free"]
    for wrong, said in (
        ("JPN,KOR,galium,2019-07-05", "galium"),
        ("JPN,KOR,rice,July", "July"),
        ("XQX,KOR,rice,2019-01-01", "XQX"),
    ):
        path.write_text(f"party,target,product,on\nJPN,KOR,rice,2019-07-05\n{wrong}\n")
        with pytest.raises(FormatError, match=said) as caught:
            run("law", "--questions", str(path))
        assert "line 3" in caught.value.where
    path.write_text("party;target;product;on\nJPN;KOR;rice;2019-07-05\n")
    with pytest.raises(FormatError, match="commas"):
        run("law", "--questions", str(path))


def test_a_question_that_makes_no_sense_is_refused(run: Any) -> None:
    with pytest.raises(UsageError, match="--party and --target are missing"):
        run("law")
    with pytest.raises(InputError, match="both party and target"):
        run("law", "--party", "CHN", "--target", "CHN")


def test_entries_are_shown_and_listed(run: Any) -> None:
    assert "Suspension of Announcements 55" in run("show", "CHN-2025-70")
    assert json.loads(run("show", "us-2025-affiliates", "--json"))["suspended_by"] == ["us-2025-affiliates-susp"]
    listed = json.loads(run("list", "--party", "CHN", "--product", "gallium", "--on", "2026-11-23", "--json"))
    assert "CHN-2023-23" in {one["id"] for one in listed}
    with pytest.raises(InputError, match="no entry 'CHN-2025-7X'"):
        run("show", "CHN-2025-7X")


def test_the_shipped_register_is_sound_and_a_faulty_one_is_refused(run: Any, tmp_path: Path) -> None:
    assert run("check").startswith("Sound: 3")
    own = write(tmp_path / "own", JPN=entry("bad", valid_from="2020-02-01", valid_to="2020-01-01"))
    with pytest.raises(FormatError, match="before valid_from") as caught:
        run("check", str(own))
    assert "measures.toml, line 2 [bad]" in caught.value.where
    own = write(tmp_path / "fine", JPN=entry("fine", valid_from="2020-01-01"))
    assert "LICENCE" in run("law", *HF, "--on", "2020-06-01", "--register", str(own))


def test_gaps_take_partners_in_both_ways_and_write_a_page(lake: Any, tmp_path: Path) -> None:
    asked = ("--target", "CHN", "--on", "2023-01-15")
    first = json.loads(lake("gaps", "--partners", "KOR", "JPN", "USA", *asked, "--json"))
    assert first == json.loads(
        lake("gaps", "--partners", "KOR", "--partners", "JPN", "--partners", "USA", *asked, "--json")
    )
    assert "us-2022-1007" in json.dumps(first)
    page = tmp_path / "gaps.html"
    lake("gaps", "--partners", "KOR", "JPN", "USA", *asked, "--html", str(page))
    text = page.read_text(encoding="utf-8")
    assert "Lithography tools" in text
    assert "http" not in text.replace("http://www.w3.org", "").replace("http-equiv", "")


def test_lists_that_are_not_in_the_lake_are_asked_for(lake: Any) -> None:
    with pytest.raises(UsageError, match="tocsin collect") as caught:
        lake("compare", "--lists", "USA:CCL", "EU:Annex I")
    assert "USA:CCL" in caught.value.found


def test_distance_ladder_and_hazard_say_what_they_know(lake: Any) -> None:
    told = json.loads(lake("distance", "--partners", "KOR", "JPN", "USA", "--from", "2022", "--to", "2026", "--json"))
    known = [row for row in told["rows"] if row["value"] is not None]
    assert known
    assert all(0 <= row["value"] <= 1 for row in known if row["kind"] == "measures")
    assert any("not known" in note for note in told["notes"])
    assert "CHN-2023-23" in lake("ladder", "--party", "CHN", "--product", "gallium", "--json")
    hazard = json.loads(lake("hazard", "--party", "CHN", "--json"))
    assert "CHN" in json.dumps(hazard)
