"""Measures of Global Trade Alert: goods in words, effects by a table, ends no earlier known than they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.sources.sheets import SPECIMENS, read_all, write_workbook
from tocsin.core.errors import FormatError, UsageError
from tocsin.sources.workbook import read_sheet

SPECIMEN = SPECIMENS / "gta" / "specimen" / "synthetic_measures_2020-10-16.xlsx"
COLUMNS = ("measure", "party", "direction", "product", "instrument", "effect", "valid_to", "ended_known_on")


def altered(folder: Path, *changes: tuple[int, str, object], name: str = "m_2020-10-16.xlsx") -> Path:
    cells: list[list[Any]] = read_sheet(SPECIMEN)
    for row, column, value in changes:
        cells[row][cells[0].index(column)] = value
    return write_workbook(folder / name, {"WB data": cells})


def test_a_measure_has_a_row_for_each_kind_of_goods() -> None:
    ((release, rows, refused),) = read_all("gta", SPECIMEN)
    assert (release.table, release.vintage, refused) == ("measure", "2020-10-16", {})
    assert [tuple(row[name] for name in COLUMNS) for row in rows] == [
        ("1", "ALB", "export", "medical consumables", "ban", "ban", "2020-06-30", "2020-06-30"),
        ("1", "ALB", "export", "medical equipment", "ban", "ban", "2020-06-30", "2020-06-30"),
        ("2", "EU", "import", "food", "tariff", "free", "2021-12-31", "2020-10-16"),
        ("3", "MULTI", "export", "food", "unspecified", "none", None, None),
    ]
    assert [row["period"] for row in rows] == ["2020-03-11", "2020-03-11", "2020-04-01", "2020-04-03"]
    assert {(row["target"], row["nomenclature"]) for row in rows} == {("*", "text")}
    assert [row["confidence"] for row in rows] == ["medium", "medium", "medium", "low"]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("GTA intervention type", "Export subsidy", "type is not known"),
        ("Jurisdiction", "Atlantis", "jurisdiction has no code"),
        ("Documentation status", "Rumour", "documentation status is not known"),
        ("Initial assessment (change relative to 1 Jan 2020)", "mixed", "assessment is not known"),
        ("Is import policy", "TRUE", "measure is both or neither of export and import policy"),
        ("Announcement date", "March", "announcement date is not a day"),
        ("Removal date", "2020-01-01", "removal is before the measure"),
        ("Entry ID", "n/a", "entry id is no number"),
        ("Product: Food", "perhaps", "mark under 'Product: Food' is not known"),
        ("Entry ID", 2.0, ""),
    ],
)
def test_odd_measures_are_refused(tmp_path: Path, column: str, value: object, reason: str) -> None:
    ((_, rows, refused),) = read_all("gta", altered(tmp_path, (1, column, value)))
    assert refused == ({reason: 1} if reason else {})
    assert len(rows) == (2 if reason else 4)


def test_a_measure_without_goods_or_dates_is_refused(tmp_path: Path) -> None:
    path = altered(tmp_path, (2, "Product: Food", "FALSE"), (3, "Implementation date", ""))
    ((_, rows, refused),) = read_all("gta", path)
    assert (len(rows), refused) == (2, {"no kind of goods is marked": 1, "measure has no date": 1})


def test_another_layout_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"column 'Entry ID' is missing.*'State Act ID'"):
        read_all("gta", altered(tmp_path, (0, "Entry ID", "State Act ID")))
    with pytest.raises(UsageError, match="nothing says the day"):
        read_all("gta", altered(tmp_path, name="measures.xlsx"))


def test_the_real_workbook_is_read_whole(shared_data: Path) -> None:
    path = shared_data / "policy" / "gta" / "covid_trade_barriers_2020-10-16.xlsx"
    ((release, rows, refused),) = read_all("gta", path)
    assert release.vintage == "2020-10-16"
    assert len({row["measure"] for row in rows}) + sum(refused.values()) == 701
    assert refused == {"removal is before the measure": 1}
    bans = {row["measure"] for row in rows if row["effect"] == "ban" and row["direction"] == "export"}
    assert len(bans) == 126  # restrictive export bans; two more are liberalising
    assert all(row["ended_known_on"] >= row["period"] for row in rows if row["ended_known_on"])
