"""Country groups of the United States: tables of marks, and a list for group B."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError

FOLDER = SPECIMENS / "country_groups" / "specimen"
EXTRACT = FOLDER / "synthetic_country-groups.json"
REGULATION = FOLDER / "synthetic_title-15-part-740_2026-07-23.xml"


def test_an_extract_gives_a_row_per_member() -> None:
    ((release, rows, refused),) = read_all("country_groups", EXTRACT)
    assert (release.table, release.vintage, refused) == ("country_group", "2026-07-23", {})
    assert [(row["grouping"], row["country"]) for row in rows] == [
        ("A:5", "JPN"),
        ("A:5", "KOR"),
        ("B", "FJI"),
        ("D:1", "CHN"),
    ]


def test_the_regulation_has_tables_and_a_list() -> None:
    ((_, rows, refused),) = read_all("country_groups", REGULATION)
    assert refused == {}
    assert {(row["grouping"], row["country"]) for row in rows} == {
        ("A:1", "JPN"),
        ("A:5", "JPN"),
        ("A:1", "UKR"),
        ("D:1", "CHN"),
        ("D:5", "CHN"),
        ("D:1", "MAC"),
        ("B", "FJI"),
        ("B", "COG"),  # what supplement no. 3 lists under the same heading is none of it
    }


def test_lines_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    odd = (
        "<TR><TD>Fiji</TD><TD>X</TD></TR><TR><TD>Cuba</TD><TD>?</TD><TD>X 3</TD></TR>"
        "<TR><TD>Atlantis</TD><TD>X</TD><TD/></TR>"
    )
    path = tmp_path / "part740_2026-07-23.xml"
    path.write_text(REGULATION.read_text(encoding="utf-8").replace("<TBODY>", f"<TBODY>{odd}", 1), encoding="utf-8")
    ((_, rows, refused),) = read_all("country_groups", path)
    assert refused == {
        "line has more or fewer cells than the heading": 1,
        "mark is no X": 1,
        "country has no code": 1,
    }
    assert [row["grouping"] for row in rows if row["country"] == "CUB"] == ["A:5"]


def test_groups_and_countries_that_are_none_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    held = {"ecfrIssueDate": "2026-07-23", "groups": {"A:5": ["Japan", "Japan", "Atlantis"], "Friends": ["Fiji"]}}
    path.write_text(json.dumps(held), encoding="utf-8")
    ((_, rows, refused),) = read_all("country_groups", path)
    assert len(rows) == 1
    assert refused == {
        "second figure for the same thing": 1,
        "country has no code": 1,
        "group is none such as 'A:5'": 1,
    }


def test_another_layout_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a_2026-01-01.xml"
    path.write_text('<DIV9 N="Supplement No. 1 to Part 740"><P>none</P></DIV9>')
    with pytest.raises(FormatError, match=r"no table has headings such as '\[A:1\]'"):
        read_all("country_groups", path)
    path.write_text('{"groups": []}')
    with pytest.raises(FormatError, match="'groups' is a list"):
        read_all("country_groups", path)


def test_the_real_groups_are_read_whole(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("country_groups", shared_data / "policy" / "us" / "country-groups.json")
    assert (len(rows), refused) == (497, {})
    sizes = {name: sum(row["grouping"] == name for row in rows) for name in ("A:1", "A:5", "B", "D:5", "E:2")}
    assert sizes == {"A:1": 40, "A:5": 38, "B": 173, "D:5": 22, "E:2": 1}
    assert ("D:5", "MAC") not in {(row["grouping"], row["country"]) for row in rows}
