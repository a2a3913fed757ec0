"""The geopolitical risk index: every column has a label, and its unit from there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sources.sheets import SPECIMENS, read_all, write_workbook
from tocsin.core.errors import FormatError
from tocsin.sources.workbook import read_sheet

SPECIMEN = SPECIMENS / "gpr" / "specimen" / "synthetic_gpr.xlsx"


def cells() -> list[list[Any]]:
    return read_sheet(SPECIMEN)


def altered(folder: Path, rows: list[list[Any]]) -> Path:
    return write_workbook(folder / "data_gpr_export_20260301.xlsx", {"Sheet1": rows})


def test_the_specimen_is_read_whole() -> None:
    ((release, rows, refused),) = read_all("gpr", SPECIMEN)
    assert (release.table, release.vintage, release.released_on) == ("pressure", "undated", None)
    assert (len(rows), refused) == (8 * 10 - 4 * 2, {})  # four recent series begin two months later
    told = {(row["series"], row["place"]): row["unit"] for row in rows}
    assert told == {
        ("GPR", "WLD"): "index 1985-2019=100",
        ("GPRH", "WLD"): "index 1900-2019=100",
        ("SHARE_GPR", "WLD"): "%",
        ("N10", "WLD"): "articles",
        ("GPRH_AND", "WLD"): "index 1900-2019=100",
        ("SHAREH_CAT_1", "WLD"): "%",
        ("GPRC", "KOR"): "%",
        ("GPRHC", "KOR"): "%",
    }
    assert {row["status"] for row in rows} == {"A"}
    assert min(row["period"] for row in rows if row["series"] == "GPR") == "1985-01"


def test_the_file_name_may_bear_the_release(tmp_path: Path) -> None:
    path = altered(tmp_path, cells())
    assert read_all("gpr", path)[0][0].vintage == "2026-03-01"
    assert read_all("gpr", path, released="2026-03-04")[0][0].vintage == "2026-03-04"


def test_gaps_are_missing_and_odd_cells_refused(tmp_path: Path) -> None:
    rows = cells()
    rows[5][1], rows[6][1], rows[7][0] = "", "?", "June"
    ((_, found, refused),) = read_all("gpr", altered(tmp_path, rows))
    assert refused == {"value is not a number": 1, "date is not a month": 8}
    assert [row["period"] for row in found if row["status"] == "M"] == ["1985-03"]
    assert len(found) + sum(refused.values()) == 72


@pytest.mark.parametrize(
    ("row", "column", "text", "said"),
    [
        (0, 0, "date", "begin with"),
        (0, -1, "label", "end with"),
        (0, 1, "GPRX", "differ in .*GPRX"),
        (0, 2, "GPR", "none occur twice"),
        (2, -1, "Recent GPR", "tells no unit.*column GPR"),
        (2, -2, "", "differ in .*GPR"),
    ],
)
def test_another_layout_is_an_error(tmp_path: Path, row: int, column: int, text: str, said: str) -> None:
    rows = cells()
    rows[row][column] = text
    with pytest.raises(FormatError, match=said):
        read_all("gpr", altered(tmp_path, rows))


def test_an_unknown_country_is_an_error(tmp_path: Path) -> None:
    rows = [["GPRC_QQQ" if cell == "GPRC_KOR" else cell for cell in row] for row in cells()]
    with pytest.raises(FormatError, match="'GPRC_QQQ' is of no country"):
        read_all("gpr", altered(tmp_path, rows))


def test_real_figures(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("gpr", shared_data / "pressure" / "geopolitical_risk_index_monthly.xls")
    assert (len(rows), refused) == (116_528, {})
    assert len({row["place"] for row in rows if row["series"] == "GPRC"}) == 44
    assert len({row["place"] for row in rows if row["series"] == "GPRHC"}) == 44
    assert len({row["series"] for row in rows}) == 24 + 2
    assert (min(row["period"] for row in rows), max(row["period"] for row in rows)) == ("1900-01", "2026-02")
    found = {(row["series"], row["place"], row["period"]): row["value"] for row in rows}
    assert found["GPR", "WLD", "2026-02"] == pytest.approx(116.704086)
    assert found["GPRHC", "USA", "1900-01"] == pytest.approx(2.7187986)
