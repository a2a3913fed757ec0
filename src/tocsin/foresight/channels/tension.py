"""How importer and suppliers get on, by coded events.

Counts of events grow with the number of documents read, so hostility is a share of all that passed between two
countries, and a burst is what exceeds the share of the years before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.dealing import Dealing
from tocsin.foresight.flows import Ints, Reals

#: Events of the average of all pairs that stand beside those of each pair: a single one tells little.
PRIOR = 5.0


@channel(
    "tension and bursts",
    hostility=("what passed between the importer and its suppliers within a year that was hostile, by shares", "share"),
    tension_burst=(
        "hostile acts between importer and suppliers in 90 days beyond the usual, in standard deviations",
        "number",
    ),
    supplier_moves=("restrictive acts of suppliers towards anybody within a year, logarithm of the number", "number"),
    tone_change=("change in a year of the tone in which news speak of the importer and its suppliers", "number"),
)
def tension(given: Given) -> Mapping[str, Reals]:
    """How the importer and its suppliers dealt with each other, where the lake has coded events."""
    if not (given.dealings or given.moves or given.tones):
        return {}
    trade = given.trade
    places = {code: number for number, code in enumerate(trade.flows.places)}
    importer = trade.importer[trade.link_row]
    everything = _all(given.dealings.values())
    base = _share(everything.hostile, everything.events)
    base_before = _share(everything.hostile_before, everything.events_before)

    def hostile(one: Dealing) -> float:
        if not one.events:
            return np.nan
        return (one.hostile + PRIOR * base) / (one.events + PRIOR)

    def burst(one: Dealing) -> float:
        usual = (one.hostile_before + PRIOR * base_before) / (one.events_before + PRIOR)
        expected = usual * one.events_lately
        return (one.hostile_lately - expected) / float(np.sqrt(expected + 1.0))

    def between(number: Callable[[Dealing], float]) -> Reals:
        return _links({pair: number(one) for pair, one in given.dealings.items()}, places, trade.supplier, importer)

    moves = np.full(len(places), 0.0 if given.moves else np.nan)
    for party, count in given.moves.items():
        if party in places:
            moves[places[party]] = np.log1p(count)
    tones = {pair: one.lately - one.before for pair, one in given.tones.items()}
    return {
        "hostility": trade.mean(between(hostile)),
        "tension_burst": trade.mean(between(burst)),
        "supplier_moves": trade.mean(moves[trade.supplier]),
        "tone_change": trade.mean(_links(tones, places, trade.supplier, importer)),
    }


def _all(dealings: Iterable[Dealing]) -> Dealing:
    counts = [(one.events, one.hostile, one.events_before, one.hostile_before) for one in dealings]
    events, hostile, before, hostile_before = (sum(one[place] for one in counts) for place in range(4))
    return Dealing(events, hostile, events_before=before, hostile_before=hostile_before)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _links(numbers: Mapping[tuple[str, str], float], places: Mapping[str, int], one: Ints, other: Ints) -> Reals:
    """Lay numbers of pairs of countries out by links; NaN where a pair has none."""
    table = np.full((len(places), len(places)), np.nan)
    for (first, second), number in numbers.items():
        if first in places and second in places:
            table[places[first], places[second]] = table[places[second], places[first]] = number
    return np.asarray(table[one, other], dtype=np.float64)
