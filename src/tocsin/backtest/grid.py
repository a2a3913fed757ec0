"""A table of words and numbers that are already written out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """A table.

    Parameters
    ----------
    title : str
        Line above it.
    headings : tuple of str
        Of the columns; the first holds names, the others numbers.
    rows : tuple of tuple of str
        Cells.
    note : str
        Line under it.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
