"""Shocks: who stops, limits, delays or taxes which goods towards whom, from when to when; and what may answer them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from tocsin.core.errors import UsageError
from tocsin.scenario.spread import Spread

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a shock does. The first five act on links from exporters to importers; the others on one end or on stocks.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "ban": "the flow stops, but for what is exempt",
        "quota": "a share of the flow may still pass",
        "licence": "each shipment waits for a licence, of which a share is granted",
        "tariff": "the flow pays a duty, and shrinks by its elasticity",
        "transport_closure": "a route closes: the share of the flow that takes it stops until it is led round",
        "capacity_loss": "an exporter can make less",
        "demand_surge": "an importer needs more",
        "stock_release": "a holder gives stock to importers",
    }
)
#: Kinds that act on links; on a link that is hit no new business is done.
LINK_KINDS = ("ban", "quota", "licence", "tariff", "transport_closure")
EVERYONE = "*"
NOTHING = Spread.exactly(0.0)
ALL = Spread.exactly(1.0)


@dataclass(frozen=True)
class Trigger:
    """A condition on which a shock begins: the answer of a party that is hurt enough.

    Parameters
    ----------
    product : str
        Id of a product of the scenario.
    importers : tuple of str
        Whose shortage counts: together, weighted by demand.
    above : float
        Unmet share of their demand at which it fires [1].
    for_days : int
        For how many days on end [d].
    then_after : int
        How long the answer takes from there [d].
    """

    product: str
    importers: tuple[str, ...]
    above: float
    for_days: int = 1
    then_after: int = 0


@dataclass(frozen=True)
class Shock:
    """One link-level event.

    Parameters
    ----------
    id : str
        Its name within the scenario.
    kind : str
        One of :data:`KINDS`.
    actors, targets : tuple of str
        Who acts, and towards whom: ISO 3166-1 alpha-3, sorted; ``*`` for all. On the import side the actors buy and
        the targets sell. Those of a capacity loss are exporters, of a demand surge importers, of a stock release the
        holders and those who are given.
    except_targets : tuple of str
        Who of the targets is exempt.
    products : tuple of str
        Ids of products of the scenario.
    side : str
        ``export`` or ``import``.
    start : datetime.date or None
        First day in force; None if a trigger decides.
    end : datetime.date or None
        Last day; None while the horizon lasts.
    announced_on : datetime.date or None
        Day from which those hit may buy ahead; None if nobody was warned.
    share : Spread
        What it takes [1]: of the flow (``ban``: all; ``quota``: what is stopped; ``transport_closure``: what of the
        route stops), of the capacity, on top of the demand; for a tariff its rate.
    exempt : Spread
        Share of what is hit that is exempt nonetheless [1].
    delay, approval : Spread
        Of a licence: median wait [d], and share granted [1]. Of a transport closure, `delay` is how long it takes until
        what can be led round arrives, and `approval` the share that can.
    duration : Spread or None
        Length in days, if it is uncertain; it takes the place of `end` [d].
    quantity : float
        Of a stock release: all that is given [kg, or the unit of the market].
    route : str
        Of a transport closure: a route of ``data/routes.toml``.
    when : Trigger or None
        On which condition it begins.
    repeats, every : int, int
        How often it comes again, and how many days from one beginning to the next [d].
    reference : str
        Where it is established.
    """

    id: str
    kind: str
    actors: tuple[str, ...]
    targets: tuple[str, ...]
    products: tuple[str, ...]
    except_targets: tuple[str, ...] = ()
    side: str = "export"
    start: date | None = None
    end: date | None = None
    announced_on: date | None = None
    share: Spread = ALL
    exempt: Spread = NOTHING
    delay: Spread = NOTHING
    approval: Spread = ALL
    duration: Spread | None = None
    quantity: float = 0.0
    route: str = ""
    when: Trigger | None = None
    repeats: int = 0
    every: int = 0
    reference: str = ""

    def hits(self, exporter: str, importer: str) -> bool:
        """Return whether it acts on what an exporter sells to an importer."""
        seller, buyer = (self.actors, self.targets) if self.side == "export" else (self.targets, self.actors)
        if exporter == importer or (importer if self.side == "export" else exporter) in self.except_targets:
            return False
        return _among(exporter, seller) and _among(importer, buyer)


@dataclass(frozen=True)
class Supply:
    """A row of a scenario's own table: what an exporter ships to an importer in a year.

    Parameters
    ----------
    exporter, importer : str
        ISO 3166-1 alpha-3; an importer that is its own exporter makes the good at home.
    quantity : float
        A year [unit of the product].
    value : float or None
        A year [USD].
    """

    exporter: str
    importer: str
    quantity: float
    value: float | None = None


@dataclass(frozen=True)
class Good:
    """A product of a scenario.

    Parameters
    ----------
    id, title : str
        Its name in the scenario: an id of the product book, or one's own; what readers call it.
    hs6 : tuple of str
        Codes of the Harmonized System that it is counted under.
    year : int or None
        Year of trade; None for the newest before the scenario begins.
    unit : str
        ``kg`` or ``USD``, or another if the table is the scenario's own.
    table : tuple of Supply
        The scenario's own table, in place of the lake.
    table_year, table_reference : int or None, str
        Of which year, and from where.
    basket : bool
        Whether the codes hold other goods as well.
    assumptions : mapping of str to Spread
        What takes the place of the cited defaults.
    cover : mapping of str to Spread
        Days of cover of single importers [d].
    inputs : tuple of Input
        Goods of this scenario that its makers need.
    """

    id: str
    title: str
    hs6: tuple[str, ...] = ()
    year: int | None = None
    unit: str = "kg"
    table: tuple[Supply, ...] = ()
    table_year: int | None = None
    table_reference: str = ""
    basket: bool = False
    assumptions: Mapping[str, Spread] = field(default_factory=dict)
    cover: Mapping[str, Spread] = field(default_factory=dict)
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True)
class Input:
    """A link of a chain: makers of one good need another.

    Parameters
    ----------
    good : str
        Id of the good needed, of the same scenario.
    criticality : float
        Share of the output lost when all of it is missing [1].
    lag : int
        From the input to the output [d].
    """

    good: str
    criticality: float = 1.0
    lag: int = 0


@dataclass(frozen=True)
class Scenario:
    """What is asked: goods, shocks, and how long to look.

    Parameters
    ----------
    id, title, description : str
        Its name, and what it is about.
    start : datetime.date
        Day 0: the earliest of what is announced or in force.
    days : int
        Length of the horizon [d].
    goods : tuple of Good
        In an order in which inputs stand before what is made of them.
    shocks : tuple of Shock
        In the order of the file.
    references : tuple of str
        Sources.
    known_on : datetime.date or None
        Only what was known on that day is used of the lake; None for all.
    synthetic : bool
        Whether its tables are made up: then every page says so.
    entry : str
        Id of the entry of the control register that it was made of; empty for one of a file.
    """

    id: str
    title: str
    description: str
    start: date
    days: int
    goods: tuple[Good, ...]
    shocks: tuple[Shock, ...]
    references: tuple[str, ...] = ()
    known_on: date | None = None
    synthetic: bool = False
    entry: str = field(default="", compare=False)

    def good(self, id_: str) -> Good:
        """Return the good of this id.

        Parameters
        ----------
        id_ : str
            Its id in the scenario.

        Returns
        -------
        Good
            The good.

        Raises
        ------
        UsageError
            If the scenario has none.
        """
        for one in self.goods:
            if one.id == id_:
                return one
        raise UsageError(
            f"Scenario {self.id} has no good {id_!r}",
            where=self.id,
            remedy=f"It has {', '.join(one.id for one in self.goods)}.",
        )

    def day(self, on: date) -> int:
        """Return a date as a number of days from the beginning; negative before it."""
        return (on - self.start).days


def _among(place: str, named: tuple[str, ...]) -> bool:
    return EVERYONE in named or place in named
