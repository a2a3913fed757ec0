"""A trade file of the user's own, CSV or Parquet, read through a column map."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.errors import FormatError, UsageError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Refusal, Release, Request
from tocsin.sources.columns import Reading
from tocsin.sources.csv.columnmap import ColumnMap, read_map
from tocsin.sources.textfile import read_blocks, sha256_of


def read(request: Request) -> Iterator[Release]:
    """Read the user's files, each one release.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``; ``map`` is required.

    Yields
    ------
    Release
        One per file. Without a vintage in map or options all files of one dataset add up to one undated vintage.

    Raises
    ------
    UsageError
        If there is no map.
    FormatError
        If the map or a file's layout is wrong.
    """
    if "map" not in request.options:
        raise UsageError("source 'csv' needs a column map", remedy="Give --map MAP.toml; docs/how-to shows two.")
    columns = read_map(Path(request.options["map"]))
    vintage, released = _vintage(columns, request.options)
    for path in request.files:
        yield Release(
            table="flow",
            vintage=vintage,
            released_on=released,
            lag_months=columns.lag_months,
            sha256=sha256_of(path, also=columns.text) if path.is_file() else "",
            batches=_batches(path, columns, request),
            origin=path.name,
            licence=columns.licence,
        )


def _vintage(columns: ColumnMap, options: dict[str, str]) -> tuple[str, date | None]:
    vintage = options.get("vintage", columns.vintage)
    released = options.get("released")
    day = parse_period(released, "D", where="--option released").start if released else columns.released_on
    if (vintage == "undated") != (day is None):
        raise FormatError(
            f"vintage is {vintage!r} and its release date is {day}",
            where=str(columns.path),
            remedy="A release needs both a name and a date, or neither.",
        )
    return vintage, day


def _batches(path: Path, columns: ColumnMap, request: Request) -> Iterator[Batch]:
    blocks = read_blocks(path, needed=columns.needed, delimiter=columns.delimiter, encoding=columns.encoding)
    rows = 0
    waiting: list[Batch] = []
    for block in blocks:
        reading = Reading(block)
        _drop(reading, columns)
        _fill(reading, columns)
        rows += reading.count
        request.progress(rows)
        batch = reading.batch("flow")
        if columns.duplicates == "sum":
            waiting.append(batch)
        else:
            yield batch
    if waiting:
        yield _summed(waiting)


def _drop(reading: Reading, columns: ColumnMap) -> None:
    for column, values in columns.drop.items():
        found = pc.utf8_trim_whitespace(reading.block.rows.column(column).cast(pa.string()))
        hit = pc.is_in(found, pa.array(values, pa.string())).to_numpy()
        reading.refuse(hit, f"left out by the column map ({column})", column, asked=True)


def _fill(reading: Reading, columns: ColumnMap) -> None:
    for name, value in columns.constants.items():
        reading.constant(name, value)
    for name, parser in columns.parsers.items():
        reading.codes(name, columns.columns[name], parser)
    for name, scale in columns.scales.items():
        reading.numbers(name, columns.columns[name], scale=scale, decimal=columns.decimal, absent=columns.absent)
    if columns.rates and "trade_value" in columns.scales:
        _convert(reading, columns)
    reading.constant("scope", columns.name)


def _convert(reading: Reading, columns: ColumnMap) -> None:
    """Turn another currency into USD at the map's rate of the year; a year without rate is refused."""
    years = pc.utf8_slice_codeunits(reading.text("period"), 0, 4).to_pylist()
    factors = np.array([columns.rates.get(year or "", np.nan) for year in years])
    column = columns.columns.get("period", columns.columns["trade_value"])
    reading.refuse(np.isnan(factors), "no exchange rate for its year", column)
    reading.factor("trade_value", factors)


def _summed(batches: list[Batch]) -> Batch:
    """Add up rows that share a key, as the map asks (regimes, ports, modes of transport)."""
    from tocsin.core.schema import FLOW

    rows = pa.concat_tables([batch.rows for batch in batches])
    others = [name for name in FLOW.columns.names if name not in FLOW.key and name not in FLOW.measures]
    whole = pc.ScalarAggregateOptions(skip_nulls=False)  # a sum with an absent part is absent, not smaller
    grouped = rows.group_by(list(FLOW.key) + others, use_threads=False).aggregate(
        [(name, "sum", whole) for name in FLOW.measures]
    )
    names = [name.removesuffix("_sum") for name in grouped.column_names]
    summed = grouped.rename_columns(names).select(FLOW.columns.names)
    merged = Refusal("added to a row with the same key", len(rows) - len(summed), asked=True)
    refused = [refusal for batch in batches for refusal in batch.refused]
    return Batch(summed, tuple([*refused, merged] if merged.count else refused))
