"""Editions of official lists: a file is one list as it stood on a day, and each of its entries one row or more."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.core.release import Release, Request
from tocsin.sources.release import Reader, given_day, release_of
from tocsin.sources.tally import Tally
from tocsin.sources.vintage import parse_day, vintage_of

#: Canonical columns of a row, or the reason why there is none.
Found = Mapping[str, object] | str
SEPARATOR = ";"
_SHOWN = 10_000  # rows between two words on progress


@dataclass(frozen=True)
class Edition:
    """One list as a file holds it.

    Parameters
    ----------
    told : str
        Day of the edition as the file tells it; empty if it does not.
    found : iterable of (str, mapping or str)
        Place of each row, and its columns or the reason why it is refused.
    """

    told: str
    found: Iterable[tuple[str, Found]]


def edition_files(name: str, table: str, opened: Callable[[Path], Edition], **constant: str) -> Reader:
    """Make the reader of a source whose files are each one edition of a list.

    Parameters
    ----------
    name, table : str
        Source and table.
    opened : callable
        From a file to its edition; raises FormatError.
    **constant : str
        Canonical columns that are the same in all rows.

    Returns
    -------
    callable
        The ``read`` of that source.
    """

    def read(request: Request) -> Iterator[Release]:
        for path in request.files:
            edition = opened(path)
            day = edition_day(path, request.options, edition.told)
            shared = {**constant, "period": day.isoformat(), "freq": "D", "status": "A"}
            tally = Tally(table)
            for where, found in edition.found:
                if isinstance(found, str):
                    tally.refuse(found, where)
                else:
                    tally.keep(where, **{**shared, **found})
                if tally.count % _SHOWN == 0:
                    request.progress(tally.count)
            if not tally.count:
                raise FormatError("the list has no entry", where=str(path), remedy="Download it again.")
            request.progress(tally.count)
            # the leading number is raised when the same bytes come to be read into other rows
            yield release_of(name, table, path, batches=tally.batches(), day=day, also=f"1 {day}")

    return read


def edition_day(path: Path, options: Mapping[str, str], told: str) -> date:
    """Return the day of an edition: as the user gives it, as the file tells it, or as its name bears it.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    options : mapping of str to str
        Options of a request.
    told : str
        What the file tells: a day, or a moment of it; empty if nothing.

    Returns
    -------
    datetime.date
        The day.

    Raises
    ------
    UsageError
        If nothing says it.
    """
    if given := given_day(options):
        return given
    try:
        day = parse_day(told.partition("T")[0]) if told else vintage_of(path, None)[1]
    except CodeError:
        day = None
    if day is None:
        what = f"the day of the edition is none ({told!r})" if told else "nothing says the day of the edition"
        raise UsageError(what, where=str(path), remedy="Give --option released=2026-07-23.")
    return day


def joined(values: Iterable[str]) -> str | None:
    """Join texts into one column, each once, in their order; a separator within one becomes a comma."""
    kept = dict.fromkeys(value.replace(SEPARATOR, ",") for value in values if value)
    return SEPARATOR.join(kept) or None
