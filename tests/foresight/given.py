"""What channels are given, what the panel makes of it, and whether anything in it was unknown on its day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from tocsin.foresight.channel import CHANNELS, Given
from tocsin.foresight.flows import Flows
from tocsin.foresight.months import Months
from tocsin.foresight.panel import Panel, panel
from tocsin.foresight.trade import Trade


@dataclass(frozen=True)
class Tables:
    """Governance by country and year, production by code, country and year [kg], and what is known of late.

    Stocks: stored and used by code, holder and year [kg]. Months: value [USD], weight [kg] and value of the weighed
    by importer, code, year and month.
    """

    scores: dict[tuple[str, int], float] = field(default_factory=dict)
    output: dict[tuple[str, str, int], float] = field(default_factory=dict)
    stocks: dict[tuple[str, str, int], tuple[float, float]] = field(default_factory=dict)
    months: dict[tuple[str, str, int, int], tuple[float, float, float]] = field(default_factory=dict)


def months_of(tables: Tables) -> Months:
    """Lay months out as the box is given them."""
    if not tables.months:
        return Months()
    names = list(tables.months)
    amounts = np.asarray(list(tables.months.values()))
    return Months(
        np.asarray([name[0] for name in names]),
        np.asarray([name[1] for name in names]),
        np.asarray([12 * year + month - 1 for _, _, year, month in names]),
        *amounts.T,
    )


def drawn(flows: Flows, last: int, tables: Tables | None = None) -> Panel:
    """Draw the panel of a last known year."""
    tables = tables or Tables()
    return panel(Given(Trade(flows, last), tables.scores, tables.output, tables.stocks, months_of(tables)))


def bits(one: Panel) -> tuple[object, ...]:
    """Return all that a panel says, to be compared."""
    return (
        one.last,
        one.reporter.tolist(),
        one.product.tolist(),
        one.value.tobytes(),
        one.established.tobytes(),
        one.features.tobytes(),
        sorted(one.present),
        one.suppliers.row.tobytes(),
        one.suppliers.group.tolist(),
        one.suppliers.part.tobytes(),
        one.suppliers.count,
    )


def without_later(flows: Flows, last: int) -> Flows:
    """Take every flow of a later year away."""
    return flows.between(0, last)


def with_noise(flows: Flows, last: int, seed: int = 0) -> Flows:
    """Replace values, weights and trading partners of later years by noise."""
    chance = np.random.default_rng(seed)
    later = flows.year > last
    noise = np.exp(chance.normal(0, 2, (2, len(later)))) * 1e6
    shuffled = flows.exporter.copy()
    shuffled[later] = chance.permutation(shuffled[later])
    value, weight = (np.where(later, row, old) for row, old in zip(noise, (flows.value, flows.weight), strict=True))
    return replace(flows, exporter=shuffled, value=value, weight=weight)


def tables_with_noise(tables: Tables, last: int) -> Tables:
    """Replace scores and production of later years by noise; stocks and months are known later than trade is."""
    return Tables(
        {key: value if key[1] <= last else 99.0 * (1 + hash(key) % 7) for key, value in tables.scores.items()},
        {key: value if key[2] <= last else 1e12 for key, value in tables.output.items()},
        tables.stocks,
        tables.months,
    )


def names() -> list[str]:
    """Return every feature in the order of the panel, those of channels that a test registers among them."""
    return [name for one in CHANNELS.values() for name in one.features]


def assert_blind(flows: Flows, last: int, tables: Tables) -> None:
    """Raise if a panel changes with what happened after its last known year; names the features that do."""
    seen = drawn(flows, last, tables)
    others = {
        "taken away": drawn(without_later(flows, last), last, tables),
        "replaced by noise": drawn(with_noise(flows, last), last, tables_with_noise(tables, last)),
    }
    for how, other in others.items():
        if bits(other) != bits(seen):
            same = other.features.shape == seen.features.shape
            leaks = [
                name
                for place, name in enumerate(names())
                if same and other.features[:, place].tobytes() != seen.features[:, place].tobytes()
            ]
            raise AssertionError(f"with later years {how} the panel of {last} differs in {leaks or 'its rows'}")
