"""The chain of the forecast log, line by line: each record fits its own digest and follows the one before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from tocsin.core.errors import InputError
from tocsin.lake.log_head import Head, reading
from tocsin.lake.log_record import NONE, Record, canonical, digest_of, fault, shown

#: Longer than any record that passes the door, short enough to read a line of anything at all [byte].
LONGEST_LINE = 65_536
RESTORE = "Compare with an exported copy of the log, and restore it from there."


def chained(path: Path, end: int) -> Iterator[tuple[Record, int]]:
    """Read the log from its first line, checking each.

    Parameters
    ----------
    path : pathlib.Path
        The log; one that is absent is empty.
    end : int
        Size of what is read; the line in which it lies is read to its end [byte].

    Yields
    ------
    record : Record
        A record that fits.
    position : int
        Where its line ends [byte].

    Raises
    ------
    InputError
        At the first line that is not a record or does not follow; it names the line.
    """
    if not end or not path.exists():
        return
    number, previous, position = 0, NONE, 0
    with reading(path), path.open("rb") as file:
        while position < end and (line := file.readline(LONGEST_LINE)):
            number += 1
            position += len(line)
            where = f"{path} line {number}"
            record = parsed(line, where)
            if record["seq"] != number or record["previous"] != previous:
                raise InputError(_misplaced(record, number), where=where, remedy=RESTORE)
            previous = record["digest"]
            yield record, position


def last_record(path: Path, head: Head) -> Record:
    """Read the record that ends where the head says.

    Parameters
    ----------
    path : pathlib.Path
        The log.
    head : Head
        Says where; not that of an empty log.

    Returns
    -------
    Record
        The last record.

    Raises
    ------
    InputError
        If it is not what the head says.
    """
    with reading(path), path.open("rb") as file:
        start = max(0, head.size - LONGEST_LINE)
        file.seek(start)
        tail = file.read(head.size - start)
    where = f"{path} line {head.seq}"
    record = parsed(tail[tail.rfind(b"\n", 0, -1) + 1 :], where)
    if (record["seq"], record["digest"]) != (head.seq, head.digest):
        raise InputError(
            f"the last record is number {shown(record['seq'])} with digest {record['digest']}, "
            f"its head names number {head.seq} with {head.digest}",
            where=where,
            remedy=RESTORE,
        )
    return record


def parsed(line: bytes, where: str) -> Record:
    """Read one line: canonical JSON with all fields, whose digest fits.

    Parameters
    ----------
    line : bytes
        The line with its end.
    where : str
        File and line, for the error.

    Returns
    -------
    Record
        The record.

    Raises
    ------
    InputError
        If it is anything else.
    """
    try:
        text = line[:-1].decode()
        found = json.loads(text)
        if line[-1:] == b"\n" and isinstance(found, dict) and canonical(found) == text and not fault(found):
            record = cast("Record", found)
            if digest_of(text.replace(f'"digest":"{record["digest"]}",', "", 1)) == record["digest"]:
                return record
    except (ValueError, RecursionError):
        pass
    raise InputError(_unreadable(line), where=where, remedy=RESTORE)


def _unreadable(line: bytes) -> str:
    """Say why a line is no record, the outermost reason first."""
    reasons = (
        (len(line) >= LONGEST_LINE, "the line is longer than any record"),
        (not line.endswith(b"\n"), "the line breaks off half way"),
        (not line.strip(), "the line is blank"),
        (line.endswith(b"\r\n"), "the line ends in CR and LF: the file was saved by an editor, or sent as text"),
    )
    for holds, reason in reasons:
        if holds:
            return reason
    try:
        return _unlike(line[:-1].decode())
    except UnicodeDecodeError as error:
        return f"the line is not UTF-8 (byte {error.start + 1})"
    except (ValueError, RecursionError) as error:
        return f"the line is not JSON ({shown(str(error))})"


def _unlike(text: str) -> str:
    twice: list[str] = []
    found = json.loads(text, object_pairs_hook=lambda pairs: _once(pairs, twice))
    if not isinstance(found, dict):
        return f"the line is not a JSON object but {shown(found)}"
    if twice:
        return f"the line holds the key {shown(twice[0])} twice"
    if wrong := fault(found):
        return wrong
    if canonical(found) != text:
        return "the line is not written as the log writes it: keys sorted, no spaces, numbers as Python repeats them"
    return "the digest does not fit the content: a field was edited"


def _once(pairs: list[tuple[str, Any]], twice: list[str]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    twice.extend(name for name in names if names.count(name) > 1)
    return dict(pairs)


def _misplaced(record: Record, number: int) -> str:
    seq = record["seq"]
    if seq > number:
        return f"record {number} is missing, here stands number {shown(seq)}: lines were deleted or swapped"
    if seq < number:
        return f"record {shown(seq)} stands here in place of number {number}: a line was repeated, inserted or swapped"
    return f"record {number} does not follow the one before: a record was replaced"
