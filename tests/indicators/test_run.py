"""Chunks, periods and steps of the engine."""

from __future__ import annotations

from tests.indicators.given import Flow, Given
from tocsin.indicators.declaration import INDICATORS
from tocsin.indicators.run import plan

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
