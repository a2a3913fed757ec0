"""Rates of restricting acts: pooled by hand, as of a day, honest about what is not in the register."""

from __future__ import annotations

import math
from datetime import date
from pathlib import Path

import pytest

from tests.policy.registers import entry, read
from tocsin.policy.rates import Gamma, Rate, act_days, pooled, rates, shape_of
from tocsin.policy.register import Register
from tocsin.policy.register import register as shipped


def rule(id_: str, day: str, **more: object) -> str:
    given = {"announced_on": day, "valid_from": day, "targets": ["*"], "products": ["gallium"], **more}
    return entry(id_, **given)


def find(found: tuple[Rate, ...], party: str, family: str) -> Rate:
    return next(one for one in found if (one.party, one.family) == (party, family))


def small(tmp_path: Path) -> Register:
    china = rule("first", "2010-01-01", valid_to="2010-12-31") + rule("second", "2015-03-01", products=["germanium"])
    china += rule("same_day", "2015-03-01", products=["antimony_metal"]) + rule(
        "late", "2020-06-01", products=["helium"]
    )
    return read(tmp_path, CHN=china, JPN=rule("japan", "2012-05-01", instrument="tariff"))


def test_the_spread_is_found_by_moments_as_by_hand() -> None:
    # Expected 2 and 2, seen 4 and 0: (2 * 1 + 2 * 1 - 1) / (4 - 8 / 4) = 3 / 2.
    assert shape_of([4, 0], [2, 2]) == pytest.approx(2 / 3)
    # Seen 1 and 3: (2 / 4 + 2 / 4 - 1) / 2 = 0, so the least spread of 1 / 2 holds.
    assert shape_of([1, 3], [2, 2]) == 2


def test_two_rows_are_pooled_as_by_hand() -> None:
    # One column, 4 and 0 events in 2 years each: rate 1, row shape 2/3, so factors (2/3 + 4) / (2/3 + 2) and 1/4.
    found = pooled({("A", "x"): 4, ("B", "x"): 0}, {("A", "x"): 2.0, ("B", "x"): 2.0})
    # One cell a row cannot be told from its row: shape 2, so (2 + 4) / (2 / 1.75 + 2) and 2 / (2 / 0.25 + 2).
    assert found[("A", "x")].mean == pytest.approx(21 / 11)
    assert found[("B", "x")].mean == pytest.approx(0.2)


def test_equal_rows_keep_the_common_rate() -> None:
    found = pooled({("A", "x"): 2, ("B", "x"): 2}, {("A", "x"): 4.0, ("B", "x"): 4.0})
    one = found[("A", "x")]
    assert one.shape == pytest.approx(4.0)
    assert one.exposure == pytest.approx(8.0)


def test_a_cell_lies_between_its_own_rate_and_what_its_row_and_column_suggest() -> None:
    events = {("A", "x"): 12, ("A", "y"): 0, ("B", "x"): 0, ("B", "y"): 12, ("C", "x"): 1, ("C", "y"): 1}
    found = pooled(events, dict.fromkeys(events, 10.0))
    assert 26 / 60 < found[("A", "x")].mean < 1.2
    assert 0 < found[("A", "y")].mean < 26 / 60


def test_the_probability_of_an_act_and_the_interval_are_those_of_an_exponential() -> None:
    one = Gamma(1.0, 2.0)
    assert one.any_within(2.0) == pytest.approx(0.5)
    assert one.quantile(0.95) == pytest.approx(-math.log(0.05) / 2.0)
    # Chi-square with one degree of freedom, 95 %: 3.841459, is twice a gamma of shape 1/2.
    assert Gamma(0.5, 0.5).quantile(0.95) == pytest.approx(3.841459, rel=1e-6)


def test_exposure_begins_with_the_first_year_of_the_party_and_days_are_counted_once(tmp_path: Path) -> None:
    china = find(rates(small(tmp_path), date(2019, 12, 31)), "CHN", "critical_minerals")
    assert (china.since, china.acts) == (2010, 2)
    assert china.exposure == pytest.approx(10.0, abs=0.01)
    assert china.lower < china.mean < china.upper
    assert 0 < china.within_12 < china.within_24 < 1


def test_duties_imports_and_acts_that_were_not_read_are_no_events(tmp_path: Path) -> None:
    text = rule("read", "2020-01-01") + rule("not_read", "2020-02-01", confidence="medium", products=["germanium"])
    text += rule("import", "2020-03-01", direction="import", products=["antimony_metal"])
    text += rule("duty", "2020-04-01", instrument="tariff", products=["natural_graphite_other"])
    found = act_days(read(tmp_path, CHN=text).entries.values())
    assert dict(found) == {("CHN", "critical_minerals"): frozenset({date(2020, 1, 1)})}


def test_a_party_without_an_act_is_seen_with_the_rate_of_others_and_never_with_none(tmp_path: Path) -> None:
    japan = find(rates(small(tmp_path), date(2019, 12, 31)), "JPN", "critical_minerals")
    assert (japan.acts, japan.raw) == (0, 0.0)
    assert japan.mean > 0
    only = read(tmp_path / "none", JPN=rule("duty", "2012-05-01", instrument="tariff"))
    assert find(rates(only, date(2014, 1, 1)), "JPN", "food").mean > 0


def test_nothing_announced_later_changes_an_earlier_estimate(tmp_path: Path) -> None:
    held, day = shipped(), date(2022, 12, 31)
    then = Register({id_: one for id_, one in held.entries.items() if one.known_from and one.known_from <= day})
    assert 0 < len(then.entries) < len(held.entries)
    assert rates(held, day) == rates(then, day)
    assert rates(small(tmp_path), date(2009, 12, 31)) == ()


def test_the_rates_of_the_shipped_register_add_up_to_its_acts() -> None:
    found = rates(shipped(), date(2026, 11, 23))
    assert sum(one.mean * one.exposure for one in found) == pytest.approx(sum(one.acts for one in found), rel=0.1)
    assert find(found, "CHN", "critical_minerals").mean > find(found, "CHN", "health").mean
