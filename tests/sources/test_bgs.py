"""World Mineral Statistics as features and as Parquet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError

SPECIMEN = SPECIMENS / "bgs" / "specimen" / "synthetic_items.json"


def test_the_specimen_is_read_whole() -> None:
    ((release, rows, refused),) = read_all("bgs", SPECIMEN)
    assert (release.table, release.vintage) == ("production", "undated")
    told = {(r["country"], r["commodity"], r["stage"]): (r["quantity"], r["quantity_unit"], r["status"]) for r in rows}
    assert told == {
        ("CHL", "copper", "mine"): (5_000_000, "t", "A"),
        ("CHL", "copper", "refinery"): (2_100_000, "t", "A"),
        ("CHL", "copper", "smelter"): (1_200_000, "t", "E"),
        ("RUS", "palladium", "mine"): (88_000, "kg", "A"),
        ("IND", "rare_earth_minerals", "mine: monazite"): (3_000, "t", "A"),
        ("JPN", "gallium", "refinery"): (None, "t", "M"),
        ("CHN", "gallium", "refinery"): (0, "t", "E"),
    }
    assert len(refused) == 5
    assert sum(refused.values()) == 5
    assert {"statistic is trade, not production", "quantity is not a number", "unit 'bushels' is not known"} < set(
        refused
    )


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<html></html>", "web page"),
        ('{"code": "NotFound", "description": "no"}', "there is no list 'features'.*'code'"),
        ('{"features": [{"properties": {"year": 1}}]}', "'bgs_statistic_type_trans'.* is missing"),
        (SPECIMEN.read_text()[:900], "JSON is damaged"),
        ("", "empty"),
    ],
)
def test_other_files_are_no_features(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "items.json"
    path.write_text(content)
    with pytest.raises(FormatError, match=message):
        read_all("bgs", path)


def test_no_property_may_go(tmp_path: Path) -> None:
    told = json.loads(SPECIMEN.read_text())
    del told["features"][3]["properties"]["units"]
    path = tmp_path / "items.json"
    path.write_text(json.dumps(told))
    with pytest.raises(FormatError, match=r"property 'units' is missing .*feature 4"):
        read_all("bgs", path)


def test_the_whole_collection(shared_data: Path) -> None:
    found = read_all("bgs", *sorted((shared_data / "minerals" / "bgs_production").glob("*.parquet")))
    assert sum(len(rows) + sum(refused.values()) for _, rows, refused in found) == 27_487
    # what is refused: Germany and the German Federal Republic side by side in 1989 to 1991, and the like
    assert {reason for _, _, refused in found for reason in refused} == {"second figure for the same thing"}
    rows = [row for _, part, _ in found for row in part]
    china = next(r for r in rows if (r["country"], r["commodity"], r["period"]) == ("CHN", "gallium", "2022"))
    assert (china["stage"], china["quantity_unit"], china["status"] in "AE") == ("refinery", "t", True)
