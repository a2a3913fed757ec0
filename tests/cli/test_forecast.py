"""`tocsin forecast` as a user runs it, on the small lake; from the log to its score."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.small_lake import CLOCK, LAST, RELEASED, SECOND_YEAR, figures, make_lake, until
from tocsin.cli import main
from tocsin.lake import Lake
from tocsin.lake.log import ForecastLog
from tocsin.pipeline.index import digest_of


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
def run(small_lake: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("TOCSIN_TODAY", "2023-03-01")
    monkeypatch.setenv("TOCSIN_LAKE", str(small_lake))

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


def test_table_and_json_tell_the_same(run: Run) -> None:
    told = run("forecast", "--top", "5", "--workers", "1")
    assert told.code == 0
    assert "in 2023; usual:" in told.out.replace("\n", " ")
    assert all(len(line) <= 100 for line in told.out.splitlines())
    document = run("forecast", "--json", "--workers", "1").json
    assert (document["as_of"], document["period"], document["targets"]["24"]) == ("2023-03-01", "2021", "2023-2024")
    near = sorted((row for row in document["rows"] if row["horizon"] == "12"), key=lambda row: -row["probability"])
    assert f"5 of {len(near)} imports; last known year {LAST}; model {document['model_version']}" in told.out
    for row in near[:5]:
        assert f"{row['probability']:.0%}" in told.out
        assert row["product"] in told.out
    assert "log" not in document


def test_importers_are_chosen_by_code_or_name(run: Run) -> None:
    document = run("forecast", "--reporter", "Korea, Republic of", "--reporter", "EU", "--json").json
    assert {row["reporter"] for row in document["rows"]} == {"KOR", "EU"}
    told = run("forecast", "--reporter", "EU", "--top", "1")
    assert told.out.count("EU") == 1
    refused = run("forecast", "--reporter", "Atlantis")
    assert (refused.code, refused.out) == (2, "")


@pytest.mark.parametrize(
    ("words", "found", "remedy"),
    [
        (("--label", "tigth"), "label 'tigth' is unknown", "Did you mean tight?"),
        (("--label", "own"), "label 'own' is unknown", "own_price"),
        (("--lag", "honset"), "lag 'honset' is unknown", "Did you mean honest or one?"),
        (("--as-of", "tomorrow"), "tomorrow", "2025-06-01"),
        (("--as-of", "2012-03-01"), "no forecast: no source in this lake holds eight years", "ask for another day"),
    ],
)
def test_misuse_is_told_with_what_is_near(run: Run, words: tuple[str, ...], found: str, remedy: str) -> None:
    told = run("forecast", *words)
    assert (told.code, told.out) == (2, "")
    assert found in told.err.splitlines()[0]
    assert remedy in told.err.splitlines()[-1]


def test_help_has_an_example(run: Run) -> None:
    told = run("forecast", "--help")
    assert told.code == 0
    assert "Example: tocsin forecast" in " ".join(told.out.split())


@pytest.mark.slow
def test_from_the_log_to_its_score(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In March 2021 the year 2019 is known; two years later a release says what came of 2021, not yet of 2022."""
    root = tmp_path / "own lake"
    make_lake(root, [({"flow": until(figures(older=True), SECOND_YEAR)["flow"]}, RELEASED[0])])
    at = ("--lake", str(root))
    monkeypatch.setenv("TOCSIN_TODAY", "2021-03-01")
    logged = run("forecast", "--log", "--json", "--workers", "1", *at).json
    assert (logged["period"], logged["targets"]) == ("2019", {"12": "2021", "24": "2021-2022"})
    count = len(logged["rows"])
    assert (logged["log"]["count"], logged["log"]["held"]) == (count, 0)
    again = run("forecast", "--log", *at)
    assert f"logged: 0 forecasts; {count:,} were there already" in again.out
    before = run("log", "score", "--json", *at).json["total"]
    assert (before["matured"], before["waiting"], before["void"]) == (0, count, 0)

    make_lake(root, [({"flow": figures()["flow"]}, RELEASED[1])])
    still = run("log", "score", "--json", *at).json["total"]
    assert still["matured"] == 0, "the release is not out yet on that day"
    monkeypatch.setenv("TOCSIN_TODAY", "2023-03-01")
    after = run("log", "score", "--json", *at).json["total"]
    assert after["waiting"] == count // 2, "those of two years wait for 2022"
    assert after["matured"] + after["void"] == count // 2
    assert after["matured"] > 200
    assert 0 < after["events"] < after["matured"] / 4
    assert 0 < after["brier"] < 0.25
    assert run("log", "verify", *at).code == 0
    assert digest_of(Lake(root, CLOCK).as_of(date(2021, 3, 1))) == logged_digest(root)


def logged_digest(root: Path) -> str:
    (digest,) = {record["input_digest"] for record in ForecastLog.of(root).records()}
    return digest
