"""Unit values that cannot be prices: flows whose value per weight lies far off the product's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table

#: Robust standard deviations beyond which a unit value is an outlier.
LIMIT = 3.5
#: Turns a median absolute deviation into a standard deviation of a normal distribution.
MAD_TO_SD = 1.4826


def outlier_scores(flows: Table) -> Table:
    """Robust distance of every flow's unit value from the median of its product and period.

    Parameters
    ----------
    flows : ibis Table
        As in :mod:`tocsin.indicators.tables`.

    Returns
    -------
    ibis Table
        `KEY`, `reporter`, `partner`, `value` of flows with a value and a weight, and
        `score` = abs(log UV - median) / (1.4826 * MAD) [sd]; absent where the deviation is zero.
    """
    priced = flows.filter((flows.value > 0) & (flows.weight > 0))
    priced = priced.select(*KEY, "reporter", "partner", "value", log_uv=(priced.value / priced.weight).log())
    middle = priced.group_by(list(KEY)).agg(median=priced.log_uv.median())
    off = priced.join(middle, list(KEY), rname="{name}_middle")
    off = off.select(*KEY, "reporter", "partner", "value", off=(off.log_uv - off.median).abs())
    spread = off.group_by(list(KEY)).agg(mad=off.off.median())
    scored = off.join(spread, list(KEY), rname="{name}_spread")
    return scored.select(*KEY, "reporter", "partner", "value", score=scored.off / (MAD_TO_SD * scored.mad).nullif(0.0))


@indicator(
    number=21,
    unit="1",
    direction="higher is less reliable",
    formula="share of import value in flows with abs(log UV - median) / (1.4826 * MAD) > 3.5, by product and period",
    reference="Iglewicz and Hoaglin (1993), How to detect and handle outliers",
)
def unit_value_outlier(flows: Table, importers: Table) -> Table:
    """Share of import value whose unit value is an outlier.

    Flows without weight have no unit value and do not count as outliers. Values stay in all other indicators.
    """
    scored = outlier_scores(flows)
    wrong = scored.filter(scored.score > LIMIT)
    sums = wrong.group_by([*KEY, "reporter"]).agg(wrong=wrong.value.sum())
    known = importers.filter((importers.value > 0) & (importers.reporter != "EU"))
    joined = known.left_join(sums, [*KEY, "reporter"], rname="{name}_wrong")
    return joined.select(*KEY, "reporter", value=joined.wrong.fill_null(0.0) / joined.value)
