"""Each rule and each reason for having no label, on trade worked by hand."""

from __future__ import annotations

import pytest

from tests.foresight.trade import Row, flows, steady
from tocsin.foresight.labels import RULES, VOIDS, labels

BASE, TARGET = (2017, 2018, 2019), 2021
#: The flow in question, and what others pay for the same.
PRODUCT, IMPORTER = "250410", "KOR"
Amounts = dict[int, tuple[float, float | None] | None]
#: 100 kg for 1000 dollars in every year of the base.
USUAL: Amounts = dict.fromkeys(BASE, (1000.0, 100.0))


def world(
    target: tuple[float, float | None] | None,
    *,
    others: float = 1.0,
    rest: float = 1.0,
    base: Amounts | None = None,
    more: tuple[Row, ...] = (),
) -> list[Row]:
    """Trade of one product by KOR, USA and JPN, and of two other products.

    `target` is what KOR bought in the target year, `others` the price the others then pay against their base, `rest`
    that of the other products.
    """
    rows = steady(PRODUCT, IMPORTER, "CHN", (base or USUAL) | {TARGET: target})
    for importer in ("USA", "JPN"):
        rows += steady(PRODUCT, importer, "CHN", USUAL | {TARGET: (1000.0 * others, 100.0)})
    for product in ("260300", "280200"):
        for importer in (IMPORTER, "USA", "JPN"):
            rows += steady(product, importer, "CHN", USUAL | {TARGET: (1000.0 * rest, 100.0)})
    return [*rows, *more]


def said(
    rows: list[Row], importer: str = IMPORTER, product: str = PRODUCT, members: dict[int, list[str]] | None = None
) -> tuple[set[str], str]:
    """Return the rules that hold for one import, and why it has no label."""
    seen = flows(rows, members)
    found = labels(seen, BASE[-1], TARGET)
    at = (found.product == seen.products.index(product)) & (found.importer == seen.places.index(importer))
    assert at.sum() == 1
    void = int(found.void[at][0])
    return {name for name in RULES if found.rules[name][at][0]}, VOIDS[void] if void >= 0 else ""


@pytest.mark.parametrize(
    ("target", "others", "rest", "rules"),
    [
        ((1000, 100), 1.0, 1.0, set()),
        ((800, 69), 1.0, 1.0, {"collapse", "raw", "own_price"}),
        ((800, 69), 1.11, 1.0, {"tight", "collapse", "raw", "own_price"}),
        ((800, 69), 1.09, 1.0, {"collapse", "raw", "own_price"}),
        ((800, 69), 1.25, 1.25, {"collapse", "raw", "own_price"}),  # everything is dearer: nothing is tight
        ((800, 69), 1.0, 0.8, {"tight", "collapse", "raw", "own_price"}),  # dearer than what fell
        ((800, 70), 1.2, 1.0, set()),  # 70 % is not below 70 %
        ((900, 69), 1.2, 1.0, {"raw", "own_price"}),  # value is not below 90 %
        ((690, 69), 1.2, 1.0, {"tight", "collapse", "raw"}),  # own unit value as before
        ((550, 49), 1.0, 1.0, {"collapse", "severe", "raw", "own_price"}),
        ((550, 50), 1.0, 1.0, {"collapse", "raw"}),  # 50 % is not below 50 %; own unit value rose by just a tenth
        ((1500, 60), 1.0, 1.0, {"raw", "own_price"}),
    ],
)
def test_rules(target: tuple[float, float], others: float, rest: float, rules: set[str]) -> None:
    assert said(world(target, others=others, rest=rest)) == (rules, "")


def test_what_stops_is_positive() -> None:
    """Nothing is left of weight and value, whatever the others pay."""
    every = {"tight", "collapse", "severe", "raw", "own_price"}
    assert said(world(None)) == (every, "")
    assert said(world(None, others=1.2)) == (every, "")


def test_base_is_the_mean_of_three_years() -> None:
    uneven: Amounts = {2017: (1300, 130), 2018: (1000, 100), 2019: (700, 70)}
    assert said(world((690, 69), base=uneven))[0] == {"collapse", "raw"}
    assert said(world((700, 70), base=uneven))[0] == set()


def test_own_price_looks_at_the_last_known_year_alone() -> None:
    dear_once: Amounts = {2017: (3000, 100), 2018: (3000, 100), 2019: (1000, 100)}
    assert said(world((690, 60), base=dear_once))[0] == {"collapse", "raw", "own_price"}


def test_years_between_base_and_target_do_not_count() -> None:
    between = (
        *steady(PRODUCT, IMPORTER, "CHN", {2020: (9e9, 1.0)}),
        *steady(PRODUCT, "USA", "CHN", {2020: (9e9, 1.0)}),
    )
    assert said(world((800, 69), others=1.2, more=between)) == said(world((800, 69), others=1.2))


def test_the_price_outside_leaves_the_importer_out() -> None:
    """The importer's own purchase at ten times the price raises nothing outside."""
    assert "tight" not in said(world((2000, 20), others=1.0))[0]
    big: Amounts = dict.fromkeys(BASE, (1e6, 1e5))
    assert "tight" in said(world((5e5, 6e4), others=1.2, base=big))[0]


