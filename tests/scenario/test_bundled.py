"""The scenarios that ship: they are whole, sourced, and of the dates of the register; so is what then happened."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest

from tocsin.core.errors import FormatError
from tocsin.policy.register import register
from tocsin.ref.countries import countries
from tocsin.ref.tables import DATA
from tocsin.scenario.language import find_scenario, scenarios
from tocsin.scenario.outcomes import MEASURES, Observation, make_observations, observations
from tocsin.scenario.shock import Scenario

EXPECTED = {
    "japan_korea_chemicals_2019",
    "rare_earths_2010",
    "indonesia_nickel_2020",
    "graphite_2023",
    "gallium_germanium_2023",
    "antimony_2024",
    "cobalt_2025",
    "heavy_rare_earths_2025",
    "taiwan_strait_closure",
    "hormuz_closure",
    "chip_tool_authorisations_lapse",
    "joint_stock_release",
}
#: Held by nobody but the future, or by a happening that the control register does not tell.
NO_ACT = {"taiwan_strait_closure", "hormuz_closure", "joint_stock_release"}
ACT = re.compile(r"\b(?:CHN|us|jp|kr)-[A-Za-z0-9-]+|\bMR\d{3}\b")
EVERY = [one for told in observations().values() for one in told]


def read() -> list[Scenario]:
    return [find_scenario(name) for name in scenarios()]


def test_all_that_are_promised_ship() -> None:
    assert set(scenarios()) == EXPECTED


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_scenario_is_named_as_its_file_and_says_where_it_is_from(name: str) -> None:
    found = find_scenario(name)
    assert found.id == name
    assert found.references
    assert not found.synthetic
    assert all(one.reference for one in found.shocks)
    assert all(good.table_reference and good.table_year for good in found.goods if good.table)


@pytest.mark.parametrize("name", sorted(EXPECTED - NO_ACT))
def test_a_scenario_rests_on_acts_of_the_register(name: str) -> None:
    found = find_scenario(name)
    acts = {
        act for one in (*found.references, *(shock.reference for shock in found.shocks)) for act in ACT.findall(one)
    }
    assert acts
    for act in acts:
        register().get(act)


def test_a_shock_begins_when_the_act_it_cites_does() -> None:
    checked = 0
    for scenario in read():
        for shock in scenario.shocks:
            acts = ACT.findall(shock.reference)
            if len(acts) != 1 or shock.start is None:
                continue
            entry = register().get(acts[0])
            held = entry.valid_from
            if held is not None and shock.id != "quota_2010":  # its act took effect a week before it was announced
                assert shock.start in held, (scenario.id, shock.id)
                checked += 1
    assert checked >= 10


def test_days_of_what_happened_lie_in_those_of_the_scenario() -> None:
    for one in EVERY:
        scenario = find_scenario(one.scenario)
        assert one.good in {good.id for good in scenario.goods}
        assert scenario.day(one.last) >= 0
        assert scenario.day(one.first) < scenario.days
        assert {*one.exporters, *one.importers} <= set(countries()), one.id


def test_what_happened_is_known_wherever_it_happened() -> None:
    assert EXPECTED - set(observations()) == {"taiwan_strait_closure"}
    assert all(one.measure in MEASURES and one.source for one in EVERY)


@pytest.mark.parametrize("one", [one for one in EVERY if one.bundled], ids=lambda one: f"{one.scenario}.{one.id}")
def test_figures_of_the_bundled_table_are_those_of_the_bundled_table(one: Observation) -> None:
    assert one.bundled is not None
    assert one.before is not None
    after, before = (_bundled(one, year) for year in (one.bundled.year, one.bundled.base))
    assert one.after == pytest.approx(after, rel=2e-3)
    assert one.before == pytest.approx(before, rel=2e-3)


def _bundled(one: Observation, year: int) -> float:
    assert one.bundled is not None
    number = {entry.m49: iso3 for iso3, entry in countries().items() if entry.m49}
    flows = (
        pl.scan_parquet(DATA / "bundled" / "flow_2026.parquet")
        .filter(pl.col("product") == int(one.bundled.code), pl.col("year") == year)
        .collect()
        .with_columns(
            pl.col("exporter").replace_strict(number, default=None, return_dtype=pl.String),
            pl.col("importer").replace_strict(number, default=None, return_dtype=pl.String),
        )
    )
    for side, named in (("exporter", one.exporters), ("importer", one.importers)):
        flows = flows.filter(pl.col(side).is_in(named)) if named else flows
    if one.bundled.of == "weight":
        return float(flows["weight_kg"].sum()) / 1e6
    weighed = flows.filter(pl.col("weight_kg") > 0)
    return float(weighed["value_usd"].sum()) / float(weighed["weight_kg"].sum())


def test_a_figure_of_no_measure_or_of_reversed_days_is_refused() -> None:
    entry = {
        "title": "x",
        "measure": "price",
        "good": "gallium",
        "from": date(2023, 8, 1),
        "to": date(2023, 8, 31),
        "after": 2.0,
        "unit": "USD",
        "source": "y",
    }
    assert make_observations({"one": {"a": entry}})["one"][0].value == 2.0
    assert make_observations({"one": {"a": {**entry, "before": 4.0}}})["one"][0].value == 0.5
    wrong: list[dict[str, object]] = [
        {"measure": "mood"},
        {"to": date(2023, 7, 1)},
        {"before": 0.0},
        {"source": " "},
        {"colour": "red"},
    ]
    for change in wrong:
        with pytest.raises(FormatError):
            make_observations({"one": {"a": {**entry, **change}}})
    del entry["unit"]
    with pytest.raises(FormatError, match="unit"):
        make_observations({"one": {"a": entry}})
