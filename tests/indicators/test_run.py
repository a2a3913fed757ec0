"""Chunks, periods and steps of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.indicators.given import Flow, Given
from tocsin.core.errors import TocsinError
from tocsin.indicators.declaration import INDICATORS, KEY, indicator
from tocsin.indicators.run import plan

if TYPE_CHECKING:
    from ibis.expr.types import Table

YEARS = [Flow(str(year), "KOR", "CHN", float(year)) for year in (2018, 2019, 2020)]


def test_chunks_hold_whole_periods_in_the_order_of_time_and_years_apart_from_months() -> None:
    months = [Flow(f"2020-{month:02d}", "KOR", "CHN", 1.0) for month in (2, 1)]
    one = Given([*months, *YEARS[::-1]], chunk_rows=1)
    small, large = one.of("import_value"), Given([*months, *YEARS]).of("import_value")
    assert one.progress == ["2018", "2019", "2020", "2020-01", "2020-02"]
    assert small == large


def test_a_chunk_is_never_larger_than_it_may_be_unless_a_single_period_is() -> None:
    given = Given([*YEARS, Flow("2020", "KOR", "USA", 1.0)], chunk_rows=2)
    given.of("import_value")
    assert given.progress == ["2019", "2020"]


def test_no_flows_are_no_rows() -> None:
    assert Given([]).values("import_hhi") == {}


def test_inputs_are_made_before_what_is_built_on_them() -> None:
    names = [step.name for step in plan(INDICATORS.values())]
    assert len(names) == len(set(names))
    assert names.index("importers") < names.index("import_hhi") < names.index("exposure")
    assert names.index("country_risk") < names.index("dera_group")


def test_functions_that_look_back_can_stand_on_each_other() -> None:
    """A step that looks back is a table of the chunk like any other, and tables without a period are given whole."""
    told: dict[str, Any] = {"unit": "1", "direction": "none", "formula": "x", "reference": "x", "freqs": ("A",)}
    names = ("steps_back", "steps_further", "steps_on")

    def steps_back(importers: Table, members: Table) -> Table:
        """Whether there was a year before; members are given whole."""
        assert "freq" not in members.columns
        again = importers.select("product", "reporter", year=(importers.year + 1).cast("int32"), found=1)
        joined = importers.left_join(again, ["product", "reporter", "year"], rname="{name}_again")
        return joined.select(*KEY, "reporter", value=joined.found.fill_null(0).cast("float64"))

    def steps_further(steps_back: Table) -> Table:
        """The same again."""
        return steps_back.select(*KEY, "reporter", "value")

    def steps_on(steps_back: Table) -> Table:
        """One more."""
        return steps_back.select(*KEY, "reporter", value=steps_back.value + 1)

    try:
        indicator(**told, window=3)(steps_back)
        indicator(**told, window=3)(steps_further)
        indicator(**told)(steps_on)
        flows = [Flow(str(year), "KOR", "CHN", 1.0) for year in (2018, 2019, 2020, 2021)]
        values = Given(flows).values(*names)
        for name, first in zip(names, (0.0, 0.0, 1.0), strict=True):
            assert [value for _, value in sorted(values[name].items())] == [first, first + 1, first + 1, first + 1], (
                name
            )
        with pytest.raises(TocsinError, match="looks back"):
            indicator(**{**told, "freqs": ("M",)}, window=3)(steps_on)
    finally:
        for name in names:
            INDICATORS._items.pop(name, None)
