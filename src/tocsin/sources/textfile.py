"""Reading a delimited text or Parquet file in blocks, every row with its number, no row lost without a word."""

from __future__ import annotations

import csv
import hashlib
import mmap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from tocsin.core.errors import FormatError
from tocsin.core.release import Refusal
from tocsin.sources.head import head_of
from tocsin.sources.heading import is_parquet

BLOCK = 16 << 20
EXAMPLES = 3


@dataclass(frozen=True)
class Block:
    """Some rows of a file.

    Parameters
    ----------
    rows : pyarrow.Table
        Columns as in the file: text for a delimited file, as typed for Parquet.
    numbers : numpy.ndarray of int
        Line of each row, the heading being line 1.
    refused : tuple of Refusal
        Rows that do not fit the heading or are no text.
    """

    rows: pa.Table
    numbers: np.ndarray
    refused: tuple[Refusal, ...] = ()


def text_block(
    columns: Mapping[str, Iterable[object]], numbers: Iterable[int], refused: tuple[Refusal, ...] = ()
) -> Block:
    """Make a block of values that did not come as delimited text: as the texts they would be there.

    Parameters
    ----------
    columns : mapping of str to iterable of object
        Values by column; None is absent.
    numbers : iterable of int
        Number of each row in what they came from.
    refused : tuple of Refusal
        Rows that became none.

    Returns
    -------
    Block
        All columns text.
    """
    texts = {name: [None if value is None else str(value) for value in values] for name, values in columns.items()}
    rows = pa.table({name: pa.array(values, pa.string()) for name, values in texts.items()})
    return Block(rows, np.fromiter(numbers, int), refused)


def sha256_of(*paths: Path, also: str = "") -> str:
    """Digest files and what shaped their reading.

    Parameters
    ----------
    *paths : pathlib.Path
        Files, in order.
    also : str
        Text that belongs to the identity: a column map, options.

    Returns
    -------
    str
        Hexadecimal SHA-256.
    """
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
    digest.update(also.encode())
    return digest.hexdigest()


def check_file(path: Path) -> None:
    """Refuse a path that is no readable file with something in it.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Raises
    ------
    FormatError
        If it is absent, a folder, empty, or evidently not what a table is kept in.
    """
    head = head_of(path, 8)
    if not head:
        raise FormatError("the file is empty", where=str(path), remedy="Download it again.")
    kinds = {
        b"PK\x03\x04": "a zip or Excel file",
        b"\xd0\xcf\x11\xe0": "an old Excel file",
        b"\x1f\x8b": "a gzip file",
        b"\xff\xfe": "UTF-16 text",
        b"\xfe\xff": "UTF-16 text",
    }
    for magic, kind in kinds.items():
        if head.startswith(magic):
            raise FormatError(
                f"the file is {kind}", where=str(path), remedy="Unpack it, or save it as CSV in UTF-8 or as Parquet."
            )


def read_blocks(
    path: Path, *, needed: tuple[str, ...], delimiter: str = ",", encoding: str = "utf-8"
) -> Iterator[Block]:
    """Read a file block by block.

    Parameters
    ----------
    path : pathlib.Path
        Delimited text, or Parquet if it begins as Parquet does.
    needed : tuple of str
        Columns that must be there; only these are kept.
    delimiter, encoding : str
        Of a delimited file.

    Yields
    ------
    Block
        Rows in the order of the file.

    Raises
    ------
    FormatError
        If the file is no table or lacks a needed column.
    """
    check_file(path)
    try:
        yield from _parquet(path, needed) if is_parquet(path) else _delimited(path, needed, delimiter, encoding)
    except (pa.ArrowInvalid, csv.Error, UnicodeError, LookupError, OSError) as error:
        raise FormatError(
            f"the file cannot be read ({str(error).splitlines()[0][:160]})",
            where=str(path),
            remedy="Is it complete, are its quotes in pairs, and is the declared encoding right?",
        ) from error


def _check_columns(found: list[str], needed: tuple[str, ...], path: Path) -> None:
    missing = [name for name in needed if name not in found]
    if missing:
        raise FormatError(
            f"column {', '.join(map(repr, missing))} is missing",
            where=str(path),
            remedy=f"Columns found: {', '.join(map(repr, found[:20]))}. Is the delimiter right?",
        )
    repeated = sorted({name for name in needed if found.count(name) > 1})
    if repeated:
        raise FormatError(f"column {repeated[0]!r} occurs twice", where=str(path), remedy="Rename one of them.")


def _parquet(path: Path, needed: tuple[str, ...]) -> Iterator[Block]:
    file = pq.ParquetFile(path)
    _check_columns(file.schema_arrow.names, needed, path)
    for field in file.schema_arrow:
        if field.name in needed and pa.types.is_nested(field.type):
            raise FormatError(
                f"column {field.name!r} holds {field.type}", where=str(path), remedy="A column needs one value per row."
            )
    start = 1
    for batch in file.iter_batches(batch_size=250_000, columns=list(dict.fromkeys(needed))):
        yield Block(pa.Table.from_batches([batch]), np.arange(start, start + len(batch)))
        start += len(batch)


