"""What a scenario says of a figure is in the figure's own unit, and the verdict is plain."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from tocsin.core.errors import UsageError
from tocsin.pipeline.markets import markets
from tocsin.pipeline.scenario_comparison import Comparison, compare
from tocsin.scenario.language import read_scenario
from tocsin.scenario.outcomes import Observation
from tocsin.scenario.shock import Scenario

TEXT = """
title = "Half of it stops"
days = 60
[good.stuff]
title = "Stuff"
hs6 = ["281111"]
cover.default = 10
[good.stuff.assumptions]
spare = 0
diversion = 0
replaceable = 0
substitution = 0
elasticity = 1
price_cap = 100
frontrun = 0.5
[good.stuff.table]
year = 2020
reference = "made up for the test"
rows = [
    { exporter = "JPN", importer = "KOR", quantity = 365, value = 365 },
    { exporter = "KOR", importer = "KOR", quantity = 365, value = 365 },
    { exporter = "CHN", importer = "KOR", quantity = 730, value = 730 },
]
[[shock]]
kind = "ban"
actors = ["JPN"]
targets = ["KOR"]
products = ["stuff"]
announced_on = 2021-01-01
from = 2021-01-11
share = 0.5
reference = "made up for the test"
"""


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read_scenario(TEXT, name="half")


def figure(measure: str, value: float, first: date, last: date, **more: Any) -> Observation:
    given: dict[str, Any] = {
        "exporters": ("JPN",) if measure in {"link", "exports"} else (),
        "importers": ("KOR",),
        **more,
    }
    return Observation("half", measure, measure, measure, "stuff", first, last, value, "1", "test", **given)


def said(scenario: Scenario, one: Observation) -> float:
    return compare(scenario, markets(None, scenario), [one], runs=3)[0].quantiles[2]


IN_FORCE = (date(2021, 1, 11), date(2021, 2, 9))


def test_a_link_passes_half_when_half_of_it_stops(scenario: Scenario) -> None:
    assert said(scenario, figure("link", 0.5, *IN_FORCE)) == pytest.approx(0.5)
    assert said(scenario, figure("exports", 0.5, *IN_FORCE)) == pytest.approx(0.5)


def test_purchases_ahead_are_shipped_before_the_stop(scenario: Scenario) -> None:
    ahead = (date(2021, 1, 1), date(2021, 1, 10))
    assert said(scenario, figure("link", 1.5, *ahead)) == pytest.approx(1.5)
    assert said(scenario, figure("exports", 1.5, *ahead)) == pytest.approx(1.5)


def test_days_before_the_scenario_count_as_usual(scenario: Scenario) -> None:
    both = (date(2020, 12, 22), date(2021, 1, 10))
    assert said(scenario, figure("link", 1.25, *both)) == pytest.approx(1.25)


def test_imports_leave_out_what_is_made_at_home(scenario: Scenario) -> None:
    # 2.5 of 3 a day come from abroad; a fourth unit is made at home.
    assert said(scenario, figure("imports", 0.83, *IN_FORCE)) == pytest.approx(2.5 / 3)


def test_a_price_rises_until_demand_has_fallen_by_what_is_missing(scenario: Scenario) -> None:
    assert said(scenario, figure("price", 1.14, *IN_FORCE)) == pytest.approx(1 / (1 - 0.5 / 4))


def test_shortage_begins_when_stock_and_what_was_bought_ahead_are_used_up(scenario: Scenario) -> None:
    # Stock 40 and 5 bought ahead last 90 days of half a unit: beyond the horizon.
    never = compare(scenario, markets(None, scenario), [figure("first_day", 5, *IN_FORCE)], runs=3)[0]
    assert never.quantiles[2] == np.inf
    assert said(scenario, figure("unmet", 0.0, *IN_FORCE)) == 0.0
    bare = read_scenario(
        TEXT.replace("cover.default = 10", "cover.default = 0").replace("frontrun = 0.5", "frontrun = 0")
    )
    assert said(bare, figure("first_day", 10, *IN_FORCE)) == 10
    assert said(bare, figure("unmet", 0.125, *IN_FORCE)) == pytest.approx(0.125)


@pytest.mark.parametrize(
    ("value", "more", "verdict"),
    [
        (0.5, {}, "hit"),
        (0.504, {}, "hit"),  # shown with two digits, and compared with them
        (0.2, {}, "miss, right direction"),
        (1.2, {}, "miss"),
        (1.0, {}, "miss"),
        (0.5, {"in_sample": True}, "not counted: in sample"),
        (0.5, {"premise_met": False}, "not counted: it did not come to pass"),
    ],
)
def test_the_verdict_follows_the_band(value: float, more: dict[str, Any], verdict: str) -> None:
    assert Comparison(figure("link", value, *IN_FORCE, **more), np.full(20, 0.5)).verdict == verdict


def test_a_shortage_that_nobody_saw_is_a_miss() -> None:
    never = np.full(20, np.inf)
    assert Comparison(figure("first_day", 52, *IN_FORCE), never).verdict == "miss"
    assert Comparison(figure("unmet", 0.1, *IN_FORCE), np.zeros(20)).verdict == "miss"


def test_the_same_runs_give_the_same_figures_in_any_company() -> None:
    free = read_scenario(TEXT.replace("share = 0.5", "share = { low = 0.1, mid = 0.5, high = 0.9 }"))
    held = markets(None, free)
    one, other = figure("link", 0.5, *IN_FORCE), figure("imports", 0.5, *IN_FORCE)
    alone = compare(free, held, [one], runs=60, seed=3)[0].simulated
    np.testing.assert_array_equal(compare(free, held, [other, one], runs=60, seed=3)[1].simulated, alone)
    assert len(np.unique(alone)) > 50


def test_what_the_scenario_lacks_is_refused(scenario: Scenario) -> None:
    held = markets(None, scenario)
    with pytest.raises(UsageError, match="no exporter USA"):
        compare(scenario, held, [figure("link", 1, *IN_FORCE, exporters=("USA",))], runs=1)
    with pytest.raises(UsageError, match="outside the days"):
        compare(scenario, held, [figure("link", 1, date(2022, 1, 1), date(2022, 2, 1))], runs=1)
    with pytest.raises(UsageError, match="no good"):
        compare(scenario, held, [Observation("half", "x", "x", "price", "other", *IN_FORCE, 1, "1", "test")], runs=1)
