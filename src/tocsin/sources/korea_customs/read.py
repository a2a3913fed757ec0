"""Korean trade by month, ten-digit item (HSK) and country: one line holds exports and imports and becomes two rows.

A line of totals (``총계`` or ``-``) is left out, counted. A line whose balance is not exports less imports is refused.
Counts of refused rows are of both directions; a line that does not fit the heading counts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.ref.countries import parse_country
from tocsin.ref.gazetteer import countries
from tocsin.sources.columns import Reading
from tocsin.sources.declaration import source
from tocsin.sources.korea_customs.countries import NAMES
from tocsin.sources.korea_customs.layout import SCALES, Layout, read_layout
from tocsin.sources.textfile import Block, read_blocks, sha256_of

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

TOTALS = ("총계", "합계", "total", "-")
_GROUPED = r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"


def read(request: Request) -> Iterator[Release]:
    """Read each file as part of one release.

    Parameters
    ----------
    request : Request
        Files and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.
    """
    given = request.options.get("released")
    day = parse_period(given, "D", where="--option released").start if given else None
    for path in request.files:
        layout = read_layout(path, request.options)
        yield Release(
            table="flow",
            vintage=day.isoformat() if day else "undated",
            released_on=day,
            lag_months=source("korea_customs").lag_months,
            sha256=sha256_of(path, also=f"{given} {sorted(layout.units.items())}"),
            batches=_batches(path, layout, request),
            origin=path.name,
        )


def _batches(path: Path, layout: Layout, request: Request) -> Iterator[Batch]:
    rows = 0
    for block in read_blocks(path, needed=tuple(layout.columns.values()), encoding=layout.encoding):
        fields = block.rows.select(list(layout.columns.values())).rename_columns(list(layout.columns))
        plain = Block(_ungrouped(fields, layout.units), block.numbers)
        rows += len(block.rows)
        request.progress(rows)
        yield _flows(Block(plain.rows, plain.numbers, block.refused), layout, "export")
        yield _flows(plain, layout, "import")


def _ungrouped(rows: pa.Table, units: Mapping[str, str]) -> pa.Table:
    """Take the commas out of numbers like ``1,234``, and of no other text."""
    frame = pl.DataFrame(pl.from_arrow(rows))
    plain = [
        pl.when(pl.col(name).str.strip_chars().str.contains(_GROUPED))
        .then(pl.col(name).str.replace_all(",", "", literal=True))
        .otherwise(pl.col(name))
        for name in units
    ]
    return frame.with_columns(plain).to_arrow()


def _flows(block: Block, layout: Layout, direction: str) -> Batch:
    reading = Reading(block)
    country = "country_code" if "country_code" in layout.columns else "country"
    for column in ("period", "code", country):
        reading.refuse(_totals(block.rows, column), "total, not a flow of one item and country", column, asked=True)
    reading.codes("period", "period", _month)
    reading.codes("product", "code", _hsk10)
    reading.codes("partner", country, partial(_country, scheme="iso2" if country == "country_code" else "name"))
    reading.codes("nomenclature", "period", lambda value: f"HSK{_month(value)[:4]}")
    reading.codes("scope", "period", lambda value: f"KOR {_month(value)} M")
    if {"country", "country_code"} <= set(layout.columns):
        reading.refuse(_two_places(block.rows), "country code and name are two places", "country")
    for name, column in (("trade_value", f"{direction}_value"), ("net_weight", f"{direction}_weight")):
        reading.numbers(name, column, scale=SCALES[layout.units[column]])
    if "balance" in layout.columns:
        reading.refuse(_unbalanced(block.rows, layout.units), "balance is not exports less imports", "balance")
    constants = {"reporter": "KOR", "direction": direction, "freq": "M", "status": "A"}
    for name, value in constants.items():
        reading.constant(name, value)
    return reading.batch("flow")


def _totals(rows: pa.Table, column: str) -> np.ndarray:
    text = pl.Series(rows.column(column)).cast(pl.String).str.strip_chars().str.to_lowercase()
    return text.is_in(TOTALS).fill_null(False).to_numpy()


def _two_places(rows: pa.Table) -> np.ndarray:
    """Find lines whose Korean name, where it is known, is of another country than their code."""
    iso2 = {code.iso2: iso3 for iso3, code in countries().items() if code.iso2}
    named, coded = (
        pl.Series(rows.column(name)).str.strip_chars().replace_strict(known, default=None, return_dtype=pl.String)
        for name, known in (("country", NAMES), ("country_code", iso2))
    )
    return (named != coded).fill_null(False).to_numpy()


def _unbalanced(rows: pa.Table, units: Mapping[str, str]) -> np.ndarray:
    """Find lines whose balance does not follow from the line; each figure may be rounded to its unit."""
    names = ("balance", "export_value", "import_value")
    balance, sold, bought = (
        pl.Series(rows.column(name)).str.strip_chars().cast(pl.Float64, strict=False) * SCALES[units[name]]
        for name in names
    )
    rounding = 1.5 * max(SCALES[units[name]] for name in names)
    return ((balance - (sold - bought)).abs() > rounding).fill_null(False).to_numpy()


def _month(value: object) -> str:
    text = str(value).strip()
    year, dot, month = text.partition(".")
    if dot and len(month) == 1:
        raise CodeError(f"period {value!r} may be of month 1 or 10: a zero is gone")
    return str(parse_period(f"{year}-{month}" if dot else text, "M"))


def _hsk10(value: object) -> str:
    text = str(value).strip().strip("'\"")
    if not (text.isascii() and text.isdigit()):
        raise CodeError(f"hsk10 {value!r} is not made of digits")
    if len(text) != 10:
        hint = ": was a leading zero lost in a spreadsheet?" if len(text) == 9 else ", not 10"
        raise CodeError(f"hsk10 {value!r} has {len(text)} digits{hint}")
    return text


def _country(value: object, scheme: str) -> str:
    text = str(value).strip()
    if text in NAMES:
        return NAMES[text]
    return parse_country(text, scheme="iso2" if len(text) == 2 else scheme)
