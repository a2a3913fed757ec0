"""`tocsin backtest` as a user runs it, on the small lake."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.cli.test_forecast import Run
from tests.cli.test_forecast import run as run  # noqa: PLC0414  # a fixture

YEARS = ("--from", "2019", "--to", "2019", "--workers", "1")


def test_table_json_page_and_predictions(run: Run, tmp_path: Path) -> None:
    file, page = tmp_path / "predictions.parquet", tmp_path / "page.html"
    told = run("backtest", *YEARS, "--band", "500000", "--predictions", str(file), "--html", str(page), "--json")
    assert told.code == 0, told.err
    frame = pl.read_parquet(file)
    assert set(frame.select("target", "horizon", "lag").rows()) == {
        (2018 + horizon // 12, horizon, "honest") for horizon in (12, 24)
    }
    assert frame["label_tight"].sum() > 10
    assert "baseline_climatology" in frame.columns
    assert told.json["document"] == "tocsin scorecard"
    (setting,) = told.json["settings"]
    assert (setting["label"], setting["lag"]) == ("tight", "honest")
    assert str(file) in told.err.splitlines()
    text = page.read_text(encoding="utf-8")
    assert text.lstrip().lower().startswith("<!doctype html>")
    assert "http://" not in text.replace("http://www.w3.org/", ""), "the page needs nothing else"
    shown = run("backtest", *YEARS, "--band", "500000")
    assert shown.code == 0, shown.err
    auroc = next(iter(find(told.json, "auroc")))["value"]
    assert f"{auroc:.3f}" in shown.out


def find(document: object, name: str) -> list[dict[str, float]]:
    """Return everything under a name, wherever it stands."""
    if isinstance(document, list):
        return [one for part in document for one in find(part, name)]
    if not isinstance(document, dict):
        return []
    here = [document[name]] if isinstance(document.get(name), dict) else []
    return here + [one for part in document.values() for one in find(part, name)]


@pytest.mark.parametrize(
    ("words", "found", "remedy"),
    [
        (("--from", "2019", "--to", "2018"), "--from 2019 --to 2018 runs backwards", "Write --from 2018 --to 2019."),
        (("--from", "2030", "--to", "2031"), "no day to forecast 2030 to 2031 from", "Ask for years"),
        (("--label", "tigth"), "label 'tigth' is unknown", "Did you mean tight?"),
        (("--lag", "ones"), "lag 'ones' is unknown", "Did you mean one or honest?"),
        (("--html", "no/such/folder/page.html"), "its folder is missing", "Make the folder"),
        (("--predictions", "no/such/folder/p.parquet"), "its folder is missing", "Make the folder"),
    ],
)
def test_misuse(run: Run, words: tuple[str, ...], found: str, remedy: str) -> None:
    told = run("backtest", *words, "--workers", "1")
    assert (told.code, told.out) == (2, "")
    error = told.err.splitlines()
    assert any(line.startswith(f"error: {found}") for line in error), error
    assert remedy in error[-1]


def test_years_of_which_nothing_could_be_learned(run: Run) -> None:
    told = run("backtest", "--from", "2014", "--to", "2014", "--workers", "1")
    assert (told.code, told.out) == (2, "")
    assert "nothing could be learned before 2014 to 2014" in told.err


def test_years_that_are_not_over(run: Run, tmp_path: Path) -> None:
    """Forecasts are made; of their skill nothing can be said."""
    file = tmp_path / "predictions.parquet"
    told = run("backtest", "--from", "2023", "--to", "2023", "--workers", "1", "--predictions", str(file), "--json")
    assert len(pl.read_parquet(file)) > 500
    assert told.code == 0, told.err
    assert not find(told.json, "auroc")


def test_help_has_an_example(run: Run) -> None:
    told = run("backtest", "--help")
    assert told.code == 0
    assert "Example: tocsin backtest --from" in " ".join(told.out.split())
