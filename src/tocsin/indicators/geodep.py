"""CEPII's GeoDep: three conditions that hold in at least two of three years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table

CONCENTRATED = 0.4
YEARS = 3


@indicator(
    number=4,
    unit="bool",
    direction="1 = dependent",
    formula="1 if [import HHI > 0.4, world export HHI > 0.4, imports / exports > 1] in at least 2 of the years t-2..t",
    reference="CEPII (2024), GeoDep, Policy Brief 2024-47",
    window=YEARS,
    freqs=("A",),
)
def geodep(importers: Table, world: Table) -> Table:
    """Dependent product after CEPII's GeoDep.

    A year in which the reporter imports nothing counts as not fulfilled.
    Before the source's third year in a row there is no row.
    """
    joined = importers.join(world, list(KEY), rname="{name}_world")
    met = joined.select(
        *KEY,
        "reporter",
        met=(
            (joined.squares > CONCENTRATED * joined.value * joined.value)
            & (joined.squares_world > CONCENTRATED * joined.value_world * joined.value_world)
            & (joined.value > joined.own_exports)
        ).cast("int64"),
    )
    same = ["basis", "nomenclature", "product", "freq", "reporter", "year"]
    total = met
    for back in range(1, YEARS):
        earlier = met.select(*same[:-1], year=(met.year + back).cast("int32"), before=met.met)
        total = total.left_join(earlier, same, rname="{name}_before")
        total = total.select(*KEY, "reporter", met=total.met + total.before.fill_null(0))
    source = ["basis", "nomenclature", "freq", "year"]
    years = world.select(*source).distinct()
    for back in range(1, YEARS):
        total = total.semi_join(years.mutate(year=(years.year + back).cast("int32")), source)
    return total.select(*KEY, "reporter", value=(total.met >= 2).cast("float64"))
