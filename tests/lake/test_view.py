"""What could be known on a day: the newest released vintage, whole, or the oldest one cut to what was knowable."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lake.flows import TODAY, figures, flow, new_lake, put, release, seen
from tocsin.core.release import Release
from tocsin.lake import Lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return new_lake(tmp_path / "lake")


def years(*values: tuple[str, float], **changes: object) -> list[dict[str, object]]:
    return [flow(value, period=period, **changes) for period, value in values]


def test_an_empty_lake_knows_nothing(lake: Lake) -> None:
    view = lake.as_of(TODAY)
    assert (figures(view), view.slices, view.reconstructed) == ([], (), False)


def test_the_newest_vintage_is_seen_whole_and_keys_absent_from_it_are_gone(lake: Lake) -> None:
    put(lake, release(years(("2020", 1), ("2021", 2)), vintage="V1", released_on=date(2023, 2, 1)))
    put(lake, release(years(("2021", 3), ("2022", 4)), vintage="V2", released_on=date(2024, 2, 1)))
    assert seen(lake, date(2024, 1, 31)) == [("2020", 1), ("2021", 2)]
    assert seen(lake, date(2024, 2, 1)) == [("2021", 3), ("2022", 4)]
    assert not lake.as_of(date(2023, 2, 1)).reconstructed


def test_before_the_first_release_the_oldest_is_cut_at_what_was_knowable(lake: Lake) -> None:
    put(lake, release(years(("2020", 1), ("2021", 2), ("2022", 3)), vintage="V1", released_on=date(2024, 2, 1)))
    put(lake, release(years(("2020", 9)), vintage="V2", released_on=date(2025, 2, 1)))
    assert seen(lake, date(2022, 1, 31)) == []
    assert seen(lake, date(2022, 2, 1)) == [("2020", 1)]
    assert seen(lake, date(2023, 6, 1)) == [("2020", 1), ("2021", 2)]
    assert lake.as_of(date(2023, 6, 1)).reconstructed
    assert not lake.as_of(date(2024, 2, 1)).reconstructed


def test_undated_rows_are_always_reconstructed(lake: Lake) -> None:
    put(lake, release(years(("2020-01", 1), ("2020-02", 2), freq="M"), lag_months=2))
    assert seen(lake, date(2020, 4, 1)) == [("2020-01", 1)]
    assert seen(lake, TODAY) == [("2020-01", 1), ("2020-02", 2)]
    assert lake.as_of(TODAY).reconstructed


def test_a_dated_release_takes_the_place_of_undated_rows_from_its_day_on(lake: Lake) -> None:
    put(lake, release(years(("2020", 1))))
    put(lake, release(years(("2020", 2)), vintage="V1", released_on=date(2024, 1, 1)))
    assert seen(lake, date(2023, 12, 31)) == [("2020", 1)]
    assert seen(lake, date(2024, 1, 1)) == [("2020", 2)]


def test_parts_of_one_vintage_add_up_and_a_part_released_later_waits(lake: Lake) -> None:
    put(lake, release(years(("2020", 1)), vintage="V1", released_on=date(2024, 1, 1)))
    put(lake, release(years(("2021", 2)), vintage="V1", released_on=date(2024, 1, 1)))
    put(lake, release(years(("2022", 3)), vintage="V1", released_on=date(2024, 6, 1)))
    assert seen(lake, date(2024, 5, 31)) == [("2020", 1), ("2021", 2)]
    assert seen(lake, date(2024, 6, 1)) == [("2020", 1), ("2021", 2), ("2022", 3)]


def test_each_scope_of_each_source_has_its_own_newest_vintage(lake: Lake) -> None:
    old = [*years(("2020", 1), scope="a"), *years(("2020", 2), scope="b")]
    put(lake, release(old, vintage="V1", released_on=date(2023, 1, 1)))
    put(lake, release(years(("2020", 3), scope="a"), vintage="V2", released_on=date(2024, 1, 1)))
    put(lake, release(years(("2020", 4), scope="a"), vintage="V0", released_on=date(2022, 1, 1)), source="baci")
    assert figures(lake.as_of(TODAY), "source, scope, trade_value") == [
        ("baci", "a", 4),
        ("csv", "a", 3),
        ("csv", "b", 2),
    ]


def test_two_days_that_show_the_same_have_one_digest(lake: Lake) -> None:
    put(lake, release(years(("2020", 1)), vintage="V1", released_on=date(2024, 1, 1)))
    put(lake, release(years(("2020", 2)), vintage="V2", released_on=date(2025, 1, 1)))
    digests = [lake.as_of(day).digest for day in (date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1))]
    assert digests[0] == digests[1] != digests[2]


LOADS: list[tuple[list[dict[str, object]], str, date | None]] = [
    (years(("2019", 1), ("2020", 2)), "undated", None),
    (years(("2019", 3), ("2020", 4), scope="b") + years(("2019", 5)), "V1", date(2022, 2, 1)),
    (years(("2021", 6)), "V1", date(2022, 2, 1)),
    (years(("2020", 7), ("2021", 8)), "V2", date(2023, 2, 1)),
]
DAYS = [date(year, month, 1) for year in range(2020, 2024) for month in (1, 2)]


def _load(rows: list[dict[str, object]], vintage: str, released_on: date | None) -> Release:
    return release(rows, vintage=vintage, released_on=released_on)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(list(permutations(range(len(LOADS))))))
def test_the_order_of_loading_never_matters(tmp_path_factory: pytest.TempPathFactory, order: tuple[int, ...]) -> None:
    in_order, mixed = (new_lake(tmp_path_factory.mktemp("lake")) for _ in range(2))
    for i in range(len(LOADS)):
        put(in_order, _load(*LOADS[i]))
    for i in order:
        put(mixed, _load(*LOADS[i]))
    for day in DAYS:
        first, second = in_order.as_of(day), mixed.as_of(day)
        assert figures(first, "scope, period, trade_value") == figures(second, "scope, period, trade_value")
        assert first.reconstructed == second.reconstructed
