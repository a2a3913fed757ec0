"""Which files a request stands for, and which reader takes each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from tocsin.core.errors import FormatError
from tocsin.sources.usgs_mcs import salient, tidy, trends, world
from tocsin.sources.usgs_mcs.archive import read_members
from tocsin.sources.usgs_mcs.sheets import Sheet, Tallies, parse_lines, read_lines

_WANTED = re.compile(
    r"mcs20\d\d-\w+_salient\.csv|mcs20\d\d_(t|fig)\d+_\w+\.csv|.*mcs.*(world_data|commodities)\w*\.csv", re.IGNORECASE
)
_PACKED = re.compile(r"(.*mcs.*|world_data|salient_commodity|industry_trends)\.zip", re.IGNORECASE)


def sheets_of(given: tuple[Path, ...]) -> Iterator[Sheet]:
    """Read files, the CSV files of an archive, and those of a folder; a folder without any stands for its archives.

    Parameters
    ----------
    given : tuple of pathlib.Path
        Files, archives or folders.

    Yields
    ------
    Sheet
        Heading and rows of each file.

    Raises
    ------
    FormatError
        If one is no text table or archive, or a folder holds none of the release.
    """
    for path in (file for one in given for file in (_below(one) if one.is_dir() else (one,))):
        if path.suffix.casefold() != ".zip" or not path.is_file():
            yield read_lines(path)
            continue
        for name, content in read_members(path):
            yield parse_lines(content, path / name, path)


def _below(folder: Path) -> list[Path]:
    every = sorted(path for path in folder.rglob("*") if path.is_file())
    for names in (_WANTED, _PACKED):
        if found := [path for path in every if names.fullmatch(path.name)]:
            return found
    raise FormatError("there is no MCS file", where=str(folder), remedy="Unpack the data release there.")


def dispatch(sheet: Sheet, edition: int, into: Tallies) -> None:
    """Give a file to the reader of its layout.

    Parameters
    ----------
    sheet : Sheet
        The file.
    edition : int
        Year in the title of the summaries.
    into : Tallies
        Where its observations go.

    Raises
    ------
    FormatError
        If it is laid out like none of them; the columns that the nearest layout has beside are named.
    """
    fixed = {"world": world.COLUMNS, "all commodities": tidy.COLUMNS, "salient": salient.COLUMNS}
    missing = {name: _missing(sheet, columns) for name, columns in fixed.items()}
    for layout in trends.layouts():
        if not _missing(sheet, layout.columns):
            trends.read_trends(sheet, layout, edition, into)
            return
        missing[layout.name] = _missing(sheet, layout.columns)
    if not missing["all commodities"]:
        tidy.read_tidy(sheet, into)
    elif not missing["world"]:
        world.read_world(sheet, into)
    elif not missing["salient"]:
        salient.read_salient(sheet, edition, into)
    else:
        _refuse(sheet, missing, {**fixed, **{layout.name: layout.columns for layout in trends.layouts()}})


def _missing(sheet: Sheet, columns: tuple[str, ...]) -> list[str]:
    return [name for name in columns if not any(re.fullmatch(name, heading) for heading in sheet.heading)]


def _refuse(sheet: Sheet, missing: dict[str, list[str]], columns: dict[str, tuple[str, ...]]) -> NoReturn:
    near = min(missing, key=lambda name: len(missing[name]) / len(columns[name]))
    raise FormatError(
        f"column {', '.join(map(repr, missing[near]))} is missing",
        where=str(sheet.path),
        remedy=f"Columns found: {', '.join(map(repr, sheet.heading[:20]))}. Is it a file of the data release?",
    )
