"""The ladder of retaliation: what came next in a small register, and who followed whom."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.policy.registers import entry, read
from tocsin.scenario.retaliation import NONE, retaliation

TODAY = date(2024, 1, 1)
LICENCE = entry("lic", announced_on="2019-07-01", valid_from="2019-07-04")
BAN = entry("ban", instrument="ban", announced_on="2019-10-01", valid_from="2019-10-01", supersedes=["lic"])
ELSEWHERE = entry("wider", instrument="ban", announced_on="2019-11-01", valid_from="2019-11-01", targets=["USA"])
ANSWER = entry("answer", announced_on="2019-09-01", valid_from="2019-09-18", targets=["JPN"])


def test_steps_after_a_rung_are_counted_with_the_days_between(tmp_path: Path) -> None:
    found = retaliation(read(tmp_path, JPN=LICENCE + BAN), "JPN", "KOR", TODAY)
    by_rung = {(one.rung, one.next): one for one in found.steps}
    assert by_rung["licence", "ban"].times == 1
    assert by_rung["licence", "ban"].days == 92.0
    assert by_rung["ban", NONE].times == 1
    assert by_rung["ban", NONE].days is None
    assert {(one.party, one.target) for one in found.steps} == {("JPN", "KOR")}


def test_what_others_did_is_counted_beside_and_never_less(tmp_path: Path) -> None:
    own = entry("cn1", announced_on="2020-01-01", valid_from="2020-01-01", targets=["USA"])
    next_ = entry(
        "cn2", instrument="ban", announced_on="2020-01-11", valid_from="2020-01-11", targets=["USA"], supersedes=["cn1"]
    )
    found = retaliation(read(tmp_path, JPN=LICENCE + BAN, CHN=own + next_), "JPN", "KOR", TODAY)
    step = next(one for one in found.steps if (one.rung, one.next) == ("licence", "ban"))
    assert (step.times, step.times_all) == (1, 2)
    assert step.days == (92 + 10) / 2
    assert all(one.times <= one.times_all for one in found.steps)


def test_an_act_of_the_other_side_that_followed_is_named_with_its_days(tmp_path: Path) -> None:
    found = retaliation(read(tmp_path, JPN=LICENCE, KOR=ANSWER), "JPN", "KOR", TODAY)
    first = next(one for one in found.answers if one.act == "lic")
    assert (first.answer, first.days, first.named) == ("answer", 62, True)
    back = next(one for one in found.answers if one.act == "answer")
    assert (back.answer, back.days) == ("", None)


def test_an_act_half_a_year_later_counts_as_no_answer(tmp_path: Path) -> None:
    late = entry("late", announced_on="2020-03-01", valid_from="2020-03-01", targets=["JPN"])
    found = retaliation(read(tmp_path, JPN=LICENCE, KOR=late), "JPN", "KOR", TODAY)
    assert next(one for one in found.answers if one.act == "lic").answer == ""


def test_what_was_not_known_on_the_day_is_not_seen(tmp_path: Path) -> None:
    register = read(tmp_path, JPN=LICENCE + BAN)
    found = retaliation(register, "JPN", "KOR", date(2019, 8, 1))
    assert [(one.rung, one.next) for one in found.steps] == [("licence", NONE)]


def test_rates_are_of_the_two_sides_and_the_families_asked_about(tmp_path: Path) -> None:
    register = read(tmp_path, JPN=LICENCE, CHN=ELSEWHERE)
    found = retaliation(register, "JPN", "KOR", TODAY, ["hydrogen_fluoride"])
    assert {one.party for one in found.rates} == {"JPN"}
    assert {one.family for one in found.rates} == {"semiconductor"}
    assert found.rates[0].acts == 1
