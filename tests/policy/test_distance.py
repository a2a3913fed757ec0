"""Distance between partners: nothing apart is 0, nothing in common is 1, and what is not known is left out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.policy.registers import entry, read
from tocsin.policy.comparison import ListEntry
from tocsin.policy.distance import list_distances, measure_distances, vote_distances

DAY = date(2024, 12, 31)


def codes(party: str, *names: str) -> list[ListEntry]:
    return [ListEntry(party, "list", name, name) for name in names]


def test_lists_are_measured_with_and_without_what_only_one_could_have() -> None:
    lists = {"USA": codes("USA", "1A001", "3A001", "9A610", "9A619"), "EU": codes("EU", "1A001", "2B219")}
    found = {one.kind: one.value for one in list_distances(lists, "2024")}
    assert found["control_list"] == pytest.approx(1 - 1 / 5)
    assert found["control_list_comparable"] == pytest.approx(1 - 1 / 3)


def test_votes_are_compared_only_where_both_have_a_score() -> None:
    scores = {("KOR", 2019): 1.0, ("USA", 2019): 2.5, ("KOR", 2020): 1.0}
    found = list(vote_distances(scores, ["KOR", "USA", "JPN"], 2019))
    assert [(one.a, one.b, one.value) for one in found] == [("KOR", "USA", 1.5)]
    assert not list(vote_distances(scores, ["KOR", "USA"], 2020))


def measured(folder: Path, usa: str, jpn: str, on: date = DAY) -> list[float]:
    return [one.value for one in measure_distances(read(folder, USA=usa, JPN=jpn), ["USA", "JPN"], on)]


@pytest.mark.parametrize(
    ("american", "japanese", "apart"),
    [
        (["gallium", "rice"], ["gallium", "rice"], [0.0]),
        (["gallium", "rice"], ["gallium"], [0.5]),
        (["gallium"], ["rice"], [1.0]),
    ],
)
def test_measures_are_compared_by_goods_towards_a_common_target(
    tmp_path: Path, american: list[str], japanese: list[str], apart: list[float]
) -> None:
    usa = entry("us", valid_from="2020-01-01", targets=["CHN"], products=american)
    jpn = entry("jp", valid_from="2020-01-01", targets=["CHN"], products=japanese)
    assert measured(tmp_path, usa, jpn) == pytest.approx(apart)


def test_without_a_common_target_or_before_the_first_day_nothing_is_known(tmp_path: Path) -> None:
    usa = entry("us", valid_from="2020-01-01", targets=["CHN"], products=["gallium"])
    jpn = entry("jp", valid_from="2020-01-01", targets=["RUS"], products=["gallium"])
    assert measured(tmp_path / "apart", usa, jpn) == []
    same = jpn.replace("RUS", "CHN")
    assert measured(tmp_path / "same", usa, same, date(2019, 12, 31)) == []
    assert measured(tmp_path / "same", usa, same) == [0.0]


def test_a_measure_towards_everybody_meets_one_towards_a_country(tmp_path: Path) -> None:
    usa = entry("us", valid_from="2020-01-01", targets=["CHN"], products=["gallium"])
    jpn = entry("jp", valid_from="2020-01-01", targets=["*"], products=["gallium"])
    assert measured(tmp_path / "all", usa, jpn) == [0.0]
    jpn = entry("jp", valid_from="2020-01-01", targets=["*"], except_targets=["CHN"], products=["gallium"])
    assert measured(tmp_path / "but", usa, jpn) == []
