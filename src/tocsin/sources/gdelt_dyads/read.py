"""Daily tone of pairs of countries from GDELT's events: Parquet or comma-separated, one row a day.

``JPN>KOR`` and so on hold the sum over a day's events of Goldstein's scale times mentions; ``tot`` is that sum over all
pairs, ``nnz`` the number of pairs with a figure that day. The figures are **undirected** in spite of their names: the
order of two codes says nothing of who acted. So a pair becomes one series, ``gdelt_goldstein`` of the place
``JPN-KOR``; its second column is refused, as a repetition or, if its figure differs, as a contradiction. They also grow
with the amount of news: compare days only after dividing by ``gdelt_pairs``, the pairs in the news. ``tot`` will not do
for that: it is a sum of signed figures and passes through zero.

Each figure counts as a row: rows in are days times columns.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.period import parse_period
from tocsin.core.release import Release, Request
from tocsin.ref.countries import parse_country
from tocsin.sources.heading import column_names
from tocsin.sources.jsonfile import Record, text_in
from tocsin.sources.release import given_day, release_of
from tocsin.sources.tally import Tally
from tocsin.sources.textfile import read_blocks

DAY, TOTAL, PAIRS = "date", "tot", "nnz"
TONE, NEWS = ("gdelt_goldstein", "Goldstein points x mentions"), ("gdelt_pairs", "pairs of countries")
_PAIR = re.compile(r"([A-Z]{3})>([A-Z]{3})")


def read(request: Request) -> Iterator[Release]:
    """Read each file as one release of ``pressure``.

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
        If it names no pair of countries.
    """
    day = given_day(request.options)
    for path in request.files:
        tally = Tally("pressure")
        pairs = _pairs(path)
        for block in read_blocks(path, needed=(DAY, TOTAL, PAIRS, *pairs)):
            for number, record in zip(block.numbers.tolist(), block.rows.to_pylist(), strict=True):
                _take(tally, f"line {number}", record, pairs)
            request.progress(tally.count)
        yield release_of("gdelt_dyads", "pressure", path, batches=tally.batches(), day=day, also=f"1 {day}")


def _pairs(path: Path) -> dict[str, str]:
    """Return the pair that each column is about, its codes in their order."""
    found = {}
    for name in column_names(path):
        if sides := _PAIR.fullmatch(name):
            try:
                found[name] = "-".join(sorted(parse_country(one, scheme="iso3") for one in sides.groups()))
            except CodeError as error:
                raise FormatError(f"column {name!r} is of no country", where=str(path), remedy=error.remedy) from error
    if not found:
        raise FormatError(
            "no column is about two countries", where=str(path), remedy="Such columns are headed JPN>KOR and so on."
        )
    return found


def _take(tally: Tally, where: str, record: Record, pairs: dict[str, str]) -> None:
    columns = {TOTAL: (*TONE, "WLD"), PAIRS: (*NEWS, "WLD"), **{name: (*TONE, pair) for name, pair in pairs.items()}}
    seen: dict[str, str] = {}
    for name, (series, unit, place) in columns.items():
        text = text_in(record, name)
        here = f"{where}, {name}: {text!r}"
        if name in pairs:
            if place in seen:
                same = seen[place] == text
                tally.refuse("repeats the pair the other way round" if same else "differs from the pair reversed", here)
                continue
            seen[place] = text
        try:
            period = _day(text_in(record, DAY))
            value = _number(text)
        except CodeError as error:
            tally.refuse(error.found, here)
            continue
        tally.keep(
            here,
            series=series,
            place=place,
            period=period,
            freq="D",
            value=value,
            unit=unit,
            status="A" if value is not None else "M",
            scope=f"GDELT pairs {period[:4]}",
        )


def _day(text: str) -> str:
    try:
        return str(parse_period(text, "D"))
    except CodeError as error:
        raise CodeError("date is not a day") from error


def _number(text: str) -> float | None:
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise CodeError("figure is not a number")
    return number
