"""World Mining Data's table 6.4."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all, write_workbook
from tocsin.core.errors import FormatError

SPECIMEN = SPECIMENS / "wmd" / "specimen" / "synthetic_6.4.xlsx"
HEAD = ["Country", "unit", 2022, 2023, "data source"]


def test_the_specimen_is_read_whole() -> None:
    ((release, rows, refused),) = read_all("wmd", SPECIMEN, released="2026-04-30")
    assert (release.vintage, release.released_on, release.lag_months) == ("2026-04-30", date(2026, 4, 30), 16)
    told = {(r["country"], r["commodity"], r["period"]): (r["stage"], r["quantity"], r["status"]) for r in rows}
    assert told == {
        ("AUS", "lithium", "2022"): ("mine", 100_000, "A"),
        ("AUS", "lithium", "2023"): ("mine", 120_000.5, "A"),
        ("CHN", "lithium", "2022"): ("mine", 40_000, "E"),
        ("CHN", "gallium", "2022"): ("refinery", 400_000, "P"),
        ("CHN", "gallium", "2023"): ("refinery", 0, "P"),  # a measured zero
    }
    assert refused == {
        "cell is empty": 1,
        "Country 'Atlantis' is not known in scheme name": 2,
        "row is a total": 2,
        "production is not a number": 1,
        "data source 'x' is none of r, p, e": 1,
    }


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([["Gallium"], ["Land", "unit", 2022, "data source"]], "no heading row that begins with 'Country'"),
        ([["Country", "unit", "data source"], ["China", "kg", "r"]], "'a year' is missing"),
        ([["Country", 2022, "data source"], ["China", 1, "r"]], "'unit' is missing.*'2022"),
    ],
)
def test_other_sheets_are_no_table(tmp_path: Path, rows: list[list[object]], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_all("wmd", write_workbook(tmp_path / "6.4.xlsx", {"Gallium": rows}))


def test_a_web_page_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "6.4.xlsx"
    path.write_text("<!DOCTYPE html><html></html>")
    with pytest.raises(FormatError, match="web page"):
        read_all("wmd", path)


def test_an_unknown_mineral_or_unit_is_refused(tmp_path: Path) -> None:
    sheets = {"Unobtainium": [HEAD, ["China", "kg", 1, 2, "r"]], "Gallium": [HEAD, ["China", "pood", 1, 2, "r"]]}
    ((_, rows, refused),) = read_all("wmd", write_workbook(tmp_path / "6.4.xlsx", sheets))
    assert (rows, refused) == ([], {"commodity 'Unobtainium' is unknown": 2, "unit 'pood' is not known": 2})
