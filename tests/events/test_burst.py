"""Bursts against all runs of states there are, and against what they must not find."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from tocsin.events.burst import bursts


def plain(counts: list[int], exposure: list[float], scaling: float, gamma: float) -> float:
    """Return the cost of the cheapest run of states, from every run there is and the chances as they are written."""
    usual = sum(counts) / sum(exposure)
    rates = (usual, usual * scaling)

    def cost(states: tuple[int, ...]) -> float:
        total = 0.0
        for place, state in enumerate(states):
            before = states[place - 1] if place else 0
            total += gamma * math.log(len(counts)) * (state > before)
            mean = rates[state] * exposure[place]
            if mean:
                total -= counts[place] * math.log(mean) - mean - math.lgamma(counts[place] + 1)
        return total

    return min(cost(states) for states in itertools.product((0, 1), repeat=len(counts)))


def priced(counts: list[int], exposure: list[float], scaling: float, gamma: float) -> float:
    """Return the cost of the run of states that is found."""
    usual = sum(counts) / sum(exposure)
    found = bursts(counts, exposure, scaling=scaling, gamma=gamma)
    inside = {place for one in found for place in range(one.first, one.last + 1)}
    total = 0.0
    for place, count in enumerate(counts):
        total += gamma * math.log(len(counts)) * (place in inside and place - 1 not in inside)
        mean = usual * (scaling if place in inside else 1.0) * exposure[place]
        if mean:
            total -= count * math.log(mean) - mean - math.lgamma(count + 1)
    return total


@pytest.mark.parametrize("seed", range(30))
def test_no_run_of_states_is_cheaper(seed: int) -> None:
    chance = np.random.default_rng(seed)
    exposure = chance.integers(0, 40, 9).astype(float)
    counts = [int(chance.poisson(size * (0.3 if 3 <= place <= 5 else 0.1))) for place, size in enumerate(exposure)]
    if not sum(counts):
        counts[int(exposure.argmax())] = 1
    for scaling, gamma in ((2.0, 1.0), (3.0, 0.2), (1.5, 0.0)):
        arguments = (counts, exposure.tolist(), scaling, gamma)
        assert priced(*arguments) == pytest.approx(plain(*arguments))


def test_a_burst_is_where_it_was_put() -> None:
    counts = [1] * 24 + [9, 8, 11] + [1] * 24
    (found,) = bursts(counts, [30.0] * len(counts))
    assert (found.first, found.last, found.count) == (24, 26, 28)
    assert found.expected == pytest.approx(3 * sum(counts) / len(counts))
    assert found.weight > 5


def test_more_of_everything_is_no_burst() -> None:
    counts, volume = [2] * 20 + [20] * 5 + [2] * 20, [100.0] * 20 + [1000.0] * 5 + [100.0] * 20
    assert bursts(counts, volume) == []
    assert len(bursts(counts, [30.0] * len(counts))) == 1


def test_an_even_stream_and_an_empty_one_have_none() -> None:
    assert bursts([3] * 60, [30.0] * 60) == []
    assert bursts([0] * 60, [30.0] * 60) == []
    assert bursts([], []) == []


def test_chance_alone_seldom_makes_one() -> None:
    chance = np.random.default_rng(1)
    found = [len(bursts(chance.poisson(4.0, 60).tolist(), [30.0] * 60)) for _ in range(200)]
    assert np.mean([one > 0 for one in found]) < 0.05


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="without exposure"):
        bursts([1, 2], [30.0, 0.0])
    with pytest.raises(ValueError, match="2 counts and 1"):
        bursts([1, 2], [30.0])
