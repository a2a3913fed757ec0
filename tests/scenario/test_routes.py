"""Routes that close: whose trade takes them, and the shocks of a closure."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.ref.tables import read_table
from tocsin.scenario.draws import central
from tocsin.scenario.market import Basis, Market
from tocsin.scenario.routes import CASES, closure, portion, portions, read_routes, route, routes
from tocsin.scenario.run import follow
from tocsin.scenario.shock import Good, Scenario
from tocsin.scenario.spread import Spread

START = date(2025, 1, 1)
OIL = Good(
    "oil",
    "Crude oil",
    ("270900",),
    assumptions={name: Spread.exactly(0.0) for name in ("cover", "spare", "diversion", "substitution", "replaceable")},
)


def market(exporters: str, importers: str, codes: tuple[str, ...] = ("HS2017 270900",), good: str = "oil") -> Market:
    shape = (len(exporters.split()), len(importers.split()))
    return Market(
        good,
        tuple(exporters.split()),
        tuple(importers.split()),
        np.ones(shape),
        np.ones(shape[1]),
        np.ones(shape, dtype=np.int8),
        basis=Basis("scenario", 2023, codes=codes),
    )


def closed(goods: list[Good], name: str = "hormuz", days: int = 60) -> Scenario:
    return Scenario("closed", "Closed", "", START, days, tuple(goods), closure(route(name), goods, START))


@pytest.mark.parametrize("name", list(routes()))
def test_every_route_has_shares_in_order_each_with_its_reason(name: str) -> None:
    found = route(name)
    assert found.references
    world = market("CHN SAU QAT ARE DEU USA TWN RUS UKR CHL AUS", "JPN KOR CHN DEU USA TWN EGY IND BRA TUR")
    low, mid, high = (portion(found, world, case) for case in CASES)
    assert (low <= mid).all()
    assert (mid <= high).all()
    assert low.min() >= 0
    assert high.max() <= 1
    assert high.max() > 0
    for one in found.shares:
        assert one.reference
        assert one.basis == "cited" or one.reference.startswith("judgement")


def test_oil_of_the_gulf_goes_through_hormuz_and_that_of_brazil_does_not() -> None:
    found = portion(route("hormuz"), market("KWT SAU ARE BRA", "JPN CHN"))
    assert (found[0] > 0.9).all()
    assert (found[3] == 0).all()
    # Saudi Arabia and the Emirates have pipelines that end outside.
    assert (found[0] > found[1]).all()
    assert (found[1] > found[2]).all()


def test_the_last_row_that_fits_a_good_holds_and_rows_of_other_goods_do_not() -> None:
    gas = portion(route("hormuz"), market("QAT ARE", "JPN", ("HS2017 271111",)))
    goods = portion(route("hormuz"), market("QAT ARE", "JPN", ("HS2017 760110",)))
    assert gas[1, 0] == 1.0
    assert goods[1, 0] == pytest.approx(0.8)
    # A good of two codes, of which one is no LNG, is not taken for LNG.
    mixed = portion(route("hormuz"), market("QAT ARE", "JPN", ("HS2017 271111", "HS2017 760110")))
    assert mixed[1, 0] == pytest.approx(0.8)


def test_a_share_of_both_directions_holds_in_both_and_not_at_home() -> None:
    found = portion(route("taiwan_strait"), market("JPN SGP", "JPN SGP"))
    assert found[0, 1] == found[1, 0] > 0
    assert found[0, 0] == found[1, 1] == 0


def test_the_taiwan_strait_carries_about_what_is_published_of_japan_and_korea() -> None:
    """Shares of trade by region in 2022 in round figures; CSIS: about 30 % of imports, 24 % of exports."""
    found = portion(route("taiwan_strait"), market("JPN KOR", "SGP SAU DEU CHN USA AUS", ()))
    exports = np.array([0.20, 0.03, 0.12, 0.25, 0.20, 0.04])
    assert 0.18 <= found[0] @ exports <= 0.32


def test_a_wrong_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match="hormuz"):
        route("hormus")
    with pytest.raises(UsageError, match="There is no route"):
        route("zzz")
    with pytest.raises(UsageError, match="case"):
        portion(route("suez"), market("CHN", "DEU"), "middle")


def test_a_closed_route_stops_its_share_until_what_can_is_led_round() -> None:
    gulf = market("KWT", "JPN")
    asked = closed([OIL])
    (shock,) = asked.shocks
    path = follow(asked, {"oil": gulf}, central(asked), portions(asked, {"oil": gulf})).paths["oil"]
    delay, round_ = int(shock.delay.mid), shock.approval.mid
    assert path.unmet[0, 0, 0] == pytest.approx(0.97)
    assert path.unmet[0, delay - 1, 0] == pytest.approx(0.97)
    assert path.unmet[0, delay + 1, 0] == pytest.approx(0.97 * (1 - round_))


def test_goods_with_different_ways_round_get_shocks_of_their_own() -> None:
    gas = Good("gas", "LNG", ("271111",))
    asked = closure(route("hormuz"), [OIL, gas], START, days=90)
    assert [one.products for one in asked] == [("oil",), ("gas",)]
    assert asked[0].approval.mid > asked[1].approval.mid
    assert {one.duration.mid for one in asked if one.duration} == {90.0}


def test_a_closure_lays_the_shares_of_its_goods_on_their_markets() -> None:
    gulf = market("KWT BRA", "JPN", ())
    asked = closed([OIL])
    found = portions(asked, {"oil": gulf}, "high")
    assert found["oil"]["hormuz"][:, 0] == pytest.approx([1.0, 0.0])


def edited(**parts: Any) -> dict[str, Any]:
    table = copy.deepcopy({name: row for name, row in read_table("routes.toml").items() if name in ("region", "suez")})
    table["suez"]["share"][0] |= parts
    return table


@pytest.mark.parametrize(
    ("parts", "error", "told"),
    [
        ({"low": 0.9, "mid": 0.5}, FormatError, "share 1"),
        ({"high": 1.2}, FormatError, "0 to 1"),
        ({"basis": "guess"}, FormatError, "judgement"),
        ({"reference": ""}, FormatError, "reference"),
        ({"wide": True}, FormatError, "wide"),
        ({"exporters": ["ATLANTIS"]}, CodeError, "ATLANTIS"),
        ({"mid": "half"}, FormatError, "low, mid and high"),
    ],
)
def test_a_table_with_a_mistake_is_refused_with_its_place(parts: dict[str, Any], error: type, told: str) -> None:
    with pytest.raises(error, match=told) as caught:
        read_routes(edited(**parts))
    assert "suez" in str(caught.value)


def test_a_route_that_lacks_a_part_is_refused() -> None:
    table = edited()
    del table["suez"]["delay"]
    with pytest.raises(FormatError, match="delay"):
        read_routes(table)


def test_the_page_on_routes_says_what_the_table_says() -> None:
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "two-sided.md").read_text(encoding="utf-8")
    for name, one in routes().items():
        figures = [f"{two.low:g} - {two.mid:g} - {two.high:g}" for two in (one.delay.spread, one.led_round.spread)]
        assert f"| `{name}` | {figures[0]} | {figures[1]} |" in page


def test_what_flies_takes_no_route() -> None:
    gold = portion(route("hormuz"), market("ARE", "IND", ("HS2017 710812",)))
    other = portion(route("hormuz"), market("ARE", "IND", ("HS2017 760110",)))
    assert gold[0, 0] < 0.1 < other[0, 0]
