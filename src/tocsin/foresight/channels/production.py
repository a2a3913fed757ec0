"""What the suppliers bring out of the ground."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals
from tocsin.foresight.ledger import log, ratio


@channel(
    "production",
    output_change=("change of the suppliers' production in the last known year", "change"),
    output_share=("suppliers' share of the world's production", "share"),
    own_output=("importer's own production against its imports", "change"),
)
def production(given: Given) -> Mapping[str, Reals]:
    """Mine and refinery output of suppliers and of the importer, where the lake has it."""
    trade = given.trade
    places = trade.flows.places
    years = [year for _, _, year in given.output if year <= trade.last]
    newest = max(years, default=trade.last)
    output = np.full((len(trade.flows.products), len(places), 2), np.nan)
    product = {code: place for place, code in enumerate(trade.flows.products)}
    place = {code: number for number, code in enumerate(places)}
    for (code, country, year), weight in given.output.items():
        if code in product and country in place and newest - 1 <= year <= newest:
            output[product[code], place[country], year - newest + 1] = weight
    world = np.nansum(output[:, :, 1], axis=1)
    here = (trade.product[trade.link_row], trade.supplier)
    change = log(output[:, :, 1]) - log(output[:, :, 0])
    own = output[trade.product, trade.importer, 1]
    known = world[trade.product] > 0
    return {
        "output_change": trade.mean(change[here]),
        "output_share": trade.mean(ratio(output[:, :, 1], world[:, None])[here]),
        "own_output": np.where(
            known, np.log1p(np.nan_to_num(own)) - np.log1p(np.maximum(trade.weight[:, -1], 0.0)), np.nan
        ),
    }
