"""Country risk of the world's net exporters, and DERA's groups."""

from __future__ import annotations

import pytest

from tests.indicators.given import Flow, Given, by_reporter

SIX = (
    "voice_accountability",
    "political_stability",
    "government_effectiveness",
    "regulatory_quality",
    "rule_of_law",
    "control_of_corruption",
)
PV = "political_stability"
#: Net exports: CHN 70 - 10 = 60, AUS 40, KOR 10 - 70 < 0: shares .6 and .4; HHI .36 + .16 = .52.
NET = [
    Flow("2020", "KOR", "CHN", 70.0),
    Flow("2020", "JPN", "AUS", 40.0),
    Flow("2020", "CHN", "KOR", 10.0),
]


def scored(country: str, *values: float, year: int = 2020) -> list[tuple[str, str, int, float]]:
    return [(country, dimension, year, value) for dimension, value in zip(SIX, values, strict=True)]


def test_country_risk_pv() -> None:
    given = Given(NET, scores=[("CHN", PV, 2020, -0.5), ("AUS", PV, 2020, 1.0), ("KOR", PV, 2020, 2.0)])
    assert by_reporter(given.of("country_risk_pv")) == {"WLD": pytest.approx(0.6 * -0.5 + 0.4 * 1.0)}  # 0.1


def test_a_country_without_a_score_leaves_the_weights() -> None:
    assert by_reporter(Given(NET, scores=[("CHN", PV, 2020, -0.5)]).of("country_risk_pv")) == {
        "WLD": pytest.approx(-0.5)
    }
    assert by_reporter(Given(NET, scores=[("KOR", PV, 2020, 1.0)]).of("country_risk_pv")) == {}


def test_country_risk_and_group() -> None:
    scores = [
        *scored("CHN", -1.5, -0.5, 0.5, -0.3, 0.0, 0.0),  # mean -1.8 / 6 = -0.3
        *scored("AUS", 1.4, 0.9, 1.6, 1.9, 1.6, 1.6),  # mean 9 / 6 = 1.5
    ]
    found = Given(NET, scores=scores).values("country_risk", "dera_group")
    assert by_reporter(found["country_risk"]) == {"WLD": pytest.approx(0.6 * -0.3 + 0.4 * 1.5)}  # 0.42
    assert by_reporter(found["dera_group"]) == {"WLD": 3.0}  # HHI .52 > .25 and .42 <= .5


def test_fewer_than_six_dimensions_are_no_country_risk() -> None:
    scores = [("CHN", dimension, 2020, 1.0) for dimension in SIX[:5]] + [("AUS", PV, 2020, 0.5)]
    found = Given(NET, scores=scores).values("country_risk", "dera_group", "country_risk_pv")
    assert by_reporter(found["country_risk"]) == by_reporter(found["dera_group"]) == {}
    assert by_reporter(found["country_risk_pv"]) == {"WLD": pytest.approx(0.6 * 1.0 + 0.4 * 0.5)}


def test_a_country_with_fewer_dimensions_leaves_the_weights() -> None:
    scores = [*scored("CHN", -1, -1, -1, -1, -1, -1), ("AUS", PV, 2020, 2.0)]
    assert by_reporter(Given(NET, scores=scores).of("country_risk")) == {"WLD": pytest.approx(-1.0)}


@pytest.mark.parametrize(
    ("sellers", "risk", "group"),
    [
        (10, -0.5, 1.0),  # HHI .1 < .15, risk >= -.5
        (10, -0.51, 2.0),
        (5, 0.51, 1.0),  # HHI .2, between .15 and .25, risk > .5
        (5, 0.5, 2.0),
        (5, -0.5, 2.0),
        (5, -0.51, 3.0),  # risk < -.5
        (4, 0.51, 1.0),  # HHI .25 still lies between
        (3, 0.5, 3.0),  # HHI .33 > .25, risk <= .5
        (3, 0.51, 2.0),
    ],
)
def test_dera_group(sellers: int, risk: float, group: float) -> None:
    countries = ("AUS", "BRA", "CAN", "CHL", "CHN", "IDN", "IND", "MEX", "PER", "ZAF")[:sellers]
    flows = [Flow("2020", "KOR", country, 1.0) for country in countries]
    scores = [row for country in countries for row in scored(country, *[risk] * 6)]
    found = Given(flows, scores=scores).values("country_risk", "dera_group")
    assert by_reporter(found["country_risk"]) == {"WLD": pytest.approx(risk)}
    assert by_reporter(found["dera_group"]) == {"WLD": group}


def test_a_score_stands_in_for_at_most_two_years() -> None:
    flows = [Flow(str(year), "KOR", "CHN", 1.0) for year in range(2017, 2025)]
    scores = [("CHN", PV, 2018, -1.0), ("CHN", PV, 2019, -0.5), ("CHN", PV, 2023, 0.5)]
    found = Given(flows, scores=scores).of("country_risk_pv")
    assert {period: value for (_, _, period), value in found.items()} == {
        "2018": -1.0,
        "2019": -0.5,  # its own
        "2020": -0.5,  # carried
        "2021": -0.5,
        "2023": 0.5,  # 2022 has none: three years old
        "2024": 0.5,
    }


def test_months_take_the_score_of_their_year() -> None:
    flows = [Flow("2020-12", "KOR", "CHN", 1.0), Flow("2021-01", "KOR", "CHN", 1.0)]
    found = Given(flows, scores=[("CHN", PV, 2020, -1.0), ("CHN", PV, 2021, 1.0)]).of("country_risk_pv")
    assert {period: value for (_, _, period), value in found.items()} == {"2020-12": -1.0, "2021-01": 1.0}
