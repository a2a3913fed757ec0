"""When UN Comtrade released what: the availability endpoint, the name of a bulk file, or the user."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.period import parse_period
from tocsin.sources.comtrade.blocks import read_answer

_BULK = re.compile(r"\[(\d{4}-\d{2}-\d{2})\]")
#: Frequency, period and reporter as the service writes them.
Key = tuple[str, str, str]


def file_date(path: Path, options: Mapping[str, str]) -> date | None:
    """Return the date that holds for a whole file: of the option, else of a bulk file's name.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    options : mapping of str to str
        Options of the source.

    Returns
    -------
    datetime.date or None
        The date, if either says it.
    """
    if given := options.get("released"):
        return parse_period(given, "D", where="--option released").start
    named = _BULK.search(path.name)
    return parse_period(named.group(1), "D", where=path.name).start if named else None


def released(path: Path) -> dict[Key, date]:
    """Read when each reporter and period was last released.

    Parameters
    ----------
    path : pathlib.Path
        Answer of the availability endpoint.

    Returns
    -------
    dict of tuple to datetime.date
        By frequency, period and reporter; of several classifications the latest.

    Raises
    ------
    FormatError
        If it is no such answer.
    """
    found: dict[Key, date] = {}
    for record in read_answer(path):
        lower = {name.lower(): value for name, value in record.items()}
        try:
            key = (str(lower["freqcode"]), str(lower["period"]), str(lower["reportercode"]))
            day = _day(str(lower.get("lastreleased") or lower["firstreleased"]))
        except (KeyError, CodeError) as error:
            raise FormatError(
                f"an availability record lacks or garbles {error}",
                where=str(path),
                remedy=f"Found: {', '.join(map(repr, record))}. Needed: freqCode, period, reporterCode, lastReleased.",
            ) from error
        found[key] = max(day, found.get(key, day))
    return found


def _day(text: str) -> date:
    if american := re.match(r"(\d{1,2})/(\d{1,2})/(\d{4})\b", text):
        month, day, year = map(int, american.groups())
        text = f"{year:04d}-{month:02d}-{day:02d}"
    return parse_period(text[:10], "D").start
