"""The load protocol: every row kept or refused with a reason, the same thing once, strict or nothing."""

from __future__ import annotations

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.lake.flows import TODAY, figures, flow, new_lake, put, release, seen
from tocsin.core.errors import InputError, LakeError, UsageError
from tocsin.core.release import Refusal
from tocsin.lake import Lake

ODD_NAMES = ["with space", "it's", 'say "x"', "ünïcødé 日本", "semi;colon", "a--b", "{x}", "a#b"]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return new_lake(tmp_path / "lake")


def reasons(load: Any) -> dict[str, int]:
    return {refusal.reason: refusal.count for refusal in load.refused}


def test_provenance_says_what_came_of_a_load(lake: Lake) -> None:
    refused = (Refusal("hs6 has 5 digits", 2, ("line 7: '28111'",)),)
    load = put(
        lake, release([flow(), flow(-1, period="2021")], vintage="V1", released_on=date(2024, 1, 1), refused=refused)
    )
    assert (load.rows_in, load.rows_kept, load.added) == (4, 1, True)
    (row,) = lake.history()
    assert row["load_id"] == load.load_id
    assert (row["rows_in"], row["rows_kept"], row["released_on"]) == (4, 1, date(2024, 1, 1))
    assert (row["first_period"], row["last_period"], row["scopes"]) == ("2020", "2020", ["all"])
    assert [entry["count"] for entry in json.loads(str(row["refused"]))] == [2, 1]


def test_the_same_thing_twice_adds_nothing(lake: Lake) -> None:
    first = put(lake, release([flow()]))
    again = put(lake, release([flow()]))
    other_bytes = put(lake, release([flow()], salt="re-saved"))
    assert (again.added, again.load_id) == (False, first.load_id)
    assert (other_bytes.added, other_bytes.rows_kept) == (False, 0)
    assert (seen(lake, TODAY), len(lake.history())) == ([("2020", 1)], 1)


def test_repetitions_and_contradictions_within_a_file(lake: Lake) -> None:
    rows = [flow(), flow(), flow(), flow(5, period="2021"), flow(6, period="2021"), flow(7, period="2022")]
    load = put(lake, release(rows[:4], rows[4:]))
    assert reasons(load) == {"repeats a row with the same key and figures": 2, "contradicts a row with the same key": 2}
    assert (load.rows_in, load.rows_kept) == (6, 2)
    assert seen(lake, TODAY) == [("2020", 1), ("2022", 7)]


def test_repetitions_and_contradictions_across_files_of_a_vintage(lake: Lake) -> None:
    put(lake, release([flow(), flow(2, period="2021")]))
    load = put(lake, release([flow(), flow(3, period="2021"), flow(3, period="2021"), flow(4, period="2022")]))
    assert reasons(load) == {"repeats a row with the same key and figures": 1, "contradicts a row with the same key": 2}
    assert seen(lake, TODAY) == [("2020", 1), ("2021", 2), ("2022", 4)]
    put(lake, release([flow(9)], vintage="V1", released_on=date(2025, 1, 1)))
    assert seen(lake, TODAY) == [("2020", 9)]


def test_absent_figures_repeat_each_other(lake: Lake) -> None:
    load = put(
        lake, release([flow(1, net_weight=None), flow(1, net_weight=None), flow(1, period="2021", net_weight=2)])
    )
    assert reasons(load) == {"repeats a row with the same key and figures": 1}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"reporter": None}, "reporter is missing"),
        ({"partner": ""}, "partner is missing"),
        ({"period": "2023-W53", "freq": "W"}, "period does not fit its frequency"),
        ({"period": "2023-02-30", "freq": "D"}, "period does not fit its frequency"),
        ({"period": "2023-13", "freq": "M"}, "period does not fit its frequency"),
        ({"period": "1066"}, "period does not fit its frequency"),
        ({"freq": "Z"}, "period does not fit its frequency"),
        ({"freq": None}, "period does not fit its frequency"),
        ({"direction": "transit"}, "direction is neither import nor export"),
        ({"product": "2504100"}, "hs6 is not six digits"),
        ({"product": "001234"}, "hs6 is not six digits"),
        ({"trade_value": math.inf}, "trade_value is not a finite number"),
        ({"net_weight": math.nan}, "net_weight is not a finite number"),
        ({"trade_value": -1.0}, "trade_value is negative"),
        ({"trade_value": None}, "row holds neither value, weight nor quantity"),
        ({"status": "X"}, "status is none of A, E, P, M, B"),
    ],
)
def test_the_door_refuses_with_a_reason(lake: Lake, change: dict[str, Any], reason: str) -> None:
    load = put(
        lake,
        release(
            [flow(period="2019"), flow(**{"value": 1.0} | change)]
            if "trade_value" not in change
            else [flow(period="2019"), flow() | change]
        ),
    )
    assert (reasons(load), load.rows_in, load.rows_kept) == ({reason: 1}, 2, 1)


