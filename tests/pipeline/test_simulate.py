"""Scenarios on small lakes: what they rest on, what was known on a day, links of the worst month, odd requests."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.pipeline.flows import flow_release
from tests.sources.sheets import SPECIMENS
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import UsageError
from tocsin.core.release import Request
from tocsin.lake import Lake
from tocsin.pipeline.collect import collect
from tocsin.pipeline.links import fitted
from tocsin.pipeline.simulate import FOLDER, simulate
from tocsin.scenario.shock import Good, Scenario, Shock, Supply
from tocsin.scenario.spread import Spread

TODAY = date(2026, 11, 24)
START = date(2024, 6, 1)
GRAPHITE = "250410"
NONE = Spread.exactly(0.0)
STIFF = {"replaceable": NONE, "substitution": NONE, "restock": NONE, "cover": Spread.exactly(10.0)}
ROWS = [
    ("KOR", "CHN", GRAPHITE, "2023", 3650.0),
    ("KOR", "BRA", GRAPHITE, "2023", 1825.0),
    ("USA", "CHN", GRAPHITE, "2023", 7300.0),
]


def scenario(good: Good, **more: Any) -> Scenario:
    ban = Shock("ban", "ban", ("CHN",), ("KOR",), (good.id,), start=START)
    return Scenario("test", "Test", "", START, more.pop("days", 60), (good,), (ban,), **more)


def lake_good() -> Good:
    return Good("g", "Graphite", hs6=(GRAPHITE,), assumptions=STIFF)


def own_good() -> Good:
    rows = (Supply("CHN", "KOR", 365.0, 730.0), Supply("BRA", "KOR", 365.0, 730.0))
    return Good("g", "Graphite", unit="t", table=rows, table_year=2020, table_reference="a book", assumptions=STIFF)


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    made = Lake.create(tmp_path / "a lake", fixed_clock(TODAY))
    made.load(flow_release(ROWS, released_on=date(2025, 2, 1)), source="baci", licence="")
    return made


def test_a_ban_leaves_its_share_unmet_once_stocks_are_used_up(lake: Lake) -> None:
    told = simulate(scenario(lake_good()), lake, runs=3).document()
    korea = next(one for one in told["importers"] if one["iso3"] == "KOR")
    # Two thirds of the need stop; ten days of use last fifteen days.
    assert korea["first_day"]["p50"] == 15
    assert korea["first_day"]["date"] == "2024-06-16"
    assert korea["worst_month"]["p50"] == pytest.approx(2 / 3, rel=1e-5)
    assert korea["unmet_share"]["p50"] == pytest.approx(2 / 3 * 45 / 60, rel=1e-5)
    usa = next(one for one in told["importers"] if one["iso3"] == "USA")
    assert usa["first_day"]["p95"] is None
    assert told["tables"][0]["table"] == "baci:flow"
    assert told["tables"][0]["year"] == 2023


def test_a_scenario_with_tables_of_its_own_needs_no_lake() -> None:
    found = simulate(scenario(own_good()), runs=2)
    told = found.document()
    assert told["as_of"] is None
    assert (told["tables"][0]["table"], told["tables"][0]["reference"]) == ("scenario", "a book")
    assert "No lake was opened" in told["sectors_why"]
    assert told["importers"][0]["worst_month"]["p50"] == pytest.approx(0.5)


def test_sectors_are_not_computed_without_a_table_and_it_says_how_to_get_one(lake: Lake) -> None:
    told = simulate(scenario(lake_good()), lake, runs=2).document()
    assert told["sectors"] == []
    assert "tocsin collect wiod" in told["sectors_why"]


def test_sectors_that_use_the_good_lose_output_where_a_table_is_at_hand(lake: Lake) -> None:
    icio = SPECIMENS / "icio" / "specimen" / "ICIO2023_2020_synthetic.csv"
    collect(lake, "icio", Request((icio,)))
    chips = replace(own_good(), hs6=("854231",))
    told = simulate(scenario(chips, days=120), lake, runs=2).document()
    first = told["sectors"][0]
    assert (first["region"], first["sector"]) == ("KOR", "C26")
    assert 0.05 < first["loss_share"] < 0.5
    assert first["loss_usd"] > 0
    assert "ICIO2023 of 2020" in told["sectors_why"]
    unknown = simulate(scenario(replace(own_good(), hs6=("281111",))), lake, runs=2).document()
    assert unknown["sectors"] == []
    assert "281111" in unknown["sectors_why"]


def test_what_was_known_on_a_day_is_said(lake: Lake) -> None:
    asked = replace(scenario(lake_good()), known_on=date(2025, 6, 1))
    then = simulate(asked, lake, runs=1)
    assert (then.as_of, then.reconstructed) == (date(2025, 6, 1), False)
    assert any("out on 2025-06-01" in note for note in then.notes)
    earlier = simulate(asked, lake, runs=1, as_of=date(2024, 6, 1))
    assert (earlier.as_of, earlier.reconstructed) == (date(2024, 6, 1), True)
    assert any("reconstructed" in note for note in earlier.notes)
    later = simulate(asked, lake, runs=1, as_of=date(2026, 6, 1))
    assert later.as_of == date(2025, 6, 1)


def test_made_up_tables_are_called_so() -> None:
    told = simulate(scenario(own_good(), synthetic=True), runs=1).document()
    assert told["synthetic"] is True
    assert "made up" in told["notes"][0]


def test_links_of_the_worst_month_add_up_to_what_is_shipped_and_bought(lake: Lake) -> None:
    found = simulate(scenario(lake_good()), lake, runs=1)
    market, flows = found.markets["g"], found.flows["g"]
    china, korea = market.exporters.index("CHN"), market.importers.index("KOR")
    assert flows.before[china, korea] == pytest.approx(1.0)
    assert flows.worst[china, korea] == 0.0
    assert flows.worst[:, korea].sum() == pytest.approx(market.demand[korea] / 3)
    assert flows.worst.sum() < flows.before.sum()
    told = found.document()["goods"][0]["flows"]
    assert {"exporter": "CHN", "importer": "KOR", "value": 1.0} in told["before"]
    assert not [one for one in told["worst"] if (one["exporter"], one["importer"]) == ("CHN", "KOR")]


def test_a_table_is_fitted_to_its_sums() -> None:
    found = fitted(np.array([[1.0, 1.0], [0.0, 2.0]]), np.array([3.0, 1.0]), np.array([2.0, 2.0]))
    assert found.sum(axis=1) == pytest.approx([3.0, 1.0])
    assert found.sum(axis=0) == pytest.approx([2.0, 2.0])
    assert found[1, 0] == 0.0


def test_remedies_are_compared_where_asked(lake: Lake) -> None:
    told = simulate(scenario(lake_good()), lake, runs=2, with_remedies=True).document()
    stock = next(one for one in told["remedies"] if one["name"] == "larger_stock")
    assert stock["worst_month_after"] < stock["worst_month_before"]
    json.dumps(told, allow_nan=False)


def test_an_interrupted_request_goes_on_where_it_stopped_and_leaves_nothing_behind(lake: Lake) -> None:
    def interrupt(sentence: str) -> None:
        if sentence.startswith("1 of 2"):
            raise KeyboardInterrupt

    asked, kept = scenario(lake_good()), lake.store.root / FOLDER
    with pytest.raises(KeyboardInterrupt):
        simulate(asked, lake, runs=30, workers=1, told=interrupt)
    assert len(list(kept.rglob("*.npz"))) == 1
    said: list[str] = []
    again = simulate(asked, lake, runs=30, workers=1, told=said.append)
    assert any("1 of 2 batches of runs are there from before" in sentence for sentence in said)
    assert list(kept.rglob("*.npz")) == []
    assert again.document() == simulate(asked, lake, runs=30, workers=2).document()


def test_requests_that_make_no_sense_are_refused(lake: Lake) -> None:
    with pytest.raises(UsageError, match="runs"):
        simulate(scenario(lake_good()), lake, runs=0)
    with pytest.raises(UsageError, match=r"more than fits .* at most"):
        simulate(scenario(lake_good(), days=3650), lake, runs=10_000_000)
    with pytest.raises(UsageError, match="days"):
        simulate(scenario(lake_good(), days=1_000_000), lake, runs=1)
    with pytest.raises(UsageError, match=r"No lake is given.*good\.g\.table"):
        simulate(scenario(lake_good()), runs=1)
