"""Options that several commands share, and what they open."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli.output import note
from tocsin.core.clock import Clock, fixed_clock, system_clock
from tocsin.core.errors import CodeError, UsageError

if TYPE_CHECKING:
    from tocsin.lake import Lake
    from tocsin.pipeline.desk import Desk

LakeOption = Annotated[
    Path | None, typer.Option("--lake", help="Folder of the lake (default: TOCSIN_LAKE, else your data folder).")
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", help="Use only what was known on this day: 2025-06-01.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
CLOCK = "TOCSIN_TODAY"


def clock() -> Clock:
    """Return the clock of this run: the system's, or one standing at ``TOCSIN_TODAY`` for repeatable output.

    Returns
    -------
    Clock
        The clock.
    """
    fixed = os.environ.get(CLOCK)
    return fixed_clock(_day(fixed, CLOCK)) if fixed else system_clock


def lake(path: Path | None, *, empty: bool = False, create: bool = True) -> Lake:
    """Open the lake that a command works on.

    Parameters
    ----------
    path : pathlib.Path or None
        What ``--lake`` says.
    empty : bool
        Leave a new lake without the bundled tables.
    create : bool
        Make a lake where there is none.

    Returns
    -------
    Lake
        The lake.
    """
    from tocsin.lake import Lake
    from tocsin.pipeline.home import lake_path, open_lake

    where = lake_path(path)
    return open_lake(where, clock(), empty=empty, told=note) if create else Lake(where, clock())


def desk(path: Path | None, as_of: str | None) -> Desk:
    """Open the lake as of a day.

    Parameters
    ----------
    path : pathlib.Path or None
        What ``--lake`` says.
    as_of : str or None
        What ``--as-of`` says; today by default.

    Returns
    -------
    Desk
        The desk.
    """
    from tocsin.pipeline.desk import Desk

    return Desk(lake(path), day(as_of), told=note)


def day(text: str | None, option: str = "--as-of") -> date:
    """Return the day that an option names, or today.

    Parameters
    ----------
    text : str or None
        What the option says.
    option : str
        Its name, for the error.

    Returns
    -------
    datetime.date
        The day.

    Raises
    ------
    UsageError
        If it is none.
    """
    return _day(text, option) if text else clock()().date()


def reporter(text: str) -> str:
    """Read an importer: a country by code or name, or ``EU``.

    Parameters
    ----------
    text : str
        What the user wrote.

    Returns
    -------
    str
        ISO3 or ``"EU"``.

    Raises
    ------
    UsageError
        If it is no country.
    """
    from tocsin.ref.countries import is_special, parse_country

    if text.strip().upper() in ("EU", "EUN"):
        return "EU"
    try:
        code = parse_country(text.strip())
    except CodeError as error:
        raise UsageError(error.found, where="the command line", remedy=error.remedy) from error
    if code == "EUN":
        return "EU"
    if is_special(code):
        raise UsageError(f"{text!r} is no importer", where="the command line", remedy="Name a country, or EU.")
    return code


def span(text: str | None) -> tuple[str, str] | None:
    """Read a period or a run of them: ``2023``, ``2015:2023``.

    Parameters
    ----------
    text : str or None
        What the user wrote.

    Returns
    -------
    tuple of str or None
        First and last period.

    Raises
    ------
    UsageError
        If it is none.
    """
    from tocsin.core.period import parse_period

    if not text:
        return None
    first, _, last = text.partition(":")
    try:
        begin, end = parse_period(first), parse_period(last or first)
    except CodeError as error:
        raise UsageError(error.found, where="--period", remedy="Write 2023, 2023-11 or 2015:2023.") from error
    if end < begin:
        raise UsageError(f"{text!r} runs backwards", where="--period", remedy=f"Write {last}:{first}.")
    return str(begin), str(end)


def _day(text: str, where: str) -> date:
    from tocsin.core.period import parse_period

    try:
        return parse_period(text, "D").start
    except CodeError as error:
        raise UsageError(error.found, where=where, remedy="Write a day: 2025-06-01.") from error
