"""China's lists of parties: three lists in one file, each party dated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError

SPECIMEN = SPECIMENS / "mofcom" / "specimen" / "synthetic_entity_lists.json"


def written(folder: Path, held: object) -> Path:
    path = folder / "a.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    return path


def test_a_party_has_its_list_its_day_and_the_country_of_its_address() -> None:
    ((release, rows, refused),) = read_all("mofcom", SPECIMEN)
    assert (release.table, release.vintage, refused) == ("listed_party", "2026-07-19", {})
    assert [(row["control_list"], row["listed"], row["country"], row["listed_on"]) for row in rows] == [
        ("Attention List", "Invented Motors", "_X", "2026-02-24"),
        ("Unreliable Entity List", "Invented Aerospace", "CZE", "2025-01-14"),
        ("Export Control List", "Invented Heavy Industries", "JPN", "2026-01-06"),
    ]
    assert {row["party"] for row in rows} == {"CHN"}
    assert [row["scope"] for row in rows] == [row["control_list"] for row in rows]


def test_odd_records_are_refused(tmp_path: Path) -> None:
    held: list[dict[str, Any]] = json.loads(SPECIMEN.read_text(encoding="utf-8"))
    odd = [
        {**held[0], "list_id": "cn-new-list"},
        {**held[0], "entity_name": "B", "date_added": "spring"},
        {**held[0], "entity_name": "C", "addresses": ["1 Road, Atlantis"]},
        {**held[0]},
        {"entity_name": "D"},
    ]
    ((_, rows, refused),) = read_all("mofcom", written(tmp_path, [*held, *odd]))
    assert (len(rows), sum(refused.values())) == (3, 5)
    assert {
        "list is not known",
        "date of listing is not a day",
        "address ends with no country",
        "second figure for the same thing",
    } < set(refused)


def test_another_layout_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no record has the fields list_id"):
        read_all("mofcom", written(tmp_path, []))


def test_the_real_lists_are_read_whole(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("mofcom", shared_data / "policy" / "cn" / "entity_lists.json")
    assert (len(rows), refused) == (240, {})
    names = [row["control_list"] for row in rows]
    assert {name: names.count(name) for name in set(names)} == {
        "Export Control List": 139,
        "Unreliable Entity List": 61,
        "Attention List": 40,
    }
    assert min(row["listed_on"] for row in rows) == "2023-02-16"
    countries = [row["country"] for row in rows]
    assert (countries.count("_X"), countries.count("JPN"), countries.count("CZE")) == (193, 40, 4)
