"""The table of assumptions: complete, cited, ordered, and the same on its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.core.errors import UsageError
from tocsin.ref.products import products
from tocsin.scenario.assumptions import NAMES, SHARES, assumptions, class_of, covers, defaults, table
from tocsin.scenario.shock import Good
from tocsin.scenario.spread import Spread

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "scenario-assumptions.md"


def test_every_good_of_the_product_book_has_every_assumption() -> None:
    for id_ in products():
        assert tuple(assumptions(Good(id_, id_))) == NAMES
        assert covers(Good(id_, id_)).keys() <= {"JPN", "KOR", "TWN"}


def test_the_most_particular_line_counts() -> None:
    oil, gas, other = (assumptions(Good(id_, id_))["elasticity"] for id_ in ("crude_oil", "lng", "my_own_good"))
    assert "Caldara" in oil.reference
    assert "Labandeira" in gas.reference
    assert other.reference.startswith("assumption")
    assert oil.spread.mid < gas.spread.mid < other.spread.mid


def test_a_good_is_classed_by_its_id_else_by_its_codes() -> None:
    assert class_of(Good("gallium", "Gallium")) == "critical_minerals"
    assert class_of(Good("my_graphite", "Graphite", hs6=("250410",))) == "critical_minerals"
    assert class_of(Good("toy", "Toy", hs6=("950300",))) == "default"
    # Wheat and chips together are of no one class.
    assert class_of(Good("odd", "Odd", hs6=("100199", "854231"))) == "default"


def test_what_the_scenario_gives_takes_the_place_of_the_default_and_says_so() -> None:
    given = assumptions(Good("gallium", "Gallium", assumptions={"spare": Spread.exactly(0.4)}))
    assert given["spare"].spread.mid == 0.4
    assert given["spare"].chosen
    assert given["spare"].reference == "chosen in the scenario"
    assert not given["cover"].chosen


def test_cover_of_single_importers_is_known_for_some_goods() -> None:
    assert covers(Good("crude_oil", "Oil"))["KOR"].spread.mid == 207
    own = covers(Good("crude_oil", "Oil", cover={"KOR": Spread.exactly(30)}))
    assert own["KOR"].spread.mid == 30
    assert own["KOR"].chosen
    assert not own["JPN"].chosen


def test_a_cover_chosen_for_all_replaces_the_known_ones_of_single_importers() -> None:
    assert not covers(Good("crude_oil", "Oil", assumptions={"cover": Spread.exactly(5)}))


@pytest.mark.parametrize(
    ("name", "spread", "words"),
    [
        ("spair", Spread.exactly(0.1), "spare"),
        ("diversion", Spread(0.1, 0.5, 1.5), "more than 1"),
        ("restock", Spread(-0.1, 0.1, 0.2), "below 0"),
        ("elasticity", Spread(0.0, 0.1, 0.2), "elasticity is 0"),
    ],
)
def test_an_assumption_that_makes_no_sense_is_refused(name: str, spread: Spread, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        assumptions(Good("gallium", "Gallium", assumptions={name: spread}))


def test_every_default_has_a_source_or_says_that_it_is_an_assumption() -> None:
    for line in defaults():
        assert line.reference, line
        cited = any(character.isdigit() for character in line.reference) or "product book" in line.reference
        assert cited or "assumption" in line.reference or line.reference.startswith("as "), line


def test_shares_lie_between_0_and_1() -> None:
    for line in defaults():
        if line.name in SHARES:
            assert 0 <= line.spread.low <= line.spread.high <= 1, line


def test_neutral_countries_are_served_before_rivals_in_every_default() -> None:
    for id_ in products():
        given = assumptions(Good(id_, id_))
        assert given["neutral"].spread.mid > given["rival"].spread.mid, id_


def test_the_page_shows_every_default_with_its_numbers_unit_and_source() -> None:
    sections = {part.split("\n", 1)[0]: part for part in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]}
    assert list(sections) == list(NAMES)
    for line in defaults():
        spread = line.spread
        row = f"| {line.of} | {spread.low:g} | {spread.mid:g} | {spread.high:g} | {line.reference} |"
        assert row in sections[line.name], row
        assert f"[{table()[line.name]['unit']}]" in sections[line.name]
    rows = sum(part.count("\n| ") - 2 for part in sections.values())
    assert rows == len(defaults())
