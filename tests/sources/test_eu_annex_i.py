"""Annex I of the dual-use regulation: codes with their paragraphs in order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError

SPECIMEN = SPECIMENS / "eu_annex_i" / "specimen" / "synthetic_annex_i.json"


def written(folder: Path, held: object) -> Path:
    path = folder / "a.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    return path


def specimen() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(SPECIMEN.read_text(encoding="utf-8"))
    return found


def test_a_code_has_its_paragraphs_in_order_and_without_markup() -> None:
    ((release, rows, refused),) = read_all("eu_annex_i", SPECIMEN)
    assert (release.table, release.vintage, refused) == ("list_entry", "2022-10-24", {})
    assert [(row["party"], row["control_list"], row["entry"], row["reasons"]) for row in rows] == [
        ("EU", "Annex I", "3A001", "WA"),
        ("EU", "Annex I", "3A201", "NSG"),
    ]
    assert rows[0]["title"] == 'Invented "items", as follows:'
    assert rows[0]["detail"].splitlines() == [
        '3A001. Invented "items", as follows:',
        "a. Items of a first kind, having all of the following:",
        "1. Heavier than 1 kg;",
        "Note: 3A001.a. does not control toys.",
    ]
    assert read_all("eu_annex_i", SPECIMEN, released="2022-01-07")[0][0].vintage == "2022-01-07"


def test_codes_without_heading_and_stray_paragraphs_are_refused(tmp_path: Path) -> None:
    held = specimen()
    held[0]["fields"]["code"] = "Chapter 3"
    held[-1]["fields"]["depth"] = 2  # the heading of the second code
    stray = {**held[-1], "pk": 99, "fields": {**held[-1]["fields"], "regulation": None}}
    again = specimen()[1] | {"pk": 3}
    fourth = {**specimen()[-1], "pk": 100, "fields": {**specimen()[-1]["fields"], "regulation": 3}}
    ((_, rows, refused),) = read_all("eu_annex_i", written(tmp_path, [*held, stray, again, fourth, {"model": "x"}]))
    assert [row["entry"] for row in rows] == ["3A201"]
    assert refused == {
        "code is none such as 3A001": 1,
        "code has no heading": 1,
        "paragraph belongs to no code": 1,
        "record lacks model, pk or fields": 1,
    }


def test_a_code_that_occurs_twice_is_kept_once(tmp_path: Path) -> None:
    held = specimen()
    held[1]["fields"]["code"] = "3A001"
    ((_, rows, refused),) = read_all("eu_annex_i", written(tmp_path, held))
    assert ([row["reasons"] for row in rows], refused) == (["WA"], {"second figure for the same thing": 1})


def test_another_layout_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"no 'regulations.regulation'.*'auth.user'"):
        read_all("eu_annex_i", written(tmp_path, [{"model": "auth.user", "pk": 1, "fields": {}}]))
    with pytest.raises(FormatError, match="holds a object, not a list"):
        read_all("eu_annex_i", written(tmp_path, {}))


def test_the_real_annex_is_read_whole(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("eu_annex_i", shared_data / "policy" / "eu" / "dual_use_annex_i_2022.json")
    assert (len(rows), refused) == (366, {})
    found = {row["entry"]: row for row in rows}
    assert found["1C010"]["title"] == '"Fibrous or filamentary materials", as follows:'
    assert found["0A001"]["reasons"] == "WA"
    assert sum(len(row["detail"].splitlines()) for row in rows) == 3851
    assert not [row for row in rows if "<br>" in row["detail"] or "&emsp;" in row["detail"]]
