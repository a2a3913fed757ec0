"""How much of the largest supplier others could replace within a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table

#: Share of what other suppliers sell elsewhere that could be diverted within a year.
SPARE = 0.1


@indicator(
    number=13,
    worldwide=True,
    unit="1",
    direction="lower is riskier; below 0.25 little of it is replaceable",
    formula="min(1, 0.1 * sum over j (not top, not i) of X_j to others / imports from the top supplier)",
    reference="Tocsin",
)
def replaceability(importers: Table) -> Table:
    """Share of the largest supplier that others could replace within a year.

    By weight; by value where the weight of the largest flow is missing or zero. A tenth of what suppliers other than
    the largest sell to others is taken to be divertible, until spare capacity is known.
    """
    import ibis

    known = importers.filter(importers.top_value > 0)
    weighed = known.top_weight.fill_null(0.0) > 0
    others = ibis.ifelse(weighed, known.others_weight, known.others_value)
    top = ibis.ifelse(weighed, known.top_weight, known.top_value)
    return known.select(*KEY, "reporter", value=ibis.least(SPARE * others / top, 1.0))
