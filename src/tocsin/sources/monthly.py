"""Monthly national trade figures: columns that follow from several others, and totals that stand beside their parts.

What the readers of national statistics share. The lake holds one row for each flow, and no total that its own parts
repeat; :mod:`tocsin.sources.monthly_sum` adds up what a publisher writes in several rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.hs import EDITIONS
from tocsin.sources.columns import Reading

_SEPARATOR = "\x1f"


class Monthly(Reading):
    """A block on its way to flows, with columns that follow from several others."""

    def derive(self, name: str, columns: tuple[str, ...], build: Callable[..., str]) -> None:
        """Fill a canonical column from others that are filled: each distinct combination is built once.

        Parameters
        ----------
        name : str
            Canonical column.
        columns : tuple of str
            Filled columns, in the order in which `build` takes their values.
        build : callable
            From one text of each column to the canonical text; absent wherever one of them is.
        """
        parts = [self._columns[column] for column in columns]
        joined = pc.binary_join_element_wise(*parts, _SEPARATOR)
        flat = joined.combine_chunks() if isinstance(joined, pa.ChunkedArray) else joined
        encoded = flat.dictionary_encode()
        built = [build(*text.split(_SEPARATOR)) for text in encoded.dictionary.to_pylist()]
        self._columns[name] = pa.array(built, pa.string()).take(encoded.indices)

    def plus(self, name: str, *others: str) -> None:
        """Add filled number columns to one; the sum is absent where a part is."""
        for other in others:
            self._columns[name] = pc.add(self._columns[name], self._columns[other])

    def unit(self, column: str, none: str) -> None:
        """Fill `quantity_unit` from a column of the file; where that says there is none, there is no quantity either.

        Parameters
        ----------
        column : str
            Column of the file.
        none : str
            Regular expression of the texts that mean no unit.
        """
        found = pc.utf8_trim_whitespace(self.block.rows.column(column).combine_chunks())
        has_none = pc.match_substring_regex(found, f"^(?:{none})$").fill_null(True)
        for name, values in (("quantity_unit", found), ("quantity", self._columns["quantity"])):
            self._columns[name] = pc.if_else(has_none, pa.scalar(None, values.type), values)

    def status(self, name: str) -> None:
        """Fill `status`: actual, or missing where a filled number column is absent."""
        self._columns["status"] = pc.if_else(pc.is_null(self._columns[name]), "M", "A")

    def leave_out(self, column: str, reasons: Mapping[str, str]) -> None:
        """Leave out rows whose value in a column of the file fits a pattern: totals that stand beside their parts.

        Parameters
        ----------
        column : str
            Column of the file.
        reasons : mapping of str to str
            Reason by regular expression, which the whole value has to fit.
        """
        found = self.block.rows.column(column)
        for pattern, reason in reasons.items():
            hit = pc.match_substring_regex(found, f"^(?:{pattern})$").fill_null(False)
            self.refuse(hit.to_numpy(), reason, column, asked=True)


def edition_of(year: str) -> str:
    """Return the edition of the Harmonized System in force in a year.

    Parameters
    ----------
    year : str
        Year, or a period that begins with one.

    Returns
    -------
    str
        Nomenclature.

    Examples
    --------
    >>> edition_of("2024-03"), edition_of("2016")
    ('HS2022', 'HS2012')
    """
    return "HS" + max((edition for edition in EDITIONS if edition <= year[:4]), default=EDITIONS[0])


def headings_of(codes: Iterable[str | None]) -> dict[str, str]:
    """Say which codes of six digits only repeat longer codes of the same file.

    Parameters
    ----------
    codes : iterable of str or None
        Codes of one file.

    Returns
    -------
    dict of str to str
        Reason by regular expression, as :meth:`Monthly.leave_out` takes it.

    Examples
    --------
    >>> headings_of(["250410", "25041000", "280530"])
    {'250410': 'total over longer codes, beside them'}
    """
    found = {code for code in codes if code}
    both = sorted({code[:6] for code in found if len(code) > 6} & found)
    return {"|".join(both): "total over longer codes, beside them"} if both else {}
