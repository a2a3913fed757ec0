"""The rule of Korea's trade association."""

from __future__ import annotations

import pytest

from tests.indicators.given import Flow, Given

M = 1e6


def bought(year: int, china: float = 7.0, usa: float = 3.0) -> list[Flow]:
    """Imports of Korea [USD million]."""
    return [Flow(str(year), "KOR", "CHN", china * M), Flow(str(year), "KOR", "USA", usa * M)]


def korea(flows: list[Flow], chunk_rows: int = 1000) -> dict[str, float]:
    values = Given(flows, chunk_rows=chunk_rows).of("kita_vulnerable")
    return {period: value for (reporter, _, period), value in values.items() if reporter == "KOR"}


def test_kita_vulnerable() -> None:
    # 2018-2020: CHN first in all three; in 2020 it has 7 of 10 = 70 %, USD 7 m >= 5 m, and nothing is sold
    assert korea([*bought(2018, 6, 4), *bought(2019, 51, 49), *bought(2020)]) == {"2020": 1.0}


@pytest.mark.parametrize(
    ("last", "value"),
    [
        (bought(2020, 5, 2.1), 1.0),  # 70.4 %, USD 5 m: at least
        (bought(2020, 4.99, 2), 0.0),  # 71 %, but under USD 5 m
        (bought(2020, 6.99, 3.01), 0.0),  # 69.9 %
        ([*bought(2020), Flow("2020", "JPN", "KOR", 9.99 * M)], 1.0),  # sells 9.99 m, buys 10 m: a deficit
        ([*bought(2020), Flow("2020", "JPN", "KOR", 10 * M)], 0.0),  # no deficit
    ],
)
def test_share_value_and_deficit_of_the_year_itself(last: list[Flow], value: float) -> None:
    assert korea([*bought(2018), *bought(2019), *last])["2020"] == value


def test_another_first_supplier_in_one_of_the_years_breaks_the_run() -> None:
    flows = [*bought(2017), *bought(2018, 3, 7), *bought(2019), *bought(2020), *bought(2021)]
    assert korea(flows) == {"2019": 0.0, "2020": 0.0, "2021": 1.0}


def test_a_year_without_imports_breaks_the_run() -> None:
    nothing = [Flow("2019", "JPN", "CHN", 1.0)]
    zero = [Flow("2019", "KOR", "CHN", 0.0)]  # reported, but zero: no supplier is the first
    for gap in (nothing, [*nothing, *zero]):
        assert korea([*bought(2018), *gap, *bought(2020)]) == {"2020": 0.0}


@pytest.mark.parametrize("chunk_rows", [1, 1000])
def test_a_year_that_the_source_lacks_leaves_no_row(chunk_rows: int) -> None:
    flows = [flow for year in (2015, 2016, 2018, 2019, 2020) for flow in bought(year)]
    assert korea(flows, chunk_rows) == {"2020": 1.0}


def test_a_tie_is_won_by_the_first_of_the_alphabet() -> None:
    tied = [Flow("2019", "KOR", "USA", 5 * M), Flow("2019", "KOR", "CHN", 5 * M)]
    assert korea([*bought(2018), *tied, *bought(2020)]) == {"2020": 1.0}
