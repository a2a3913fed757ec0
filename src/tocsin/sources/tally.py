"""Observations as a reader finds them, kept or refused one by one, and counted.

For sources whose cells or records each hold an observation: rows in = kept + refused, a row being a cell there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from tocsin.core.errors import CodeError
from tocsin.core.release import Batch, Release, Request
from tocsin.core.schema import TABLES
from tocsin.sources.refusals import Refusals
from tocsin.sources.release import Reader, given_day, release_of

Entry = TypeVar("Entry")
_SHOWN = 10_000  # observations between two words on progress


class Tally:
    """What came of the observations of one table.

    Parameters
    ----------
    table : str
        Name of the table.
    """

    def __init__(self, table: str) -> None:
        self.table = table
        self._schema = TABLES[table]
        self._rows: list[dict[str, object]] = []
        self._seen: set[tuple[object, ...]] = set()
        self._refused = Refusals()

    @property
    def count(self) -> int:
        """Observations so far, kept and refused."""
        return len(self._rows) + self._refused.count

    def keep(self, where: str, **columns: object) -> None:
        """Take one row, unless its key was there before: then nobody can tell which of the two holds.

        Parameters
        ----------
        where : str
            Its place, for the example of a refusal.
        **columns : object
            Canonical columns; those left out are absent.
        """
        key = tuple(columns.get(name) for name in self._schema.key)
        if key in self._seen:
            self.refuse("second figure for the same thing", where)
            return
        self._seen.add(key)
        self._rows.append(columns)

    def refuse(self, reason: str, where: str) -> None:
        """Count one observation that does not become a row.

        Parameters
        ----------
        reason : str
            Why, without the value, so that like goes with like.
        where : str
            Place and value: ``"line 7, Price_dt: 'Variable'"``.
        """
        self._refused.add(reason, where)

    def batches(self) -> Iterator[Batch]:
        """Yield all of it as one batch.

        Yields
        ------
        Batch
            Rows and refusals.
        """
        rows = [{name: row.get(name) for name in self._schema.columns.names} for row in self._rows]
        yield Batch(pa.Table.from_pylist(rows, schema=self._schema.columns), self._refused.listed())


def tallied_files(
    name: str,
    table: str,
    entries: Callable[[Path], Iterable[tuple[str, Entry]]],
    *,
    parse: Callable[[Entry], Mapping[str, object]],
    quote: Callable[[Entry], str] = lambda _: "",
) -> Reader:
    """Make the reader of a source whose files are each one release, and their entries each one observation.

    Parameters
    ----------
    name, table : str
        Source and table.
    entries : callable
        From a file to its entries, each after its place; raises FormatError.
    parse : callable
        From an entry to its canonical columns; raises CodeError where it is refused.
    quote : callable
        What an example of a refusal says beside the place.

    Returns
    -------
    callable
        The ``read`` of that source; releases are undated unless an option says when they were published.
    """

    def read(request: Request) -> Iterator[Release]:
        day = given_day(request.options)
        for path in request.files:
            tally = Tally(table)
            for where, entry in entries(path):
                try:
                    tally.keep(where, **parse(entry))
                except CodeError as error:
                    tally.refuse(error.found, where + quote(entry))
                if tally.count % _SHOWN == 0:
                    request.progress(tally.count)
            request.progress(tally.count)
            # the leading number is raised when the same bytes come to be read into other rows
            yield release_of(name, table, path, batches=tally.batches(), day=day, also=f"1 {day}")

    return read


def unit_of(text: str, known: Mapping[str, tuple[str, float]]) -> tuple[str, float]:
    """Return the unit of a figure and the factor to it.

    Parameters
    ----------
    text : str
        Unit as the publisher writes it.
    known : mapping of str to (str, float)
        Our unit and factor by the publisher's in small letters, without surrounding blanks.

    Returns
    -------
    (str, float)
        Unit, and the factor to it [1].

    Raises
    ------
    CodeError
        If it is unknown.
    """
    found = known.get(text.strip().casefold())
    if found is None:
        raise CodeError(f"unit {text!r} is not known")
    return found
