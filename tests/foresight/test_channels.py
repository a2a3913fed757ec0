"""Features of every channel against plain sums, and what must not change them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.foresight.by_hand import World, features
from tests.foresight.given import Tables, bits, drawn
from tests.foresight.trade import Row, flows, synthetic_rows
from tocsin.foresight.channel import CATALOGUE, CHANNELS, Given, channel
from tocsin.foresight.panel import column, panel
from tocsin.foresight.trade import Trade

LAST = 2019
MEMBERS = {LAST: ["BAA", "BBA"], LAST - 4: ["BAA"], LAST + 1: ["BAA", "BBA", "BCA"]}
KINDS = {"change", "share", "size", "number"}
#: Features that compare with a weight that may be nought: there they say how large the import is.
OR_SIZE = {"hub", "own_output"}
#: Channels that are not worked out again in plain sums: theirs are in the tests of measures and of tension.
ELSEWHERE = {"measures", "tension"}
#: Features that say how large something is.
SIZES = {name for name, one in CATALOGUE.features.items() if one.kind == "size"}


def synthetic_tables(products: list[str]) -> Tables:
    chance = np.random.default_rng(8)
    places = ("SAA", "SBB", "SCC", "BAA", "BCA")
    scores = {(place, year): float(chance.normal()) for place in places for year in range(2008, LAST) if place != "SCC"}
    output = {
        (code, place, year): float(chance.integers(1, 10**7))
        for code in products[:3]
        for place in places[:4]
        for year in range(2010, LAST)
    }
    stocks = {
        (code, place, year): (float(chance.integers(1, 10**6)), float(chance.integers(1, 10**7)))
        for code in products[:3]
        for place in ("BAA", "BCA", "SCC", "XXX")
        for year in range(LAST - 3, LAST + (2 if place == "BAA" else -1))
    }
    stocks[products[0], "BCA", LAST - 2] = (np.nan, 5e5)
    stocks[products[1], "BAA", LAST + 1] = (2e5, np.nan)
    return Tables(scores, output, stocks, synthetic_months(products, chance))


def synthetic_months(
    products: list[str], chance: np.random.Generator
) -> dict[tuple[str, str, int, int], tuple[float, float, float]]:
    """Some months of two importers and the bloc, one in five missing, one in five without a weight."""
    found = {}
    for who in ("BAA", "BCA", "EU", "XXX"):
        for code in (*products[:2], "999999"):
            for number in range(12 * LAST - 2, 12 * LAST + 29):
                if chance.random() > 0.2:
                    value, weight = (float(one) for one in chance.integers(1, 10**6, 2))
                    weighed = chance.random() > 0.2
                    found[who, code, number // 12, number % 12 + 1] = (
                        (value, weight, value * 0.75) if weighed else (value, 0.0, 0.0)
                    )
    return found


@pytest.fixture(params=[1, 2, 3])
def rows(request: pytest.FixtureRequest) -> list[Row]:
    return synthetic_rows(np.random.default_rng(request.param), range(LAST - 10, LAST + 1))


def products(rows: list[Row]) -> list[str]:
    return sorted({row[0] for row in rows})


def test_every_channel_against_plain_sums(rows: list[Row]) -> None:
    tables = synthetic_tables(products(rows))
    made = drawn(flows(rows, MEMBERS), LAST, tables)
    world = World(rows, MEMBERS[LAST], LAST, tables)
    checked: set[str] = set()
    for place, (reporter, product) in enumerate(zip(made.reporter.tolist(), made.product.tolist(), strict=True)):
        for name, expected in features(world, product, reporter).items():
            found = column(made.features, name)[place]
            assert found == pytest.approx(expected, rel=2e-5, abs=2e-5, nan_ok=True), (name, reporter, product)
            checked.add(name)
    assert {CATALOGUE.channel_of[name] for name in checked} == set(CHANNELS) - ELSEWHERE
    assert "EU" in made.reporter


def test_every_feature_is_finite_or_not_known_and_shares_are_shares(rows: list[Row]) -> None:
    made = drawn(flows(rows, MEMBERS), LAST, synthetic_tables(products(rows)))
    assert not np.isinf(made.features).any()
    told = np.asarray([name not in ELSEWHERE for name in CATALOGUE.channel_of.values()])
    assert np.asarray(np.isfinite(made.features).any(axis=0))[told].all()
    for name, one in CATALOGUE.features.items():
        numbers = column(made.features, name)
        numbers = numbers[np.isfinite(numbers)]
        if one.kind == "share" and name != "leader_gain" and len(numbers):
            assert numbers.min() >= -1e-6, name
            assert numbers.max() <= 1 + 1e-6, name


def test_the_order_of_the_rows_changes_no_bit(rows: list[Row]) -> None:
    tables = synthetic_tables(products(rows))
    shuffled = [rows[place] for place in np.random.default_rng(5).permutation(len(rows))]
    backwards = Tables(
        dict(reversed(tables.scores.items())),
        dict(reversed(tables.output.items())),
        dict(reversed(tables.stocks.items())),
        dict(reversed(tables.months.items())),
    )
    assert bits(drawn(flows(rows, MEMBERS), LAST, tables)) == bits(drawn(flows(shuffled, MEMBERS), LAST, backwards))


def test_twice_of_everything_changes_sizes_alone(rows: list[Row]) -> None:
    tables = synthetic_tables(products(rows))
    rows = [(*row[:4], row[4] * 4e6, None if row[5] is None else row[5] * 4e6) for row in rows]
    double = [(*row[:4], row[4] * 2, None if row[5] is None else row[5] * 2) for row in rows]
    more = Tables(
        tables.scores,
        {key: weight * 2 for key, weight in tables.output.items()},
        {key: (stored * 2, used * 2) for key, (stored, used) in tables.stocks.items()},
        {key: (value * 2, weight * 2, weighed * 2) for key, (value, weight, weighed) in tables.months.items()},
    )
    one, two = drawn(flows(rows, MEMBERS), LAST, tables), drawn(flows(double, MEMBERS), LAST, more)
    for name in CATALOGUE.features:
        before, after = column(one.features, name), column(two.features, name)
        if name in SIZES:
            assert after - before == pytest.approx(np.full(len(before), np.log10(2)), abs=1e-5), name
        elif name in OR_SIZE:
            step = before - after
            assert np.minimum(np.abs(step), np.abs(step - np.log(2)))[np.isfinite(step)].max() < 1e-4, name
        else:
            assert after == pytest.approx(before, rel=1e-4, abs=1e-6, nan_ok=True), name


def test_other_names_of_countries_change_nothing_but_names(rows: list[Row]) -> None:
    """Names that sort alike: nothing but their order may matter."""
    renamed = [(row[0], f"Q{row[1]}", f"Q{row[2]}", *row[3:]) for row in rows]
    one = drawn(flows(rows, MEMBERS), LAST)
    two = drawn(flows(renamed, {year: [f"Q{who}" for who in them] for year, them in MEMBERS.items()}), LAST)
    assert one.features.tobytes() == two.features.tobytes()


def test_a_world_of_one_flow() -> None:
    made = drawn(flows([("250410", "KOR", "CHN", LAST, 1000.0, 10.0)]), LAST)
    assert len(made) == 1
    assert not made.established.any()
    assert column(made.features, "leading_share").tolist() == [1.0]
    assert np.isnan(column(made.features, "weight_change")).all()
    assert made.suppliers.part.tolist() == [1.0]


def test_nothing_known_gives_no_rows() -> None:
    assert len(drawn(flows([("250410", "KOR", "CHN", LAST - 1, 1000.0, 10.0)]), LAST)) == 0


def test_a_channel_without_its_figures_is_absent(rows: list[Row]) -> None:
    bare = drawn(flows(rows, MEMBERS), LAST)
    assert set(CHANNELS) - bare.present == {"governance", "production", "stock", "monthly"} | ELSEWHERE
    full = drawn(flows(rows, MEMBERS), LAST, synthetic_tables(products(rows)))
    assert full.present == set(CHANNELS) - ELSEWHERE


def test_a_channel_left_out_leaves_the_others_as_they_are(rows: list[Row]) -> None:
    given = Given(Trade(flows(rows, MEMBERS), LAST))
    every, fewer = panel(given), panel(given, without=["market"])
    for name, one in CATALOGUE.channel_of.items():
        if one == "market":
            assert np.isnan(column(fewer.features, name)).all()
        else:
            assert column(fewer.features, name).tobytes() == column(every.features, name).tobytes()
    assert every.present - fewer.present == {"market"}


def test_stocks_and_months_worked_by_hand() -> None:
    """Stocks of 40 t of 365 t used are 40 days; 30 kg after 60 kg in the months known in both years."""
    seen = flows([("250410", "KOR", "CHN", LAST, 1000.0, 10.0), ("250410", "USA", "CHN", LAST, 1000.0, 10.0)])
    months = {
        ("KOR", "250410", LAST, 1): (100.0, 40.0, 100.0),
        ("KOR", "250410", LAST, 2): (100.0, 20.0, 100.0),
        ("KOR", "250410", LAST + 1, 1): (150.0, 20.0, 150.0),
        ("KOR", "250410", LAST + 1, 2): (150.0, 10.0, 150.0),
        ("KOR", "250410", LAST + 1, 3): (900.0, 90.0, 900.0),
    }
    stocks = {("250410", "USA", LAST): (80e3, 365e3), ("250410", "USA", LAST + 1): (40e3, 365e3)}
    made = drawn(seen, LAST, Tables(stocks=stocks, months=months))
    kor, usa = (made.reporter.tolist().index(who) for who in ("KOR", "USA"))

    def told(name: str) -> list[float]:
        return [float(column(made.features, name)[row]) for row in (kor, usa)]

    assert told("days_of_cover") == pytest.approx([np.nan, 40.0], nan_ok=True)
    assert told("stock_change") == pytest.approx([np.nan, -np.log(2)], nan_ok=True)
    assert told("holders_cover") == pytest.approx([40.0, 40.0])
    assert told("months_known") == pytest.approx([3.0, np.nan], nan_ok=True)
    assert told("months_weight") == pytest.approx([-np.log(2), np.nan], nan_ok=True)
    assert told("months_value") == pytest.approx([np.log(1.5), np.nan], nan_ok=True)
    assert told("months_unit_value") == pytest.approx([np.log(3), np.nan], nan_ok=True)
    assert {"stock", "monthly"} <= made.present


def test_stocks_of_long_ago_are_told_no_longer() -> None:
    seen = flows([("250410", "USA", "CHN", LAST, 1000.0, 10.0)])
    found = [
        column(drawn(seen, LAST, Tables(stocks={("250410", "USA", year): (1.0, 365.0)})).features, "days_of_cover")[0]
        for year in (LAST - 3, LAST - 2)
    ]
    assert found == pytest.approx([np.nan, 1.0], nan_ok=True)


def test_no_change_of_governance_is_taken_across_a_change_of_method() -> None:
    seen = flows([("250410", "KOR", "CHN", year, 1000.0, 10.0) for year in range(2012, 2027)])
    scores = {("CHN", year): float(year) for year in range(2012, 2027)}
    changes = [
        column(drawn(seen, last, Tables(scores)).features, "supplier_stability_change")[0] for last in range(2022, 2027)
    ]
    assert changes == pytest.approx([3.0, np.nan, np.nan, np.nan, 3.0], nan_ok=True)


def test_declarations_can_be_read() -> None:
    for one in CHANNELS.values():
        assert one.title == one.title.strip()
        assert one.title
        for name, feature in one.features.items():
            assert feature.kind in KINDS, name
            assert feature.text
            assert not feature.text.endswith("."), name
    assert len(CATALOGUE.features) == sum(len(one.features) for one in CHANNELS.values())


def test_a_channel_must_return_what_it_declares(rows: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    given = Given(Trade(flows(rows), LAST))
    monkeypatch.setattr(CHANNELS, "_items", dict(CHANNELS._items))  # put back after the test

    @channel("one that returns another feature", said=("said", "number"))
    def zz_other(given: Given) -> dict[str, np.ndarray]:
        return {"unsaid": np.zeros(len(given.trade.rows))}

    with pytest.raises(ValueError, match="declares \\['said'\\]"):
        panel(given)
    monkeypatch.setattr(CHANNELS, "_items", {name: one for name, one in CHANNELS._items.items() if name != "zz_other"})

    @channel("one of another length", short=("short", "number"))
    def zz_short(given: Given) -> dict[str, np.ndarray]:
        return {"short": np.zeros(len(given.trade.rows) + 1)}

    with pytest.raises(ValueError, match="'short' has"):
        panel(given)
