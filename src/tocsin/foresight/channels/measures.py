"""What suppliers have decreed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tocsin.foresight.channel import Given, channel
from tocsin.foresight.flows import Reals
from tocsin.foresight.restraint import strengths


@channel(
    "measures in force",
    restrained=("how strictly suppliers hold the product back by measures in force, by their shares", "share"),
    restraint_coming=("how strictly suppliers will, by measures announced and not yet in force", "share"),
    restraint_recent=("how strictly suppliers have, by measures announced within two years", "share"),
    relief_ending=("share of suppliers whose suspension or authorisation of a measure ends within a year", "share"),
    retaliation_due=("measures that the importer announced towards its suppliers within a year", "number"),
)
def measures(given: Given) -> Mapping[str, Reals]:
    """Measures of the suppliers that the public knew of, in force or coming, where the lake has the register."""
    trade = given.trade
    if not given.restraints:
        return {}
    codes = {code: number for number, code in enumerate(sorted({one.product for one in given.restraints}))}
    places = {code: number for number, code in enumerate(trade.flows.places)}
    cell = np.asarray([codes.get(code, len(codes)) for code in trade.flows.products], dtype=np.int64)
    links = (cell[trade.product[trade.link_row]], trade.supplier, trade.importer[trade.link_row])

    answers = np.zeros((len(places), len(places)))
    for (party, target), count in given.acts.items():
        if party in places and target in places:
            answers[places[party], places[target]] = np.log1p(count)

    def held(**which: bool) -> Reals:
        wanted = tuple(
            one for one in given.restraints if all(getattr(one, name) is value for name, value in which.items())
        )
        return trade.mean(strengths(wanted, codes=codes, places=places)[links])

    return {
        "restrained": held(in_force=True),
        "restraint_coming": held(coming=True),
        "restraint_recent": held(recent=True),
        "relief_ending": held(ending=True),
        "retaliation_due": trade.mean(answers[links[2], links[1]]),
    }
