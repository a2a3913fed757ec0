"""The tables that indicators are given, built once per period from flows, production and country scores.

`flows`: imports of a reporter from a partner; a country's trade with itself (re-imports) is left out.
`importers`, `exporters`, `world`: sums of flows, from which most indicators are plain arithmetic.
`net_exporters`: share of each country in world net exports. `scores`: governance by year, carried forward at most two
years. `production`, `commodities`: world mine or refinery output, and the goods codes a commodity is traded under.

The European Union stands beside its members as the reporter ``EU``: trade among members of that year is domestic to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tocsin.indicators.declaration import KEY

if TYPE_CHECKING:
    from ibis.expr.types import Table

BLOC = "EU"
#: Years for which a governance score stands in for missing later ones.
CARRIED = 2
_KEY_TYPES = {"basis": "string", "nomenclature": "string", "product": "string", "period": "string", "freq": "string"}

#: Columns of the tables that come from the lake.
GIVEN: dict[str, dict[str, str]] = {
    "flows": {
        **_KEY_TYPES,
        "year": "int32",
        "reporter": "string",
        "partner": "string",
        "value": "float64",
        "weight": "float64",
        "unspecified": "boolean",
    },
    "members": {"country": "string", "year": "int32"},
    "production": {"country": "string", "commodity": "string", "year": "int32", "weight": "float64"},
    "country_scores": {"country": "string", "dimension": "string", "year": "int32", "value": "float64"},
    "commodities": {"commodity": "string", "product": "string", "nomenclature": "string", "shown": "boolean"},
}


def importers(flows: Table, members: Table) -> Table:
    """Sum up what each reporter imports, and what others than its top supplier sell elsewhere.

    Parameters
    ----------
    flows, members : ibis Table
        As at the head of this module.

    Returns
    -------
    ibis Table
        `KEY`, `reporter`, and: `value`, `weight` [USD, kg]; `squares`, sum of squared supplier values; `suppliers`;
        `top_partner`, `top_value`, `top_weight`; `unweighed`, `unspecified`, value without weight or known partner;
        `bloc`, `extra_value`, `extra_squares`, `total_value`, trade across the bloc's border and all trade;
        `own_exports`; `others_value`, `others_weight`, what suppliers other than the top one sell to others.
    """
    import ibis

    inside = members.mutate(inside=True)
    marked = (
        flows.left_join(inside, [flows.reporter == inside.country, flows.year == inside.year])
        .drop("country", "year_right")
        .rename(reporter_inside="inside")
    )
    again = inside.view()
    marked = (
        marked.left_join(again, [marked.partner == again.country, marked.year == again.year])
        .drop("country", "year_right")
        .rename(partner_inside="inside")
    )
    marked = marked.mutate(
        reporter_inside=marked.reporter_inside.fill_null(False), partner_inside=marked.partner_inside.fill_null(False)
    )
    marked = marked.mutate(extra=~(marked.reporter_inside & marked.partner_inside))
    border = marked.filter(marked.reporter_inside & marked.extra).mutate(reporter=ibis.literal(BLOC))
    border = border.group_by([*KEY, "reporter", "partner"]).agg(
        value=border.value.sum(),
        weight=border.weight.sum(),
        unweighed=border.value.sum(where=(border.weight.fill_null(0.0) <= 0)),
        unspecified=border.unspecified.any(),
    )
    sums = ibis.union(_national(marked), _bloc(border, marked))
    return _with_others(sums, exporters(flows), members)


def _national(marked: Table) -> Table:
    import ibis

    out = ibis.ifelse(marked.extra, marked.value, 0.0)
    top = ibis.struct({"minus": -marked.value, "partner": marked.partner, "weight": marked.weight})
    sums = marked.group_by([*KEY, "reporter"]).agg(
        value=marked.value.sum(),
        weight=marked.weight.sum(),
        squares=(marked.value * marked.value).sum(),
        suppliers=(marked.value > 0).sum(),
        top=top.min(),
        unweighed=marked.value.sum(where=(marked.weight.fill_null(0.0) <= 0)),
        unspecified=marked.value.sum(where=marked.unspecified),
        bloc=marked.reporter_inside.any(),
        extra_value=out.sum(),
        extra_squares=(out * out).sum(),
        total_value=marked.value.sum(),
    )
    return _unpacked(sums)


def _bloc(border: Table, marked: Table) -> Table:
    import ibis

    top = ibis.struct({"minus": -border.value, "partner": border.partner, "weight": border.weight})
    sums = border.group_by([*KEY, "reporter"]).agg(
        value=border.value.sum(),
        weight=border.weight.sum(),
        squares=(border.value * border.value).sum(),
        suppliers=(border.value > 0).sum(),
        top=top.min(),
        unweighed=border.unweighed.sum(),
        unspecified=border.value.sum(where=border.unspecified),
        bloc=border.value.count() > 0,
        extra_value=border.value.sum(),
        extra_squares=(border.value * border.value).sum(),
    )
    inner = marked.filter(marked.reporter_inside).group_by(list(KEY)).agg(total_value=marked.value.sum())
    return _unpacked(sums.join(inner, list(KEY)))


def _unpacked(sums: Table) -> Table:
    return sums.select(
        *KEY,
        "reporter",
        "value",
        "weight",
        "squares",
        suppliers=sums.suppliers.cast("int64"),
        top_partner=sums.top["partner"],
        top_value=-sums.top["minus"],
        top_weight=sums.top["weight"],
        unweighed=sums.unweighed.fill_null(0.0),
        unspecified=sums.unspecified.fill_null(0.0),
        bloc=sums.bloc,
        extra_value=sums.extra_value,
        extra_squares=sums.extra_squares,
        total_value=sums.total_value,
    )


def _with_others(sums: Table, sellers: Table, members: Table) -> Table:
    """Add own exports and what suppliers other than the top one, the reporter aside, sell to others."""
    import ibis

    everyone = sellers.group_by(list(KEY)).agg(
        world_value=sellers.value.sum(), world_weight=sellers.weight.fill_null(0.0).sum()
    )
    bloc = sellers.join(members, [sellers.country == members.country, sellers.year == members.year]).select(sellers)
    bloc = bloc.group_by(list(KEY)).agg(value=bloc.value.sum(), weight=bloc.weight.fill_null(0.0).sum())
    own = ibis.union(
        sellers.select(*KEY, reporter="country", own_exports="value", own_weight=sellers.weight.fill_null(0.0)),
        bloc.select(*KEY, reporter=ibis.literal(BLOC), own_exports="value", own_weight="weight"),
    )
    top = sellers.select(
        *KEY, top_partner="country", top_exports="value", top_exports_weight=sellers.weight.fill_null(0.0)
    )
    joined = (
        sums.join(everyone, list(KEY))
        .left_join(own, [*KEY, "reporter"], rname="{name}_own")
        .left_join(top, [*KEY, "top_partner"], rname="{name}_top")
    )
    sold, sold_weight = joined.own_exports.fill_null(0.0), joined.own_weight.fill_null(0.0)
    bought_weight = joined.weight.fill_null(0.0) - joined.top_weight.fill_null(0.0)
    others = joined.world_value - joined.top_exports - sold - (joined.value - joined.top_value)
    others_weight = joined.world_weight - joined.top_exports_weight - sold_weight - bought_weight
    return joined.select(
        *sums.columns,
        own_exports=sold,
        others_value=ibis.greatest(others, 0.0),
        others_weight=ibis.greatest(others_weight, 0.0),
    )


def exporters(flows: Table) -> Table:
    """Sum up what each partner sells to all reporters together.

    Parameters
    ----------
    flows : ibis Table
        As at the head of this module.

    Returns
    -------
    ibis Table
        `KEY`, `country`, `value`, `weight` [USD, kg].
    """
    return (
        flows.group_by([*KEY, "partner"])
        .agg(value=flows.value.sum(), weight=flows.weight.sum())
        .rename(country="partner")
    )


def world(exporters: Table) -> Table:
    """Sum up world exports.

    Parameters
    ----------
    exporters : ibis Table
        As above.

    Returns
    -------
    ibis Table
        `KEY`, `value`, `squares`, the sum of squared exporter values.
    """
    return exporters.group_by(list(KEY)).agg(
        value=exporters.value.sum(), squares=(exporters.value * exporters.value).sum()
    )


def net_exporters(exporters: Table, importers: Table) -> Table:
    """Share of each country in world net exports.

    Parameters
    ----------
    exporters, importers : ibis Table
        As above.

    Returns
    -------
    ibis Table
        `KEY`, `country`, `share`: max(0, exports - imports) over its sum.
    """
    import ibis

    bought = importers.filter(importers.reporter != BLOC).select(*KEY, country="reporter", bought="value")
    both = exporters.left_join(bought, [*KEY, "country"], rname="{name}_right")
    net = both.select(*KEY, "country", net=ibis.greatest(both.value - both.bought.fill_null(0.0), 0.0))
    net = net.filter(net.net > 0)
    total = net.group_by(list(KEY)).agg(total=net.net.sum())
    joined = net.join(total, list(KEY))
    return joined.select(*KEY, "country", share=joined.net / joined.total)


def scores(country_scores: Table) -> Table:
    """Governance score of each year; a year without one takes the last, at most two years old.

    Parameters
    ----------
    country_scores : ibis Table
        `country`, `dimension`, `year`, `value`.

    Returns
    -------
    ibis Table
        The same columns for every year covered.
    """
    import ibis

    window = ibis.window(group_by=["country", "dimension"], order_by="year")
    spans = country_scores.mutate(following=country_scores.year.lead().over(window))
    spans = spans.mutate(until=ibis.least(spans.following.fill_null(9999) - 1, spans.year + CARRIED))
    aged = ibis.union(*(spans.mutate(shown=(spans.year + age).cast("int32")) for age in range(CARRIED + 1)))
    return aged.filter(aged.shown <= aged.until).select("country", "dimension", "value", year="shown")


BUILT: Mapping[str, Any] = {
    "importers": importers,
    "exporters": exporters,
    "world": world,
    "net_exporters": net_exporters,
    "scores": scores,
}
