"""The importer's own record."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals
from tocsin.foresight.ledger import log
from tocsin.foresight.summary import average, median, spread
from tocsin.foresight.trade import BASE


@channel(
    "own record",
    size=("import value of the last year", "size"),
    weight_against_base=("import weight of the last year against its three-year mean", "change"),
    value_against_base=("import value of the last year against its three-year mean", "change"),
    weight_change=("change of import weight in the last year", "change"),
    weight_change_before=("change of import weight in the year before", "change"),
    weight_change_third=("change of import weight two years before the last", "change"),
    value_change=("change of import value in the last year", "change"),
    swing_3=("usual yearly swing of import weight over three years", "number"),
    swing_5=("usual yearly swing of import weight over five years", "number"),
    swing_10=("usual yearly swing of import weight over ten years", "number"),
    value_swing_5=("usual yearly swing of import value over five years", "number"),
    value_swing_10=("usual yearly swing of import value over ten years", "number"),
    middle_swing=("middle yearly swing of import weight over ten years", "number"),
    base_spread=("unevenness of import weight within the last three years", "number"),
    below_peak_5=("import weight against its five-year peak", "change"),
    below_peak_10=("import weight against its ten-year peak", "change"),
    above_trough=("import weight against its five-year low", "change"),
    against_decade=("import weight against its ten-year mean", "change"),
    value_against_decade=("import value against its ten-year mean", "change"),
    years_traded=("years with imports out of eleven", "number"),
    past_collapses=("share of past years that were collapses", "share"),
)
def record(given: Given) -> Mapping[str, Reals]:
    """How the import has moved so far: swings, drops, distance from peak and base."""
    trade = given.trade
    weight, value = log(trade.weight), log(trade.value)
    weight_step, value_step = np.diff(weight, axis=1), np.diff(value, axis=1)
    base = trade.weight[:, -BASE:]
    return {
        "size": np.log10(trade.value[:, -1]),
        "weight_against_base": weight[:, -1] - log(base.mean(axis=1)),
        "value_against_base": value[:, -1] - log(trade.value[:, -BASE:].mean(axis=1)),
        "weight_change": weight_step[:, -1],
        "weight_change_before": weight_step[:, -2],
        "weight_change_third": weight_step[:, -3],
        "value_change": value_step[:, -1],
        "swing_3": spread(weight_step[:, -3:]),
        "swing_5": spread(weight_step[:, -5:]),
        "swing_10": spread(weight_step),
        "value_swing_5": spread(value_step[:, -5:]),
        "value_swing_10": spread(value_step),
        "middle_swing": median(np.abs(weight_step), axis=1),
        "base_spread": base.std(axis=1) / np.maximum(base.mean(axis=1), 1e-9),
        "below_peak_5": weight[:, -1] - log(trade.weight[:, -5:].max(axis=1)),
        "below_peak_10": weight[:, -1] - log(trade.weight[:, -10:].max(axis=1)),
        "above_trough": weight[:, -1] - _low(weight[:, -5:]),
        "against_decade": weight[:, -1] - average(weight[:, -10:]),
        "value_against_decade": value[:, -1] - average(value[:, -10:]),
        "years_traded": (trade.value > 0).sum(axis=1).astype(np.float64),
        "past_collapses": average(trade.collapsed[trade.rows]),
    }


def _low(level: Reals) -> Reals:
    known = np.isfinite(level)
    low = np.where(known, level, np.inf).min(axis=1)
    return np.where(np.isfinite(low), low, np.nan)
