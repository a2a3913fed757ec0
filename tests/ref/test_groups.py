"""Members of country groups, by day and by year."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.core.errors import UsageError
from tocsin.ref.countries import countries
from tocsin.ref.groups import group_names, groups, members, members_by_year, membership


@pytest.mark.parametrize(
    ("on", "count"),
    [
        (date(1957, 12, 31), 0), (date(1958, 1, 1), 6), (date(1973, 1, 1), 9), (date(1981, 1, 1), 10),
        (date(1986, 1, 1), 12), (date(1995, 1, 1), 15), (date(2004, 4, 30), 15), (date(2004, 5, 1), 25),
        (date(2007, 1, 1), 27), (date(2013, 7, 1), 28), (date(2020, 1, 31), 28), (date(2020, 2, 1), 27),
    ],
)  # fmt: skip
def test_the_european_union_grows_and_shrinks(on: date, count: int) -> None:
    assert len(members("EU", on)) == count


@pytest.mark.parametrize(
    ("iso3", "on", "inside"),
    [
        ("AUT", date(1994, 12, 31), False), ("AUT", date(1995, 1, 1), True), ("HRV", date(2013, 6, 30), False),
        ("HRV", date(2013, 7, 1), True), ("GBR", date(2020, 1, 31), True), ("GBR", date(2020, 2, 1), False),
    ],
)  # fmt: skip
def test_membership_of_the_european_union_by_day(iso3: str, on: date, inside: bool) -> None:
    assert (iso3 in members("EU", on)) is inside


def test_a_member_of_a_year_is_one_of_its_first_day() -> None:
    rows = members_by_year("EU", 2012, 2021)
    assert [year for year, iso3 in rows if iso3 == "GBR"] == list(range(2012, 2021))
    assert [year for year, iso3 in rows if iso3 == "HRV"] == list(range(2014, 2022))
    assert rows == sorted(rows)
    with pytest.raises(UsageError, match="backwards"):
        members_by_year("EU", 2021, 2012)


def test_the_other_groups() -> None:
    today = date(2026, 8, 31)
    assert members("G7", today) == {"CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA"}
    assert "CAN" not in members("G7", date(1975, 12, 1))
    assert members("TRILATERAL", date(2015, 1, 1)) == {"JPN", "KOR", "USA"}
    assert len(members("IPEF", date(2022, 5, 23))) == 13
    assert len(members("IPEF", today)) == 14
    assert {"EU", "G7", "TRILATERAL", "IPEF"} <= set(group_names())


def test_every_membership_has_a_reference_and_runs_forward() -> None:
    for group in groups().values():
        assert group.confidence in {"high", "medium", "low"}
        for entry in group.members:
            assert entry.reference
            assert entry.iso3 in countries()
        assert all(first is None or last is None or first <= last for _, first, last in membership(group.code))


def test_an_unknown_group_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="IPEF"):
        members("BRICS", date(2024, 1, 1))
    with pytest.raises(UsageError, match="Did you mean TRILATERAL"):
        membership("TRILATERALS")
