"""Ideal points of states from their votes in the United Nations General Assembly, one score per state and session.

A Parquet or comma-separated file with ``ccode`` (number of the Correlates of War), ``session``, ``NVotes``,
``IdealPoint``, ``iso3c`` and ``Countryname``. Session ``n`` begins in the September of year ``n`` + 1945, which is the
period. Two codes are refined by number and year: both Yemens before 1990 bear ``YAR``, and ``YUG`` goes on after
Yugoslavia: it is Serbia and Montenegro from 2003 and Serbia from 2006.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.core.release import Release, Request
from tocsin.ref.countries import is_special, parse_country
from tocsin.sources.jsonfile import Record, text_in
from tocsin.sources.release import given_day, release_of
from tocsin.sources.tally import Tally
from tocsin.sources.textfile import read_blocks

COLUMNS = ("ccode", "session", "IdealPoint", "iso3c", "Countryname")
FIRST = 1945  # the year before the first session was counted
_YEMENS = {"678": "YEM", "680": "YMD"}


def read(request: Request) -> Iterator[Release]:
    """Read each file as one release of ``country_score``.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.

    Raises
    ------
    FormatError
        If a column is missing.
    """
    day = given_day(request.options)
    for path in request.files:
        tally = Tally("country_score")
        for where, record in _records(path):
            try:
                tally.keep(where, **_score(record))
            except CodeError as error:
                tally.refuse(error.found, f"{where}: {record['iso3c']!r}, {record['IdealPoint']!r}")
        request.progress(tally.count)
        yield release_of("un_votes", "country_score", path, batches=tally.batches(), day=day, also=f"1 {day}")


def _records(path: Path) -> Iterator[tuple[str, Record]]:
    for block in read_blocks(path, needed=COLUMNS):
        for number, record in zip(block.numbers.tolist(), block.rows.to_pylist(), strict=True):
            yield f"line {number}", record


def _score(record: Record) -> dict[str, object]:
    year = _year(text_in(record, "session"))
    return {
        "country": _country(text_in(record, "ccode").removesuffix(".0"), text_in(record, "iso3c"), year),
        "dimension": "un_ideal_point",
        "period": str(year),
        "freq": "A",
        "value": _value(text_in(record, "IdealPoint")),
        "unit": "1",
        "status": "A",
        "scope": "UN ideal points",
    }


def _year(text: str) -> int:
    text = text.removesuffix(".0")
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 200):
        raise CodeError("session is not a number of one")
    return FIRST + int(text)


def _country(number: str, code: str, year: int) -> str:
    if code == "YAR":
        code = _YEMENS.get(number, code)
    if code == "YUG" and year >= 2003:
        code = "SCG" if year < 2006 else "SRB"
    try:
        country = parse_country(code, scheme="iso3")
    except CodeError as error:
        raise CodeError("country is unknown" if code else "country is missing") from error
    if is_special(country):
        raise CodeError("country is no state")
    return country


def _value(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise CodeError("ideal point is not a number")
    return value
