"""Contagion within the product, its family, and the suppliers shared with others."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Ints, Reals
from tocsin.foresight.ledger import log, ratio
from tocsin.foresight.summary import average, median, middle, summed
from tocsin.foresight.trade import BASE, SMALL, Trade


@channel(
    "contagion",
    product_rate=("share of the product's importers in collapse last year", "share"),
    product_rate_5=("share of the product's importers in collapse over five years", "share"),
    product_rate_10=("share of the product's importers in collapse over ten years", "share"),
    heading_rate=("share of imports in collapse last year within the heading (HS4)", "share"),
    chapter_rate=("share of imports in collapse last year within the chapter (HS2)", "share"),
    chapter_price=("world prices within the chapter, compared with three years", "change"),
    product_change=("middle change of the product's imports over all importers", "change"),
    product_falling=("share of the product's importers whose imports fell by a quarter or more", "share"),
    product_swing=("middle yearly swing of the product's imports", "number"),
    shared_suppliers=("share of the suppliers' other customers in collapse", "share"),
)
def contagion(given: Given) -> Mapping[str, Reals]:
    """Whether others who buy the same, or from the same, are already running short."""
    trade = given.trade
    rates = trade.product_rate
    digits = [np.asarray([code[:length] for code in trade.flows.products]) for length in (4, 2)]
    heading, chapter = (np.unique(codes, return_inverse=True)[1] for codes in digits)
    recent = average(trade.price[:, -1:] - trade.price[:, -BASE:])
    found = {
        "product_rate": rates[:, -1],
        "product_rate_5": average(rates[:, -5:]),
        "product_rate_10": average(rates),
        "heading_rate": _over(rates[:, -1], heading),
        "chapter_rate": _over(rates[:, -1], chapter),
        "chapter_price": _over(recent, chapter),
        **_movement(trade),
    }
    return {name: numbers[trade.product] for name, numbers in found.items()} | {
        "shared_suppliers": _shared(trade),
    }


def _over(numbers: Reals, family: Ints) -> Reals:
    """Average over the products of each one's family."""
    known = np.isfinite(numbers)
    total, count = (
        np.asarray(np.bincount(family, weights=amounts), dtype=np.float64)
        for amounts in (np.where(known, numbers, 0.0), known)
    )
    return ratio(total, count)[family]


def _movement(trade: Trade) -> dict[str, Reals]:
    """Return what moved over the importers of each product that bought for a million or more the year before."""
    product = trade.imports.keys // len(trade.flows.places)
    step = np.diff(log(trade.imports.weight[:, -2:]), axis=1)
    counted = np.isfinite(step[:, 0]) & (trade.imports.value[:, -2] > SMALL) & trade.own
    group, groups = np.where(counted, product, -1), len(trade.flows.products)
    swing = median(np.abs(np.diff(log(trade.weight[:, -6:]), axis=1)), axis=1)[:, None]
    falling = summed(np.where(counted[:, None], step < np.log(0.75), 0.0), product, groups)
    return {
        "product_change": middle(step, group, groups)[:, 0],
        "product_falling": ratio(falling, summed(counted[:, None].astype(np.float64), product, groups))[:, 0],
        "product_swing": middle(swing, trade.product, groups)[:, 0],
    }


def _shared(trade: Trade) -> Reals:
    """Average, over a row's suppliers, the share of their sales to others that goes to customers in collapse."""
    places = len(trade.flows.places)
    bought = trade.links.value[:, -1]
    customer, known = trade.imports.rows(trade.links.keys // places)
    ill = np.where(known, np.nan_to_num(trade.collapsed[customer, -1]), 0.0) * trade.own[customer]
    key = (trade.links.keys // places // places) * places + trade.links.keys % places
    offer, there = trade.exports.rows(key)
    ill_bought = np.where(there, bought * ill, 0.0)
    inside = np.isin(trade.imports.keys[customer] % places, trade.flows.members.get(trade.last, ()))
    hit, hit_inside = (
        np.bincount(offer, weights=amounts, minlength=len(trade.exports.keys))
        for amounts in (ill_bought, np.where(inside, ill_bought, 0.0))
    )
    mine = bought[trade.link]
    bloc = trade.importer[trade.link_row] == trade.flows.bloc
    own = np.where(bloc, hit_inside[trade.offer], ill_bought[trade.link])  # the bloc's members are not its others
    sold = np.maximum(trade.exports.value[trade.offer, -1] - mine, 0.0)
    return trade.mean(ratio(np.maximum(hit[trade.offer] - own, 0.0), sold))
