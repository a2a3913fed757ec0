"""Tables and figures on the mineral industry, and archives: specimen, whole release, and what goes wrong with them."""

from __future__ import annotations

import csv
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError
from tocsin.core.release import Release
from tocsin.sources.usgs_mcs import archive

SPECIMEN = SPECIMENS / "usgs_mcs" / "specimen"
T5 = SPECIMEN / "MCS2025_T5_Critical_Minerals_Salient.csv"
TYPES = ("Metals", "Natural Aggregates", "Other Industrial Minerals")
Told = tuple[Release, list[dict[str, Any]], dict[str, int]]

#: Columns that are observations, of each file as released; its rows are counted by the test.
RELEASED = {
    "T1_Mineral_Industry_Trends": 12,
    "T2_Mineral_Economic_Trends": 21,
    "T3_State_Value_Rank": 4,
    "T4_Critical_Minerals_End_Use": 1,
    "T5_Critical_Minerals_Salient": 8,
    "Fig1_Minerals_in_Economy": 1,
    "Fig2_Net_Import_Reliance": 3,
    "Fig3_Major_Import_Sources": 2,
    "Fig4_Value_by_Type": 1,
    "Fig10_Price_Growth_Rates": 2,
    "Fig11_Pch_Consump_2023_2024": 2,
    "Fig12_Pch_Consump_2020_2024": 2,
    "Fig13_Scrap": 4,
}


def only(*files: Path) -> Told:
    (found,) = read_all("usgs_mcs", *files)
    return found


def figures(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], tuple[float | None, str, str]]:
    return {(row["series"], row["place"], row["period"]): (row["value"], row["unit"], row["status"]) for row in rows}


