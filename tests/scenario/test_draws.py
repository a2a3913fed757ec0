"""What is drawn: a Latin hypercube whose streams do not touch each other."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.scenario.made import market, scenario
from tocsin.core.errors import UsageError
from tocsin.scenario.assumptions import NAMES
from tocsin.scenario.draws import central, draw, spreads
from tocsin.scenario.shock import Good
from tocsin.scenario.spread import Spread


def test_each_figure_has_one_value_in_each_slice_of_equal_probability() -> None:
    drawn = draw(scenario(), 40, 3)
    for key, spread in spreads(scenario()).items():
        edges = spread.at(np.arange(41) / 40)
        values = np.sort(drawn.values[key])
        assert (values >= edges[:-1] - 1e-12).all(), key
        assert (values <= edges[1:] + 1e-12).all(), key


def test_figures_are_drawn_apart_from_each_other() -> None:
    drawn = draw(scenario(), 400, 0)
    table = np.array([drawn.values[key] for key in drawn.uncertain])
    apart = np.corrcoef(table) - np.eye(len(table))
    assert np.abs(apart).max() < 0.25


def test_a_figure_or_good_that_is_added_changes_no_other() -> None:
    before = draw(scenario(), 30, 7)
    asked = scenario()
    more = replace(asked, goods=(Good("neon", "Neon"), *asked.goods), shocks=asked.shocks[::-1])
    after = draw(more, 30, 7)
    assert after.values.keys() > before.values.keys()
    for key, value in before.values.items():
        assert np.array_equal(value, after.values[key]), key


def test_the_seed_decides() -> None:
    first, again, other = (draw(scenario(), 20, seed) for seed in (1, 1, 2))
    key = "good:gallium:spare"
    assert np.array_equal(first.values[key], again.values[key])
    assert not np.array_equal(first.values[key], other.values[key])


def test_the_central_run_takes_the_middle_of_all() -> None:
    once = central(scenario())
    assert once.runs == 1
    assert {key: value[0] for key, value in once.values.items()} == {
        key: spread.mid for key, spread in spreads(scenario()).items()
    }
    assert once.uncertain == ()


def test_an_importer_with_a_cover_of_its_own_gets_it_and_others_share_one() -> None:
    asked, names = scenario(), market().importers
    given = draw(asked, 25, 0).of_good(asked.goods[0], names)
    assert tuple(given) == NAMES
    assert given["cover"].shape == (25, 7)
    assert given["cover"][:, 1].max() <= 9
    assert np.array_equal(given["cover"][:, 0], given["cover"][:, 6])
    assert not np.array_equal(given["cover"][:, 0], given["cover"][:, 1])
    assert all(given[name].shape == (25,) for name in NAMES if name != "cover")


def test_a_shock_has_a_length_only_if_it_is_uncertain() -> None:
    asked = scenario()
    drawn = draw(asked, 10, 0)
    assert set(drawn.of_shock(asked.shocks[0])) == {"share", "exempt", "delay", "approval"}
    assert drawn.of_shock(asked.shocks[1])["duration"].min() >= 10


def test_a_part_holds_the_runs_asked_for() -> None:
    drawn = draw(scenario(), 30, 0)
    part = drawn.part(slice(25, 50))
    assert part.runs == 5
    assert np.array_equal(part.values["good:gallium:spare"], drawn.values["good:gallium:spare"][25:])


def test_what_if_sets_one_figure_and_keeps_the_others() -> None:
    drawn = draw(scenario(), 5, 0)
    changed = drawn.changed(**{"good:gallium:spare": 0.5})
    assert (changed.values["good:gallium:spare"] == 0.5).all()
    assert changed.values["good:gallium:cover"] is drawn.values["good:gallium:cover"]
    with pytest.raises(UsageError, match="spair"):
        drawn.changed(**{"good:gallium:spair": 0.5})


def test_a_known_figure_is_the_same_in_all_runs() -> None:
    asked = scenario()
    good = replace(asked.goods[0], assumptions={"spare": Spread.exactly(0.25)})
    drawn = draw(replace(asked, goods=(good, asked.goods[1])), 9, 0)
    assert (drawn.values["good:gallium:spare"] == 0.25).all()


@pytest.mark.parametrize(("runs", "seed"), [(0, 0), (10, -1)])
def test_no_runs_or_a_negative_seed_are_refused(runs: int, seed: int) -> None:
    with pytest.raises(UsageError, match="runs with seed"):
        draw(scenario(), runs, seed)
