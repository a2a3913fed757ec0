"""What is at stake if the structure gives way."""

from __future__ import annotations

import pytest

from tests.indicators.given import Flow, Given, by_reporter


def test_exposure(ten: Given) -> None:
    assert by_reporter(ten.of("exposure")) == pytest.approx(
        {
            "KOR": 100 * 0.46 * (1 - 0.175),  # 37.95
            "JPN": 100 * 0.36 * (1 - 0.2125),  # 28.35
            "DEU": 100 * 0.5 * (1 - 0.1875),  # 40.625
            "FRA": 100 * 0.58 * (1 - 10 / 70),  # 49.71
            "EU": 120 * 1.0 * (1 - 0.1 * 100 / 120),  # 110
        },
        rel=1e-12,
    )


def test_imports_of_nothing_have_no_exposure() -> None:
    assert by_reporter(Given([Flow("2020", "KOR", "CHN", 0.0)]).of("exposure")) == {}
