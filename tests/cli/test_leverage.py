"""`tocsin leverage` as a user runs it, on the bundled tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tocsin.cli import leverage, output
from tocsin.core.errors import UsageError
from tocsin.scenario.routes import routes


@pytest.fixture
def run(bundled_lake: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TOCSIN_TODAY", "2026-11-23")
    monkeypatch.setenv("TOCSIN_LAKE", str(bundled_lake))
    app = typer.Typer()
    leverage.add(app)

    def go(*words: str) -> str:
        ran = CliRunner().invoke(app, list(words))
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        assert ran.exit_code == 0, ran.output
        return ran.stdout

    return go


def test_china_and_korea_on_the_bundled_tables(run: Any) -> None:
    text = " ".join(run("--a", "China", "--b", "KOR", "--top", "3").split())
    assert "CHN > KOR" in text
    assert "KOR > CHN" in text
    assert "bundled:flow 2024" in text
    assert "What came next on a ladder" in text
    assert "of the 371 products" in text


@pytest.mark.slow
def test_a_closed_route_lists_whom_it_hits_and_what_is_assumed(run: Any) -> None:
    found = json.loads(run("--via", "Hormuz", "--json", "--top", "5"))
    top = found["exposed"][0]
    assert (top["good"], top["importer"]) == ("crude_oil", "CHN")
    assert top["share"]["low"] < top["share"]["mid"] < top["share"]["high"]
    assert {one["basis"] for one in found["shares"]} == {"cited", "judgement"}
    assert "2709" in found["led_round_of"][0]["codes"]


@pytest.mark.slow
def test_legends_notes_and_sources_keep_to_the_width(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (100, 60):
        monkeypatch.setattr(output, "PLAIN_WIDTH", width)
        for words in (("--a", "CHN", "--b", "KOR", "--top", "2"), ("--via", "hormuz", "--top", "2")):
            text = run(*words)
            assert "Short: days until the shortage" in " ".join(text.split())
            assert max(len(line) for line in text.splitlines()) <= width


def test_a_wrong_day_names_its_option(run: Any) -> None:
    with pytest.raises(UsageError) as caught:
        run("--a", "CHN", "--b", "KOR", "--on", "yesterday")
    assert caught.value.where == "--on"


def test_the_help_names_every_route() -> None:
    told = (leverage.leverage.__doc__ or "").split("Example:")[0]
    assert [name for name in routes() if name not in told] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "two sides"),
        (("--a", "CHN"), "two sides"),
        (("--a", "CHN", "--b", "KOR", "--via", "suez"), "Both sides"),
        (("--via", "hormus"), "hormuz"),
        (("--a", "CHN", "--b", "Chinna"), "Chinna"),
        (("--a", "CHN", "--b", "KOR", "--on", "yesterday"), "yesterday"),
    ],
)
def test_a_wrong_question_is_answered_with_what_to_ask(run: Any, words: tuple[str, ...], told: str) -> None:
    with pytest.raises(UsageError) as caught:
        run(*words)
    assert told in str(caught.value)
