"""Markets of a scenario's goods: who shipped how much to whom on an ordinary day, as the lake knew it.

Trade is what importers reported to have bought in a year, under the codes of the good, from one source: one that holds
the world's trade before others, then the one that reaches the later year, then the one with the higher declared
precedence, then the newer edition. The year is the one that the good names, else the newest before the scenario begins.
Quantities are weights where they are known for nine tenths of the value, else dollars. What a country makes for itself
is not in trade figures, so demand is what is imported; a table of the scenario's own may say more.

Small countries are gathered as ``ROW``, the rest of the world, and with them what comes from unknown places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tocsin.core.errors import UsageError
from tocsin.foresight.flows import last_known
from tocsin.lake import View
from tocsin.pipeline.board import edition_of
from tocsin.pipeline.given import flows_sql, precedence
from tocsin.pipeline.newest import WHOLE
from tocsin.pipeline.sides import ROW, tiers
from tocsin.ref.countries import UNSPECIFIED, is_special
from tocsin.ref.gazetteer import countries
from tocsin.ref.products import EDITIONS, products
from tocsin.scenario.market import DAYS_A_YEAR, Basis, Market

if TYPE_CHECKING:
    import duckdb

    from tocsin.lake import Lake
    from tocsin.lake.view import Slice
    from tocsin.scenario.shock import Good, Scenario

#: Countries with less of the trade than this, on either side, are gathered.
SMALL = 0.002
#: Share of the value that must have a weight.
WEIGHED = 0.9
OWN = "scenario"
#: Years until figures of a year are out at the latest.
_LAG = 2
#: Share of the value that may lack a weight without a word.
_TELL = 0.001


@dataclass(frozen=True)
class Reading:
    """Markets, and what a reader has to know of them.

    Parameters
    ----------
    markets : mapping of str to Market
        By id of the good.
    notes : tuple of str
        Sentences: years that differ, weights filled in, countries without trade.
    reconstructed : bool
        Whether any of it was not out on the day of the view, and is cut to what could be known.
    """

    markets: Mapping[str, Market]
    notes: tuple[str, ...] = ()
    reconstructed: bool = False


@dataclass(frozen=True)
class _Flow:
    exporter: str
    importer: str
    value: float
    weight: float | None


@dataclass(frozen=True)
class _Source:
    basis: str
    nomenclature: str


def markets(known: View | Lake | None, scenario: Scenario) -> Mapping[str, Market]:
    """Read the markets of a scenario's goods.

    Parameters
    ----------
    known : View or Lake or None
        The lake as of a day; a lake is opened on the day up to which the scenario knows, or today. None if all goods
        have a table of their own.
    scenario : Scenario
        The scenario.

    Returns
    -------
    mapping of str to Market
        By id of the good.
    """
    return reading(known, scenario).markets


def narrowed(known: View, scenario: Scenario) -> tuple[Scenario, tuple[str, ...]]:
    """Leave out goods that the lake lacks, and those that are counted under the same codes as another.

    Parameters
    ----------
    known : View
        The lake as of a day.
    scenario : Scenario
        The scenario, without chains and conditions.

    Returns
    -------
    tuple of Scenario and tuple of str
        The scenario with goods that are left, all if none is; and a sentence on each that is not.
    """
    shelf = _Shelf(known, scenario, scenario.goods)
    held, notes = shelf.held(), []
    left: dict[tuple[str, ...], Good] = {}
    for good in scenario.goods:
        codes = held[good.id]
        if not codes:
            notes.append(f"{good.title}: left out, the lake holds no trade of HS {', '.join(sorted(all_codes(good)))}.")
        elif codes in left:
            notes.append(f"{good.title}: left out, it is counted under the same codes as {left[codes].title}.")
        else:
            left[codes] = good
    if not left:
        return scenario, ()
    ids = {good.id for good in left.values()}
    shocks = [replace(one, products=tuple(id_ for id_ in one.products if id_ in ids)) for one in scenario.shocks]
    goods = tuple(good for good in scenario.goods if good.id in ids)
    return replace(scenario, goods=goods, shocks=tuple(one for one in shocks if one.products)), tuple(notes)


def reading(known: View | Lake | None, scenario: Scenario) -> Reading:
    """Read the markets of a scenario's goods, and what there is to say of them.

    Parameters
    ----------
    known : View or Lake or None
        As for :func:`markets`.
    scenario : Scenario
        The scenario.

    Returns
    -------
    Reading
        Markets and notes.

    Raises
    ------
    UsageError
        If a good has neither a table nor trade in the lake.
    """
    named = named_countries(scenario)
    found: dict[str, Market] = {}
    notes: list[str] = []
    reconstructed = False
    asked = [good for good in scenario.goods if not good.table]
    trade: Mapping[str, tuple[Market, list[str], bool]] = {}
    if asked:
        if known is None:
            error = _absent(scenario, asked[0], "No lake is given")
            raise error
        view = known if isinstance(known, View) else known.as_of(scenario.known_on or known.clock().date())
        trade = _Shelf(view, scenario, asked).read()
    for good in scenario.goods:
        if good.table:
            found[good.id] = _own(scenario, good)
        else:
            found[good.id], told, cut = trade[good.id]
            notes += told
            reconstructed = reconstructed or cut
        market = found[good.id]
        absent = sorted(one for one in named if one not in {*market.exporters, *market.importers})
        if absent:
            notes.append(f"{good.title}: no trade of {_listed(absent)} is known in {market.basis.year}.")
    return Reading(found, tuple(notes), reconstructed)


def named_countries(scenario: Scenario) -> frozenset[str]:
    """Return the countries that a scenario names; they are never gathered.

    Parameters
    ----------
    scenario : Scenario
        The scenario.

    Returns
    -------
    frozenset of str
        Actors, targets, those exempt, importers of triggers, and those with days of cover of their own.
    """
    named: set[str] = set()
    for shock in scenario.shocks:
        named |= {*shock.actors, *shock.targets, *shock.except_targets}
        named |= set(shock.when.importers) if shock.when else set()
    for good in scenario.goods:
        named |= {*good.cover}
    return frozenset(one for one in named if one in countries() and not is_special(one))


# -------------------------------------------------------------------------------------------------------------- lake


class _Shelf:
    """Yearly flows of a scenario's goods in a view."""

    def __init__(self, view: View, scenario: Scenario, goods: Sequence[Good]) -> None:
        self.view, self.scenario, self.goods = view, scenario, goods
        self.named = named_countries(scenario)
        ranks = precedence()
        self.rank = dict(zip(ranks["ranked"], ranks["precedence"], strict=True))
        self.world = dict(zip(ranks["ranked"], ranks["worldwide"], strict=True))

    def held(self) -> dict[str, tuple[str, ...]]:
        """Return the codes of each good of which the view shows trade."""
        if not any(part.table == "flow" for part in self.view.slices):
            return {good.id: () for good in self.goods}
        connection = self.view.connect()
        try:
            counted = self._counted(connection)
        finally:
            connection.close()
        return {
            good.id: tuple(
                sorted(
                    {
                        code
                        for source, years in counted.items()
                        for code in codes_in(good, source.nomenclature)
                        if code in years
                    }
                )
            )
            for good in self.goods
        }

    def _counted(self, connection: duckdb.DuckDBPyConnection) -> dict[_Source, dict[str, dict[int, int]]]:
        """Gather yearly flows of the goods, and return how many importers reported each code in each year."""
        every = sorted({code for good in self.goods for code in all_codes(good)})
        connection.register("codes_given", pa.table({"product": pa.array(every, pa.string())}))
        connection.execute(f"CREATE TEMP TABLE part AS {_PART.replace('{flows}', flows_sql())}")
        importers: dict[_Source, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        for basis, nomenclature, code, year, count in connection.execute(_COUNTED).fetchall():
            importers[_Source(basis, nomenclature)][code][year] = count
        return importers

    def read(self) -> dict[str, tuple[Market, list[str], bool]]:
        if not any(part.table == "flow" for part in self.view.slices):
            raise _absent(self.scenario, self.goods[0], f"The lake holds no trade known on {self.view.as_of}")
        connection = self.view.connect()
        try:
            importers = self._counted(connection)
            return {good.id: self._of(connection, good, importers) for good in self.goods}
        finally:
            connection.close()

    def _of(
        self,
        connection: duckdb.DuckDBPyConnection,
        good: Good,
        importers: Mapping[_Source, Mapping[str, Mapping[int, int]]],
    ) -> tuple[Market, list[str], bool]:
        chosen: tuple[tuple[bool, int, int, str, str], _Source, tuple[str, ...], int] | None = None
        reach: set[int] = set()
        for source, counted in importers.items():
            codes = tuple(code for code in codes_in(good, source.nomenclature) if code in counted)
            years: dict[int, int] = defaultdict(int)
            for code in codes:
                for year, count in counted[code].items():
                    years[year] += count
            reach |= years.keys()
            if not (year := self._year(good, years)):
                continue
            name = source.basis.split(":")[0]
            rank = (
                bool(self.world.get(name)),
                year if year < self.scenario.start.year else -year,
                self.rank.get(name, 0),
                source.nomenclature,
                source.basis,
            )
            if chosen is None or rank > chosen[0]:
                chosen = (rank, source, codes, year)
        if chosen is None:
            raise self._no_year(good, reach) if reach else _absent(self.scenario, good)
        _, source, codes, year = chosen
        rows = connection.execute(_ROWS, [source.basis, source.nomenclature, year, list(codes)]).fetchall()
        flows = [_Flow(_placed(exporter), importer, value, weight) for importer, exporter, value, weight in rows]
        return self._market(good, source, codes, year, flows)

    def _no_year(self, good: Good, reach: set[int]) -> UsageError:
        known = f"The lake knows years {min(reach)} to {max(reach)} of {good.title} on {self.view.as_of}"
        return UsageError(
            f"{known}, not {good.year}",
            where=f"{self.scenario.id} [good.{good.id}]",
            remedy="Name one of these years, leave year out for the newest, or ask for a later day.",
        )

    def _unknown_yet(self, year: int) -> bool:
        """Return whether figures of a year are not to be expected on the day of the view."""
        return year + _LAG > self.view.as_of.year

    def _year(self, good: Good, years: Mapping[int, int]) -> int:
        """Return the year to take: the good's own, the newest before the scenario begins, or the first after it."""
        if good.year is not None and (good.year in years or not self._unknown_yet(good.year)):
            return good.year if good.year in years else 0
        before = {year: count for year, count in years.items() if year < self.scenario.start.year}
        return last_known(before) or min(years, default=0)

    def _market(
        self,
        good: Good,
        source: _Source,
        codes: tuple[str, ...],
        year: int,
        flows: Sequence[_Flow],
    ) -> tuple[Market, list[str], bool]:
        notes = []
        value = sum(one.value for one in flows)
        if value <= 0:
            raise _absent(self.scenario, good, f"Trade of {good.title} in {year} adds up to nothing")
        weighed = sum(one.value for one in flows if one.weight)
        weight = sum(one.weight for one in flows if one.weight)
        unit = "kg" if good.unit == "kg" and weighed >= WEIGHED * value else "USD"
        if good.unit == "kg" and unit == "USD":
            notes.append(
                f"{good.title}: weights are known for {weighed / value:.0%} of the value only, so it is counted in "
                "dollars."
            )
        elif unit == "kg" and weighed < (1 - _TELL) * value:
            notes.append(
                f"{good.title}: flows without weight, {1 - weighed / value:.1%} of the value, are weighed at the mean "
                "price."
            )
        quantities = [(one.weight or one.value * weight / weighed) if unit == "kg" else one.value for one in flows]
        if good.year is not None and year != good.year:
            notes.append(f"{good.title}: {good.year} was not known on {self.view.as_of}; trade is of {year}.")
        elif year >= self.scenario.start.year and good.year is None:
            notes.append(f"{good.title}: no year before {self.scenario.start.year} is known; trade is of {year}.")
        if not self.world.get(source.basis.split(":")[0]):
            reporters = sorted({one.importer for one in flows})
            notes.append(
                f"{good.title}: {source.basis} holds what {_listed(reporters)} bought, not the world's trade: what "
                "others could divert is not seen."
            )
        lacking = sorted(set(codes_in(good, source.nomenclature)) - set(codes))
        if lacking:
            notes.append(f"{good.title}: the lake lacks code {', '.join(lacking)}, which counts too.")
        parts = self._parts(source.basis)
        basis = Basis(
            table=source.basis if ":" in source.basis else f"{source.basis}:flow",
            year=year,
            release=", ".join([*sorted({_release(part) for part in parts}), f"codes of {source.nomenclature}"]),
            codes=codes,
            basket=good.basket or _basket(good),
        )
        rows = [_Row(one.exporter, one.importer, q, one.value) for one, q in zip(flows, quantities, strict=True)]
        market = _built(good.id, rows, unit, basis, on=self.scenario.start, named=self.named)
        return market, notes, any(part.reconstructed for part in parts)

    def _parts(self, basis: str) -> list[Slice]:
        name, _, dataset = basis.partition(":")
        mine = [part for part in self.view.slices if part.table == "flow" and part.source == name]
        if not dataset:
            return mine
        return [part for part in mine if dataset in (part.scope or str(self.view.loads[part.load_id]["scopes"]))]


#: What importers bought, with the parts of a group of countries in its members' names.
_PART = f"""SELECT basis, nomenclature, product, year, reporter, partner, sum(value) AS value,
        CASE WHEN count(*) FILTER (coalesce(weight, 0) <= 0) = 0 THEN sum(weight) END AS weight
    FROM ({{flows}}) SEMI JOIN codes_given USING (product)
    WHERE freq = 'A' AND value > 0 AND reporter NOT IN {WHOLE} AND partner NOT IN {WHOLE} GROUP BY ALL"""
_COUNTED = "SELECT basis, nomenclature, product, year, count(DISTINCT reporter) FROM part GROUP BY ALL"
_ROWS = """SELECT reporter, partner, value, weight FROM part
    WHERE basis = ? AND nomenclature = ? AND year = ? AND list_contains(?, product)
    ORDER BY reporter, partner, product"""


def codes_in(good: Good, nomenclature: str) -> tuple[str, ...]:
    """Return the codes of a good in a nomenclature.

    Parameters
    ----------
    good : Good
        The good. If its codes are those that the product book has for it in any edition, or it has none, the book says
        which they are in the edition asked for.
    nomenclature : str
        ``HS2017``.

    Returns
    -------
    tuple of str
        Six-digit codes.
    """
    edition = edition_of(nomenclature)
    if edition is None:
        return ()
    held = products().get(good.id)
    if held is None or (good.hs6 and set(good.hs6) not in [set(held.codes(one)) for one in EDITIONS]):
        return good.hs6
    return held.codes(edition) if edition in EDITIONS else ()


def all_codes(good: Good) -> frozenset[str]:
    """Return the codes of a good in every edition."""
    return frozenset(code for edition in EDITIONS for code in codes_in(good, f"HS{edition}"))


def _basket(good: Good) -> bool:
    held = products().get(good.id)
    return held is not None and held.code_purity in ("mixed", "basket")


def _placed(partner: str) -> str:
    return ROW if partner == UNSPECIFIED or is_special(partner) else partner


def _release(part: Slice) -> str:
    return f"{part.vintage}, released {part.released_on}" if part.released_on else part.vintage


# ---------------------------------------------------------------------------------------------------------- own table


def _own(scenario: Scenario, good: Good) -> Market:
    rows = [_Row(one.exporter, one.importer, one.quantity, one.value) for one in good.table]
    if not any(one.quantity > 0 for one in rows):
        raise UsageError(
            f"The table of {good.title} adds up to nothing",
            where=f"{scenario.id} [good.{good.id}.table]",
            remedy="Give at least one row with a quantity above 0.",
        )
    year = good.table_year or good.year or scenario.start.year
    basis = Basis(OWN, year, codes=good.hs6, basket=good.basket, reference=good.table_reference)
    everyone = frozenset(place for one in rows for place in (one.exporter, one.importer))
    return _built(good.id, rows, good.unit, basis, on=scenario.start, named=everyone)


def _absent(scenario: Scenario, good: Good, found: str = "") -> UsageError:
    codes = ", ".join(sorted(all_codes(good)))
    table = f"Give the file a table [good.{good.id}.table]"
    remedy = f"{table}, or load its trade: tocsin collect baci, or tocsin collect comtrade."
    if scenario.entry:
        load = "load its trade (tocsin collect baci, or tocsin collect comtrade)"
        file = f"write the scenario as a file (--show) and give that a table [good.{good.id}.table]"
        remedy = f"Ask for a later day, {load}, or {file}."
    elif not codes:
        remedy = f"{table}, or the codes it is traded under: hs6 in [good.{good.id}]."
    return UsageError(
        found
        or f"The lake holds no trade of {good.title}{f' (HS {codes})' if codes else ': no codes are known for it'}",
        where=f"{scenario.id} [good.{good.id}]",
        remedy=remedy,
    )


# -------------------------------------------------------------------------------------------------------------- build


@dataclass(frozen=True)
class _Row:
    """What an exporter ships to an importer in a year; its value where it is known."""

    exporter: str
    importer: str
    quantity: float
    value: float | None


def _built(good: str, rows: Sequence[_Row], unit: str, basis: Basis, *, on: date, named: frozenset[str]) -> Market:
    """Gather small countries and lay the rows out as flows a day."""
    sold, bought = _shares(rows, "exporter"), _shares(rows, "importer")
    sellers = {one for one, share in sold.items() if one in named or share >= SMALL}
    buyers = {one for one, share in bought.items() if one in named or share >= SMALL}
    placed = [
        _Row(
            one.exporter if one.exporter in sellers else ROW,
            one.importer if one.importer in buyers else ROW,
            one.quantity,
            one.value,
        )
        for one in rows
    ]
    exporters = _ordered({one.exporter for one in placed}, sold)
    importers = _ordered({one.importer for one in placed}, bought)
    row = {one: i for i, one in enumerate(exporters)}
    column = {one: j for j, one in enumerate(importers)}
    flow = np.zeros((len(exporters), len(importers)))
    paid, valued = np.zeros(len(importers)), np.zeros(len(importers))
    for one in placed:
        flow[row[one.exporter], column[one.importer]] += one.quantity
        if one.value is not None:
            paid[column[one.importer]] += one.value
            valued[column[one.importer]] += one.quantity
    with np.errstate(over="ignore"):
        price = np.divide(paid, valued, out=np.full(len(importers), np.nan), where=valued > 0)
    price[np.isinf(price)] = np.nan
    if unit == "USD":
        price = np.ones(len(importers))
    gathered = sum(one.quantity for one in placed if ROW in (one.exporter, one.importer)) if basis.table != OWN else 0.0
    return Market(
        good,
        exporters,
        importers,
        flow / DAYS_A_YEAR,
        price,
        tiers(exporters, importers, on),
        unit,
        replace(basis, left_out=float(gathered / flow.sum())),
    )


def _shares(rows: Sequence[_Row], side: str) -> dict[str, float]:
    """Return each country's share of the trade on one side: by quantity or by value, whichever is more."""
    quantity: dict[str, float] = defaultdict(float)
    value: dict[str, float] = defaultdict(float)
    for one in rows:
        quantity[getattr(one, side)] += one.quantity
        value[getattr(one, side)] += one.value or 0.0
    whole, worth = sum(quantity.values()), sum(value.values())
    return {one: max(quantity[one] / whole if whole else 0.0, value[one] / worth if worth else 0.0) for one in quantity}


def _ordered(places: set[str], share: Mapping[str, float]) -> tuple[str, ...]:
    """Return the largest first, the rest of the world last."""
    return tuple(sorted(places, key=lambda one: (one == ROW, -share.get(one, 0.0), one)))


def _listed(names: Sequence[str], most: int = 6) -> str:
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
