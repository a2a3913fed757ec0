"""A labelled input-output table: set right in a stated way, and counted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from scipy import sparse

from tocsin.core.errors import CodeError, InputError
from tocsin.scenario.io import run_io
from tocsin.scenario.mrio import Mrio

REGIONS, SECTORS = ("KOR", "ROW"), ("ore", "steel", "idle")


def _arrays() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two regions of three sectors; nobody sells what ``idle`` makes, and in ROW it buys 4 of steel all the same."""
    z = np.zeros((6, 6))
    z[0, 1], z[3, 1], z[3, 4], z[1, 1], z[4, 1], z[4, 4] = 5, 20, 30, 10, 7, 15
    z[4, 5] = 4
    y = np.array([[1, 0], [50, 25], [0, 0], [0, 10], [3, 31], [0, 0]], float)
    x = z.sum(axis=1) + y.sum(axis=1)
    return z, y, x


def _table(z: Any, y: np.ndarray, x: np.ndarray | None, **more: Any) -> Mrio:
    return Mrio.of(z, y, x, regions=REGIONS, sectors=SECTORS, name="toy", year=2020, **more)


def test_a_sector_without_sales_buys_nothing_and_is_counted() -> None:
    z, y, x = _arrays()
    table = _table(z, y, x)
    assert table.handled.zero_output == 2
    assert table.handled.idle_inputs == 4
    assert table.Z[:, 5].sum() == 0
    assert table.x[table.node("ROW", "steel")] == x[4] - 4
    assert z[4, 5] == 4  # the caller's array is left as it was


def test_sales_add_up_to_output_whatever_was_published() -> None:
    z, y, x = _arrays()
    y[1, 0] = -2.0
    x[0] += 3.0
    table = _table(z, y, x)
    np.testing.assert_allclose(table.Z.sum(axis=1) + table.Y.sum(axis=1), table.x, rtol=1e-15)
    assert (table.handled.negative_final, table.handled.negative_final_sum) == (1, -2.0)
    assert table.handled.row_error == pytest.approx((3.0 + 52.0) / x.sum())  # the row of steel lost 52 of its 50
    assert any("1 negative cells of final demand" in sentence for sentence in table.handled.sentences())


def test_negative_flows_count_as_nothing() -> None:
    z, y, x = _arrays()
    z[0, 4] = -1.0
    table = _table(z, y, x)
    assert table.handled.negative_flows == 1
    assert (np.asarray(table.Z) >= 0).all()


def test_sparse_and_dense_tables_are_the_same() -> None:
    z, y, x = _arrays()
    y[1, 0] = -2.0
    dense, thin = _table(z, y, x), _table(sparse.coo_array(z), y, x)
    assert thin.is_sparse
    assert thin.handled == dense.handled
    np.testing.assert_array_equal(thin.Z.toarray(), dense.Z)
    np.testing.assert_array_equal(thin.x, dense.x)
    np.testing.assert_array_equal(thin.purchases("KOR", "ore"), dense.purchases("KOR", "ore"))


def test_output_that_nobody_states_is_what_is_sold() -> None:
    z, y, x = _arrays()
    x[3:] = np.nan
    table = _table(z, y, x)
    assert table.handled.unstated_output == 2
    assert table.x[3] == 60


def test_a_perfect_table_is_left_as_it_is_and_says_nothing() -> None:
    z, y, _ = _arrays()
    z[4, 5] = 0
    table = Mrio.of(
        z[np.ix_([0, 1, 3, 4], [0, 1, 3, 4])],
        y[[0, 1, 3, 4]],
        [6, 85, 60, 56],
        regions=REGIONS,
        sectors=("ore", "steel"),
    )
    assert table.handled.sentences() == []
    assert list(table.x) == [6, 85, 60, 56]


def test_purchases_are_by_buyer_and_may_be_imports_alone() -> None:
    table = _table(*_arrays())
    assert list(table.purchases("KOR", "ore")) == [0, 25, 0]
    assert list(table.purchases("KOR", "ore", imported=True)) == [0, 20, 0]
    with pytest.raises(CodeError, match=r"region 'KOREA' is not in the table in toy\. Did you mean KOR"):
        table.purchases("KOREA", "ore")


def test_final_demand_is_added_up_by_region_and_a_discrepancy_stays_at_home() -> None:
    z, y, x = _arrays()
    y = np.column_stack([y, [0, 0, 0, 0, 2, 0]])
    table = _table(z, y, x, final=[("KOR", "households"), ("ROW", "households"), ("_X", "DISC")])
    assert list(table.final_by_region[1]) == [50, 25]
    assert list(table.final_by_region[4]) == [3, 33]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda z, y, x: (z[:5, :5], y, x), r"Z is \(5, 5\)"),
        (lambda z, y, x: (z, y[:5], x), r"Y \(5, 2\)"),
        (lambda z, y, x: (z * np.nan, y, x), "not finite"),
        (lambda z, y, x: (z * 0, y * 0, x), "nobody sells anything"),
    ],
)
def test_what_is_no_table_is_refused(change: Any, error: str) -> None:
    with pytest.raises(InputError, match=error):
        _table(*change(*_arrays()))


def test_without_a_shock_the_engine_keeps_the_table() -> None:
    z, y, x = _arrays()
    y[1, 0] = -2.0
    table = _table(z, y, x)
    found = run_io(table.Z, table.final_by_region, table.x, [], n_sectors=table.n_sectors, days=20)
    np.testing.assert_allclose(np.asarray(found.production)[..., -1, :].ravel(), table.x / 365, rtol=1e-9)


class _Frame:
    """The part of a labelled table that is looked at."""

    def __init__(self, values: np.ndarray, index: list[tuple[str, str]], columns: list[Any]) -> None:
        self.values, self.index, self.columns = values, index, columns

    def to_numpy(self) -> np.ndarray:
        return self.values


def test_labelled_tables_as_of_pymrio_are_taken_and_gaps_filled() -> None:
    nodes = [("b", "ore"), ("b", "steel"), ("a", "steel")]  # region a has no ore
    flows = np.array([[0, 4.0, 6], [1, 2, 0], [0, 3, 1]])
    final = np.array([[5.0, 1], [2, 9], [0, 7]])
    columns = [("b", "households"), ("a", "households")]
    io = SimpleNamespace(Z=_Frame(flows, nodes, nodes), Y=_Frame(final, nodes, columns), x=None)
    table = Mrio.from_pymrio(io, name="toy", year=2020, unit="million EUR")
    assert (table.regions, table.sectors) == (("b", "a"), ("ore", "steel"))
    assert table.Z[table.node("b", "ore"), table.node("a", "steel")] == 6
    assert table.x[table.node("a", "ore")] == 0
    assert table.x[table.node("b", "ore")] == 16
    io.Y.index = nodes[::-1]
    with pytest.raises(InputError, match="rows and columns of Z and rows of Y differ"):
        Mrio.from_pymrio(io, name="toy", year=2020, unit="million EUR")
