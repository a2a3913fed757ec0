"""How long what lies in store would last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table

DAYS = 365.0
HELD = ("stock_government", "stock_industry", "stock_exchange")
USED = "apparent_consumption"


def _one_form(stocks: Table) -> Table:
    """Take of each holder, commodity, year and kind the figure that names no form, or else the only one there is.

    Several forms (ore, alloys, metal) are weighed in different substances: they are not added, and have no row.
    """
    parts = stocks.mutate(base=stocks.kind.split(":")[0], plain=~stocks.kind.contains(":"))
    by = ["country", "commodity", "year", "base"]
    sums = parts.group_by(by).agg(
        plain_count=parts.plain.sum(),
        count=parts.kind.count(),
        plain_weight=parts.weight.max(where=parts.plain),
        any_weight=parts.weight.max(),
    )
    whole = sums.plain_count == 1
    return sums.filter(whole | (sums["count"] == 1)).select(
        *by, weight=whole.ifelse(sums.plain_weight, sums.any_weight)
    )


def by_commodity(stocks: Table) -> Table:
    """Days of cover of every holder and commodity.

    Parameters
    ----------
    stocks : ibis Table
        As in :mod:`tocsin.indicators.tables`.

    Returns
    -------
    ibis Table
        `country`, `commodity`, `year`, `value` [d].
    """
    forms = _one_form(stocks)
    held = forms.filter(forms.base.isin(HELD))
    kinds = stocks.mutate(base=stocks.kind.split(":")[0])
    kinds = (
        kinds.filter(kinds.base.isin(HELD)).group_by(["country", "commodity", "year"]).agg(named=kinds.base.nunique())
    )
    sums = held.group_by(["country", "commodity", "year"]).agg(stored=held.weight.sum(), told=held.weight.count())
    whole = sums.join(kinds, ["country", "commodity", "year"])
    whole = whole.filter(whole.told == whole.named)
    used = forms.filter((forms.base == USED) & (forms.weight > 0)).select("country", "commodity", "year", used="weight")
    both = whole.join(used, ["country", "commodity", "year"])
    return both.select("country", "commodity", "year", value=both.stored / (both.used / DAYS))


@indicator(
    number=17,
    unit="d",
    bounds=(0.0, None),
    direction="lower is riskier",
    formula="sum of year-end stocks / (apparent consumption of the year / 365)",
    reference="USGS, Mineral Commodity Summaries, Appendix B (apparent consumption); stock-to-use as in AMIS, in days",
    freqs=("A",),
)
def days_of_cover(flows: Table, stocks: Table, commodities: Table) -> Table:
    """Days of consumption that stocks at the year's end would cover.

    Stocks of government, industry and exchanges together. Apparent consumption is production + imports - exports -
    change in stocks, as the publisher states it. A withheld stock or consumption, or one given only in several forms,
    leaves the commodity without a value: nothing is taken for zero. Every code of a commodity bears the commodity's
    days; a code of two commodities bears those of the one it is the main code of.
    """
    shown = commodities.filter(commodities.shown)
    traded = flows.select(*KEY).distinct().join(shown, ["product", "nomenclature"], rname="{name}_code")
    covered = by_commodity(stocks)
    joined = traded.join(covered, ["commodity", "year"], rname="{name}_cover")
    return joined.select(*KEY, reporter="country", value="value")
