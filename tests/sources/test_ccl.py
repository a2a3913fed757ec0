"""The Commerce Control List: the regulation's XML and an extract of it give the same kind of rows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError, UsageError
from tocsin.sources.ccl.reasons import reasons_of

FOLDER = SPECIMENS / "ccl" / "specimen"
EXTRACT, REGULATION = FOLDER / "synthetic_ccl.json", FOLDER / "synthetic_title-15-part-774_2026-07-23.xml"


def extract(**changes: Any) -> dict[str, Any]:
    return {**json.loads(EXTRACT.read_text(encoding="utf-8")), **changes}


def written(folder: Path, held: object) -> Path:
    path = folder / "ccl.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    return path


def test_an_extract_gives_a_row_per_number() -> None:
    ((release, rows, refused),) = read_all("ccl", EXTRACT)
    assert (release.table, release.vintage, release.released_on) == ("list_entry", "2026-07-23", date(2026, 7, 23))
    assert (refused, [row["entry"] for row in rows]) == ({}, ["3A001", "0A002", "0A979"])
    first = rows[0]
    assert (first["party"], first["control_list"], first["period"]) == ("USA", "CCL", "2026-07-23")
    assert first["reasons"] == "NS 2;RS;RS 1;AT 1;UN"
    lines = first["detail"].splitlines()
    assert lines[1] == "NS applies to entire entry: NS Column 2."
    assert lines[5:8] == ["LVS: $500: 3A001.a", "GBS: N/A", "STA: not for 3A001.z."]
    assert lines[-3:] == ["a. Items; a first kind.", "A note on “a”.", "a.1. A narrower kind."]
    assert (rows[1]["reasons"], rows[1]["detail"], rows[2]["reasons"]) == (None, None, "CC 1")


def test_the_regulation_is_cut_into_entries_at_headings_in_bold() -> None:
    ((release, rows, refused),) = read_all("ccl", REGULATION)
    assert (release.vintage, refused) == ("2026-07-23", {})
    assert {row["entry"]: (row["title"], row["reasons"]) for row in rows} == {
        "3A001": ("Invented items as follows (see List of Items Controlled).", "NS 2;AT 1;UN"),
        "3A991": ("Other invented items.", "AT"),
        "3B001": ("Invented machines.", None),
    }
    lines = rows[0]["detail"].splitlines()
    assert {"NS applies to entire entry: NS Column 2", "LVS: $500", "a.1. A narrower kind."} <= set(lines)
    assert "3A001.a does not control toys." in lines  # a note within an entry
    assert "preamble" not in "".join(row["detail"] for row in rows)  # what stands between two groups is of no entry


def test_the_day_is_told_by_the_file_its_name_or_the_user(tmp_path: Path) -> None:
    text = REGULATION.read_text(encoding="utf-8")
    nameless = tmp_path / "part774.xml"
    nameless.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"nothing says the day.*--option released"):
        read_all("ccl", nameless)
    assert read_all("ccl", nameless, released="2026-01-31")[0][0].vintage == "2026-01-31"
    nameless.write_text(text.replace("<DIV8 ", "<AMDDATE>Aug. 29, 2025</AMDDATE><DIV8 ", 1), encoding="utf-8")
    assert read_all("ccl", nameless)[0][0].vintage == "2025-08-29"
    with pytest.raises(UsageError, match="the day of the edition is none"):
        read_all("ccl", written(tmp_path, extract(ecfrIssueDate="soon")))


def test_odd_entries_are_refused_one_by_one(tmp_path: Path) -> None:
    entries = extract()["entries"]
    odd = [{**entries[0], "eccn": "EAR99"}, {**entries[0], "eccn": "3A002", "heading": " "}, {"eccn": "3A003"}]
    ((_, rows, refused),) = read_all("ccl", written(tmp_path, extract(entries=[*entries, entries[0], *odd, "3A004"])))
    assert len(rows) == 3
    assert refused == {
        "second figure for the same thing": 1,
        "entry is no ECCN such as 3A001": 1,
        "entry has no heading": 1,
        "record lacks eccn, heading or countryChart": 2,
    }


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.json", "[]", "holds a list, not an object"),
        ("a.json", '{"ecfrIssueDate": "2026-07-23"}', "'entries' is missing"),
        ("a.json", '{"entries": {}}', "'entries' is a object"),
        ("a.json", '{"entries": [{"code": 1}]}', r"no record has the fields eccn.*\['code'\]"),
        ("a.json", '{"entries": [', "the file is no JSON"),
        ("a.xml", "<html><body>busy", "the file is no XML"),
        ("a.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', "declares entities"),
        ("a.xml", '<DIV5><DIV9 N="Supplement No. 4 to Part 774"/></DIV5>', "'Supplement No. 1 to Part 774' is missing"),
        ("a_2026-01-01.xml", '<DIV9 N="Supplement No. 1 to Part 774"><P>x</P></DIV9>', "the list has no entry"),
        ("a.json", "", "the file is empty"),
    ],
)
def test_another_layout_is_an_error(tmp_path: Path, name: str, text: str, said: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=said):
        read_all("ccl", path)


def test_text_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes('{"entries": ["é"]}'.encode("latin-1"))
    with pytest.raises(FormatError, match=r"the file is no JSON.*in UTF-8"):
        read_all("ccl", path)


@pytest.mark.parametrize(
    ("requirements", "stated", "reasons"),
    [
        ([("NP applies to entire entry", "NP Column 1 AT Column 1")], "NP, AT", ["NP 1", "AT 1"]),
        ([("AT applies to entire entry", "Column 1.")], "AT", ["AT 1"]),
        ([("UN applies to entire entry", "See § 746.1(b) for UN controls")], "UN", ["UN"]),
        ([("NS applies to .a", "NS Column 2"), ("NS applies to .c", "Macau")], "NS", ["NS 2", "NS"]),
        ([], "NS, MT NP and AT", ["NS", "MT", "NP", "AT"]),
        ([], "AT, foreign policy", ["AT", "foreign policy"]),
        ([], "", []),
    ],
)
def test_reasons_are_columns_or_stand_alone(
    requirements: list[tuple[str, str]], stated: str, reasons: list[str]
) -> None:
    assert reasons_of(requirements, stated) == reasons


def test_the_real_list_is_read_whole(shared_data: Path) -> None:
    ((release, rows, refused),) = read_all("ccl", shared_data / "policy" / "us" / "ccl.json")
    assert (release.vintage, len(rows), refused) == ("2026-07-23", 633, {})
    found = {row["entry"]: row for row in rows}
    assert found["3B002"]["reasons"] == "NS 2;NS;RS;AT 1"
    assert found["3A090"]["reasons"] == "RS;AT 1"
    assert found["3B001"]["title"].startswith("Equipment for the manufacturing of semiconductor devices")
    assert "ithograph" in found["3B001"]["detail"]
