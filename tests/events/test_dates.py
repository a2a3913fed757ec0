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
        ("Sixty-four years ago", "1959", "year"),
        ("Sixty four years ago", "1959", "year"),
        ("Two summers ago", "2021", "year"),
        ("In summer 2021,", "2021", "year"),
        ("ON TUESDAY JULY 4 2023", "2023-07-04", "day"),
        ("on new year's day of 2022", "2022-01-01", "day"),
        ("on new year's eve", "2022-12-31", "day"),
        ("November's earthquake", "2022-11", "month"),
        ("effective immediately", "2023-07-06", "day"),
        ("from the second quarter of next year", "2024-Q2", "quarter"),
        ("from the first of January next year", "2024-01-01", "day"),
        ("This past November,", "2022-11", "month"),
        ("In recent days", "2023-07", "month"),
        ("An hour ago we met", "2023-07-06", "day"),
        ("starting with wine immediately and fish later", "2023-07-06", "day"),
        ("The February freeze", "2023-02", "month"),
        ("From now until further notice", "2023-07-06", "day"),
        ("effective as of the date of promulgation", "2023-07-06", "day"),
        ("held from 14 to 16 March", "2023-03-14", "day"),
        ("on 5-6 May 2021", "2021-05-05", "day"),
        ("effective in thirty days", "2023-08-05", "day"),
        ("Three days from now they meet", "2023-07-09", "day"),
        ("Effective September, Japan", "2023-09", "month"),
        ("on February 30, 2020", "2020-02", "month"),
        ("With immediate effect, Japan", "2023-07-06", "day"),
        ("spoke this evening", "2023-07-06", "day"),
        ("that very morning", "2023-07-06", "day"),
        ("The same evening they met", "2023-07-06", "day"),
        ("since New Year's Day", "2023-01-01", "day"),
        ("at midnight on New Year’s Eve", "2022-12-31", "day"),
        ("before Christmas", "2022-12-25", "day"),
        ("this autumn", "2023", "year"),
        ("before the end of the year", "2023", "year"),
        ("last year in December", "2022-12", "month"),
        ("held on the 4th, officials said", "2023-07-04", "day"),
        ("set for the 20th", "2023-06-20", "day"),
        ("signed on the 28th in Seoul", "2023-06-28", "day"),
        ("on the 3rd of last month", "2023-06-03", "day"),
        ("China's May ban on gallium", "2023-05", "month"),
        ("the export quota for 2024", "2024", "year"),
        ("the 2024 aggregate production quotas", "2024", "year"),
        ("last weekend", "2023-07", "month"),
        ("on Wednesday, July 5, they met", "2023-07-05", "day"),
        ("by Wednesday, July 5th", "2023-07-05", "day"),
        ("from the first of September", "2023-09-01", "day"),
        ("the third of May 2021", "2021-05-03", "day"),
        ("Four days ago", "2023-07-02", "day"),
        ("banned them the day before yesterday", "2023-07-04", "day"),
        ("in force two months from now, on September 6", "2023-09-06", "day"),
        ("effective 21 days after the date of this order", "2023-07-27", "day"),
        ("no later than two days from the issuance of this statement", "2023-07-08", "day"),
        ("lapses this November", "2023-11", "month"),
        ("on Christmas Day", "2022-12-25", "day"),
        ("on New Year's Day 2024", "2024-01-01", "day"),
        ("takes effect 30 days after publication", "2023-08-05", "day"),
        ("from the 31st", "2023-05-31", "day"),
        ("this past Thursday", "2023-06-29", "day"),
        ("this coming Friday", "2023-07-07", "day"),
        ("two weeks from today", "2023-07", "month"),
        ("in fall 2022", "2022", "year"),
        ("last winter", "2022", "year"),
        ("last spring", "2023", "year"),
        ("next spring", "2024", "year"),
        ("at the start of the year", "2023-01", "month"),
        ("had rebuked it the day before, aides said", "2023-07-05", "day"),
        ("between May and July", "2023-05", "month"),
    ],
)
def test_a_date_is_read_to_its_precision(said: str, day: str, precision: str) -> None:
    assert told(said) == [(day, precision)]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("back in May of 2022 we met", "2022-05"),
        ("this twentieth day of October, two thousand and twenty-two", "2022-10-20"),
        ("this twenty-first day of March, 2021, I", "2021-03-21"),
        ("it lapsed at midnight.", "2023-07-06"),
        ("Since midnight a duty is due", "2023-07-06"),
        ("At midnight dockers walked out", "2023-07-06"),
        ("struck overnight by a typhoon", "2023-07-06"),
        ("they met a few hours ago in Busan", "2023-07-06"),
        ("she will travel later in the day.", "2023-07-06"),
        ("exports must stop at once.", "2023-07-06"),
        ("since the turn of the year", "2023-01"),
        ("a ban with the new year, says the minister", "2024-01"),
        ("on the last day of the year, its answer", "2023-12-31"),
        ("at the end of the month.", "2023-07"),
        ("later this year.", "2023"),
        ("met by video on the 12th and agreed", "2023-06-12"),
        ("on the evening of the 5th, it fired", "2023-07-05"),
        ("this 12th day of March, in the year of our Lord", "2023-03-12"),
        ("eighteen months ago they met", "2022-01"),
        ("plans a launch for mid-August.", "2023-08"),
        ("halted in the middle of the year", "2023"),
        ("a ban until year-end.", "2023"),
        ("imposed on 08.09.2022 to lower prices", "2022-09-08"),
        ("published 2022/09/08, in force", "2022-09-08"),
        ("imposed an immediate ban on exports", "2023-07-06"),
        ("they meet in a couple of weeks in Geneva", "2023-07"),
        ("halted for 90 days from today by order", "2023-07-06"),
        ("halted for up to 90 days from today by order", "2023-07-06"),
        ("removed at the start of 2022 for good", "2022-01"),
        ("phased out by the end of 2028", "2028-12"),
        ("sold in fiscal year 2023 alone", "2023"),
        ("loses its place the following January.", "2024-01"),
    ],
)
def test_other_words_for_a_day_are_read(said: str, day: str) -> None:
    assert [day for day, _ in told(said)] == [day]


