"""Input-output tables of South Korea at basic prices, products by products: one of domestic, one of imported supply.

Files are named ``IO_D_B_384_2010.csv`` and ``IO_M_B_384_2010.csv``, for domestic and imported, with the number of
products. The first line numbers the columns, the first column the rows. Behind the products stand the columns of total
intermediate demand, seven of final demand (private and government consumption, private and government fixed capital,
inventories, valuables, exports), their total, and total demand; below them totals and taxes. Figures are millions of
won. Total demand for domestic supply is output. Imports are supply of the rest of the world, which has no inputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tocsin.core.errors import FormatError, UsageError
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.io_cells import REST, Axis, Cells, year_of
from tocsin.sources.io_text import fields
from tocsin.sources.release import given_day, release_of
from tocsin.sources.textfile import check_file

UNIT = "million KRW"
#: Categories of final demand, in the order of the columns.
FINAL = (
    "private consumption",
    "government consumption",
    "private investment",
    "government investment",
    "inventories",
    "valuables",
    "exports",
)
_NAME = re.compile(r"IO_([DM])_B_(\d+)_(\d{4})\.csv", re.IGNORECASE)
_KIND = {"D": "KOR", "M": REST}
_BEHIND = len(FINAL) + 3  # total intermediate demand before them, total final demand and total demand after
_TOLERANCE = 0.5  # figures are whole, so are their sums [million KRW]


@dataclass(frozen=True)
class _Supply:
    """One file: whose supply it is, how many products, and all its numbers."""

    origin: str
    products: int
    values: np.ndarray


def read(request: Request) -> Iterator[Release]:
    """Read the domestic and the imported table of a year as one release; a folder stands for all its tables.

    Parameters
    ----------
    request : Request
        Files or folders, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per year and number of products.

    Raises
    ------
    FormatError
        If a file is laid out otherwise, or one of a pair is missing.
    """
    day = given_day(request.options)
    for (count, named), pair in sorted(_pairs(request.files).items()):
        year = year_of(request.options.get("year"), named, pair["D"].name)
        cells = Cells(f"BOK{year}-{count}", year, UNIT, request.progress)
        yield release_of(
            "korea_io",
            "io_table",
            pair["D"],
            pair["M"],
            batches=_batches(pair, int(count), cells),
            day=day,
            vintage=year,
            also=f"1 {cells.scope} {day}",
        )


def _pairs(given: tuple[Path, ...]) -> dict[tuple[str, str], dict[str, Path]]:
    files = [file for path in given for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    pairs: dict[tuple[str, str], dict[str, Path]] = {}
    for path in files:
        if found := _NAME.fullmatch(path.name):
            pairs.setdefault((found.group(2), found.group(3)), {})[found.group(1).upper()] = path
        elif path in given:
            raise UsageError(f"{path.name!r} does not say what it holds", remedy="Name it IO_D_B_384_2010.csv.")
    if not pairs:
        raise FormatError("there is no table", where=str(given[0]), remedy="Name it IO_D_B_384_2010.csv.")
    for (count, year), pair in pairs.items():
        if lost := {"D", "M"} - set(pair):
            name = f"IO_{lost.pop()}_B_{count}_{year}.csv"
            raise FormatError(
                f"{name} is missing", where=str(next(iter(pair.values())).parent), remedy="Give both files."
            )
    return pairs


def _batches(pair: dict[str, Path], products: int, cells: Cells) -> Iterator[Batch]:
    for kind in ("D", "M"):
        supply = _read(pair[kind], _KIND[kind], products)
        sectors = tuple(str(i + 1) for i in range(products))
        sellers, users = Axis((supply.origin,) * products, sectors), Axis(("KOR",) * products, sectors)
        demand = supply.values[:products]
        yield cells.batch("Z", sellers, users, demand[:, :products])
        buyers = Axis(tuple(REST if name == "exports" else "KOR" for name in FINAL), FINAL)
        yield cells.batch("Y", sellers, buyers, demand[:, products + 1 : products + 1 + len(FINAL)])
        if kind == "D":
            yield cells.batch("x", sellers, None, demand[:, -1])


def _read(path: Path, origin: str, products: int) -> _Supply:
    check_file(path)
    rows: list[np.ndarray] = []
    with path.open(
        encoding="cp949", errors="replace", newline=""
    ) as stream:  # numbers are ASCII, whatever the names are
        heading = fields(next(stream, ""), ",")
        if len(heading) != products + _BEHIND + 1:
            raise FormatError(
                f"it has {len(heading) - 1} columns of numbers, not {products + _BEHIND}",
                where=str(path),
                remedy=f"{products} products, their total, {len(FINAL)} of final demand, two totals.",
            )
        for number, line in enumerate(stream, 2):
            if len(rows) < products and line.strip():
                rows.append(_numbers(line, products, len(rows) + 1, f"{path} line {number}"))
    if len(rows) < products:
        raise FormatError(f"it has {len(rows)} rows of {products}", where=str(path), remedy="Is the file complete?")
    values = np.stack(rows)
    _check(values, products, path)
    return _Supply(origin, products, values)


def _numbers(line: str, products: int, row: int, where: str) -> np.ndarray:
    parts = fields(line, ",")
    if parts[0] not in {str(row), f"{row}.0", f"{row:03d}"} or len(parts) != products + _BEHIND + 1:
        raise FormatError(
            f"row {parts[0]!r} has {len(parts) - 1} numbers, where row {row} should have {products + _BEHIND}",
            where=where,
            remedy="Download it again.",
        )
    try:
        return np.array([float(part.replace(",", "") or "nan") for part in parts[1:]])
    except ValueError as error:
        raise FormatError(f"a number cannot be read ({error})", where=where, remedy="Download it again.") from error


def _check(values: np.ndarray, products: int, path: Path) -> None:
    """Refuse a file whose totals are not those of its columns: then its columns are not what they are taken for."""
    inner, final = values[:, :products], values[:, products + 1 : products + 1 + len(FINAL)]
    for total, parts, what in (
        (values[:, products], inner.sum(axis=1), "intermediate demand"),
        (values[:, -2], final.sum(axis=1), "final demand"),
        (values[:, -1], inner.sum(axis=1) + final.sum(axis=1), "demand"),
    ):
        wrong = np.flatnonzero(np.abs(total - parts) > _TOLERANCE)
        if len(wrong):
            row = int(wrong[0])
            raise FormatError(
                f"total {what} of row {row + 1} is {total[row]:,.0f}, its columns add up to {parts[row]:,.0f}",
                where=str(path),
                remedy="Are its columns in another order? Only the layout of 2010 is known.",
            )
