"""A multi-regional input-output table with its labels: who sells how much to whom, set right for the engine.

Nodes are region-major, as in pymrio: node ``r * n_sectors + s`` is sector ``s`` of region ``r``. ``Z[i, j]`` is what
node ``i`` sells to node ``j``, ``Y[i, k]`` what it sells to final demand ``k``, ``x[i]`` its output.

Published tables hold what an engine cannot run on: stocks drawn down (negative final demand), sectors without output,
rows that do not add up. :meth:`Mrio.of` sets this right in a stated way and counts what it did:

1. Negative cells become 0: a stock drawn down is supply, which the engine has elsewhere.
2. A node that sells nothing buys nothing: its column becomes 0.
3. Output is what is sold: ``x = Z.sum(1) + Y.sum(1)``. So a table without a shock stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from tocsin.core.errors import CodeError, InputError
from tocsin.core.registry import nearest

Real = NDArray[np.float64]
#: Dense, or compressed by row.
Flows = Any
Pair = tuple[str, str]
_BLOCK = 4_000_000  # cells looked at together


@dataclass(frozen=True)
class Handled:
    """What was set right in a table before the engine may use it.

    Parameters
    ----------
    zero_output : int
        Nodes that sell nothing; they stay, with empty row and column [nodes].
    idle_inputs : float
        Purchases of such nodes that were left out [unit of the table].
    negative_final : int
        Negative cells of final demand that became 0 [cells].
    negative_final_sum : float
        Their sum [unit of the table].
    negative_flows : int
        Negative cells of `Z` that became 0 [cells].
    unstated_output : int
        Nodes with sales for which the publisher states no output [nodes].
    costs_above_output : int
        Nodes whose inputs exceed their output: value added below zero [nodes].
    row_error : float
        Sum of the gaps between published output and published sales, over published output [1].
    output_changed : float
        Sum of the changes of output, over published output [1].
    """

    zero_output: int = 0
    idle_inputs: float = 0.0
    negative_final: int = 0
    negative_final_sum: float = 0.0
    negative_flows: int = 0
    unstated_output: int = 0
    costs_above_output: int = 0
    row_error: float = 0.0
    output_changed: float = 0.0

    def sentences(self) -> list[str]:
        """Say what was done, one sentence each; nothing of what there was none of.

        Returns
        -------
        list of str
            For a result's list of what it rests on.
        """
        told = (
            (self.negative_final, f"{self.negative_final:,} negative cells of final demand (stocks drawn) count as 0"),
            (self.negative_flows, f"{self.negative_flows:,} negative flows count as 0"),
            (self.zero_output, f"{self.zero_output:,} sectors have no output and stay still"),
            (self.idle_inputs, f"{self.idle_inputs:,.0f} of purchases by sectors without sales are left out"),
            (self.unstated_output, f"of {self.unstated_output:,} sectors output is taken to be what they sell"),
            (self.costs_above_output, f"of {self.costs_above_output:,} sectors inputs exceed output"),
            (self.output_changed, f"output was changed by {self.output_changed:.2%} so that sales add up to it"),
        )
        return [f"{sentence[0].upper()}{sentence[1:]}." for found, sentence in told if found]


@dataclass(frozen=True, eq=False)
class Mrio:
    """One table of one year, ready for the engine.

    Parameters
    ----------
    name : str
        Name and edition: ``"WIOD2013"``.
    year : int
        Year of its figures.
    unit : str
        Unit of its figures: ``"million USD"``.
    regions, sectors : tuple of str
        Labels; nodes are their product, region-major.
    Z : array or scipy.sparse.csr_array, shape (n, n)
        Flows between nodes [unit/a].
    Y : array, shape (n, n_final)
        Final demand [unit/a].
    x : array, shape (n,)
        Output [unit/a].
    final : tuple of (str, str)
        Region and category of each column of `Y`.
    handled : Handled
        What was set right.
    """

    name: str
    year: int
    unit: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    Z: Flows
    Y: Real
    x: Real
    final: tuple[Pair, ...]
    handled: Handled = Handled()

    @classmethod
    def of(  # noqa: PLR0913 - the parts of a table, each by name
        cls,
        Z: Any,  # noqa: ANN401 - dense or sparse
        Y: Any,  # noqa: ANN401 - anything that numpy takes
        x: Any = None,  # noqa: ANN401
        *,
        regions: Sequence[str],
        sectors: Sequence[str],
        final: Sequence[Pair] = (),
        name: str = "own table",
        year: int = 0,
        unit: str = "1",
        owned: bool = False,
    ) -> Mrio:
        """Make a table of plain arrays, region-major.

        Parameters
        ----------
        Z : array or sparse matrix, shape (n, n)
            Flows between nodes [unit/a].
        Y : array, shape (n, n_final) or (n,)
            Final demand [unit/a].
        x : array, shape (n,), optional
            Published output [unit/a]; NaN, or None for all, where there is none.
        regions, sectors : sequence of str
            Labels, n = len(regions) * len(sectors).
        final : sequence of (str, str)
            Region and category of each column of `Y`.
        name : str
            Name and edition.
        year : int
            Year of the figures.
        unit : str
            Their unit.
        owned : bool
            Whether `Z` and `Y` may be changed in place: saves a copy.

        Returns
        -------
        Mrio
            Set right, see the head of this module.

        Raises
        ------
        InputError
            If shapes do not fit, a number is not finite, labels repeat, or nothing is sold at all.
        """
        n = len(regions) * len(sectors)
        flows = _flows(Z, owned=owned)
        demand = np.array(Y, float, copy=None if owned else True)
        demand = demand[:, None] if demand.ndim == 1 else demand
        published = np.full(n, np.nan) if x is None else np.asarray(x, float).reshape(-1)
        if flows.shape != (n, n) or demand.ndim != 2 or len(demand) != n or published.shape != (n,):
            raise InputError(
                f"Z is {flows.shape}, Y {demand.shape} and x {published.shape}",
                where=name,
                remedy=f"{len(regions)} regions of {len(sectors)} sectors need ({n}, {n}), ({n}, any) and ({n},).",
            )
        labels = tuple(final) or tuple(("", f"final demand {k + 1}") for k in range(demand.shape[1]))
        if len(labels) != demand.shape[1] or len(set(regions)) < len(regions) or len(set(sectors)) < len(sectors):
            raise InputError("labels repeat, or are not as many as columns of Y", where=name, remedy="Name each once.")
        flows, demand, output, handled = _set_right(flows, demand, published, name)
        return cls(name, year, unit, tuple(regions), tuple(sectors), flows, demand, output, labels, handled)

    @classmethod
    def from_pymrio(cls, io: Any, *, name: str, year: int, unit: str) -> Mrio:  # noqa: ANN401 - pymrio is not needed
        """Make a table of anything that has pymrio's ``Z``, ``Y`` and ``x`` as labelled tables.

        Parameters
        ----------
        io : pymrio.IOSystem or alike
            ``Z`` with (region, sector) along both sides, ``Y`` with (region, category) or region above its columns;
            ``x`` may be None.
        name : str
            Name and edition.
        year : int
            Year of the figures.
        unit : str
            Their unit.

        Returns
        -------
        Mrio
            In the order of `io`; sectors that a region lacks are without output.

        Raises
        ------
        InputError
            If columns and rows do not name the same nodes.
        """
        nodes = _pairs(io.Z.index)
        if nodes != _pairs(io.Z.columns) or nodes != _pairs(io.Y.index):
            raise InputError("rows and columns of Z and rows of Y differ", where=name, remedy="Sort them alike.")
        stated = getattr(io, "x", None)
        output = np.full(len(nodes), np.nan) if stated is None else stated.to_numpy().astype(float).reshape(-1)
        regions, sectors = (tuple(dict.fromkeys(pair[k] for pair in nodes)) for k in (0, 1))
        place, kind = ({label: i for i, label in enumerate(labels)} for labels in (regions, sectors))
        at = np.array([place[where] * len(sectors) + kind[what] for where, what in nodes])
        n, demand = len(regions) * len(sectors), io.Y.to_numpy().astype(float)
        flows, final, full = np.zeros((n, n)), np.zeros((n, demand.shape[1])), np.full(n, np.nan)
        flows[np.ix_(at, at)], final[at], full[at] = io.Z.to_numpy(), demand, output
        return cls.of(
            flows,
            final,
            full,
            regions=regions,
            sectors=sectors,
            final=_pairs(io.Y.columns),
            name=name,
            year=year,
            unit=unit,
            owned=True,
        )

    @property
    def n_regions(self) -> int:
        """How many regions there are."""
        return len(self.regions)

    @property
    def n_sectors(self) -> int:
        """How many sectors each region has."""
        return len(self.sectors)

    def __len__(self) -> int:
        """Return how many nodes there are."""
        return self.n_regions * self.n_sectors

    @property
    def told(self) -> str:
        """Name it, for the results that rest on it: ``"WIOD2013 of 2011 (41 regions, 35 sectors, million USD)"``."""
        return f"{self.name} of {self.year} ({self.n_regions} regions, {self.n_sectors} sectors, {self.unit})"

    @property
    def labels(self) -> list[Pair]:
        """Region and sector of each node."""
        return [(place, sector) for place in self.regions for sector in self.sectors]

    @cached_property
    def final_by_region(self) -> Real:
        """Final demand by the region that it is of, shape (n, n_regions), all categories together [unit/a].

        Columns that belong to no region of the table, such as a discrepancy, count at the seller's home.
        """
        found = np.zeros((len(self), self.n_regions))
        home = np.repeat(np.arange(self.n_regions), self.n_sectors)
        place = {region: i for i, region in enumerate(self.regions)}
        for k, (region, _) in enumerate(self.final):
            if region in place:
                found[:, place[region]] += self.Y[:, k]
            else:
                found[np.arange(len(self)), home] += self.Y[:, k]
        return found

    @property
    def is_sparse(self) -> bool:
        """Whether `Z` is kept by its cells that are not zero."""
        return bool(sparse.issparse(self.Z))

    def region(self, name: str) -> int:
        """Return the place of a region.

        Parameters
        ----------
        name : str
            Its code.

        Returns
        -------
        int
            Counted from 0.

        Raises
        ------
        CodeError
            If the table has none of that name.
        """
        return _place(name, self.regions, "region", self.name)

    def sector(self, name: str) -> int:
        """Return the place of a sector.

        Parameters
        ----------
        name : str
            Its code.

        Returns
        -------
        int
            Counted from 0.

        Raises
        ------
        CodeError
            If the table has none of that name.
        """
        return _place(name, self.sectors, "sector", self.name)

    def node(self, region: str, sector: str) -> int:
        """Return the place of a node.

        Parameters
        ----------
        region, sector : str
            Its codes.

        Returns
        -------
        int
            Row and column of `Z`.
        """
        return self.region(region) * self.n_sectors + self.sector(sector)

    def purchases(self, region: str, sector: str, *, imported: bool = False) -> Real:
        """Return what the industries of a region buy of a sector, wherever it was made.

        Parameters
        ----------
        region : str
            Who buys.
        sector : str
            Of which sector.
        imported : bool
            Whether to leave out what was made in the region itself.

        Returns
        -------
        array, shape (n_sectors,)
            By buying sector [unit/a].
        """
        place = self.region(region)
        rows = np.arange(self.n_regions) * self.n_sectors + self.sector(sector)
        rows = np.delete(rows, place) if imported else rows
        columns = slice(place * self.n_sectors, (place + 1) * self.n_sectors)
        return np.asarray(self.Z[rows][:, columns].sum(axis=0), float).reshape(-1)


def _flows(Z: Any, *, owned: bool) -> Flows:  # noqa: ANN401 - dense or sparse
    if sparse.issparse(Z):
        flows = sparse.csr_array(Z, dtype=float, copy=not owned)
        flows.sum_duplicates()
        return flows
    return np.array(Z, float, copy=None if owned else True)


def _pairs(index: Iterable[Any]) -> list[Pair]:
    """Return labels as pairs; of a single level the second part is empty."""
    return [(str(label[0]), str(label[1])) if isinstance(label, tuple) else (str(label), "") for label in index]


def _place(name: str, names: tuple[str, ...], what: str, table: str) -> int:
    try:
        return names.index(name)
    except ValueError as error:
        raise CodeError(
            f"{what} {name!r} is not in the table", where=table, remedy=nearest(name, list(names))
        ) from error


def _set_right(flows: Flows, demand: Real, published: Real, name: str) -> tuple[Flows, Real, Real, Handled]:
    cells = flows.data if sparse.issparse(flows) else flows
    stated = ~np.isnan(published)
    if not (np.isfinite(cells.sum()) and np.isfinite(demand.sum()) and np.isfinite(published[stated]).all()):
        raise InputError("a number of the table is not finite", where=name, remedy="Leave it out, or write 0.")
    raw = _sales(flows, demand)
    below, drawn = _clip(cells), demand[demand < 0]
    np.maximum(demand, 0.0, out=demand)
    idle_inputs = _still(flows, demand)
    output = _sales(flows, demand)
    if not output.any():
        raise InputError("nobody sells anything", where=name, remedy="Are Z and Y those of one table?")
    costs = _bought(flows)
    total = float(published[stated].sum()) or 1.0
    handled = Handled(
        zero_output=int((output == 0).sum()),
        idle_inputs=idle_inputs,
        negative_final=len(drawn),
        negative_final_sum=float(drawn.sum()),
        negative_flows=below,
        unstated_output=int((~stated & (output > 0)).sum()),
        costs_above_output=int((costs > output * (1 + 1e-9)).sum()),
        row_error=float(np.abs(raw - published)[stated].sum()) / total,
        output_changed=float(np.abs(output - published)[stated].sum()) / total,
    )
    return flows, demand, output, handled


def _sales(flows: Flows, demand: Real) -> Real:
    return np.asarray(np.asarray(flows.sum(axis=1), float).reshape(-1) + demand.sum(axis=1))


def _bought(flows: Flows) -> Real:
    return np.asarray(flows.sum(axis=0), float).reshape(-1)


def _clip(cells: Real) -> int:
    """Set negative cells to 0 in place, a block at a time; return how many there were."""
    count = 0
    for block in np.array_split(cells, max(1, cells.size // _BLOCK)):  # views, not copies
        low = block < 0
        count += int(low.sum())
        block[low] = 0.0
    return count


def _still(flows: Flows, demand: Real) -> float:
    """Empty the columns of nodes that sell nothing, until there is none that buys; return what they bought."""
    lost = 0.0
    while True:
        idle = _sales(flows, demand) == 0
        bought = float(_bought(flows)[idle].sum())
        if bought == 0:
            return lost
        lost += bought
        if sparse.issparse(flows):
            flows.data[idle[flows.indices]] = 0.0
        else:
            flows[:, idle] = 0.0
