"""Cells of an input-output table as rows of the table ``io_table``: those of zero are no rows.

A publisher's file is a matrix with labels along both sides; a row of ours is one of its cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.core.period import parse_period
from tocsin.core.progress import Counted, silent
from tocsin.core.release import Batch
from tocsin.core.schema import TABLES
from tocsin.ref.countries import parse_country
from tocsin.sources.refusals import Refusals

#: What publishers call the countries that they do not tell apart.
REST = "ROW"
#: Cells looked at before the rows of them are handed on [1].
CELLS = 2_000_000


@dataclass(frozen=True)
class Axis:
    """Labels along one side of a matrix.

    Parameters
    ----------
    regions : tuple of str
        Our code of each region, see :func:`region`.
    sectors : tuple of str
        Sector, or category of final demand or value added.
    """

    regions: tuple[str, ...]
    sectors: tuple[str, ...]

    def __len__(self) -> int:
        """Return how many labels there are."""
        return len(self.sectors)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Axis:
        """Make one of pairs of region and sector.

        Parameters
        ----------
        pairs : iterable of (str, str)
            In the order of the matrix.

        Returns
        -------
        Axis
            The labels.
        """
        listed = list(pairs)
        return cls(tuple(pair[0] for pair in listed), tuple(pair[1] for pair in listed))

    def check(self, where: str) -> None:
        """Refuse labels that occur twice: one cell would be two.

        Parameters
        ----------
        where : str
            File, for the error.

        Raises
        ------
        FormatError
            If a label occurs twice, or is empty.
        """
        seen: set[tuple[str, str]] = set()
        for pair in zip(self.regions, self.sectors, strict=True):
            if pair in seen or not all(pair):
                what = "occurs twice" if pair in seen else "is empty"
                raise FormatError(f"label {' '.join(pair)!r} {what}", where=where, remedy="Download it again.")
            seen.add(pair)


@dataclass(frozen=True)
class Cells:
    """Turns parts of one table of one year into batches.

    Parameters
    ----------
    io_system : str
        Name and edition of the table: ``"WIOD2013"``.
    year : str
        Year of its figures.
    unit : str
        Unit of its figures: ``"million USD"``.
    progress : callable
        Told the number of rows so far.
    """

    io_system: str
    year: str
    unit: str
    progress: Counted = silent
    _rows: list[int] = field(default_factory=lambda: [0])

    @property
    def scope(self) -> str:
        """Part of the source that is released together: one year of one edition."""
        return f"{self.io_system} {self.year}"

    def batch(self, part: str, origins: Axis, targets: Axis | None, values: np.ndarray) -> Batch:
        """Return the cells of a block that are not zero.

        Parameters
        ----------
        part : str
            ``Z``, ``Y``, ``VA`` or ``x``.
        origins : Axis
            Labels of the rows.
        targets : Axis or None
            Labels of the columns; None for ``x``, which has one.
        values : numpy.ndarray of float, shape (len(origins), len(targets))
            The block [unit].

        Returns
        -------
        Batch
            One row per cell; cells that are no finite number are refused.
        """
        values = np.asarray(values, float).reshape(len(origins), len(targets) if targets else 1)
        finite = np.isfinite(values)
        refused = Refusals()
        for i, j in np.argwhere(~finite):
            place = f"{origins.regions[i]} {origins.sectors[i]}"
            place += f" to {targets.regions[j]} {targets.sectors[j]}" if targets else ""
            refused.add("cell is not a finite number", f"{part}, {place}: {values[i, j]}")
        i, j = np.nonzero(finite & (values != 0))
        sellers = (_coded(origins.regions, i), _coded(origins.sectors, i))
        nobody = pa.nulls(len(i), pa.string())
        buyers = (_coded(targets.regions, j), _coded(targets.sectors, j)) if targets else (nobody, nobody)
        return self._batch(part, (*sellers, *buyers), values[i, j], refused)

    def added(self, kind: str, targets: Axis, values: np.ndarray, *, place: str = "") -> Batch:
        """Return a row of value added or taxes: each cell arises in the region of its column.

        Parameters
        ----------
        kind : str
            What it is: ``"VA"``, ``"TLS"``.
        targets : Axis
            Labels of the columns.
        values : numpy.ndarray of float, shape (len(targets),)
            The row [unit].
        place : str
            Region that the row itself names, if it does.

        Returns
        -------
        Batch
            One row per cell; cells that are no finite number are refused.
        """
        refused = Refusals()
        for k in np.flatnonzero(~np.isfinite(values)):
            refused.add("cell is not a finite number", f"VA, {kind} of {targets.regions[k]} {targets.sectors[k]}")
        j = np.flatnonzero(np.isfinite(values) & (values != 0))
        same = np.zeros(len(j), np.int32)
        sellers = _coded((place,), same) if place else _coded(targets.regions, j)
        labels = (sellers, _coded((kind,), same), _coded(targets.regions, j), _coded(targets.sectors, j))
        return self._batch("VA", labels, values[j], refused)

    def _batch(self, part: str, labels: tuple[pa.Array, ...], values: np.ndarray, refused: Refusals) -> Batch:
        names = ("from_region", "from_sector", "to_region", "to_sector")
        columns: dict[str, pa.Array] = dict(zip(names, labels, strict=True)) | {"value": pa.array(values)}
        constant = {"part": part, "io_system": self.io_system, "period": self.year, "freq": "A", "unit": self.unit}
        same = np.zeros(len(values), np.int32)
        for name, value in (constant | {"status": "A", "scope": self.scope}).items():
            columns[name] = _coded((value,), same)
        self._rows[0] += len(values)
        self.progress(self._rows[0])
        schema = TABLES["io_table"].columns
        rows = pa.table({name: columns[name] for name in schema.names}).cast(schema)
        return Batch(rows, refused.listed())


def _coded(labels: Sequence[str], index: np.ndarray) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), pa.array(labels, pa.string()))


def region(text: str, scheme: str = "iso3") -> str:
    """Return our code of a region: of a country ours, of an aggregate or a part of a country the publisher's.

    Parameters
    ----------
    text : str
        Code as in the file: ``"ROM"``, ``"RoW"``, ``"CN1"``.
    scheme : str
        ``iso3`` or ``iso2``.

    Returns
    -------
    str
        ``"ROU"``, ``"ROW"``, ``"CN1"``.
    """
    code = text.strip()
    if code.upper() == REST:
        return REST
    for known in dict.fromkeys((scheme, "iso3")):
        try:
            return parse_country(code, scheme=known)
        except CodeError:
            continue
    return code


def year_of(given: str | None, found: str | None, name: str) -> str:
    """Return the year that a table is about, from an option or from where the file says it.

    Parameters
    ----------
    given : str or None
        ``--option year``.
    found : str or None
        What the file or its name says.
    name : str
        Name of the file.

    Returns
    -------
    str
        Four digits.

    Raises
    ------
    UsageError
        If neither says it.
    """
    year = given or found
    if not year:
        raise UsageError(f"{name!r} does not say its year", remedy="Give --option year=2011.")
    return str(parse_period(year, "A", where="--option year" if given else name))
