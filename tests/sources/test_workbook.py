"""Sheets come whole, row and column where they stand; what is no workbook says so."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from tests.sources.sheets import write_workbook
from tocsin.core.errors import FormatError
from tocsin.sources.workbook import cell_name, read_sheet, sheet_names


def book(folder: Path) -> Path:
    rows: list[list[object]] = [["", ""], ["", "n"], [date(2026, 1, 31), 1], ["…", 2.5]]
    return write_workbook(folder / "book.xlsx", {"First": rows, "Second & last": [["a"]]})


def test_cells_stand_where_they_stood(tmp_path: Path) -> None:
    path = book(tmp_path)
    assert sheet_names(path) == ["First", "Second & last"]
    assert read_sheet(path) == [["", ""], ["", "n"], [date(2026, 1, 31), 1.0], ["…", 2.5]]
    assert read_sheet(path, "Second & last") == read_sheet(path, 1) == [["a"]]


def test_the_content_says_what_it_is_not_the_name(tmp_path: Path) -> None:
    path = book(tmp_path).rename(tmp_path / "download.xls")
    assert len(read_sheet(path, "First")) == 4


@pytest.mark.parametrize("sheet", ["Prices", 2])
def test_an_absent_sheet_names_those_there_are(tmp_path: Path, sheet: str | int) -> None:
    with pytest.raises(FormatError, match=r"no sheet (.Prices.|2).*'First', 'Second & last'"):
        read_sheet(book(tmp_path), sheet)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>Sorry</html>", "a web page"),
        (b"a,b\n1,2\n", "no workbook"),
        (b"PK\x03\x04 and no more", "cannot be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more", "cannot be read"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=said):
        read_sheet(path)


def test_half_a_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path)
    path.write_bytes(path.read_bytes()[:-200])
    with pytest.raises(FormatError, match="cut short"):
        sheet_names(path)


def test_a_cell_far_out_does_not_take_the_process_down(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "far.xlsx", {"S": [["a"]]})
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/sheet1.xml"] = parts["xl/sheet1.xml"].replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    assert path.read_bytes() != content
    with pytest.raises(FormatError, match="cannot be read"):
        read_sheet(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is no file"):
        read_sheet(tmp_path / "none.xlsx")


def test_cells_are_called_as_spreadsheets_call_them() -> None:
    assert [cell_name(0, 0), cell_name(6, 25), cell_name(6, 26), cell_name(9, 702)] == ["A1", "Z7", "AA7", "AAA10"]
