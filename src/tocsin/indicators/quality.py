"""How far a row can be trusted: shares of the import value that something is wrong with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table


@indicator(
    unit="1",
    direction="higher is less reliable",
    formula="import value of flows without weight / import value",
    reference="Tocsin",
)
def weight_missing(importers: Table) -> Table:
    """Share of import value without a weight."""
    known = importers.filter(importers.value > 0)
    return known.select(*KEY, "reporter", value=known.unweighed / known.value)


@indicator(
    unit="1",
    direction="higher is less reliable",
    formula="import value from partners not specified / import value",
    reference="Tocsin",
)
def partner_unspecified(importers: Table) -> Table:
    """Share of import value whose partner is suppressed or not specified."""
    known = importers.filter(importers.value > 0)
    return known.select(*KEY, "reporter", value=known.unspecified / known.value)


@indicator(
    unit="1",
    direction="higher is less reliable",
    formula="min(1, imports of the top supplier / its exports)",
    reference="Tocsin",
)
def supplier_reexport(importers: Table, exporters: Table) -> Table:
    """What the top supplier itself imports of the product, over what it exports.

    Near 1 the supplier may be a hub that passes on goods of another origin.
    """
    import ibis

    top = importers.filter(importers.value > 0)
    bought = importers.select(*KEY, top_partner="reporter", bought="value")
    sold = exporters.select(*KEY, top_partner="country", sold="value")
    joined = top.join(sold, [*KEY, "top_partner"], rname="{name}_sold").left_join(
        bought, [*KEY, "top_partner"], rname="{name}_bought"
    )
    joined = joined.filter(joined.sold > 0)
    return joined.select(*KEY, "reporter", value=ibis.least(joined.bought.fill_null(0.0) / joined.sold, 1.0))
