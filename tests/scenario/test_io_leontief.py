"""Textbook values of the static model."""

from __future__ import annotations

import numpy as np
import pytest

from tests.scenario.io_tables import MILLER_BLAIR
from tocsin.core.errors import FormatError
from tocsin.scenario.io_leontief import leontief, technical_coefficients


def test_miller_and_blair_chapter_2_to_all_digits_given() -> None:
    Z, f, x = MILLER_BLAIR
    A = technical_coefficients(Z, x)
    assert A.tolist() == [[0.15, 0.25], [0.20, 0.05]]
    L = leontief(A)
    assert np.round(L, 8).tolist() == [[1.25412541, 0.33003300], [0.26402640, 1.12211221]]
    np.testing.assert_allclose(L @ f, x, rtol=1e-14)
    assert np.round(L @ [600.0, 1500.0], 1).tolist() == [1247.5, 1841.6]


def test_a_node_without_output_has_no_coefficients() -> None:
    assert technical_coefficients([[1.0, 2.0], [3.0, 4.0]], [10.0, 0.0]).tolist() == [[0.1, 0.0], [0.3, 0.0]]


@pytest.mark.parametrize("A", [[[1.0, 0.0], [0.0, 0.5]], [[0.1, 0.2, 0.3]]])
def test_what_has_no_inverse_is_refused(A: list[list[float]]) -> None:
    with pytest.raises(FormatError, match=r"inverse|square"):
        leontief(A)


def test_output_and_table_have_to_fit() -> None:
    with pytest.raises(FormatError, match="x has 3 values and Z 2 rows"):
        technical_coefficients([[1.0, 2.0], [3.0, 4.0]], [1.0, 2.0, 3.0])
