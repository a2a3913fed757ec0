"""CEPII's GeoDep: three conditions in at least two of three years."""

from __future__ import annotations

import pytest

from tests.indicators.given import PRODUCT, Flow, Given, Values


def dependent(year: int) -> list[Flow]:
    """KOR: import HHI .9^2 + .1^2 = .82, imports 100 over exports 50. World: (90 + 30)^2 ... = .55: all three hold."""
    return [
        Flow(str(year), "KOR", "CHN", 90.0),
        Flow(str(year), "KOR", "USA", 10.0),
        Flow(str(year), "JPN", "CHN", 30.0),
        Flow(str(year), "JPN", "KOR", 50.0),
    ]


def spread(year: int) -> list[Flow]:
    """KOR: import HHI 2 * .5^2 = .5, but the world's: (50^2 + 50^2 + 60^2) / 160^2 = .34 does not exceed .4."""
    return [
        Flow(str(year), "KOR", "CHN", 50.0),
        Flow(str(year), "KOR", "USA", 50.0),
        Flow(str(year), "JPN", "AUS", 60.0),
    ]


def korea(values: Values) -> dict[str, float]:
    return {
        period: value
        for (reporter, product, period), value in values.items()
        if (reporter, product) == ("KOR", PRODUCT)
    }


def test_geodep() -> None:
    # world HHI of a dependent year: (120^2 + 50^2 + 10^2) / 180^2 = 17 000 / 32 400 = 0.525
    flows = [*dependent(2018), *spread(2019), *dependent(2020), *spread(2021), *spread(2022)]
    # 2018 and 2019 are the source's first two years. 2018-2020: 2 of 3; 2019-2021: 1 of 3; 2020-2022: 1 of 3.
    assert korea(Given(flows).of("geodep")) == {"2020": 1.0, "2021": 0.0, "2022": 0.0}


def test_each_condition_is_needed() -> None:
    years = (2018, 2019, 2020)
    concentrated = [flow for year in years for flow in dependent(year)]
    assert korea(Given(concentrated).of("geodep")) == {"2020": 1.0}
    seller = [Flow(str(year), "USA", "KOR", 51.0) for year in years]  # exports 101 exceed imports of 100
    assert korea(Given([*concentrated, *seller]).of("geodep")) == {"2020": 0.0}
    level = [
        Flow(str(year), "USA", "KOR", 50.0) for year in years
    ]  # exports 100 equal imports: a ratio of 1 is not above 1
    assert korea(Given([*concentrated, *level]).of("geodep")) == {"2020": 0.0}


def test_a_year_without_imports_of_the_reporter_counts_as_not_fulfilled() -> None:
    others = [Flow("2019", "JPN", "CHN", 1.0)]  # the source has 2019, Korea buys nothing
    flows = [*dependent(2018), *others, *dependent(2020), *spread(2021)]
    assert korea(Given(flows).of("geodep")) == {"2020": 1.0, "2021": 0.0}


@pytest.mark.parametrize("chunk_rows", [1, 1000])
def test_a_year_that_the_source_lacks_is_no_year_of_zero(chunk_rows: int) -> None:
    flows = [flow for year in (2015, 2016, 2018, 2019, 2020) for flow in dependent(year)]
    # 2017 is missing altogether, so neither 2018 nor 2019 stands on three years
    assert korea(Given(flows, chunk_rows=chunk_rows).of("geodep")) == {"2020": 1.0}


def test_months_have_no_geodep() -> None:
    flows = [*dependent(2018), *dependent(2019), *dependent(2020), Flow("2020-01", "KOR", "CHN", 5.0)]
    assert korea(Given(flows).of("geodep")) == {"2020": 1.0}