@pytest.mark.parametrize(
    "said",
    [
        "999999 years ago it began",
        "an overnight ban on beef",
        "six notices at once, extending it",
        "in New Year celebrations",
        "one year at a time",
        "version 1.2.2022.4",
        "under section 3.1.2000 of the rules",
        "v1.2.2022",
        "1.2.20225 tonnes",
        "https://example.org/2019/09/08/gallium",
        "one hundred and fifty days ago",
        "back to the 19th and early 20th centuries",
        "voted for the 10th and last time",
        "an immediate concern",
        "on the same day that the duty took effect",
    ],
)
def test_like_words_are_no_day(said: str) -> None:
    assert told(said) == []


def test_midnight_of_a_named_day_is_that_day() -> None:
    assert told("it lapsed at midnight on Monday.") == [("2023-07-03", "day")]
    assert told("Since midnight last night it is due") == [("2023-07-05", "day")]


def test_a_sentence_that_begins_with_a_year_goes_on_in_it() -> None:
    assert told("In August 2019 it left, and in November it came back.") == [("2019-08", "month"), ("2019-11", "month")]
    assert told("In August 2019 it left, and in March it came back.")[1] == ("2020-03", "month")
    assert told("In 2019 it fell in March and rose in August.")[1:] == [("2019-03", "month"), ("2019-08", "month")]
    assert told("In August 2019 it left, and on July 3 and July 28, 2022, it fell.")[1] == ("2022-07-03", "day")
    assert told("In June 2018 it left, and on February 29 it came.", date(2024, 5, 15))[1] == ("2019-02", "month")
    assert told("In 2021 it came; in March 2022 it ended, and in May it was back.")[2] == ("2022-05", "month")
    assert told("By 2019 it shall be gone, they said in March.")[1] == ("2023-03", "month")
    assert told("It left in August 2019 and will come back in November.")[1] == ("2022-11", "month")


