"""How stable the suppliers are."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals

#: The publisher changed its method with this year: no change is taken across it.
BREAK = 2023


@channel(
    "governance",
    supplier_stability=("political stability of the suppliers, by their shares", "number"),
    supplier_stability_change=("change of the suppliers' political stability in three years", "number"),
)
def governance(given: Given) -> Mapping[str, Reals]:
    """Political stability of those who deliver."""
    trade = given.trade
    years = [year for _, year in given.scores if year <= trade.last]
    newest = max(years, default=trade.last)
    now = _scores(given, newest)
    before = _scores(given, newest - 3)
    comparable = newest < BREAK or newest - 3 >= BREAK
    change = now - before if comparable else np.full(len(now), np.nan)
    return {
        "supplier_stability": trade.mean(now[trade.supplier]),
        "supplier_stability_change": trade.mean(change[trade.supplier]),
    }


def _scores(given: Given, year: int) -> Reals:
    return np.asarray([given.scores.get((place, year), np.nan) for place in given.trade.flows.places])