def _heading(path: Path, delimiter: str, encoding: str) -> list[str]:
    with path.open("rb") as stream:
        line = stream.readline(1 << 20)
        if not stream.read(1):
            raise FormatError("the file has one line, so no rows", where=str(path), remedy="Download it again.")
    text = line.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding).rstrip("\r\n")
    return [name.strip().strip('"').strip() for name in next(csv.reader([text], delimiter=delimiter), [])]


def _delimited(path: Path, needed: tuple[str, ...], delimiter: str, encoding: str) -> Iterator[Block]:
    heading = _heading(path, delimiter, encoding)
    _check_columns(heading, needed, path)
    broken: list[tuple[int, str]] = []  # lines left out, with the reason; none for a blank line

    def keep_note(row: pyarrow.csv.InvalidRow) -> str:
        what = f"{row.actual_columns} columns instead of {row.expected_columns}" if row.text.strip() else ""
        if lines := row.text.count("\n"):
            what += f", a quote left open swallows {lines:,} more lines"
        broken.append((row.number or 0, what))
        return "skip"

    reader = pyarrow.csv.open_csv(
        path,
        read_options=pyarrow.csv.ReadOptions(
            use_threads=False, block_size=BLOCK, column_names=heading, skip_rows=1, encoding=encoding
        ),
        parse_options=pyarrow.csv.ParseOptions(delimiter=delimiter, invalid_row_handler=keep_note),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(heading, pa.binary()),
            include_columns=list(dict.fromkeys(needed)),
            strings_can_be_null=True,
            quoted_strings_can_be_null=True,
            null_values=[""],
            check_utf8=False,
        ),
    )
    seen, told = 0, 0
    blank = _blank_lines(path)
    for batch in reader:
        lines = _physical(_lines(seen, len(batch), broken), blank)
        seen += len(batch)
        refused = _broken_rows(broken[told:], blank)
        told = len(broken)
        rows, good, spoilt = _decode(pa.Table.from_batches([batch]), lines)
        yield Block(rows, lines[good], refused + spoilt)
    if len(broken) > told:
        yield Block(
            pa.table({name: pa.array([], pa.string()) for name in needed}),
            np.array([], int),
            _broken_rows(broken[told:], blank),
        )


def _lines(seen: int, count: int, broken: list[tuple[int, str]]) -> np.ndarray:
    """Return the line of each good row: rows that were skipped before it count too."""
    skipped = np.sort(np.array([number for number, _ in broken], dtype=np.int64))
    position = np.arange(seen, seen + count)
    before = np.searchsorted(skipped - 2 - np.arange(len(skipped)), position, side="right") if len(skipped) else 0
    return np.asarray(position + before + 2)


def _physical(numbers: np.ndarray, blank: np.ndarray) -> np.ndarray:
    """Turn numbers of lines that are not blank into numbers of lines."""
    return np.asarray(numbers + np.searchsorted(blank - 1 - np.arange(len(blank)), numbers, side="left"))


def _blank_lines(path: Path) -> np.ndarray:
    with path.open("rb") as stream:
        with mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content:
            if content.find(b"\n\n") < 0 and content.find(b"\n\r\n") < 0:
                return np.array([], int)
        return np.array([number for number, line in enumerate(stream, 1) if not line.strip(b"\r\n")])


def _broken_rows(rows: list[tuple[int, str]], blank: np.ndarray) -> tuple[Refusal, ...]:
    rows = [(number, what) for number, what in rows if what]
    if not rows:
        return ()
    lines = _physical(np.array([number for number, _ in rows[:EXAMPLES]]), blank)
    examples = tuple(f"line {line}: {what}" for line, (_, what) in zip(lines, rows, strict=False))
    return (Refusal("row has more or fewer columns than the heading", len(rows), examples),)


def _decode(rows: pa.Table, lines: np.ndarray) -> tuple[pa.Table, np.ndarray, tuple[Refusal, ...]]:
    """Turn bytes into text; rows whose bytes are not UTF-8 are refused."""
    every = np.ones(len(rows), bool)
    text = pa.schema([(name, pa.string()) for name in rows.column_names])
    try:
        return rows.cast(text), every, ()
    except pa.ArrowInvalid:
        good = np.array([all(_is_text(value) for value in row.values()) for row in rows.to_pylist()])
    bad = lines[~good]
    examples = tuple(f"line {line}" for line in bad[:EXAMPLES])
    refusal = Refusal("text is not UTF-8 (declare its encoding)", len(bad), examples)
    return rows.filter(pa.array(good)).cast(text), good, (refusal,)


def _is_text(value: bytes | None) -> bool:
    try:
        return value is None or value.decode("utf-8") is not None
    except UnicodeDecodeError:
        return False
