"""Streams by month and year: what is nought, what is not known, and what is a share."""

from __future__ import annotations

from datetime import date

import pytest

from tests.events.reports import report
from tocsin.core.errors import UsageError
from tocsin.core.period import parse_period
from tocsin.events.dedup import happenings
from tocsin.events.rate import Stream, Volume, stream

UNTIL = date(2023, 12, 31)


def made(
    *days: str, by: str = "month", listed: date | None = UNTIL, volumes: dict[str, Volume] | None = None
) -> Stream:
    found = happenings((report(str(place), day, source="list") for place, day in enumerate(days)), listings=("list",))
    told = {parse_period(period): volume for period, volume in (volumes or {}).items()}
    return stream(found, told, by=by, until=UNTIL, listed=listed)


def counts(one: Stream) -> dict[str, int | None]:
    return {str(rate.period): rate.count if rate.known else None for rate in one.rates}


def test_a_month_in_which_nothing_happened_is_nought_as_far_as_the_source_reaches() -> None:
    assert counts(made("2023-01-05", "2023-03-01", "2023-03-01", listed=date(2023, 4, 15))) == {
        "2023-01": 1,
        "2023-02": 0,
        "2023-03": 2,
        "2023-04": 0,
    }


def test_without_a_list_a_month_of_which_nothing_was_read_is_not_known() -> None:
    volumes = {"2023-01": Volume(1, 10), "2023-03": Volume(0, 20)}
    found = made("2023-01-05", listed=None, volumes=volumes)
    assert counts(found) == {"2023-01": 1, "2023-02": None, "2023-03": 0}
    assert [rate.share for rate in found.rates] == [0.1, None, 0.0]


def test_dates_too_coarse_for_a_month_are_counted_by_year() -> None:
    days = ("2023-01-05", "2023-02", "2022")
    by_month, by_year = made(*days), made(*days, by="year")
    assert (by_month.unplaced, sum(rate.count for rate in by_month.rates)) == (1, 2)
    assert (by_year.unplaced, counts(by_year)) == (0, {"2022": 1, "2023": 2})


def test_what_comes_after_the_day_is_not_counted() -> None:
    assert counts(made("2023-12-05", "2024-01-05")) == {"2023-12": 1}


def test_a_burst_of_counts_that_is_none_of_shares() -> None:
    months = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
    days = [f"{month}-01" for month in months for _ in range(12 if month == "2023-05" else 1)]
    volumes = {month: Volume(12, 1200) if month == "2023-05" else Volume(1, 100) for month in months}
    listed, shares = made(*days), made(*days, listed=None, volumes=volumes)
    assert [(str(one.first), str(one.last), one.open) for one in listed.raised] == [("2023-05", "2023-05", False)]
    assert [str(rate.period) for rate in listed.rates if rate.burst] == ["2023-05"]
    assert (shares.raised, shares.normalised, listed.normalised) == ((), True, False)


def test_a_burst_that_lasts_is_open() -> None:
    months = [f"{year}-{month:02d}" for year in (2022, 2023) for month in range(1, 13)]
    days = [f"{month}-01" for month in months for _ in range(9 if month >= "2023-11" else 1)]
    assert [one.open for one in made(*days).raised] == [True]


def test_nothing_is_an_empty_stream_and_an_odd_period_is_refused() -> None:
    assert made().rates == ()
    with pytest.raises(UsageError, match="no period of a stream"):
        made("2023-01-05", by="week")
