"""Sheets with one column per series and one row per period, turned into rows of a table.

Every cell under a series is one figure, so one row: stored, or refused with its reason and cell. A mark that the
publisher writes for a missing figure, and a cell left empty between two figures, are stored as status M without a
value. Empty cells before the first and after the last figure of a series lie outside it: they are no figures.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.core.progress import Counted, silent
from tocsin.core.release import Batch
from tocsin.core.schema import TABLES
from tocsin.sources.cells import Row, is_filled
from tocsin.sources.refusals import Refusals
from tocsin.sources.workbook import cell_name

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)


@dataclass(frozen=True)
class Series:
    """One column of figures.

    Parameters
    ----------
    column : int
        Its place, counted from 0.
    told : mapping of str to str
        Canonical columns that are the same in all its rows: name, place, unit.
    factor : float
        From the publisher's unit to the one told [1].
    """

    column: int
    told: Mapping[str, str]
    factor: float = 1.0


@dataclass(frozen=True)
class Layout:
    """How a sheet is to be read.

    Parameters
    ----------
    table : str
        Name of the table its rows go into.
    period : callable
        From a row of the sheet to its period; raises CodeError.
    constant : mapping of str to str
        Canonical columns that are the same in all rows.
    first : int
        Row of the first figures, counted from 0.
    missing : frozenset of str
        Texts that the publisher writes for a missing figure.
    blank : frozenset of str
        Texts that mean "no cell": outside a series they are passed over.
    doubt : callable
        From a row and a series to the reason why its figure is refused, else the empty text.
    """

    table: str
    period: Callable[[Row], str]
    constant: Mapping[str, str]
    first: int = 1
    missing: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset({""})
    doubt: Callable[[Row, Series], str] = lambda _row, _one: ""


def month_of_row(row: Row) -> str:
    """Return the month that the first cell of a row names, as most monthly sheets have it.

    Parameters
    ----------
    row : list of object
        Cells.

    Returns
    -------
    str
        Canonical period.

    Raises
    ------
    CodeError
        If it is no month.
    """
    return str(parse_period(row[0], "M"))


def unpivot(
    cells: Sequence[Row], series: Sequence[Series], layout: Layout, progress: Counted = silent
) -> Iterator[Batch]:
    """Turn a sheet into rows.

    Parameters
    ----------
    cells : sequence of list of object
        The sheet; all rows as wide as the first.
    series : sequence of Series
        Its columns of figures.
    layout : Layout
        How to read it.
    progress : callable
        Told the number of rows.

    Yields
    ------
    Batch
        Rows and refusals, all in one.
    """
    refused = Refusals()
    dated = _dated(cells, series, layout, refused)
    parts = [TABLES[layout.table].columns.empty_table()]
    for one in series:
        periods, values = [], []
        for i, period, row in dated:
            value, wrong = _figure(row[one.column], layout)
            if wrong := wrong or layout.doubt(row, one):
                refused.add(wrong, f"cell {cell_name(i, one.column)}: {row[one.column]!r}")
            else:
                periods.append(period)
                values.append(value)
        parts.append(_part(one, periods, values, layout))
    rows = pa.concat_tables(parts)
    progress(len(rows))
    yield Batch(rows, refused.listed())


def _dated(
    cells: Sequence[Row], series: Sequence[Series], layout: Layout, refused: Refusals
) -> list[tuple[int, str, Row]]:
    """Return the rows that have a period; a row of notes alone is passed over, one note in its place refused."""
    dated = []
    for i, row in enumerate(cells[layout.first :], layout.first):
        figures = sum(one.column < len(row) and is_filled(row[one.column]) for one in series)
        if not figures and not (row and is_filled(row[0])):
            continue
        if len(row) != len(cells[0]):
            refused.add("row has more or fewer cells than the heading", f"row {i + 1}: {len(row)} cells", len(series))
            continue
        try:
            dated.append((i, layout.period(row), row))
        except CodeError as error:
            reason = error.found.replace(f"{row[0]!r} ", "date ") if figures else "row holds a note, no figures"
            refused.add(reason, f"cell {cell_name(i, 0)}: {row[0]!r}", len(series) if figures else 1)
    return dated


def _figure(cell: object, layout: Layout) -> tuple[object, str]:
    """Return a number, None for a missing figure, "" for no cell; or the reason why it is none of them."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return (float(cell), "") if math.isfinite(cell) else (None, "value is not a finite number")
    text = cell.strip() if isinstance(cell, str) else "" if cell is None else repr(cell)
    if text in layout.missing:
        return None, ""
    if text in layout.blank:
        return "", ""
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    return (value, "") if math.isfinite(value) else (None, "value is not a number")


def _part(one: Series, periods: list[str], values: list[object], layout: Layout) -> pa.Table:
    inside = [i for i, value in enumerate(values) if value != ""]
    span = range(inside[0], inside[-1] + 1) if inside else range(0)
    numbers = [None if values[i] in {"", None} else float(str(values[i])) * one.factor for i in span]
    told = {**layout.constant, **one.told}
    columns = {
        "period": [periods[i] for i in span],
        "value": numbers,
        "status": ["M" if number is None else "A" for number in numbers],
    }
    schema = TABLES[layout.table].columns
    return pa.table(
        [pa.array(columns.get(field.name, [told.get(field.name)] * len(span)), field.type) for field in schema],
        schema=schema,
    )
