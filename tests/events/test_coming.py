"""Whether a weekday or a month without a year is the last such one or the next, as a reader takes it."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.events.coming import ahead
from tocsin.events.dates import dates

#: A Wednesday.
TODAY = date(2024, 7, 10)


def day(said: str, word: str, state: str = "done", today: date | None = TODAY) -> str:
    (one,) = (one for one in dates(said, 0, len(said), TODAY) if not one.bound)
    return ahead(said, one, (said.index(word), said.index(word) + len(word)), state, today)


@pytest.mark.parametrize("state", ["done", "announced", "conditional"])
@pytest.mark.parametrize("word", ["on", "from"])
def test_a_weekday_that_is_the_documents_own_is_its_day(word: str, state: str) -> None:
    assert day(f"Norway will ban exports of cod {word} Wednesday.", "ban", state) == "2024-07-10"


def test_what_will_be_done_on_a_weekday_comes() -> None:
    assert day("Norway will ban exports of cod on Friday.", "ban", "announced") == "2024-07-12"
    assert day("Norway will ban exports of cod on Tuesday.", "ban", "announced") == "2024-07-16"
    assert day("Norway's ban on exports of cod takes effect on Friday.", "ban") == "2024-07-12"


def test_what_was_done_or_said_on_a_weekday_is_past() -> None:
    assert day("Norway will ban exports of cod, Oslo said late on Friday.", "ban", "announced") == "2024-07-05"
    for still in ("will be announced", "will be formally announced", "is being announced", "gets announced"):
        assert day(f"The ban on exports of cod {still} on Friday.", "ban", "announced") == "2024-07-12"
    assert day("Norway banned exports of cod on Friday.", "banned") == "2024-07-05"
    assert day("Norway shut the last but one port for cod on Friday.", "shut") == "2024-07-05"
    assert day("Norway will ban exports of cod, Oslo said on Monday.", "ban", "announced") == "2024-07-08"
    assert day("On Monday Norway said that it would ban exports of cod.", "ban", "announced") == "2024-07-08"


def test_what_was_told_of_a_far_month_is_past() -> None:
    assert day("Norway announced a ban on cod starting in February.", "ban", "announced") == "2024-02"
    assert day("Norway banned travel from Chile in August.", "banned") == "2023-08"
    assert day("Norway, which banned cod to end-users in August, is asking.", "banned") == "2023-08"


def test_what_somebody_was_made_to_do_is_past() -> None:
    assert day("Norway was ordered to shut its ports on Friday.", "shut", "announced") == "2024-07-05"


def test_what_did_not_happen_or_took_effect_is_past() -> None:
    assert day("Norway will ban exports of cod by a decree of Friday.", "ban", "announced") == "2024-07-05"
    assert day("Norway's ban on cod will be brought into force on Friday.", "ban", "announced") == "2024-07-12"
    assert day("Norway let its ban on exports of cod expire on Friday.", "expire") == "2024-07-05"
    assert day("Norway did not meet Iceland on Friday.", "meet", "denied") == "2024-07-05"
    assert day("Norway's ban on exports of cod took effect on Friday.", "ban") == "2024-07-05"
    assert day("Norway will be banned from exports of cod on Friday.", "banned", "announced") == "2024-07-12"


def test_from_a_weekday_on_means_the_nearer_one() -> None:
    assert day("Norway banned exports of cod from Friday.", "banned") == "2024-07-12"
    assert day("Norway banned exports of cod from Monday.", "banned") == "2024-07-08"
    assert day("Norway will ban exports of cod from Monday.", "ban", "announced") == "2024-07-15"


def test_since_and_the_notice_of_a_weekday_are_past() -> None:
    assert day("Norway may ban exports of cod, dear since Friday.", "ban", "possible") == "2024-07-05"
    assert day("Norway will ban exports of cod by Friday's notice.", "ban", "announced") == "2024-07-05"


@pytest.mark.parametrize("month", ["November", "1 November", "November 1", "Nov. 1"])
def test_what_begins_or_is_due_in_a_month_that_is_near_comes(month: str) -> None:
    led = "in" if month == "November" else "on"
    assert day(f"Norway's ban on exports of cod takes effect {led} {month}.", "ban").startswith("2024-11")
    assert day(f"Norway banned exports of cod from {month}.", "banned").startswith("2024-11")
    assert day(f"Norway banned exports of cod {led} {month}.", "banned").startswith("2023-11")


def test_a_month_that_is_far_ahead_was_the_last_one_unless_a_verb_says_otherwise() -> None:
    assert day("Norway looks forward to meeting Iceland in May.", "meeting", "announced") == "2025-05"
    assert day("Norway may ban exports of cod, as it did in May.", "ban", "possible") == "2024-05"


@pytest.mark.parametrize("month", ["March", "1 March", "March 1", "the end of March"])
def test_by_a_month_that_is_past_means_the_next_one(month: str) -> None:
    assert day(f"Norway must ban exports of cod by {month}.", "ban", "called_for").startswith("2025-03")


def test_a_month_whose_year_is_told_is_left() -> None:
    assert day("Norway will ban exports of cod from November 2023.", "ban", "announced") == "2023-11"
    assert day("Norway must ban exports of cod by December.", "ban", "called_for") == "2024-12"


def test_nothing_is_moved_where_the_day_of_the_document_is_not_known() -> None:
    assert day("Norway will ban exports of cod on Friday.", "ban", "announced", None) == "2024-07-05"


def test_the_last_day_of_a_leap_february_has_no_next_year() -> None:
    said = "Norway must ban exports of cod by 29 February."
    (one,) = dates(said, 0, len(said), date(2024, 9, 10))
    assert ahead(said, one, (12, 15), "called_for", date(2024, 9, 10)) == "2024-02-29"


def test_the_beginning_of_the_calendar_is_no_fault() -> None:
    said = "In February, Norway banned exports of cod."
    (one,) = dates(said, 0, len(said), date.min)
    assert ahead(said, one, (20, 26), "done", date.min) == "0001-02"


def test_the_end_of_the_calendar_is_no_fault() -> None:
    said = "Norway will ban exports of cod from Monday."
    (one,) = dates(said, 0, len(said), date.max)
    assert ahead(said, one, (12, 15), "announced", date.max) == one.date


@pytest.mark.parametrize(
    "said",
    [
        "Exports of cod will be banned by Norway on Monday.",
        "Talks between Norway and Iceland are expected to be held on Monday.",
        "Norway will proceed with its ban on Monday.",
    ],
)
def test_what_will_be_done_is_told_by_a_participle_too(said: str) -> None:
    word = "banned" if "banned" in said else "Talks" if "Talks" in said else "ban"
    assert day(said, word, "announced") == "2024-07-15"


def test_this_friday_is_the_next_one_of_what_is_to_come() -> None:
    assert day("Norway will lift its duty on cod this Friday.", "lift", "announced") == "2024-07-12"
    assert day("Norway lifted its duty on cod this Friday.", "lifted") == "2024-07-05"


def test_from_a_month_that_is_far_ahead_comes_if_it_is_still_open() -> None:
    assert day("Oslo proposed to ban cod from 1 May.", "ban", "announced") == "2025-05-01"


def test_a_month_with_which_what_was_done_begins_is_past_though_near_ahead() -> None:
    assert day("In August, Norway banned exports of cod.", "banned") == "2023-08"
    assert day("Norway and Chile concluded a trade agreement in August.", "concluded") == "2023-08"
    assert day("Norway will conclude a trade agreement in August.", "conclude", "announced") == "2024-08"
    assert day("Norway and Chile agreed a cut of output in August.", "agreed") == "2024-08"
    assert day("The court set a hearing on July 25.", "hearing") == "2024-07-25"
    assert day("Norway signed a trade agreement on July 11.", "signed") == "2024-07-11"
    assert day("In August, Norway will ban exports of cod.", "ban", "announced") == "2024-08"
    assert day("In August, exports of cod fall, Norway said.", "fall") == "2024-08"
    assert day("Norway authorised a sale of cod beginning in August.", "sale") == "2024-08"


def test_a_sentence_that_begins_with_a_year_goes_on_in_it() -> None:
    said = "In March 2023, Norway agreed to sell cod, followed in April by salmon."
    one = dates(said, 0, len(said), TODAY)[1]
    assert ahead(said, one, (said.index("sell"), said.index("sell") + 4), "announced", TODAY) == "2023-04"
    said = "In 2023 Norway banned cod, and it will lift the ban in November."
    one = dates(said, 0, len(said), TODAY)[1]
    assert ahead(said, one, (said.index("lift"), said.index("lift") + 4), "announced", TODAY) == "2024-11"
    assert day("The 2024 ban on exports of cod takes effect on Friday.", "ban", "announced") == "2024-07-12"


def test_before_a_month_says_nothing_of_what_was_done() -> None:
    assert day("Norway banned exports of cod before November.", "banned") == "2023-11"


def test_the_day_of_an_unnamed_month_is_the_last_or_the_next() -> None:
    assert day("Norway banned exports of cod on the 28th.", "banned") == "2024-06-28"
    assert day("Norway will ban exports of cod on the 22nd.", "ban", "announced") == "2024-07-22"


def test_a_year_that_stands_behind_the_next_day_is_told() -> None:
    said = "Norway banned exports of cod from July 3 and July 28, 2017."
    one, _ = dates(said, 0, len(said), TODAY)
    assert ahead(said, one, (7, 13), "done", TODAY) == "2017-07-03"


def test_what_was_done_from_one_weekday_to_another_is_past() -> None:
    for to in ("to", "through", "night through to", "to early"):
        said = f"Crews stopped work from Thursday {to} Saturday."
        first = dates(said, 0, len(said), TODAY)[0]
        assert ahead(said, first, (6, 13), "done", TODAY) == "2024-07-04"
    assert day("Norway raised the duty on cod from Thursday.", "raised") == "2024-07-11"
