"""The Commerce Country Chart: an X in its column, whatever cells are empty before it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError

FOLDER = SPECIMENS / "country_chart" / "specimen"
EXTRACT = FOLDER / "synthetic_country-chart.json"
REGULATION = FOLDER / "synthetic_title-15-part-738_2026-07-23.xml"


def test_an_extract_gives_a_row_per_mark() -> None:
    ((release, rows, refused),) = read_all("country_chart", EXTRACT)
    assert (release.table, release.vintage, refused) == ("country_group", "2026-07-23", {})
    assert [(row["party"], row["grouping"], row["country"]) for row in rows] == [
        ("USA", "CB 1", "CAN"),
        ("USA", "CB 1", "KOR"),
        ("USA", "NS 1", "KOR"),
        ("USA", "NS 2", "SYC"),
        ("USA", "embargo", "CUB"),
    ]


def test_empty_cells_keep_their_place_in_the_regulation() -> None:
    ((_, rows, refused),) = read_all("country_chart", REGULATION)
    assert refused == {}
    assert [(row["grouping"], row["country"]) for row in rows] == [
        ("CB 1", "CAN"),
        ("NS 1", "CYP"),
        ("CB 1", "ALB"),
        ("NS 2", "ALB"),
        ("embargo", "IRN"),
    ]


def test_lines_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    text = REGULATION.read_text(encoding="utf-8")
    odd = (
        "<TR><TD>Japan</TD><TD>X</TD><TD>X</TD></TR>"
        "<TR><TD>Fiji</TD><TD>x</TD><TD>Y</TD><TD/></TR>"
        "<TR><TD>Atlantis</TD><TD>X</TD><TD/><TD/></TR>"
    )
    path = tmp_path / "part738_2026-07-23.xml"
    path.write_text(text.replace("<TBODY>", f"<TBODY>{odd}"), encoding="utf-8")
    ((_, rows, refused),) = read_all("country_chart", path)
    assert refused == {
        "line has more or fewer cells than the heading": 1,
        "mark is no X": 1,
        "country has no code": 1,
    }
    assert [row["grouping"] for row in rows if row["country"] == "FJI"] == ["CB 1"]
    assert not [row for row in rows if row["country"] == "JPN"]


def test_an_extract_with_odd_countries_is_read_without_them(tmp_path: Path) -> None:
    held = json.loads(EXTRACT.read_text(encoding="utf-8"))
    held["countries"] |= {"Atlantis": {"marks": ["NS 1"]}, "Japan": {"marks": ["all"]}, "Fiji": {}}
    path = tmp_path / "a.json"
    path.write_text(json.dumps(held), encoding="utf-8")
    ((_, rows, refused),) = read_all("country_chart", path)
    assert (len(rows), sum(refused.values())) == (5, 3)
    assert set(refused) == {
        "country has no code",
        "column is none such as 'NS 1'",
        "country has no list of marks",
    }


def test_another_layout_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a_2026-01-01.xml"
    path.write_text('<DIV9 N="Supplement No. 1 to Part 738"><TABLE><TR><TH>Countries</TH></TR></TABLE></DIV9>')
    with pytest.raises(FormatError, match="no table has columns such as 'CB 1'"):
        read_all("country_chart", path)
    path.write_text('{"countries": {}}')
    with pytest.raises(FormatError, match="'embargoed' is missing"):
        read_all("country_chart", path)


def test_the_real_chart_is_read_whole(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("country_chart", shared_data / "policy" / "us" / "country-chart.json")
    assert (len(rows), refused, len({row["country"] for row in rows})) == (1792, {}, 200)
    marks = {(row["grouping"], row["country"]) for row in rows}
    assert {("NS 2", "CHN"), ("NS 1", "JPN"), ("embargo", "PRK")} <= marks
    assert ("NS 2", "JPN") not in marks
    assert {country for grouping, country in marks if grouping == "embargo"} == {"CUB", "IRN", "PRK", "SYR"}
