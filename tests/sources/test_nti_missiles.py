"""The missile test database: a row a missile, also those that failed; what has no date is refused."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.sources.sheets import SPECIMENS, read_all

SPECIMEN = SPECIMENS / "nti_missiles" / "specimen" / "synthetic_missile_tests.csv"


def test_every_row_of_the_specimen_is_kept_or_refused() -> None:
    ((release, rows, refused),) = read_all("nti_missiles", SPECIMEN)
    assert (release.table, release.vintage, release.released_on) == ("event", "undated", None)
    assert len(rows) + sum(refused.values()) == 6
    assert refused == {
        "date is neither a day nor a month": 1,
        "outcome is none of success, failure, unknown": 1,
    }


def test_missiles_of_one_day_are_told_apart_and_their_days_as_precise_as_known() -> None:
    ((_, rows, _),) = read_all("nti_missiles", SPECIMEN)
    assert [(row["event"], row["date_precision"], row["freq"]) for row in rows] == [
        ("1990-05 1", "month", "M"),
        ("2022-11-01 1", "day", "D"),
        ("2022-11-01 2", "day", "D"),
        ("2022-11-02 1", "day", "D"),
    ]
    assert {(row["actor"], row["act"], row["target"], row["quantity"]) for row in rows} == {
        ("PRK", "missile_test", None, 1.0)
    }
    assert [row["place"] for row in rows] == ["musudan-ri", None, "sonchon", "pyongyang"]
    assert [row["publisher_code"] for row in rows] == ["nodong", "kn-25", "kn-25", None]
    assert rows[0]["evidence"] == 'missile: nodong; outcome: failure; An invented test, "probably" in May.'


def test_the_day_of_the_release_is_the_users_to_tell() -> None:
    ((release, _, _),) = read_all("nti_missiles", SPECIMEN, released="2026-04-30")
    assert release.vintage == "2026-04-30"


def test_the_whole_database(shared_data: Path) -> None:
    ((_, rows, refused),) = read_all("nti_missiles", shared_data / "events" / "north_korea_missile_tests.csv")
    assert (len(rows), refused) == (339, {})
    months = Counter(row["period"][5:7] for row in rows if row["period"].startswith("2022"))
    assert sum(months.values()) == 69
    assert (months["01"], months["11"], months["07"]) == (9, 16, 0)
