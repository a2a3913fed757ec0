"""The head of the forecast log: number and digest of its last record, in a file beside it, replaced in one step."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tocsin.core.errors import InputError
from tocsin.lake.log_record import NONE, canonical


@dataclass(frozen=True)
class Head:
    """Where the log ends.

    Parameters
    ----------
    seq : int
        Number of the last record [1].
    digest : str
        Its digest; 64 zeros for an empty log.
    size : int
        Where its line ends [byte].
    """

    seq: int = 0
    digest: str = NONE
    size: int = 0


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Say in our words what keeps a file from being read.

    Parameters
    ----------
    path : pathlib.Path
        The file.

    Yields
    ------
    None
        While it is read.

    Raises
    ------
    InputError
        If it cannot be.
    """
    try:
        yield
    except OSError as error:
        raise InputError(
            f"the file cannot be read ({error.strerror or error})", where=str(path), remedy="Is it there, and yours?"
        ) from error


def read_head(path: Path) -> Head | None:
    """Read the head.

    Parameters
    ----------
    path : pathlib.Path
        Its file.

    Returns
    -------
    Head or None
        None if there is no file.

    Raises
    ------
    InputError
        If the file is no head.
    """
    if not path.exists():
        return None
    with reading(path):
        content = path.read_bytes()
    try:
        told = json.loads(content)
        head = Head(told["seq"], told["digest"], told["bytes"])
        if _written(head) == content and head.seq >= 0 and head.size >= 0:
            return head
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    raise InputError(
        "the file is not the head of a forecast log, as it was written",
        where=str(path),
        remedy="Restore it from a copy; the log itself can be verified with tocsin log verify --file.",
    )


def write_head(path: Path, head: Head) -> None:
    """Put a head in the place of the one before; whenever this is stopped, one of the two stands.

    Parameters
    ----------
    path : pathlib.Path
        Its file.
    head : Head
        The new one.
    """
    fresh = path.with_name(f".{path.name}")
    with fresh.open("wb") as file:
        file.write(_written(head))
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    with suppress(OSError):  # not every system lets a folder be synchronised; the head is in place either way
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _written(head: Head) -> bytes:
    return canonical({"seq": head.seq, "digest": head.digest, "bytes": head.size}).encode() + b"\n"