def packed(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path


def test_critical_minerals_of_the_specimen() -> None:
    release, rows, refused = only(T5)
    assert (release.table, release.vintage, release.released_on) == ("pressure", "MCS2025", date(2025, 3, 7))
    assert refused == {"suppliers are those of several years, of no one period": 4}
    told = figures(rows)
    assert len(told) == 4 * 7
    cobalt, germanium, zirconium = (
        f"USGS critical minerals, {name}: " for name in ("Cobalt", "Germanium", "Zirconium (ores and concentrates)")
    )
    assert told[cobalt + "primary production", "USA", "2024"] == (300, "t", "E")
    assert told[cobalt + "net import reliance", "USA", "2024"] == (0.76, "1", "E")
    assert told[cobalt + "production of the leading country", "COD", "2024"] == (220_000, "t", "E")
    assert told[cobalt + "share of the leading country", "COD", "2024"] == (76, "%", "E")
    assert told[cobalt + "world production", "WLD", "2024"] == (290_000, "t", "E")
    assert told[germanium + "net import reliance", "USA", "2024"] == (0.5, "1", "E")  # printed >50
    assert told[germanium + "world production", "WLD", "2024"] == (None, "t", "M")
    assert told[zirconium + "consumption", "USA", "2024"] == (None, "t", "M")  # printed <100,000
    assert told["USGS critical minerals, Beryllium: net import reliance", "USA", "2024"] == (0, "1", "E")  # exporter


def test_figures_of_the_specimen() -> None:
    release, rows, refused = only(*SPECIMEN.glob("MCS2025_Fig*.csv"))
    assert release.vintage == "MCS2025"  # though figure 3 says MCS2024 in its cells
    assert figures(rows) == {
        ("USGS consumption, Cobalt: change in 1 y (critical minerals)", "USA", "2024"): (32, "%", "E"),
        ("USGS consumption, Thallium: change in 1 y (other minerals)", "USA", "2024"): (-100, "%", "E"),
        ("USGS scrap, Antimony: value", "USA", "2024"): (73, "million USD", "E"),
        ("USGS scrap, Antimony: share domestic", "USA", "2024"): (99.38, "%", "E"),
        ("USGS scrap, Antimony: share imported", "USA", "2024"): (0.48, "%", "E"),
        ("USGS scrap, Antimony: share exported", "USA", "2024"): (0.14, "%", "E"),
        **{
            (
                "USGS leading import sources: commodities over half imported that the country supplies",
                place,
                "2024",
            ): (count, "commodities", "E")
            for place, count in (("CHN", 24), ("KOR", 5))
        },
    }
    assert refused == {
        "cell is empty": 2,
        "figure is given in words": 2,  # a second heading below the first
        "class of a map: the count beside it says more": 2,
    }


def test_an_edition_estimates_its_last_year_only(tmp_path: Path) -> None:
    path = tmp_path / "MCS2027_Fig4_synthetic.csv"
    path.write_text(
        "source,year,commodity_category,value_billion_dollars\n"
        "MCS2027,2025,Metals,30\nMCS2027,2026_estimated,Metals,31\nMCS2027,,Metals,32\n,2025,,33\n"
    )
    release, rows, refused = only(path)
    assert release.vintage == "MCS2027"
    assert [(row["period"], row["value"], row["status"]) for row in rows] == [("2025", 30, "A"), ("2026", 31, "E")]
    assert refused == {"second figure for the same thing": 1, "row does not say what it is about": 1}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("Net_Import_Reliance,", "Reliance,"), "column 'Net_Import_Reliance' is missing"),
        (("World_prod_notes\r\n", "World_prod_notes,New_prod\r\n"), "cells under 17 headings|'New_prod' is not known"),
    ],
)
def test_a_changed_layout_is_refused_whole(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / T5.name
    path.write_bytes(T5.read_bytes().decode("utf-8").replace(*change).encode())
    with pytest.raises(FormatError, match=message):
        only(path)


def test_cells_that_no_heading_tells_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "MCS2025_Fig4_synthetic.csv"
    heading = "source,year,commodity_category,value_billion_dollars,value_billion_dollars,"
    path.write_text(f"{heading}\nMCS2025,2023,Metals,30,31,\nMCS2025,2024,Metals,30,31,7\n")
    _, rows, refused = only(path)
    assert rows == []
    assert refused == {"heading occurs twice: nobody can tell which is which": 4, "column has no heading": 1}


def test_metadata_is_refused_as_such(tmp_path: Path) -> None:
    path = tmp_path / "MCS2025_synthetic.xml"
    path.write_text("<?xml version='1.0'?>\n<metadata>\n<idinfo/></metadata>\n")
    with pytest.raises(FormatError, match="metadata"):
        only(path)


def test_an_archive_reads_as_the_files_in_it(tmp_path: Path) -> None:
    text = T5.read_bytes().decode("utf-8")
    folder = tmp_path / "release"
    folder.mkdir()
    path = packed(
        folder / "Industry_Trends.zip",
        **{"../../etc/" + T5.name: text, "a.xml": "<metadata/>", "__MACOSX/b.csv": "?"},
    )
    (bare, rows, refused), (boxed, also, beside) = only(T5), only(path)
    assert (boxed.sha256, also, beside) == (bare.sha256, rows, refused)
    assert boxed.origin == "Industry_Trends.zip"
    assert list(folder.iterdir()) == [path]
    assert only(folder)[1] == rows  # a folder without such files stands for its archives


def test_a_folder_with_both_is_read_once(tmp_path: Path) -> None:
    text = T5.read_text(encoding="utf-8")
    (tmp_path / T5.name).write_text(text, encoding="utf-8")
    packed(tmp_path / "Industry_Trends.zip", **{T5.name: text})
    assert only(tmp_path)[2] == only(T5)[2]


def test_archives_that_are_none_of_the_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(FormatError, match="cannot be read"):
        only(broken)
    with pytest.raises(FormatError, match="no CSV file"):
        only(packed(tmp_path / "other.zip", readme="words"))
    text = "Commodity,Year,Stocks_t\nCobalt,2023,1\n"
    whole = packed(tmp_path / "mcs2025.zip", **{f"mcs2025-{name}_salient.csv": text for name in "abc"})
    for limit, value in (("MEMBERS", 2), ("MEMBER_BYTES", 10), ("TOTAL_BYTES", 50)):
        with monkeypatch.context() as patch:
            patch.setattr(archive, limit, value)
            with pytest.raises(FormatError, match="no data release does"):
                only(whole)
    assert only(whole)[2] == {"second figure for the same thing": 2}
    empty = packed(tmp_path / "empty.zip", **{"mcs2025-a_salient.csv": "Commodity,Year,Stocks_t\n"})
    with pytest.raises(FormatError, match="no row below the heading") as caught:
        only(empty)
    assert caught.value.where == str(empty / "mcs2025-a_salient.csv")


def test_every_file_of_the_release_of_2025(shared_data: Path) -> None:
    folder = shared_data / "minerals" / "usgs_mcs2025" / "industry_trends"
    assert {path.stem.removeprefix("MCS2025_") for path in folder.glob("*.csv")} == set(RELEASED)
    for name, columns in RELEASED.items():
        path = folder / f"MCS2025_{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = sum(any(cells) for cells in csv.reader(stream)) - 1
        release, rows, refused = only(path)
        assert (release.table, len(rows) + sum(refused.values())) == ("pressure", lines * columns), name
        assert rows or name == "T4_Critical_Minerals_End_Use", name  # words only
    _, rows, refused = only(folder)
    assert (len(rows), sum(refused.values())) == (952, 457)
    told = figures(rows)
    value = sum(told[f"USGS nonfuel mineral production, {kind}", "USA", "2024"][0] or 0 for kind in TYPES)
    assert value == pytest.approx(told["USGS nonfuel mineral production, Total", "USA", "2024"][0], abs=0.5)  # rounded
    shares = [row["value"] for row in rows if row["series"].endswith(": share of the United States")]
    assert (len(shares), sum(shares)) == (51, pytest.approx(100, abs=0.2))
    reliance = [row["value"] for row in rows if row["series"].startswith("USGS net import reliance, ")]
    assert (len(reliance), reliance.count(1.0)) == (64, 15)


def test_the_archives_of_2025_hold_what_the_folders_hold(shared_data: Path) -> None:
    release = shared_data / "minerals" / "usgs_mcs2025"
    for name in ("World_Data", "Industry_Trends", "Salient_Commodity"):
        boxed = read_all("usgs_mcs", release / f"{name}.zip")
        bare = read_all("usgs_mcs", release / name.lower())
        assert [(one.table, one.sha256, refused) for one, _, refused in boxed] == [
            (one.table, one.sha256, refused) for one, _, refused in bare
        ]
        assert [len(rows) for _, rows, _ in boxed] == [len(rows) for _, rows, _ in bare]
