"""The GeoPolRisk score: concentrated production, weighted by how unstable the importer's suppliers are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table

#: Instability taken for a country without a score.
UNKNOWN = 0.5
_BY = ("basis", "commodity", "period", "freq", "year")


def by_commodity(flows: Table, production: Table, scores: Table, commodities: Table) -> Table:
    """GeoPolRisk score of every commodity and importer.

    Parameters
    ----------
    flows, production, scores, commodities : ibis Table
        As in :mod:`tocsin.indicators.tables`.

    Returns
    -------
    ibis Table
        `basis`, `commodity`, `period`, `freq`, `year`, `reporter`, `value`.
    """
    import ibis

    traded = flows.join(commodities, ["product", "nomenclature"], rname="{name}_right")
    stable = scores.filter(scores.dimension == "political_stability").select(
        "year", partner="country", stability="value"
    )
    rated = traded.left_join(stable, ["partner", "year"], rname="{name}_score")
    instability = ((2.5 - rated.stability) / 5.0).fill_null(UNKNOWN)  # before the bounds: LEAST passes over a null
    instability = ibis.greatest(ibis.least(instability, 1.0), 0.0)
    weight = rated.weight.fill_null(0.0)
    bought = rated.group_by([*_BY, "reporter"]).agg(risk=(instability * weight).sum(), bought=weight.sum())
    made = production.group_by("commodity", "year").agg(
        hhi=(production.weight * production.weight).sum() / (production.weight.sum() * production.weight.sum())
    )
    own = production.select("commodity", "year", reporter="country", own="weight")
    joined = bought.join(made, ["commodity", "year"], rname="{name}_made").left_join(
        own, ["commodity", "year", "reporter"], rname="{name}_own"
    )
    total = joined.bought + joined.own.fill_null(0.0)
    return joined.filter(total > 0).select(*_BY, "reporter", value=joined.hhi * joined.risk / total)


@indicator(
    number=39,
    unit="1",
    direction="higher is riskier",
    formula="HHI of world production * sum_i PV*_i m_i / (sum_i m_i + domestic production), PV* = (2.5 - PV) / 5",
    reference="Gemechu et al. (2016), doi:10.1111/jiec.12305; Koyamparambath et al. (2024), doi:10.21105/joss.09600",
    freqs=("A",),
)
def geopolrisk(flows: Table, production: Table, scores: Table, commodities: Table) -> Table:
    """GeoPolRisk score of the commodity traded under the code.

    By weight; a flow without weight does not enter. A supplier without a stability score counts as 0.5. Every code of a
    commodity bears the commodity's score; a code of two commodities bears that of the one it is the main code of.
    From 2018 on, the first year with production figures.
    """
    scored = by_commodity(flows, production, scores, commodities)
    shown = commodities.filter(commodities.shown)
    coded = scored.join(shown, ["commodity"], rname="{name}_code")
    return coded.select(*KEY, "reporter", "value")
