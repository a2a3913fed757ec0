"""Cut links without a copy of the table, for many scenarios at once.

Let some suppliers U send some users V only a share t. A user of V receives what it would if the suppliers of U weighed
t as much; everybody else receives what he did. So the products of the uncut slab, once with the plain and once with the
scaled weights, give both, and no entry of Z is touched.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.scenario.io_schedule import Day
from tocsin.scenario.io_slab import Cut, Slab, TableSlab

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
DEEP = 2  # each further cut of the same scenario doubles the products; from here on a copy is cheaper


class CutSlab:
    """A slab in which some scenarios have one link cut.

    Parameters
    ----------
    inner : Slab
        The slab without it.
    numbers : list of int
        The scenarios, by their place in the batch.
    cuts : list of Cut
        Their cuts, `rows` being those of the slab's sectors.
    """

    def __init__(self, inner: Slab, numbers: list[int], cuts: list[Cut]) -> None:
        self.inner, self.numbers, self.cuts = inner, numbers, cuts
        through = np.array([cut.through for cut in cuts])[:, None]
        self.users: Mask = np.stack([cut.users for cut in cuts])
        self.suppliers: Mask = np.stack([cut.rows for cut in cuts], axis=1)
        self.to_users: Array = np.where(self.users, through, 1.0)
        self.from_suppliers: Array = np.where(self.suppliers, through, 1.0)

    def columns(self, weights: Array) -> Array:
        """Sum over suppliers."""
        found = self.inner.columns(weights)
        cut = self.inner.take(self.numbers).columns(weights[:, self.numbers] * self.from_suppliers)
        found[:, self.numbers] = np.where(self.users, cut, found[:, self.numbers])
        return found

    def rows(self, factors: Array) -> Array:
        """Sum over users."""
        found = self.inner.rows(factors)
        cut = self.inner.take(self.numbers).rows(factors[:, self.numbers] * self.to_users)
        found[:, self.numbers] = np.where(self.suppliers, cut, found[:, self.numbers])
        return found

    def split(self, mask: Mask) -> tuple[Slab, Slab]:
        """Return the part under a mask and the rest."""
        one, two = self.inner.split(mask)
        return CutSlab(one, self.numbers, self.cuts), CutSlab(two, self.numbers, self.cuts)

    def take(self, numbers: list[int]) -> Slab:
        """Return the slab for some scenarios of the batch."""
        kept = [(place, self.cuts[self.numbers.index(one)]) for place, one in enumerate(numbers) if one in self.numbers]
        inner = self.inner.take(numbers)
        return CutSlab(inner, [place for place, _ in kept], [cut for _, cut in kept]) if kept else inner

    def dense(self) -> Array:
        """Return the values of the uncut slab."""
        return self.inner.dense()


@dataclass(frozen=True, eq=False)
class Prepared:
    """A slab as it holds on a day.

    Parameters
    ----------
    slab : Slab
        For the whole batch.
    apart : list of (int, list of Cut)
        Scenarios that need a slab of their own, with their cuts.
    """

    slab: Slab
    apart: list[tuple[int, list[Cut]]]


def prepared(slab: TableSlab, day: Day, first: int, end: int, *, one_by_one: bool) -> Prepared:
    """Apply a day's cuts to a slab.

    Parameters
    ----------
    slab : TableSlab
        The slab of sectors `first` to `end`.
    day : Day
        The day; it keeps the answer.
    first, end : int
        Sectors.
    one_by_one : bool
        Whether every scenario with a cut needs a slab of its own.

    Returns
    -------
    Prepared
        The slab for the batch, and scenarios apart.
    """
    if not day.cuts:
        return Prepared(slab, [])
    if first not in day.prepared:
        day.prepared[first] = _prepared(slab, day, first, end, 0 if one_by_one else DEEP)
    found = day.prepared[first]
    assert isinstance(found, Prepared)  # noqa: S101 - the schedule does not know what is kept here
    return found


def _prepared(slab: TableSlab, day: Day, first: int, end: int, deep: int) -> Prepared:
    here: dict[int, list[Cut]] = {}
    for number, cuts in day.cuts.items():
        touching = [Cut(cut.rows[first:end], cut.users, cut.through) for cut in cuts if cut.rows[first:end].any()]
        if touching:
            here[number] = touching
    batch: Slab = slab
    for depth in range(deep):
        layer = {number: cuts[depth] for number, cuts in here.items() if depth < len(cuts) <= deep}
        batch = CutSlab(batch, list(layer), list(layer.values())) if layer else batch
    return Prepared(batch, [(number, cuts) for number, cuts in here.items() if len(cuts) > deep])
