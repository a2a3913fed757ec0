"""What happens to the importer's other imports."""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals
from tocsin.foresight.ledger import log
from tocsin.foresight.summary import average
from tocsin.foresight.trade import BASE


@channel(
    "importer",
    importer_rate=("share of the importer's products in collapse last year", "share"),
    importer_rate_3=("share of the importer's products in collapse over three years", "share"),
    importer_rate_10=("share of the importer's products in collapse over ten years", "share"),
    importer_change=("change of all the importer's imports in the last year", "change"),
    importer_against_base=("all the importer's imports against their three-year mean", "change"),
)
def importer(given: Given) -> Mapping[str, Reals]:
    """Whether the importer as a whole buys less."""
    trade = given.trade
    rates, level = trade.importer_rate, log(trade.imported)
    found = {
        "importer_rate": rates[:, -1],
        "importer_rate_3": average(rates[:, -3:]),
        "importer_rate_10": average(rates),
        "importer_change": level[:, -1] - level[:, -2],
        "importer_against_base": level[:, -1] - log(trade.imported[:, -BASE:].mean(axis=1)),
    }
    return {name: numbers[trade.importer] for name, numbers in found.items()}
