"""Periods: text and back, order, arithmetic, the odd week."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import CodeError
from tocsin.core.period import FREQUENCIES, Period, parse_period

DAYS = st.dates(date(1801, 1, 1), date(2198, 12, 31))
FREQ = st.sampled_from(sorted(FREQUENCIES))


@given(DAYS, FREQ)
def test_text_and_back(day: date, freq: str) -> None:
    period = Period.of(day, freq)
    assert day in period
    assert parse_period(str(period)) == parse_period(str(period), freq) == period


@given(DAYS, FREQ, st.integers(-500, 500))
def test_arithmetic_undoes_itself(day: date, freq: str, steps: int) -> None:
    period = Period.of(day, freq)
    later = period + steps
    assert later - period == steps
    assert later - steps == period
    assert (later > period) == (steps > 0)
    assert period.end + timedelta(days=1) == (period + 1).start


@given(st.lists(DAYS, min_size=2), FREQ)
def test_text_sorts_as_time_does_within_a_frequency(days: list[date], freq: str) -> None:
    periods = [Period.of(day, freq) for day in days]
    assert [str(period) for period in sorted(periods)] == sorted(map(str, periods))


@given(DAYS, FREQ, st.integers(0, 60))
def test_nothing_is_known_before_its_period_is_over(day: date, freq: str, lag: int) -> None:
    period = Period.of(day, freq)
    assert period.knowable_from(0) <= period.knowable_from(lag)
    assert period.knowable_from(lag) > period.start


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2023, "2023"),
        ("2023.0", "2023"),
        (2023.0, "2023"),
        ("2023q4", "2023-Q4"),
        ("2023-Q1", "2023-Q1"),
        (202311, "2023-11"),
        (202311.0, "2023-11"),
        ("2023M11", "2023-11"),
        ("2023/11", "2023-11"),
        ("2023-W5", "2023-W05"),
        ("2020-W53", "2020-W53"),
        ("20231107", "2023-11-07"),
        ("2023-11-07T00:00:00", "2023-11-07"),
        (date(2023, 11, 7), "2023-11-07"),
        (datetime(2023, 11, 7), "2023-11-07"),  # noqa: DTZ001 - as a Parquet file gives it
    ],
    ids=repr,
)
def test_usual_spellings(value: object, text: str) -> None:
    assert str(parse_period(value)) == text


@pytest.mark.parametrize(
    "value",
    [
        "2023-W53",
        "2023-W00",
        "2023-13",
        "2023-02-30",
        "2023-Q5",
        "23",
        "0000",
        "2023.5",
        "",
        None,
        "\uff12\uff10\uff12\uff13",
    ],
)
def test_what_is_no_period_is_refused(value: object) -> None:
    with pytest.raises(CodeError, match="is not a period"):
        parse_period(value)


def test_a_day_stands_for_the_period_that_holds_it() -> None:
    assert str(parse_period("2021-01-03", "W")) == "2020-W53"
    assert parse_period("2021-01-03", "W").year == 2020
    assert str(parse_period(date(2023, 11, 7), "Q")) == "2023-Q4"
    with pytest.raises(CodeError, match="is not a month"):
        parse_period("2023", "M")


def test_baci_of_a_year_is_knowable_on_1_february_two_years_later() -> None:
    assert parse_period("2022").knowable_from(13) == date(2024, 2, 1)


def test_periods_of_two_frequencies_have_an_order_but_no_distance() -> None:
    month, year = parse_period("2023-01"), parse_period("2023")
    assert month < year < parse_period("2023-02")
    with pytest.raises(CodeError, match="different frequencies"):
        month - year
