"""The document of a scenario: plain JSON, nothing made up where nothing is known, first things first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.scenario.made import markets, scenario
from tocsin.scenario.document import Sectors, document, first_day, plain, quantiles
from tocsin.scenario.ensemble import Ensemble, ensemble
from tocsin.scenario.shock import Scenario
from tocsin.scenario.spread import Spread

INF = float("inf")
DAYS = 90


@pytest.fixture(scope="module")
def asked() -> Scenario:
    return scenario(DAYS)


@pytest.fixture(scope="module")
def found(asked: Scenario) -> Ensemble:
    return ensemble(asked, markets(), runs=30, seed=3)


@pytest.fixture(scope="module")
def told(asked: Scenario, found: Ensemble) -> dict[str, Any]:
    return document(asked, found, sectors=Sectors(why="No table."), notes=["One.", "One."], as_of=date(2030, 1, 2))


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        for one in value.values():
            yield from numbers(one)
    elif isinstance(value, list):
        for one in value:
            yield from numbers(one)
    elif isinstance(value, float):
        yield value


def test_it_holds_what_is_promised_and_can_be_written(told: dict[str, Any]) -> None:
    assert {
        *("scenario", "tables", "runs", "seed", "importers", "gainers", "price_pressure", "sectors", "cost"),
        "mass_error",
    } <= told.keys()
    assert {"target", "controller"} <= told["cost"].keys()
    first = told["importers"][0]
    assert list(first["unmet_share"]) == ["p05", "p25", "p50", "p75", "p95"]
    assert {"iso3", "unmet_share", "first_day", "path"} <= first.keys()
    assert len(first["path"]) == DAYS
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    assert all(np.isfinite(one) for one in numbers(told))
    assert (told["runs"], told["seed"], told["as_of"]) == (30, 3, "2030-01-02")
    assert told["mass_error"] < 1e-9


def test_figures_are_those_of_the_runs(told: dict[str, Any], found: Ensemble) -> None:
    outcome = found.goods[told["about"]]
    row = told["importers"][0]
    j = outcome.market.importers.index(row["iso3"])
    assert row["worst_month"]["p95"] == pytest.approx(np.quantile(outcome.worst_month[:, j], 0.95), rel=1e-5)
    assert row["path"][40]["p75"] == pytest.approx(outcome.path[3, 40, j], rel=1e-5)
    assert told["cost"]["target"]["p50"] == pytest.approx(np.median(found.costs.target), rel=1e-5)


def test_the_hardest_hit_stand_first_and_it_is_about_the_good_missed_most(
    told: dict[str, Any], found: Ensemble
) -> None:
    medians = [one["worst_month"]["p50"] for one in told["importers"]]
    assert medians == sorted(medians, reverse=True)
    harm = {name: float(np.median(one.hit_worst_month)) for name, one in found.goods.items()}
    assert told["about"] == max(harm, key=lambda name: harm[name])
    assert told["importers"] == next(one["importers"] for one in told["goods"] if one["id"] == told["about"])


def test_gainers_are_paid_more_and_each_country_stands_once(told: dict[str, Any]) -> None:
    priced = [one for one in told["gainers"] if one["change_usd"]["p50"] is not None]
    assert priced
    assert all(one["change_usd"]["p50"] > 0 for one in priced)
    assert len({one["iso3"] for one in priced}) == len(priced)


def test_a_maker_who_sells_at_home_alone_gains_no_exports(asked: Scenario) -> None:
    traded = markets()
    flow = traded["gallium"].flow.copy()
    flow[1], flow[1, 1] = 0.0, 5.0
    home = {**traded, "gallium": replace(traded["gallium"], flow=flow)}
    nothing = dict.fromkeys(("spare", "diversion"), Spread.exactly(0.0))
    gallium = replace(asked.goods[0], assumptions={**asked.goods[0].assumptions, **nothing})
    only = replace(asked, goods=(gallium,), shocks=asked.shocks[:1])
    told = document(only, ensemble(only, home, runs=5), sectors=Sectors())
    assert told["gainers"]
    assert told["price_pressure"]["peak"]["p50"] > 1.0
    assert "A01" not in {one["iso3"] for one in told["gainers"]}


def test_a_makers_want_of_an_input_is_named(told: dict[str, Any]) -> None:
    chips = next(one for one in told["goods"] if one["id"] == "logic_processors")
    gallium = next(one for one in told["goods"] if one["id"] == "gallium")
    assert {one["binding"] for one in chips["importers"]} == {"gallium"}
    assert {one["binding"] for one in gallium["importers"]} == {None}


def test_every_assumption_is_listed_with_its_source(told: dict[str, Any]) -> None:
    rows = told["assumptions"]
    assert {one["good"] for one in rows} == {"gallium", "logic_processors"}
    assert all(one["reference"] and one["meaning"] for one in rows)
    chosen = [(one["good"], one["name"], one["importer"]) for one in rows if one["chosen"]]
    assert ("gallium", "cover", "A01") in chosen
    assert ("gallium", "cover", "") in chosen


def test_what_nobody_asked_is_absent_and_said(told: dict[str, Any]) -> None:
    assert told["sectors"] == []
    assert told["sectors_why"] == "No table."
    assert told["remedies"] is None
    assert told["notes"][0] == "One."
    assert told["notes"].count("One.") == 1


def test_a_cost_without_prices_is_none_with_a_reason(asked: Scenario) -> None:
    bare = {name: replace(one, price=np.full_like(one.price, np.nan), unit="t") for name, one in markets().items()}
    told = document(asked, ensemble(asked, bare, runs=5), sectors=Sectors())
    assert told["cost"]["target"]["p50"] is None
    assert told["cost"]["target"]["reason"]
    assert all(one["change_usd"]["p50"] is None for one in told["gainers"])
    json.dumps(told, allow_nan=False)


def test_a_day_that_does_not_come_is_none() -> None:
    start = date(2030, 1, 1)
    mostly = first_day(start, np.array([10.0, INF, INF, INF]))
    assert (mostly["p05"], mostly["p50"], mostly["p95"], mostly["share_of_runs"], mostly["date"]) == (
        *(10, None, None),
        *(0.25, None),
    )
    rarely = first_day(start, np.array([10.0, 20.0, 30.0, INF]))
    assert (rarely["p50"], rarely["p95"], rarely["date"]) == (20, None, "2030-01-21")
    never = first_day(start, np.full(3, INF))
    assert never["p05"] is None
    assert never["share_of_runs"] == 0


def test_numbers_are_plain() -> None:
    assert plain(float("nan")) is None
    assert plain(123456789.0) == 123457000.0
    assert quantiles(np.array([1.0, np.nan]))["p50"] is None
    assert quantiles(np.array([1.0, 2.0, 3.0]))["p50"] == 2.0
