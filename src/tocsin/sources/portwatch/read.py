"""IMF PortWatch, table "Daily Trade Data": CSV, the service's JSON, or Parquet with the same columns.

A record is one port on one day and holds 21 figures: port calls, import and export, each in all and by kind of ship
(container, dry bulk, general cargo, roro, tanker, and cargo for all but tanker). Each figure is one row, so that the
number of rows in, kept and refused together is 21 times that of the records; a record refused counts 21. `place` is
the port's id, as several ports share a name; names of port and country, and the service's own row numbers, are left
out. `scope` is the country and the year, as the service is asked for countries and whole years; pages of one date are
one release. The volumes are estimates: status E.

Reference: https://portwatch.imf.org/datasets/959214444157458aad969389b3ebe1a0/about
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.ref.countries import parse_country
from tocsin.sources.columns import Reading
from tocsin.sources.portwatch.records import FIGURES, UNITS, read_records
from tocsin.sources.release import release_of
from tocsin.sources.textfile import Block
from tocsin.sources.vintage import vintage_of

_PORT = re.compile(r"[a-z]+\d+")


def read(request: Request) -> Iterator[Release]:
    """Read files; those of one date, such as the pages of an answer, are one release.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per date.
    """
    dated: dict[tuple[str, date | None], list[Path]] = {}
    for path in request.files:
        dated.setdefault(vintage_of(path, request.options.get("released")), []).append(path)
    for (vintage, day), paths in dated.items():
        rows = _batches(paths, request)
        yield release_of("portwatch", "pressure", *paths, batches=rows, day=day, vintage=vintage, also=str(day))


def _batches(paths: list[Path], request: Request) -> Iterator[Batch]:
    rows = 0
    for block in (block for path in paths for block in read_records(path)):
        for name in FIGURES:
            yield _figures(block, name)
        rows += len(block.rows)
        request.progress(rows * len(FIGURES))


def _figures(block: Block, name: str) -> Batch:
    what = name.split("_", maxsplit=1)[0]
    reading = Reading(block)
    reading.codes("place", "portid", _port)
    reading.codes("scope", "ISO3", lambda value: f"ports of {parse_country(value)}")
    reading.codes("period", "date", _day)
    reading.refuse(_differs(block.rows, reading.text("period")), "date differs from year, month and day", "date")
    reading.numbers("value", name)
    reading.constants(series=name, unit=UNITS[what], freq="D", status="E")
    batch = reading.batch("pressure")
    status = pc.if_else(pc.is_null(batch.rows["value"]), "M", "A" if what == "portcalls" else "E")
    year = pc.utf8_slice_codeunits(batch.rows["period"], 0, 4)
    rows = batch.rows
    for column, values in {"status": status, "scope": pc.binary_join_element_wise(rows["scope"], year, " ")}.items():
        rows = rows.set_column(rows.schema.get_field_index(column), column, values)
    return Batch(rows, batch.refused)


def _port(value: object) -> str:
    if not _PORT.fullmatch(str(value)):
        raise CodeError(f"{value!r} is no port id", remedy="They look like port294 or fso126.")
    return str(value)


def _day(value: object) -> str:
    """Read a day from a date, ``2026/03/20 00:00:00+00`` or milliseconds since 1970."""
    text = str(value).strip()
    if re.fullmatch(r"-?\d{11,14}", text):
        return datetime.fromtimestamp(int(text) / 1000, UTC).date().isoformat()
    found = re.fullmatch(r"(\d{4})[-/](\d{2})[-/](\d{2})(?:[T ]00:00:00(?:\.0+)?(?:Z|\+00(?::?00)?)?)?", text)
    return str(parse_period("-".join(found.groups()) if found else text, "D"))


def _differs(rows: pa.Table, period: pa.Array) -> np.ndarray:
    """Tell for each record whether its date is another than its year, month and day."""
    parts = [pl.Series(rows[name]).cast(pl.String).str.strip_chars() for name in ("year", "month", "day")]
    told = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)
    same = (told == pl.Series("period", period)).fill_null(False)
    return np.asarray(~same.to_numpy())
