"""Korean trade by month, ten-digit item (HSK) and country: one line holds exports and imports and becomes two rows.

A line of totals (``총계`` or ``-``) is left out, counted. A line whose balance is not exports less imports is refused.
Counts of refused rows are of both directions; a line that does not fit the heading counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.ref.countries import parse_country
from tocsin.sources.codes import digits
from tocsin.sources.columns import Reading
from tocsin.sources.korea_customs.checks import totals, two_places, unbalanced
from tocsin.sources.korea_customs.countries import NAMES
from tocsin.sources.korea_customs.layout import SCALES, Layout, fields_of, read_layout
from tocsin.sources.release import given_day, release_of
from tocsin.sources.textfile import Block, read_blocks


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
    day = given_day(request.options)
    for path in request.files:
        layout = read_layout(path, request.options)
        also = f"{request.options.get('released')} {sorted(layout.units.items())}"
        batches = _batches(path, layout, request)
        yield release_of("korea_customs", "flow", path, batches=batches, day=day, also=also)


def _batches(path: Path, layout: Layout, request: Request) -> Iterator[Batch]:
    rows = 0
    for block in read_blocks(path, needed=tuple(layout.columns.values()), encoding=layout.encoding):
        plain = Block(fields_of(block.rows, layout), block.numbers)
        rows += len(block.rows)
        request.progress(rows)
        yield _flows(Block(plain.rows, plain.numbers, block.refused), layout, "export")
        yield _flows(plain, layout, "import")


def _flows(block: Block, layout: Layout, direction: str) -> Batch:
    reading = Reading(block)
    country = "country_code" if "country_code" in layout.columns else "country"
    for column in ("period", "code", country):
        reading.refuse(totals(block.rows, column), "total, not a flow of one item and country", column, asked=True)
    reading.codes("period", "period", _month)
    reading.codes("product", "code", digits("hsk10", 10))
    reading.codes("partner", country, partial(_country, scheme="iso2" if country == "country_code" else "name"))
    reading.codes("nomenclature", "period", lambda value: f"HSK{_month(value)[:4]}")
    reading.codes("scope", "period", lambda value: f"KOR {_month(value)} M")
    if {"country", "country_code"} <= set(layout.columns):
        reading.refuse(two_places(block.rows), "country code and name are two places", "country")
    for name, column in (("trade_value", f"{direction}_value"), ("net_weight", f"{direction}_weight")):
        reading.numbers(name, column, scale=SCALES[layout.units[column]])
    if "balance" in layout.columns:
        reading.refuse(unbalanced(block.rows, layout.units), "balance is not exports less imports", "balance")
    reading.constants(reporter="KOR", direction=direction, freq="M", status="A")
    return reading.batch("flow")


def _month(value: object) -> str:
    text = str(value).strip()
    year, dot, month = text.partition(".")
    if dot and len(month) == 1:
        raise CodeError(f"period {value!r} may be of month 1 or 10: a zero is gone")
    return str(parse_period(f"{year}-{month}" if dot else text, "M"))


def _country(value: object, scheme: str) -> str:
    text = str(value).strip()
    if text in NAMES:
        return NAMES[text]
    return parse_country(text, scheme="iso2" if len(text) == 2 else scheme)
