"""Unit values that cannot be prices."""

from __future__ import annotations

from math import log

import pytest

from tests.indicators.given import Flow, Given, by_reporter

#: Unit values 1, 2, 4, 8 and 1000 USD/kg.
FLOWS = [
    Flow("2020", "KOR", "CHN", 100.0, 100.0),
    Flow("2020", "KOR", "JPN", 100.0, 50.0),
    Flow("2020", "JPN", "CHN", 400.0, 100.0),
    Flow("2020", "USA", "CHN", 800.0, 100.0),
    Flow("2020", "USA", "AUS", 1000.0, 1.0),
]


def test_unit_value_outlier() -> None:
    # logarithms 0, .69, 1.39, 2.08, 6.91; median log 4; distances log 4, log 2, 0, log 2, log 250; MAD log 2
    assert log(250) / (1.4826 * log(2)) > 3.5 > log(4) / (1.4826 * log(2))  # 5.37 and 1.35
    assert by_reporter(Given(FLOWS).of("unit_value_outlier")) == pytest.approx(
        {"KOR": 0.0, "JPN": 0.0, "USA": 1000 / 1800}, rel=1e-12
    )


def test_where_all_unit_values_are_equal_none_is_an_outlier() -> None:
    flows = [Flow("2020", reporter, "CHN", 6.0, 2.0) for reporter in ("JPN", "KOR", "USA", "CAN")]
    alone = Flow("2020", "IND", "CHN", 500.0, 1.0)  # the median distance is still zero: no measure to judge by
    assert set(Given([*flows, alone]).of("unit_value_outlier").values()) == {0.0}


def test_flows_without_weight_or_value_have_no_unit_value() -> None:
    more = [
        Flow("2020", "CAN", "CHN", 1e6),
        Flow("2020", "CAN", "JPN", 1e6, 0.0),
        Flow("2020", "CAN", "AUS", 0.0, 1e6),
    ]
    found = by_reporter(Given([*FLOWS, *more]).of("unit_value_outlier"))
    assert found == pytest.approx({"KOR": 0.0, "JPN": 0.0, "USA": 1000 / 1800, "CAN": 0.0}, rel=1e-12)


def test_each_period_has_its_own_median() -> None:
    flows = [Flow("2020-01", f.reporter, f.partner, f.value, f.weight) for f in FLOWS]
    later = [Flow("2020-02", "KOR", "CHN", 1000.0, 1.0)]
    found = Given([*flows, *later]).of("unit_value_outlier")
    assert found["USA", "250410", "2020-01"] == pytest.approx(1000 / 1800, rel=1e-12)
    assert found["KOR", "250410", "2020-02"] == 0.0


def test_the_union_has_no_row() -> None:
    flows = [Flow("2020", "DEU", "CHN", 5.0, 1.0)]
    assert by_reporter(Given(flows).of("unit_value_outlier")) == {"DEU": 0.0}


def test_a_share_never_exceeds_one() -> None:
    # .1 + .2 + .3 differs from .3 + .2 + .1 in the last digit: all of it wrong is still 1, not a little more
    pool = [Flow("2020", "USA", partner, 1e-3, 1.0) for partner in ("AUS", "BRA", "CHL", "CHN", "IND")]
    normal = [Flow("2020", "JPN", f.partner, f.value * (1.01**n), f.weight) for n, f in enumerate(pool)]
    wrong = [Flow("2020", "KOR", p, v, 1e-6) for p, v in (("CHN", 0.1), ("JPN", 0.2), ("USA", 0.3))]
    values = [Given([*pool, *normal, *order]).of("unit_value_outlier") for order in (wrong, wrong[::-1])]
    assert [by_reporter(value)["KOR"] for value in values] == [1.0, 1.0]
