"""Revisions of any table: the two newest vintages of each scope, side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.lake.flows import flow, new_lake, put, release
from tocsin.core.errors import UsageError
from tocsin.core.release import Batch, Release
from tocsin.core.schema import PRICE
from tocsin.lake import Lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return new_lake(tmp_path / "revised")


def price(value: float | None, **changes: Any) -> dict[str, Any]:
    row = {
        "series": "Copper",
        "commodity": "copper",
        "period": "2024-01",
        "freq": "M",
        "value": value,
        "unit": "t",
        "currency": "USD",
        "status": "A" if value is not None else "M",
        "scope": "prices",
    }
    return row | changes


def load(lake: Lake, day: str, rows: list[dict[str, Any]]) -> None:
    table = pa.Table.from_pylist(rows, schema=PRICE.columns)
    lake.load(
        Release("price", day, date.fromisoformat(day), 1, day, iter([Batch(table)])), source="quotes", licence="x"
    )


def test_prices_are_compared(lake: Lake) -> None:
    load(lake, "2024-02-01", [price(100), price(5, series="Tin"), price(None, period="2024-02")])
    load(lake, "2024-03-01", [price(101.5), price(6, series="Tin"), price(99, period="2024-02")])
    found = lake.revisions(source="quotes")
    assert (found.table, found.measure, found.scope) == ("price", "value", "prices")
    assert (found.common, found.vanished, found.appeared, found.changed) == (2, 0, 1, 2)
    assert found.columns == ("series", "period")
    assert found.largest == (("Copper", "2024-01", 100.0, 101.5), ("Tin", "2024-01", 5.0, 6.0))


def test_figures_of_several_units_are_ranked_by_relative_change(lake: Lake) -> None:
    load(lake, "2024-02-01", [price(100), price(5, series="Tin", unit="kg"), price(0, series="Zinc")])
    load(lake, "2024-03-01", [price(110), price(6, series="Tin", unit="kg"), price(1, series="Zinc")])
    assert [row[0] for row in lake.revisions(source="quotes").largest] == ["Zinc", "Tin", "Copper"]


def test_another_unit_is_a_change(lake: Lake) -> None:
    load(lake, "2024-02-01", [price(100)])
    load(lake, "2024-03-01", [price(100, unit="kg")])
    assert lake.revisions(source="quotes").changed == 1


def test_scopes_are_not_mixed(lake: Lake) -> None:
    load(lake, "2024-01-01", [price(1), price(1, scope="other")])
    load(lake, "2024-02-01", [price(2)])
    load(lake, "2024-03-01", [price(3, scope="other")])
    load(lake, "2024-04-01", [price(9, scope="alone")])
    found = lake.revisions(source="quotes")
    assert (found.scope, found.older, found.newer) == ("other, prices", "2024-01-01", "2024-02-01, 2024-03-01")
    assert (found.common, found.vanished, found.appeared, found.changed) == (2, 0, 0, 2)


def test_vintages_of_different_scopes_alone_are_no_revision(lake: Lake) -> None:
    load(lake, "2024-01-01", [price(1)])
    load(lake, "2024-02-01", [price(2, scope="other")])
    found = lake.revisions(source="quotes")
    assert (found.scope, found.older, found.newer) == ("", "2024-01-01", "2024-02-01")
    assert (found.common, found.vanished, found.appeared, found.changed) == (0, 0, 0, 0)


def test_the_order_of_loading_does_not_matter(lake: Lake) -> None:
    load(lake, "2024-03-01", [price(3)])
    load(lake, "2024-01-01", [price(1)])
    load(lake, "2024-02-01", [price(2)])
    found = lake.revisions(source="quotes")
    assert (found.older, found.newer) == ("2024-02-01", "2024-03-01")


def test_what_a_table_lacks_is_an_error(lake: Lake) -> None:
    load(lake, "2024-02-01", [price(1)])
    load(lake, "2024-03-01", [price(2)])
    with pytest.raises(UsageError, match="no measure 'trade_value'"):
        lake.revisions(source="quotes", measure="trade_value")
    with pytest.raises(UsageError, match=r"no reporter.*--reporter"):
        lake.revisions(source="quotes", reporter="KOR")
    with pytest.raises(UsageError, match=r"'prise' cannot be compared.*price"):
        lake.revisions(source="quotes", table="prise")
    with pytest.raises(UsageError, match=r"0 vintage\(s\) of table 'flow'"):
        lake.revisions(source="quotes", table="flow")


def test_another_measure_of_flows(lake: Lake) -> None:
    put(lake, release([flow(100, net_weight=10.0)], vintage="a", released_on=date(2023, 1, 1)))
    put(lake, release([flow(100, net_weight=20.0)], vintage="b", released_on=date(2024, 1, 1)))
    assert lake.revisions(source="csv").changed == 0
    assert lake.revisions(source="csv", measure="net_weight").changed == 1
