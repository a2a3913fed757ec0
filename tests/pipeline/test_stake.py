"""Trade at stake on ten-row lakes: sums by hand, what the lake lacks is never zero."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.pipeline.flows import flow_release
from tocsin.core.clock import fixed_clock
from tocsin.lake import Lake
from tocsin.pipeline.stake import Asked, Stake, stakes

TODAY = date(2026, 11, 24)
GRAPHITE, SPODUMENE, BASKET = "250410", "253090", "811292"
ROWS = [
    ("KOR", "CHN", GRAPHITE, "2023", 70.0),
    ("KOR", "JPN", GRAPHITE, "2023", 30.0),
    ("KOR", "CHN", GRAPHITE, "2022", 999.0),
    ("KOR", "CHN", BASKET, "2023", 40.0),
    ("KOR", "USA", BASKET, "2023", 60.0),
    ("JPN", "CHN", GRAPHITE, "2023", 5.0),
    ("DEU", "CHN", GRAPHITE, "2023", 20.0),
    ("FRA", "CHN", GRAPHITE, "2023", 10.0),
    ("FRA", "DEU", GRAPHITE, "2023", 8.0),
    ("FRA", "USA", GRAPHITE, "2023", 10.0),
]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "a lake", fixed_clock(TODAY))


def load(lake: Lake, rows: list[tuple[str, str, str, str, float]] = ROWS, source: str = "baci", **more: Any) -> None:
    lake.load(
        flow_release(rows, released_on=more.pop("released_on", date(2025, 2, 1)), **more), source=source, licence=""
    )


def one(lake: Lake, asked: Asked, on: date = TODAY) -> Stake:
    return stakes(lake.as_of(on), [asked])[0]


def test_a_stake_is_what_was_bought_from_the_party_in_the_last_year(lake: Lake) -> None:
    load(lake)
    found = one(lake, Asked("KOR", "CHN", hs6=(GRAPHITE,)))
    assert (found.value, found.total, found.share, found.years, found.bases) == (70.0, 100.0, 0.7, ("2023",), ("baci",))


def test_what_was_not_bought_is_zero_and_what_the_lake_does_not_hold_is_not(lake: Lake) -> None:
    load(lake)
    zero = one(lake, Asked("JPN", "CHN", hs6=(BASKET,)))
    assert (zero.value, zero.total, zero.share, zero.why) == (0.0, 0.0, None, "")
    absent = one(lake, Asked("KOR", "CHN", hs6=(SPODUMENE,)))
    assert (absent.value, absent.share, absent.why, absent.absent) == (None, None, "not in the lake", (SPODUMENE,))
    part = one(lake, Asked("KOR", "CHN", hs6=(GRAPHITE, SPODUMENE)))
    assert (part.value, part.absent) == (70.0, (SPODUMENE,))


def test_products_that_share_a_code_are_counted_once_in_the_whole(lake: Lake) -> None:
    load(lake, [(*row[:2], row[2], *row[3:]) for row in ROWS], nomenclature="HS2017")
    found = one(lake, Asked("KOR", "CHN", products=("gallium", "germanium")))
    assert [(part.name, part.value) for part in found.parts] == [("gallium", 40.0), ("germanium", 40.0)]
    assert (found.value, found.total, found.clear) == (40.0, 100.0, False)


def test_the_union_buys_outside_and_sells_outside(lake: Lake) -> None:
    load(lake, [*ROWS, ("JPN", "DEU", GRAPHITE, "2023", 3.0)])
    union = one(lake, Asked("EU", "CHN", hs6=(GRAPHITE,)))
    assert (union.value, union.total) == (30.0, 40.0)
    assert one(lake, Asked("WLD", "CHN", hs6=(GRAPHITE,))).value == 105.0
    assert one(lake, Asked("WLD", "EU", hs6=(GRAPHITE,))).value == 3.0
    assert one(lake, Asked("JPN", "EU", hs6=(GRAPHITE,))).value == 3.0
    assert one(lake, Asked("FRA", "EU", hs6=(GRAPHITE,))).value == 8.0
    assert one(lake, Asked("FRA", "WLD", hs6=(GRAPHITE,))).share == 1.0


def test_only_what_was_released_by_the_day_is_counted(lake: Lake) -> None:
    load(lake, [("KOR", "CHN", GRAPHITE, "2023", 50.0)], vintage="first", released_on=date(2025, 2, 1))
    load(lake, [("KOR", "CHN", GRAPHITE, "2024", 80.0)], vintage="second", released_on=date(2026, 2, 1))
    asked = Asked("KOR", "CHN", hs6=(GRAPHITE,))
    assert one(lake, asked, date(2025, 12, 1)).value == 50.0
    assert one(lake, asked, date(2026, 12, 1)).value == 80.0


def test_a_product_is_read_from_one_source_the_one_that_holds_the_world(lake: Lake) -> None:
    load(lake, source="csv", nomenclature="HS2017", scope="mine")
    load(lake, [("KOR", "CHN", GRAPHITE, "2022", 11.0)], source="baci")
    found = one(lake, Asked("KOR", "CHN", products=("natural_graphite_flake",)))
    assert (found.value, found.bases, found.years) == (11.0, ("baci",), ("2022",))


def test_a_source_without_the_world_says_nothing_of_what_its_importer_never_reported(lake: Lake) -> None:
    load(lake, source="csv", scope="mine")
    assert one(lake, Asked("JPN", "CHN", hs6=(BASKET,))).why == "not in the lake"
    assert one(lake, Asked("KOR", "CHN", hs6=(BASKET,))).value == 40.0


def test_a_year_that_few_importers_have_reported_is_not_the_worlds_last(lake: Lake) -> None:
    load(lake, [*ROWS, ("KOR", "CHN", GRAPHITE, "2024", 1.0)])
    assert one(lake, Asked("KOR", "CHN", hs6=(GRAPHITE,))).years == ("2024",)
    assert one(lake, Asked("WLD", "CHN", hs6=(GRAPHITE,))).years == ("2023",)


def test_parties_that_are_no_country_and_goods_that_are_not_named_have_no_stake(lake: Lake) -> None:
    load(lake)
    several, nothing = stakes(lake.as_of(TODAY), [Asked("KOR", "MULTI", hs6=(GRAPHITE,)), Asked("KOR", "CHN")])
    assert (several.value, several.why) == (None, "MULTI is no single country")
    assert (nothing.value, nothing.why) == (None, "no goods are named")


def test_many_questions_are_answered_in_their_order(lake: Lake) -> None:
    load(lake)
    asked = [Asked(who, party, hs6=(GRAPHITE,)) for who in ("KOR", "JPN", "DEU") for party in ("JPN", "CHN")]
    assert [found.value for found in stakes(lake.as_of(TODAY), asked)] == [30.0, 70.0, 0.0, 5.0, 0.0, 20.0]
