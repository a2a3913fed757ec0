"""Mineral Commodity Summaries of the US Geological Survey, as its data releases of 2025 and 2026 lay them out.

MCS 2025 (doi:10.5066/P13XCP3R): ``mcs2025-*_salient.csv`` and ``MCS2025_World_Data.csv``; MCS 2026
(doi:10.5066/P1WKQ63T): one file of all commodities. A cell, or a row of 2026, is one observation, kept or refused.
World tables become `production` (stage mine, refinery, capacity, reserves), the US balance of each commodity `stock`,
prices `price`. Shares of suppliers over four years and numbers of employees are refused as no such observation.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tocsin.core.errors import FormatError, UsageError
from tocsin.core.period import parse_period
from tocsin.core.release import Release, Request
from tocsin.sources.declaration import source
from tocsin.sources.textfile import sha256_of
from tocsin.sources.usgs_mcs import salient, tidy, world
from tocsin.sources.usgs_mcs.sheets import Sheet, Tallies, read_lines

_RELEASED = {2025: date(2025, 1, 31), 2026: date(2026, 2, 6)}
_NAMED = re.compile(r"mcs[ _-]?(20\d{2})", re.IGNORECASE)
_WANTED = re.compile(r"mcs20\d\d-\w+_salient\.csv|.*mcs.*(world_data|commodities)\w*\.csv", re.IGNORECASE)
_READING = "1"  # raised when the same bytes come to be read into other rows


def read(request: Request) -> Iterator[Release]:
    """Read the files of each edition together; a folder stands for all such files below it.

    Parameters
    ----------
    request : Request
        Files or folders, and the options of ``source.toml``.

    Yields
    ------
    Release
        Per edition one of each table: ``stock``, ``price``, ``production``.

    Raises
    ------
    FormatError
        If a file is laid out like none of the three, or a folder holds none.
    UsageError
        If nothing says the edition.
    """
    editions: dict[int, list[Sheet]] = defaultdict(list)
    for path in _files(request.files):
        sheet = read_lines(path)
        editions[_edition(sheet, request.options.get("edition"))].append(sheet)
    for edition, sheets in sorted(editions.items()):
        yield from _releases(edition, sheets, request)


def _files(given: tuple[Path, ...]) -> Iterator[Path]:
    for path in given:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.rglob("*.csv") if _WANTED.fullmatch(file.name))
        if not found:
            raise FormatError("there is no MCS file", where=str(path), remedy="Unpack the data release there.")
        yield from found


def _edition(sheet: Sheet, given: str | None) -> int:
    label = sheet.rows[0][1][0] if sheet.heading[0] in {"DataSource", "Source", "SOURCE"} else ""
    named = _NAMED.search(label) or _NAMED.search(sheet.path.name)
    text = given or (named[1] if named else "")
    if not re.fullmatch(r"20\d{2}", text):
        raise UsageError(
            f"{sheet.path.name!r} does not say its edition",
            remedy="Give --option edition=2026, the year in the title of the summaries.",
        )
    return int(text)


def _releases(edition: int, sheets: list[Sheet], request: Request) -> Iterator[Release]:
    tallies = Tallies()
    for sheet in sheets:
        _dispatch(sheet, edition, tallies)
        request.progress(sum(tally.count for tally in tallies.every()))
    given = request.options.get("released")
    day = parse_period(given, "D", where="--option released").start if given else _RELEASED.get(edition)
    paths = [sheet.path for sheet in sheets]
    for tally in tallies.every():
        if tally.count:
            yield Release(
                table=tally.table,
                vintage=f"MCS{edition}",
                released_on=day,
                lag_months=source("usgs_mcs").lag_months,
                sha256=sha256_of(*paths, also=f"{_READING} {tally.table} {edition} {day}"),
                batches=tally.batches(),
                origin=paths[0].name if len(paths) == 1 else f"{paths[0].name} and {len(paths) - 1} more",
            )


def _dispatch(sheet: Sheet, edition: int, tallies: Tallies) -> None:
    found = set(sheet.heading)
    if found >= set(tidy.COLUMNS):
        tidy.read_tidy(sheet, tallies)
    elif found >= set(world.COLUMNS):
        world.read_world(sheet, tallies)
    elif found >= set(salient.COLUMNS):
        salient.read_salient(sheet, edition, tallies)
    else:
        wanted = {"world": world.COLUMNS, "all commodities": tidy.COLUMNS, "salient": salient.COLUMNS}
        near = max(wanted, key=lambda name: len(found & set(wanted[name])) / len(wanted[name]))
        missing = [name for name in wanted[near] if name not in found]
        raise FormatError(
            f"column {', '.join(map(repr, missing))} is missing",
            where=str(sheet.path),
            remedy=f"Columns found: {', '.join(map(repr, sheet.heading[:20]))}. Is it a file of the data release?",
        )
