"""OECD's tables: labels along both sides say what a cell is."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError, UsageError

SPECIMEN = SPECIMENS / "icio" / "specimen" / "ICIO2023_2020_synthetic.csv"


def test_rows_and_columns_are_told_apart_by_their_labels() -> None:
    ((release, rows, refused),) = read_all("icio", SPECIMEN)
    assert (release.table, release.vintage, refused) == ("io_table", "2023", {})
    assert {(row["io_system"], row["period"], row["unit"]) for row in rows} == {("ICIO2023", "2020", "million USD")}
    cells = {
        (row["part"], row["from_region"], row["from_sector"], row["to_region"], row["to_sector"]): row["value"]
        for row in rows
    }
    assert cells["Z", "KOR", "C26", "CN1", "C26"] == 3
    assert cells["Y", "KOR", "C26", "KOR", "INVNT"] == -5
    assert cells["VA", "CHN", "VA", "CHN", "C26"] == 65
    assert cells["VA", "ROW", "TLS", "ROW", "HFCE"] == 8  # taxes that final demand pays
    assert cells["x", "KOR", "C26", None, None] == 150
    assert {key[2] for key in cells} == {"B07_08", "C26", "VA", "TLS"}
    assert {key[4] for key in cells} == {"B07_08", "C26", "HFCE", "INVNT", None}
    assert Counter(key[0] for key in cells)["x"] == 7  # CN1 mines nothing


def test_each_row_of_the_specimen_adds_up_to_its_output() -> None:
    ((_, rows, _),) = read_all("icio", SPECIMEN)
    sold: Counter[tuple[str, str]] = Counter()
    for row in rows:
        if row["part"] in {"Z", "Y"}:
            sold[row["from_region"], row["from_sector"]] += row["value"]
    assert dict(sold) == {(row["from_region"], row["from_sector"]): row["value"] for row in rows if row["part"] == "x"}


def test_output_is_taken_from_the_column_where_there_is_no_row_of_it(tmp_path: Path) -> None:
    lines = SPECIMEN.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "2020_SML.csv"
    path.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    ((_, rows, _),) = read_all("icio", path, edition="2025")
    assert {row["io_system"] for row in rows} == {"ICIO2025"}
    assert {row["value"] for row in rows if row["part"] == "x"} == {50, 200, 5, 150, 100, 300}


def test_older_labels_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "ICIO2016_2011.csv"
    path.write_text(
        "V1,AUS_C24,KOR_C24,HC_AUS,HC_KOR,DISC,TOTAL\n"
        "AUS_C24,1,2,3,4,0.5,10.5\nKOR_C24,5,6,7,8,0,26\n"
        "AUS_TAXSUB,1,1,0,0,0,2\nVALU,3.5,17,0,0,0,20.5\nOUTPUT,10.5,26,0,0,0,0\n",
        encoding="utf-8",
    )
    ((_, rows, _),) = read_all("icio", path)
    keys = {(row["part"], row["from_region"], row["from_sector"], row["to_region"], row["to_sector"]) for row in rows}
    assert ("Y", "AUS", "C24", "KOR", "HC") in keys
    assert ("Y", "AUS", "C24", "_X", "DISC") in keys
    assert ("VA", "AUS", "TAXSUB", "KOR", "C24") in keys
    assert ("VA", "KOR", "VALU", "KOR", "C24") in keys


def test_an_archive_holds_one_release_for_each_year(tmp_path: Path) -> None:
    text = SPECIMEN.read_text(encoding="utf-8")
    path = tmp_path / "2019-2020_SML.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2019_SML.csv", text)
        archive.writestr("2020_SML.csv", text)
        archive.writestr("ReadMe_ICIO_small.xlsx", "no table")
    found = read_all("icio", path, edition="2025")
    assert [{row["period"] for row in rows} for _, rows, _ in found] == [{"2019"}, {"2020"}]
    assert len({release.sha256 for release, _, _ in found}) == 2


@pytest.mark.parametrize(
    ("line", "new", "error"),
    [
        (3, "KOR_C26,1,25", "has 2 numbers, its heading 15"),
        (3, "CHN_B07_08" + ",1" * 15, "occurs twice"),
        (3, "KOR_C26" + ",x" * 15, "'x' is not a number"),
        (0, "V1,A,B,C,D,E,F,G,H,I,J,K,L,M,N,O", "0 sectors"),
    ],
)
def test_a_spoilt_file_is_refused_with_its_place(tmp_path: Path, line: int, new: str, error: str) -> None:
    lines = SPECIMEN.read_text(encoding="utf-8").splitlines()
    lines[line] = new
    path = tmp_path / "ICIO2023_2020.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(FormatError, match=error):
        read_all("icio", path)


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ICIO2023_2020.csv"
    path.write_text("\n".join(SPECIMEN.read_text(encoding="utf-8").splitlines()[:5]), encoding="utf-8")
    with pytest.raises(FormatError, match="4 sectors have a column and no row"):
        read_all("icio", path)


def test_a_file_that_does_not_say_its_year_needs_the_option(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(SPECIMEN.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(UsageError, match="does not say its year"):
        read_all("icio", path)
    ((_, rows, _),) = read_all("icio", path, year="2018")
    assert {row["period"] for row in rows} == {"2018"}
