"""Shares of the import value that something is wrong with."""

from __future__ import annotations

import pytest

from tests.indicators.given import Flow, Given, by_reporter


def test_weight_missing(ten: Given) -> None:
    assert by_reporter(ten.of("weight_missing")) == pytest.approx(
        {"KOR": 0.0, "JPN": 0.0, "DEU": 0.0, "FRA": 70 / 100, "EU": 70 / 120}, rel=1e-12
    )


def test_a_weight_of_zero_is_no_weight() -> None:
    flows = [Flow("2020", "KOR", "CHN", 3.0, 0.0), Flow("2020", "KOR", "JPN", 1.0, 5.0)]
    assert by_reporter(Given(flows).of("weight_missing")) == {"KOR": 0.75}


def test_partner_unspecified() -> None:
    flows = [
        Flow("2020", "KOR", "_X", 30.0, unspecified=True),
        Flow("2020", "KOR", "CHN", 70.0),
        Flow("2020", "JPN", "CHN", 5.0),
        Flow("2020", "DEU", "_X", 10.0, unspecified=True),
        Flow("2020", "FRA", "_X", 20.0, unspecified=True),
        Flow("2020", "FRA", "CHN", 20.0),
    ]
    assert by_reporter(Given(flows).of("partner_unspecified")) == pytest.approx(
        {"KOR": 30 / 100, "JPN": 0.0, "DEU": 1.0, "FRA": 20 / 40, "EU": (10 + 20) / (30 + 20)}, rel=1e-12
    )


def test_supplier_reexport(ten: Given) -> None:
    # CHN, top supplier of all, imports nothing in the table
    assert by_reporter(ten.of("supplier_reexport")) == dict.fromkeys(("KOR", "JPN", "DEU", "FRA", "EU"), 0.0)


def test_a_hub_buys_about_what_it_sells() -> None:
    flows = [
        Flow("2020", "KOR", "NLD", 50.0),
        Flow("2020", "JPN", "NLD", 30.0),  # NLD sells 80
        Flow("2020", "NLD", "BRA", 60.0),  # and buys 60
        Flow("2020", "USA", "SGP", 10.0),  # SGP sells 10
        Flow("2020", "SGP", "CHN", 25.0),  # and buys 25
    ]
    assert by_reporter(Given(flows).of("supplier_reexport")) == {
        "KOR": 60 / 80,
        "JPN": 60 / 80,
        "NLD": 0.0,
        "USA": 1.0,  # at most
        "SGP": 0.0,
        "EU": 0.0,  # through NLD, of BRA
    }