def test_without_a_price_outside_nothing_is_tight() -> None:
    alone = [row for row in world((690, 60)) if row[0] != PRODUCT or row[1] == IMPORTER]
    assert said(alone) == ({"collapse", "raw", "own_price"}, "")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (world((800, 69), base={2018: (1000, 100), 2019: (1000, 100)}), "not established"),
        (world((800, 69), base={**USUAL, 2017: (1000, None)}), "not established"),
        ([row for row in world(None) if row[1] != IMPORTER or row[3] != TARGET], "reporter stopped"),
        (world((10, 1), more=()), ""),
        (
            [row for row in world((100, 10)) if row[0] != PRODUCT or row[3] != TARGET or row[1] == IMPORTER],
            "code break",
        ),
        (world((800, None)), "weight unknown"),
        (world((690, 69), more=tuple(steady(PRODUCT, IMPORTER, "USA", {TARGET: (172.0, None)}))), ""),
        (world((690, 69), more=tuple(steady(PRODUCT, IMPORTER, "USA", {TARGET: (173.0, None)}))), "weight unknown"),
        (world((800, 69), base={**USUAL, 2018: (1000, 100)}), ""),
        (world((3010, 100)), "unit value off"),
        (world((2990, 100)), ""),
        (world((330, 100)), "unit value off"),
        (world((340, 100)), ""),
    ],
)
def test_reasons_for_no_label(rows: list[Row], reason: str) -> None:
    assert said(rows)[1] == reason


def test_an_unknown_weight_in_the_base_is_a_reason() -> None:
    part = steady(PRODUCT, IMPORTER, "USA", {2018: (300.0, None)})
    assert said([*world((1000, 100)), *part])[1] == "weight unknown"


def test_reasons_are_looked_for_in_order() -> None:
    rows = [row for row in world((800, 69), base={2019: (1000, 100)}) if row[1] != IMPORTER or row[3] != TARGET]
    assert said(rows)[1] == VOIDS[0]


def test_small_amounts_are_judged_alike() -> None:
    """Nothing in the rules depends on the unit: a thousandth of everything gives the same."""
    for rows in (world((800, 69), others=1.2), world((800, None)), world((3010, 100))):
        small = [(*row[:4], row[4] / 2048, None if row[5] is None else row[5] / 64) for row in rows]
        assert said(small) == said(rows)


@pytest.mark.parametrize(("resold", "hub"), [(499.0, False), (500.0, True), (2000.0, True)])
def test_hub(resold: float, hub: bool) -> None:
    rows = [*world((800, 69)), *steady(PRODUCT, "DEU", IMPORTER, dict.fromkeys(BASE, (resold, 50.0)))]
    seen = flows(rows)
    found = labels(seen, BASE[-1], TARGET)
    at = (found.product == seen.products.index(PRODUCT)) & (found.importer == seen.places.index(IMPORTER))
    assert found.hub[at].tolist() == [hub]
    assert said(rows)[1] == ""


# ------------------------------------------------------------------------------------------------------------- bloc
def bloc_world(target: float) -> list[Row]:
    """Germany and the United Kingdom buy 1000 kg each in China, and France buys all the more from Germany."""
    rows: list[Row] = []
    for importer in ("DEU", "GBR"):
        rows += steady(PRODUCT, importer, "CHN", dict.fromkeys(BASE, (10_000.0, 1000.0)))
    rows += steady(PRODUCT, "DEU", "CHN", {TARGET: (10.0 * target, target)})
    rows += steady(PRODUCT, "GBR", "CHN", {TARGET: (10_000.0, 1000.0)})
    rows += steady(PRODUCT, "FRA", "DEU", dict.fromkeys((*BASE, TARGET), (90_000.0, 9000.0)))
    rows += steady(PRODUCT, "USA", "CHN", dict.fromkeys(BASE, (10_000.0, 1000.0)) | {TARGET: (14_000.0, 1000.0)})
    for importer in ("DEU", "GBR", "FRA", "USA"):
        rows += steady("260300", importer, "CHN", dict.fromkeys((*BASE, TARGET), (10_000.0, 1000.0)))
        rows += steady("280200", importer, "CHN", dict.fromkeys((*BASE, TARGET), (10_000.0, 1000.0)))
    return rows


def test_the_bloc_is_who_belongs_to_it_in_the_last_known_year() -> None:
    """With the United Kingdom 1300 of 2000 kg come in, without it 300 of 1000; who belongs later does not count."""
    rows = bloc_world(300.0)
    with_it, without = {2019: ["DEU", "FRA", "GBR"]}, {2019: ["DEU", "FRA"]}
    everyone = {2021: ["DEU", "FRA"]}
    assert said(rows, "EU", members=with_it | everyone)[0] == {"tight", "collapse", "raw"}
    assert said(rows, "EU", members=without | everyone)[0] == {"tight", "collapse", "severe", "raw"}
    milder = bloc_world(500.0)
    assert said(milder, "EU", members=with_it)[0] == set()
    assert said(milder, "EU", members=without)[0] == {"tight", "collapse", "raw"}


def test_what_members_buy_from_each_other_is_no_import_of_the_bloc() -> None:
    seen = flows(bloc_world(300.0), {2019: ["DEU", "FRA", "GBR"]})
    found = labels(seen, 2019, TARGET)
    at = (found.product == 0) & (found.importer == seen.bloc)
    assert found.value[at].tolist() == [20_000.0]


def test_the_bloc_stops_reporting_when_all_its_members_do() -> None:
    rows = [row for row in bloc_world(300.0) if row[3] != TARGET or row[1] != "DEU"]
    members = {2019: ["DEU", "FRA"]}
    assert said(rows, "EU", members=members)[1] == ""
    none = [row for row in rows if row[3] != TARGET or row[1] not in ("DEU", "FRA")]
    assert said(none, "EU", members=members)[1] == "reporter stopped"
    assert said(none, "DEU", members=members)[1] == "reporter stopped"


def test_no_bloc_without_members() -> None:
    seen = flows(world((800, 69)))
    assert seen.bloc not in labels(seen, BASE[-1], TARGET).importer
