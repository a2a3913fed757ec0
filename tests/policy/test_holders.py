"""Homes of firms: by the beginning of the name, and whole words only."""

from __future__ import annotations

import pytest

from tocsin.policy.holders import home_of, homes
from tocsin.policy.register import register
from tocsin.ref.countries import countries


@pytest.mark.parametrize(
    ("holder", "home"),
    [
        ("Samsung", "KOR"),
        ("Samsung Electronics", "KOR"),
        ("SK Hynix System IC (Wuxi)", "KOR"),
        ("TSMC Nanjing", "TWN"),
        ("Intelligent Systems", ""),
        ("a Samsung supplier", ""),
        ("", ""),
    ],
)
def test_a_home_is_found_by_the_beginning_of_the_name(holder: str, home: str) -> None:
    assert home_of(holder) == home


def test_every_home_is_a_country() -> None:
    assert set(homes().values()) <= set(countries())


def test_every_firm_that_a_shipped_authorisation_names_has_a_home() -> None:
    firms = {
        holder
        for entry in register().entries.values()
        if entry.instrument == "authorisation"
        for holder in entry.holders
        if holder[0].isupper()
    }
    assert {holder for holder in firms if not home_of(holder)} == set()
