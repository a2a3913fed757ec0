"""The rows of a few sectors of Z, dense or sparse, and the two products that a day needs of them.

Rows are addressed (sector, region): a dense slab is a view of Z, so that nothing is copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from tocsin.scenario.io_table import IoTable

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Cut:
    """A share of the deliveries of some suppliers to some users that is let through.

    Parameters
    ----------
    rows : numpy.ndarray of bool
        Suppliers, shape (sectors, regions).
    users : numpy.ndarray of bool
        Using nodes, shape (n,).
    through : float
        Share that is let through [1].
    """

    rows: Mask
    users: Mask
    through: float


class Slab(Protocol):
    """Rows of `sectors` x regions, columns of nodes."""

    def columns(self, weights: Array) -> Array:
        """Sum over suppliers: shape (sectors, M, regions) to (sectors, M, n)."""
        ...

    def rows(self, factors: Array) -> Array:
        """Sum over users: shape (sectors, K, n) to (sectors, K, regions)."""
        ...

    def split(self, mask: Mask) -> tuple[Slab, Slab]:
        """Return the part under a mask of shape (regions, n), and the rest."""
        ...

    def take(self, numbers: list[int]) -> Slab:
        """Return the slab for some scenarios of the batch."""
        ...

    def dense(self) -> Array:
        """Return the values, shape (sectors, regions, n)."""
        ...


class TableSlab(Slab, Protocol):
    """A slab that holds its part of the table."""

    def cut(self, cuts: list[Cut]) -> TableSlab:
        """Return a copy with some links cut, `rows` of the cuts being those of these sectors."""
        ...


class DenseSlab:
    """A slab of a dense Z."""

    def __init__(self, values: Array) -> None:
        self.values = values

    def columns(self, weights: Array) -> Array:
        """Sum over suppliers."""
        return np.asarray(np.matmul(weights, self.values))

    def rows(self, factors: Array) -> Array:
        """Sum over users."""
        return np.asarray(np.matmul(factors, self.values.transpose(0, 2, 1)))

    def cut(self, cuts: list[Cut]) -> DenseSlab:
        """Return a copy with some links cut."""
        values = self.values.copy()
        for one in cuts:
            sectors, regions = np.nonzero(one.rows)
            values[sectors, regions] *= np.where(one.users, one.through, 1.0)
        return DenseSlab(values)

    def split(self, mask: Mask) -> tuple[DenseSlab, DenseSlab]:
        """Return the part under a mask and the rest."""
        first = self.values * mask
        return DenseSlab(first), DenseSlab(self.values - first)

    def take(self, numbers: list[int]) -> DenseSlab:
        """Return the slab, which is the same for every scenario."""
        del numbers
        return self

    def dense(self) -> Array:
        """Return the values."""
        return self.values


class SparseSlab:
    """A slab of a sparse Z: one row for each sector and user, one column for each sector and region."""

    def __init__(self, links: Any, shape: tuple[int, int, int]) -> None:  # noqa: ANN401 - a SciPy matrix
        self.links = links
        self.turned = links.T
        self.shape = shape

    def columns(self, weights: Array) -> Array:
        """Sum over suppliers."""
        sectors, regions, n = self.shape
        flat = np.ascontiguousarray(weights.transpose(0, 2, 1)).reshape(sectors * regions, -1)
        return np.ascontiguousarray((self.links @ flat).reshape(sectors, n, -1).transpose(0, 2, 1))

    def rows(self, factors: Array) -> Array:
        """Sum over users."""
        sectors, regions, n = self.shape
        flat = np.ascontiguousarray(factors.transpose(0, 2, 1)).reshape(sectors * n, -1)
        return np.asarray((self.turned @ flat).reshape(sectors, regions, -1).transpose(0, 2, 1))

    def cut(self, cuts: list[Cut]) -> SparseSlab:
        """Return a copy with some links cut."""
        user, supplier = self._ends()
        factor = np.ones(self.links.nnz)
        for one in cuts:
            factor[one.rows.ravel()[supplier] & one.users[user]] *= one.through
        return self._times(factor)

    def split(self, mask: Mask) -> tuple[SparseSlab, SparseSlab]:
        """Return the part under a mask and the rest."""
        user, supplier = self._ends()
        under = mask[supplier % self.shape[1], user].astype(np.float64)
        return self._times(under), self._times(1.0 - under)

    def take(self, numbers: list[int]) -> SparseSlab:
        """Return the slab, which is the same for every scenario."""
        del numbers
        return self

    def dense(self) -> Array:
        """Return the values."""
        regions = self.shape[1]
        values = np.zeros(self.shape)
        user, supplier = self._ends()
        values[supplier // regions, supplier % regions, user] = self.links.data
        return values

    def _ends(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        users = np.repeat(np.arange(self.links.shape[0]), np.diff(self.links.indptr))
        return users % self.shape[2], self.links.indices

    def _times(self, factor: Array) -> SparseSlab:
        links = self.links
        data = links.data * factor
        return SparseSlab(scipy.sparse.csr_array((data, links.indices, links.indptr), shape=links.shape), self.shape)


def slabs(table: IoTable, width: int) -> list[tuple[int, int, TableSlab]]:
    """Cut the table into slabs of some sectors.

    Parameters
    ----------
    table : IoTable
        The table.
    width : int
        Sectors in a slab, at most.

    Returns
    -------
    list of (int, int, TableSlab)
        First sector, first sector of the next slab, the slab.
    """
    count = table.n_sectors
    edges = [(first, min(first + width, count)) for first in range(0, count, width)]
    if not scipy.sparse.issparse(table.Z):
        by_sector = table.Z.reshape(table.n_regions, count, table.n).transpose(1, 0, 2)
        return [(first, end, DenseSlab(by_sector[first:end])) for first, end in edges]
    entries = table.Z.tocoo()
    sector, region = entries.row % count, entries.row // count
    found: list[tuple[int, int, TableSlab]] = []
    for first, end in edges:
        here = (sector >= first) & (sector < end)
        local = sector[here] - first
        ends = (local * table.n + entries.col[here], local * table.n_regions + region[here])
        shape = (end - first, table.n_regions, table.n)
        links = scipy.sparse.csr_array(
            (entries.data[here], ends), shape=(shape[0] * table.n, shape[0] * table.n_regions)
        )
        found.append((first, end, SparseSlab(links, shape)))
    return found
