"""IMF PortWatch, table "Daily Trade Data": CSV, the service's JSON, or Parquet with the same columns.

A record is one port on one day and holds 21 figures: port calls, import and export, each in all and by kind of ship
(container, dry bulk, general cargo, roro, tanker, and cargo for all but tanker). Each figure is one row, so that the
number of rows in, kept and refused together is 21 times that of the records; a record refused counts 21. `place` is
the port's id, as several ports share a name; names of port and country, and the service's own row numbers, are left
out. `scope` is the country, as the service hands out one country at a time. The volumes are estimates: status E.

Reference: https://portwatch.imf.org/datasets/959214444157458aad969389b3ebe1a0/about
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Request
from tocsin.ref.countries import parse_country
from tocsin.sources.columns import Reading
from tocsin.sources.portwatch.records import FIGURES, UNITS, read_records
from tocsin.sources.release import dated_files
from tocsin.sources.textfile import Block

_PORT = re.compile(r"[a-z]+\d+")


def _batches(path: Path, request: Request) -> Iterator[Batch]:
    rows = 0
    for block in read_records(path):
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
    place = batch.rows.schema.get_field_index("status")
    return Batch(batch.rows.set_column(place, "status", status), batch.refused)


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


read = dated_files("portwatch", "pressure", _batches)
