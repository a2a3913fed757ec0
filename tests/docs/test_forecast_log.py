"""The published forecast log is sound by the code of `tocsin log verify`, and the page says of it what it holds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from bench.forecast_log import BEGIN, END, IMPORTERS, LOG, ORIGINS, PAGE, published
from typer.testing import CliRunner

from tests.docs.blocks import ROOT
from tocsin.cli import app
from tocsin.core.errors import InputError
from tocsin.lake.log import ForecastLog

LARGEST = 600_000


def quoted() -> str:
    """Return what the page shows of the log."""
    return PAGE.read_text(encoding="utf-8").split(BEGIN)[1].split(END)[0].strip()


def command() -> list[str]:
    """Return the command that the page gives, without the name of the program."""
    return next(line for line in quoted().splitlines() if line.startswith("tocsin ")).split()[1:]


def test_the_command_of_the_page_finds_the_log_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    answer = CliRunner().invoke(app, [*command(), "--json"], catch_exceptions=False)
    found = json.loads(answer.stdout)
    assert answer.exit_code == 0
    assert found["sound"]
    assert found["beside"], "the head lies beside it"
    assert found["given"] == found["count"], "the digest quoted is the last"


def test_the_page_shows_what_the_log_holds() -> None:
    assert quoted() == published()


def test_it_holds_four_importers_on_two_days_both_horizons_and_stays_small() -> None:
    records = list(ForecastLog(LOG, copy=True).records())
    asked = {(day.isoformat(), who, months) for day in ORIGINS for who in IMPORTERS for months in ("12", "24")}
    assert {(one["origin"], one["reporter"], one["horizon"]) for one in records} == asked
    assert {one["label"] for one in records} == {"tight"}
    assert all(one["model_version"].endswith(" honest") for one in records)
    assert LOG.stat().st_size < LARGEST


def test_a_number_changed_in_it_is_found(tmp_path: Path) -> None:
    copy = tmp_path / LOG.name
    shutil.copyfile(LOG, copy)
    lines = copy.read_text(encoding="utf-8").splitlines(keepends=True)
    record = json.loads(lines[7])
    lines[7] = lines[7].replace(f'"probability":{record["probability"]}', f'"probability":{record["high"]}')
    copy.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match="8"):
        ForecastLog(copy, copy=True).verify()
