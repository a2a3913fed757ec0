"""Where the importer stands in the network of trade."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals
from tocsin.foresight.ledger import log, ratio
from tocsin.foresight.trade import BASE


@channel(
    "network position",
    concentration=("concentration of the imports (HHI)", "number"),
    leading_share=("share of the largest supplier", "share"),
    supplier_count=("number of suppliers", "number"),
    supplier_weight=("suppliers' share of the world's exports", "share"),
    customer_weight=("importer's share of its suppliers' exports", "share"),
    sole_customer=("largest share of an important supplier's exports that goes to the importer", "share"),
    world_share=("importer's share of the world's imports", "share"),
    elsewhere=("what other exporters sell, against the imports", "change"),
    hub=("exports of the same product against imports", "change"),
    resale_change=("own exports of the product against their three-year mean", "change"),
)
def network(given: Given) -> Mapping[str, Reals]:
    """How concentrated the suppliers are, how much the importer matters to them, and who else sells."""
    trade = given.trade
    now = trade.links.value[trade.link, -1]
    share = now / trade.value[trade.link_row, -1]
    sold = trade.exports.value[trade.offer]
    taken = ratio(trade.links.value[trade.link, -1], sold[:, -1])
    large = trade.share > 0.1
    world = trade.world
    mine = trade.total(np.where(share > 0.05, trade.exports.weight[trade.offer, -1], 0.0))
    other = np.maximum(world.weight[trade.product, -1] - mine, 0.0)
    exported, exists = trade.exports.rows(trade.key(trade.product, trade.importer))
    resold = np.where(exists[:, None], trade.exports.weight[exported], 0.0)
    return {
        "concentration": trade.total(share**2),
        "leading_share": trade.most(share),
        "supplier_count": trade.total((now > 0).astype(np.float64)),
        "supplier_weight": trade.mean(ratio(sold[:, -1], world.value[trade.product[trade.link_row], -1])),
        "customer_weight": trade.mean(taken),
        "sole_customer": trade.most(np.where(large, np.nan_to_num(taken), 0.0)),
        "world_share": ratio(trade.value[:, -1], world.value[trade.product, -1]),
        "elsewhere": np.log1p(other / np.maximum(trade.weight[:, -1], 1.0)),
        "hub": np.log1p(resold[:, -1]) - np.log1p(trade.weight[:, -1]),
        "resale_change": log(resold[:, -1]) - log(resold[:, -BASE:].mean(axis=1)),
    }
