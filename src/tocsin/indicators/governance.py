"""How stable the countries are that the world's supply comes from, and DERA's risk groups on top of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, WORLD, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table

DIMENSIONS = (
    "voice_accountability",
    "political_stability",
    "government_effectiveness",
    "regulatory_quality",
    "rule_of_law",
    "control_of_corruption",
)
GLR = "DERA (2019), Rohstoffliste; Worldwide Governance Indicators: Kaufmann, Kraay and Mastruzzi (2010)"


def _risk(net_exporters: Table, governance: Table) -> Table:
    """Mean score of the net exporters, weighted by share; countries without a score are left out of the weights."""
    import ibis

    joined = net_exporters.join(governance, ["country", "year"], rname="{name}_score")
    sums = joined.group_by(list(KEY)).agg(total=(joined.share * joined.value).sum(), weight=joined.share.sum())
    return sums.select(*KEY, reporter=ibis.literal(WORLD), value=sums.total / sums.weight)


@indicator(
    number=8,
    unit="1",
    bounds=(None, None),  # estimates lie mostly within -2.5 and 2.5, Somalia's of 2009 at -3.3
    direction="lower is riskier",
    formula="sum_c g_c * PV_c, g = share in world net exports, PV = political stability",
    reference=f"{GLR}; one of its six dimensions only",
)
def country_risk_pv(net_exporters: Table, scores: Table) -> Table:
    """Political stability of the world's net exporters.

    One of six dimensions, hence not DERA's country risk. Countries without a score leave the weights.
    """
    return _risk(net_exporters, scores.filter(scores.dimension == "political_stability"))


@indicator(
    number=8,
    unit="1",
    bounds=(None, None),  # estimates lie mostly within -2.5 and 2.5, Somalia's of 2009 at -3.3
    direction="lower is riskier; below -0.5 critical",
    formula="sum_c g_c * mean of the six WGI_c, g = share in world net exports",
    reference=GLR,
)
def country_risk(net_exporters: Table, scores: Table) -> Table:
    """Country risk of supply (DERA's weighted country risk).

    Needs all six governance dimensions: a country with fewer leaves the weights, and without any there is no row.
    """
    six = scores.filter(scores.dimension.isin(DIMENSIONS))
    means = six.group_by("country", "year").agg(value=six.value.mean(), dimensions=six.dimension.nunique())
    return _risk(net_exporters, means.filter(means.dimensions == len(DIMENSIONS)))


@indicator(
    number=9,
    unit="1",
    bounds=(1.0, 3.0),
    direction="3 = elevated risk",
    formula="3 if HHI > .25 and GLR <= .5, or .15-.25 and GLR < -.5; "
    "1 if HHI < .15 and GLR >= -.5, or .15-.25 and GLR > .5; else 2",
    reference=f"{GLR}; HHI of world net exports",
)
def dera_group(net_exporters: Table, country_risk: Table) -> Table:
    """DERA risk group of the world's supply.

    Needs all six governance dimensions.
    """
    import ibis

    squares = net_exporters.group_by(list(KEY)).agg(hhi=(net_exporters.share * net_exporters.share).sum())
    both = squares.join(country_risk, list(KEY), rname="{name}_risk")
    hhi, glr = both.hhi, both.value
    middle = (hhi >= 0.15) & (hhi <= 0.25)
    group = ibis.cases(
        (((hhi > 0.25) & (glr <= 0.5)) | (middle & (glr < -0.5)), 3.0),
        (((hhi < 0.15) & (glr >= -0.5)) | (middle & (glr > 0.5)), 1.0),
        else_=2.0,
    )
    return both.select(*KEY, reporter=ibis.literal(WORLD), value=group)
