"""Korea's product tables: domestic supply and imports become one table, checked by their own totals."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError, UsageError

FOLDER = SPECIMENS / "korea_io" / "specimen"


def test_imports_are_supply_of_the_rest_of_the_world() -> None:
    ((release, rows, refused),) = read_all("korea_io", FOLDER)
    assert (release.table, release.vintage, refused) == ("io_table", "2010", {})
    cells = {
        (row["part"], row["from_region"], row["from_sector"], row["to_region"], row["to_sector"]): row["value"]
        for row in rows
    }
    assert cells["Z", "KOR", "2", "KOR", "1"] == 20
    assert cells["Z", "ROW", "2", "KOR", "1"] == 3
    assert cells["Y", "KOR", "1", "ROW", "exports"] == 9
    assert cells["Y", "ROW", "2", "KOR", "inventories"] == -1
    assert {key[1:3]: value for key, value in cells.items() if key[0] == "x"} == {
        ("KOR", "1"): 69,
        ("KOR", "2"): 123,
        ("KOR", "3"): 70,
    }
    assert {row["unit"] for row in rows} == {"million KRW"}


def test_columns_in_another_order_are_found_out_by_the_totals(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "IO_D_B_3_2010.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("1,10,5,0,15,", "1,10,5,0,16,"), encoding="utf-8")
    with pytest.raises(FormatError, match="total intermediate demand of row 1 is 16, its columns add up to 15"):
        read_all("korea_io", tmp_path)


def test_both_tables_are_needed(tmp_path: Path) -> None:
    path = tmp_path / "IO_M_B_3_2010.csv"
    shutil.copy(FOLDER / path.name, path)
    with pytest.raises(FormatError, match=r"IO_D_B_3_2010\.csv is missing"):
        read_all("korea_io", tmp_path)
    shutil.copy(path, tmp_path / "imports.csv")
    with pytest.raises(UsageError, match="does not say what it holds"):
        read_all("korea_io", tmp_path / "imports.csv")


def test_names_in_another_encoding_do_no_harm(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "IO_D_B_3_2010.csv"
    content = path.read_bytes()
    path.write_bytes("품목".encode("cp949") + content[: content.index(b"\n")] + content[content.index(b"\n") :])
    ((_, rows, _),) = read_all("korea_io", tmp_path)
    ((_, same, _),) = read_all("korea_io", FOLDER)
    assert rows == same


def test_the_real_tables_are_read_whole(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("korea_io", shared_data / "network" / "korea_io2010")
    assert refused == {}
    assert Counter(row["part"] for row in rows if row["from_region"] == "KOR")["x"] > 350
    output = sum(row["value"] for row in rows if row["part"] == "x")
    assert output == 3_153_846_732  # total demand for domestic supply, as the table's own last row has it
