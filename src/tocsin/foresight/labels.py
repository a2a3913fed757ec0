"""What counts as a shortage: five rules side by side, all made of one view, base and target alike.

``docs/explanation/labels.md`` tells the rules in words. Base: the last three known years. Target: a later year.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from tocsin.foresight.flows import Flags, Flows, Ints, Reals
from tocsin.foresight.ledger import Ledger, ledger, ratio, stacked
from tocsin.foresight.summary import median, middle
from tocsin.foresight.trade import BASE

#: Rules by name, in the words of an official.
RULES = {
    "tight": "imports stop, or collapse while the price rises elsewhere",
    "collapse": "import weight falls below 70 % and import value below 90 % of the last three known years",
    "severe": "import weight falls below 50 % and import value below 90 % of the last three known years",
    "raw": "import weight falls below 70 % of the last three known years",
    "own_price": "import weight falls below 70 % while the importer's own unit value rises by a tenth",
}
PRIMARY = "tight"
WEIGHT, SEVERE, VALUE, PRICE = 0.7, 0.5, 0.9, 1.10
#: A unit value this many times off the median of product and year is taken for a recording error.
OFF = 3.0
#: Share of the value whose weight must be known.
WEIGHED = 0.8
#: A product of whose world trade less than this share is left has lost its code.
CODE_LEFT = 0.2
#: Exports of the same product by half its imports or more make a re-export hub.
HUB = 0.5
#: Why a row has no label, in the order in which the reasons are looked for.
VOIDS = ("not established", "reporter stopped", "code break", "weight unknown", "unit value off")


@dataclass(frozen=True)
class Labels:
    """Labels of n imports for one base and one target year.

    Parameters
    ----------
    last, target : int
        Last year of the base, and the year looked at.
    product, importer : numpy.ndarray
        Places in the flows' products and places, shape (n,).
    rules : dict of str to numpy.ndarray
        Whether each rule holds, shape (n,); of rows that are void it says nothing.
    void : numpy.ndarray
        Place of the reason in `VOIDS`, -1 where there is none, shape (n,).
    hub : numpy.ndarray
        Whether the importer re-exported half or more of its imports in the base, shape (n,).
    stopped : numpy.ndarray
        Whether nothing was imported in the target year, shape (n,).
    value : numpy.ndarray
        Import value of the last known year, shape (n,) [USD].
    """

    last: int
    target: int
    product: Ints
    importer: Ints
    rules: dict[str, Flags]
    void: npt.NDArray[np.int8]
    hub: Flags
    stopped: Flags
    value: Reals

    @property
    def known(self) -> Flags:
        """Rows that are not void, shape (n,)."""
        return self.void < 0


def labels(truth: Flows, last: int, target: int) -> Labels:
    """Apply every rule.

    Parameters
    ----------
    truth : Flows
        One view, in which the target year is known.
    last : int
        Last year of the base.
    target : int
        Year looked at, after `last`.

    Returns
    -------
    Labels
        One row per import that had a value in the last year of the base.
    """
    return _Case(truth, last, target).labels()


@dataclass(frozen=True)
class _Case:
    truth: Flows
    last: int
    target: int

    @cached_property
    def _flows(self) -> Flows:
        """Flows of the base years and the target, the target moved next to the base."""
        part = self.truth.of_years({*range(self.last - BASE + 1, self.last + 1), self.target})
        year = np.minimum(part.year, self.last + 1)
        columns = (part.product, part.importer, part.exporter, year, part.value, part.weight)
        return Flows(part.products, part.places, *columns, part.members)

    @property
    def _years(self) -> tuple[int, int]:
        return self.last - BASE + 1, self.last + 1

    @cached_property
    def _bloc(self) -> Flows:
        return self._flows.of_bloc(self.last)

    def _by(self, flows: Flows, place: Ints) -> Ledger:
        return ledger(flows, flows.product * len(flows.places) + place, *self._years)

    @cached_property
    def _imports(self) -> Ledger:
        return stacked(*(self._by(part, part.importer) for part in (self._flows, self._bloc)))

    def labels(self) -> Labels:
        """Apply every rule."""
        places = len(self.truth.places)
        rows = np.flatnonzero(self._imports.value[:, BASE - 1] > 0)
        product, importer = self._imports.keys[rows] // places, self._imports.keys[rows] % places
        value, weight = self._imports.value[rows], self._imports.weight[rows]
        fall = _against_base(weight)
        cheap, stopped = _against_base(value) < VALUE, value[:, -1] == 0
        own = self._imports.unit_value[rows]
        with np.errstate(invalid="ignore"):
            dearer = stopped | (own[:, -1] > PRICE * own[:, -2])
            raw = fall < WEIGHT
        outside = self._outside_price_rises()[product, importer]
        rules = {
            "tight": (raw & cheap & outside) | stopped,
            "collapse": raw & cheap,
            "severe": (fall < SEVERE) & cheap,
            "raw": raw,
            "own_price": raw & dearer,
        }
        void = self._void(rows, product, importer)
        hub = self._resold(product, importer) >= HUB * value[:, :BASE].sum(axis=1)
        return Labels(self.last, self.target, product, importer, rules, void, hub, stopped, value[:, BASE - 1])

    def _outside_price_rises(self) -> Flags:
        """Tell where the price paid by all other importers rose against that of other products.

        P is the sum of value over the sum of weight of all other importers, D the median over products of P against its
        mean of the base years: P / D in the target year > 1.10 times its mean over the base years.

        Returns
        -------
        numpy.ndarray
            Shape (products, places); False where a price is not known in each of the years.
        """
        shape = (len(self.truth.products), len(self.truth.places), BASE + 1)
        weighed, weight = np.zeros(shape), np.zeros(shape)
        for amounts, measure in ((weighed, self._imports.weighed), (weight, self._imports.weight)):
            amounts[self._imports.keys // shape[1], self._imports.keys % shape[1]] = measure
        bloc = self.truth.bloc
        inside = list(self.truth.members.get(self.last, ()))
        world = [np.delete(amounts, bloc, axis=1).sum(axis=1)[:, None] for amounts in (weighed, weight)]
        for amounts in (weighed, weight):  # the bloc's outside is whoever is not in it
            amounts[:, bloc] = amounts[:, inside].sum(axis=1)
        price = ratio(world[0] - weighed, np.where(world[1] - weight > 0.5, world[1] - weight, 0.0))
        index = price / price[:, :, :BASE].mean(axis=2)[:, :, None]
        common = median(index, axis=0)[None]
        relative = price / common
        with np.errstate(invalid="ignore"):
            rises: Flags = relative[:, :, BASE] > PRICE * relative[:, :, :BASE].mean(axis=2)
        return rises

    def _void(self, rows: Ints, product: Ints, importer: Ints) -> npt.NDArray[np.int8]:
        value, weight, weighed = (
            part[rows] for part in (self._imports.value, self._imports.weight, self._imports.weighed)
        )
        world = np.zeros((len(self.truth.products), BASE + 1))
        np.add.at(world, (self._flows.product, self._flows.year - self._years[0]), self._flows.value)
        reports = np.zeros(len(self.truth.places), dtype=bool)
        reports[self._flows.importer[self._flows.year > self.last]] = True
        reports[self.truth.bloc] = reports[list(self.truth.members.get(self.last, ()))].any()
        with np.errstate(invalid="ignore"):
            unweighed = (ratio(weighed, value) < WEIGHED).any(axis=1)
        reasons = [
            ~((value[:, :BASE] > 0) & (weight[:, :BASE] > 0)).all(axis=1),
            ~reports[importer],
            (_against_base(world) < CODE_LEFT)[product],
            unweighed,
            self._unit_value_off(rows, product),
        ]
        void = np.full(len(rows), -1, dtype=np.int8)
        for place in reversed(range(len(VOIDS))):
            void[reasons[place]] = place
        return void

    def _unit_value_off(self, rows: Ints, product: Ints) -> Flags:
        """Tell where the unit value of the target year is more than three times off the median of product and year."""
        places = len(self.truth.places)
        own = self._imports.keys % places != self.truth.bloc
        group = np.where(own, self._imports.keys // places, -1)
        usual = middle(self._imports.unit_value[:, -1:], group, len(self.truth.products))[product, 0]
        with np.errstate(invalid="ignore", divide="ignore"):
            times = self._imports.unit_value[rows, -1] / usual
            off: Flags = (times > OFF) | (times < 1 / OFF)
        return off

    def _resold(self, product: Ints, importer: Ints) -> Reals:
        places = len(self.truth.places)
        exports = self._by(self._flows, self._flows.exporter)
        rows, found = exports.rows(product * places + importer)
        return np.where(found, exports.value[rows, :BASE].sum(axis=1), 0.0)


def _against_base(amounts: Reals) -> Reals:
    """Divide the target by the mean of the base; NaN where the base is nothing."""
    return ratio(amounts[:, BASE], amounts[:, :BASE].mean(axis=1))
