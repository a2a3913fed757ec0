"""Two judges taken together: the geometric mean of shares; where the network does not see, the weights alone."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from tests.events.scenes import scene
from tests.events.test_inputs import LONG, SAID
from tocsin.events import sight as module
from tocsin.events.event import ACTS, MODALITIES
from tocsin.events.inputs import ACT_AT, LONGEST
from tocsin.events.network import Floats
from tocsin.events.panel import panel
from tocsin.events.sight import DULL, GATE, LOUD, MIX, Sight
from tocsin.events.signs import act_signs, modality_signs, scene_signs
from tocsin.events.weights import weights


def test_shares_together_are_their_geometric_mean() -> None:
    one, other = np.array([[0.8, 0.2]], np.float32), np.array([[0.5, 0.5]], np.float32)
    assert module._together(one, other)[0] == pytest.approx([2 / 3, 1 / 3])  # sqrt(.40) to sqrt(.10)
    assert module._together(one, one)[0] == pytest.approx([0.8, 0.2])
    assert np.array_equal(module._together(one, other), module._together(other, one))


def test_a_share_of_nought_does_not_silence_the_other_judge() -> None:
    found = module._together(np.array([0.0, 1.0], np.float32), np.array([1.0, 0.0], np.float32))
    assert found == pytest.approx([0.5, 0.5])


def test_an_act_is_judged_by_both_in_log_odds() -> None:
    seen = Sight(scene(SAID))
    table, found = weights("act"), seen.clued["ban"]
    shared = table.rows(scene_signs(seen.scene))
    share = float(table.shares("ban", act_signs(seen.scene, "ban", found), shared)[table.classes.index("yes")])
    read = float(np.log(share / (1 - share)))
    assert module._odds(table, "ban", act_signs(seen.scene, "ban", found), shared) == pytest.approx(read, abs=1e-4)
    both = (1 - MIX) * read + MIX * float(panel().acts(seen.seen)[ACT_AT["ban"]])
    assert seen.acts["ban"] == pytest.approx(1 / (1 + np.exp(-both)), abs=1e-4)


def test_the_gate_spares_the_network_what_no_rule_and_no_weight_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    class Loud:
        def see(self, _given: object) -> None:
            asked.append(True)

        def acts(self, _seen: object) -> Floats:
            return np.full(len(ACTS), 9.0, dtype=np.float32)

    monkeypatch.setattr(module, "panel", Loud)
    quiet = scene("A ban is a word.")
    assert not quiet.drafts
    assert Sight(quiet).clued
    for act, any_act, opened in (
        (GATE - 0.01, LOUD - 0.01, False),
        (GATE, LOUD - 0.01, True),
        (GATE - 0.01, LOUD, True),
        (GATE, DULL - 0.01, False),
    ):
        monkeypatch.setattr(module, "_odds", lambda _table, of, *_signs, at=(act, any_act): at[not of])
        asked.clear()
        assert set(Sight(quiet).acts) == (set(ACTS) if opened else set())
        assert bool(asked) == opened
    assert Sight(scene(SAID)).acts  # a rule opens it


def test_a_sentence_without_a_clue_is_looked_at_by_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "India and Japan remain firm in their support of Sri Lanka's recovery."
    assert not Sight(scene(said)).clued
    odds = module._odds(weights("sentence"), "", scene_signs(scene(said)))
    monkeypatch.setattr(module, "LOUD", odds + 0.01)
    assert "seen" not in _judged(said)
    monkeypatch.setattr(module, "LOUD", odds)
    assert "seen" in _judged(said)


def _judged(said: str) -> Mapping[str, object]:
    sight = Sight(scene(said))
    assert sight.acts is not None
    return vars(sight)


def test_nothing_is_judged_where_there_is_nothing_to_see() -> None:
    assert Sight(scene("The boats lay still.")).acts == {}
    assert Sight(scene("")).acts == {}


def test_behind_the_longest_sentence_the_weights_judge_alone() -> None:
    said = LONG.replace(" .", " while Japan may ban exports of tea to China .")
    seen = Sight(scene(said))
    k = next(k for k, one in enumerate(seen.scene.row) if one.word == "ban")
    assert k >= LONGEST
    table = weights("modality")
    alone = table.shares("ban", modality_signs(seen.scene, k))
    order = [table.classes.index(one) for one in MODALITIES]
    assert seen.modality("ban", k) == MODALITIES[int(alone[order].argmax())]
    assert seen.dated("ban", k) == {}
    far = [m for m in seen.scene.parties if m >= LONGEST]
    shares = seen.parts("ban", k, far, [""] * len(far))
    assert shares.shape == (len(far), 3)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(far)), abs=1e-5)


def test_dates_are_told_by_their_place_in_the_row_of_dates() -> None:
    seen = Sight(scene("On May 5 Norway banned exports of cod, and on June 6 it lifted a duty on tea."))
    assert [one.date[5:] for one in seen.scene.when] == ["05-05", "06-06"]
    assert list(seen.dated("ban", seen.at("ban"))) == [0, 1]
    assert Sight(scene(SAID.replace(" on Monday", ""))).dated("ban", 1) == {}


def test_no_parties_have_no_parts() -> None:
    assert Sight(scene(SAID)).parts("ban", 1, [], []).shape == (0, 3)
