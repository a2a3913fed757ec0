"""What of the rules' reading is kept, where the probabilities of the acts are written by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from tests.events.scenes import scene
from tocsin.events import judging
from tocsin.events.certainty import Grounds, certainty, signs
from tocsin.events.event import ACTS
from tocsin.events.judging import DIRECTED, GARBLED, LIKELY, SURELY, judged
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.parts import Parts
from tocsin.events.sight import Sight


@pytest.fixture
def likely(monkeypatch: pytest.MonkeyPatch) -> dict[str, float]:
    """Return how likely each act is, to be filled; parties stay as the rules give them."""
    given: dict[str, float] = {}

    def acts(_sight: Sight) -> Mapping[str, float]:
        return given

    monkeypatch.setattr(Sight, "acts", property(acts))

    def parts(_sight: Sight, draft: Draft, _k: int) -> Parts:
        surely = {one.party: (0.98, 0.01) for one in draft.actors} | {one.party: (0.01, 0.98) for one in draft.targets}
        return Parts(draft.actors, draft.targets, surely)

    monkeypatch.setattr(judging, "parts", parts)
    return given


def acts(said: str) -> list[str]:
    return [one.act for one in sorted(judged(scene(said), 0.0), key=lambda one: one.act)]


def reading(
    act: str, at: int, actors: tuple[Mention, ...] = (), targets: tuple[Mention, ...] = (), *, ruled: bool = True
) -> judging._Reading:
    return judging._Reading(Draft(act, actors, targets, at, at + 1, "done", 0.9), 0.9, ruled=ruled, first=False)


BAN = "Norway banned exports of cod to Iceland."
OPEN = "Norway banned exports of cod."
FRESH = "Cod from Norway is unwelcome in Iceland."
AGAIN = "These measures were extended by a year."


@pytest.mark.parametrize(("said", "least"), [(BAN, DIRECTED), (OPEN, LIKELY), (FRESH, LIKELY)])
def test_an_act_must_be_likely(said: str, least: float, likely: dict[str, float]) -> None:
    likely["ban"] = least
    assert acts(said) == ["ban"]
    likely["ban"] = least - 0.001
    assert acts(said) == []


def test_what_is_said_of_measures_told_before_is_kept(likely: dict[str, float]) -> None:
    likely["extend"] = 0.1
    (kept,) = judged(scene(AGAIN))
    (ruled,) = scene(AGAIN).drafts
    assert ruled.again
    assert kept.confidence == pytest.approx((0.1 + ruled.confidence) / 2, abs=1e-3)


@pytest.mark.parametrize(("said", "least"), [(BAN, GARBLED), (OPEN, GARBLED), (FRESH, SURELY)])
def test_in_a_garbled_document_the_rules_count_for_more(said: str, least: float, likely: dict[str, float]) -> None:
    garbled = replace(scene(said), garbled=True)
    likely["ban"] = least
    assert [one.act for one in judged(garbled)] == ["ban"]
    likely["ban"] = least - 0.001
    assert not list(judged(garbled))


def test_an_outage_that_nobody_is_named_for_befalls_the_country_of_its_place(likely: dict[str, float]) -> None:
    likely["outage"] = 0.9
    (one,) = judged(scene("Some 300,000 homes in Texas lost power on Tuesday."))
    assert (one.actors, one.parties) == ((), ("USA",))


def test_confidence_is_the_certainty_of_act_and_parties_together(likely: dict[str, float]) -> None:
    likely |= {"ban": 0.9, "meet": 0.2}
    (sure,) = judged(scene(BAN))
    told = Grounds(0.9, 0.2, {"NOR": (0.98, 0.01), "ISL": (0.01, 0.98)})
    assert sure.confidence == round(certainty(signs("ban", told, ["NOR"], ["ISL"])), 3)


def test_what_is_less_sure_than_is_asked_is_not_told(likely: dict[str, float]) -> None:
    likely["ban"] = 0.9
    (sure,) = judged(scene(BAN))
    assert not list(judged(scene(BAN), sure.confidence + 0.001))
    assert list(judged(scene(BAN), sure.confidence))


def test_in_a_garbled_document_confidence_is_the_probability_or_its_mean_with_a_rule(
    likely: dict[str, float],
) -> None:
    garbled = replace(scene(BAN), garbled=True)
    likely["ban"] = 0.9
    (sure,) = judged(garbled, 1.0)
    assert sure.confidence == 0.9
    likely["ban"] = 0.5
    (unsure,) = judged(garbled, 1.0)
    (ruled,) = garbled.drafts
    assert unsure.confidence == pytest.approx((0.5 + ruled.confidence) / 2, abs=1e-3)


def test_of_two_acts_told_by_the_same_words_the_likelier_is_kept(
    likely: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sight, "at", lambda _sight, _act: 1)
    likely |= {"ban": 0.95, "impose_control": 0.9}
    assert acts(OPEN) == ["ban"]
    likely |= {"ban": 0.85}
    assert acts(OPEN) == ["impose_control"]


def test_of_the_same_words_what_a_rule_reads_with_both_parties_goes_first(
    likely: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Norway banned exports of cod to Iceland."
    assert [(one.act, bool(one.actors and one.targets)) for one in scene(said).drafts] == [("ban", True)]
    monkeypatch.setattr(Sight, "at", lambda _sight, _act: 1)
    likely |= {"ban": 0.7, "tariff": 0.9}
    assert acts(said) == ["ban"]
    likely |= {"ban": DIRECTED - 0.01}  # too unlikely even with both
    assert acts(said) == ["tariff"]


def test_acts_told_by_different_words_are_both_kept(likely: dict[str, float], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sight, "at", lambda _sight, _act: 4)
    likely |= {"ban": 0.95, "tariff": 0.9}
    assert acts(OPEN) == ["ban", "tariff"]


@pytest.mark.parametrize("act", ["retaliate", "threaten"])
def test_an_answer_stands_beside_the_measure_that_it_is(
    act: str, likely: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Sight, "at", lambda _sight, _act: 1)
    likely |= {"ban": 0.95, act: 0.9}
    assert acts(OPEN) == ["ban", act]


def test_a_control_that_is_announced_and_imposed_is_one(likely: dict[str, float]) -> None:
    said = "Norway announced export controls on cod and Iceland imposed export controls on tea."
    assert {one.act for one in scene(said).drafts} == {"announce_control", "impose_control"}
    likely |= {"announce_control": 0.9, "impose_control": 0.95}
    assert sorted(acts(said)) == ["announce_control", "impose_control"]  # of two countries, they are two
    one = reading("announce_control", 0)
    assert judging._same(one, reading("impose_control", 5))
    assert judging._same(one, reading("ban", 5, ruled=False))
    assert not judging._same(one, reading("suspend", 5, ruled=False))
    assert not judging._same(one, reading("tariff", 5, ruled=False))


def test_a_family_tells_one_act_of_the_same_parties_unless_rules_read_both() -> None:
    norway, peru, chile = (Mention(n, n + 1, code, "name") for n, code in enumerate(("NOR", "PER", "CHL")))
    ban = reading("ban", 0, (norway,), (peru,))
    assert judging._same(ban, reading("quota", 5, (norway,), (peru,), ruled=False))
    assert judging._same(ban, reading("suspend", 5, (norway,), (), ruled=False))
    assert not judging._same(ban, reading("quota", 5, (norway,), (chile,), ruled=False))
    assert not judging._same(ban, reading("quota", 5, (peru,), (), ruled=False))
    assert not judging._same(ban, reading("quota", 5, (norway,), (peru,)))


@pytest.mark.parametrize(
    "said",
    [
        "China banned exports of gallium to Japan and set a quota on rare earths for Vietnam.",
        "Indonesia imposed a quota on nickel ore and banned exports of bauxite to India.",
    ],
)
def test_two_measures_of_a_sentence_are_two(said: str) -> None:
    assert {"ban", "quota"} <= set(acts(said))


def test_what_a_firm_suspends_is_an_outage_and_what_a_state_suspends_is_none() -> None:
    firm, state = Mention(0, 1, "BHP", "firm"), Mention(0, 1, "AUS", "name")
    by = {who: Draft("suspend", who, (), 1, 2, "done", 0.9) for who in ((firm,), (state,), (firm, state), ())}
    assert [judging._stopped(one).act for one in by.values()] == ["outage", "suspend", "suspend", "suspend"]
    assert judging._stopped(Draft("ban", (firm,), (), 1, 2, "done", 0.9)).act == "ban"


def test_the_same_act_read_twice_is_no_twin() -> None:
    assert not judging._same(reading("ban", 0), reading("ban", 0))


def test_a_fresh_act_after_a_pronoun_remembers_it() -> None:
    seen = Sight(scene("Last week they shut the door on cod from Iceland."))
    k = next(k for k, one in enumerate(seen.scene.row) if one.word == "shut")
    seen.__dict__["_tags"] = (np.arange(len(seen.scene.row)) == k)[:, None] * np.ones(len(ACTS))
    assert judging.fresh(seen, "ban", 0.9).pronoun == "they"


def test_an_act_is_told_again_of_others_or_of_another_day() -> None:
    norway, iceland = (Mention(0, 1, name, "name") for name in ("NOR", "ISL"))
    one = Draft("meet", (norway,), (), 0, 1, "done", 0.9, dated={0: 2.0, 1: -2.0})
    assert judging._differ(one, replace(one, actors=(iceland,)))
    assert judging._differ(one, replace(one, dated={0: -2.0, 1: 2.0}))
    assert not judging._differ(one, replace(one, dated={0: 1.0, 1: 0.5}))
    assert not judging._differ(one, replace(one, actors=(), dated={0: -1.0}))
    ban = replace(one, act="ban")
    assert not judging._differ(ban, replace(ban, dated={0: -2.0, 1: 2.0}))


def test_units_near_one_that_tells_an_act_tell_it_no_more() -> None:
    seen = Sight(scene("Norway banned cod from Iceland and at last also Iceland banned herring from Norway."))
    size = len(seen.scene.row)
    assert size > 10
    seen.__dict__["_tags"] = np.full((size, len(ACTS)), -1.0)
    seen._tags[[1, 3, 9]] = [[1.0], [3.0], [2.0]]
    assert list(seen.again("ban", [])) == [3, 9]
    assert list(seen.again("ban", [1])) == [9]
    assert list(seen.again("ban", [1, 9])) == []
