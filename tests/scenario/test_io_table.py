"""Tables: what is refused, what is closed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse

from tests.scenario.io_tables import drawn
from tocsin.core.errors import FormatError, UsageError
from tocsin.scenario.io_table import io_table


@pytest.mark.parametrize("make", [np.asarray, scipy.sparse.csr_array, scipy.sparse.coo_matrix])
def test_purchases_are_added_up_by_sector_over_regions(make: Any) -> None:
    Z, Y, x = drawn(3, 2, 1, filled=0.6)
    table = io_table(make(Z), Y, x, n_sectors=2)
    np.testing.assert_allclose(table.bought, [Z[0::2].sum(axis=0), Z[1::2].sum(axis=0)])


def test_dense_tables_are_not_copied() -> None:
    Z, Y, x = drawn(3, 2, 1)
    assert io_table(Z, Y, x, n_sectors=2).Z is Z


def test_categories_of_final_demand_are_added_up_by_region() -> None:
    Z, Y, x = drawn(2, 2, 3)
    parts = np.repeat(Y / 3, 3, axis=1)
    np.testing.assert_allclose(io_table(Z, parts, x, n_sectors=2).final, Y)


def test_final_demand_that_is_not_by_region_is_one_user() -> None:
    Z, Y, x = drawn(2, 2, 3)
    assert io_table(Z, Y.sum(axis=1), x, n_sectors=2).final.shape == (4, 1)


def test_rounding_is_closed_so_that_sales_meet_output_exactly() -> None:
    Z, Y, x = drawn(2, 3, 4)
    table = io_table(Z, Y, x * (1 + 1e-8), n_sectors=3)
    assert np.abs(table.x - Z.sum(axis=1) - table.final.sum(axis=1)).max() <= 1e-15 * x.max()
    assert table.notes == ()


def test_a_table_that_does_not_balance_is_refused_with_its_worst_node() -> None:
    Z, Y, x = drawn(2, 3, 4)
    x[3] *= 1.1
    with pytest.raises(FormatError, match=r"node 3 makes .* in the input-output table\. .*balance='final_demand'"):
        io_table(Z, Y, x, n_sectors=3)


def test_or_balanced_through_final_demand_if_asked_and_says_so() -> None:
    Z, Y, x = drawn(2, 3, 4)
    x[3] *= 1.1
    Y[0, 0] = -0.01
    table = io_table(Z, Y, x, n_sectors=3, balance="final_demand")
    np.testing.assert_allclose(Z.sum(axis=1) + table.final.sum(axis=1), x)
    assert table.final.min() >= 0
    assert "1 negative entries" in table.notes[0]
    assert "scaled" in table.notes[1]


def test_output_without_any_final_demand_is_sold_at_home_when_balanced() -> None:
    Z, Y, x = drawn(2, 2, 5)
    Y[3] = 0
    table = io_table(Z, Y, x, n_sectors=2, balance="final_demand")
    assert table.final[3, 0] == 0
    assert table.final[3, 1] == pytest.approx(x[3] - Z[3].sum())


@pytest.mark.parametrize(
    ("which", "place", "value", "says"),
    [
        ("Z", (1, 2), -1.0, r"Z is -1 at \(1, 2\)"),
        ("Z", (1, 2), np.nan, "Z holds values that are not finite"),
        ("Z", (1, 2), np.inf, "Z holds values that are not finite"),
        ("Y", (1, 1), -1.0, r"Y is -1 at \(1, 1\)"),
        ("Y", (1, 1), np.nan, "Y holds values that are not finite"),
        ("x", 1, -1.0, r"x is -1 at \(1,\)"),
        ("x", 1, 0.0, "node 1 makes nothing and sells"),
        ("Z", (1, 1), 1e6, "node 1 makes .* and sells"),
    ],
)
def test_nonsense_is_refused(which: str, place: Any, value: float, says: str) -> None:
    table = dict(zip("ZYx", drawn(2, 2, 6), strict=True))
    table[which][place] = value
    with pytest.raises(FormatError, match=says):
        io_table(table["Z"], table["Y"], table["x"], n_sectors=2)


def test_a_node_that_sells_out_of_stocks_makes_what_it_sells_when_balanced() -> None:
    Z, Y, x = drawn(2, 2, 6)
    x[2], x[3] = Z[2].sum() / 2, 0
    table = io_table(Z, Y, x, n_sectors=2, balance="final_demand")
    np.testing.assert_allclose(table.x[2:], Z[2:].sum(axis=1))
    assert (table.final[2:] == 0).all()
    assert "2 nodes sell more to other nodes than they make" in table.notes[1]


def test_a_node_that_only_buys_and_makes_nothing_is_left_out_when_balanced() -> None:
    Z, Y, x = drawn(2, 2, 6)
    x[3] = 0
    x[:3] -= Z[:3, 3]
    Z[3], Y[3] = 0, 0
    table = io_table(Z, Y, x, n_sectors=2, balance="final_demand")
    assert (table.bought[:, 3] == 0).all()
    np.testing.assert_allclose(table.final, Y)


@pytest.mark.parametrize(
    ("Z", "Y", "x", "n_sectors"),
    [
        (np.ones((2, 3)), np.ones(2), np.ones(2), 1),
        (np.ones(4), np.ones(4), np.ones(4), 1),
        (np.ones((4, 4)), np.ones(3), np.full(4, 5.0), 2),
        (np.ones((4, 4)), np.ones(4), np.full(4, 5.0), 3),
        (np.ones((4, 4)), np.ones(4), np.full(4, 5.0), 0),
        (np.ones((0, 0)), np.ones(0), np.ones(0), 1),
    ],
)
def test_shapes_that_do_not_fit_are_refused(Z: Any, Y: Any, x: Any, n_sectors: int) -> None:
    with pytest.raises(FormatError):
        io_table(Z, Y, x, n_sectors=n_sectors)


def test_an_unknown_way_to_balance_is_refused() -> None:
    Z, Y, x = drawn(2, 2, 6)
    with pytest.raises(UsageError, match="balance 'ras'"):
        io_table(Z, Y, x, n_sectors=2, balance="ras")  # type: ignore[arg-type]
