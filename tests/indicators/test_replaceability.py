"""How much of the largest supplier others could replace."""

from __future__ import annotations

import pytest

from tests.indicators.given import Flow, Given, by_reporter


def test_replaceability(ten: Given) -> None:
    assert by_reporter(ten.of("replaceability")) == pytest.approx(
        {
            # by weight; top CHN 600. To others: JPN 200 - 200, USA 400 - 100, FRA 500, DEU 250; KOR itself is left out
            "KOR": 0.1 * (0 + 300 + 500 + 250) / 600,  # 0.175
            # top CHN 400, level with USA in value. USA 400 - 300, KOR 150 - 150, FRA 500, DEU 250
            "JPN": 0.1 * (100 + 0 + 500 + 250) / 400,  # 0.2125
            # top CHN 400, level with FRA in value. JPN 200, USA 400, KOR 150, FRA 500 - 500
            "DEU": 0.1 * (200 + 400 + 150 + 0) / 400,  # 0.1875
            # the weight of the largest flow is missing: by value; top CHN 70. JPN 30, USA 50, KOR 20, DEU 30 - 30
            "FRA": 0.1 * (30 + 50 + 20 + 0) / 70,  # 0.1429
            # top CHN 120: one of its two flows has no weight, so their sum has none: by value. JPN 30, USA 50, KOR 20
            "EU": 0.1 * (30 + 50 + 20) / 120,
        },
        rel=1e-12,
    )


def test_without_others_nothing_is_replaceable_and_with_many_all_is() -> None:
    flows = [Flow("2020", "KOR", "CHN", 5.0, 2.0)]
    assert by_reporter(Given(flows).of("replaceability")) == {"KOR": 0.0}
    others = [Flow("2020", "JPN", "AUS", 99.0, 19.0)]
    assert by_reporter(Given([*flows, *others]).of("replaceability"))["KOR"] == pytest.approx(0.1 * 19 / 2)
    more = [Flow("2020", "JPN", "CHL", 9.0, 2.0)]
    assert by_reporter(Given([*flows, *others, *more]).of("replaceability"))["KOR"] == 1.0


@pytest.mark.parametrize("weight", [None, 0.0])
def test_without_a_weight_of_the_largest_flow_values_count(weight: float | None) -> None:
    flows = [
        Flow("2020", "KOR", "CHN", 10.0, weight),
        Flow("2020", "KOR", "USA", 4.0, 1.0),
        Flow("2020", "JPN", "USA", 30.0, 1000.0),
    ]
    assert by_reporter(Given(flows).of("replaceability"))["KOR"] == pytest.approx(0.1 * 30 / 10)


def test_flows_of_others_without_weight_count_as_nothing_to_divert() -> None:
    flows = [
        Flow("2020", "KOR", "CHN", 10.0, 8.0),
        Flow("2020", "JPN", "USA", 30.0, None),
        Flow("2020", "JPN", "AUS", 1.0, 4.0),
    ]
    assert by_reporter(Given(flows).of("replaceability"))["KOR"] == pytest.approx(0.1 * 4 / 8)
