"""`tocsin exposure` as a user runs it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tocsin.cli import exposure
from tocsin.core.errors import UsageError

EXAMPLE = Path(__file__).parents[2] / "docs" / "how-to" / "exposure-example"
FILES = [word for name in ("bom", "suppliers", "stock") for word in (f"--{name}", str(EXAMPLE / f"{name}.csv"))]
ASKED = [*FILES, "--scenario", "japan_korea_chemicals_2019", "--runs", "30"]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TOCSIN_TODAY", "2026-11-23")
    monkeypatch.setenv("TOCSIN_LAKE", str(tmp_path / "none"))
    app = typer.Typer()
    exposure.add(app)

    def go(*words: str) -> str:
        ran = CliRunner().invoke(app, list(words))
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        assert ran.exit_code == 0, ran.output
        return ran.stdout

    return go


def test_the_example_of_the_guide_stops_in_korea_in_august_2019(run: Any) -> None:
    found = json.loads(run(*ASKED, "--country", "KOR", "--json"))
    lines = {one["product"]: one for one in found["lines"]}
    chip = lines["made-up chip"]
    assert chip["first_stop"]["date"].startswith("2019-08")
    assert (chip["part"], chip["supplier"]["country"]) == ("etching gas", "JPN")
    assert chip["first_stop"]["p05"] <= chip["first_stop"]["p50"] <= chip["first_stop"]["p95"]
    assert {one["kind"] for one in chip["remedies"]} >= {"more stock", "second supplier"}
    assert found["untouched_parts"] == ["driver board"]
    assert {one["good"] for one in found["tables"]} >= {"hydrogen_fluoride", "photoresist"}
    assert (found["runs"], found["seed"], found["skipped_rows"]) == (30, 0, [])


def test_the_same_seed_gives_the_same_answer(run: Any) -> None:
    words = [*ASKED, "--country", "KOR", "--json"]
    assert run(*words, "--seed", "4") == run(*words, "--seed", "4")


def test_a_company_elsewhere_is_not_hit(run: Any) -> None:
    found = json.loads(run(*ASKED, "--country", "Germany", "--json"))
    assert [one["first_stop"]["share_of_runs"] for one in found["lines"]] == [0.0, 0.0]
    assert "none in" in run(*ASKED, "--country", "Germany")


def test_the_table_names_line_part_supplier_and_remedy(run: Any) -> None:
    told = " ".join(run(*ASKED, "--country", "KOR").split())
    for words in ("made-up chip", "etching", "Invented", "Cheapest by", "more stock: 30 more days", "less than 90%"):
        assert words in told
    assert "20% comes from suppliers that are not named" in told


def test_rows_left_out_are_counted_under_the_table(run: Any, tmp_path: Path) -> None:
    bad = tmp_path / "stock.csv"
    bad.write_text("part,days_of_cover\netching gas,20\nresist,many\n", encoding="utf-8")
    told = run(*ASKED, "--stock", str(bad), "--country", "KOR")
    assert "1 row was left out:" in told
    assert "stock.csv line 3: days_of_cover 'many' is no number" in told


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], "Nothing says where the company sits"),
        (["--country", "EU"], "in one country"),
        (["--country", "Atlantis"], "'Atlantis' is not known"),
        (["--country", "KOR", "--runs", "10000000"], "do not fit in memory"),
        (["--country", "KOR", "--threshold", "90"], "A threshold of 90"),
    ],
)
def test_a_question_that_makes_no_sense_is_answered_with_a_remedy(run: Any, words: list[str], found: str) -> None:
    with pytest.raises(UsageError) as caught:
        run(*ASKED, *words)
    assert found in caught.value.found
    assert caught.value.remedy
