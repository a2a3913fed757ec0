"""Rows of one table as a reader finds them, kept or refused one by one, and counted.

For sources whose cells each hold an observation: rows in = kept + refused, a row being a cell there.
"""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from tocsin.core.release import Batch, Refusal
from tocsin.core.schema import TABLES
from tocsin.sources.textfile import EXAMPLES


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
        self._refused: dict[str, tuple[int, list[str]]] = {}

    @property
    def count(self) -> int:
        """Observations so far, kept and refused."""
        return len(self._rows) + sum(count for count, _ in self._refused.values())

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
        count, examples = self._refused.get(reason, (0, []))
        self._refused[reason] = (count + 1, [*examples, where] if len(examples) < EXAMPLES else examples)

    def batches(self) -> Iterator[Batch]:
        """Yield all of it as one batch.

        Yields
        ------
        Batch
            Rows and refusals.
        """
        refused = tuple(Refusal(reason, count, tuple(some)) for reason, (count, some) in self._refused.items())
        rows = [{name: row.get(name) for name in self._schema.columns.names} for row in self._rows]
        yield Batch(pa.Table.from_pylist(rows, schema=self._schema.columns), refused)
