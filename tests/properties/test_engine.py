"""What must hold of every declared indicator, also of those declared tomorrow."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tocsin.indicators
from tests.indicators.given import Flow, Given
from tests.properties.panels import REAL, WHOLE, panels, surroundings
from tocsin.core.registry import Registry
from tocsin.indicators import declaration
from tocsin.indicators.declaration import INDICATORS, Indicator

YEARS = ("2018", "2019", "2020")
ALL = tuple(INDICATORS)


@settings(max_examples=30)
@given(panels(REAL, YEARS, most=40), surroundings())
def test_values_keep_within_their_declared_bounds(flows: list[Flow], around: Given) -> None:
    for name, values in replace(around, flows=flows).values(*ALL).items():
        low, high = INDICATORS[name].bounds
        off = {
            key: value
            for key, value in values.items()
            if not (low is None or value >= low) or not (high is None or value <= high)
        }
        assert off == {}, name


@pytest.mark.slow
@settings(max_examples=12)
@given(panels(WHOLE, ("2014", "2016", "2017", *YEARS, "2020-01", "2020-02"), most=60), surroundings())
def test_the_size_of_chunks_changes_nothing(flows: list[Flow], around: Given) -> None:
    large = replace(around, flows=flows)
    for rows in (1, 10):
        assert replace(large, chunk_rows=rows, progress=[]).values(*ALL) == large.values(*ALL)


@settings(max_examples=15)
@given(panels(WHOLE, YEARS, most=40), surroundings(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_not_a_bit(flows: list[Flow], around: Given, chance: object) -> None:
    mixed = list(flows)
    chance.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    assert replace(around, flows=mixed).values(*ALL) == replace(around, flows=flows).values(*ALL)


@pytest.mark.parametrize("name", ALL)
def test_every_indicator_says_what_it_is(name: str) -> None:
    item = INDICATORS[name]
    low, high = item.bounds
    assert re.fullmatch(r"[a-z][a-z0-9_]*", item.name)
    assert item.name == name
    assert item.title
    assert item.unit
    assert item.formula
    assert item.reference
    assert item.direction
    assert low is None or high is None or low < high
    assert item.window >= 1
    assert set(item.freqs) <= {"A", "Q", "M"}
    assert item.inputs


DROPPED = '''"""Found without being listed."""

from tocsin.indicators.declaration import KEY, indicator


@indicator(
    unit="1", bounds=(0.0, None), direction="higher is larger", formula="count of suppliers", reference="this test"
)
def dropped_in(importers):
    """Number of suppliers."""
    return importers.select(*KEY, "reporter", value=importers.suppliers.cast("float64"))


@indicator(unit="1", direction="higher is riskier", formula="1 / dropped_in", reference="this test")
def built_on_it(dropped_in):
    """Concentration if all were equal."""
    return dropped_in.select(*KEY, "reporter", value=1.0 / dropped_in.value)
'''


@pytest.fixture
def dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry[Indicator]]:
    """Drop a file into the package and take stock anew; everything is as before afterwards."""
    name = "dropped_into_the_package"
    (tmp_path / f"{name}.py").write_text(DROPPED, encoding="utf-8")
    fresh: Registry[Indicator] = Registry("indicator", "tocsin.indicators")
    for item in INDICATORS.values():
        fresh.add(item.name, item)  # their modules are imported already and will not declare themselves again
    monkeypatch.setattr(tocsin.indicators, "__path__", [*tocsin.indicators.__path__, str(tmp_path)])
    monkeypatch.setattr(declaration, "INDICATORS", fresh)
    monkeypatch.setattr("tests.indicators.given.INDICATORS", fresh)
    importlib.invalidate_caches()
    yield fresh
    sys.modules.pop(f"tocsin.indicators.{name}", None)
    vars(tocsin.indicators).pop(name, None)


def test_an_indicator_dropped_into_the_folder_is_found_computed_and_listed(dropped: Registry[Indicator]) -> None:
    flows = [Flow("2020", "KOR", "CHN", 3.0), Flow("2020", "KOR", "JPN", 1.0), Flow("2020", "JPN", "CHN", 1.0)]
    found = Given(flows).values("built_on_it")
    assert set(dropped) == {*ALL, "dropped_in", "built_on_it"}
    assert dropped["dropped_in"].title == "Number of suppliers"
    assert dropped["built_on_it"].builds_on == ("dropped_in",)
    assert len(dropped["dropped_in"].version) == 12
    assert {key[0]: value for key, value in found["dropped_in"].items()} == {"KOR": 2.0, "JPN": 1.0}
    assert {key[0]: value for key, value in found["built_on_it"].items()} == {"KOR": 0.5, "JPN": 1.0}


def test_a_dropped_file_leaves_nothing_behind() -> None:
    assert "dropped_in" not in INDICATORS
