"""Dates of a sentence are found and told against the day of the document."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.events.dates import dates

TODAY = date(2023, 7, 6)  # a Thursday


def told(said: str, today: date | None = TODAY, before: str = "") -> list[tuple[str, str]]:
    return [(one.date, one.precision) for one in dates(said, 0, len(said), today, before)]


@pytest.mark.parametrize(
    ("said", "day", "precision"),
    [
        ("on July 4, 2019", "2019-07-04", "day"),
        ("on 4 July 2019", "2019-07-04", "day"),
        ("on 2019-07-04", "2019-07-04", "day"),
        ("on March 29-30, 2024", "2024-03-29", "day"),
        ("in August 2022", "2022-08", "month"),
        ("in January of this year", "2023-01", "month"),
        ("in the third quarter of 2021", "2021-Q3", "quarter"),
        ("in 2019", "2019", "year"),
        ("Tomorrow, they meet", "2023-07-07", "day"),
        ("on Tuesday", "2023-07-04", "day"),
        ("next Tuesday", "2023-07-11", "day"),
        ("Last year, they met", "2022", "year"),
        ("two years ago", "2021", "year"),
        ("effective immediately", "2023-07-06", "day"),
        ("effective as of the date of promulgation", "2023-07-06", "day"),
        ("held from 14 to 16 March", "2023-03-14", "day"),
        ("on 5-6 May 2021", "2021-05-05", "day"),
        ("effective in thirty days", "2023-08-05", "day"),
        ("Three days from now they meet", "2023-07-09", "day"),
        ("Effective September, Japan", "2023-09", "month"),
        ("on February 30, 2020", "2020-02", "month"),
    ],
)
def test_a_date_is_read_to_its_precision(said: str, day: str, precision: str) -> None:
    assert told(said) == [(day, precision)]


def test_what_is_relative_needs_a_day_to_be_told_against() -> None:
    assert told("yesterday and on Tuesday", today=None) == []


def test_the_following_month_is_told_against_the_date_before() -> None:
    assert told("drills in August 2022 and again the next month") == [("2022-08", "month"), ("2022-09", "month")]
    assert told("the following day", before="2022-11-02") == [("2022-11-03", "day")]


@pytest.mark.parametrize("said", ["they may act", "a march of 300 people", "99999999999 days ago"])
def test_other_words_and_numbers_are_no_dates(said: str) -> None:
    assert told(said) == []


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_ends_of_the_calendar_are_no_fault(today: date) -> None:
    assert all(len(day) >= 4 for day, _ in told("tomorrow, yesterday, last Monday, next year, 3 weeks ago", today))
