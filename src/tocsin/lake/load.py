"""The load protocol: a load exists once its provenance row is committed, last.

1. The same bytes from the same source are recognised and add nothing.
2. Batches pass the door and are staged on disk, beside the tables.
3. Rows with one key are settled: a repetition is dropped, a contradiction refused.
4. The rows are appended in one commit, under a `load_id` that no reader knows yet.
5. Under the lake's lock the provenance row is committed. From here on readers see the load.

Killed anywhere before 5, a load leaves orphans that no reader sees and :mod:`tocsin.lake.integrity` sweeps.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from tocsin.core.clock import Clock
from tocsin.core.errors import BusyError, InputError, LakeError
from tocsin.core.period import Period, parse_period
from tocsin.core.release import Refusal, Release
from tocsin.core.schema import DERIVED, PROVENANCE, TABLES, TableSchema
from tocsin.lake.door import admit
from tocsin.lake.order import sorted_batches
from tocsin.lake.settle import REPEATED, settle
from tocsin.lake.store import Store, literal

WAIT_SECONDS = 60.0


@dataclass
class Load:
    """What came of one release: the content of its provenance row.

    Parameters
    ----------
    load_id, source, table, vintage : str
        What was loaded; `load_id` is that of the earlier load if nothing was added.
    added : bool
        False if the lake held the same bytes already.
    rows_in, rows_kept : int
        Rows of the input and rows stored [1]; the difference is `refused`.
    refused : list of Refusal
        Count and examples by reason.
    """

    load_id: str
    source: str
    table: str
    vintage: str
    added: bool = True
    rows_in: int = 0
    rows_kept: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def refuse(self, refusals: list[Refusal] | tuple[Refusal, ...]) -> None:
        """Add refusals, those of one reason into one."""
        for refusal in refusals:
            for i, known in enumerate(self.refused):
                if known.reason == refusal.reason:
                    examples = (known.examples + refusal.examples)[:3]
                    self.refused[i] = Refusal(known.reason, known.count + refusal.count, examples, known.asked)
                    break
            else:
                self.refused.append(refusal)
            self.rows_in += refusal.count

    def drop(self, refusals: list[Refusal]) -> None:
        """Add refusals of rows that were counted as kept."""
        count = sum(refusal.count for refusal in refusals)
        self.refuse(refusals)
        self.rows_in -= count
        self.rows_kept -= count


def load_release(
    store: Store, release: Release, *, source: str, licence: str, clock: Clock, strict: bool = False
) -> Load:
    """Store one release by the protocol at the head of this module.

    Parameters
    ----------
    store : Store
        The lake's folder.
    release : Release
        What the source handed over.
    source : str
        Name of the source.
    licence : str
        Licence of its data.
    clock : Clock
        Gives the moment of retrieval.
    strict : bool
        Refuse the whole release if a single row is refused.

    Returns
    -------
    Load
        What was stored and what was not.

    Raises
    ------
    InputError
        If no row is left, or `strict` and a row is refused.
    BusyError
        If another load of the same vintage landed meanwhile, or the lake stays locked.
    LakeError
        If the lake cannot be written.
    """
    load = Load(uuid.uuid4().hex, source, release.table, release.vintage)
    before = provenance_rows(store)
    if earlier := _same(before, load, release.sha256):
        _same_day([row for row in before if row["load_id"] == earlier], release)
        return Load(earlier, source, release.table, release.vintage, added=False)
    schema = TABLES[release.table]
    staging = store.root / ".staging" / f"{load.load_id}.parquet"
    with running(store, load.load_id):
        try:
            staging.parent.mkdir(exist_ok=True)
            _stage(store, release, load, staging)
            siblings = [str(row["load_id"]) for row in before if _twin(row, load)]
            load.drop(settle(store, schema, staging, siblings))
            if load.rows_kept == 0 and {refusal.reason for refusal in load.refused} == {REPEATED}:
                _same_day([row for row in before if _twin(row, load)], release)
                load.added = False
                return load
            _judge(load, release, strict=strict)
            scopes, knowable = _append(store, release, load, staging, schema)
            _commit(store, load, _row(load, release, licence, clock, scopes, knowable), before)
        except (OSError, duckdb.Error) as error:
            raise LakeError(
                f"the load of {release.origin or source} stopped ({str(error).splitlines()[0][:160]})",
                where=str(store.root),
                remedy="Nothing was stored. Is the disk full, or the folder not yours to write?",
            ) from error
        finally:
            staging.unlink(missing_ok=True)
    return load


def provenance_rows(store: Store) -> list[dict[str, object]]:
    """Return all committed loads, oldest first.

    Parameters
    ----------
    store : Store
        The lake's folder.

    Returns
    -------
    list of dict
        Rows of the provenance table.
    """
    rows = store.read("provenance").to_pylist()
    return sorted(rows, key=lambda row: (row["retrieved_at"], row["table_name"] in DERIVED, row["load_id"]))


@contextmanager
def locked(store: Store, name: str = "lake", *, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold a lock of the lake; it falls with the process, however that ends.

    Parameters
    ----------
    store : Store
        The lake's folder.
    name : str
        Which lock.
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
    folder = store.root / ".locks"
    lock = FileLock(folder / f"{name}.lock", timeout=wait)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise BusyError(
            f"the lake is locked ({name})", where=str(store.root), remedy="Another Tocsin works on it: try again."
        ) from error
    except OSError as error:
        raise LakeError(
            f"the lake cannot be written ({error.strerror or error})",
            where=str(store.root),
            remedy="Is the folder yours to write? Give another with --lake.",
        ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def running(store: Store, load_id: str) -> Iterator[None]:
    """Mark a load as running, so that the orphan sweep leaves its rows alone.

    Parameters
    ----------
    store : Store
        The lake's folder.
    load_id : str
        The load.

    Yields
    ------
    None
        While it runs.
    """
    try:
        with locked(store, f"load-{load_id}", wait=0):
            yield
    finally:
        (store.root / ".locks" / f"load-{load_id}.lock").unlink(missing_ok=True)


def _same(before: list[dict[str, object]], load: Load, sha256: str) -> str | None:
    wanted = (load.source, load.table, load.vintage, sha256)
    for row in before:
        if (row["source"], row["table_name"], row["vintage"], row["sha256"]) == wanted:
            return str(row["load_id"])
    return None


def _same_day(twins: list[dict[str, object]], release: Release) -> None:
    """Refuse another release date for rows that the lake holds: what was known when would hang on the order."""
    days = {row["released_on"] for row in twins}
    if days and release.released_on not in days:
        known = ", ".join(sorted(map(str, days)))
        raise InputError(
            f"these rows of {release.vintage!r} are in the lake as released on {known}, now on {release.released_on}",
            where=release.origin,
            remedy="Nothing was stored. Give a corrected release another name.",
        )


def _twin(row: dict[str, object], load: Load) -> bool:
    return (row["source"], row["table_name"], row["vintage"]) == (load.source, load.table, load.vintage)


def _stage(store: Store, release: Release, load: Load, staging: Path) -> None:
    columns = TABLES[release.table].columns
    with pq.ParquetWriter(staging, columns, compression="lz4") as writer, store.connect() as connection:
        for batch in release.batches:
            rows, refused = admit(connection, release.table, batch.rows)
            load.rows_in += len(rows)
            load.rows_kept += len(rows)
            load.refuse(batch.refused)
            load.refuse(refused)
            if len(rows):
                writer.write_table(rows)


def _judge(load: Load, release: Release, *, strict: bool) -> None:
    worst = "; ".join(
        f"{refusal.count:,} x {refusal.reason}" + (f" (e.g. {refusal.examples[0]})" if refusal.examples else "")
        for refusal in sorted(load.refused, key=lambda refusal: -refusal.count)[:5]
    )
    faults = sum(refusal.count for refusal in load.refused if not refusal.asked)
    if strict and faults:
        raise InputError(
            f"{faults:,} of {load.rows_in:,} rows are refused: {worst}",
            where=release.origin,
            remedy="Nothing was stored. Mend the rows, or leave out --strict to load the others.",
        )
    if load.rows_kept == 0 and load.table not in DERIVED:
        raise InputError(
            f"no row is left of {load.rows_in:,}" + (f": {worst}" if worst else ""),
            where=release.origin,
            remedy="Nothing was stored.",
        )


def _append(
    store: Store, release: Release, load: Load, staging: Path, schema: TableSchema
) -> tuple[list[str], dict[str, date]]:
    """Append the staged rows, sorted, with the added columns; return their scopes and when each period is knowable."""
    with store.connect() as connection:
        connection.execute(f"CREATE VIEW staged AS SELECT * FROM read_parquet({literal(staging)})")
        periods = [row[0] for row in connection.execute("SELECT DISTINCT period FROM staged ORDER BY 1").fetchall()]
        parsed = {text: parse_period(text) for text in periods}
        knowable = {text: _knowable(period, release) for text, period in parsed.items()}
        scopes = ["*"]
        if "scope" in schema.columns.names:
            scopes = [row[0] for row in connection.execute("SELECT DISTINCT scope FROM staged ORDER BY 1").fetchall()]
        calendar = pa.table(
            {
                "period": pa.array(periods, pa.string()),
                "year": pa.array([parsed[text].year for text in periods], pa.int32()),
                "knowable_from": pa.array([knowable[text] for text in periods], pa.date32()),
            }
        )
        connection.register("calendar", calendar)
        released = f"DATE '{release.released_on}'" if release.released_on else "NULL::DATE"
        own = ", ".join(f"staged.{name}" for name in schema.columns.names)
        query = f"""SELECT {own}, calendar.year, {literal(load.source)} AS source, {literal(load.vintage)} AS vintage,
            {released} AS released_on, calendar.knowable_from, '{load.load_id}' AS load_id
            FROM staged JOIN calendar USING (period)"""
        if load.rows_kept:
            batches = sorted_batches(connection, schema, query)
            store.append(load.table, pa.RecordBatchReader.from_batches(schema.stored, batches))
    return scopes, knowable


def _knowable(period: Period, release: Release) -> date:
    return period.knowable_from(release.lag_months)


def _row(  # noqa: PLR0917 - the parts of one row
    load: Load, release: Release, licence: str, clock: Clock, scopes: list[str], knowable: dict[str, date]
) -> dict[str, object]:
    return {
        "load_id": load.load_id,
        "source": load.source,
        "table_name": load.table,
        "vintage": load.vintage,
        "released_on": release.released_on,
        "lag_months": release.lag_months,
        "sha256": release.sha256,
        "origin": release.origin,
        "licence": release.licence or licence,
        "retrieved_at": clock().isoformat(),
        "rows_in": load.rows_in,
        "rows_kept": load.rows_kept,
        "refused": json.dumps([vars(refusal) for refusal in load.refused]),
        "scopes": scopes,
        "first_period": min(knowable, default=None),
        "last_period": max(knowable, default=None),
        "knowable": sorted(set(knowable.values())),
    }


def _meets(entry: dict[str, object], row: dict[str, object]) -> bool:
    """Tell whether two loads are of one vintage and scope, so that they may hold the same keys."""
    same = all(entry[name] == row[name] for name in ("source", "table_name", "vintage"))
    return same and bool(set(entry["scopes"] or ()) & set(row["scopes"] or ()))  # type: ignore[call-overload]


def _commit(store: Store, load: Load, row: dict[str, object], before: list[dict[str, object]]) -> None:
    """Commit the provenance row, unless a load of the same vintage landed since the keys were compared."""
    known = {entry["load_id"] for entry in before}
    with locked(store):
        for entry in provenance_rows(store):
            if entry["load_id"] not in known and _meets(entry, row):
                if entry["sha256"] == row["sha256"]:
                    load.load_id, load.added, load.rows_kept = str(entry["load_id"]), False, 0
                    return
                raise BusyError(
                    f"another load of {load.source} {load.vintage} landed meanwhile",
                    where=str(store.root),
                    remedy="Nothing was stored: run the same command again.",
                )
        store.append("provenance", pa.Table.from_pylist([row], schema=PROVENANCE))
