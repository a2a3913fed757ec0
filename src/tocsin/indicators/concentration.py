"""How concentrated supply is: the importer's own suppliers, and the world's exporters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.indicators.declaration import KEY, WORLD, indicator

if TYPE_CHECKING:
    from ibis.expr.types import Table


@indicator(
    number=1,
    unit="1",
    direction="higher is riskier",
    formula="sum_j s_j^2, s_j = share of supplier j in the import value",
    reference="Herfindahl (1950); Hirschman (1964), https://www.jstor.org/stable/1818582",
)
def import_hhi(importers: Table) -> Table:
    """Import concentration (Herfindahl-Hirschman).

    One supplier gives 1, n equal ones 1/n. All partners count; for the EU as a reporter those outside it.
    Flows without a value do not enter; an importer whose flows add up to nothing has no row.
    """
    known = importers.filter(importers.value > 0)
    return known.select(*KEY, "reporter", value=known.squares / (known.value * known.value))


@indicator(
    number=6,
    unit="1",
    direction="higher is riskier",
    formula="max_j s_j",
    reference="Republic of Korea early-warning system (2021): 0.5; KITA (2021): 0.7; EU Regulation 2024/1252: 0.65",
)
def top_share(importers: Table) -> Table:
    """Share of the largest supplier in the import value."""
    known = importers.filter(importers.value > 0)
    return known.select(*KEY, "reporter", value=known.top_value / known.value)


@indicator(
    number=5,
    unit="1",
    direction="higher is riskier",
    formula="sum_j (X_j / X_w)^2, X_j = exports of j as its partners report them",
    reference="CEPII GeoDep (2024); single point of failure: Arjona et al. (2023), EC Single Market Economics 14",
)
def world_export_hhi(world: Table) -> Table:
    """Concentration of the world's exporters."""
    import ibis

    known = world.filter(world.value > 0)
    return known.select(*KEY, reporter=ibis.literal(WORLD), value=known.squares / (known.value * known.value))


@indicator(
    unit="USD",
    bounds=(0.0, None),
    direction="higher is larger",
    formula="sum_j m_j",
    reference="United Nations, International Merchandise Trade Statistics (2010)",
)
def import_value(importers: Table) -> Table:
    """Import value, current US dollars."""
    return importers.select(*KEY, "reporter", "value")
