"""Leverage between two sides, and exposure to a route, on the trade that the lake knew on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tocsin.core.errors import UsageError
from tocsin.core.progress import Told, silent
from tocsin.pipeline.board import edition_of
from tocsin.pipeline.given import BLOC, flows_sql
from tocsin.pipeline.markets import Reading, reading
from tocsin.policy.groups import members_on
from tocsin.ref.products import EDITIONS, Product, products
from tocsin.scenario.cost import costs
from tocsin.scenario.draws import central
from tocsin.scenario.leverage import YEAR, Exposed, Lever, ban_of, closing_of, exposures, hardest, levers
from tocsin.scenario.retaliation import Retaliation, retaliation
from tocsin.scenario.routes import Figure, Route, portions, route
from tocsin.scenario.run import follow
from tocsin.scenario.shock import Good, Scenario

if TYPE_CHECKING:
    from tocsin.lake import Lake, View
    from tocsin.policy.register import Register
    from tocsin.scenario.market import Market

_OURS = "not the world's trade"


@dataclass(frozen=True)
class Held:
    """Goods of the product book that the lake holds trade of.

    Parameters
    ----------
    goods : tuple of Good
        One for each set of codes.
    alike : mapping of str to tuple of str
        By id of a good, the other products that trade under the same codes: one line stands for all.
    without : tuple of str
        Products of the book that the lake holds no trade of.
    """

    goods: tuple[Good, ...]
    alike: Mapping[str, tuple[str, ...]]
    without: tuple[str, ...]


@dataclass(frozen=True)
class Leverage:
    """Who can hurt whom with what.

    Parameters
    ----------
    a, b : str
        The two sides, ISO 3166-1 alpha-3 or ``EU``.
    on : datetime.date
        Day on which the bans begin, and up to which the lake is known.
    days : int
        For how long they are followed [d].
    levers : tuple of Lever
        Of both directions, the greatest cost to the target first.
    held : Held
        Goods asked about, and those without trade.
    retaliation : Retaliation or None
        What the register shows of the two; None if it was not asked.
    notes : tuple of str
        What it rests on.
    """

    a: str
    b: str
    on: date
    days: int
    levers: tuple[Lever, ...]
    held: Held
    retaliation: Retaliation | None
    notes: tuple[str, ...]

    def of(self, actor: str) -> tuple[Lever, ...]:
        """Return the levers of one side."""
        return tuple(one for one in self.levers if one.actor == actor)

    def document(self, top: int | None = None) -> dict[str, Any]:
        """Return it as plain values.

        Parameters
        ----------
        top : int or None
            How many levers of each side; None for all.

        Returns
        -------
        dict
            As ``tocsin leverage --json`` prints it.
        """
        shown = [one for side in (self.a, self.b) for one in self.of(side)[:top]]
        shown.sort(key=self.levers.index)
        return {
            "a": self.a,
            "b": self.b,
            "on": str(self.on),
            "days": self.days,
            "levers": [
                asdict(one)
                | {
                    "ratio": one.ratio,
                    "actor_gains": one.actor_gains,
                    "same_codes": list(self.held.alike.get(one.good, ())),
                }
                for one in shown
            ],
            "levers_in_all": {side: len(self.of(side)) for side in (self.a, self.b)},
            "goods": len(self.held.goods),
            "goods_without_trade": list(self.held.without),
            "retaliation": asdict(self.retaliation) if self.retaliation else None,
            "unit": "USD",
            "notes": list(self.notes),
        }


@dataclass(frozen=True)
class Via:
    """Who is exposed to a route that closes.

    Parameters
    ----------
    route : Route
        The route.
    on : datetime.date
        Day on which it closes, and up to which the lake is known.
    days : int
        For how long it is followed [d].
    exposed : tuple of Exposed
        By good and importer, the greatest value first.
    held : Held
        Goods asked about, and those without trade.
    notes : tuple of str
        What it rests on.
    """

    route: Route
    on: date
    days: int
    exposed: tuple[Exposed, ...]
    held: Held
    notes: tuple[str, ...]

    @property
    def hardest(self) -> Mapping[str, tuple[float, float]]:
        """Return whom it hits the hardest, as :func:`tocsin.scenario.leverage.hardest`."""
        return hardest(self.exposed)

    def document(self, top: int | None = None) -> dict[str, Any]:
        """Return it as plain values.

        Parameters
        ----------
        top : int or None
            How many lines; None for all.

        Returns
        -------
        dict
            As ``tocsin leverage --via ROUTE --json`` prints it.
        """
        route = self.route
        return {
            "route": route.name,
            "title": route.title,
            "what": route.what,
            "references": list(route.references),
            "on": str(self.on),
            "days": self.days,
            "delay": _figure(route.delay),
            "led_round": _figure(route.led_round),
            "led_round_of": [_figure(one) for one in route.led_round_of],
            "by_air": [_figure(one) for one in route.by_air],
            "shares": [
                _figure(one)
                | {"exporters": sorted(one.exporters), "importers": sorted(one.importers), "both": one.both}
                for one in route.shares
            ],
            "hardest": [
                {"importer": name, "unmet_a_month": unmet, "value": value}
                for name, (unmet, value) in self.hardest.items()
            ],
            "exposed": [
                asdict(one) | {"value": asdict(one.value) if one.value else None} for one in self.exposed[:top]
            ],
            "exposed_in_all": len(self.exposed),
            "goods": len(self.held.goods),
            "goods_without_trade": list(self.held.without),
            "unit": "USD",
            "notes": list(self.notes),
        }


def leverage(
    lake: Lake, a: str, b: str, on: date, *, register: Register | None = None, told: Told = silent
) -> Leverage:
    """Find who can hurt whom with what, at what own cost.

    Parameters
    ----------
    lake : Lake
        Where trade is.
    a, b : str
        The two sides, ISO 3166-1 alpha-3 or ``EU``.
    on : datetime.date
        Day on which the bans begin; only what was known on it is used.
    register : Register or None
        For the ladder of retaliation.
    told : callable
        Called with a sentence when something that takes time begins.

    Returns
    -------
    Leverage
        Both directions in one table.

    Raises
    ------
    UsageError
        If both sides are one, or one is part of the other, or the lake holds no trade.
    """
    sides = {name: _members(name, on) for name in (a, b)}
    if set(sides[a]) & set(sides[b]):
        raise UsageError(
            f"{a} and {b} are one, or one is part of the other", where="the two sides", remedy="Name two countries."
        )
    view = lake.as_of(on)
    goods = held(view)
    told("reading the markets")
    read = _read(view, ban_of(sides[a], sides[b], goods.goods, on))
    kept = replace(goods, goods=tuple(one for one in goods.goods if one.id in read.markets))
    found: list[Lever] = []
    for actor, target in ((a, b), (b, a)):
        told(f"following what {actor} could withhold from {target}")
        traded = [one for one in kept.goods if _sells(read, one.id, sides[actor], sides[target])]
        if not traded:
            continue
        scenario = ban_of(sides[actor], sides[target], traded, on)
        draws = central(scenario)
        followed = follow(scenario, read.markets, draws)
        found += levers(followed, costs(scenario, followed), draws, actor=actor, target=target)
    found.sort(key=lambda one: (one.cost_target is None, -(one.cost_target or 0.0), one.good, one.actor))
    answer = retaliation(register, a, b, on) if register is not None else None
    return Leverage(a, b, on, YEAR, tuple(found), kept, answer, _notes(read, kept))


def via(lake: Lake, name: str, on: date, *, told: Told = silent) -> Via:
    """Find who is exposed to a route that closes.

    Parameters
    ----------
    lake : Lake
        Where trade is.
    name : str
        A route of ``data/routes.toml``.
    on : datetime.date
        Day on which it closes; only what was known on it is used.
    told : callable
        Called with a sentence when something that takes time begins.

    Returns
    -------
    Via
        By good and importer.
    """
    way = route(name)
    view = lake.as_of(on)
    goods = held(view)
    told("reading the markets")
    read = _read(view, closing_of(way, goods.goods, on))
    kept = replace(goods, goods=tuple(one for one in goods.goods if one.id in read.markets))
    scenario = closing_of(way, kept.goods, on)
    draws = central(scenario)
    told(f"following the closure of {way.title}")
    followed = follow(scenario, read.markets, draws, portions(scenario, read.markets))
    return Via(way, on, YEAR, exposures(way, followed, draws), kept, _notes(read, kept))


def held(view: View) -> Held:
    """Return the goods of the product book that a view holds yearly trade of.

    Parameters
    ----------
    view : View
        The lake as of a day.

    Returns
    -------
    Held
        Products that trade under the same codes are one good: the one whose codes hold the least else, then the first.

    Raises
    ------
    UsageError
        If the view holds no trade of any.
    """
    editions = _editions(view)
    groups: dict[tuple[tuple[str, ...], ...], list[Product]] = {}
    without = []
    for one in products().values():
        codes = tuple(tuple(sorted(set(one.codes(edition)) & known)) for edition, known in sorted(editions.items()))
        if any(codes):
            groups.setdefault(codes, []).append(one)
        else:
            without.append(one.id)
    if not groups:
        raise UsageError(
            f"The lake holds no yearly trade of any product, as known on {view.as_of}",
            where="leverage",
            remedy="Load trade: tocsin collect baci, or tocsin collect comtrade; or ask about a later day.",
        )
    firsts = {
        min(group, key=lambda one: (_PURITY.index(one.code_purity), len(one.id))).id: group for group in groups.values()
    }
    return Held(
        tuple(_good(products()[id_]) for id_ in firsts),
        {id_: tuple(one.id for one in group if one.id != id_) for id_, group in firsts.items()},
        tuple(without),
    )


#: How much else the codes of a product hold, the least first.
_PURITY = ("pure", "mostly", "mixed", "basket", "")


def _good(product: Product) -> Good:
    codes = next((codes for edition in reversed(EDITIONS) if (codes := product.codes(edition))), ())
    return Good(product.id, product.title, tuple(codes), basket=product.code_purity in ("mixed", "basket"))


def _editions(view: View) -> Mapping[str, set[str]]:
    """Return the codes with trade, by edition of the product book."""
    if not any(part.table == "flow" for part in view.slices):
        return {}
    known = sorted({code for one in products().values() for edition in EDITIONS for code in one.codes(edition)})
    connection = view.connect()
    try:
        connection.register("codes_given", pa.table({"product": pa.array(known, pa.string())}))
        rows = connection.execute(
            f"SELECT DISTINCT nomenclature, product FROM ({flows_sql()}) SEMI JOIN codes_given USING (product) "
            "WHERE freq = 'A' AND value > 0"
        ).fetchall()
    finally:
        connection.close()
    found: dict[str, set[str]] = {}
    for nomenclature, code in rows:
        if edition := edition_of(nomenclature):
            found.setdefault(edition, set()).add(code)
    return found


def _read(view: View, scenario: Scenario) -> Reading:
    """Read the markets of all goods that have one."""
    try:
        return reading(view, scenario)
    except UsageError:
        parts = [part for good in scenario.goods if (part := _read_one(view, scenario, good)) is not None]
    markets = {id_: market for part in parts for id_, market in part.markets.items()}
    notes = tuple(note for part in parts for note in part.notes)
    return Reading(markets, notes, any(part.reconstructed for part in parts))


def _read_one(view: View, scenario: Scenario, good: Good) -> Reading | None:
    try:
        return reading(view, replace(scenario, goods=(good,)))
    except UsageError:
        return None


def _sells(read: Reading, good: str, sellers: Sequence[str], buyers: Sequence[str]) -> bool:
    market = read.markets[good]
    i = [k for k, one in enumerate(market.exporters) if one in sellers]
    j = [k for k, one in enumerate(market.importers) if one in buyers]
    return bool(market.flow[i][:, j].any())


def _members(name: str, on: date) -> tuple[str, ...]:
    return tuple(sorted(members_on(BLOC, on))) if name == BLOC else (name,)


def _notes(read: Reading, kept: Held) -> tuple[str, ...]:
    markets = [read.markets[one.id] for one in kept.goods]
    notes = [
        _rests(markets),
        "Each line is a ban or closure of a year, on the central assumptions of each good: one run, no band.",
        "Demand is what is imported: what a country makes for itself is not in trade figures.",
        "The cost to the target is a floor, for what could not be made is worth more; that to the actor is revenue.",
    ]
    if read.reconstructed:
        notes.append("What could be known on the day is reconstructed from a later release by its publication lag.")
    if dollars := [one.good for one in markets if one.unit == "USD"]:
        notes.append(f"Counted in dollars, for weights are lacking: {', '.join(sorted(dollars))}.")
    notes += [one for one in read.notes if _OURS in one]
    if kept.without:
        notes.append(
            f"The lake holds no trade of {len(kept.without)} of the {len(products())} products of the book: load full "
            "BACI (tocsin collect baci) to have them."
        )
    return tuple(notes)


def _rests(markets: Sequence[Market]) -> str:
    """Say on which tables and years the lines rest, and which goods are older than the newest of their table."""
    newest: dict[str, int] = {}
    for one in markets:
        newest[one.basis.table] = max(newest.get(one.basis.table, 0), one.basis.year)
    older = [f"{one.good} {one.basis.year}" for one in markets if one.basis.year < newest[one.basis.table]]
    tables = ", ".join(f"{table} {year}" for table, year in sorted(newest.items()))
    told = f" (older: {', '.join(older)})" if older else ""
    return f"Trade of {tables}{told}, in current US dollars."


def _figure(figure: Figure) -> dict[str, Any]:
    spread = figure.spread
    return {
        "low": spread.low,
        "mid": spread.mid,
        "high": spread.high,
        "codes": list(figure.codes),
        "basis": figure.basis,
        "reference": figure.reference,
    }
