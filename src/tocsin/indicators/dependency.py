"""The three core dependency indicators of the European Commission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table

REFERENCE = "European Commission (2021), SWD(2021) 352, Strategic dependencies and capacities"
#: Stands for "imports but no exports at all", as in CEPII's GeoDep.
NO_EXPORTS = 9999.0


@indicator(
    number=1,
    unit="1",
    direction="higher is riskier; above 0.4 dependent",
    formula="sum_j s_j^2 over suppliers outside the reporter's bloc",
    reference=REFERENCE,
)
def cdi1(importers: Table) -> Table:
    """Concentration of imports from outside the bloc (CDI 1).

    For a country in no bloc it equals `import_hhi`. An importer that buys nothing from outside has no row.
    """
    known = importers.filter(importers.extra_value > 0)
    return known.select(*KEY, "reporter", value=known.extra_squares / (known.extra_value * known.extra_value))


@indicator(
    number=2,
    unit="1",
    direction="higher is riskier; above 0.5 dependent",
    formula="imports from outside the bloc / all imports",
    reference=REFERENCE,
)
def cdi2(importers: Table) -> Table:
    """Share of imports from outside the bloc (CDI 2).

    Not applicable outside blocs, where it has no row.
    """
    import ibis

    known = importers.filter(importers.bloc & (importers.total_value > 0))
    share = known.extra_value / known.total_value  # of the union: sums in two orders, apart in the last digit
    return known.select(*KEY, "reporter", value=ibis.least(share, 1.0))


@indicator(
    number=3,
    worldwide=True,
    unit="1",
    bounds=(0.0, NO_EXPORTS),
    direction="higher is riskier; above 1 dependent",
    formula="min(imports from outside the bloc / own exports, 9999)",
    reference=f"{REFERENCE}; 9999 for no exports: CEPII GeoDep (2024)",
)
def cdi3(importers: Table) -> Table:
    """Imports from outside the bloc over own exports (CDI 3).

    Own exports, to whomever, stand in for own production. Without any the ratio is set to 9999.
    """
    import ibis

    known = importers.filter(importers.value > 0)
    ratio = ibis.ifelse(known.own_exports > 0, known.extra_value / known.own_exports, NO_EXPORTS)
    return known.select(*KEY, "reporter", value=ibis.least(ratio, NO_EXPORTS))
