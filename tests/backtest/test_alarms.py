"""Alarms at a budget: worked by hand, the same in any order, never over budget."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backtest.synthetic import Sample, samples
from tocsin.backtest.alarms import count_alarms, match_alarms, raise_alarms
from tocsin.core.errors import InputError, UsageError

GROUP = np.array(["JPN 2015", "JPN 2015", "JPN 2015", "KOR 2015", "KOR 2015", "KOR 2015"])
KEY = np.array(["280461", "280530", "810194", "280461", "280530", "810194"])
SCORE = np.array([0.2, 0.7, 0.7, 0.1, 0.05, 0.3])
Y = np.array([True, True, False, True, False, True])


def test_each_group_raises_its_own_highest_and_the_lower_code_breaks_ties() -> None:
    assert raise_alarms(SCORE, group=GROUP, key=KEY, budget=1).tolist() == [False, True, False, False, False, True]
    assert raise_alarms(SCORE, group=GROUP, key=KEY, budget=2).tolist() == [False, True, True, True, False, True]


def test_hits_and_false_alarms_by_hand() -> None:
    one, two, many = count_alarms(Y, SCORE, group=GROUP, key=KEY, budgets=(1, 2, 5))
    assert (one.hit_rate, one.false_alarm_ratio, one.lift) == (2 / 4, 0.0, 1.5)
    assert (two.hit_rate, two.false_alarm_ratio) == (3 / 4, 1 / 4)
    assert (many.raised, many.hit_rate, many.false_alarm_ratio, many.lift) == (6, 1.0, 2 / 6, 1.0)


def test_without_events_there_is_no_hit_rate_and_every_alarm_is_false() -> None:
    (found,) = count_alarms(np.zeros(6, dtype=np.bool_), SCORE, group=GROUP, key=KEY, budgets=(1,))
    assert (found.hit_rate, found.false_alarm_ratio, found.lift) == (None, 1.0, None)


def test_a_forecast_gets_as_many_alarms_as_a_list_names_in_each_group() -> None:
    listed = np.array([True, False, True, False, True, False])
    matched = match_alarms(SCORE, group=GROUP, key=KEY, listed=listed)
    assert matched.tolist() == [False, True, True, False, False, True]


@given(samples(), st.integers(1, 6), st.integers(1, 4), st.randoms(use_true_random=False))
def test_alarms_keep_the_budget_hold_the_highest_and_follow_the_rows(
    sample: Sample, groups: int, budget: int, chance: object
) -> None:
    _, score = sample
    group, key = np.arange(len(score)) % groups, np.arange(len(score)) // groups
    alarm = raise_alarms(score, group=group, key=key, budget=budget)
    for number in np.unique(group):
        inside = group == number
        assert alarm[inside].sum() == min(budget, inside.sum())
        quiet = score[inside & ~alarm]
        assert not len(quiet) or quiet.max() <= score[inside & alarm].min()
    order = list(range(len(score)))
    chance.shuffle(order)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    moved = raise_alarms(score[order], group=group[order], key=key[order], budget=budget)
    assert moved.tolist() == alarm[order].tolist()


def test_a_code_twice_in_a_group_is_refused() -> None:
    with pytest.raises(InputError, match=r"280461 stands twice in a group in alarms\. Score one horizon"):
        raise_alarms(SCORE, group=np.array(["KOR 2015"] * 6), key=KEY, budget=1)


def test_lengths_that_differ_are_refused() -> None:
    with pytest.raises(InputError, match="6 scores, 6 groups and 5 keys"):
        raise_alarms(SCORE, group=GROUP, key=KEY[:5], budget=1)


def test_no_budget_is_refused() -> None:
    with pytest.raises(UsageError, match="budget of 0 alarms"):
        raise_alarms(SCORE, group=GROUP, key=KEY, budget=0)
