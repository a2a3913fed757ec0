"""Ideal points: sessions become years, and codes that stand for two states are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError

SPECIMEN = SPECIMENS / "un_votes" / "specimen" / "synthetic_ideal_points.csv"


def test_a_session_is_the_year_in_which_it_begins() -> None:
    ((release, rows, refused),) = read_all("un_votes", SPECIMEN)
    assert (release.table, release.vintage, refused) == ("country_score", "undated", {})
    assert [(row["country"], row["period"], row["value"]) for row in rows] == [
        ("USA", "2019", 2.5),
        ("USA", "2020", 2.25),
        ("YEM", "1969", -0.5),
        ("YMD", "1969", -1.5),
        ("YUG", "2002", 0.75),
        ("SCG", "2003", 0.5),
        ("SRB", "2006", 0.25),
    ]
    assert {(row["dimension"], row["unit"], row["freq"]) for row in rows} == {("un_ideal_point", "1", "A")}


def test_odd_lines_are_refused(tmp_path: Path) -> None:
    odd = ["2,2,74,1,3,USA,again", "1,2,0,1,3,USA,a", "1,2,x,1,3,USA,a", "1,2,70,1,NA,USA,a", "1,2,70,1,1,QQQ,a"]
    odd += ["1,2,70,1,1,,a", "1,2,70,1,1,WLD,a"]
    path = tmp_path / "a.csv"
    path.write_text(SPECIMEN.read_text(encoding="utf-8") + "\n".join(odd) + "\n", encoding="utf-8")
    ((_, rows, refused),) = read_all("un_votes", path)
    assert len(rows) == 7
    assert refused == {
        "second figure for the same thing": 1,
        "session is not a number of one": 2,
        "ideal point is not a number": 1,
        "country is unknown": 1,
        "country is missing": 1,
        "country is no state": 1,
    }


def test_another_layout_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("ccode,session,iso3c,Countryname\n2,1,USA,United States\n", encoding="utf-8")
    with pytest.raises(FormatError, match="column 'IdealPoint' is missing"):
        read_all("un_votes", path)


def test_the_real_scores_are_read_whole(shared_data: Path) -> None:
    path = shared_data / "policy" / "votes" / "unga_ideal_points_1946_2019.parquet"
    ((_, rows, refused),) = read_all("un_votes", path, released="2020-06-01")
    assert (len(rows), refused) == (10_469, {})
    found = {(row["country"], row["period"]): row["value"] for row in rows}
    assert found["USA", "1946"] == pytest.approx(1.675486)
    assert (min(row["period"] for row in rows), max(row["period"] for row in rows)) == ("1946", "2019")
    assert {("SRB", "2019"), ("YMD", "1970"), ("YEM", "1970")} <= set(found)
    assert ("YUG", "2019") not in found
