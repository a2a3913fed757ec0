"""Coded events of ICEWS: parties by country or name, acts of the closed list, every line kept or refused."""

from __future__ import annotations

from pathlib import Path

from tests.sources.sheets import SPECIMENS, read_all

SPECIMEN = SPECIMENS / "icews" / "specimen" / "synthetic_events.tab"


def test_every_line_is_kept_or_refused() -> None:
    ((release, rows, refused),) = read_all("icews", SPECIMEN)
    assert (release.table, release.vintage) == ("event", "undated")
    assert len(rows) + sum(refused.values()) == 7
    assert refused == {
        "CAMEO code is not known": 1,
        "country is not known": 1,
        "second figure for the same thing": 1,
    }


def test_parties_acts_and_modalities() -> None:
    ((_, rows, _),) = read_all("icews", SPECIMEN)
    told = [(row["actor"], row["act"], row["target"], row["modality"], row["intensity"]) for row in rows]
    assert told == [
        ("JPN", "sanction", "KOR", "done", -8.0),
        ("EUU", "meet", "United Nations, Geneva", "announced", 4.0),
        ("CHN", "state", "USA", "called_for", 3.4),
        ("CHN", "other", "VNM", "done", -10.0),
    ]
    assert rows[0]["document"] == 'ICEWS story 11, sentence 2, Invented "Daily'
    assert rows[0]["place"] == "Tokyo, Japan"
    assert {row["scope"] for row in rows} == {"ICEWS 2018-06-01", "ICEWS 2018-06-02"}


def test_two_whole_days(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("icews", shared_data / "events" / "icews_2018-06-01_02.tab")
    assert (len(rows), refused) == (3705, {})
    acts = {"state", "meet", "other", "pledge", "dialogue", "agree", "threaten", "strike", "sanction"}
    assert {row["act"] for row in rows} == acts
    assert {row["modality"] for row in rows} == {"done", "announced", "called_for"}
    assert sum(row["actor"] == "EUU" for row in rows) >= 47
