"""How sure an event is: what speaks for it and against it, and what the fitted weights make of it."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pytest
from bench.coders import Coded
from bench.events_gold import Sentence
from scripts.fit_certainty import cases, fitted

from tests.events.test_reader import event
from tocsin.events.certainty import ALWAYS, LEVEL, Grounds, certainty, signs, weights
from tocsin.events.event import ACTS, Event
from tocsin.events.reader import read

PARTS = {"NOR": (0.9, 0.05), "ISL": (0.1, 0.8), "CHL": (0.2, 0.3)}
SURE = Grounds(0.9, 0.2, PARTS)


def seen(act: str, actor: tuple[str, ...] = (), target: tuple[str, ...] = ()) -> Mapping[str, float]:
    return signs(act, SURE, actor, target)


def test_every_sign_has_a_weight_and_every_weight_a_sign() -> None:
    for act in ACTS:
        assert set(seen(act, ("NOR",), ("ISL",))) == set(weights())


def test_chances_are_told_as_log_odds_of_the_surest() -> None:
    found = seen("ban", ("NOR", "CHL"), ("ISL",))
    assert (found["act"], found["other_act"]) == pytest.approx((math.log(9), -math.log(4)))
    assert (found["doer"], found["doer_surest"]) == pytest.approx((1.0, math.log(9)))
    assert (found["target"], found["target_surest"]) == pytest.approx((1.0, math.log(4)))


def test_who_is_left_out_may_be_the_target() -> None:
    assert seen("ban", ("NOR",))["another_target"] == pytest.approx(math.log(4))
    assert seen("ban", ("NOR",), ("ISL",))["another_target"] == pytest.approx(math.log(3 / 7))
    assert seen("ban", ("NOR", "CHL"), ("ISL",))["another_target"] == -7.0


def test_of_acts_done_together_both_parts_are_one() -> None:
    found = seen("meet", ("NOR",), ("ISL",))
    assert found["together"] == 1.0
    assert (found["doer_surest"], found["target_surest"]) == pytest.approx((math.log(19), math.log(9)))


def test_who_stands_in_no_chance_speaks_neither_way() -> None:
    found = seen("ban", ("JPN",), ("KOR",))
    assert [found[name] for name in ("doer", "doer_surest", "target", "target_surest")] == [0.0] * 4


@pytest.mark.parametrize(("act", "unaimed"), [("state", 1.0), ("retaliate", 1.0), ("ban", 0.0)])
def test_a_position_without_a_target_is_less_sure(act: str, unaimed: float) -> None:
    assert (seen(act, ("NOR",))["unaimed"], seen(act, ("NOR",), ("ISL",))["unaimed"]) == (unaimed, 0.0)


def test_nobody_does_a_hazard() -> None:
    found = seen("hazard", ("NOR",))
    assert (found["doer"], found["nobody_acts"], found["befalls"]) == (0.0, 1.0, 1.0)


def test_chances_of_nought_and_one_are_as_far_as_can_be() -> None:
    found = signs("ban", Grounds(1.0, 0.0, {"NOR": (1.0, 0.0)}), ["NOR"], [])
    assert [found[name] for name in ("act", "other_act", "doer_surest")] == [7.0, -7.0, 7.0]


def test_the_surer_the_judges_the_surer_the_event() -> None:
    chances = (0.2, 0.5, 0.8, 0.99)
    by_act = [certainty(signs("ban", Grounds(one, 0.1, PARTS), ["NOR"], ["ISL"])) for one in chances]
    by_doer = [certainty(signs("ban", Grounds(0.9, 0.1, {"NOR": (one, 0.0)}), ["NOR"], [])) for one in chances]
    assert by_act == sorted(by_act)
    assert by_doer == sorted(by_doer)
    assert 0.0 < by_act[0] < by_act[-1] < 1.0


def test_a_reading_holds_what_is_sure_enough_and_all_at_no_level() -> None:
    said = "Norway banned exports of cod to Iceland. Talks may have touched on cod, officials of Chile hinted. " * 3
    (told,), (all_of_it,) = read(said, kind="text"), read(said, kind="text", least=0.0)
    assert [one.act for one in told.events] == ["ban"]
    assert all(one.confidence >= LEVEL for one in told.events)
    assert {one.act for one in told.events} <= {one.act for one in all_of_it.events}
    (none,) = read(said, kind="text", least=1.0)
    assert none.events == ()


def coded(act: str, *, optional: bool = False) -> Coded:
    return Coded.short(
        {
            "a": act,
            "who": ["NOR"],
            "to": [],
            "w": "",
            "m": "done",
            "on": "",
            "p": "",
            "o": [],
            "alt": [],
            "opt": optional,
        }
    )


def found(act: str, **signs: float) -> Event:
    return event(act=act, actor=("NOR",), target=(), signs=signs).event


def test_what_was_read_is_right_if_it_was_coded_and_counts_neither_way_if_it_is_optional() -> None:
    sentence = Sentence("", "", None, (), ((coded("ban"), coded("meet", optional=True)),))
    events = [found(act, always=1.0, act_odds=n) for n, act in enumerate(("ban", "tariff", "meet"))]
    assert list(cases(sentence, [*events, found("quota")])) == [
        ({ALWAYS: 1.0, "act_odds": 0}, True),
        ({ALWAYS: 1.0, "act_odds": 1}, False),
    ]


SEEN = ((1.0, True), (1.0, True), (1.0, False), (-1.0, False))


def test_weights_are_fitted_so_that_shares_come_out() -> None:
    row = [
        ({ALWAYS: 1.0, "act": one}, yes) for one, yes in ((1.0, True), (1.0, True), (1.0, False), (-1.0, False)) * 50
    ]
    fit = fitted([*row, ({ALWAYS: 1.0, "act": -1.0}, True)])
    sure, unsure = (1 / (1 + math.exp(-fit[ALWAYS] - fit["act"] * one)) for one in (1.0, -1.0))
    assert (sure, unsure) == pytest.approx((2 / 3, 1 / 51), abs=0.05)
