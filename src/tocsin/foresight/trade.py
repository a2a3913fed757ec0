"""The trade that a forecast looks back on: the eleven years up to the last known one, as seen by importers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tocsin.foresight.flows import Flags, Flows, Ints, Reals
from tocsin.foresight.ledger import Ledger, ledger, log, ratio, stacked
from tocsin.foresight.summary import median, middle, observed, summed

#: Years looked back on, the last known one included: ten yearly changes.
SPAN = 11
#: Years of the base that labels compare with.
BASE = 3
#: Flows under this count in no rate: they swing for reasons of their own [USD].
SMALL = 1e6


@dataclass(frozen=True)
class Trade:
    """Eleven years of trade, ending with the last known one.

    Rows are the imports of one product by one importer that had a value in the last year: n of them. Links are the
    purchases of such rows from one supplier within the last three years: m of them.

    Parameters
    ----------
    flows : Flows
        All flows of the window.
    last : int
        Last known year.
    """

    flows: Flows
    last: int

    @property
    def first(self) -> int:
        """First year of the window."""
        return self.last - SPAN + 1

    def key(self, product: Ints, place: Ints) -> Ints:
        """Number a product and a place."""
        return product * len(self.flows.places) + place

    @cached_property
    def _all(self) -> tuple[Flows, Flows]:
        window = self.flows.between(self.first, self.last)
        return window, window.of_bloc(self.last)

    @cached_property
    def imports(self) -> Ledger:
        """Imports by product and importer, the bloc among them."""
        return stacked(*(ledger(part, self.key(part.product, part.importer), *self._years) for part in self._all))

    @cached_property
    def exports(self) -> Ledger:
        """Exports by product and exporter; those of the bloc's members stand under each."""
        world = self._all[0]
        return ledger(world, self.key(world.product, world.exporter), *self._years)

    @cached_property
    def links(self) -> Ledger:
        """Purchases by product, importer and exporter, the bloc among the importers."""
        places = len(self.flows.places)
        return stacked(
            *(
                ledger(part, self.key(part.product, part.importer) * places + part.exporter, *self._years)
                for part in self._all
            )
        )

    @cached_property
    def world(self) -> Ledger:
        """Trade of the world by product; every product has its row."""
        world = self._all[0]
        found = ledger(world, world.product, *self._years)
        count = len(self.flows.products)

        def filled(amounts: Reals) -> Reals:
            full = np.zeros((count, SPAN))
            full[found.keys] = amounts
            return full

        return Ledger(np.arange(count), self.first, filled(found.value), filled(found.weight), filled(found.weighed))

    @property
    def _years(self) -> tuple[int, int]:
        return self.first, self.last

    @cached_property
    def rows(self) -> Ints:
        """Rows of the ledger of imports that had a value in the last year, shape (n,)."""
        return np.flatnonzero(self.imports.value[:, -1] > 0)

    @cached_property
    def product(self) -> Ints:
        """Product of each row, shape (n,)."""
        return self.imports.keys[self.rows] // len(self.flows.places)

    @cached_property
    def importer(self) -> Ints:
        """Importer of each row, shape (n,)."""
        return self.imports.keys[self.rows] % len(self.flows.places)

    @cached_property
    def value(self) -> Reals:
        """Import value of each row, shape (n, T) [USD]."""
        return self.imports.value[self.rows]

    @cached_property
    def weight(self) -> Reals:
        """Import weight of each row, shape (n, T) [kg]."""
        return self.imports.weight[self.rows]

    @cached_property
    def unit_value(self) -> Reals:
        """Unit value of each row, shape (n, T) [USD/kg]."""
        return self.imports.unit_value[self.rows]

    @cached_property
    def price(self) -> Reals:
        """Log price of each product against all others, shape (products, T): the common rise of prices is out of it.

        The world's unit value, less the sum of the median yearly changes over products up to that year.
        """
        level = log(self.world.unit_value)
        common = median(np.diff(level, axis=1), axis=0)
        left: Reals = level - np.concatenate([[0.0], np.cumsum(np.nan_to_num(common))])[None]
        return left

    @cached_property
    def own(self) -> Flags:
        """Rows of the ledger of imports that are of a country, not of the bloc: rates are taken over these."""
        countries: Flags = self.imports.keys % len(self.flows.places) != self.flows.bloc
        return countries

    @cached_property
    def collapsed(self) -> Reals:
        """1 where weight and value fell below 70 and 90 % of the three years before, shape (ledger of imports, T).

        NaN where these years are not all in the window or their mean value was under a million dollars.
        """
        found = np.full(self.imports.value.shape, np.nan)
        for year in range(BASE, SPAN):
            before = slice(year - BASE, year)
            value, weight = (part[:, before].mean(axis=1) for part in (self.imports.value, self.imports.weight))
            fell = (self.imports.weight[:, year] < 0.7 * weight) & (self.imports.value[:, year] < 0.9 * value)
            found[:, year] = observed(fell, (value > SMALL) & (weight > 0))
        return found

    @cached_property
    def product_rate(self) -> Reals:
        """Share of each product's importers in collapse, shape (products, T)."""
        product = self.imports.keys // len(self.flows.places)
        return self._rate(product, self.own, len(self.flows.products))

    @cached_property
    def importer_rate(self) -> Reals:
        """Share of each importer's products in collapse, shape (places, T)."""
        place = self.imports.keys % len(self.flows.places)
        return self._rate(place, np.ones(len(place), dtype=bool), len(self.flows.places))

    def _rate(self, group: Ints, counted: Flags, groups: int) -> Reals:
        known = np.isfinite(self.collapsed) & counted[:, None]
        return ratio(
            summed(np.where(known, self.collapsed, 0.0), group, groups),
            summed(known.astype(np.float64), group, groups),
        )

    @cached_property
    def imported(self) -> Reals:
        """All imports of each place, shape (places, T) [USD]."""
        return summed(self.imports.value, self.imports.keys % len(self.flows.places), len(self.flows.places))

    @cached_property
    def exported(self) -> Reals:
        """All exports of each place, shape (places, T) [USD]."""
        return summed(self.exports.value, self.exports.keys % len(self.flows.places), len(self.flows.places))

    @cached_property
    def cut_rate(self) -> Reals:
        """Share of each place's exports, by product, whose weight fell below 70 %, shape (places, T)."""
        fell = np.full(self.exports.value.shape, np.nan)
        for year in range(BASE, SPAN):
            before = slice(year - BASE, year)
            value, weight = (part[:, before].mean(axis=1) for part in (self.exports.value, self.exports.weight))
            fell[:, year] = observed(self.exports.weight[:, year] < 0.7 * weight, (value > SMALL) & (weight > 0))
        place, places = self.exports.keys % len(self.flows.places), len(self.flows.places)
        known = np.isfinite(fell)
        return ratio(summed(np.where(known, fell, 0.0), place, places), summed(known.astype(np.float64), place, places))

    @cached_property
    def world_share(self) -> Reals:
        """Share of each row of the ledger of exports in the world's, shape (ledger of exports, T)."""
        return ratio(self.exports.value, self.world.value[self.exports.keys // len(self.flows.places)])

    @cached_property
    def middle_unit_value(self) -> Reals:
        """Median unit value over the importers of each product, shape (products, T) [USD/kg]."""
        product = self.imports.keys // len(self.flows.places)
        return middle(self.imports.unit_value, np.where(self.own, product, -1), len(self.flows.products))

    # ------------------------------------------------------------------------------------------------------- links
    @cached_property
    def _linked(self) -> tuple[Ints, Ints, Ints]:
        """Rows of the ledger of links that belong to a row and were active in the base: link, row, supplier."""
        places = len(self.flows.places)
        active = np.flatnonzero(self.links.value[:, -BASE:].sum(axis=1) > 0)
        place_of = np.full(len(self.imports.keys), -1, dtype=np.int64)
        place_of[self.rows] = np.arange(len(self.rows))
        found, there = self.imports.rows(self.links.keys[active] // places)
        row = np.where(there, place_of[found], -1)
        kept = row >= 0
        return active[kept], row[kept], self.links.keys[active[kept]] % places

    @property
    def link(self) -> Ints:
        """Row of each link in the ledger of links, shape (m,)."""
        return self._linked[0]

    @property
    def link_row(self) -> Ints:
        """Row that each link belongs to, shape (m,)."""
        return self._linked[1]

    @property
    def supplier(self) -> Ints:
        """Supplier of each link, shape (m,)."""
        return self._linked[2]

    @cached_property
    def share(self) -> Reals:
        """Share of each link in the value its row imported in the base years, shape (m,)."""
        bought = self.links.value[self.link, -BASE:].sum(axis=1)
        part: Reals = bought / self.total(bought)[self.link_row]
        return part

    @cached_property
    def offer(self) -> Ints:
        """Row of each link's supplier in the ledger of exports, shape (m,)."""
        rows, _ = self.exports.rows(self.key(self.product[self.link_row], self.supplier))
        return rows

    def total(self, amounts: Reals) -> Reals:
        """Add amounts of links up to rows.

        Parameters
        ----------
        amounts : numpy.ndarray
            One per link, shape (m,).

        Returns
        -------
        numpy.ndarray
            Shape (n,).
        """
        return np.asarray(np.bincount(self.link_row, weights=amounts, minlength=len(self.rows)), dtype=np.float64)

    def mean(self, amounts: Reals) -> Reals:
        """Average something over each row's suppliers, by their shares; what is unknown of some is left out.

        Parameters
        ----------
        amounts : numpy.ndarray
            One per link, shape (m,).

        Returns
        -------
        numpy.ndarray
            Shape (n,); NaN where it is known of none.
        """
        known = np.isfinite(amounts)
        weight = np.where(known, self.share, 0.0)
        return ratio(self.total(np.where(known, amounts, 0.0) * weight), self.total(weight))

    def most(self, amounts: Reals) -> Reals:
        """Take the largest amount over each row's links.

        Parameters
        ----------
        amounts : numpy.ndarray
            One per link, shape (m,), not negative.

        Returns
        -------
        numpy.ndarray
            Shape (n,); 0 where there is no link.
        """
        found = np.zeros(len(self.rows))
        np.maximum.at(found, self.link_row, amounts)
        return found
