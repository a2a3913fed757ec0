"""Markets out of ten-row lakes: sums by hand, small countries gathered, sides by date, gaps told and never zero."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from tests.pipeline.flows import flow_release
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import UsageError
from tocsin.lake import Lake
from tocsin.pipeline.markets import markets, narrowed, reading
from tocsin.pipeline.sides import tiers
from tocsin.scenario.market import Market
from tocsin.scenario.shock import Good, Scenario, Shock, Supply

TODAY = date(2026, 11, 24)
START = date(2024, 6, 1)
GRAPHITE = "250410"
GOOD = Good("natural_graphite_flake", "Graphite", hs6=(GRAPHITE,))
ROWS = [
    ("KOR", "CHN", GRAPHITE, "2022", 999.0),
    ("KOR", "CHN", GRAPHITE, "2023", 3650.0),
    ("KOR", "BRA", GRAPHITE, "2023", 1825.0),
    ("USA", "CHN", GRAPHITE, "2023", 7300.0),
    ("FJI", "CHN", GRAPHITE, "2023", 3.65),
    ("USA", "FJI", GRAPHITE, "2023", 7.3),
]


def scenario(*goods: Good, targets: tuple[str, ...] = ("KOR",), start: date = START, **more: Any) -> Scenario:
    shock = Shock("ban", "ban", ("CHN",), targets, tuple(one.id for one in goods), start=start)
    return Scenario("test", "Test", "", start, 60, goods, (shock,), **more)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "a lake", fixed_clock(TODAY))


def load(lake: Lake, rows: list[tuple[str, str, str, str, float]] = ROWS, source: str = "baci", **more: Any) -> None:
    lake.load(
        flow_release(rows, released_on=more.pop("released_on", date(2025, 2, 1)), **more), source=source, licence=""
    )


def one(lake: Lake, asked: Scenario) -> Market:
    return markets(lake.as_of(TODAY), asked)[asked.goods[0].id]


def link(market: Market, exporter: str, importer: str) -> float:
    return float(market.flow[market.exporters.index(exporter), market.importers.index(importer)])


def test_a_market_is_a_day_of_the_newest_year_before_the_scenario_begins(lake: Lake) -> None:
    load(lake, [*ROWS, ("KOR", "CHN", GRAPHITE, "2024", 1.0)])
    market = one(lake, scenario(GOOD))
    assert market.unit == "kg"
    assert link(market, "CHN", "KOR") == pytest.approx(1.0)  # 3,650 USD weigh 365 kg a year
    assert link(market, "BRA", "KOR") == pytest.approx(0.5)
    assert market.price == pytest.approx(np.full(len(market.importers), 10.0))
    basis = market.basis
    assert (basis.table, basis.year, basis.codes) == ("baci:flow", 2023, (GRAPHITE,))
    assert "2025-02-01" in basis.release
    assert "HS1992" in basis.release


def test_small_countries_are_gathered_and_those_that_the_scenario_names_are_not(lake: Lake) -> None:
    load(lake)
    market = one(lake, scenario(GOOD))
    assert (market.exporters, market.importers) == (("CHN", "BRA", "ROW"), ("USA", "KOR", "ROW"))
    assert link(market, "CHN", "ROW") == pytest.approx(0.001)
    assert link(market, "ROW", "USA") == pytest.approx(0.002)
    assert market.basis.left_out == pytest.approx(0.003 / market.flow.sum())
    named = one(lake, scenario(GOOD, targets=("KOR", "FJI")))
    assert {"FJI"} <= {*named.exporters} & {*named.importers}
    assert "ROW" not in {*named.exporters, *named.importers}
    assert named.flow.sum() == pytest.approx(market.flow.sum())


def test_a_good_keeps_to_the_year_that_it_names(lake: Lake) -> None:
    load(lake)
    assert link(one(lake, scenario(Good("g", "Graphite", hs6=(GRAPHITE,), year=2022))), "CHN", "KOR") == pytest.approx(
        99.9 / 365
    )
    with pytest.raises(UsageError, match=r"years 2022 to 2023 .* not 2019.*leave year out"):
        one(lake, scenario(Good("g", "Graphite", hs6=(GRAPHITE,), year=2019)))


def test_a_year_that_was_not_out_on_the_day_gives_way_to_the_newest_that_was(lake: Lake) -> None:
    load(lake)
    fixed = scenario(Good("g", "Graphite", hs6=(GRAPHITE,), year=2023))
    assert reading(lake.as_of(TODAY), fixed).markets["g"].basis.year == 2023
    then = reading(lake.as_of(date(2023, 6, 1)), fixed)
    assert then.markets["g"].basis.year == 2022
    assert any("2023 was not known on 2023-06-01; trade is of 2022" in note for note in then.notes)


def test_a_scenario_before_the_first_year_rests_on_it_and_says_so(lake: Lake) -> None:
    load(lake)
    found = reading(lake.as_of(TODAY), scenario(GOOD, start=date(2010, 9, 1)))
    assert found.markets[GOOD.id].basis.year == 2022
    assert any("no year before 2010 is known" in note for note in found.notes)


def test_a_good_that_the_lake_lacks_is_an_error_with_a_remedy_and_never_nothing(lake: Lake) -> None:
    load(lake)
    with pytest.raises(UsageError, match=r"no trade of Fluoride .*281111.*good\.fluoride\.table.*tocsin collect"):
        one(lake, scenario(Good("fluoride", "Fluoride", hs6=("281111",))))
    with pytest.raises(UsageError, match=r"no codes are known for it.*hs6"):
        one(lake, scenario(Good("widget", "Widgets")))
    with pytest.raises(UsageError, match="holds no trade"):
        one(Lake.create(lake.store.root.parent / "empty", fixed_clock(TODAY)), scenario(GOOD))


def test_a_table_of_its_own_needs_no_lake_and_holds_what_is_made_at_home() -> None:
    rows = (Supply("JPN", "KOR", 730.0, 1460.0), Supply("KOR", "KOR", 365.0))
    good = Good("hf", "Fluoride", unit="t", table=rows, table_year=2018, table_reference="a report", year=2017)
    market = markets(None, scenario(good))["hf"]
    assert (market.unit, market.basis.table, market.basis.year, market.basis.reference) == (
        *("t", "scenario", 2018),
        "a report",
    )
    assert (link(market, "JPN", "KOR"), link(market, "KOR", "KOR")) == (2.0, 1.0)
    assert market.price.tolist() == [2.0]
    assert market.tier[market.exporters.index("KOR"), 0] == 0


def test_a_table_without_quantity_is_refused() -> None:
    with pytest.raises(UsageError, match="adds up to nothing"):
        markets(None, scenario(Good("hf", "Fluoride", table=(Supply("JPN", "KOR", 0.0),))))
    with pytest.raises(UsageError, match=r"No lake is given"):
        markets(None, scenario(GOOD))


def weights(*found: float | None) -> pa.Table:
    return pa.table({"net_weight": pa.array(found, pa.float64())})


def test_goods_are_counted_in_dollars_where_too_little_is_weighed(lake: Lake) -> None:
    load(lake, ROWS[1:4], measures=weights(365.0, None, None))
    found = reading(lake.as_of(TODAY), scenario(GOOD))
    market = found.markets[GOOD.id]
    assert (market.unit, link(market, "CHN", "KOR")) == ("USD", 10.0)
    assert (market.price == 1.0).all()
    assert any("29% of the value" in note for note in found.notes)


def test_a_flow_without_weight_is_weighed_at_the_mean_price(lake: Lake) -> None:
    rows = [("KOR", "CHN", GRAPHITE, "2023", 1000.0), ("USA", "CHN", GRAPHITE, "2023", 50.0)]
    load(lake, rows, measures=weights(500.0, None))
    found = reading(lake.as_of(TODAY), scenario(GOOD))
    assert link(found.markets[GOOD.id], "CHN", "USA") * 365 == pytest.approx(25.0)
    assert any("4.8% of the value" in note for note in found.notes)


def test_only_what_was_known_on_the_day_is_seen(lake: Lake) -> None:
    load(lake, [("KOR", "CHN", GRAPHITE, "2022", 10.0)], vintage="first", released_on=date(2024, 2, 1))
    load(lake, [("KOR", "CHN", GRAPHITE, "2023", 80.0)], vintage="second", released_on=date(2025, 2, 1))
    assert one(lake, scenario(GOOD)).basis.year == 2023
    then = markets(lake, scenario(GOOD, known_on=date(2024, 6, 1)))
    assert then[GOOD.id].basis.year == 2022
    assert not reading(lake.as_of(date(2024, 6, 1)), scenario(GOOD)).reconstructed
    assert reading(lake.as_of(date(2023, 6, 1)), scenario(GOOD)).reconstructed


def test_the_world_goes_before_one_importers_own_figures_which_are_told_apart(lake: Lake) -> None:
    load(lake, [("KOR", "CHN", GRAPHITE, "2023", 10.0)], source="csv", scope="mine")
    alone = reading(lake.as_of(TODAY), scenario(GOOD))
    assert alone.markets[GOOD.id].basis.table == "csv:mine"
    assert any("KOR bought, not the world's trade" in note for note in alone.notes)
    load(lake)
    assert one(lake, scenario(GOOD)).basis.table == "baci:flow"


def test_a_named_country_without_trade_is_told(lake: Lake) -> None:
    load(lake)
    found = reading(lake.as_of(TODAY), scenario(GOOD, targets=("KOR", "ISL")))
    assert any("no trade of ISL is known in 2023" in note for note in found.notes)


def test_codes_follow_the_edition_of_the_source(lake: Lake) -> None:
    book = Good("hydrogen_fluoride", "Fluoride", hs6=("281111",))
    load(lake, [("KOR", "CHN", "281111", "2023", 365.0)], nomenclature="HS2022")
    assert one(lake, scenario(book)).basis.release.endswith("HS2022")


def test_what_comes_from_nowhere_known_stands_with_the_rest_of_the_world(lake: Lake) -> None:
    load(lake, [*ROWS, ("KOR", "_X", GRAPHITE, "2023", 3650.0)])
    market = one(lake, scenario(GOOD))
    assert link(market, "ROW", "KOR") == pytest.approx(1.0)


def test_sides_follow_groups_on_the_day() -> None:
    names = ("JPN", "KOR", "DEU", "CHN", "RUS", "KAZ", "BRA", "ROW")
    found = tiers(names, names, date(2024, 1, 1))
    assert found[0].tolist() == [0, 0, 0, 2, 2, 1, 1, 1]
    assert found[names.index("RUS")].tolist() == [2, 2, 2, 1, 0, 0, 1, 1]
    assert (found == found.T).all()
    assert found[-1, -1] == 1
    early = tiers(("RUS",), ("KAZ",), date(2014, 1, 1))
    assert early.tolist() == [[1]]


def test_goods_that_the_lake_lacks_or_counts_twice_can_be_left_out_with_a_word(lake: Lake) -> None:
    load(lake)
    twin = Good("spherical", "Spherical graphite", hs6=(GRAPHITE,))
    absent = Good("fluoride", "Fluoride", hs6=("281111",))
    left, notes = narrowed(lake.as_of(TODAY), scenario(absent, GOOD, twin))
    assert [good.id for good in left.goods] == [GOOD.id]
    assert left.shocks[0].products == (GOOD.id,)
    assert [note.split(":")[0] for note in notes] == ["Fluoride", "Spherical graphite"]
    same, nothing = narrowed(lake.as_of(TODAY), scenario(absent))
    assert ([good.id for good in same.goods], nothing) == (["fluoride"], ())
