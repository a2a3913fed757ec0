"""`tocsin policy calendar`, `windows` and `notice` as a user runs them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from tests.policy.registers import entry, write
from tocsin.cli import policy_calendar
from tocsin.core.errors import UsageError


@pytest.fixture
def run(bundled_lake: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TOCSIN_TODAY", "2026-11-23")
    monkeypatch.setenv("TOCSIN_LAKE", str(bundled_lake))
    app = typer.Typer()
    policy_calendar.add(app)

    def go(*words: str) -> str:
        ran = CliRunner().invoke(app, list(words))
        if ran.exception and not isinstance(ran.exception, SystemExit):
            raise ran.exception
        assert ran.exit_code == 0, ran.output
        return ran.stdout

    return go


@pytest.fixture
def own(tmp_path: Path) -> str:
    text = entry("flake", announced_on="2026-11-01", valid_from="2026-12-01", products=["natural_graphite_flake"])
    return str(write(tmp_path / "own", CHN=text))


def test_the_calendar_of_korea_lists_what_lapses_returns_and_is_open(run: Any) -> None:
    found = json.loads(run("calendar", "--reporter", "KOR", "--days", "180", "--on", "2026-11-23", "--json"))
    items = {(one["date"], one["kind"], one["id"]): one for one in found["items"]}
    lapse = items["2026-12-31", "authorisation lapses", "us-2026-annual-korea"]
    assert (lapse["warns"], lapse["concern"], lapse["days_ahead"]) == (True, "holder", 38)
    assert lapse["stake"]["why"] == "not in the lake"
    assert items["2026-11-27", "suspension ends", "CHN-2025-72"]["returns"] == ["CHN-2024-46"]
    assert items["2026-11-10", "open", "CHN-2025-70"]["known"] == "not established"
    assert [one["date"] for one in found["items"]] == sorted(one["date"] for one in found["items"])


def test_the_stake_is_that_of_the_bundled_trade(run: Any, own: str) -> None:
    found = json.loads(run("calendar", "--reporter", "KOR", "--register", own, "--json"))
    stake = found["items"][0]["stake"]
    assert (stake["buyer"], stake["seller"], stake["years"]) == ("KOR", "CHN", ["2024"])
    assert stake["value_usd"] == pytest.approx(38_095_304)
    text = run("calendar", "--reporter", "South Korea", "--register", own)
    assert "USD 38 m of what KOR buys from CHN in 2024, 93 %" in " ".join(text.split())
    assert "in 8 days" in text


def test_a_calendar_without_items_says_so(run: Any, own: str) -> None:
    assert run("calendar", "--reporter", "KOR", "--register", own, "--days", "7").startswith("none:")


def test_the_calendar_file_holds_every_item(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "tocsin.ics"
    run("calendar", "--reporter", "KOR", "--on", "2026-11-23", "--ics", str(path))
    raw = path.read_bytes()
    lines = raw.replace(b"\r\n ", b"").decode().split("\r\n")
    found = json.loads(run("calendar", "--reporter", "KOR", "--on", "2026-11-23", "--json"))
    days = [line.removeprefix("DTSTART;VALUE=DATE:") for line in lines if line.startswith("DTSTART")]
    assert days == [one["date"].replace("-", "") for one in found["items"]]
    assert any("us-2026-annual-korea" in line for line in lines)


def test_a_file_that_cannot_be_written_is_named(run: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nowhere"):
        run("calendar", "--reporter", "KOR", "--ics", str(tmp_path / "nowhere" / "a.ics"))


@pytest.mark.parametrize(
    "words",
    [("--reporter", "Atlantis"), ("--reporter", "KOR", "--on", "soon"), ("--reporter", "KOR", "--known-on", "x")],
)
def test_what_is_no_country_or_day_is_refused(run: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        run("calendar", *words)


def test_windows_are_found_by_product_and_day(run: Any, own: str) -> None:
    args = ("windows", "--register", own)
    (row,) = json.loads(run(*args, "--product", "natural_graphite_flake", "--on", "2026-11-15", "--json"))
    assert (row["from"], row["to"], row["days"]) == ("2026-11-01", "2026-11-30", 30)
    assert json.loads(run(*args, "--product", "gallium", "--json")) == []
    assert json.loads(run(*args, "--on", "2026-12-01", "--json")) == []
    assert "2026-11-01 to 2026-11-30" in run(*args)
    assert run(*args, "--known-on", "2026-10-31").startswith("none:")


def test_notice_gives_quartiles(run: Any, own: str) -> None:
    found = json.loads(run("notice", "--register", own, "--party", "CHN", "--json"))
    assert {(one["party"], one["rung"], one["median"], one["count"]) for one in found} == {
        ("CHN", "*", 30.0, 1),
        ("CHN", "licence", 30.0, 1),
    }
    assert "licence" in run("notice", "--register", own)
