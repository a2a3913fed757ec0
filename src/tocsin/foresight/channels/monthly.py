"""What is known of the months since the last known year.

A month counts where the import is known in it and in the same month of the year before. A month without a figure is not
taken for one without imports.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Flags, Ints, Reals
from tocsin.foresight.ledger import log
from tocsin.foresight.summary import summed

YEAR, QUARTER = 12, 3
#: Month numbers are below this.
_MONTHS = 100_000


@channel(
    "newest months",
    months_known=("months known after the last known year", "number"),
    months_weight=("import weight of up to twelve newest months against the same months a year before", "change"),
    months_value=("import value of up to twelve newest months against the same months a year before", "change"),
    months_unit_value=(
        "unit value of up to twelve newest months against the same months a year before",
        "change",
    ),
    quarter_weight=("import weight of the newest three months against the same months a year before", "change"),
)
def monthly(given: Given) -> Mapping[str, Reals]:
    """What the months since the last known year say of the import, where the lake has them."""
    trade, months = given.trade, given.months
    rows = _rows(given)
    kept = (rows >= 0) & (months.month >= YEAR * trade.last)
    rows, month = rows[kept], months.month[kept]
    order = np.lexsort((month, rows))
    rows, month = rows[order], month[order]
    value, weight, weighed = (part[kept][order] for part in (months.value, months.weight, months.weighed))
    later = month >= YEAR * (trade.last + 1)
    now, before = _pairs(rows, month, later)
    place, count = rows[now], len(trade.rows)
    both = (weight[now] > 0) & (weight[before] > 0)

    def against(amounts: Reals, counted: Flags) -> Reals:
        return log(_sum(amounts[now], place, counted, count)) - log(_sum(amounts[before], place, counted, count))

    rank = _from_the_end(place)
    year = both & (rank < YEAR)
    known = np.bincount(rows[later], minlength=count).astype(np.float64)
    return {
        "months_known": np.where(known > 0, known, np.nan),
        "months_weight": against(weight, year),
        "months_value": against(value, rank < YEAR),
        "months_unit_value": against(weighed, year) - against(weight, year),
        "quarter_weight": against(weight, both & (rank < QUARTER)),
    }


def _rows(given: Given) -> Ints:
    """Return the row of each entry, -1 where the import is not in the panel."""
    trade, months = given.trade, given.months
    flows = trade.flows
    product = {code: number for number, code in enumerate(flows.products)}
    place = {code: number for number, code in enumerate(flows.places)}
    codes = np.asarray([product.get(code, -1) for code in months.product.tolist()], dtype=np.int64)
    names = np.asarray([place.get(code, -1) for code in months.reporter.tolist()], dtype=np.int64)
    found, there = trade.imports.rows(trade.key(codes, names))
    row_of = np.full(len(trade.imports.keys), -1, dtype=np.int64)
    row_of[trade.rows] = np.arange(len(trade.rows))
    known = there & (codes >= 0) & (names >= 0)
    if not known.any():
        return np.full(len(months), -1, dtype=np.int64)
    return np.where(known, row_of[found], -1)


def _pairs(rows: Ints, month: Ints, later: Flags) -> tuple[Ints, Ints]:
    """Return the entries of later months whose month a year before is there, and the entries of those."""
    key = rows * _MONTHS + month
    now = np.flatnonzero(later)
    before = np.searchsorted(key, key[now] - YEAR)
    there = key[np.minimum(before, max(len(key) - 1, 0))] == key[now] - YEAR
    return now[there], before[there]


def _from_the_end(rows: Ints) -> Ints:
    """Number the entries of each row from its last, 0, to its first; the rows are sorted."""
    return np.searchsorted(rows, rows, side="right") - 1 - np.arange(len(rows))


def _sum(amounts: Reals, rows: Ints, counted: Flags, count: int) -> Reals:
    return summed(amounts[counted, None], rows[counted], count)[:, 0]
