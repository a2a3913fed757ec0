"""The Pink Sheet: each cell under a series is one row; real figures of the World Bank."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sources.sheets import SPECIMENS, read_all, write_workbook
from tocsin.core.errors import FormatError
from tocsin.core.release import Request
from tocsin.sources.declaration import source
from tocsin.sources.workbook import read_sheet

SPECIMEN = SPECIMENS / "pinksheet" / "specimen" / "CMO-Historical-Data-Monthly.xlsx"


def cells() -> list[list[Any]]:
    return read_sheet(SPECIMEN, "Monthly Prices")


def altered(folder: Path, rows: list[list[Any]]) -> Path:
    return write_workbook(folder / "altered.xlsx", {"Monthly Prices": rows})


def test_the_specimen_is_read_whole() -> None:
    ((release, rows, refused),) = read_all("pinksheet", SPECIMEN)
    assert (release.table, release.vintage, release.released_on) == ("price", "2025-10-02", date(2025, 10, 2))
    assert (len(rows), refused) == (6 * 8, {})
    found = {(row["series"], row["period"]): row for row in rows}
    copper = found["Copper", "2025-09"]
    assert (copper["value"], copper["unit"], copper["currency"], copper["status"]) == (9983.79, "t", "USD", "A")
    coal = found["Coal, South African", "1960-01"]
    assert (coal["value"], coal["status"], coal["commodity"]) == (None, "M", "coal_south_african")
    index = found["Natural gas index", "2025-09"]
    assert (index["unit"], index["currency"]) == ("index 2010=100", "1")
    plywood = found["Plywood", "2025-09"]
    assert (plywood["value"], plywood["unit"]) == (pytest.approx(3.692285525), "sheet")
    assert found["Aluminum", "2025-09"]["commodity"] == "aluminium"
    assert {row["scope"] for row in rows} == {"monthly prices"}
    assert sum(row["status"] == "M" for row in rows) == 8


def test_the_layout_without_codes_gives_the_same(tmp_path: Path) -> None:
    bare = [row for row in cells() if row[1] != "CRUDE_BRENT"]
    assert len(bare) == len(cells()) - 1
    assert read_all("pinksheet", altered(tmp_path, bare))[0][1:] == read_all("pinksheet", SPECIMEN)[0][1:]


def test_odd_cells_are_refused_with_their_names(tmp_path: Path) -> None:
    rows = cells()
    rows[7][1], rows[8][1], rows[9][0], rows[10][8] = "n/a", "1,000", "1984M13", ".."
    rows.append(["Source: World Bank", *[""] * 8])
    ((release, found, refused),) = read_all("pinksheet", altered(tmp_path, rows))
    assert refused == {
        "value is not a number": 2,
        "date is not a month": 8,
        "row holds a note, no figures": 1,
    }
    assert len(found) + sum(refused.values()) == 6 * 8 + 1
    (again,) = source("pinksheet").read(Request((tmp_path / "altered.xlsx",)))
    (batch,) = again.batches
    assert batch.refused[2].examples == ("cell B8: 'n/a'", "cell B9: '1,000'")
    assert release.sha256 == again.sha256


@pytest.mark.parametrize(
    ("row", "column", "text", "said"),
    [
        (3, 0, "", "no 'Updated on"),
        (3, 0, "Updated on Smarch 40, 2025", "date of the release"),
        (5, 3, "(furlongs)", r"unit '\(furlongs\)'.*cell D6"),
        (5, 3, "", "unit ''"),
        (4, 3, "Copper", "occurs twice"),
        (4, 3, "", "is empty"),
        (2, 3, "one more heading", "4 rows of headings"),
    ],
)
def test_another_layout_is_an_error(tmp_path: Path, row: int, column: int, text: str, said: str) -> None:
    rows = cells()
    rows[row][column] = text
    with pytest.raises(FormatError, match=said):
        [list(release.batches) for release, *_ in read_all("pinksheet", altered(tmp_path, rows))]


def test_a_workbook_of_other_things_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no sheet 'Monthly Prices'"):
        read_all("pinksheet", write_workbook(tmp_path / "x.xlsx", {"Sheet1": [["a"]]}))
    with pytest.raises(FormatError, match="no row begins with a month"):
        read_all("pinksheet", altered(tmp_path, cells()[:7]))


def test_the_date_can_be_given(tmp_path: Path) -> None:
    rows = cells()
    rows[3][0] = ""
    ((release, *_),) = read_all("pinksheet", altered(tmp_path, rows), released="2025-10-03")
    assert release.vintage == "2025-10-03"


@pytest.mark.parametrize(
    ("month", "day", "last", "figures"),
    [("2025-05", "2025-04-02", "2025-03", 49_217), ("2025-10", "2025-10-02", "2025-09", 49_625)],
)
def test_real_vintages(shared_data: Path, month: str, day: str, last: str, figures: int) -> None:
    path = shared_data / "prices" / f"worldbank_pinksheet_vintage_{month}.xlsx"
    ((release, rows, refused),) = read_all("pinksheet", path)
    assert (release.vintage, refused) == (day, {})
    assert len({row["series"] for row in rows}) == 71
    months = len({row["period"] for row in rows})
    assert len(rows) == 71 * months
    assert (min(row["period"] for row in rows), max(row["period"] for row in rows)) == ("1960-01", last)
    assert sum(row["value"] is not None for row in rows) == figures