@pytest.mark.parametrize(
    ("period", "freq"), [("2020-W53", "W"), ("2024-02-29", "D"), ("2023-Q4", "Q"), ("2023-12", "M")]
)
def test_the_door_admits_every_frequency(lake: Lake, period: str, freq: str) -> None:
    assert put(lake, release([flow(period=period, freq=freq)])).rows_kept == 1


def test_a_missing_figure_with_its_status_is_kept(lake: Lake) -> None:
    put(lake, release([flow(None, status="M")]))
    assert figures(lake.as_of(TODAY), "period, trade_value") == [("2020", None)]


def test_strict_stores_nothing_and_counts_only_faults(lake: Lake) -> None:
    with pytest.raises(InputError, match=r"1 of 2 rows are refused: 1 x trade_value is negative.*leave out --strict"):
        put(lake, release([flow(), flow(-1, period="2021")]), strict=True)
    assert (lake.history(), seen(lake, TODAY)) == ([], [])
    asked = (Refusal("left out by the column map (partner)", 3, asked=True),)
    assert put(lake, release([flow()], refused=asked), strict=True).rows_in == 4


def test_a_release_without_a_good_row_is_refused_whole(lake: Lake) -> None:
    with pytest.raises(InputError, match=r"no row is left of 1: 1 x trade_value is negative.*test.csv"):
        put(lake, release([flow(-1)]))
    with pytest.raises(InputError, match="no row is left of 0"):
        put(lake, release([]))
    assert lake.history() == []
    assert not list((lake.store.root / ".staging").iterdir())
    assert not list((lake.store.root / ".locks").glob("load-*"))


VALUES = st.one_of(st.none(), st.floats(allow_nan=True, allow_infinity=True), st.integers(-3, 3).map(float))
ROWS = st.builds(
    lambda value, period, partner, product, status: flow(
        value, period=period, partner=partner, product=product, status=status
    ),
    VALUES,
    st.sampled_from(["2019", "2020", "20x0", "2020-01"]),
    st.sampled_from(["CHN", "JPN", "", None]),
    st.sampled_from(["250410", "25041"]),
    st.sampled_from(["A", "M", "?"]),
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(ROWS, max_size=8), max_size=3))
def test_rows_in_are_rows_kept_and_rows_refused(tmp_path_factory: pytest.TempPathFactory, batches: list[Any]) -> None:
    lake = new_lake(tmp_path_factory.mktemp("lake"))
    given_rows = sum(map(len, batches))
    try:
        load = put(lake, release(*batches))
    except InputError:
        assert figures(lake.as_of(TODAY)) == []
        return
    assert load.rows_in == given_rows == load.rows_kept + sum(reasons(load).values())
    assert len(figures(lake.as_of(date(2199, 1, 1)))) == load.rows_kept
    assert lake.check(mend=False).problems == []


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_names_of_folders_and_vintages(tmp_path: Path, name: str) -> None:
    lake = new_lake(tmp_path / name / "lake")
    put(lake, release([flow(), flow(), flow(2, period="2021")], vintage=name, released_on=date(2024, 1, 1)))
    put(lake, release([flow(3, scope=name)], vintage=f"{name} 2", released_on=date(2025, 1, 1)))
    put(lake, release([flow(4, scope="'--")], vintage=f"{name} 2", released_on=date(2025, 1, 1)))
    assert figures(lake.as_of(TODAY), "vintage, trade_value") == sorted(
        [(f"{name} 2", 3.0), (f"{name} 2", 4.0), (name, 1.0), (name, 2.0)]
    )
    assert lake.check().problems == []
    assert lake.revisions(source="csv", reporter="O'R", product="'").common == 0


@pytest.mark.parametrize("name", ["br[1]", "st*r", "wh?t", "50%", "year=2020", "a|b"])
def test_a_path_that_libraries_misread_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LakeError, match=r"the path holds .*--lake"):
        new_lake(tmp_path / name)
    assert not (tmp_path / name).exists()


def test_revisions_compare_the_two_newest_releases(lake: Lake) -> None:
    with pytest.raises(UsageError, match="0 vintage"):
        lake.revisions(source="csv")
    put(lake, release([flow(0, period="2018")]))
    put(
        lake,
        release(
            [flow(100), flow(100, period="2019"), flow(1, period="2018")], vintage="b", released_on=date(2023, 1, 1)
        ),
    )
    put(
        lake,
        release(
            [flow(100.5), flow(150, period="2019"), flow(1, period="2021")], vintage="a", released_on=date(2024, 1, 1)
        ),
    )
    found = lake.revisions(source="csv")
    assert (found.older, found.newer) == ("b", "a")
    assert (found.common, found.vanished, found.appeared, found.changed) == (2, 1, 1, 1)
    assert list(found.largest) == [("KOR", "CHN", "250410", "2019", 100.0, 150.0)]
    assert [row[0] for row in found.by_year] == ["2018", "2019", "2020", "2021"]
    assert lake.revisions(source="csv", threshold=0.001).changed == 2
