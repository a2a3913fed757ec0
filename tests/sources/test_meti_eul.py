"""Japan's end user list: the country stands at the beginning of an address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError

SPECIMEN = SPECIMENS / "meti_eul" / "specimen" / "synthetic_end_user_list.json"


def written(folder: Path, held: object) -> Path:
    path = folder / "a.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    return path


def test_a_party_has_the_country_of_its_address() -> None:
    ((release, rows, refused),) = read_all("meti_eul", SPECIMEN)
    assert (release.table, release.vintage, refused) == ("listed_party", "2026-07-20", {})
    assert [(row["listed"], row["name"], row["country"], row["listed_on"]) for row in rows] == [
        ("jp-eul-1", "Invented Alloys LLC", "ARE", None),
        ("jp-eul-2", "23rd Invented Institute", "CHN", None),  # its name stands behind the country
        ("jp-eul-3", "Invented Energy", "PAK", None),
    ]
    assert {(row["party"], row["control_list"]) for row in rows} == {("JPN", "End User List")}
    assert rows[0]["aliases"] == "Invented Alloys;I. A."


def test_odd_records_are_refused(tmp_path: Path) -> None:
    held: list[dict[str, Any]] = json.loads(SPECIMEN.read_text(encoding="utf-8"))
    odd = [
        {**held[0], "id": "x", "addresses": ["Atlantis"]},
        {**held[0], "id": "v", "addresses": ["India Invented"]},
        {**held[1], "id": "w", "addresses": ["India"]},
        {**held[0], "list_id": "other"},
        {**held[0]},
        {"id": "y"},
        {**held[0], "id": "z", "addresses": []},
    ]
    ((_, rows, refused),) = read_all("meti_eul", written(tmp_path, [*held, *odd]))
    assert [(row["listed"], row["country"]) for row in rows][3:] == [("z", "_X")]
    assert sum(refused.values()) == 6
    assert {
        "address begins with no country",
        "address holds more than a country",
        "record has no name",
        "record is of another list",
        "second figure for the same thing",
    } < set(refused)


def test_another_layout_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no record has the fields id, list_id"):
        read_all("meti_eul", written(tmp_path, [{"name": "A"}]))


def test_the_real_list_is_read_whole(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("meti_eul", shared_data / "policy" / "jp" / "end_user_list.json")
    assert (len(rows), refused) == (835, {})
    assert all(row["name"] for row in rows)
    countries = [row["country"] for row in rows]
    assert {code: countries.count(code) for code in ("IRN", "PRK", "RUS", "LBN")} == {
        "IRN": 257,
        "PRK": 154,
        "RUS": 100,
        "LBN": 9,
    }
