"""EXIOBASE 3: coefficients become flows, a few lines at a time."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError, UsageError

FOLDER = SPECIMENS / "exiobase" / "specimen" / "IOT_2020_ixi_synthetic"
NICKEL, CHEMICALS = "Mining of nickel ores and concentrates", "Chemicals nec"


def _cells(rows: list[dict[str, object]]) -> dict[tuple[object, ...], object]:
    names = ("part", "from_region", "from_sector", "to_region", "to_sector")
    return {tuple(row[name] for name in names): row["value"] for row in rows}


def test_flows_are_coefficients_times_the_output_of_the_buyer() -> None:
    ((release, rows, refused),) = read_all("exiobase", FOLDER)
    assert (release.table, release.vintage, refused) == ("io_table", "undated", {})
    assert {(row["io_system"], row["period"], row["unit"]) for row in rows} == {
        ("EXIOBASE3-ixi", "2020", "million EUR")
    }
    cells = _cells(rows)
    assert cells["Z", "WA", NICKEL, "KOR", CHEMICALS] == pytest.approx(0.03 * 100)
    assert cells["Z", "WA", CHEMICALS, "KOR", NICKEL] == pytest.approx(0.1 * 10)
    assert ("Z", "KOR", NICKEL, "WA", NICKEL) not in cells
    assert cells["Y", "KOR", CHEMICALS, "KOR", "Changes in inventories"] == -1
    assert cells["x", "WA", NICKEL, None, None] == 40


def test_flows_are_read_as_they_are_where_they_are_given(tmp_path: Path) -> None:
    folder = tmp_path / "IOT_2020_pxp"
    shutil.copytree(FOLDER, folder)
    (folder / "A.txt").rename(folder / "Z.txt")
    ((_, rows, _),) = read_all("exiobase", folder)
    assert {row["io_system"] for row in rows} == {"EXIOBASE3-pxp"}
    assert _cells(rows)["Z", "WA", NICKEL, "KOR", CHEMICALS] == 0.03


def test_an_archive_is_read_like_its_folder_and_satellites_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "IOT_2020_ixi.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("IOT_2020_ixi/satellite/x.txt", "no such thing")
        for file in sorted(FOLDER.iterdir()):
            archive.writestr(f"IOT_2020_ixi/{file.name}", file.read_text(encoding="utf-8"))
    ((_, rows, _),) = read_all("exiobase", path)
    ((_, same, _),) = read_all("exiobase", FOLDER)
    assert rows == same


def test_three_letter_codes_of_older_versions_are_the_same_regions(tmp_path: Path) -> None:
    folder = tmp_path / "IOT_2011_ixi"
    shutil.copytree(FOLDER, folder)
    for file in folder.iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace("KR", "KOR").replace("WA", "WWA"), encoding="utf-8")
    ((_, rows, _),) = read_all("exiobase", folder)
    assert {row["from_region"] for row in rows} == {"KOR", "WA"}


def test_a_matrix_cut_short_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "IOT_2020_ixi"
    shutil.copytree(FOLDER, folder)
    lines = (folder / "A.txt").read_text(encoding="utf-8").splitlines()
    (folder / "A.txt").write_text("\n".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(FormatError, match=r"3 rows, x\.txt 4"):
        read_all("exiobase", folder)
    (folder / "A.txt").write_text("\n".join([*lines[:-1], lines[-1] + "\t7"]), encoding="utf-8")
    with pytest.raises(FormatError, match=r"has 5 numbers, its heading 4 in .*A\.txt line 7"):
        read_all("exiobase", folder)


def test_a_folder_without_final_demand_or_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "IOT_2020_ixi"
    shutil.copytree(FOLDER, folder)
    (folder / "Y.txt").unlink()
    with pytest.raises(FormatError, match=r"there is no Y\.txt"):
        read_all("exiobase", folder)
    shutil.copytree(FOLDER, tmp_path / "IOT_2020")
    with pytest.raises(UsageError, match="does not say ixi or pxp"):
        read_all("exiobase", tmp_path / "IOT_2020")
