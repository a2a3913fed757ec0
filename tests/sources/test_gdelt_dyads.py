"""Tone of pairs: undirected, so each pair is one series; every figure is kept or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.sheets import SPECIMENS, read_all
from tocsin.core.errors import FormatError

SPECIMEN = SPECIMENS / "gdelt_dyads" / "specimen" / "synthetic_dyads.csv"


def test_every_figure_is_kept_or_refused() -> None:
    ((release, rows, refused),) = read_all("gdelt_dyads", SPECIMEN)
    assert (release.table, release.vintage) == ("pressure", "undated")
    assert len(rows) + sum(refused.values()) == 3 * 5
    assert refused == {
        "repeats the pair the other way round": 2,
        "differs from the pair reversed": 1,
        "figure is not a number": 1,
    }


def test_a_pair_is_one_series_and_a_gap_is_missing_and_no_nought() -> None:
    ((_, rows, _),) = read_all("gdelt_dyads", SPECIMEN)
    found = {(row["series"], row["place"], row["period"]): (row["value"], row["status"]) for row in rows}
    assert {place for _, place, _ in found} == {"WLD", "JPN-KOR", "CHN-USA"}
    assert found["gdelt_goldstein", "JPN-KOR", "2020-01-02"] == (4.0, "A")
    assert found["gdelt_goldstein", "CHN-USA", "2020-01-02"] == (None, "M")
    assert found["gdelt_pairs", "WLD", "2020-01-01"] == (2000.0, "A")
    assert ("gdelt_pairs", "WLD", "2020-01-03") not in found


@pytest.mark.parametrize(
    ("heading", "words"), [("date,tot,nnz", "no column is about two"), ("date,tot,nnz,ZZZ>KOR", "no country")]
)
def test_another_layout_is_refused_whole(tmp_path: Path, heading: str, words: str) -> None:
    path = tmp_path / "dyads.csv"
    path.write_text(f"{heading}\n2020-01-01,1,2,3\n")
    with pytest.raises(FormatError, match=words):
        read_all("gdelt_dyads", path)


def test_the_whole_file(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("gdelt_dyads", shared_data / "events" / "gdelt_dyads_daily.parquet")
    assert refused == {"repeats the pair the other way round": 2 * 2149}  # of seven pairs two stand both ways, alike
    assert len(rows) == 2149 * (7 + 2)
