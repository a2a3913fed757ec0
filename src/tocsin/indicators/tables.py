"""The tables that indicators are given, built once per period from flows, production and country scores.

`flows`: imports of a reporter from a partner; a country's trade with itself (re-imports) is left out.
`export_reports`: what an exporter, there the reporter, says it sold to a partner.
`importers`, `exporters`, `world`: sums of flows, from which most indicators are plain arithmetic.
`net_exporters`: share of each country in world net exports. `scores`: governance by year, carried forward at most two
years. `production`, `commodities`: world mine or refinery output, and the goods codes a commodity is traded under.
`stocks`: what a country holds and uses of a commodity by kind [kg], no weight where it is withheld.

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
    "export_reports": {
        **_KEY_TYPES,
        "year": "int32",
        "reporter": "string",
        "partner": "string",
        "value": "float64",
    },
    "members": {"country": "string", "year": "int32", "bloc": "string"},
    "production": {"country": "string", "commodity": "string", "year": "int32", "weight": "float64"},
    "country_scores": {"country": "string", "dimension": "string", "year": "int32", "value": "float64"},
    "stocks": {"country": "string", "commodity": "string", "kind": "string", "year": "int32", "weight": "float64"},
    "commodities": {"commodity": "string", "product": "string", "nomenclature": "string", "shown": "boolean"},
}


def importers(flows: Table, members: Table, exporters: Table) -> Table:
    """Sum up what each reporter imports, and what others than its top supplier sell elsewhere.

    Parameters
    ----------
    flows, members, exporters : ibis Table
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

    union = _union_flows(flows, members)
    outside = union.filter(~union.inside)
    border = outside.group_by([*KEY, "bloc", "partner"]).agg(
        value=outside.value.sum(),
        weight=outside.weight.sum(),
        unweighed=outside.value.sum(where=outside.weight.fill_null(0.0) <= 0),
        unspecified=outside.unspecified.any(),
    )
    whole = ibis.ifelse(border.unweighed > 0, ibis.null("float64"), border.weight)  # lacks a part: too small
    border = border.mutate(whole=whole)
    sums = ibis.union(_national(flows, union), _bloc(border, union))
    return _with_others(sums, exporters, members)


def _union_flows(flows: Table, members: Table) -> Table:
    """Imports of members of the bloc, and whether the partner is a member too."""
    buyers = flows.join(members, [flows.reporter == members.country, flows.year == members.year], rname="{name}_member")
    sellers = members.view().mutate(found=True)
    marked = buyers.left_join(
        sellers, [buyers.partner == sellers.country, buyers.year == sellers.year], rname="{name}_s"
    )
    return marked.select(*flows.columns, "bloc", inside=marked.found.fill_null(False))


def _sums(rows: Table, by: list[str]) -> Table:
    """Sum up rows of one supplier each; what has no weight and no known partner is told apart by the rows."""
    import ibis

    top = ibis.struct({"minus": -rows.value, "partner": rows.partner, "weight": rows.whole})
    return rows.group_by(by).agg(
        value=rows.value.sum(),
        weight=rows.weight.sum(),
        squares=(rows.value * rows.value).sum(),
        suppliers=(rows.value > 0).sum(),
        top=top.min(),
        unweighed=rows.unweighed.sum(),
        unspecified=rows.value.sum(where=rows.unspecified),
    )


def _national(flows: Table, union: Table) -> Table:
    """Sums of every country; for a member of the bloc also those of its trade across the border."""
    import ibis

    unweighed = ibis.ifelse(flows.weight.fill_null(0.0) <= 0, flows.value, 0.0)
    sums = _sums(flows.mutate(unweighed=unweighed, whole=flows.weight), [*KEY, "reporter"])
    out = ibis.ifelse(union.inside, 0.0, union.value)
    extra = union.group_by([*KEY, "reporter"]).agg(extra=out.sum(), extra_squares=(out * out).sum())
    both = sums.left_join(extra, [*KEY, "reporter"], rname="{name}_member")
    return _unpacked(
        both.mutate(
            bloc=both.extra.notnull(),
            extra_value=both.extra.fill_null(both.value),
            extra_squares=both.extra_squares.fill_null(both.squares),
            total_value=both.value,
        )
    )


def _bloc(border: Table, union: Table) -> Table:
    """Sums of the bloc as one importer: what its members buy outside."""
    sums = _sums(border, [*KEY, "bloc"]).rename(reporter="bloc")
    total = union.group_by(list(KEY)).agg(total_value=union.value.sum())
    both = sums.join(total, list(KEY))
    return _unpacked(both.mutate(bloc=True, extra_value=both.value, extra_squares=both.squares))


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
    bloc = sellers.join(members, [sellers.country == members.country, sellers.year == members.year], rname="{name}_m")
    bloc = bloc.group_by([*KEY, "bloc"]).agg(value=bloc.value.sum(), weight=bloc.weight.fill_null(0.0).sum())
    own = ibis.union(
        sellers.select(*KEY, reporter="country", own_exports="value", own_weight=sellers.weight.fill_null(0.0)),
        bloc.select(*KEY, reporter="bloc", own_exports="value", own_weight="weight"),
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
