"""Small scenarios and markets for the tests of this box."""

from __future__ import annotations

from datetime import date

import numpy as np

from tocsin.scenario.market import FRIEND, NEUTRAL, RIVAL, Market
from tocsin.scenario.shock import Good, Input, Scenario, Shock, Trigger
from tocsin.scenario.spread import Spread

START = date(2030, 1, 1)


def market(good: str = "gallium", exporters: int = 5, importers: int = 7, seed: int = 0) -> Market:
    """Return a random market in which the first exporter ships the most."""
    rng = np.random.default_rng(seed)
    flow = rng.exponential(1.0, (exporters, importers)) * (rng.random((exporters, importers)) < 0.8)
    flow[0] = 3.0 * (1.0 + rng.random(importers))
    names = tuple(f"A{k:02d}" for k in range(max(exporters, importers)))
    bloc = rng.integers(0, 3, len(names))
    apart = np.abs(bloc[:exporters, None] - bloc[:importers])
    tier = np.where(apart == 0, FRIEND, np.where(apart == 1, NEUTRAL, RIVAL)).astype(np.int8)
    return Market(good, names[:exporters], names[:importers], flow, np.linspace(1.0, 2.0, importers), tier)


def scenario(days: int = 90) -> Scenario:
    """Return a chain of two goods, a licence regime, an answer to it, and figures that are uncertain."""
    return Scenario(
        id="made",
        title="Made up",
        description="",
        start=START,
        days=days,
        goods=(
            Good("gallium", "Gallium", cover={"A01": Spread(2, 5, 9)}, assumptions={"cover": Spread(5, 10, 20)}),
            Good(
                "logic_processors",
                "Chips",
                inputs=(Input("gallium", 0.8, 5),),
                assumptions={"cover": Spread(1, 2, 4)},
            ),
        ),
        shocks=(
            Shock(
                "licence",
                "licence",
                ("A00",),
                ("*",),
                ("gallium",),
                start=date(2030, 1, 10),
                announced_on=START,
                delay=Spread(20, 40, 80),
                approval=Spread(0.1, 0.4, 0.8),
            ),
            Shock(
                "answer",
                "ban",
                ("A01",),
                ("A00",),
                ("logic_processors",),
                when=Trigger("gallium", ("A01",), 0.3, 3, 5),
                duration=Spread(10, 30, 60),
            ),
        ),
        synthetic=True,
    )


def markets() -> dict[str, Market]:
    """Return the markets of :func:`scenario`."""
    return {"gallium": market(), "logic_processors": market("logic_processors", seed=1)}
