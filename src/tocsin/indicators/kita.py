"""The rule by which Korea's trade association names an item vulnerable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table

SHARE = 0.7
VALUE = 5e6
YEARS = 3


@indicator(
    number=7,
    worldwide=True,
    unit="bool",
    direction="1 = vulnerable",
    formula="1 if one supplier is first in t-2..t, and in t has >= 70 % and >= USD 5 m, and imports exceed exports",
    reference="Korea International Trade Association (2021): 397 items from China",
    window=YEARS,
    freqs=("A",),
)
def kita_vulnerable(importers: Table) -> Table:
    """Vulnerable product after KITA.

    Share, value and deficit are those of the year itself; the supplier must have been the first in all three years.
    A year without imports breaks the run; before the source's third year in a row there is no row.
    """
    same = ["basis", "nomenclature", "product", "freq", "reporter", "year"]
    run = importers.mutate(run=(importers.value > 0).cast("int64"))
    bought = importers.filter(importers.value > 0)
    for back in range(1, YEARS):
        earlier = bought.select(*same[:-1], year=(bought.year + back).cast("int32"), before=bought.top_partner)
        run = run.left_join(earlier, same, rname="{name}_before")
        held = (run.before == run.top_partner).fill_null(False)
        run = run.mutate(run=run.run * held.cast("int64")).select(*importers.columns, "run")
    source = ["basis", "nomenclature", "freq", "year"]
    years = importers.select(*source).distinct()
    known = run
    for back in range(1, YEARS):
        known = known.semi_join(years.mutate(year=(years.year + back).cast("int32")), source)
    vulnerable = (
        (known.run == 1)
        & (known.top_value >= SHARE * known.value)
        & (known.top_value >= VALUE)
        & (known.value > known.own_exports)
    )
    return known.select(*KEY, "reporter", value=vulnerable.cast("float64"))
