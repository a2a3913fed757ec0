"""Who does an act and to whom, where the judges' shares are written by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pytest
from bench.events_gold import events

from tests.events.scenes import ACTOR, NONE, OPEN, TARGET, draft, scene, sight
from tests.events.test_coder import of
from tocsin.events.event import Event
from tocsin.events.mentions import Mention
from tocsin.events.parts import joined, parts, ruled_part

FISH = "Aquatic products originating in Japan may no longer enter China."


def codes(found: tuple[Iterable[Mention], Iterable[Mention]]) -> tuple[list[str], list[str]]:
    return [one.party for one in found[0]], [one.party for one in found[1]]


def named(said: str, *parties: str) -> tuple[Mention, ...]:
    return tuple(one for one in scene(said).sentence.mentions if one.party in parties)


def judged(
    said: str, act: str, word: str, shares: Mapping[str, Sequence[float]], **more: object
) -> tuple[list[str], list[str]]:
    seen = sight(said, **shares)
    return codes(parts(seen, *draft(seen, act, word, **more))[:2])


def test_goods_of_one_country_may_not_enter_another() -> None:
    event = of(FISH, "ban")
    assert (event.actor, event.target) == (("CHN",), ("JPN",))


def test_an_aimed_act_has_its_actors_in_one_place() -> None:
    shares = {"JPN": (0.1, 0.44, 0.43), "CHN": (0.1, 0.6, 0.3)}
    assert judged(FISH, "ban", "enter", shares)[0] == ["CHN"]
    both = "Exports of Japan and Norway may no longer enter China."
    assert judged(both, "ban", "enter", {"JPN": ACTOR, "NOR": (0.1, 0.8, 0.1), "CHN": TARGET}) == (
        ["JPN", "NOR"],
        ["CHN"],
    )


def test_an_act_without_aim_may_have_actors_anywhere() -> None:
    said = "Workers in Chile walked out as did those of Peru."
    assert judged(said, "strike", "walked", {"CHL": ACTOR, "PER": (0.1, 0.8, 0.1)})[0] == ["CHL", "PER"]


def test_parties_that_are_joined_share_a_part() -> None:
    said = "Norway, Iceland and the United States banned exports of cod to Russia."
    shares = {"NOR": ACTOR, "ISL": (0.5, 0.25, 0.25), "USA": ACTOR, "RUS": TARGET}
    assert judged(said, "ban", "banned", shares) == (["NOR", "ISL", "USA"], ["RUS"])


def test_the_likeliest_parties_take_part_whatever_the_rules_say() -> None:
    said = "Norway banned cod near Iceland."
    ruled = {"actors": named(said, "NOR"), "targets": named(said, "ISL")}
    weak = {"NOR": (0.7, 0.16, 0.14), "ISL": (0.7, 0.14, 0.16)}
    assert judged(said, "ban", "banned", weak, **ruled) == (["NOR"], ["ISL"])
    assert judged(said, "ban", "banned", {"NOR": TARGET, "ISL": ACTOR}, **ruled) == (["ISL"], ["NOR"])
    assert judged(said, "ban", "banned", {"NOR": NONE, "ISL": NONE}, **ruled) == ([], [])


def test_what_the_rules_leave_open_goes_to_whom_it_is_likely() -> None:
    said = "Norway banned exports of cod to Iceland."
    assert judged(said, "ban", "banned", {"NOR": ACTOR, "ISL": TARGET}) == (["NOR"], ["ISL"])
    assert judged(said, "ban", "banned", {"NOR": NONE, "ISL": NONE}) == ([], [])


def test_nobody_is_both_actor_and_target() -> None:
    said = "Norway banned exports of cod from Norway to Iceland."
    actors, targets = judged(said, "ban", "banned", {"NOR": (0.1, 0.45, 0.45), "ISL": OPEN})
    assert not set(actors) & set(targets)


def test_nobody_acts_for_want_of_others_to_whom_it_is_very_likely_done() -> None:
    said = "Cod from Norway was banned."
    assert judged(said, "ban", "banned", {"NOR": (0.05, 0.2, 0.75)}) == ([], ["NOR"])
    assert judged(said, "ban", "banned", {"NOR": (0.1, 0.2, 0.7)}) == (["NOR"], [])
    twice = "Cod from Norway was banned, whatever Oslo thinks."
    shares = {"norway": (0.05, 0.2, 0.75), "oslo": (0.5, 0.3, 0.2)}
    assert judged(twice, "ban", "banned", shares) == ([], ["NOR"])


def test_the_target_is_another_than_who_acts_under_any_name() -> None:
    said = "Norway repeated that Oslo deplored the quota of Iceland."
    shares = {"norway": (0.1, 0.3, 0.6), "oslo": ACTOR, "ISL": (0.7, 0.1, 0.2)}
    assert judged(said, "state", "deplored", shares) == (["NOR"], ["ISL"])


def test_a_pronoun_leaves_open_who_acts() -> None:
    said = "They banned exports of cod to Iceland."
    assert judged(said, "ban", "banned", {"ISL": ACTOR}, pronoun="they")[0] == []
    assert judged(said, "ban", "banned", {"ISL": ACTOR}, parties=("NOR",))[0] == []
    assert judged(said, "ban", "banned", {"ISL": TARGET}, pronoun="they") == ([], ["ISL"])


def test_a_pronoun_may_mean_who_was_named_before_it() -> None:
    said = "Norway said it had banned exports of cod to Iceland."
    assert judged(said, "ban", "banned", {"NOR": ACTOR, "ISL": TARGET}, pronoun="it") == (["NOR"], ["ISL"])
    weak = {"NOR": (0.7, 0.3, 0.0), "ISL": TARGET}
    assert judged(said, "ban", "banned", weak, pronoun="it")[0] == []


def test_an_office_of_which_nothing_says_whose_leaves_the_actor_open() -> None:
    weak = {"PRK": (0.5, 0.3, 0.2), "Secretary": NONE, "Foreign Minister": NONE, "Prime Minister": NONE}
    for said in (
        "The Secretary and the Foreign Minister reaffirmed their commitment to the DPRK.",
        "Both leaders reaffirmed their commitment to the DPRK.",
        "The announcement follows the Prime Minister's visit, in which he reaffirmed it to the DPRK.",
    ):
        assert judged(said, "state", "reaffirmed", weak)[0] == []
        assert judged(said, "state", "reaffirmed", weak | {"PRK": ACTOR})[0] == []
    assert judged("The DPRK reaffirmed it to the Secretary.", "state", "reaffirmed", weak)[0] == ["PRK"]
    indian = weak | {"IND": (0.5, 0.3, 0.2), "PRK": NONE}
    assert judged("The Indian Foreign Minister reaffirmed it to the DPRK.", "state", "reaffirmed", indian)[0] == ["IND"]


def test_who_protests_against_an_act_or_sees_it_does_not_do_it() -> None:
    shares = {"KOR": ACTOR, "PRK": NONE}
    for said in (
        "Seoul condemned the latest launch.",
        "Seoul lodged a protest over the launch.",
        "Seoul detected a launch.",
    ):
        assert judged(said, "missile_test", "launch", shares)[0] == []
        assert judged(said, "state", "launch", shares)[0] == ["KOR"]
    assert judged("Seoul protested by a launch.", "missile_test", "launch", shares)[0] == ["KOR"]
    assert judged("Seoul denounced it with a launch.", "missile_test", "launch", shares)[0] == ["KOR"]
    for said in (
        "Seoul condemned it, and its launch failed.",
        "Seoul slammed its own launch.",
        "Seoul began a launch.",
    ):
        assert judged(said, "missile_test", "launch", shares)[0] == ["KOR"]


@pytest.mark.parametrize("act", ["meet", "agree", "dialogue", "exercise"])
def test_who_stands_side_by_side_acts_and_who_is_met_is_met(act: str) -> None:
    said = "Ministers of Norway and Iceland sat down with those of Chile as Peru looked on."
    shares = {"NOR": ACTOR, "ISL": ACTOR, "CHL": TARGET, "PER": NONE}
    assert judged(said, act, "sat", shares) == (["NOR", "ISL"], ["CHL"])
    assert judged(said, act, "sat", shares | {"CHL": ACTOR}) == (["NOR", "ISL", "CHL"], [])
    assert judged(said, act, "sat", shares | {"NOR": TARGET, "ISL": TARGET}) == (["NOR", "ISL", "CHL"], [])


def test_who_is_met_by_somebody_named_before_does_not_act() -> None:
    assert judged("They met the envoy of Chile.", "meet", "met", {"CHL": TARGET}, pronoun="they") == ([], ["CHL"])


def test_a_party_of_the_dateline_is_kept_as_the_rules_give_it() -> None:
    said = "OTTAWA, July 9 - Shipments of tellurium to Chile now require a permit, its trade ministry said."
    office = Mention(9, 10, "CAN", "office")
    assert judged(said, "impose_control", "require", {"CHL": TARGET}, actors=(office,)) == (["CAN"], ["CHL"])
    assert judged(said, "impose_control", "require", {"CHL": OPEN}, actors=(office,))[0] == ["CAN"]


def test_parties_are_joined_by_commas_and_small_words_alone() -> None:
    one = scene("Norway, Iceland and the United States told Chile that Peru sided with Russia.")
    assert [len(group) for group in joined(scene("Chile as well as Peru told Russia as Norway looked on."), 4)] == [
        2,
        1,
        1,
    ]
    groups = [[one.row[m].mention.party for m in group] for group in joined(one, 4)]  # type: ignore[union-attr]
    assert groups == [["NOR", "ISL", "USA"], ["CHL"], ["PER"], ["RUS"]]


def test_the_judges_are_told_what_the_rules_say() -> None:
    said = "Norway banned exports of cod to Iceland, and Chile lifted its duty on tea."
    one = scene(said)
    ban = next(each for each in one.drafts if each.act == "ban")
    told = {one.row[m].mention.party: ruled_part(ban, one, m) for m in one.parties}  # type: ignore[union-attr]
    assert told == {"NOR": "actor", "ISL": "target", "CHL": "other"}


def test_offices_before_names_are_joined() -> None:
    (one,) = of_all("President Yoon Suk Yeol and Prime Minister Kishida Fumio condemned North Korea's launch.", "state")
    assert (one.actor, one.target) == (("KOR", "JPN"), ("PRK",))


def test_a_main_clause_behind_what_is_answered_has_its_own_subject() -> None:
    said = (
        "In response to the tariffs of the United States, China will levy a duty of 34% on imports from that country."
    )
    (one,) = of_all(said, "tariff")
    assert one.actor == ("CHN",)


def test_who_welcomes_a_meeting_does_not_meet_and_a_minister_is_of_no_country_named_behind() -> None:
    said = "Japan has welcomed the meeting between President Trump and Chairman Kim Jong Un in Singapore."
    found = {one.act: (one.actor, one.target) for one in events(said, None)}
    assert found["meet"] == (("USA", "PRK"), ())
    assert found["state"] == (("JPN",), ("USA", "PRK"))
    (one,) = of_all("Trade Minister Lockwood Smith today welcomed the offer by the European Union.", "state")
    assert (one.actor, one.target) == ((), ("EUU",))


def test_on_whose_goods_the_duty_is_that_is_lowered_does_not_lower_it() -> None:
    said = "Korea and the United States signed a deal under which the tariff on Korean goods will be lowered."
    (one,) = of_all(said, "lift_control")
    assert (one.actor, one.target) == (("USA",), ("KOR",))


def of_all(said: str, act: str) -> list[Event]:
    return [one for one in events(said, date(2026, 11, 13)) if one.act == act]


@pytest.mark.parametrize(
    ("said", "act", "actor"),
    [
        ("Following this, the Consultative Group met in Paris in May.", "meet", ("Consultative Group",)),
        ("CMAG is next scheduled to meet in London on 8 October.", "meet", ("CMAG",)),
        ("The Cairns Group is committed to freeing trade in farm goods.", "pledge", ("Cairns Group",)),
        ("This GL expired on January 17, 2026.", "expire", ()),
    ],
)
def test_a_body_right_before_a_verb_acts(said: str, act: str, actor: tuple[str, ...]) -> None:
    assert of(said, act).actor == actor


def test_the_capital_in_which_somebody_is_met_is_a_place() -> None:
    event = of("To that end, our Ambassador has met with Fretilin leader Xanana Gusmao in Jakarta.", "meet")
    assert (event.actor, event.target) == ((), ("TLS",))


def test_a_ministry_of_something_is_no_party_called_so() -> None:
    said = "The Minister for Trade, Tim Groser, today condemned the Indonesian ban on nickel exports."
    assert of(said, "state").actor == ("NZL",)


def test_who_demands_that_a_measure_be_lifted_does_not_lift_it_under_any_name() -> None:
    said = "Beijing banned exports of gallium to Japan, and Tokyo's vice minister demanded that the ban be lifted."
    assert "JPN" not in of(said, "lift_control").actor
