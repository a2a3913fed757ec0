"""`tocsin simulate` as a user runs it: tables, JSON, pages, lists, and files that are none."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tocsin.cli import main

SCENARIO = """
title = "A makes no more widgets for B"
days = 60
synthetic = true
[good.widgets]
title = "Widgets"
unit = "t"
[good.widgets.table]
year = 2020
reference = "made up"
rows = [ { exporter = "CHN", importer = "KOR", quantity = 730, value = 730_000 },
         { exporter = "BRA", importer = "KOR", quantity = 365, value = 365_000 },
         { exporter = "BRA", importer = "JPN", quantity = 365, value = 365_000 } ]
[good.widgets.assumptions]
replaceable = 0
substitution = 0
restock = 0
cover = { low = 5, mid = 10, high = 20 }
[[shock]]
kind = "ban"
actors = ["CHN"]
targets = ["KOR"]
products = ["widgets"]
from = 2021-03-01
"""


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("TOCSIN_TODAY", "2026-11-24")
    monkeypatch.setenv("TOCSIN_LAKE", str(tmp_path / "no lake"))

    def go(*words: str, stdin: str = "") -> Ran:
        monkeypatch.setattr(sys, "argv", ["tocsin", "simulate", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return go


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "widgets.toml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


def test_a_table_says_who_runs_short_when_and_on_what_it_rests(run: Run, file: Path) -> None:
    told = run(str(file), "--runs", "20")
    assert (told.code, told.err) == (0, "")
    assert all(len(line) <= 100 for line in told.out.splitlines())
    text = " ".join(told.out.split())
    for part in (
        "MADE UP",
        "South Korea",
        "2021-03-1",
        "1 more importer is short in no run",
        "Cost to those who are hit: USD",
        "What drives it:",
        "a table of its own, 2020, in t; made up",
        "Sectors: No lake was opened",
    ):
        assert part in text


def test_nobody_is_said_to_run_short_where_no_run_has_a_shortage(run: Run, tmp_path: Path) -> None:
    buyers = ("JPN", "KOR", "USA", "DEU", "FRA", "ITA", "ESP", "GBR", "IND", "BRA", "MEX", "CAN", "AUS", "POL")
    rows = ", ".join(f'{{ exporter = "CHN", importer = "{one}", quantity = 9 }}' for one in buyers)
    head, tail = SCENARIO.split("rows = [", maxsplit=1)[0], SCENARIO.rsplit("365_000 } ]", maxsplit=1)[-1]
    path = tmp_path / "calm.toml"
    path.write_text(f"{head}rows = [ {rows} ]{tail}".replace('"KOR"]', '"*"]') + "share = 0.001\n", encoding="utf-8")
    text = " ".join(run(str(path), "--runs", "5").out.split())
    assert "and 2 more: --json has all." in text
    assert "No importer is short in any run." in text
    assert "may run short" not in text


def test_json_tells_the_same_and_repeats_to_the_bit(run: Run, file: Path) -> None:
    told = run(str(file), "--runs", "20", "--json")
    assert told.code == 0
    assert told.json["importers"][0]["iso3"] == "KOR"
    assert told.json["importers"][0]["worst_month"]["p50"] == pytest.approx(2 / 3, rel=1e-4)
    assert told.json["runs"] == 20
    assert run(str(file), "--runs", "20", "--json", "--workers", "1").out == told.out
    assert run(str(file), "--runs", "20", "--json", "--seed", "1").out != told.out


def test_one_run_is_enough(run: Run, file: Path) -> None:
    told = run(str(file), "--runs", "1", "--json")
    assert told.code == 0
    band = told.json["importers"][0]["unmet_share"]
    assert band["p05"] == band["p95"]


def test_a_page_is_written_beside(run: Run, file: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.html"
    told = run(str(file), "--runs", "5", "--html", str(page), "--json")
    assert told.err.strip() == str(page)
    assert told.json["scenario"] == "widgets"
    text = page.read_text(encoding="utf-8")
    assert "A makes no more widgets for B" in text
    assert "South Korea" in text or "Korea" in text
    refused = run(str(file), "--runs", "1", "--html", str(tmp_path))
    assert refused.code == 2
    assert "cannot be written" in refused.err


def test_bundled_scenarios_are_listed_and_the_nearest_name_is_given(run: Run) -> None:
    rows = run("--list", "--json").json
    assert {"graphite_2023", "hormuz_closure"} <= {row["name"] for row in rows}
    told = run("--list")
    assert told.code == 0
    assert "graphite_2023" in told.out
    wrong = run("graphite_203")
    assert wrong.code == 2
    assert "graphite_2023" in wrong.err


def test_the_schema_is_printed(run: Run) -> None:
    schema = run("--schema").json
    assert schema["$schema"].startswith("https://json-schema.org/")
    assert "shock" in schema["properties"]


def test_a_scenario_is_read_from_stdin_and_shown_as_a_file(run: Run, file: Path) -> None:
    told = run("-", "--runs", "3", "--json", stdin=SCENARIO)
    assert told.json["title"] == "A makes no more widgets for B"
    shown = run(str(file), "--show")
    assert shown.code == 0
    again = run("-", "--show", stdin=shown.out)
    assert again.out == shown.out


@pytest.mark.parametrize(
    ("words", "code", "parts"),
    [
        ((), 2, ("No scenario is named", "--list")),
        (("-",), 3, ("nothing to read", "stdin")),
        (("missing.toml",), 3, ("cannot be read",)),
        (("a/file",), 3, ("cannot be read",)),
        (("{file}", "--runs", "0"), 2, ("runs",)),
        (("{file}", "--runs", "-5"), 2, ("runs",)),
        (("{file}", "--runs", "many"), 2, ("runs",)),
        (("{file}", "--runs", "1000000000"), 2, ("more than fits", "at most")),
        (("{file}", "--as-of", "yesterday"), 2, ("--as-of",)),
        (("{file}", "--share", "0.5"), 2, ("--from-measure",)),
        (("{file}", "--from-measure", "x"), 2, ("Give one of them",)),
        (("{empty}",), 3, ("{empty}",)),
        (("{folder}",), 3, ("{folder}",)),
    ],
)
def test_odd_requests_end_with_a_sentence(
    run: Run, file: Path, words: tuple[str, ...], code: int, parts: tuple[str, ...]
) -> None:
    empty = file.parent / "empty.toml"
    empty.touch()
    places = {"file": str(file), "empty": str(empty), "folder": str(file.parent)}
    told = run(*(word.format(**places) for word in words))
    assert told.code == code
    assert told.out == ""
    for part in parts:
        assert part.format(**places) in told.err


def test_characters_that_steer_a_terminal_and_markup_are_not_passed_on(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    odd = SCENARIO.replace('"Widgets"', '"[red]W[/red] \\u001b[31m\\u009b2J"').replace(
        '"A makes', '"\\u001b]0;x\\u0007 갈륨 A makes'
    )
    path.write_text(odd, encoding="utf-8")
    told = run(str(path), "--runs", "2")
    assert told.code == 0
    assert not {"\x1b", "\x07", "\x9b"} & set(told.out)
    assert "갈륨" in told.out
    assert "[red]W[/red]" in told.out
    refused = run("\x1b[31m")
    assert refused.code == 2
    assert "\x1b" not in refused.err


def test_a_shock_of_nothing_changes_nothing(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "nothing.toml"
    for nothing in ("share = 0", "exempt = 1"):
        path.write_text(SCENARIO + f"{nothing}\n", encoding="utf-8")
        told = run(str(path), "--runs", "5", "--json").json
        assert told["cost"]["controller"]["p05"] == told["cost"]["controller"]["p95"] == 0
        assert told["gainers"] == []


def test_repeats_day_after_day_are_as_one_without_a_gap(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "again.toml"
    found = []
    for length in (
        "duration = 60\n",
        "duration = 1\nrepeats = 59\nevery = 1\n",
        "duration = 5\nrepeats = 11\nevery = 5\n",
    ):
        path.write_text(SCENARIO + length, encoding="utf-8")
        told = run(str(path), "--runs", "5", "--json").json
        found.append(
            [told[key] for key in ("importers", "gainers", "price_pressure", "cost")] + [told["goods"][0]["flows"]]
        )
    assert found[0] == found[1] == found[2]


def test_many_shocks_with_many_repeats_over_ten_years_come_to_an_end(run: Run, tmp_path: Path) -> None:
    head, shock = SCENARIO.replace("days = 60", "days = 3650").split("[[shock]]")
    path = tmp_path / "endless.toml"
    path.write_text(head + 200 * f"[[shock]]{shock}duration = 1\nrepeats = 100\nevery = 36\n", encoding="utf-8")
    begun = time.perf_counter()
    assert run(str(path), "--runs", "3", "--json").code == 0
    assert time.perf_counter() - begun < 60


@pytest.mark.slow
def test_hundreds_of_goods_are_summed_up_soon(run: Run, tmp_path: Path) -> None:
    table = 'unit = "t"\ntable.rows = [{ exporter = "CHN", importer = "KOR", quantity = 4 }]\n'
    goods = "".join(f"[good.g{k}]\n{table}" for k in range(250))
    text = f'title = "x"\nsynthetic = true\ndays = 20\n{goods}' + SCENARIO[SCENARIO.index("[[shock]]") :]
    path = tmp_path / "many.toml"
    path.write_text(text.replace('["widgets"]', '["*"]'), encoding="utf-8")
    begun = time.perf_counter()
    assert len(run(str(path), "--runs", "3", "--json").json["goods"]) == 250
    assert time.perf_counter() - begun < 40


@pytest.mark.parametrize("quantity", ["1e-300", "1e18"])
def test_the_scale_of_a_table_does_not_matter(run: Run, tmp_path: Path, quantity: str) -> None:
    head, rest = SCENARIO.split("rows = [", maxsplit=1)
    rest = rest.split("]", maxsplit=1)[1]
    path = tmp_path / "scale.toml"
    shares = []
    for one in (quantity, "1"):
        row = f'{{ exporter = "CHN", importer = "KOR", quantity = {one}, value = 5e17 }}'
        path.write_text(f"{head}rows = [ {row} ]{rest}", encoding="utf-8")
        told = run(str(path), "--runs", "5", "--json")
        assert told.err == ""
        shares.append(told.json["importers"][0]["unmet_share"])
    assert shares[0] == pytest.approx(shares[1], rel=1e-5)
    assert shares[0]["p50"] > 0.5


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("--as-of", "1990-01-01"), "write the scenario as a file (--show)"),
        (("--product", " "), "Name it, or none"),
        (("--product", "gallium"), "Name goods that it holds"),
        (("--share", "2"), "at most 1"),
        (("--share", "nan"), "Write a number"),
        (("--days", "0"), "Give 1 to 3650"),
    ],
)
def test_what_to_do_about_a_measure_supposes_no_file(
    run: Run, bundled_lake: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], remedy: str
) -> None:
    monkeypatch.setenv("TOCSIN_LAKE", str(bundled_lake))
    told = run("--from-measure", "CHN-2023-39", *words)
    assert told.code != 0
    assert remedy in told.err
    assert "the file" not in told.err


def test_a_measure_of_the_register_becomes_a_scenario(run: Run) -> None:
    told = run("--from-measure", "CHN-2023-39", "--show")
    assert told.code == 0
    assert 'actors = ["CHN"]' in told.out
    wrong = run("--from-measure", "CHN-1900-1", "--show")
    assert wrong.code != 0
    assert "CHN-1900-1" in wrong.err