def test_a_year_stands_behind_the_last_of_two_months() -> None:
    for said in ("In April and May 2022 they met.", "In April and May of 2022 they met."):
        assert told(said) == [("2022-04", "month"), ("2022-05", "month")]
    assert told("from December to March 2021") == [("2020-12", "month"), ("2021-03", "month")]


def test_what_is_relative_needs_a_day_to_be_told_against() -> None:
    assert told("yesterday and on Tuesday", today=None) == []


def test_the_following_month_is_told_against_the_date_before() -> None:
    assert told("drills in August 2022 and again the next month") == [("2022-08", "month"), ("2022-09", "month")]
    assert told("the following day", before="2022-11-02") == [("2022-11-03", "day")]


def test_that_month_and_the_following_one_are_told_against_the_date_before() -> None:
    assert told("begun in May 2020 and ended that August.") == [("2020-05", "month"), ("2020-08", "month")]
    for year in ("of that year", "that year", "of that same year"):
        assert told(f"begun in May 2020 and ended in July {year}.") == [("2020-05", "month"), ("2020-07", "month")]
    assert told("begun in May 2020 and ended the following August.")[1] == ("2020-08", "month")
    assert told("begun in May 2020 and ended the following January.")[1] == ("2021-01", "month")
    assert told("ended the following May.", before="2020-Q1") == [("2020-05", "month")]
    assert (
        told("ended the following January.", before="9999-12") == told("ended the following May.", before="2020") == []
    )
    assert told("They said that May would be late.") == told("It ended that May.") == []


def test_a_year_stands_behind_a_day_of_the_year_before() -> None:
    assert told("from December 28 to January 3, 2022") == [("2021-12-28", "day"), ("2022-01-03", "day")]


def test_a_year_stands_behind_the_last_of_two_days() -> None:
    assert told("on July 3 and July 28, 2017") == [("2017-07-03", "day"), ("2017-07-28", "day")]
    assert told("on 3 July and 28 August 2017") == [("2017-07-03", "day"), ("2017-08-28", "day")]
    assert [day for day, _ in told("on July 3, July 10 and July 28, 2017")] == [
        "2017-07-03",
        "2017-07-10",
        "2017-07-28",
    ]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("struck on Tuesday, a day after it fired", "2023-07-03"),
        ("struck in May 2023, two months before it fired", "2023-07"),
        ("a day after it fired, it struck on Tuesday", "2023-07-03"),
        ("a week after it fired", "2023-06"),
        ("struck on Tuesday, hours after it fired", "2023-07-04"),
        ("suspended until August 6, a day after it fired", "2023-07-05"),
    ],
)
def test_a_day_after_is_told_against_the_day_that_is_named_and_is_bound(said: str, day: str) -> None:
    assert [(one.date, one.bound) for one in dates(said, 0, len(said), TODAY) if one.bound] == [(day, "behind")]


def test_the_day_before_is_told_against_the_day_that_is_named() -> None:
    assert told("fired yesterday, and met the day before, and") == [("2023-07-05", "day"), ("2023-07-04", "day")]
    assert told("launched on Tuesday, and the day after, Seoul answered")[1] == ("2023-07-05", "day")
    assert told("The day after, Seoul answered") == []


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("after a 2013 agreement among them", "2013 agreement"),
        ("was the 1994 M6.7 Northridge earthquake in the region", "1994 M6.7 Northridge earthquake"),
        (
            "of the 1951 United States-Philippines Mutual Defense Treaty.",
            "1951 United States-Philippines Mutual Defense Treaty",
        ),
        ("China’s 2023 export controls on it", "2023 export controls"),
    ],
)
def test_a_year_before_a_noun_is_bound_to_what_the_noun_tells(said: str, named: str) -> None:
    (one,) = dates(said, 0, len(said), TODAY)
    assert (said[one.start : one.end], one.date, one.bound) == (named, named[:4], "within")


