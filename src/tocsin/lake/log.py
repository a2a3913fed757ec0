"""The forecast log: forecasts in a chain of digests, appended all or nothing, so that none is changed unnoticed later.

`forecast_log.jsonl` holds one record a line, `forecast_log.head` number and digest of the last. An append writes the
lines, waits until the disk has them, and then replaces the head: from here on they are in the log. What stands behind
the head was left by an append that was stopped, or added by another hand; `mend` sets it aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from tocsin.core.clock import Clock
from tocsin.core.errors import BusyError, InputError, LakeError, UsageError
from tocsin.lake.load import locked
from tocsin.lake.log_chain import RESTORE, chained, last_record
from tocsin.lake.log_head import Head, read_head, reading, write_head
from tocsin.lake.log_record import NONE, Record, admitted, canonical
from tocsin.lake.log_write import set_aside, unheld, write
from tocsin.lake.store import Store

FILE = "forecast_log.jsonl"


@dataclass(frozen=True)
class Appended:
    """What an append added.

    Parameters
    ----------
    count : int
        Records added [1].
    head : str
        Digest of the last record.
    seq : int
        Its number [1].
    held : int
        Forecasts that were in the log already [1].
    """

    count: int
    head: str
    seq: int
    held: int = 0


@dataclass(frozen=True)
class Verified:
    """A log whose chain is sound.

    Parameters
    ----------
    count : int
        Records [1].
    head : str
        Digest of the last.
    first, last : str
        When the first and the last were made; empty for an empty log.
    beside : bool
        Whether the file beside the log was compared.
    given : int or None
        Number of the record whose digest was given; None if none was.
    """

    count: int
    head: str
    first: str
    last: str
    beside: bool
    given: int | None


class ForecastLog:
    """The log of one lake, or a copy of one.

    Parameters
    ----------
    path : pathlib.Path
        Its file.
    copy : bool
        A copy: it may lack the head beside it, nothing is locked, and nothing can be appended.
    """

    def __init__(self, path: Path, *, copy: bool = False) -> None:
        self.path = path
        self.head_path = path.with_suffix(".head")
        self.copy = copy

    @classmethod
    def of(cls, root: Path) -> ForecastLog:
        """Return the log of a lake, by the lake's folder; it need not exist yet."""
        return cls(root / FILE)

    def append(self, rows: Iterable[Mapping[str, object]], clock: Clock) -> Appended:
        """Append forecasts, all or none; those that are in the log already are left out.

        Parameters
        ----------
        rows : iterable of mapping
            Forecasts with the fields of `tocsin.lake.log_record.GIVEN`; `low <= probability <= high` in [0, 1].
        clock : Clock
            Gives the moment that they are made at.

        Returns
        -------
        Appended
            How many were added, and where the log ends now.

        Raises
        ------
        InputError
            If a forecast is not what it should be, contradicts a logged one, or the log's end was changed.
        LakeError
            If the log cannot be written; it is left as it was.
        BusyError
            If another process keeps the lake.
        UsageError
            If this is a copy.
        """
        if self.copy:
            raise UsageError("a copy of the log takes no forecasts", where=str(self.path), remedy="Name the lake.")
        made_at = clock().astimezone(UTC).isoformat(timespec="seconds")
        records = [admitted(row, number, made_at) for number, row in enumerate(rows, start=1)]
        with self._locked():
            head = self._end()
            fresh = unheld(self.path, records, head)
            if fresh:
                head = write(self.path, self.head_path, fresh, head)
        return Appended(len(fresh), head.digest, head.seq, len(records) - len(fresh))

    def records(self) -> Iterator[Record]:
        """Read the log, checking it on the way.

        Yields
        ------
        Record
            One after another.

        Raises
        ------
        InputError
            At the first record that is not as it was written, or at the end if the log does not end as its head says.
        """
        head, size = self._ends()
        found = Head()
        for record, position in chained(self.path, size if head is None else head.size):
            found = Head(record["seq"], record["digest"], position)
            yield record
        if head is None and size and not self.copy:
            raise self._headless()
        if head is not None:
            self._compare(found, head, size)

    def verify(self, *, head: str = "", count: int | None = None) -> Verified:
        """Check every record, the end, and what was published or mailed of the log earlier.

        Parameters
        ----------
        head : str
            Digest that was the last when it was noted; it must stand in the chain.
        count : int, optional
            How many records there were then; the digest must stand at this place.

        Returns
        -------
        Verified
            What was found; an error if it is not sound.

        Raises
        ------
        InputError
            If anything was edited, deleted, added, swapped, cut off, or is not the log that the digest is of.
        """
        seq, digest, first, last = 0, NONE, "", ""
        place = 0 if head == NONE else None
        for record in self.records():
            seq, digest, last = record["seq"], record["digest"], record["made_at"]
            first = first or last
            if digest == head:
                place = seq
        if head and (place is None or count not in (None, place)):
            where = f"{self.path}, {seq:,} records"
            found = "is not in the chain" if place is None else f"is that of record {place:,}, not of {count:,}"
            raise InputError(
                f"the digest {head} {found}",
                where=where,
                remedy="The log was made anew or cut since, or this is another log. " + RESTORE,
            )
        return Verified(seq, digest, first, last, self.head_path.exists(), place if head else None)

    def mend(self, *, head: str = "") -> Path | None:
        """Set aside what stands behind the head; write a lost head anew if the digest of the last record is given.

        Parameters
        ----------
        head : str
            Digest of the last record, from outside; needed only if the file beside the log is lost.

        Returns
        -------
        pathlib.Path or None
            Where the rest was put; None if there was none.

        Raises
        ------
        InputError
            If what stands before the head is not as it was written.
        """
        with self._locked():
            known, size = read_head(self.head_path), self._size()
            if known is None and size:
                known = self._found(head, size)
                write_head(self.head_path, known)
            if known is None or size <= known.size:
                return None
            if known.seq:
                last_record(self.path, known)
            return set_aside(self.path, known)

    def export(self, target: Path) -> Verified:
        """Verify the log and copy it, byte for byte.

        Parameters
        ----------
        target : pathlib.Path
            File to be written; must not exist.

        Returns
        -------
        Verified
            What the copy holds.

        Raises
        ------
        UsageError
            If the file exists.
        LakeError
            If it cannot be written.
        """
        if target.exists():
            raise UsageError("the file exists", where=str(target), remedy="Give another name: no copy is overwritten.")
        part = target.with_name(f".{target.name}.part")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.writelines(canonical(record).encode() + b"\n" for record in self.records())
            part.replace(target)
        except OSError as error:
            raise LakeError(
                f"the copy cannot be written ({error.strerror or error})",
                where=str(target),
                remedy="Is the disk full, or the folder not yours to write?",
            ) from error
        finally:
            part.unlink(missing_ok=True)
        return ForecastLog(target, copy=True).verify()

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with nullcontext() if self.copy else locked(Store(self.path.parent)):
            yield

    def _size(self) -> int:
        if self.copy or self.path.exists():
            with reading(self.path):
                return self.path.stat().st_size
        return 0

    def _ends(self) -> tuple[Head | None, int]:
        """Return head and size as they belong together; the log may grow while it is read."""
        try:
            with self._locked():
                return read_head(self.head_path), self._size()
        except BusyError:
            raise
        except LakeError:  # a folder that can only be read: nobody appends to it meanwhile
            return read_head(self.head_path), self._size()

    def _end(self) -> Head:
        """Return where the log ends, after a look whether it does."""
        head, size = read_head(self.head_path), self._size()
        if head is None and size:
            raise self._headless()
        head = head or Head()
        if size < head.size:
            raise InputError(
                f"the log has {size:,} bytes, its head says {head.size:,}: its end was cut off",
                where=str(self.path),
                remedy="Nothing was logged. " + RESTORE,
            )
        if head.seq:
            last_record(self.path, head)
        self._compare(head, head, size)
        return head

    def _compare(self, found: Head, head: Head, size: int) -> None:
        """Refuse a log that does not end as its head says."""
        if found != head:
            raise InputError(
                f"the log ends after {found.seq:,} records and {found.size:,} bytes with digest {found.digest}, "
                f"its head says {head.seq:,} and {head.size:,} with {head.digest}: its end was cut off or replaced",
                where=f"{self.path} line {found.seq}",
                remedy=RESTORE,
            )
        if size > head.size:
            raise InputError(
                f"{size - head.size:,} bytes follow the last record that was finished: an append was stopped half way, "
                "or another hand added to the file",
                where=f"{self.path} line {head.seq + 1}",
                remedy="tocsin log verify --mend sets them aside; then log the forecast again.",
            )

    def _headless(self) -> InputError:
        return InputError(
            f"{self.head_path.name} is lost: whether the log ends where it should cannot be told",
            where=str(self.path),
            remedy="Restore it from a copy; or, with a digest of the last record noted elsewhere, "
            "write it anew with tocsin log verify --mend --head DIGEST.",
        )

    def _found(self, digest: str, size: int) -> Head:
        """Return the head that a digest from outside names."""
        if not digest:
            raise self._headless()
        last = Head()
        for record, position in chained(self.path, size):
            last = Head(record["seq"], record["digest"], position)
        if last.digest != digest:
            raise InputError(
                f"the digest {digest} is not that of the last record, number {last.seq:,}",
                where=str(self.path),
                remedy="Nothing was changed. Give the digest that was noted last. " + RESTORE,
            )
        return last
