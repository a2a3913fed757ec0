"""What lies in store.

Of each holder the newest year is taken that is known on the day, also one after the last known year of trade.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Ints, Reals
from tocsin.foresight.ledger import log, ratio
from tocsin.foresight.summary import summed

DAYS = 365.0
#: A newest figure from further than this before the last known year is told no longer [years].
OLDEST = 2


@channel(
    "stocks",
    days_of_cover=("days of its consumption that the importer's stocks would cover", "number"),
    cover_change=("change of the importer's days of cover in a year", "change"),
    stock_change=("change of the importer's stocks in a year", "change"),
    holders_cover=("days of consumption that the stocks of all known holders of the product would cover", "number"),
    holders_stock_change=("change of the stocks of all known holders of the product in a year", "change"),
)
def stock(given: Given) -> Mapping[str, Reals]:
    """How long what lies in store would last, and whether it grows, where the lake has stocks."""
    trade = given.trade
    products, places = len(trade.flows.products), len(trade.flows.places)
    product, place, figures = _newest(given)
    stored, used, stored_before, used_before = figures
    cover, cover_before = DAYS * ratio(stored, used), DAYS * ratio(stored_before, used_before)
    mine = place >= 0

    def own(numbers: Reals) -> Reals:
        filled = np.full((products, places), np.nan)
        filled[product[mine], place[mine]] = numbers[mine]
        return filled[trade.product, trade.importer]

    def held(above: Reals, below: Reals) -> Reals:
        both = np.isfinite(above) & np.isfinite(below)
        sums = [summed(part[both, None], product[both], products)[:, 0] for part in (above, below)]
        return ratio(sums[0], sums[1])[trade.product]

    return {
        "days_of_cover": own(cover),
        "cover_change": own(log(cover) - log(cover_before)),
        "stock_change": own(log(stored) - log(stored_before)),
        "holders_cover": DAYS * held(stored, np.where(used > 0, used, np.nan)),
        "holders_stock_change": log(held(stored, stored_before)),
    }


def _newest(given: Given) -> tuple[Ints, Ints, Reals]:
    """Return of each holder's newest year the product, the place (-1 if it trades nothing), and the figures.

    Returns
    -------
    product, place : numpy.ndarray
        Shape (holders,).
    figures : numpy.ndarray
        What was stored and used in that year, and in the year before, shape (4, holders) [kg].
    """
    flows = given.trade.flows
    newest: dict[tuple[str, str], int] = {}
    for (code, holder, year), (stored, _) in given.stocks.items():
        if np.isfinite(stored) and year >= given.trade.last - OLDEST:
            newest[code, holder] = max(year, newest.get((code, holder), year))
    product = {code: number for number, code in enumerate(flows.products)}
    place = {code: number for number, code in enumerate(flows.places)}
    found = sorted((code, holder, year) for (code, holder), year in newest.items() if code in product)
    unknown = (np.nan, np.nan)
    figures = [
        (*given.stocks[code, holder, year], *given.stocks.get((code, holder, year - 1), unknown))
        for code, holder, year in found
    ]
    return (
        np.asarray([product[code] for code, _, _ in found], dtype=np.int64),
        np.asarray([place.get(holder, -1) for _, holder, _ in found], dtype=np.int64),
        np.asarray(figures, dtype=np.float64).reshape(len(found), 4).T,
    )
