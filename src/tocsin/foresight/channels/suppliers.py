"""Stress on the side of the suppliers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals
from tocsin.foresight.ledger import log
from tocsin.foresight.summary import spread
from tocsin.foresight.trade import BASE


@channel(
    "supplier stress",
    supply_change=("change of the suppliers' exports of the product in the last year", "change"),
    supply_against_base=("suppliers' exports of the product against their three-year mean", "change"),
    supply_to_others=("change of what the suppliers sold to others in the last year", "change"),
    supply_swing=("usual yearly swing of the suppliers' exports of the product", "number"),
    supply_falling=("share bought from suppliers whose exports are a quarter below their three-year mean", "share"),
    supply_price_change=("change of the suppliers' own export price against the world's", "change"),
    supplier_cut_rate=("share of the suppliers' other exports that collapsed in the last year", "share"),
    supplier_cut_rate_3=("share of the suppliers' other exports that collapsed in three years", "share"),
    supplier_trade_change=("change of all the suppliers' exports in the last year", "change"),
    link_swing=("usual yearly swing of the purchases from each supplier", "number"),
)
def suppliers(given: Given) -> Mapping[str, Reals]:
    """How those who deliver are doing: what they sell to all, to others, of all goods, and at what price."""
    trade = given.trade
    sold = log(trade.exports.weight)
    step = np.diff(sold, axis=1)
    against = sold[:, -1] - log(trade.exports.weight[:, -BASE:].mean(axis=1))
    price = log(trade.exports.unit_value) - log(trade.world.unit_value)[trade.exports.keys // len(trade.flows.places)]
    offer, supplier = trade.offer, trade.supplier
    others = log(np.maximum(trade.exports.weight[offer, -2:] - trade.links.weight[trade.link, -2:], 0.0))
    bought = np.diff(log(trade.links.weight[trade.link, -6:]), axis=1)
    cuts = trade.cut_rate
    everything = trade.exported
    return {
        "supply_change": trade.mean(step[offer, -1]),
        "supply_against_base": trade.mean(against[offer]),
        "supply_to_others": trade.mean(np.clip(others[:, 1] - others[:, 0], -3, 3)),
        "supply_swing": trade.mean(spread(step[:, -5:])[offer]),
        "supply_falling": trade.mean(np.where(np.isfinite(against), against < np.log(0.75), np.nan)[offer]),
        "supply_price_change": trade.mean((price[:, -1] - price[:, -2])[offer]),
        "supplier_cut_rate": trade.mean(cuts[supplier, -1]),
        "supplier_cut_rate_3": trade.mean(cuts[supplier, -3:].mean(axis=1)),
        "supplier_trade_change": trade.mean((log(everything[:, -1]) - log(everything[:, -2]))[supplier]),
        "link_swing": trade.mean(spread(np.clip(bought, -3, 3))),
    }
