"""Mineral Commodity Summaries of the US Geological Survey, as its data releases of 2025 and 2026 lay them out.

MCS 2025 (doi:10.5066/P13XCP3R): ``mcs2025-*_salient.csv``, ``MCS2025_World_Data.csv`` and the tables and figures on
the industry, ``MCS2025_T*.csv`` and ``MCS2025_Fig*.csv``, or the archives of them; MCS 2026 (doi:10.5066/P1WKQ63T): one
file of all commodities. A cell, or a row of 2026, is one observation, kept or refused. World tables become `production`
(stage mine, refinery, capacity, reserves), the US balance of each commodity `stock`, prices `price`, what is told of
the industry `pressure`. Suppliers over four years and a commodity's employees are refused as no such observation.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from tocsin.core.errors import UsageError
from tocsin.core.period import parse_period
from tocsin.core.release import Release, Request
from tocsin.sources.declaration import source
from tocsin.sources.usgs_mcs.files import dispatch, sheets_of
from tocsin.sources.usgs_mcs.sheets import Sheet, Tallies

_RELEASED = {2025: date(2025, 1, 31), 2026: date(2026, 2, 6)}
_REVISED = {("pressure", 2025): date(2025, 3, 7)}  # the day of table T5 within the archive
_NAMED = re.compile(r"mcs[ _-]?(20\d{2})", re.IGNORECASE)
_READING = "2"  # raised when the same bytes come to be read into other rows


def read(request: Request) -> Iterator[Release]:
    """Read the files of each edition together; a folder or archive stands for all such files in it.

    Parameters
    ----------
    request : Request
        Files, archives or folders, and the options of ``source.toml``.

    Yields
    ------
    Release
        Per edition one of each table: ``stock``, ``price``, ``production``, ``pressure``.

    Raises
    ------
    FormatError
        If a file is laid out like none of the release, or a folder holds none.
    UsageError
        If nothing says the edition.
    """
    editions: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets_of(request.files):
        editions[_edition(sheet, request.options.get("edition"))].append(sheet)
    for edition, sheets in sorted(editions.items()):
        yield from _releases(edition, sheets, request)


def _edition(sheet: Sheet, given: str | None) -> int:
    """Of name and label the name holds: figures 1 and 3 of MCS 2025 still bear the labels of earlier editions."""
    label = sheet.rows[0][1][0] if sheet.heading[0].casefold() in {"datasource", "source"} else ""
    named = _NAMED.search(sheet.path.name) or _NAMED.search(label)
    text = given or (named[1] if named else "")
    if not re.fullmatch(r"20\d{2}", text):
        raise UsageError(
            f"{sheet.path.name!r} does not say its edition",
            remedy="Give --option edition=2026, the year in the title of the summaries.",
        )
    return int(text)


def _releases(edition: int, sheets: list[Sheet], request: Request) -> Iterator[Release]:
    tallies = Tallies()
    filled: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        before = {tally.table: tally.count for tally in tallies.every()}
        dispatch(sheet, edition, tallies)
        for tally in tallies.every():
            if tally.count > before[tally.table]:
                filled[tally.table].append(sheet)
        request.progress(sum(tally.count for tally in tallies.every()))
    given = request.options.get("released")
    told = parse_period(given, "D", where="--option released").start if given else None
    for tally in tallies.every():
        if tally.count:
            names = list(dict.fromkeys(sheet.file.name for sheet in filled[tally.table]))
            day = told or _REVISED.get((tally.table, edition)) or _RELEASED.get(edition)
            yield Release(
                table=tally.table,
                vintage=f"MCS{edition}",
                released_on=day,
                lag_months=source("usgs_mcs").lag_months,
                sha256=_digest(filled[tally.table], f"{_READING} {tally.table} {edition} {day}"),
                batches=tally.batches(),
                origin=names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more",
            )


def _digest(sheets: list[Sheet], also: str) -> str:
    """The same files have one digest, packed or not, and beside whatever others."""
    return hashlib.sha256(" ".join([*sorted(sheet.sha256 for sheet in sheets), also]).encode()).hexdigest()
