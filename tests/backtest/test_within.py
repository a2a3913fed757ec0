"""Ranking within products: the count of pairs by hand, products' own rates alone are chance, doubles are apart."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.backtest.synthetic_predictions import synthetic_predictions
from tocsin.backtest.bootstrap import drawn
from tocsin.backtest.cases import Cases, cases, select
from tocsin.backtest.sample import Ints, Reals
from tocsin.backtest.within import within_products
from tocsin.core.errors import InputError

DRAWS = 40


def some(rows: int = 400) -> Cases:
    part = select(synthetic_predictions(products=8), label="tight", lag="one", horizon=12)
    return cases(part.sample(rows, seed=3).sort("target", "reporter", "product"))


def by_pairs(given: Cases, said: Reals, product: Ints) -> float:
    """Go through all pairs of an event and a quiet row of one product."""
    right = [
        float(said[one] > said[other]) + float(said[one] == said[other]) / 2
        for one in np.flatnonzero(given.y)
        for other in np.flatnonzero(~given.y)
        if product[one] == product[other]
    ]
    return sum(right) / len(right)


def test_it_is_the_share_of_pairs_of_one_product_ranked_right() -> None:
    given = some()
    said = np.round(given.p, 1)
    found = within_products(given, said, draws=DRAWS)
    assert found is not None
    assert found.auroc.value == pytest.approx(by_pairs(given, said, given.product), rel=1e-12)
    counts = [(int(given.y[mine].sum()), int((~given.y[mine]).sum())) for mine in _products(given)]
    assert found.pairs == sum(events * quiet for events, quiet in counts)
    assert found.products == sum(events > 0 < quiet for events, quiet in counts)


def test_a_forecast_that_knows_products_alone_ranks_by_lot_within_them() -> None:
    given = some(1000)
    own = given.rivals["product_rate"]
    found = within_products(given, own, draws=DRAWS)
    assert found is not None
    assert found.auroc.value == found.auroc.ninety_five[0] == found.auroc.ninety_five[1] == 0.5


def test_a_resample_is_the_share_of_pairs_of_rows_so_repeated() -> None:
    """One product drawn twice is two products, so that no row meets its own double of another product."""
    given = some(150)
    products, years = np.unique(given.product), np.unique(given.year)
    times = drawn((len(products), len(years)), 1, 0)
    rows, apart = [], []
    for row in range(len(given)):
        many = int(times[1][np.searchsorted(years, given.year[row])])
        for double in range(int(times[0][np.searchsorted(products, given.product[row])])):
            rows += [row] * many
            apart += [given.product[row] * 100 + double] * many
    repeated = given.where(np.asarray(rows, dtype=np.int64))
    expected = by_pairs(repeated, repeated.p, np.asarray(apart, dtype=np.int64))
    found = within_products(given, given.p, draws=1)
    assert found is not None
    assert found.auroc.ninety[0] == pytest.approx(expected, rel=1e-12)


def test_one_year_alone_is_resampled_by_products() -> None:
    given = some(1000)
    given = given.where(given.year == given.year[0])
    found = within_products(given, given.p, draws=DRAWS)
    assert found is not None
    assert found.auroc.ninety_five[0] < found.auroc.value < found.auroc.ninety_five[1]


def test_no_pair_is_no_score_and_no_number_is_refused() -> None:
    given = some()
    assert within_products(given.where(given.y), given.p[given.y]) is None
    with pytest.raises(InputError, match="no number"):
        within_products(given, np.where(given.y, np.nan, given.p))


def _products(given: Cases) -> list[np.ndarray]:
    return [given.product == one for one in pl.Series(given.product).unique()]
