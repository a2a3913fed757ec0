"""Annual imports as arrays of numbers, sorted so that every sum over them comes out the same bit for bit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Reals = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

BLOC = "EU"
#: Keys up to this are ticked off in a list of as many [1].
DENSE = 10_000_000


@dataclass(frozen=True)
class Flows:
    """Who imported what from whom in which year; one entry per flow, n of them.

    Parameters
    ----------
    products : tuple of str
        Codes, sorted.
    places : tuple of str
        Importers and exporters, sorted, then the bloc.
    product, importer, exporter : numpy.ndarray
        Places in those tuples, shape (n,).
    year : numpy.ndarray
        Year, shape (n,).
    value : numpy.ndarray
        Trade value, shape (n,) [USD].
    weight : numpy.ndarray
        Net weight, shape (n,) [kg]; 0 where it is not known.
    members : mapping of int to tuple of int
        Places that make up the bloc, by year.
    """

    products: tuple[str, ...]
    places: tuple[str, ...]
    product: Ints
    importer: Ints
    exporter: Ints
    year: Ints
    value: Reals
    weight: Reals
    members: dict[int, tuple[int, ...]]

    @property
    def bloc(self) -> int:
        """Place of the bloc."""
        return len(self.places) - 1

    @cached_property
    def last(self) -> int:
        """Last known year: the newest in which at least half as many importers appear as in the year before.

        A year that few have reported yet is not known. 0 where there are no flows.
        """
        return last_known({year: len(np.unique(self.importer[rows])) for year, rows in self._by_year.items()})

    def between(self, first: int, last: int) -> Flows:
        """Return the flows of some years.

        Parameters
        ----------
        first, last : int
            Years, both included.

        Returns
        -------
        Flows
            With the same products and places.
        """
        return self._at(self._rows_of([year for year in self._by_year if first <= year <= last]))

    def of_years(self, years: Collection[int]) -> Flows:
        """Return the flows of some years, as :meth:`between` does for a run of them.

        Parameters
        ----------
        years : collection of int
            Which.

        Returns
        -------
        Flows
            With the same products and places.
        """
        return self._at(self._rows_of([year for year in self._by_year if year in years]))

    @cached_property
    def _by_year(self) -> dict[int, Ints]:
        return {int(year): np.flatnonzero(self.year == year) for year in np.unique(self.year)}

    def _rows_of(self, years: list[int]) -> Ints:
        kept = np.zeros(len(self.year), dtype=bool)
        for year in years:
            kept[self._by_year[year]] = True
        return np.flatnonzero(kept)

    def _at(self, rows: Ints) -> Flows:
        product, importer, exporter = self.product[rows], self.importer[rows], self.exporter[rows]
        parts = (product, importer, exporter, self.year[rows], self.value[rows], self.weight[rows])
        return Flows(self.products, self.places, *parts, self.members)

    def numbered_anew(self) -> Flows:
        """Return the same flows, with those products and places alone that occur in them.

        Returns
        -------
        Flows
            As if they had been read without any others.
        """
        products, product = numbered(self.product)
        places, both = numbered(np.concatenate([self.importer, self.exporter]))
        importer, exporter = np.split(both, 2)
        number = {place: new for new, place in enumerate(places.tolist())}
        members = {year: tuple(number[one] for one in who if one in number) for year, who in self.members.items()}
        return Flows(
            tuple(self.products[one] for one in products),
            (*(self.places[one] for one in places), BLOC),
            *(product, importer, exporter, self.year, self.value, self.weight),
            {year: who for year, who in members.items() if who},
        )

    def of_bloc(self, year: int) -> Flows:
        """Return what the bloc, as it was made up in a year, bought outside, with the bloc as importer.

        Parameters
        ----------
        year : int
            Year of the membership.

        Returns
        -------
        Flows
            In the order of these flows; several members' purchases stand apart.
        """
        inside = np.zeros(len(self.places), dtype=bool)
        inside[list(self.members.get(year, ()))] = True
        kept = inside[self.importer] & ~inside[self.exporter]
        bloc = np.full(int(kept.sum()), self.bloc, dtype=np.int64)
        parts = (self.product[kept], bloc, self.exporter[kept], self.year[kept], self.value[kept], self.weight[kept])
        return Flows(self.products, self.places, *parts, self.members)


def numbered(keys: Ints) -> tuple[Ints, Ints]:
    """Number keys, as ``numpy.unique`` does, but without sorting where they are small enough to be ticked off.

    Parameters
    ----------
    keys : numpy.ndarray
        Keys, not negative, shape (n,).

    Returns
    -------
    unique : numpy.ndarray
        Those that occur, sorted.
    number : numpy.ndarray
        Place of each key among them, shape (n,).
    """
    if not len(keys) or keys.max() > DENSE + 8 * len(keys):
        return np.unique(keys, return_inverse=True)
    occurs = np.zeros(int(keys.max()) + 1, dtype=bool)
    occurs[keys] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[keys]


def last_known(importers: Mapping[int, int]) -> int:
    """Return the newest year in which at least half as many importers appear as in the year before.

    Parameters
    ----------
    importers : mapping of int to int
        Number of importers by year.

    Returns
    -------
    int
        The year; 0 where there is none.
    """
    known = [year for year, count in importers.items() if count and 2 * count >= importers.get(year - 1, 0)]
    return max(known, default=0)


def read_flows(table: pa.Table, members: dict[str, Any]) -> Flows:
    """Number the flows of a table.

    Parameters
    ----------
    table : pyarrow.Table
        Columns ``product``, ``reporter`` (importer), ``partner`` (exporter), ``year``, ``value`` [USD], ``weight``
        [kg, may be null], in any order, each of the first four together once.
    members : dict
        Columns ``country`` and ``year`` of who made up the bloc.

    Returns
    -------
    Flows
        The same, as arrays.
    """
    products, product = _numbered(table, "product")
    importers, importer = _numbered(table, "reporter")
    exporters, exporter = _numbered(table, "partner")
    places = sorted({*importers, *exporters})
    number = {code: place for place, code in enumerate(places)}
    made_up: dict[int, list[int]] = {}
    for country, year in zip(members["country"], members["year"], strict=True):
        if str(country) in number:
            made_up.setdefault(int(str(year)), []).append(number[str(country)])
    importer = np.asarray([number[code] for code in importers], dtype=np.int64)[importer]
    exporter = np.asarray([number[code] for code in exporters], dtype=np.int64)[exporter]
    year = np.asarray(table.column("year").to_numpy(), dtype=np.int64)
    order = np.lexsort((year, exporter, importer, product))
    return Flows(
        tuple(products),
        (*places, BLOC),
        product[order],
        importer[order],
        exporter[order],
        year[order],
        np.asarray(table.column("value").to_numpy(), dtype=np.float64)[order],
        np.nan_to_num(np.asarray(table.column("weight").to_numpy(), dtype=np.float64))[order],
        {when: tuple(sorted(who)) for when, who in made_up.items()},
    )


def _numbered(table: pa.Table, name: str) -> tuple[list[str], Ints]:
    """Return the distinct codes of a column, sorted, and the place of each row's code among them."""
    column = table.column(name).combine_chunks().dictionary_encode()
    codes = np.asarray(column.dictionary.to_pylist(), dtype=np.str_)
    order = np.argsort(codes)
    place = np.empty(len(codes), dtype=np.int64)
    place[order] = np.arange(len(codes))
    return codes[order].tolist(), place[np.asarray(column.indices.to_numpy(), dtype=np.int64)]
