"""The GeoPolRisk score."""

from __future__ import annotations

import pytest

from tests.indicators.given import Flow, Given, by_reporter

#: World production: CHN 60, AUS 30, KOR 10; HHI .36 + .09 + .01 = .46.
MADE = [("CHN", "graphite", 2020, 60.0), ("AUS", "graphite", 2020, 30.0), ("KOR", "graphite", 2020, 10.0)]
STABLE = [("CHN", "political_stability", 2020, -0.5), ("AUS", "political_stability", 2020, 1.0)]  # .6 and .3
CODES = [("graphite", "250410", True), ("graphite", "250490", True)]
FLOWS = [
    Flow("2020", "KOR", "CHN", 1.0, 20.0),
    Flow("2020", "KOR", "AUS", 1.0, 10.0),
    Flow("2020", "KOR", "JPN", 1.0, 4.0),  # no score: .5
    Flow("2020", "KOR", "CHN", 1.0, 6.0, product="250490"),
    Flow("2020", "JPN", "CHN", 1.0, 7.0),
]


def test_geopolrisk() -> None:
    found = Given(FLOWS, MADE, STABLE, CODES).of("geopolrisk")
    korea = 0.46 * ((20 + 6) * 0.6 + 10 * 0.3 + 4 * 0.5) / (20 + 6 + 10 + 4 + 10)  # 0.18952; 10 are made at home
    japan = 0.46 * 0.6  # nothing is made at home
    # every code of the commodity bears its score
    assert by_reporter(found) == pytest.approx({"KOR": korea, "JPN": japan}, rel=1e-12)
    assert by_reporter(found, product="250490") == pytest.approx({"KOR": korea, "JPN": japan}, rel=1e-12)


def test_a_supplier_without_a_score_counts_as_one_half() -> None:
    given = Given([Flow("2020", "JPN", "TWN", 1.0, 3.0)], MADE, STABLE, CODES)
    assert by_reporter(given.of("geopolrisk")) == {"JPN": pytest.approx(0.46 * 0.5)}


@pytest.mark.parametrize(("stability", "instability"), [(3.0, 0.0), (2.5, 0.0), (-2.5, 1.0), (-3.0, 1.0)])
def test_instability_lies_between_zero_and_one(stability: float, instability: float) -> None:
    scores = [("CHN", "political_stability", 2020, stability), ("CHN", "rule_of_law", 2020, 0.0)]
    given = Given([Flow("2020", "JPN", "CHN", 1.0, 3.0)], MADE, scores, CODES)
    assert by_reporter(given.of("geopolrisk")) == {"JPN": pytest.approx(0.46 * instability)}


def test_flows_without_weight_do_not_enter() -> None:
    flows = [*FLOWS, Flow("2020", "KOR", "USA", 99.0, None), Flow("2020", "IND", "CHN", 5.0, None)]
    found = by_reporter(Given(flows, MADE, STABLE, CODES).of("geopolrisk"))
    assert set(found) == {"KOR", "JPN"}  # India bought nothing that was weighed and makes nothing
    assert found["KOR"] == pytest.approx(0.46 * (26 * 0.6 + 10 * 0.3 + 4 * 0.5) / 50)


def test_production_at_home_alone_is_no_risk() -> None:
    flows = [Flow("2020", "KOR", "CHN", 9.0, None)]
    assert by_reporter(Given(flows, MADE, STABLE, CODES).of("geopolrisk")) == {"KOR": 0.0}


def test_a_code_of_two_commodities_bears_the_score_of_the_one_it_is_the_main_code_of() -> None:
    codes = [("coking_coal", "270112", True), ("steam_coal", "270119", True), ("steam_coal", "270112", False)]
    made = [
        ("CHN", "coking_coal", 2020, 50.0),
        ("AUS", "coking_coal", 2020, 50.0),  # HHI .5
        ("CHN", "steam_coal", 2020, 90.0),
        ("AUS", "steam_coal", 2020, 10.0),  # HHI .82
    ]
    flows = [
        Flow("2020", "JPN", "AUS", 1.0, 30.0, product="270112"),
        Flow("2020", "JPN", "CHN", 1.0, 10.0, product="270119"),
    ]
    found = Given(flows, made, STABLE, codes).of("geopolrisk")
    assert by_reporter(found, product="270112") == {"JPN": pytest.approx(0.5 * 0.3)}
    assert by_reporter(found, product="270119") == {
        "JPN": pytest.approx(0.82 * (30 * 0.3 + 10 * 0.6) / 40)
    }  # both codes


def test_years_without_production_and_months_have_no_score() -> None:
    flows = [Flow("2019", "JPN", "CHN", 1.0, 5.0), Flow("2020-01", "JPN", "CHN", 1.0, 5.0), *FLOWS]
    found = Given(flows, MADE, STABLE, CODES).of("geopolrisk")
    assert {period for _, _, period in found} == {"2020"}


def test_a_score_stands_in_for_two_more_years_and_then_counts_as_one_half() -> None:
    years = range(2020, 2024)
    flows = [Flow(str(year), "JPN", "CHN", 1.0, 5.0) for year in years]
    made = [("CHN", "graphite", year, 1.0) for year in years]
    found = Given(flows, made, STABLE, CODES).of("geopolrisk")
    assert [found["JPN", "250410", str(year)] for year in years] == pytest.approx([0.6, 0.6, 0.6, 0.5])
