"""Ten flows by hand, on which most indicators are worked out."""

from __future__ import annotations

import pytest

from tests.indicators.given import Flow, Given

#: Imports of one product in 2020 [USD, kg]. World exports: CHN 220, USA 50, FRA 50, JPN 30, DEU 30, KOR 20; all 400.
TEN = (
    Flow("2020", "KOR", "CHN", 60.0, 600.0),
    Flow("2020", "KOR", "JPN", 30.0, 200.0),
    Flow("2020", "KOR", "USA", 10.0, 100.0),
    Flow("2020", "JPN", "USA", 40.0, 300.0),  # level with CHN: the first of the alphabet is the top supplier
    Flow("2020", "JPN", "CHN", 40.0, 400.0),
    Flow("2020", "JPN", "KOR", 20.0, 150.0),
    Flow("2020", "DEU", "FRA", 50.0, 500.0),  # inside the European Union
    Flow("2020", "DEU", "CHN", 50.0, 400.0),
    Flow("2020", "FRA", "DEU", 30.0, 250.0),  # inside the European Union
    Flow("2020", "FRA", "CHN", 70.0, None),
)


@pytest.fixture
def ten() -> Given:
    """Give the ten flows."""
    return Given(TEN)
