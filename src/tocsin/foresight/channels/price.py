"""What the importer pays against what the world pays."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals
from tocsin.foresight.ledger import log
from tocsin.foresight.summary import average, spread
from tocsin.foresight.trade import BASE


@channel(
    "price against the world",
    premium=("own unit value against the world's", "change"),
    premium_to_middle=("own unit value against the middle importer's", "change"),
    premium_change=("change of own unit value against the world's in the last year", "change"),
    premium_against_base=("own unit value against the world's, compared with three years", "change"),
    premium_against_decade=("own unit value against the world's, compared with ten years", "change"),
    premium_swing=("usual swing of own unit value against the world's", "number"),
    unit_value_change=("change of own unit value in the last year", "change"),
    unit_value_swing=("usual yearly swing of own unit value", "number"),
)
def price(given: Given) -> Mapping[str, Reals]:
    """Whether the importer pays more than others, and whether that changes."""
    trade = given.trade
    own = log(trade.unit_value)
    premium = own - log(trade.world.unit_value)[trade.product]
    step = np.diff(own, axis=1)
    return {
        "premium": premium[:, -1],
        "premium_to_middle": own[:, -1] - log(trade.middle_unit_value)[trade.product, -1],
        "premium_change": premium[:, -1] - premium[:, -2],
        "premium_against_base": premium[:, -1] - average(premium[:, -BASE:]),
        "premium_against_decade": premium[:, -1] - average(premium[:, -10:]),
        "premium_swing": spread(premium[:, -5:]),
        "unit_value_change": step[:, -1],
        "unit_value_swing": spread(step[:, -5:]),
    }
