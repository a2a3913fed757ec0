"""How far an importer's report lies from those of its suppliers, for the same goods and period."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table

#: Share of freight and insurance in the value of goods when they leave. An assumption: the mean over countries and
#: goods in OECD's database of International Transport and Insurance Costs (Miao and Fortanier 2017) is near 6 %.
CIF = 0.06


@indicator(
    number=29,
    unit="1",
    bounds=(None, None),
    direction="far from 0 is less reliable; above 0 suppliers report less than the importer",
    formula="log(sum_j M_ij) - log(sum_j X_ji) - log(1.06), over partners j where both report",
    reference="UN IMTS (2010) on mirror statistics; CIF of 6 % assumed: Miao and Fortanier (2017), 10.1787/8bb3c6a7-en",
)
def mirror_gap(flows: Table, export_reports: Table) -> Table:
    """Gap between what an importer and its suppliers report.

    Both reports come from one source in one nomenclature. Where a source holds one side only, as BACI does, which has
    reconciled the two already, it has no row. Imports are taken as CIF, exports as FOB.
    """
    sold = export_reports.select(*KEY, reporter="partner", partner="reporter", sold="value")
    both = flows.join(sold, [*KEY, "reporter", "partner"], rname="{name}_sold")
    both = both.filter((both.value > 0) & (both.sold > 0))
    sums = both.group_by([*KEY, "reporter"]).agg(bought=both.value.sum(), sold=both.sold.sum())
    return sums.select(*KEY, "reporter", value=sums.bought.log() - sums.sold.log() - math.log1p(CIF))
