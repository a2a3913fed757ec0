"""The network: shares sum to one, the same sentence gives the same, and its file holds what was fitted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.events.scenes import scene
from tests.events.test_inputs import LONG, SAID, given
from tocsin.events import network as module
from tocsin.events.event import ACTS, MODALITIES
from tocsin.events.inputs import FLAGS, LONGEST, Inputs
from tocsin.events.network import AWAY, FAR, NETWORKS, PARTS, STEPS, Network, network, packed
from tocsin.events.vectors import SIZE


def alone(word: int = -1) -> Inputs:
    return Inputs(np.array([word], np.int32), [""], np.zeros(1, np.int32), np.zeros((1, FLAGS), np.float32))


@pytest.mark.parametrize("name", NETWORKS)
def test_what_ships_has_the_shapes_that_the_reader_needs(name: str) -> None:
    of = network(name).of
    wide = of["in"].shape[1]
    assert of["in"].shape[0] == SIZE + of["sign"].shape[1] + of["ending"].shape[1] + FLAGS
    assert len(of["sign"]) == len(network(name).signs)
    assert of["away"].shape == (2 * AWAY + 1,)
    assert len(of["far"]) == 2 * len(FAR) + 1
    assert of["tag"].shape == of["pool"].shape == (wide, len(ACTS))
    assert of["part"].shape[1] == len(PARTS)
    assert of["state"].shape[1] == len(MODALITIES)
    assert all(of[f"mix{k}"].shape == (3 * wide, 2 * wide) for k in range(len(STEPS)))
    assert all(np.isfinite(one).all() for one in of.values())


def test_row_nought_of_the_signs_stands_for_all_others() -> None:
    one = given(SAID)
    never = Inputs(one.words, ["never met"] * len(one.signs), one.endings, one.flags)
    empty = Inputs(one.words, [""] * len(one.signs), one.endings, one.flags)
    assert network().signs[""] == 0
    assert np.array_equal(network().see(never).states, network().see(empty).states)


@pytest.mark.parametrize("said", [SAID, LONG, "Banned."])
def test_what_governs_a_unit_is_one_whole(said: str) -> None:
    heads = network()._heads(network().see(given(said)).states)
    assert heads.shape == (min(len(scene(said).row), LONGEST),) * 2
    assert heads.sum(axis=1) == pytest.approx(np.ones(len(heads)), abs=1e-5)
    assert (heads >= 0).all()


def test_parts_and_modalities_are_shares() -> None:
    net = network()
    seen = net.see(given(SAID))
    shares = net.parts(seen, "ban", 1, [0, 1, 6])
    assert shares.shape == (3, len(PARTS))
    assert shares.sum(axis=1) == pytest.approx(np.ones(3), abs=1e-5)
    modal = net.modalities(seen, "ban", 1)
    assert modal.shape == (len(MODALITIES),)
    assert float(modal.sum()) == pytest.approx(1.0, abs=1e-5)
    assert net.dated(seen, "ban", 1, [3, 7]).shape == (2,)


@pytest.mark.parametrize("word", [-1, 0])
def test_a_sentence_of_one_unit_is_read(word: int) -> None:
    net = network()
    seen = net.see(alone(word))
    assert np.isfinite(seen.acts).all()
    assert np.isfinite(net.parts(seen, "ban", 0, [0])).all()
    assert np.isfinite(net.dated(seen, "ban", 0, [0])).all()


def test_the_same_sentence_gives_the_same_whatever_was_read_before() -> None:
    net = network()
    before = net.see(given(SAID)).acts
    net.see(given(LONG))
    assert np.array_equal(net.see(given(SAID)).acts, before)


def test_what_stands_behind_the_longest_sentence_changes_nothing() -> None:
    net = network()
    more = LONG.replace(" .", " and Japan then banned exports of tea to China .")
    assert np.array_equal(net.see(given(more)).acts, net.see(given(LONG)).acts)


def test_the_acts_of_a_sentence_rest_on_all_its_units() -> None:
    net = network()
    one = given(SAID)
    for k in range(len(one.words)):
        flags = one.flags.copy()
        flags[k] = 1.0 - flags[k]
        assert not np.allclose(net.see(Inputs(one.words, one.signs, one.endings, flags)).acts, net.see(one).acts)


def test_a_network_comes_back_from_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = network()
    signs = sorted(kept.signs, key=lambda sign: kept.signs[sign])
    (tmp_path / "events").mkdir()
    np.savez_compressed(tmp_path / NETWORKS[0], allow_pickle=False, **packed(signs, kept.of))
    monkeypatch.setattr(module, "DATA", tmp_path)
    again: Network = network.__wrapped__()
    assert again.signs == kept.signs
    assert again.of.keys() == kept.of.keys()
    assert all(np.array_equal(again.of[name], kept.of[name]) for name in kept.of)


def test_weights_are_kept_in_two_bytes() -> None:
    arrays = packed(["", "ban", "@date"], {"in": np.ones((2, 3))})
    assert arrays["in"].dtype == np.float16
    assert arrays["signs"].tobytes().decode().split("\n") == ["", "ban", "@date"]


def test_moving_states_lets_nothing_in() -> None:
    states = np.arange(1.0, 7.0, dtype=np.float32).reshape(3, 2)
    assert module._moved(states, 1).tolist() == [[0, 0], [1, 2], [3, 4]]
    assert module._moved(states, -2).tolist() == [[5, 6], [0, 0], [0, 0]]
    assert not module._moved(states, 4).any()


def test_a_gate_lets_half_through_where_it_is_nought_and_nothing_that_is_negative() -> None:
    both = np.array([[2.0, -2.0, 0.0, 50.0], [3.0, 1.0, 50.0, -50.0]], dtype=np.float32)
    assert module._gated(both) == pytest.approx(np.array([[1.0, 0.0], [3.0, 0.0]]))


def test_what_links_two_units_is_both_and_what_lies_between() -> None:
    """Hand-worked: between units 0 and 3 lie 1 and 2; their sum is divided by three, and far says which side."""
    wide, states = 2, np.array([[9, 9], [1, 2], [5, 4], [7, 7]], np.float32)
    far = np.zeros((2 * len(FAR) + 1, 1), np.float32)
    far[len(FAR) + 3], far[len(FAR) - 3] = 30.0, 40.0
    of = {"act": np.zeros((len(ACTS), 1), np.float32), "far": far, "link_b": np.zeros(3 * wide + 2, np.float32)}
    of |= {"link": np.eye(3 * wide + 2, dtype=np.float32), "path": np.zeros((8, 3 * wide + 2), np.float32)}
    net = Network({}, of)
    seen = module.Seen(
        states, np.eye(4, dtype=np.float32), np.zeros((4, len(ACTS)), np.float32), np.zeros(len(ACTS), np.float32)
    )
    assert net._linked(seen, "ban", 0, [3])[0].tolist() == [9, 9, 7, 7, 2, 2, 0, 30]
    assert net._linked(seen, "ban", 3, [0])[0].tolist() == [7, 7, 9, 9, 2, 2, 0, 40]
    assert net._linked(seen, "ban", 0, [0, 1])[:, 4:6].tolist() == [[0, 0], [0, 0]]


def test_a_path_leads_up_and_down_by_one_step_or_more() -> None:
    """Hand-worked: unit 0 and unit 3 stand under 1, which stands under 2, the root."""
    heads = np.eye(4, dtype=np.float32)[[1, 2, 2, 1]]
    assert module._path(heads, 1, np.array([0, 3, 2])).tolist() == [
        [1, 0, 0, 0, 0, 0, 1, 0],
        [1, 0, 0, 0, 0, 0, 1, 0],
        [0, 0, 0, 1, 1, 1, 1, 1],
    ]
    assert module._path(heads, 2, np.array([0]))[0].tolist() == [0, 1, 1, 0, 0, 0, 1, 0]
    assert module._path(heads, 3, np.array([0]))[0].tolist() == [0, 0, 0, 0, 0, 1, 0, 0]


def test_the_part_of_a_party_rests_on_who_else_is_there() -> None:
    net = network()
    seen = net.see(given(SAID))
    alone, beside = net.parts(seen, "ban", 1, [0])[0], net.parts(seen, "ban", 1, [0, 6])[0]
    assert not np.allclose(alone, beside)
    assert np.allclose(net.parts(seen, "ban", 1, [6, 0])[1], beside)


@pytest.mark.parametrize("name", NETWORKS)
def test_all_is_counted_in_four_bytes(name: str) -> None:
    net = network(name)
    seen = net.see(given(SAID))
    told = (
        seen.states,
        seen.heads,
        seen.acts,
        seen.tags,
        net.parts(seen, "ban", 1, [0, 6]),
        net.dated(seen, "ban", 1, [3]),
        net.modalities(seen, "ban", 1),
    )
    assert {one.dtype for one in told} == {np.dtype(np.float32)}  # eight would take twice the time
