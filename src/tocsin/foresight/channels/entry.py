"""Entry and exit of suppliers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals
from tocsin.foresight.ledger import ratio


@channel(
    "entry and exit",
    turnover=("share of the imports that changed supplier in the last year", "share"),
    leader_gain=("gain in share of the largest supplier in the last year", "share"),
    entered=("share bought from suppliers who did not deliver the year before", "share"),
    left=("share, in the year before, of suppliers who no longer deliver", "share"),
)
def entry(given: Given) -> Mapping[str, Reals]:
    """Who came, who went, and how much moved between suppliers."""
    trade = given.trade
    bought = trade.links.value[trade.link, -2:]
    total = np.stack([trade.total(bought[:, 0]), trade.total(bought[:, 1])], axis=1)[trade.link_row]
    share = np.nan_to_num(ratio(bought, total))
    before, now = share[:, 0], share[:, 1]
    leads = now >= trade.most(now)[trade.link_row]
    return {
        "turnover": 1.0 - trade.total(np.minimum(before, now)),
        "leader_gain": trade.most(now) - trade.most(np.where(leads, before, 0.0)),
        "entered": trade.total(np.where(before == 0, now, 0.0)),
        "left": trade.total(np.where(now == 0, before, 0.0)),
    }
