"""The core dependency indicators of the European Commission."""

from __future__ import annotations

import pytest

from tests.indicators.given import Flow, Given, by_reporter


def test_cdi1(ten: Given) -> None:
    assert by_reporter(ten.of("cdi1")) == pytest.approx(
        {
            "KOR": 0.6**2 + 0.3**2 + 0.1**2,  # in no bloc: as import_hhi
            "JPN": 0.4**2 + 0.4**2 + 0.2**2,
            "DEU": 1.0,  # from outside: CHN alone
            "FRA": 1.0,
            "EU": 1.0,
        },
        rel=1e-12,
    )


def test_cdi2_is_for_blocs_only(ten: Given) -> None:
    found = by_reporter(ten.of("cdi2"))
    assert found == pytest.approx({"DEU": 50 / 100, "FRA": 70 / 100, "EU": (50 + 70) / (100 + 100)}, rel=1e-12)


def test_cdi3(ten: Given) -> None:
    assert by_reporter(ten.of("cdi3")) == pytest.approx(
        {
            "KOR": 100 / 20,
            "JPN": 100 / 30,
            "DEU": 50 / 30,  # from CHN, over what FRA bought
            "FRA": 70 / 50,
            "EU": 120 / (30 + 50),  # exports of members, to whomever
        },
        rel=1e-12,
    )


def test_no_exports_are_9999_and_so_is_more() -> None:
    flows = [Flow("2020", "KOR", "CHN", 5.0), Flow("2020", "JPN", "CHN", 20_000.0), Flow("2020", "USA", "JPN", 1.0)]
    assert by_reporter(Given(flows).of("cdi3")) == {"KOR": 9999.0, "JPN": 9999.0, "USA": 9999.0}


def test_a_member_that_buys_inside_only_has_no_cdi1_and_a_cdi2_of_zero() -> None:
    found = Given([Flow("2020", "DEU", "FRA", 5.0), Flow("2020", "FRA", "DEU", 2.0)]).values("cdi1", "cdi2", "cdi3")
    assert by_reporter(found["cdi1"]) == {}
    assert by_reporter(found["cdi2"]) == {"DEU": 0.0, "FRA": 0.0}
    assert by_reporter(found["cdi3"]) == {"DEU": 0.0, "FRA": 0.0}


def test_the_united_kingdom_leaves_the_bloc_after_2020() -> None:
    flows = [Flow(year, "GBR", partner, 10.0) for year in ("2020", "2021") for partner in ("CHN", "FRA")]
    found = Given(flows).values("cdi1", "cdi2")
    assert found["cdi1"]["GBR", "250410", "2020"] == 1.0
    assert found["cdi1"]["GBR", "250410", "2021"] == 0.5
    assert by_reporter(found["cdi2"], "2020") == {"GBR": 0.5, "EU": 0.5}
    assert by_reporter(found["cdi2"], "2021") == {}


def test_the_union_never_buys_more_than_all_outside() -> None:
    values = {("DEU", "CHN"): 0.1, ("DEU", "USA"): 0.7, ("FRA", "CHN"): 0.2, ("FRA", "USA"): 0.1, ("ITA", "CHN"): 0.3}
    orders = [list(values.items()), list(values.items())[::-1], sorted(values.items(), key=lambda entry: entry[0][1])]
    for order in orders:  # whatever the last digit of a sum of five is
        flows = [Flow("2020", reporter, partner, value) for (reporter, partner), value in order]
        assert by_reporter(Given(flows).of("cdi2"))["EU"] <= 1.0
