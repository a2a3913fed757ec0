"""Flows and their sums, against sums made otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
import pytest

from tests.foresight.trade import COLUMNS, Row, flows, synthetic_rows, table
from tocsin.foresight.flows import Flows, last_known, numbered, read_flows
from tocsin.foresight.ledger import Ledger, ledger, stacked
from tocsin.foresight.summary import average, median, middle, spread
from tocsin.foresight.trade import SPAN, Trade

LAST = 2019
YEARS = range(LAST - SPAN + 1, LAST + 1)
MEMBERS = {LAST: ["BAA", "BBA"], LAST - 1: ["BAA"]}


@pytest.fixture
def rows() -> list[Row]:
    return synthetic_rows(np.random.default_rng(3), YEARS)


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=COLUMNS, orient="row", infer_schema_length=None)


def sums(rows: pl.DataFrame, *keys: str) -> dict[tuple[object, ...], tuple[float, float, float]]:
    weighed = pl.when(pl.col("weight").is_not_null()).then("value").otherwise(0.0).alias("weighed")
    found = rows.with_columns(weighed).group_by(*keys, "year").agg(pl.col("value", "weight", "weighed").sum())
    return {row[:-3]: row[-3:] for row in found.iter_rows()}


def told(one: Ledger, names: Sequence[tuple[str, ...]]) -> dict[tuple[object, ...], tuple[float, float, float]]:
    parts = zip(one.value.tolist(), one.weight.tolist(), one.weighed.tolist(), names, strict=True)
    return {
        (*name, year): amounts
        for *lines, name in parts
        for year, amounts in zip(YEARS, zip(*lines, strict=True), strict=True)
        if any(amounts)
    }


def test_reading_numbers_every_flow_and_loses_none(rows: list[Row]) -> None:
    seen = flows(rows)
    names, codes = np.asarray(seen.places), np.asarray(seen.products)
    back = zip(
        codes[seen.product], names[seen.importer], names[seen.exporter], seen.year, seen.value, seen.weight, strict=True
    )
    assert sorted(back) == sorted((*row[:5], row[5] or 0.0) for row in rows)
    assert seen.places[seen.bloc] == "EU"
    assert list(seen.products) == sorted(seen.products)


def test_the_order_of_the_rows_does_not_matter(rows: list[Row]) -> None:
    one, other = flows(rows), flows([rows[place] for place in np.random.default_rng(0).permutation(len(rows))])
    for name in ("product", "importer", "exporter", "year", "value", "weight"):
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_nothing_at_all_is_read() -> None:
    none = flows([])
    assert none.last == 0
    assert none.places == ("EU",)
    assert len(none.between(2000, 2020).value) == 0


@pytest.mark.parametrize("span", [(LAST - 3, LAST), (LAST, LAST), (1900, 1901)])
def test_a_cut_numbered_anew_is_as_if_nothing_else_had_been_read(rows: list[Row], span: tuple[int, int]) -> None:
    rows = [row for row in rows if row[0] != "250000" or row[3] < LAST - 3]  # one product and one place are gone
    rows += [("250000", "ZZZ", "SAA", LAST - 5, 1e6, None)]
    members = MEMBERS | {LAST - 2: ["ZZZ", "BAA"]}
    cut = flows(rows, members).between(*span).numbered_anew()
    read = flows([row for row in rows if span[0] <= row[3] <= span[1]], members)
    assert (cut.products, cut.places, cut.members) == (read.products, read.places, read.members)
    for name in ("product", "importer", "exporter", "year", "value", "weight"):
        assert getattr(cut, name).tobytes() == getattr(read, name).tobytes(), name


@pytest.mark.parametrize("scale", [1, 10**9])
def test_numbers_of_keys_are_those_of_sorting(scale: int) -> None:
    keys = np.random.default_rng(6).integers(0, 50, 200) * scale
    unique, number = numbered(keys)
    assert unique.tolist() == sorted(set(keys.tolist()))
    assert unique[number].tolist() == keys.tolist()
    assert [len(part) for part in numbered(keys[:0])] == [0, 0]


def test_a_country_of_the_bloc_that_trades_nothing_is_no_member() -> None:
    seen = read_flows(
        table([("250410", "DEU", "CHN", 2019, 1.0, 1.0)]), {"country": ["DEU", "MLT"], "year": [2019] * 2}
    )
    assert [seen.places[place] for place in seen.members[2019]] == ["DEU"]


@pytest.mark.parametrize(
    ("counts", "last"),
    [
        ({}, 0),
        ({2020: 0}, 0),
        ({2019: 100, 2020: 100}, 2020),
        ({2019: 100, 2020: 50}, 2020),
        ({2019: 100, 2020: 49}, 2019),
        ({2018: 90, 2019: 100, 2020: 0}, 2019),
    ],
)
def test_last_known_year(counts: dict[int, int], last: int) -> None:
    assert last_known(counts) == last


def test_a_year_that_few_have_reported_is_not_known(rows: list[Row]) -> None:
    early = ("250000", "BAA", "SAA", LAST + 1, 1e6, 1e3)
    assert flows([*rows, early]).last == LAST


def test_sums_by_importer_exporter_link_and_product(rows: list[Row]) -> None:
    trade = Trade(flows(rows, MEMBERS), LAST)
    seen, places = frame(rows), len(trade.flows.places)
    names, codes = trade.flows.places, trade.flows.products
    union = seen.filter(pl.col("reporter").is_in(MEMBERS[LAST]) & ~pl.col("partner").is_in(MEMBERS[LAST])).with_columns(
        reporter=pl.lit("EU")
    )
    both = pl.concat([seen, union])

    pairs = [(codes[key // places], names[key % places]) for key in trade.imports.keys]
    assert told(trade.imports, pairs) == sums(both, "product", "reporter")
    pairs = [(codes[key // places], names[key % places]) for key in trade.exports.keys]
    assert told(trade.exports, pairs) == sums(seen, "product", "partner")
    triples = [
        (codes[key // places // places], names[key // places % places], names[key % places]) for key in trade.links.keys
    ]
    assert told(trade.links, triples) == sums(both, "product", "reporter", "partner")
    assert told(trade.world, [(code,) for code in codes]) == sums(seen, "product")


def test_rows_are_the_imports_of_the_last_year(rows: list[Row]) -> None:
    trade = Trade(flows(rows, MEMBERS), LAST)
    bought = {(row[0], row[1]) for row in rows if row[3] == LAST}
    named = {
        (trade.flows.products[product], trade.flows.places[importer])
        for product, importer in zip(trade.product, trade.importer, strict=True)
        if importer != trade.flows.bloc
    }
    assert named == bought


def test_shares_of_suppliers_add_up_to_one(rows: list[Row]) -> None:
    trade = Trade(flows(rows, MEMBERS), LAST)
    assert trade.total(trade.share) == pytest.approx(np.ones(len(trade.rows)))
    assert (trade.share > 0).all()


def test_a_key_that_is_not_there_is_not_found() -> None:
    seen = flows([("250410", "DEU", "CHN", 2019, 1.0, 1.0)])
    one = ledger(seen, np.asarray([5]), 2019, 2019)
    rows, found = one.rows(np.asarray([4, 5, 6]))
    assert found.tolist() == [False, True, False]
    assert rows.tolist() == [0, 0, 0]
    empty = ledger(flows([]), np.zeros(0, dtype=np.int64), 2019, 2019)
    assert empty.rows(np.asarray([4]))[1].tolist() == [False]
    assert stacked(one, empty).keys.tolist() == [5]


def test_unit_value_leaves_out_what_was_not_weighed() -> None:
    seen = flows([("250410", "DEU", "CHN", 2019, 100.0, 20.0), ("250410", "DEU", "IND", 2019, 900.0, None)])
    one = ledger(seen, seen.product, 2019, 2019)
    assert one.value.tolist() == [[1000.0]]
    assert one.unit_value.tolist() == [[5.0]]
    none = ledger(flows([("250410", "DEU", "IND", 2019, 900.0, None)]), np.zeros(1, dtype=np.int64), 2019, 2019)
    assert np.isnan(none.unit_value).all()


def test_small_statistics_against_numpy() -> None:
    numbers = np.random.default_rng(1).normal(size=(40, 7))
    numbers[np.random.default_rng(2).random(numbers.shape) < 0.3] = np.nan
    numbers[0] = np.nan
    some = numbers[1:]
    assert average(some) == pytest.approx(np.nanmean(some, axis=1), nan_ok=True)
    assert median(some, axis=1) == pytest.approx(np.nanmedian(some, axis=1), nan_ok=True)
    enough = np.isfinite(some).sum(axis=1) >= 2
    assert spread(some)[enough] == pytest.approx(np.nanstd(some, axis=1)[enough])
    assert np.isnan(spread(some)[~enough]).all()
    assert np.isnan([average(numbers)[0], median(numbers, axis=1)[0], spread(numbers)[0]]).all()
    group = np.random.default_rng(4).integers(-1, 5, len(numbers))
    by_group = middle(numbers, group, 6)
    for one in range(5):
        assert by_group[one] == pytest.approx(np.nanmedian(numbers[group == one], axis=0), nan_ok=True)
    assert np.isnan(by_group[5]).all()


def test_flows_keep_their_bits_when_years_are_cut(bundled: Flows) -> None:
    cut = bundled.between(2010, 2012)
    kept = (bundled.year >= 2010) & (bundled.year <= 2012)
    assert cut.value.tobytes() == bundled.value[kept].tobytes()
    assert cut.of_bloc(2012).value.sum() < bundled.value[kept].sum()
