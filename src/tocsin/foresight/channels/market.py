"""The world market of the product."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals
from tocsin.foresight.ledger import log
from tocsin.foresight.summary import average, median, spread
from tocsin.foresight.trade import BASE


@channel(
    "world market",
    price_change=("change of the world price, against other products, in the last year", "change"),
    price_change_2=("change of the world price, against other products, in two years", "change"),
    price_change_3=("change of the world price, against other products, in three years", "change"),
    price_against_base=("world price, against other products, compared with three years", "change"),
    price_against_five=("world price, against other products, compared with five years", "change"),
    price_against_decade=("world price, against other products, compared with ten years", "change"),
    price_below_peak=("world price, against other products, below its ten-year peak", "change"),
    price_above_trough=("world price, against other products, above its ten-year low", "change"),
    price_swing_5=("usual yearly swing of the world price over five years", "number"),
    price_swing_10=("usual yearly swing of the world price over ten years", "number"),
    common_price_change=("change of prices of all products in the last year", "change"),
    world_weight_change=("change of the world's trade by weight in the last year", "change"),
    world_weight_change_3=("change of the world's trade by weight in three years", "change"),
    world_weight_against_base=("world's trade by weight against its three-year mean", "change"),
    world_swing=("usual yearly swing of the world's trade by weight", "number"),
    world_size=("world's trade by value", "size"),
    market_concentration=("concentration of the world's exports (HHI)", "number"),
    market_leader=("share of the world's largest exporter", "share"),
)
def market(given: Given) -> Mapping[str, Reals]:
    """Where price and volume of the product stand in the world."""
    trade = given.trade
    level, world = trade.price, trade.world
    step = np.diff(level, axis=1)
    weight = log(world.weight)
    common = median(np.diff(log(world.unit_value), axis=1), axis=0)
    share = trade.world_share
    places = trade.exports.keys // len(trade.flows.places)
    leader = np.zeros(len(world.keys))
    np.maximum.at(leader, places, np.nan_to_num(share[:, -1]))
    found = {
        "price_change": step[:, -1],
        "price_change_2": level[:, -1] - level[:, -3],
        "price_change_3": level[:, -1] - level[:, -4],
        "price_against_base": level[:, -1] - average(level[:, -BASE:]),
        "price_against_five": level[:, -1] - average(level[:, -5:]),
        "price_against_decade": level[:, -1] - average(level[:, -10:]),
        "price_below_peak": level[:, -1] - _extreme(level[:, -10:], 1.0),
        "price_above_trough": level[:, -1] - _extreme(level[:, -10:], -1.0),
        "price_swing_5": spread(step[:, -5:]),
        "price_swing_10": spread(step),
        "common_price_change": np.full(len(level), common[-1]),
        "world_weight_change": weight[:, -1] - weight[:, -2],
        "world_weight_change_3": weight[:, -1] - weight[:, -4],
        "world_weight_against_base": weight[:, -1] - log(world.weight[:, -BASE:].mean(axis=1)),
        "world_swing": spread(np.diff(weight, axis=1)[:, -5:]),
        "world_size": np.log10(np.maximum(world.value[:, -1], 1.0)),
        "market_concentration": np.bincount(places, weights=np.nan_to_num(share[:, -1]) ** 2, minlength=len(leader)),
        "market_leader": leader,
    }
    return {name: numbers[trade.product] for name, numbers in found.items()}


def _extreme(level: Reals, sign: float) -> Reals:
    best = np.where(np.isfinite(level), sign * level, -np.inf).max(axis=1)
    return np.where(np.isfinite(best), sign * best, np.nan)
