"""Writing the forecast log: what is new is put behind the last record, and counts once the head names it."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tocsin.core.errors import InputError, LakeError
from tocsin.lake.log_chain import parsed
from tocsin.lake.log_head import Head, read_head, write_head
from tocsin.lake.log_record import Identity, Record, canonical, identity, sealed

#: Two runs of one model on two machines may differ in the last bits; more is another forecast.
SAME = 1e-9


def unheld(path: Path, records: list[Record], head: Head) -> list[Record]:
    """Return the forecasts that the log does not hold.

    Parameters
    ----------
    path : pathlib.Path
        The log.
    records : list of Record
        Forecasts to be logged.
    head : Head
        Where the log ends.

    Returns
    -------
    list of Record
        The new ones, in their order.

    Raises
    ------
    InputError
        If a forecast says something else than the logged one of the same model and input.
    """
    known: dict[Identity, Record] = {}
    for digest in sorted({record["input_digest"] for record in records}):
        known.update((identity(record), record) for record in _mentioning(path, digest, head))
    fresh = []
    for number, record in enumerate(records, start=1):
        logged = known.setdefault(identity(record), record)
        if logged is record:
            fresh.append(record)
        elif not _agree(logged, record):
            raise InputError(
                f"{record['reporter']} {record['product']} for {record['target']} has probability "
                f"{record['probability']!r} ({record['low']!r} to {record['high']!r}); of the same model and input "
                f"there is {logged['probability']!r} ({logged['low']!r} to {logged['high']!r}) already",
                where=f"forecast {number}",
                remedy="Nothing was logged. A model that has changed needs a new model_version.",
            )
    return fresh


def _agree(one: Record, other: Record) -> bool:
    pairs = ((one["probability"], other["probability"]), (one["low"], other["low"]), (one["high"], other["high"]))
    return all(abs(first - second) <= SAME for first, second in pairs)


def _mentioning(path: Path, digest: str, head: Head) -> Iterator[Record]:
    """Read the records of one input; whether there are any is seen without reading the others."""
    if not head.size:
        return
    needle = canonical({"input_digest": digest})[1:-1].encode()
    with path.open("rb") as file, mmap.mmap(file.fileno(), head.size, access=mmap.ACCESS_READ) as content:
        position = content.find(needle)
        while position >= 0:
            start, end = content.rfind(b"\n", 0, position) + 1, content.find(b"\n", position) + 1
            yield parsed(content[start:end], f"{path} at byte {start}")
            position = content.find(needle, end)


def write(path: Path, head_path: Path, records: list[Record], head: Head) -> Head:
    """Put records behind the last one, wait for the disk, and name the new last one in the head.

    Parameters
    ----------
    path, head_path : pathlib.Path
        The log, and the file of its head.
    records : list of Record
        New ones; they are given their places.
    head : Head
        Where the log ends.

    Returns
    -------
    Head
        Where it ends now.

    Raises
    ------
    LakeError
        If it cannot be written; it is left as it was.
    """
    seq, previous, lines = head.seq, head.digest, []
    for seq, record in enumerate(records, start=head.seq + 1):
        lines.append(sealed(record, seq, previous))
        previous = record["digest"]
    content = "".join(f"{line}\n" for line in lines).encode()
    new = Head(seq, previous, head.size + len(content))
    try:
        if not head.size:
            write_head(head_path, head)  # lines without a head mean that it was lost
        with path.open("r+b" if path.exists() else "x+b") as file:
            file.seek(head.size)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        write_head(head_path, new)
    except OSError as error:
        with suppress(OSError):
            _undo(path, head_path)
        raise LakeError(
            f"the forecast log cannot be written ({error.strerror or error})",
            where=str(path),
            remedy="Nothing was logged. Is the disk full, or the folder not yours to write?",
        ) from error
    return new


def _undo(path: Path, head_path: Path) -> None:
    """Cut off what was written without becoming part of the log."""
    head = read_head(head_path)
    if head is not None and path.exists() and path.stat().st_size > head.size:
        _cut(path, head.size)


def set_aside(path: Path, head: Head) -> Path:
    """Move what stands behind the last record into a file of its own.

    Parameters
    ----------
    path : pathlib.Path
        The log.
    head : Head
        Where it ends.

    Returns
    -------
    pathlib.Path
        The new file, beside the log.
    """
    number = 1
    while (aside := path.with_name(f"{path.stem}.unfinished-{head.seq}-{number}")).exists():
        number += 1
    with path.open("rb") as file:
        file.seek(head.size)
        aside.write_bytes(file.read())
    _cut(path, head.size)
    return aside


def _cut(path: Path, size: int) -> None:
    with path.open("r+b") as file:
        file.truncate(size)
        file.flush()
        os.fsync(file.fileno())
