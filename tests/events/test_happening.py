"""Which date of a sentence is the day of an act, with and without a judge who knows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tocsin.events.dates import dates
from tocsin.events.happening import ODDS, happened

#: A Wednesday.
TODAY = date(2024, 7, 10)


def day(said: str, word: str, state: str = "done", act: str = "ban", likely: Mapping[int, float] | None = None) -> str:
    start = said.index(word)
    when = dates(said, 0, len(said), TODAY)
    found = happened(
        said,
        when,
        act,
        (start, start + len(word)),
        state,
        TODAY,
        likely={} if likely is None else likely,
    )
    return found[0]


def test_an_order_by_which_it_is_done_says_the_day() -> None:
    assert day("By Executive Order of May 5 Norway raised the duty on cod.", "raised") == "2024-05-05"
    assert day("In Order 42 of April 8, 2024 (Duties on Fish), I raised the duty.", "raised") == "2024-04-08"
    assert day("Norway raised the duty by Executive Order of May 5.", "raised") == "2024-07-10"


BOTH = "On May 5 Norway banned exports of cod and on June 6 it sold tea."


def test_dates_that_are_likely_are_preferred() -> None:
    assert day(BOTH, "banned", likely={0: -4.0, 1: 4.0}) == "2024-06-06"
    assert day(BOTH, "banned", likely={0: 4.0, 1: -4.0}) == "2024-05-05"
    assert day(BOTH, "banned", likely={0: 1 / ODDS, 1: 1 / ODDS}) == day(BOTH, "banned")


def test_a_date_that_order_of_words_rules_out_is_taken_if_it_is_likely() -> None:
    said = "Norway banned exports of cod until August 1."
    assert day(said, "banned") == "2024-07-10"
    assert day(said, "banned", likely={0: -1.0}) == "2024-07-10"
    assert day(said, "banned", likely={0: 3.0}) == "2024-08-01"


@pytest.mark.parametrize(
    "said",
    [
        "Norway banned exports of cod under Executive Order 14257 of April 2, 2022.",
        "Announcement No. 18 of 2021 banned exports of cod from Norway.",
    ],
)
def test_the_date_in_an_orders_name_is_never_the_day(said: str) -> None:
    assert day(said, "banned", likely={0: 5.0}) == "2024-07-10"


def test_the_day_of_a_dateline_gives_way_to_one_that_is_told() -> None:
    said = "OSLO, July 3 - Norway banned exports of cod last Monday."
    assert day(said, "banned", likely={0: 2.0, 1: 2.0}) == "2024-07-08"
    assert day("OSLO, July 3 - Norway banned exports of cod.", "banned") == "2024-07-03"
