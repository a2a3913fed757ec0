"""IMF PortWatch, table "Daily Trade Data": CSV, the service's JSON, or Parquet with the same columns.

A record is one port on one day and holds 21 figures: port calls, import and export, each in all and by kind of ship
(container, dry bulk, general cargo, roro, tanker, and cargo for all but tanker). Each figure is one row, so that the
number of rows in, kept and refused together is 21 times that of the records; a record refused counts 21. `place` is
the port's id, as several ports share a name; names of port and country, and the service's own row numbers, are left
out. `scope` is the country, as the service hands out one country at a time. The volumes are estimates: status E.

Reference: https://portwatch.imf.org/datasets/959214444157458aad969389b3ebe1a0/about
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.ref.countries import parse_country
from tocsin.sources.columns import Reading
from tocsin.sources.declaration import source
from tocsin.sources.textfile import Block, check_file, read_blocks, sha256_of
from tocsin.sources.vintage import vintage_of

SHIPS = ("", "_container", "_dry_bulk", "_general_cargo", "_roro", "_tanker", "_cargo")
UNITS = {"portcalls": "calls", "import": "t", "export": "t"}
FIGURES = tuple(f"{what}{ships}" for what, ships in product(UNITS, SHIPS))
KEYS = ("date", "year", "month", "day", "portid", "ISO3")
LEFT_OUT = {"portname", "country", "ObjectId", "OBJECTID", "FID", "GlobalID"}
_PORT = re.compile(r"[a-z]+\d+")


def read(request: Request) -> Iterator[Release]:
    """Read each file as one release.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.
    """
    for path in request.files:
        vintage, day = vintage_of(path, request.options.get("released"))
        yield Release(
            table="pressure",
            vintage=vintage,
            released_on=day,
            lag_months=source("portwatch").lag_months,
            sha256=sha256_of(path, also=str(day)),
            batches=_batches(path, request),
            origin=path.name,
        )


def _batches(path: Path, request: Request) -> Iterator[Batch]:
    rows = 0
    for block in _blocks(path):
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
    for column, value in (("series", name), ("unit", UNITS[what]), ("freq", "D"), ("status", "E")):
        reading.constant(column, value)
    batch = reading.batch("pressure")
    status = pc.if_else(pc.is_null(batch.rows["value"]), "M", "A" if what == "portcalls" else "E")
    place = batch.rows.schema.get_field_index("status")
    return Batch(batch.rows.set_column(place, "status", status), batch.refused)


def _blocks(path: Path) -> Iterator[Block]:
    check_file(path)
    with path.open("rb") as stream:
        head = stream.read(512).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] == b"<":
        raise FormatError("the file is a web page", where=str(path), remedy="Download the data itself.")
    if head[:1] == b"{":
        yield _from_json(path)
        return
    _check_names(pq.read_schema(path).names if head.startswith(b"PAR1") else _heading(path), path)
    yield from read_blocks(path, needed=(*KEYS, *FIGURES))


def _from_json(path: Path) -> Block:
    try:
        told = json.loads(path.read_bytes())
        if "error" in told:
            raise FormatError(
                f"the service answers {str(told['error'])[:160]}", where=str(path), remedy="Ask it again."
            )
        records = [feature["attributes"] for feature in told["features"]]
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(
            f"the answer is no list of features ({type(error).__name__}: {str(error)[:120]})",
            where=str(path),
            remedy="Is it complete?",
        ) from error
    names = sorted({name for record in records for name in record})
    _check_names(names if records else [*KEYS, *FIGURES], path)
    columns = {name: pa.array([_text(record.get(name)) for record in records], pa.string()) for name in names}
    empty = {name: columns.get(name, pa.array([], pa.string())) for name in (*KEYS, *FIGURES)}
    return Block(pa.table(empty), np.arange(1, len(records) + 1))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _heading(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        return [name.strip() for name in next(csv.reader(stream), [])]


def _check_names(found: list[str], path: Path) -> None:
    missing = [name for name in (*KEYS, *FIGURES) if name not in found]
    unknown = sorted(set(found) - {*KEYS, *FIGURES, *LEFT_OUT})
    if missing or unknown:
        raise FormatError(
            f"columns are missing: {missing}; unknown: {unknown}",
            where=str(path),
            remedy="Is it the table 'Daily Trade Data' with all its fields?",
        )


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
    import polars as pl

    parts = [pl.Series(rows[name]).cast(pl.String).str.strip_chars() for name in ("year", "month", "day")]
    told = parts[0] + "-" + parts[1].str.zfill(2) + "-" + parts[2].str.zfill(2)
    same = (told == pl.Series("period", period)).fill_null(False)
    return np.asarray(~same.to_numpy())
