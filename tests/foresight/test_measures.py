"""The channel of measures, worked by hand."""

from __future__ import annotations

import numpy as np
import pytest

from tests.foresight.trade import Row, flows
from tocsin.foresight.channel import CHANNELS, Given
from tocsin.foresight.restraint import Restraint
from tocsin.foresight.trade import Trade

YEARS = range(2015, 2020)
#: Three quarters of the import come from CHN, one from AUS.
ROWS: list[Row] = [
    *(("250410", "KOR", "CHN", year, 3e6, 3e5) for year in YEARS),
    *(("250410", "KOR", "AUS", year, 1e6, 1e5) for year in YEARS),
    *(("250410", "JPN", "CHN", year, 2e6, 2e5) for year in YEARS),
    *(("811292", "KOR", "CHN", year, 2e6, 2e5) for year in YEARS),
]


def told(*restraints: Restraint) -> dict[str, dict[tuple[str, str], float]]:
    trade = Trade(flows(ROWS), 2019)
    found = CHANNELS["measures"].function(Given(trade, restraints=restraints))
    names = [
        (trade.flows.places[importer], trade.flows.products[product])
        for importer, product in zip(trade.importer, trade.product, strict=True)
    ]
    return {feature: dict(zip(names, values.tolist(), strict=True)) for feature, values in found.items()}


def measure(target: str, strength: float, *, in_force: bool = True, coming: bool = False) -> Restraint:
    return Restraint("CHN", target, "250410", strength, in_force, coming, recent=True)


def test_strength_is_averaged_over_suppliers_by_their_shares() -> None:
    found = told(measure("*", 0.25), measure("KOR", 1.0))
    assert found["restrained"]["KOR", "250410"] == pytest.approx(0.75)  # the strictest of two, three quarters of it
    assert found["restrained"]["JPN", "250410"] == pytest.approx(0.25)
    assert found["restrained"]["KOR", "811292"] == 0.0
    assert found["restraint_coming"]["KOR", "250410"] == 0.0


def test_what_is_coming_is_not_yet_in_force() -> None:
    found = told(measure("*", 1.0, in_force=False, coming=True))
    assert found["restraint_coming"]["KOR", "250410"] == pytest.approx(0.75)
    assert found["restrained"]["KOR", "250410"] == 0.0


def test_without_any_measure_the_channel_is_absent() -> None:
    assert told() == {}


def test_places_and_products_without_trade_are_passed_over() -> None:
    odd = Restraint("ZZZ", "*", "250410", 1.0, True, False, True)
    other = Restraint("CHN", "*", "999999", 1.0, True, False, True)
    nobody = Restraint("CHN", "FRA", "250410", 1.0, True, False, True)
    found = told(odd, other, nobody)
    assert np.asarray(list(found["restrained"].values())).max() == 0.0


def test_relief_that_ends_and_acts_that_ask_for_an_answer() -> None:
    trade = Trade(flows(ROWS), 2019)
    relief = Restraint("CHN", "*", "250410", 1.0, in_force=False, coming=False, recent=False, ending=True)
    found = CHANNELS["measures"].function(
        Given(trade, restraints=(relief,), acts={("KOR", "CHN"): 3, ("KOR", "XXX"): 1})
    )
    names = [trade.flows.places[importer] for importer in trade.importer]
    codes = [trade.flows.products[product] for product in trade.product]
    rows = {name: place for place, name in enumerate(zip(names, codes, strict=True))}
    assert found["relief_ending"][rows["KOR", "250410"]] == pytest.approx(0.75)
    assert found["retaliation_due"][rows["KOR", "250410"]] == pytest.approx(0.75 * np.log(4))
    assert found["retaliation_due"][rows["JPN", "250410"]] == 0.0