@pytest.mark.parametrize(
    "said",
    [
        "rescinded the 2009 endangerment finding",
        "the 2014-2016 outbreak",
        "sold 2013 shares under an agreement",
        "the 2019 budget and a summit",
        "the 2019 Sanctions Act",
        "a 2000 tonne import quota",
        "The 1950 workers began a strike",
        "The 2020 laureate condemned U.S. sanctions",
        "A 2024 report said China faces U.S. sanctions",
    ],
)
def test_other_numbers_before_a_noun_are_no_year_of_it(said: str) -> None:
    assert told(said) == []


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("one year ago today", ("2022-07-06", "day")),
        ("Two weeks ago today", ("2023-06-22", "day")),
        ("three months ago today", ("2023-04-06", "day")),
        ("two years ago this week", ("2021-07", "month")),
        ("five years ago this month", ("2018-07", "month")),
    ],
)
def test_a_time_ago_today_is_that_very_day(said: str, day: tuple[str, str]) -> None:
    assert told(said) == [day]
    assert told(said, None) == []


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("Just now we exchanged views", ("2023-07-06", "day")),
        ("as we speak, he is in Oslo", ("2023-07-06", "day")),
        ("at this very moment he is in Oslo", ("2023-07-06", "day")),
        ("they have overnight signed it", ("2023-07-06", "day")),
        ("met earlier in the day.", ("2023-07-06", "day")),
        ("met last evening", ("2023-07-05", "day")),
        ("over the last 48 hours", ("2023-07", "month")),
        ("signed it earlier in the month, it", ("2023-07", "month")),
        ("meet this coming week in Oslo", ("2023-07", "month")),
        ("for Calendar Year 2026.", ("2026", "year")),
        ("as of tomorrow, it is banned", ("2023-07-07", "day")),
        ("ahead of tomorrow’s summit", ("2023-07-07", "day")),
    ],
)
def test_what_is_near_the_day_of_the_document_is_told_against_it(said: str, day: tuple[str, str]) -> None:
    assert told(said) == [day]


def test_earlier_in_the_day_or_year_is_told_against_the_date_before() -> None:
    assert told("On May 5, 2021, they met; earlier in the day, it fell")[1] == ("2021-05-05", "day")
    assert told("In June 2019 they met; earlier in the year, it fell")[1] == ("2019", "year")


def test_a_day_that_its_month_did_not_have_is_the_month() -> None:
    assert told("a year ago today", date(2024, 2, 29)) == [("2023-02", "month")]


def test_in_some_days_is_told_of_what_is_to_come() -> None:
    assert [(one.date, one.bound) for one in dates("in sixty days", 0, 13, TODAY)] == [("2023-09-04", "ahead")]
    assert told("within 90 days prior to it") == told("halted for three days after a fire") == []


@pytest.mark.parametrize(
    "said",
    [
        "they may act",
        "a march of 300 people",
        "99999999999 days ago",
        "over the last year",
        "the 14th round",
        "the workforce of tomorrow",
        "in " + "9" * 20 + " days",
    ],
)
def test_other_words_and_numbers_are_no_dates(said: str) -> None:
    assert told(said) == []


@pytest.mark.parametrize("today", [date.min, date.max])
def test_the_ends_of_the_calendar_are_no_fault(today: date) -> None:
    said = (
        "on the 31st, on New Year's Day, at Christmas, a year after the weekend, in February, in ten days, last winter"
    )
    for one in (
        said,
        "next winter, tomorrow, yesterday, last Monday, next year, 3 weeks ago, in 1990, 3000 years before it",
    ):
        assert all("0001" <= day[:4] <= "9999" and day[4:5] in {"", "-"} for day, _ in told(one, today)), one
