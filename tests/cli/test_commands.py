"""Every command as a user runs it, on the bundled lake."""

from __future__ import annotations

import csv
import io
import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.publish.synthetic_outlooks import synthetic_outlook
from tocsin.cli import main
from tocsin.foresight.outlook import Outlook
from tocsin.lake import Lake, View
from tocsin.pipeline.forecast import Forecasts, Setting


class Ran:
    """What a command printed and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(bundled_lake: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    monkeypatch.setenv("TOCSIN_TODAY", "2026-11-24")
    monkeypatch.setenv("TOCSIN_LAKE", str(bundled_lake))

    def go(*words: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["tocsin", *words])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return go


def test_board_json_keeps_its_contract(run: Any) -> None:
    board = run("board", "--reporter", "KOR", "--top", "5", "--no-forecast", "--json").json
    assert board["as_of"] == "2026-11-24"
    assert board["reporter"] == "KOR"
    assert [row["rank"] for row in board["rows"]] == [1, 2, 3, 4, 5]
    keys = {
        *(
            "rank",
            "hs6",
            "hs_edition",
            "products",
            "title",
            "import_value_usd",
            "import_hhi",
            "top_supplier",
            "top_share",
        ),
        *("suppliers", "replaceability", "exposure", "flags", "why"),
    }
    for row in board["rows"]:
        assert keys <= set(row)
        assert sum(one["share"] for one in row["suppliers"]) == pytest.approx(1.0)
        expected = row["import_value_usd"] * row["import_hhi"] * (1 - row["replaceability"])
        assert row["exposure"] == pytest.approx(expected, rel=1e-12)
    exposures = [row["exposure"] for row in board["rows"]]
    assert exposures == sorted(exposures, reverse=True)
    assert {"product", "title", "hs6", "reason"} <= set(board["without_data"][0])


def test_an_earlier_board_uses_the_earlier_release(run: Any) -> None:
    now = run("board", "--reporter", "KOR", "--json", "--top", "1", "--no-forecast").json
    then = run("board", "--reporter", "KOR", "--json", "--top", "1", "--no-forecast", "--as-of", "2025-06-01").json
    assert now["rows"][0]["period"] == "2024"
    assert then["rows"][0]["period"] == "2023"
    flows = [one for one in then["lake"]["sources"] if one["table"] == "flow"]
    assert [(one["vintage"], one["reconstructed"]) for one in flows] == [("BACI 2025 release", False)]


def test_an_old_board_says_that_it_is_reconstructed(run: Any) -> None:
    board = run("board", "--reporter", "JPN", "--json", "--top", "1", "--no-forecast", "--as-of", "2015-06-01").json
    assert board["rows"][0]["period"] == "2013"
    assert board["lake"]["reconstructed"] is True
    assert any("reconstructed" in text for text in board["notes"])
    assert not any("2023" in text for text in board["notes"])
    assert "governance break 2023" not in board["rows"][0]["flags"]


def test_board_by_group_sort_and_several_importers(run: Any) -> None:
    boards = run(
        "board",
        "--reporter",
        "KOR",
        "--reporter",
        "Japan",
        "--group",
        "battery",
        "--sort",
        "top_share",
        "--json",
        "--no-forecast",
    ).json
    assert [board["reporter"] for board in boards] == ["KOR", "JPN"]
    shares = [row["top_share"] for row in boards[0]["rows"]]
    assert shares == sorted(shares, reverse=True)
    low = run("board", "--reporter", "KOR", "--sort", "replaceability", "--no-forecast", "--json").json["rows"]
    assert [row["replaceability"] for row in low] == sorted(row["replaceability"] for row in low)


def test_board_as_csv_text_and_page(run: Any, tmp_path: Path) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run("board", "--reporter", "USA", "--csv", "--top", "3", "--no-forecast").out))
    )
    assert [row["rank"] for row in rows] == ["1", "2", "3"]
    page = tmp_path / "new folder" / "board.html"
    ran = run("board", "--reporter", "USA", "--top", "3", "--no-forecast", "--html", str(page))
    assert ran.out.splitlines()[-1] == str(page)
    assert "\x1b" not in ran.out
    assert all(len(line) <= 100 for line in ran.out.splitlines()[:-1])
    assert "United States" in page.read_text(encoding="utf-8")


def test_indicator_takes_ids_and_codes(run: Any) -> None:
    by_code = run(
        "indicator", "import_hhi", "--reporter", "KOR", "--product", "250410", "--period", "2023", "--json"
    ).json
    by_id = run(
        "indicator",
        "import_hhi",
        "--reporter",
        "KOR",
        "--product",
        "natural_graphite_flake",
        "--period",
        "2023",
        "--json",
    ).json
    assert by_code == by_id
    (row,) = by_code["rows"]
    assert (by_code["indicator"], by_code["unit"]) == ("import_hhi", "1")
    assert (row["reporter"], row["product"], row["period"]) == ("KOR", "250410", "2023")
    assert row["value"] == pytest.approx(0.9431, abs=1e-4)


def test_a_world_indicator_is_given_for_whoever_asks(run: Any) -> None:
    asked = run(
        "indicator", "world_export_hhi", "--reporter", "KOR", "--product", "250410", "--period", "2023", "--json"
    ).json
    world = run("indicator", "world_export_hhi", "--product", "250410", "--period", "2023", "--json").json
    assert asked["rows"][0]["value"] == world["rows"][0]["value"]
    assert (asked["rows"][0]["reporter"], world["rows"][0]["reporter"]) == ("KOR", "WLD")


def test_country_risk_is_not_claimed_from_one_dimension(run: Any) -> None:
    assert run("indicator", "country_risk", "--product", "250410", "--json").json["rows"] == []
    assert run("indicator", "dera_group", "--product", "250410", "--json").json["rows"] == []
    assert run("indicator", "country_risk_pv", "--product", "250410", "--period", "2020", "--json").json["rows"]


def test_explain_traces_every_number(run: Any) -> None:
    line = run("explain", "KOR", "250410", "--no-forecast", "--json").json["lines"][0]
    assert line["import_value_usd"] == pytest.approx(sum(one["trade_value_usd"] for one in line["observations"]))
    shares = [one["share"] for one in line["observations"]]
    values = {one["indicator"]: one for one in line["indicators"]}
    assert values["import_hhi"]["value"] == pytest.approx(sum(share * share for share in shares))
    assert all(one["formula"] and one["reference"] and len(one["version"]) == 12 for one in values.values())
    assert {one["table"] for one in line["loads"]} == {"flow", "production", "country_score"}
    assert all(one["licence"] and len(one["sha256"]) == 64 for one in line["loads"])
    assert "Observations" in run("explain", "South Korea", "natural_graphite_flake", "--no-forecast").out


def test_compare_puts_importers_side_by_side(run: Any) -> None:
    rows = run("compare", "KOR", "JPN", "USA", "EU", "--product", "250410", "--json").json["rows"]
    assert [row["reporter"] for row in rows] == ["KOR", "JPN", "USA", "EU"]
    assert "South Korea" in run("compare", "KOR", "JPN", "--product", "250410").out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("board", "--reporter", "XYZ"), 2, "XYZ"),
        (("board", "--reporter", "KOR", "--group", "batery"), 2, "battery"),
        (("board", "--reporter", "KOR", "--sort", "hhi"), 2, "import_hhi"),
        (("board", "--reporter", "KOR", "--as-of", "yesterday"), 2, "yesterday"),
        (("board", "--reporter", "KOR", "--json", "--csv"), 2, "--csv"),
        (("indicator", "import_hh"), 2, "import_hhi"),
        (("indicator", "import_hhi", "--period", "20x3"), 2, "20x3"),
        (("explain", "KOR", "unobtainium"), 2, "unobtainium"),
        (("explain", "KOR", "999999"), 2, "999999"),
        (("explain", "KOR", "25041"), 2, "5 digits"),
        (("board", "--reporter", "WLD"), 2, "WLD"),
        (("indicator", "import_hhi", "--period", "2024:2015"), 2, "backwards"),
        (("collect", "bacci"), 2, "baci"),
        (("collect", "baci"), 2, "needs a file"),
        (("collect", "baci", "--file", "nowhere.csv"), 3, "nowhere.csv"),
        (("collect", "csv", "--file", "nowhere.csv"), 2, "column map"),
    ],
)
def test_errors_name_what_where_and_what_to_do(run: Any, words: tuple[str, ...], code: int, says: str) -> None:
    ran = run(*words)
    assert ran.code == code
    assert says in ran.err
    assert ran.err.startswith("error: ")
    assert "   do: " in ran.err
    assert ran.out == ""


def test_lake_commands(run: Any) -> None:
    info = run("lake", "info", "--json").json
    rows = {(one["table"], one["vintage"]): one["rows"] for one in info["held"]}
    assert rows["flow", "BACI 2026 release"] == 1_264_888
    assert rows["flow", "BACI 2025 release"] == 1_212_603
    assert {"bundled", "register"} <= {one["source"] for one in run("lake", "history", "--json").json}
    assert "sound" in run("lake", "check", "--dry-run").out
    revised = run("lake", "revisions", "--json").json
    assert (revised["vanished"], revised["appeared"]) == (252, 52_537)
    assert revised["changed"] / revised["common"] == pytest.approx(0.18, abs=0.005)
    for words in (("lake", "info"), ("lake", "history"), ("lake", "revisions"), ("sources",), ("indicators",)):
        assert run(*words).code == 0


def test_sources_show_their_terms(run: Any) -> None:
    told = run("sources").out
    for words in ("Etalab Open Licence 2.0", "World Mining Data", "CC BY 4.0"):
        assert words in told
    assert {one["source"] for one in run("sources", "--json").json} >= {"bundled", "baci", "csv"}


def test_a_broken_lake_is_an_error_not_a_trace(tmp_path: Path, run: Any) -> None:
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").touch()
    ran = run("board", "--reporter", "KOR", "--lake", str(tmp_path / "photos"))
    assert (ran.code, "cat.jpg" in ran.err) == (3, True)


def test_an_empty_lake_stays_empty(tmp_path: Path, run: Any) -> None:
    where = str(tmp_path / "mine")
    assert run("lake", "init", "--empty", "--lake", where).code == 0
    assert run("lake", "info", "--lake", where, "--json").json["held"] == []
    board = run("board", "--reporter", "KOR", "--lake", where, "--json").json
    assert (board["rows"], board["forecast"]) == ([], None)
    assert board["no_forecast"] == "no source in this lake holds eight years of annual imports"


@pytest.fixture
def synthetic_forecasts(monkeypatch: pytest.MonkeyPatch) -> type[Forecasts]:
    """Let forecasts be invented ones, for graphite and lithium of South Korea only."""
    facts = {"model_version": "synthetic", "lag": "honest", "reconstructed": False}

    class Invented(Forecasts):
        def outlooks(self, reporter: str) -> dict[tuple[str, str, str], Outlook]:
            chances = {"250410": 0.41, "283691": 0.12}
            made = {code: synthetic_outlook(code, chance=p, basis="bundled") for code, p in chances.items()}
            return {("bundled", "HS1992", code): said for code, said in made.items()} if reporter == "KOR" else {}

    def forecasts(lake: Lake, view: View, **_: object) -> Forecasts:
        return Invented(lake, view, Setting(), "synthetic", facts)

    monkeypatch.setattr("tocsin.pipeline.forecast.forecasts", forecasts)
    return Invented


@pytest.mark.usefixtures("synthetic_forecasts")
def test_a_board_with_forecasts_in_every_form(run: Any, tmp_path: Path) -> None:
    board = run("board", "--reporter", "KOR", "--json", "--top", "3").json
    assert board["sort"] == "expected"
    assert [row["hs6"] for row in board["rows"][:2]] == ["283691", "250410"]
    assert board["rows"][0]["probability"]["12"] == 0.12
    assert board["rows"][0]["expected"] == pytest.approx(0.12 * board["rows"][0]["exposure"])
    assert board["rows"][2]["no_forecast"]
    assert board["forecast"]["model_version"] == "synthetic"
    rows = list(csv.DictReader(io.StringIO(run("board", "--reporter", "KOR", "--csv", "--top", "3").out)))
    assert [row["probability_12"] for row in rows] == ["0.12", "0.41", ""]
    page = tmp_path / "board.html"
    text = run("board", "--reporter", "KOR", "--top", "3", "--html", str(page)).out
    assert "12 % (8 to 17)" in text
    assert all(len(line) <= 100 for line in text.splitlines()[:-1])
    assert "Why this probability" in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("synthetic_forecasts")
def test_the_order_and_the_forecast_can_be_chosen(run: Any) -> None:
    by_exposure = run("board", "--reporter", "KOR", "--json", "--sort", "exposure").json
    exposures = [row["exposure"] for row in by_exposure["rows"]]
    assert exposures == sorted(exposures, reverse=True)
    assert sum(row["probability"] is not None for row in by_exposure["rows"]) == 2
    bare = run("board", "--reporter", "KOR", "--json", "--no-forecast").json
    assert (bare["sort"], bare["forecast"]) == ("exposure", None)
    assert bare["no_forecast"] == "no forecast was asked for"


@pytest.mark.usefixtures("synthetic_forecasts")
def test_explain_shows_what_adds_up_to_the_chance(run: Any) -> None:
    answer = run("explain", "KOR", "250410", "--json").json
    (line,) = answer["lines"]
    total = line["base"] + sum(one["log_odds"] for one in line["channels"])
    assert 1 / (1 + math.exp(-total)) == pytest.approx(line["probability"]["12"], abs=1e-9)
    text = run("explain", "KOR", "250410").out
    for words in ("in 2026: 41 %, possible", "usual among all imports: 7 %", "Why this chance", "docs/scorecard.md"):
        assert words in text
    assert "No forecast: " in run("explain", "KOR", "282520").out


@pytest.mark.slow
def test_a_board_of_the_bundled_lake_has_real_forecasts(run: Any) -> None:
    board = run("board", "--reporter", "KOR", "--json").json
    said = [row for row in board["rows"] if row["probability"]]
    assert len(said) >= 20
    assert board["forecast"]["targets"] == {"12": "2026", "24": "2026-2027"}
    assert 0.001 < sum(row["probability"]["12"] for row in said) / len(said) < 0.5
    assert len({row["probability"]["12"] for row in said}) > len(said) / 2


def test_help_has_an_example_and_starts_quickly() -> None:
    for words in ("board", "explain", "compare", "indicators", "indicator", "collect", "sources"):
        done = subprocess.run(
            [sys.executable, "-m", "tocsin.cli", words, "--help"], capture_output=True, text=True, check=True
        )
        assert f"Example: tocsin {words}" in done.stdout
