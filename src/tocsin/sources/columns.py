"""From columns as a publisher writes them to canonical columns, each refused row with its reason and line.

Codes are parsed once per distinct value, so the one rule in `core` or `ref` serves ten million rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.progress import Counted, silent
from tocsin.core.release import Batch, Refusal
from tocsin.core.schema import TABLES
from tocsin.sources.textfile import EXAMPLES, Block

Parser = Callable[[object], str]


class Reading:
    """One block on its way to canonical rows.

    Parameters
    ----------
    block : Block
        Rows as in the file.
    """

    def __init__(self, block: Block) -> None:
        self.block = block
        self.count = len(block.rows)
        self._good = np.ones(self.count, bool)
        self._refused: list[Refusal] = list(block.refused)
        self._columns: dict[str, pa.Array | pa.ChunkedArray] = {}

    def codes(self, name: str, column: str, parse: Parser) -> None:
        """Fill a canonical column by a parser of codes.

        Parameters
        ----------
        name : str
            Canonical column.
        column : str
            Column of the file.
        parse : callable
            From one value to its canonical text; raises CodeError.
        """
        encoded = self._combined(column).dictionary_encode()
        parsed: list[str | None] = []
        reasons: dict[int, str] = {}
        for i, value in enumerate(encoded.dictionary.to_pylist()):
            try:
                parsed.append(parse(value))
            except CodeError as error:
                parsed.append(None)
                found = error.found
                reasons[i] = found.replace(f" {value!r}", "").replace(f"{value!r} ", f"{name} ")
        index = encoded.indices.fill_null(len(parsed)).to_numpy(zero_copy_only=False)
        if encoded.indices.null_count:
            reasons[len(parsed)] = f"{name} is missing"
        parsed.append(None)
        for reason in sorted(set(reasons.values())):
            wrong = [i for i, text in reasons.items() if text == reason]
            self.refuse(np.isin(index, wrong), reason, column)
        self._columns[name] = pa.array(parsed, pa.string()).take(pa.array(index))

    def numbers(
        self, name: str, column: str, *, scale: float = 1.0, decimal: str = ".", absent: tuple[str, ...] = ()
    ) -> None:
        """Fill a canonical column with numbers; an empty field stays absent.

        Parameters
        ----------
        name : str
            Canonical column.
        column : str
            Column of the file.
        scale : float
            Factor to the canonical unit.
        decimal : str
            Decimal sign of a text column.
        absent : tuple of str
            Texts that mean "no figure", beside the empty one.

        Raises
        ------
        FormatError
            If the column holds what cannot be a number: dates, true and false.
        """
        values = self._combined(column)
        if pa.types.is_dictionary(values.type):
            values = values.cast(values.type.value_type)
        if _is_text(values.type):
            values = self._parse_numbers(values, column, decimal, absent)
        elif not (_is_number(values.type) or pa.types.is_null(values.type)):
            raise FormatError(f"column {column!r} holds {values.type}, not numbers", remedy="Map another column.")
        self._columns[name] = pc.multiply(values.cast(pa.float64(), safe=False), scale)
        self._check_numbers(name, column)

    def _check_numbers(self, name: str, column: str) -> None:
        values = self._columns[name]
        for holds, reason in (
            (pc.is_finite(values), "is not a finite number"),
            (pc.less_equal(0, values), "is negative"),
        ):
            self.refuse(~holds.fill_null(True).to_numpy(zero_copy_only=False), f"{name} {reason}", column)

    def factor(self, name: str, factors: np.ndarray) -> None:
        """Multiply a filled column row by row."""
        self._columns[name] = pc.multiply(self._columns[name], pa.array(factors))

    def text(self, name: str) -> pa.Array | pa.ChunkedArray:
        """Return a filled column."""
        return self._columns[name]

    def constant(self, name: str, value: str | None) -> None:
        """Fill a canonical column with one value."""
        self._columns[name] = pa.array([value], pa.string()).take(pa.array(np.zeros(self.count, np.int32)))

    def constants(self, **values: str) -> None:
        """Fill canonical columns with one value each."""
        for name, value in values.items():
            self.constant(name, value)

    def refuse(self, where: np.ndarray, reason: str, column: str, *, asked: bool = False) -> None:
        """Refuse the rows of a mask that are not refused yet."""
        hit = np.flatnonzero(where & self._good)
        if len(hit):
            values = self._combined(column).take(pa.array(hit[:EXAMPLES])).to_pylist()
            lines = self.block.numbers[hit[:EXAMPLES]]
            examples = tuple(f"line {line}: {value!r}" for line, value in zip(lines, values, strict=True))
            self._refused.append(Refusal(reason, len(hit), examples, asked))
            self._good[hit] = False

    def batch(self, table: str) -> Batch:
        """Return the good rows with every column of the table; those not filled are absent.

        Parameters
        ----------
        table : str
            Name of the table.

        Returns
        -------
        Batch
            Rows and refusals.
        """
        schema = TABLES[table].columns
        arrays = [
            self._columns[field.name] if field.name in self._columns else pa.nulls(self.count, field.type)
            for field in schema
        ]
        rows = pa.table(arrays, names=schema.names)
        return Batch(rows if self._good.all() else rows.filter(pa.array(self._good)), tuple(self._refused))

    def _combined(self, column: str) -> pa.Array:
        found = self.block.rows.column(column)
        return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found

    def _parse_numbers(self, values: pa.Array, column: str, decimal: str, absent: tuple[str, ...]) -> pa.Array:
        import polars as pl

        text = pl.Series(values).str.strip_chars()
        text = text.set(text.is_in(["", *absent]), None)
        plain = text
        if decimal != ".":
            grouped = text.str.contains(r"^[+-]?\d{1,3}(\.\d{3})+(,\d*)?$").fill_null(False)
            plain = text.set(~grouped & text.str.contains(".", literal=True).fill_null(False), "?")
            plain = plain.str.replace_all(".", "", literal=True).str.replace_all(decimal, ".", literal=True)
        parsed = plain.cast(pl.Float64, strict=False)
        wrong = (text.is_not_null() & parsed.is_null()).to_numpy()
        self.refuse(wrong, f"{column} is not a number", column)
        return parsed.to_arrow()


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def lookup(known: Mapping[str, str], what: str) -> Parser:
    """Return a parser that knows a fixed list of codes.

    Parameters
    ----------
    known : mapping of str to str
        From the publisher's code to ours.
    what : str
        Name of the thing for errors: ``"country code"``.

    Returns
    -------
    callable
        The parser; raises CodeError for an unknown code.
    """

    def parse(value: object) -> str:
        text = str(value).strip()
        text = text.removesuffix(".0").lstrip("0") or "0" if text.replace(".", "").isdigit() else text
        if text not in known:
            raise CodeError(f"{what} {value!r} is unknown")
        return known[text]

    return parse


def filled(
    blocks: Iterable[Block], table: str, fill: Callable[[Block], Reading], progress: Counted = silent
) -> Iterator[Batch]:
    """Turn blocks into batches, each as it is asked for.

    Parameters
    ----------
    blocks : iterable of Block
        Rows as in the file.
    table : str
        Name of the table.
    fill : callable
        From a block to its reading, all canonical columns of it filled.
    progress : callable
        Told the number of rows read so far.

    Yields
    ------
    Batch
        Rows and refusals of each block.
    """
    rows = 0
    for block in blocks:
        reading = fill(block)
        rows += reading.count
        progress(rows)
        yield reading.batch(table)
