"""Months beside each other in one line: which of them are published, and whether they add up to their year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from tocsin.sources.textfile import read_blocks

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MEASURES = ("Quantity1", "Quantity2", "Value")


def published(path: Path) -> dict[str, int]:
    """Return by year the last month in which any line has a value.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Returns
    -------
    dict of str to int
        Month by year as the file writes it; a year without any value is not there.
    """
    found: dict[str, int] = {}
    values = tuple(f"Value-{name}" for name in MONTHS)
    for block in read_blocks(path, needed=("Year", *values)):
        frame = pl.DataFrame(pl.from_arrow(block.rows))
        sums = frame.group_by(pl.col("Year").str.strip_chars(" '\"")).agg(
            (pl.col(values).cast(pl.Float64, strict=False) > 0).any()
        )
        for year, *shown in sums.rows():
            held = max((month for month, told in enumerate(shown, 1) if told), default=0)
            if year is not None and held:
                found[year] = max(found.get(year, 0), held)
    return found


def disagreeing(frame: pl.DataFrame, until: pl.Series) -> np.ndarray:
    """Find lines whose published months do not add up to the year; each may be rounded by one unit.

    Parameters
    ----------
    frame : polars.DataFrame
        Lines, as text.
    until : polars.Series of int
        Last published month of each.

    Returns
    -------
    numpy.ndarray of bool
        True where the line is to be refused.
    """
    wrong = np.zeros(len(frame), bool)
    for measure in MEASURES:
        numbers = frame.select(pl.col(f"{measure}-{part}").cast(pl.Float64, strict=False) for part in ("Year", *MONTHS))
        year, *months = (np.nan_to_num(column.fill_null(0.0).to_numpy()) for column in numbers)
        shown = [np.where(until.to_numpy() >= i, values, 0.0) for i, values in enumerate(months, 1)]
        wrong |= np.abs(year - sum(shown)) > sum((values != 0).astype(float) for values in shown)
    return wrong
