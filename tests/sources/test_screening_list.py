"""The consolidated screening list: two layouts, one row per party and country."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError

FOLDER = SPECIMENS / "screening_list" / "specimen"
WHOLE, EXTRACT = FOLDER / "synthetic_consolidated.json", FOLDER / "synthetic_extract.json"


def test_the_published_layout_is_read() -> None:
    ((release, rows, refused),) = read_all("screening_list", WHOLE)
    assert (release.table, release.vintage) == ("listed_party", "2026-07-31")
    assert refused == {"place of an address has no code": 1}
    assert [(row["control_list"], row["listed"], row["country"]) for row in rows] == [
        ("Entity List", "a1", "CHN"),
        ("Entity List", "a1", "HKG"),
        ("Specially Designated Nationals", "77", "_X"),
        ("Denied Persons List", "b2", "TUR"),
    ]
    assert rows[0]["aliases"] == "I-Chips, Ltd;Invented Semiconductor"  # a separator within a name becomes a comma
    assert (rows[0]["listed_on"], rows[0]["reference"]) == ("2025-01-16", "90 FR 1;https://example.org/el")
    assert rows[2]["reasons"] == "INVENTED-1;INVENTED-2"
    assert rows[3]["reasons"] == "until 2033-01-01"


def test_the_short_layout_is_looked_up_in_its_tables() -> None:
    ((release, rows, refused),) = read_all("screening_list", EXTRACT)
    assert (release.vintage, refused) == ("2026-07-31", {})
    told = [(row["control_list"], row["listed"], row["country"], row["reasons"]) for row in rows]
    assert told == [
        ("Non-SDN Menu-Based Sanctions List", "15268", "RUS", "INVENTED-1;INVENTED-2"),
        ("Military End User List", "Invented Institute (90 FR 3)", "_X", "For all items.;Presumption of denial."),
        ("Military End User List", "Invented Works", "CHN", "For all items."),
        ("Military End User List", "Invented Works", "PSE", "For all items."),
    ]


def test_a_party_is_kept_where_its_only_country_has_no_code(tmp_path: Path) -> None:
    held = json.loads(EXTRACT.read_text(encoding="utf-8"))
    held["entries"] = [{"n": "A", "s": 0, "c": ["REGION: NOWHERE"]}, {"n": "", "s": 0}, {"s": 1}, {"n": "A", "s": 0}]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    ((_, rows, refused),) = read_all("screening_list", path)
    assert [(row["name"], row["country"]) for row in rows] == [("A", "_X")]
    assert refused == {
        "place of an address has no code": 1,
        "record lacks a name or its list": 2,
        "second figure for the same thing": 1,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"total": 0}', "'results' is missing"),
        ('{"results": []}', "no record has the fields name, source"),
        ('{"entries": [], "tables": {"sources": []}}', "'licenceRequirements' is missing"),
        ("<html>", "the file is no JSON"),
    ],
)
def test_another_layout_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FormatError, match=said):
        read_all("screening_list", path)


def test_a_number_beyond_its_table_is_an_error(tmp_path: Path) -> None:
    held = json.loads(EXTRACT.read_text(encoding="utf-8"))
    held["entries"][0]["s"] = 9
    path = tmp_path / "a.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    with pytest.raises(FormatError, match="'s' is 9, no place in its table in the entry of 'INVENTED BANK'"):
        read_all("screening_list", path)


def test_the_real_list_is_read_whole(shared_data: Path) -> None:
    ((release, rows, refused),) = read_all("screening_list", shared_data / "policy" / "us" / "screening-list.json")
    assert (release.vintage, len(rows)) == ("2026-07-31", 27_518)
    assert refused == {"second figure for the same thing": 9, "place of an address has no code": 16}
    # of 25,921 records eleven bear the list, name and notice of another: in two of them the countries differ
    assert len({(row["control_list"], row["listed"]) for row in rows}) == 25_921 - 11
    assert len({row["listed"] for row in rows if row["control_list"] == "Specially Designated Nationals"}) == 19_181
