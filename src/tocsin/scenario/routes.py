"""Sea routes that can close: which share of the trade between two countries takes them, and what the way round takes.

The shares are assumptions, of ``data/routes.toml``: some are figures of a reference, most are ranges that fit geography
and a known total. :func:`portion` lays them on the links of a market, :func:`closure` makes the shocks of a closure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.ref.countries import countries
from tocsin.ref.suggest import similar
from tocsin.ref.tables import read_table
from tocsin.scenario.shock import ALL, EVERYONE, Good, Scenario, Shock
from tocsin.scenario.spread import Spread

if TYPE_CHECKING:
    from tocsin.scenario.market import Market

Real = NDArray[np.float64]
TABLE = "routes.toml"
CASES = ("low", "mid", "high")
BASES = ("cited", "judgement")
_SHARE = frozenset({"exporters", "importers", "both", "codes", "low", "mid", "high", "basis", "reference"})
_ROUND = frozenset({"codes", "low", "mid", "high", "basis", "reference"})
_NO_ROUTES = ("region", "by_air")
_ROUTE = frozenset({"title", "what", "references", "delay", "led_round", "led_round_of", "share"})


@dataclass(frozen=True)
class Figure:
    """An assumption about a route.

    Parameters
    ----------
    spread : Spread
        Low, central and high.
    basis : str
        ``cited``: the figure of the reference; ``judgement``: a range that fits it.
    reference : str
        Where it is from, or why it is thought so.
    codes : tuple of str
        Beginnings of six-digit codes that it is about; empty for all goods.
    """

    spread: Spread
    basis: str
    reference: str
    codes: tuple[str, ...] = ()

    def fits(self, codes: Iterable[str]) -> bool:
        """Return whether it is about goods of these codes: of all of them."""
        held = tuple(codes)
        return not self.codes or (bool(held) and all(one.startswith(self.codes) for one in held))


@dataclass(frozen=True)
class Share(Figure):
    """The share of some trade that takes a route [1].

    Parameters
    ----------
    exporters, importers : frozenset of str
        ISO 3166-1 alpha-3; ``*`` for everyone.
    both : bool
        Whether it holds in both directions.
    """

    exporters: frozenset[str] = frozenset()
    importers: frozenset[str] = frozenset()
    both: bool = False

    def links(self, exporter: str, importer: str) -> bool:
        """Return whether it is about what one country sells to another."""
        there = _among(exporter, self.exporters) and _among(importer, self.importers)
        back = self.both and _among(importer, self.exporters) and _among(exporter, self.importers)
        return exporter != importer and (there or back)


@dataclass(frozen=True)
class Route:
    """A route.

    Parameters
    ----------
    name, title, what : str
        Its id, what it is called, and what goes through it.
    references : tuple of str
        What is published of the whole route.
    delay : Figure
        Days until what is led round arrives, on top of the usual [d].
    led_round : Figure
        Share of the goods that can be led round [1].
    led_round_of : tuple of Figure
        The same for some goods; the last that fits holds [1].
    shares : tuple of Share
        Shares of trade that take it; the last that fits a link holds.
    by_air : tuple of Figure
        Of some goods, the share that flies and takes no route, of any [1].
    """

    name: str
    title: str
    what: str
    references: tuple[str, ...]
    delay: Figure
    led_round: Figure
    led_round_of: tuple[Figure, ...]
    shares: tuple[Share, ...]
    by_air: tuple[Figure, ...] = ()

    def round_of(self, codes: Iterable[str]) -> Figure:
        """Return what share of goods of some codes can be led round.

        Parameters
        ----------
        codes : iterable of str
            Six-digit codes.

        Returns
        -------
        Figure
            Share [1].
        """
        held = tuple(codes)
        return next((one for one in reversed(self.led_round_of) if one.fits(held)), self.led_round)

    def share_of(self, exporter: str, importer: str, codes: Iterable[str] = ()) -> Share | None:
        """Return which share of what one country sells to another takes the route.

        Parameters
        ----------
        exporter, importer : str
            ISO 3166-1 alpha-3.
        codes : iterable of str
            Six-digit codes of the good.

        Returns
        -------
        Share or None
            None if the trade does not take it.
        """
        held = tuple(codes)
        fitting = (one for one in reversed(self.shares) if one.links(exporter, importer) and one.fits(held))
        return next(fitting, None)

    def shipped(self, codes: Iterable[str], case: str = "mid") -> float:
        """Return what share of goods of some codes does not fly.

        Parameters
        ----------
        codes : iterable of str
            Six-digit codes.
        case : str
            ``low``, ``mid`` or ``high``: the most flies in the low case.

        Returns
        -------
        float
            Between 0 and 1.
        """
        held = tuple(codes)
        found = next((one for one in reversed(self.by_air) if one.fits(held)), None)
        flies = {"low": "high", "mid": "mid", "high": "low"}[case]
        return 1.0 - getattr(found.spread, flies) if found else 1.0


@cache
def routes() -> Mapping[str, Route]:
    """Read the table of routes.

    Returns
    -------
    mapping of str to Route
        By name, in the order of the table.
    """
    return read_routes(read_table(TABLE))


def route(name: str) -> Route:
    """Return a route.

    Parameters
    ----------
    name : str
        ``taiwan_strait``.

    Returns
    -------
    Route
        The route.

    Raises
    ------
    UsageError
        If there is none of this name; the nearest are named.
    """
    found = routes().get(name)
    if found is None:
        near = similar(name, {one: one for one in routes()})
        raise UsageError(
            f"There is no route {name!r}",
            where=TABLE,
            remedy=f"Did you mean {near}?" if near else f"There are {', '.join(routes())}.",
        )
    return found


def portion(route: Route, market: Market, case: str = "mid", codes: Sequence[str] | None = None) -> Real:
    """Return the share of each link of a market that takes a route.

    Parameters
    ----------
    route : Route
        The route.
    market : Market
        The market.
    case : str
        ``low``, ``mid`` or ``high``.
    codes : sequence of str or None
        Six-digit codes of the good; None for those of the market's basis.

    Returns
    -------
    array, shape (n_exporters, n_importers)
        Between 0 and 1; 0 where a country makes it for itself.

    Raises
    ------
    UsageError
        If there is no such case.
    """
    if case not in CASES:
        raise UsageError(f"No case {case!r}", where=f"route {route.name}", remedy=f"Use {', '.join(CASES)}.")
    held = [one.split()[-1] for one in (market.basis.codes if codes is None else codes)]
    shares, shipped = np.zeros(market.flow.shape), route.shipped(held, case)
    for i, exporter in enumerate(market.exporters):
        for j, importer in enumerate(market.importers):
            found = route.share_of(exporter, importer, held)
            shares[i, j] = shipped * getattr(found.spread, case) if found else 0.0
    return shares


def closure(
    route: Route, goods: Sequence[Good], start: date, *, days: int | None = None, share: Spread = ALL
) -> tuple[Shock, ...]:
    """Return the shocks of a route that closes, to be followed with the portions of :func:`portions`.

    Parameters
    ----------
    route : Route
        The route.
    goods : sequence of Good
        Goods that may take it.
    start : datetime.date
        First day.
    days : int or None
        How long it stays closed [d]; None for as long as one looks.
    share : Spread
        Share of what takes the route that is stopped [1].

    Returns
    -------
    tuple of Shock
        One for each share of goods that can be led round.
    """
    groups: dict[Figure, list[str]] = {}
    for good in goods:
        groups.setdefault(route.round_of(good.hs6), []).append(good.id)
    return tuple(
        Shock(
            id=f"{route.name}_{k}" if k else route.name,
            kind="transport_closure",
            actors=(EVERYONE,),
            targets=(EVERYONE,),
            products=tuple(ids),
            start=start,
            duration=None if days is None else Spread.exactly(float(days)),
            share=share,
            delay=route.delay.spread,
            approval=figure.spread,
            route=route.name,
            reference=figure.reference,
        )
        for k, (figure, ids) in enumerate(groups.items())
    )


def portions(scenario: Scenario, markets: Mapping[str, Market], case: str = "mid") -> Mapping[str, Mapping[str, Real]]:
    """Return what the closed routes of a scenario act on, as :func:`tocsin.scenario.run.follow` takes it.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    markets : mapping of str to Market
        By id of the good.
    case : str
        ``low``, ``mid`` or ``high``.

    Returns
    -------
    mapping of str to mapping of str to array
        By good and id of the shock, (n_exporters, n_importers); goods without a closed route are absent [1].
    """
    found: dict[str, dict[str, Real]] = {}
    for shock in scenario.shocks:
        if shock.kind != "transport_closure" or not shock.route:
            continue
        for id_ in shock.products:
            codes = scenario.good(id_).hs6 or None
            found.setdefault(id_, {})[shock.id] = portion(route(shock.route), markets[id_], case, codes)
    return found


# --------------------------------------------------------------------------------------------------------------- table
def read_routes(table: Mapping[str, Any]) -> Mapping[str, Route]:
    """Check a table of routes and read it.

    Parameters
    ----------
    table : mapping of str to Any
        As ``data/routes.toml``.

    Returns
    -------
    mapping of str to Route
        By name.

    Raises
    ------
    FormatError
        If a part is missing, unknown or no share, or a country or region is none.
    """
    regions: dict[str, frozenset[str]] = {}
    for row in table.get("region", []):
        if set(row) != {"name", "iso3"}:
            raise FormatError(f"A region has {', '.join(sorted(row))}", where=TABLE, remedy="Give name and iso3.")
        regions[row["name"]] = frozenset(row["iso3"])
        _check_places(row["iso3"], f"{TABLE} region {row['name']}")
    by_air = tuple(_figure(row, f"{TABLE} by_air {k}") for k, row in enumerate(table.get("by_air", []), 1))
    named = {name: row for name, row in table.items() if name not in _NO_ROUTES}
    return MappingProxyType({name: _route(name, row, regions, by_air) for name, row in named.items()})


def _route(
    name: str, row: Mapping[str, Any], regions: Mapping[str, frozenset[str]], by_air: tuple[Figure, ...]
) -> Route:
    where = f"{TABLE} [{name}]"
    _check_keys(row, _ROUTE, _ROUTE - {"led_round_of"}, where)
    return Route(
        name=name,
        title=row["title"],
        what=row["what"],
        references=tuple(row["references"]),
        delay=_figure(row["delay"], f"{where} delay", share=False),
        led_round=_figure(row["led_round"], f"{where} led_round"),
        led_round_of=tuple(_figure(one, f"{where} led_round_of") for one in row.get("led_round_of", [])),
        shares=tuple(_share(one, regions, f"{where} share {k}") for k, one in enumerate(row["share"], 1)),
        by_air=by_air,
    )


def _figure(row: Mapping[str, Any], where: str, *, share: bool = True) -> Figure:
    _check_keys(row, _ROUND, _ROUND - {"codes"}, where)
    return Figure(_spread(row, where, share=share), _basis(row, where), row["reference"], tuple(row.get("codes", ())))


def _share(row: Mapping[str, Any], regions: Mapping[str, frozenset[str]], where: str) -> Share:
    _check_keys(row, _SHARE, _SHARE - {"both", "codes"}, where)
    exporters, importers = (
        frozenset(place for one in row[side] for place in regions.get(one, frozenset({one})))
        for side in ("exporters", "importers")
    )
    _check_places(sorted((exporters | importers) - {EVERYONE}), where)
    return Share(
        spread=_spread(row, where, share=True),
        basis=_basis(row, where),
        reference=row["reference"],
        codes=tuple(row.get("codes", ())),
        exporters=exporters,
        importers=importers,
        both=bool(row.get("both", False)),
    )


def _spread(row: Mapping[str, Any], where: str, *, share: bool) -> Spread:
    try:
        found = Spread(float(row["low"]), float(row["mid"]), float(row["high"]))
    except (TypeError, ValueError, UsageError) as error:
        raise FormatError(str(error), where=where, remedy="Give low, mid and high in this order.") from error
    if found.low < 0 or (share and found.high > 1):
        raise FormatError(f"It runs from {found.low} to {found.high}", where=where, remedy="A share lies in 0 to 1.")
    return found


def _basis(row: Mapping[str, Any], where: str) -> str:
    if row["basis"] not in BASES or not row["reference"]:
        raise FormatError(
            f"basis is {row['basis']!r}", where=where, remedy=f"Use {' or '.join(BASES)}, with a reference."
        )
    return str(row["basis"])


def _check_keys(row: Mapping[str, Any], known: frozenset[str], needed: frozenset[str], where: str) -> None:
    if unknown := sorted(set(row) - known):
        raise FormatError(
            f"Unknown {', '.join(unknown)}", where=where, remedy=f"It may have {', '.join(sorted(known))}."
        )
    if lacking := sorted(needed - set(row)):
        raise FormatError(f"It lacks {', '.join(lacking)}", where=where, remedy="Add it.")


def _check_places(places: Iterable[str], where: str) -> None:
    for place in places:
        if place not in countries():
            raise CodeError(f"{place!r} is no country and no region of the table", where=where, remedy="Use ISO3.")


def _among(place: str, named: frozenset[str]) -> bool:
    return EVERYONE in named or place in named
