"""Networks that judge together: the mean of those that saw a sentence; the others are spared what tells nothing."""

from __future__ import annotations

import numpy as np
import pytest

from tests.events.test_inputs import SAID, given
from tocsin.events import panel as module
from tocsin.events.network import NETWORKS, network
from tocsin.events.panel import POSSIBLE, Panel, panel

NOTHING = "The boats of the village lay still all the summer."


def test_every_network_that_ships_is_asked_about_what_tells_an_act() -> None:
    assert len(panel().networks) == len(NETWORKS)
    assert len(panel().see(given(SAID))) == len(NETWORKS)


def test_the_others_are_spared_what_the_first_holds_to_tell_nothing() -> None:
    first = network()
    assert float(first.see(given(NOTHING)).acts.max()) < POSSIBLE
    seen = panel().see(given(NOTHING))
    assert len(seen) == 1
    assert panel().acts(seen) == pytest.approx(first.see(given(NOTHING)).acts)


def test_each_answer_is_the_mean_of_theirs() -> None:
    nets, seen = panel().networks, panel().see(given(SAID))
    each = [one.see(given(SAID)).acts for one in nets]
    assert panel().acts(seen) == pytest.approx(np.mean(each, axis=0), abs=1e-5)
    tags = [one.see(given(SAID)).tags for one in nets]
    assert panel().tags(seen) == pytest.approx(np.mean(tags, axis=0), abs=1e-5)
    dated = [one.dated(one.see(given(SAID)), "ban", 1, [7]) for one in nets]
    assert panel().dated(seen, "ban", 1, [7]) == pytest.approx(np.mean(dated, axis=0), abs=1e-5)


def test_shares_sum_to_one_and_side_with_both_where_they_agree() -> None:
    nets, seen = panel().networks, panel().see(given(SAID))
    parts = panel().parts(seen, "ban", 1, [0, 6])
    assert parts.sum(axis=1) == pytest.approx(np.ones(2), abs=1e-5)
    modal = panel().modalities(seen, "ban", 1)
    assert float(modal.sum()) == pytest.approx(1.0, abs=1e-5)
    theirs = np.array([one.modalities(one.see(given(SAID)), "ban", 1) for one in nets])
    assert {int(one) for one in theirs.argmax(axis=1)} == {int(modal.argmax())}
    assert module._together(iter([np.array([0.8, 0.2]), np.array([0.5, 0.5])])) == pytest.approx([2 / 3, 1 / 3])


def test_one_network_alone_answers_as_itself() -> None:
    one = network()
    alone = Panel((one,))
    seen = alone.see(given(SAID))
    assert alone.acts(seen) == pytest.approx(seen[0].acts)
    assert alone.parts(seen, "ban", 1, [0, 6]) == pytest.approx(one.parts(seen[0], "ban", 1, [0, 6]), abs=1e-5)


def test_networks_differ_so_that_their_mean_says_more_than_one() -> None:
    one, other = (net.see(given(SAID)).acts for net in panel().networks)
    assert not np.allclose(one, other, atol=0.01)
