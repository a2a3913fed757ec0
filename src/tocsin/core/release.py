"""What a source hands over: releases made of batches, with every refused row counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.core.progress import Counted, silent

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Refusal:
    """Rows refused for one reason, with a few of them quoted.

    Parameters
    ----------
    reason : str
        Why, in words an analyst understands: ``"hs6 has 5 digits"``.
    count : int
        How many rows [1].
    examples : tuple of str
        At most a handful, each with its place: ``"line 7: '28111'"``.
    asked : bool
        Whether the user asked for it, by a column map: counted, but no fault of the file.
    """

    reason: str
    count: int
    examples: tuple[str, ...] = ()
    asked: bool = False


@dataclass(frozen=True)
class Batch:
    """Some rows of one table in its canonical columns, and the rows refused beside them.

    Parameters
    ----------
    rows : pyarrow.Table
        Columns as in :mod:`tocsin.core.schema`, without those that the pipeline adds.
    refused : tuple of Refusal
        Rows of the input that did not become rows here.
    """

    rows: pa.Table
    refused: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Release:
    """One vintage of one table from one source: it becomes one load, all or nothing.

    Parameters
    ----------
    table : str
        Name of the table the rows go into.
    vintage : str
        Publisher's name of the release; ``"undated"`` where the source keeps no vintages.
    released_on : datetime.date or None
        When this vintage became public; None if unknown, then only `lag_months` says when a row could be known.
    lag_months : int
        Months from the end of a period until its first figure is public [months].
    sha256 : str
        Digest of the input bytes and of everything that shaped the reading (column map, options).
    batches : iterator of Batch
        The rows, read lazily.
    origin : str
        File name or address the rows came from, for provenance.
    licence : str
        Terms of these rows where they are not those of the source: a file of the user's own.
    """

    table: str
    vintage: str
    released_on: date | None
    lag_months: int
    sha256: str
    batches: Iterator[Batch]
    origin: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Request:
    """What the user asked a source to read.

    Parameters
    ----------
    files : tuple of pathlib.Path
        Input files; empty for a source that ships its own.
    options : dict of str to str
        Further options by name, as declared in the source's ``source.toml``.
    progress : callable
        Called with the number of input rows read so far.
    """

    files: tuple[Path, ...] = ()
    options: dict[str, str] = field(default_factory=dict)
    progress: Counted = silent
