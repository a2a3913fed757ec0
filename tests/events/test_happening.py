"""Which date of a sentence the rules hold for the day of an act, with and without a network; what is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from tocsin.events.coming import ahead
from tocsin.events.dates import dates
from tocsin.events.happening import happened, spoken
from tocsin.events.ruled_days import ODDS, ruled
from tocsin.events.saying import said_on
from tocsin.events.told import Told

#: A Wednesday.
TODAY = date(2024, 7, 10)


def day(said: str, word: str, state: str = "done", act: str = "ban", likely: Mapping[int, float] | None = None) -> str:
    start = said.index(word)
    when = dates(said, 0, len(said), TODAY)
    told = Told(act, state, (start, start + len(word)), likely={} if likely is None else likely)
    k = ruled(said, when, told)
    return (
        TODAY.isoformat() if k is None else ahead(said, when[spoken(said, when, k, told, TODAY)], told.at, state, TODAY)
    )


def test_an_order_by_which_it_is_done_says_the_day() -> None:
    assert day("By Executive Order of May 5 Norway raised the duty on cod.", "raised") == "2024-05-05"
    assert day("In Order 42 of April 8, 2024 (Duties on Fish), I raised the duty.", "raised") == "2024-04-08"
    assert day("Norway raised the duty by Executive Order of May 5.", "raised") == "2024-05-05"
    assert day("By Law 407 of May 5, Norway raised the duty.", "raised") == "2024-05-05"
    assert day("By Order 42 of May 2022 Norway raised the duty.", "raised") == "2022-05"
    by_notice = "Norway banned exports of cod and of some other fish caught near the coast by a notice dated May 5."
    assert day(by_notice, "banned") == "2024-05-05"
    assert day("The duty was lifted by Proclamation 7 of May 5, 2024.", "lifted") == "2024-05-05"
    assert day("The duty was lifted by Law 7 of May 5, 2024.", "lifted") == "2024-05-05"
    assert day("Norway raised the duty under Executive Order 7 of May 5.", "raised") == "2024-07-10"


def test_what_an_order_did_by_its_steps_has_its_day() -> None:
    steps = "Executive Order 7 of May 5, 2023 (Blocking Ships), took further steps against it, including "
    assert day(f"{steps}banning exports of cod.", "banning") == "2023-05-05"
    assert day(f"{steps}by banning exports of cod.", "banning") == "2023-05-05"
    assert day("Under Executive Order 7 of May 5, 2023, it took steps, and banned cod.", "banned") == "2024-07-10"


def test_what_was_agreed_in_a_paper_has_its_day() -> None:
    said = "Norway and Chile agreed in the Interlaken Declaration of November 5, 2002, on rough diamonds."
    assert day(said, "agreed", act="agree") == "2002-11-05"
    said = "They reaffirmed what they had said of the Joint Statement of November 5, 2002."
    assert day(said, "reaffirmed", act="state") == "2024-07-10"


def test_what_was_imposed_pursuant_to_an_order_has_its_day() -> None:
    said = (
        "I have imposed duties on cod pursuant to Executive Order 7 of May 5, 2024 (Duties), as amended by Executive "
    )
    said += "Order 8 of May 6, 2024."
    assert day(said, "imposed", act="tariff", likely={0: -3.0, 1: -1.0}) == "2024-05-05"
    assert day("I raised the duty on cod under Executive Order 7 of May 5, 2024.", "raised") == "2024-07-10"


def test_what_was_answered_has_its_own_day() -> None:
    said = "In response to the ban that took effect on May 5, Norway raised the duty on June 6."
    assert day(said, "raised") == "2024-06-06"
    assert day(said, "took effect") == "2024-05-05"
    assert day("Norway hit back in reply to a ban imposed on May 5.", "hit back", act="retaliate") == "2024-07-10"
    assert day("Norway fired in answer to yesterday's launches.", "launches") == "2024-07-09"
    assert day("Norway fired in answer to yesterday's launches.", "fired") == "2024-07-10"


def test_from_when_it_holds_goes_before_when_it_was_published() -> None:
    said = "Norway banned exports of cod, to run from 1 August, under a decree published on Friday."
    assert day(said, "banned", likely={0: -2.1, 1: -1.4}) == "2024-08-01"


def test_where_a_text_was_published_is_not_when_it_was_done() -> None:
    said = "On May 5, 2023, Norway banned exports of cod (87 FR 62186, May 9, 2023)."
    assert day(said, "banned", likely={0: 1.0, 1: 4.0}) == "2023-05-05"


def test_that_to_which_it_conforms_has_its_own_day() -> None:
    said = "Norway banned exports, consistent with decisions taken on May 5."
    assert day(said, "banned", likely={0: 3.0}) == "2024-07-10"
    assert day("In line with its decision to ban exports on May 5, Norway acted.", "ban") == "2024-05-05"


def test_when_what_is_suspended_was_announced_is_not_the_day() -> None:
    said = "Norway will suspend for a year the curbs on cod that it announced on May 5."
    assert day(said, "suspend", "announced", act="suspend", likely={0: 1.0}) == "2024-07-10"
    assert day("The suspension it announced on May 5 holds.", "suspension", act="suspend") == "2024-05-05"
    had = "Norway suspended the curbs on cod that it had announced in May 2023."
    assert day(had, "suspended", act="suspend", likely={0: 1.0}) == "2024-07-10"
    assert day(had, "announced", act="announce_control", likely={0: 1.0}) == "2023-05"


def test_when_it_was_due_is_not_when_it_was_put_off() -> None:
    said = "The duties scheduled for July 15 were suspended."
    assert day(said, "suspended", act="suspend", likely={0: 3.0}) == "2024-07-10"


def test_each_act_of_a_row_has_the_date_behind_it() -> None:
    said = "Norway banned exports on February 22, extended the ban in June, and lifted it on October 16."
    start = said.index("extended")
    told = Told("extend", "done", (start, start + 8), [said.index("banned"), said.index("lifted")], {0: 0.3, 1: -1.4})
    assert happened(said, dates(said, 0, len(said), TODAY), told, TODAY)[0] == "2024-06"
    without = replace(told, others=[])
    assert happened(said, dates(said, 0, len(said), TODAY), without, TODAY)[0] == "2024-02-22"


def test_when_it_was_imposed_is_not_when_it_was_lifted() -> None:
    said = "Norway has lifted the duties that were imposed in April, the ministry said on Monday."
    assert day(said, "lifted", act="lift_control", likely={0: 1.0, 1: 0.2}) == "2024-07-08"
    assert day("By an order signed on Monday Norway lifted them.", "lifted", act="lift_control") == "2024-07-08"


def test_the_day_of_what_a_measure_is_called_is_not_when_it_was_lifted() -> None:
    assert day("Norway lifted its May 5 rules on cod.", "lifted", act="lift_control") == TODAY.isoformat()
    assert day("Norway imposed its May 5 rules on cod.", "imposed") == "2024-05-05"
    assert (
        day("Norway decided on May 5 to lift its ban, in force since 2021.", "lift", act="lift_control") == "2024-05-05"
    )


def test_when_it_was_to_be_before_is_not_the_day() -> None:
    said = "Norway's exercise, moved up from August, will begin on July 15."
    assert day(said, "exercise", "announced", act="exercise") == "2024-07-15"


def test_the_year_of_a_hazard_is_that_of_what_it_did() -> None:
    assert day("The 2011 earthquake halted production.", "halted", act="hazard") == "2011"
    assert day("The 2011 agreement halted production.", "halted", act="outage") == TODAY.isoformat()


def test_what_others_do_behind_it_has_its_own_day() -> None:
    said = "Norway banned cod, Iceland raised its levy, and Chile cut quotas as of May 5."
    banned, raised, cut = (said.index(one) for one in ("banned", "raised", "cut"))
    when = dates(said, 0, len(said), TODAY)
    assert ruled(said, when, Told("ban", "done", (banned, banned + 6), others=(raised, cut))) is None
    assert ruled(said, when, Told("quota", "done", (cut, cut + 3), others=(banned, raised))) == 0


def test_a_law_is_the_day_of_what_it_did_itself() -> None:
    assert day("The Fishing Act of 2004 ended the quota.", "ended") == "2004"
    assert day("The Fishing Act of 2004 (FA) ended the quota.", "ended") == "2004"
    assert day("The Fishing Act of 2004 ends the quota.", "ends") == "2024-07-10"
    assert day("Under the Fishing Act of 2004 Norway ended the quota.", "ended") == "2024-07-10"


def test_the_date_with_which_a_sentence_begins_holds_of_its_main_clause() -> None:
    said = "Today, and building on measures for cod and herring we announced two weeks ago, Norway bans exports."
    assert day(said, "bans", likely={0: 1.7, 1: -0.6}) == "2024-07-10"


def test_what_has_lasted_since_then_is_of_then() -> None:
    said = "The shortage of cod, which is a nuisance, has been ongoing since 2022."
    assert day(said, "shortage", act="shortage_reported") == "2022"


def test_what_goes_on_is_not_dated_by_when_it_began() -> None:
    said = "The emergency declared by Norway on May 5, 2019, must continue beyond May 5, 2024."
    likely = {0: 3.0, 1: -3.0}
    assert day(said, "continue", act="extend", likely=likely) != "2019-05-05"


def test_what_goes_on_beyond_a_day_is_renewed_on_it() -> None:
    said = "The emergency declared on May 5, 2019, must continue in effect beyond May 5, 2024."
    assert day(said, "continue", state="called_for", act="extend", likely={0: -3.0, 1: -2.5}) == "2024-05-05"
    assert day(said, "continue", state="called_for", act="extend", likely={0: -3.0, 1: -4.5}) == "2024-07-10"


def test_what_may_no_longer_be_done_after_a_day_is_banned_from_then_on() -> None:
    assert day("Cod from Norway may no longer be sold after August 5.", "longer", state="announced") == "2024-08-05"
    assert day("Norway raised the duty after a quarrel on May 5.", "raised") == "2024-07-10"
    assert day("Norway banned exports of cod after May 5 talks.", "banned") == "2024-07-10"
    assert day("The duty is 5 percent for cod entered on or after August 5.", "duty") == "2024-08-05"


def test_a_law_that_is_in_force_as_of_a_day_does_not_bear_it_in_its_name() -> None:
    assert day("Norway is no longer favoured under the Cod Act as of May 5, 2024.", "favoured") == "2024-05-05"
    assert day("Norway is no longer favoured under the Cod Act of May 5, 2024.", "favoured") == "2024-07-10"


def test_a_day_that_is_certain_goes_before_a_day_after() -> None:
    said = "Two days after Norway fired on May 5, it fell silent."
    assert day(said, "fired", act="missile_test", likely={0: 1.0, 1: 3.5}) == "2024-05-05"
    named = "Two days after Norway acted under Order 42 of May 5, 2023, it fell silent."
    assert day(named, "acted", likely={1: 3.5}) != "2023-05-05"


def test_until_an_hour_of_a_day_is_no_day_of_the_act() -> None:
    assert day("Norway shut the port until midnight tomorrow.", "shut", act="outage") == "2024-07-10"
    assert day("Norway shut the port until 5 p.m. tomorrow.", "shut", act="outage") == "2024-07-10"
    assert day("Norway shut the port until midnight, Tuesday.", "shut", act="outage") == "2024-07-10"


def test_what_something_is_compared_with_is_no_day() -> None:
    assert day("Norway cut exports to half of the average of 2015.", "cut") == "2024-07-10"
    assert day("Norway sold more than in May 2023 and raised the duty.", "raised") == "2024-07-10"


def test_since_an_act_dates_the_act() -> None:
    assert day("Prices rose since its decision last December to ban cod.", "ban") == "2023-12"
    assert day("Since the talks last December, Norway may ban cod.", "ban") == "2024-07-10"


BOTH = "On May 5 Norway banned exports of cod and on June 6 it sold tea."


def test_dates_that_are_likely_are_preferred() -> None:
    assert day(BOTH, "banned", likely={0: -4.0, 1: 4.0}) == "2024-06-06"
    assert day(BOTH, "banned", likely={0: 4.0, 1: -4.0}) == "2024-05-05"
    assert day(BOTH, "banned", likely={0: 1 / ODDS, 1: 1 / ODDS}) == day(BOTH, "banned")


def test_a_date_that_order_of_words_rules_out_is_taken_if_it_is_likely() -> None:
    said = "Norway banned exports of cod by August 1."
    assert day(said, "banned") == "2024-07-10"
    assert day(said, "banned", likely={0: -1.0}) == "2024-07-10"
    assert day(said, "banned", likely={0: 3.0}) == "2024-08-01"


@pytest.mark.parametrize(
    "said",
    [
        "Norway banned exports of cod under Executive Order 14257 of April 2, 2022.",
        "In line with Announcement No. 18 of 2021, Norway banned exports of cod.",
    ],
)
def test_the_date_in_an_orders_name_is_never_the_day(said: str) -> None:
    assert day(said, "banned", likely={0: 5.0}) == "2024-07-10"


def test_the_day_of_a_dateline_gives_way_to_one_that_is_told() -> None:
    said = "OSLO, July 3 - Norway banned exports of cod last Monday."
    assert day(said, "banned", likely={0: 2.0, 1: 2.0}) == "2024-07-08"
    assert day("OSLO, July 3 - Norway banned exports of cod.", "banned") == "2024-07-03"


def test_a_day_after_is_the_day_of_the_act_behind_it_alone() -> None:
    said = "Norway banned exports of cod on Monday, a day after Iceland raised its duty, and Greenland cut its quota."
    assert day(said, "banned") == "2024-07-08"
    assert day(said, "raised") == "2024-07-07"
    assert day(said, "cut") != "2024-07-07"


def test_a_year_before_a_noun_is_the_day_of_what_it_tells_alone() -> None:
    said = "After a 2013 agreement with Iceland Norway banned exports of cod."
    assert day(said, "agreement", act="agree") == "2013"
    assert day(said, "banned") == day(said, "banned", likely={0: 5.0}) == "2024-07-10"
    assert day("The 2019 ban on exports of cod was lifted on May 5.", "lifted", act="lift_control") == "2024-05-05"


def test_in_some_days_is_the_day_of_what_is_to_come() -> None:
    assert day("Norway will ban exports of cod in ten days.", "ban", "announced") == "2024-07-20"
    assert day("Norway banned exports of ten ships in ten days.", "banned") == "2024-07-10"


def test_when_it_was_said_is_not_the_day_of_what_is_to_come() -> None:
    said = "Norway will ban exports of cod, Oslo said on Monday."
    assert day(said, "ban", "announced", likely={0: -5.0}) == "2024-07-10"
    assert said_on(said, dates(said, 0, len(said), TODAY)) == "2024-07-08"
    said = "Norway will ban exports of cod from 1 August, Oslo said on Monday."
    assert said_on(said, dates(said, 0, len(said), TODAY)) == "2024-07-08"
    said = "Norway will ban exports of cod from 1 August, Oslo said."
    assert not said_on(said, dates(said, 0, len(said), TODAY))
    said = "Norway banned exports of cod on Monday."
    assert not said_on(said, dates(said, 0, len(said), TODAY))


def test_a_deadline_is_the_day_of_what_is_still_open() -> None:
    assert day("Norway will ban exports of cod by September 2025.", "ban", "announced") == "2025-09"
    assert day("Norway banned exports of cod until September 2025.", "banned") == "2024-07-10"


def test_what_began_on_a_day_was_not_prolonged_on_it() -> None:
    said = "The emergency declared on May 15, 2019, must continue in effect beyond May 15, 2023."
    assert day(said, "continue", "called_for", "extend") == "2023-05-15"


def test_since_when_it_had_been_is_not_when_it_was_lifted() -> None:
    said = "Norway lifted the duty on cod that had been in force since May 2019."
    assert day(said, "lifted", act="lift_control", likely={0: 3.0}) == "2024-07-10"
    assert day("Norway's ban, which has been in force since May 2019, hurts.", "ban", likely={0: 3.0}) == "2019-05"


def test_for_a_year_is_said_of_quotas() -> None:
    assert day("Norway set a quota of cod for 2025.", "set", act="quota") == "2025"
    assert day("Norway banned the fleet for 2025.", "banned") == "2024-07-10"


def test_what_takes_effect_at_once_does_so_when_it_is_told() -> None:
    said = "Norway banned exports of cod with immediate effect, the ministry said on Monday."
    assert day(said, "banned", likely={0: 1.0, 1: -1.0}) == "2024-07-08"
    assert day("Norway banned exports of cod with immediate effect.", "banned") == "2024-07-10"
    assert day("Norway on Monday banned exports of cod with immediate effect.", "banned") == "2024-07-08"
    two = "After talks on Monday failed, Norway on Tuesday banned exports of cod with immediate effect."
    assert day(two, "banned", likely={0: -2.0, 1: 2.0, 2: 3.0}) == "2024-07-09"
    assert day("Norway banned them until Monday with immediate effect.", "banned") == "2024-07-10"


def test_since_when_something_is_the_first_is_not_its_day() -> None:
    said = "It is the largest drill of the three navies of the North since 2017, held on Monday."
    assert day(said, "held", act="exercise") == "2024-07-08"


def test_a_notice_is_of_the_day_on_which_it_is_dated() -> None:
    assert day("Norway banned exports of cod by a notice dated 4 July.", "banned") == "2024-07-04"
    assert day("The ban that was imposed by Norway in March was set aside.", "set aside", act="suspend") == "2024-07-10"


def test_the_day_of_an_order_is_that_of_what_it_does_itself() -> None:
    assert day("Executive Order 14257 of April 2 raised the duty on cod.", "Order", act="tariff") == "2024-04-02"
    assert day("Norway lowered it under Executive Order 14257 of April 2.", "lowered", act="tariff") == "2024-07-10"


def test_the_day_of_an_attack_is_not_that_of_what_answers_it() -> None:
    assert day("Norway raised the duty on cod after the attack of 22 April.", "raised") == "2024-07-10"
    assert day("I have decided to suspend my order of 30 June on cod.", "suspend", act="suspend") == "2024-07-10"


def test_since_is_not_the_day_of_what_will_be_done() -> None:
    said = "Norway will suspend the duties that it has taken since April 2, 2024."
    assert day(said, "suspend", "announced", "suspend") == "2024-07-10"


def test_a_decision_by_which_it_is_done_says_the_day() -> None:
    assert day("By Decision 2024/88 of 3 March 2024, Norway raised the duty on cod.", "raised") == "2024-03-03"
    assert (
        day("Norway raised the duty on cod that Decision 2024/88 of 3 March 2024 laid down.", "raised") == "2024-07-10"
    )


@pytest.mark.parametrize(
    ("said", "word", "told"),
    [
        ("Norway condemns the attack of June 20 on its tankers.", "condemns", "2024-07-10"),
        ("Norway condemned the attack on June 20.", "condemned", "2024-06-20"),
        ("We strongly support the ruling of July 2016.", "support", "2024-07-10"),
        ("Norway rejects what Iceland asks for, its minister said on Monday.", "rejects", "2024-07-08"),
        ("On Monday, we condemn it again.", "condemn", "2024-07-08"),
        ("Norway stands with Iceland after the attack of June 20.", "stands with", "2024-07-10"),
        ("Norway condemns the attack in a statement issued on July 8.", "condemns", "2024-07-08"),
        ("Norway supports the ruling, a spokesman wrote on Monday.", "supports", "2024-07-08"),
    ],
)
def test_the_day_of_what_a_position_is_about_is_not_its_own(said: str, word: str, told: str) -> None:
    assert day(said, word, act="state") == told


@pytest.mark.parametrize(
    ("said", "word", "act", "told"),
    [
        ("Since 2018, Norway has hosted the exercise.", "hosted", "exercise", "2024-07-10"),
        ("The two have met twice since 2022.", "met", "meet", "2024-07-10"),
        ("The two have met twice since May 2022.", "met", "meet", "2022-05"),
        ("The two have been meeting since 2019.", "meeting", "meet", "2019"),
        ("Since May 2022, Norway has banned exports of cod.", "banned", "ban", "2022-05"),
        ("Between 1934 and 1945, Norway signed 32 agreements.", "signed", "agree", "2024-07-10"),
        ("Norway signed 32 agreements between 1934 and 1945.", "signed", "agree", "2024-07-10"),
        ("Norway signed 32 agreements between January 2019 and May 2021.", "signed", "agree", "2024-07-10"),
    ],
)
def test_what_is_counted_since_a_year_was_not_done_in_it(said: str, word: str, act: str, told: str) -> None:
    assert day(said, word, act=act) == told


def test_what_follows_something_has_its_own_day() -> None:
    long = "Following the summit of the seven heads of state and government in May 2022, Norway banned cod."
    assert day(long, "banned") == "2024-07-10"
    assert day("Following talks with the minister, Norway banned cod in May 2022.", "banned") == "2022-05"
    assert day("After weeks of long delays, in May 2022, Norway banned cod.", "banned") == "2022-05"


def test_a_position_may_be_taken_today() -> None:
    said = "Norway condemns the attack today."
    begin = said.index("condemns")
    when = dates(said, 0, len(said), TODAY)
    assert ruled(said, when, Told("state", "done", (begin, begin + 8))) == 0


def judged(said: str, word: str, likely: Mapping[int, float], state: str = "done", act: str = "ban") -> tuple[str, str]:
    start = said.index(word)
    when = dates(said, 0, len(said), TODAY)
    return happened(said, when, Told(act, state, (start, start + len(word)), likely=likely), TODAY)


def test_fitted_weights_decide_which_date_it_is_and_whether_any() -> None:
    two = "Norway banned exports of cod on May 5, 2023, and met Iceland on June 6, 2023."
    assert judged(two, "banned", {0: 4.0, 1: -4.0}) == ("2023-05-05", "day")
    assert judged(two, "met", {0: -4.0, 1: 4.0}, act="meet") == ("2023-06-06", "day")
    by_then = "Norway banned exports of cod by May 2025."
    assert day(by_then, "banned", likely={0: 0.5}) == "2025-05"  # by the rules, which yield to the network
    assert judged(by_then, "banned", {0: -4.0}) == ("2024-07-10", "none")


@pytest.mark.parametrize("until", ["until May 2025", "through May 2025", "until the end of May 2025"])
def test_the_day_until_which_it_lasts_is_never_that_of_an_act(until: str) -> None:
    assert day(f"Norway banned exports of cod {until}.", "banned", likely={0: 8.0}) == "2024-07-10"
    assert day(f"The ban on exports of cod ran {until}.", "ran", act="expire") == "2025-05"
    lasted = f"The ban on exports of cod lasted {until}."
    assert day(lasted, "lasted", act="lift_control", likely={0: 8.0}) == "2025-05"


def test_no_weights_make_the_day_of_an_order_that_of_what_rests_on_it() -> None:
    said = "Norway raised the duty under Executive Order 7 of May 5, 2024."
    assert judged(said, "raised", {0: 8.0}, act="tariff") == ("2024-07-10", "none")


def test_what_takes_effect_at_once_does_so_when_it_was_said_whoever_decides() -> None:
    said = "Norway banned exports of cod with immediate effect, the ministry said on Monday."
    assert judged(said, "banned", {0: 4.0, 1: -4.0}) == ("2024-07-08", "day")
