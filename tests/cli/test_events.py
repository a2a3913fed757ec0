"""`tocsin events` as a user runs it."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.pipeline.events import lake_of, row
from tocsin.cli import events
from tocsin.core.errors import UsageError


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    launches = [row(number, day, "PRK", "missile_test") for number, day in enumerate(("2022-01-04", "2022-03-04"))]
    lake = lake_of(tmp_path, launches, source="nti_missiles", released=date(2022, 4, 1))
    (lake.store.root / ".empty").touch()
    monkeypatch.setattr("tocsin.cli.options.lake", lambda *_, **__: lake)
    monkeypatch.setenv("TOCSIN_TODAY", "2022-05-01")

    def go(*words: str) -> tuple[str, str]:
        ran = CliRunner().invoke(events.app, list(words))
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        assert ran.exit_code == 0, ran.output
        return ran.stdout, ran.stderr

    return go


def test_months_are_counted_those_without_a_test_too(run: Any) -> None:
    text, notes = run("--actor", "North Korea", "--act", "missile_test", "--since", "2022-01")
    lines = [line.split()[:2] for line in text.splitlines() if line.strip().startswith("2022")]
    assert lines == [["2022-01", "1"], ["2022-02", "0"], ["2022-03", "1"], ["2022-04", "0"]]
    assert "PRK: missile test" in text
    assert "300 km" in notes


def test_json_holds_the_same(run: Any) -> None:
    made = json.loads(run("--actor", "PRK", "--by", "year", "--json")[0])
    assert [(one["period"], one["count"]) for one in made["periods"]] == [("2022", 2)]
    assert (made["count"], made["covered_until"], made["sources"]) == (2, "2022-04-01", ["nti_missiles"])


def test_no_such_events_are_said_to_be_none(run: Any) -> None:
    text, notes = run("--actor", "KOR")
    assert text == ""
    assert "no such events" in notes
    assert "tocsin collect" in notes
    assert "no country's code" not in notes
    assert "XYZ is no country's code" in run("--actor", "XYZ")[1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--act", "misile_test"), "unknown"),
        (("--since", "soon"), "not a period"),
        (("--since", "2022-05", "--until", "2022-01"), "is before"),
        (("--by", "week"), "no period of a stream"),
    ],
)
def test_misuse_is_told(run: Any, words: tuple[str, ...], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        run(*words)


def test_review_is_beside_it() -> None:
    assert "review" in CliRunner().invoke(events.app, ["--help"]).output
