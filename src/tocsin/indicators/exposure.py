"""What is at stake if the structure gives way: the order of the structural board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table


@indicator(
    number=40,
    unit="USD",
    bounds=(0.0, None),
    direction="higher is riskier",
    formula="import_value * import_hhi * (1 - replaceability)",
    reference="Tocsin",
)
def exposure(import_value: Table, import_hhi: Table, replaceability: Table) -> Table:
    """Exposure: import value that is concentrated and not replaceable."""
    on = [*KEY, "reporter"]
    joined = import_value.join(import_hhi, on, rname="{name}_hhi").join(replaceability, on, rname="{name}_replaced")
    return joined.select(*KEY, "reporter", value=joined.value * joined.value_hhi * (1.0 - joined.value_replaced))
