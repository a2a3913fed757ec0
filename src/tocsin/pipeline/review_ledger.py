"""What was proposed to the register and what people said to it: one file of JSON lines that only grows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from tocsin.core.errors import BusyError, FormatError, LakeError

FILE = "review.jsonl"
LOCK = ".review.lock"
WAIT_SECONDS = 20.0

Record = Mapping[str, Any]


class Ledger:
    """The file of one folder.

    A line counts once it ends: what an append that was stopped left behind is set aside by the next one.

    Parameters
    ----------
    folder : pathlib.Path
        Its folder, existing or not.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / FILE

    @contextmanager
    def locked(self, *, wait: float = WAIT_SECONDS) -> Iterator[None]:
        """Hold the folder against other processes; it falls with the process, however that ends.

        Parameters
        ----------
        wait : float
            How long to wait for it [s].

        Yields
        ------
        None
            While it is held.

        Raises
        ------
        BusyError
            If another process keeps it.
        LakeError
            If the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / LOCK, timeout=wait)
            lock.acquire()
        except Timeout:
            raise BusyError(
                "Another process is at the review", where=str(self.folder), remedy="Try again when it has ended."
            ) from None
        except OSError as error:
            raise self._unwritable(error) from error
        try:
            yield
        finally:
            lock.release()

    def records(self) -> list[Record]:
        """Read all records, the oldest first.

        Returns
        -------
        list of mapping
            None are left out.

        Raises
        ------
        FormatError
            If a line is no record.
        LakeError
            If the file cannot be read.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise LakeError(
                f"The review cannot be read ({error.strerror or error})",
                where=str(self.path),
                remedy="Check its rights.",
            ) from error
        return [self._parsed(line, i) for i, line in enumerate(data[: data.rfind(b"\n") + 1].splitlines(), 1)]

    def append(self, records: Sequence[Record]) -> None:
        """Put records behind the last, all or none, and wait for the disk.

        Parameters
        ----------
        records : sequence of mapping
            New ones; the lock is to be held.

        Raises
        ------
        LakeError
            If they cannot be written; the file is left as it was.
        """
        if not records:
            return
        lines = "".join(
            json.dumps(one, ensure_ascii=True, allow_nan=False, separators=(",", ":")) + "\n" for one in records
        )
        size = None
        try:
            self._set_aside()
            size = self.path.stat().st_size if self.path.exists() else 0
            with self.path.open("ab") as file:
                file.write(lines.encode("ascii"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            if size is not None:
                with suppress(OSError):
                    os.truncate(self.path, size)
            raise self._unwritable(error) from error

    def _set_aside(self) -> None:
        """Move a last line without an end into a file of its own."""
        if not self.path.exists():
            return
        data = self.path.read_bytes()
        sound = data.rfind(b"\n") + 1
        if sound == len(data):
            return
        number = 1
        while (aside := self.folder / f"review.unfinished-{number}").exists():
            number += 1
        aside.write_bytes(data[sound:])
        with self.path.open("r+b") as file:
            file.truncate(sound)

    def _parsed(self, line: bytes, number: int) -> Record:
        try:
            found = json.loads(line)
        except ValueError:
            found = None
        if not isinstance(found, dict) or not isinstance(found.get("what"), str):
            raise FormatError(
                "The line is no record of the review",
                where=f"{self.path}, line {number}",
                remedy="Restore the file from a copy; nothing was changed.",
            )
        return found

    def _unwritable(self, error: OSError) -> LakeError:
        return LakeError(
            f"The review cannot be written ({error.strerror or error})",
            where=str(self.folder),
            remedy="Nothing was changed. Is the disk full, or the folder not yours to write?",
        )
