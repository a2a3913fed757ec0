"""Delta tables in a folder: append, list files, delete, compact. Knows nothing of loads."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from tocsin.core.errors import BusyError, LakeError
from tocsin.core.schema import PROVENANCE, TABLES, TableSchema

FORMAT = 1
MARKER = "lake.json"
MAKING = ".making"
MEMORY_LIMIT = "800MB"
#: Tables that lakes made by earlier versions lack: such a lake gets them, empty, when they are first opened.
LATER = ("io_table",)
_WRITER = WriterProperties(compression="ZSTD", compression_level=3, max_row_group_size=200_000)
#: What the libraries underneath misread in a path: patterns, escapes, partitions (``year=2020``).
_ODD = re.compile(r"[\[\]*?%=^|<>]" if os.name == "nt" else r"[\[\]*?%=^|<>\\]")


class Store:
    """The folder of one lake.

    Parameters
    ----------
    root : pathlib.Path
        Folder; see :meth:`create` and :meth:`check_marker`.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def create(self, *, bare: bool = False) -> None:
        """Make the folder with all tables empty, the marker last; one killed at that is made on at the next call."""
        with self.writing("lake"):
            self.root.mkdir(parents=True, exist_ok=True)
            (self.root / MAKING).touch()
            self._create(bare=bare)
            (self.root / MAKING).unlink(missing_ok=True)

    def reset(self, name: str) -> None:
        """Make a table anew, empty, whatever state its folder is in."""
        with self.writing(name):
            shutil.rmtree(self.root / name, ignore_errors=True)
            self._make(name)

    def _make(self, name: str) -> None:
        DeltaTable.create(
            str(self.root / name),
            schema=self.schema(name),
            mode="ignore",
            partition_by=list(TABLES[name].partitions) if name in TABLES else None,
        )

    def _create(self, *, bare: bool) -> None:
        for name in (*TABLES, "provenance"):
            self._make(name)
        told = {"program": "tocsin", "format": FORMAT, "bare": bare}
        fresh = self.root / f".{MARKER}"
        fresh.write_text(json.dumps(told) + "\n", encoding="utf-8")
        fresh.replace(self.root / MARKER)

    @property
    def exists(self) -> bool:
        """Whether the folder bears the marker of a lake."""
        try:
            return (self.root / MARKER).is_file()
        except OSError as error:
            raise LakeError(f"the folder cannot be read ({error.strerror})", where=str(self.root)) from error

    def check_free(self) -> None:
        """Refuse a place where no lake can be made: a file, a folder with other things in it, or with half a lake."""
        if odd := _ODD.search(str(self.root.absolute())):
            raise LakeError(
                f"the path holds {odd.group()!r}",
                where=str(self.root),
                remedy="A lake cannot be kept there. Give another folder with --lake.",
            )
        if self.root.is_file() or (
            any(not path.name.startswith(".") for path in self._content()) and not (self.root / MAKING).is_file()
        ):
            self.check_marker()

    def _content(self) -> list[Path]:
        try:
            return sorted(self.root.iterdir()) if self.root.is_dir() else []
        except OSError as error:
            raise LakeError(f"the folder cannot be read ({error.strerror})", where=str(self.root)) from error

    @contextmanager
    def writing(self, name: str) -> Iterator[None]:
        """Say in our words what keeps a table from being written.

        Parameters
        ----------
        name : str
            Table, for the error.

        Yields
        ------
        None
            While it is written.

        Raises
        ------
        BusyError
            If another process changed the table meanwhile.
        LakeError
            If the folder cannot be written.
        """
        try:
            yield
        except CommitFailedError as error:
            raise BusyError(
                f"another process changed {name!r} meanwhile",
                where=str(self.root),
                remedy="Nothing was stored: run the same command again.",
            ) from error
        except (DeltaError, OSError) as error:
            raise LakeError(
                f"{name!r} cannot be written ({_first_line(error)})",
                where=str(self.root),
                remedy="Is the disk full, or the folder not yours to write? Nothing was stored.",
            ) from error

    def check_marker(self) -> bool:
        """Refuse what is no lake, half of one, or a newer one; tell whether it stays without the bundled tables."""
        if not self.exists:
            content = ", ".join(path.name for path in self._content()[:3])
            found = "the path is a file" if self.root.is_file() else "there is nothing"
            raise LakeError(
                f"no lake: {'the folder holds ' + content if content else found}",
                where=str(self.root),
                remedy="Give another folder with --lake, or copy the whole lake again.",
            )
        try:
            told = json.loads((self.root / MARKER).read_text(encoding="utf-8"))
            found, bare = told["format"], bool(told["bare"])
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise LakeError(f"{MARKER} is damaged ({error})", where=str(self.root), remedy="Restore it.") from error
        if found != FORMAT:
            raise LakeError(
                f"the lake has format {found}, this program writes {FORMAT}",
                where=str(self.root),
                remedy="Use the version of Tocsin that made it, or load a new lake.",
            )
        return bare

    @staticmethod
    def schema(name: str) -> pa.Schema:
        """Return the stored columns of a table."""
        return TABLES[name].stored if name in TABLES else PROVENANCE

    def delta(self, name: str) -> DeltaTable:
        """Open a table, or say what is wrong with its folder."""
        if name in LATER and not (self.root / name).exists():
            with self.writing(name):
                self._make(name)
        try:
            return DeltaTable(str(self.root / name))
        except (DeltaError, OSError, ValueError) as error:
            raise LakeError(
                f"table {name!r} cannot be opened ({_first_line(error)})",
                where=str(self.root),
                remedy="The folder is damaged or half copied: restore it, or load a new lake.",
            ) from error

    def append(self, name: str, rows: pa.Table | pa.RecordBatchReader) -> None:
        """Append rows in one atomic commit.

        Parameters
        ----------
        name : str
            Table.
        rows : pyarrow.Table or pyarrow.RecordBatchReader
            All stored columns of the table.
        """
        partitions = list(TABLES[name].partitions) if name in TABLES else None
        table = self.delta(name)
        with self.writing(name):
            write_deltalake(table, rows, mode="append", partition_by=partitions, writer_properties=_WRITER)

    def read(self, name: str) -> pa.Table:
        """Return a small table whole."""
        schema = self.schema(name)
        try:  # file by file: a dataset's threads outlive the read and can take the process down at its end
            parts = [pq.ParquetFile(path).read(use_threads=False) for path in self.files(name)]
            return pa.concat_tables([schema.empty_table(), *(part.select(schema.names).cast(schema) for part in parts)])
        except (DeltaError, OSError, pa.ArrowInvalid) as error:
            raise LakeError(
                f"a file of table {name!r} is missing or damaged ({_first_line(error)})",
                where=str(self.root),
                remedy="Restore the folder, or load a new lake.",
            ) from error

    def files(self, name: str) -> list[str]:
        """Return the paths of the files that the newest version of a table consists of; all must be there, whole."""
        if lost := self.missing_files(name):
            raise LakeError(
                f"table {name!r} lacks {len(lost)} of its files, or they are cut short; the first is {lost[0]}",
                where=str(self.root),
                remedy="The folder is damaged or half copied: restore it, or load a new lake.",
            )
        return list(self._listed(name))

    def _listed(self, name: str) -> dict[str, int]:
        """Return the size by path of each file that the log of a table names."""
        try:
            added = pa.table(self.delta(name).get_add_actions(flatten=True))
        except DeltaError as error:
            raise LakeError(
                f"the log of table {name!r} is damaged ({_first_line(error)})",
                where=str(self.root),
                remedy="Restore the folder, or load a new lake.",
            ) from error
        paths = (str(self.root / name / unquote(path)) for path in added["path"].to_pylist())
        return dict(zip(paths, added["size_bytes"].to_pylist(), strict=True))

    def missing_files(self, name: str) -> list[str]:
        """Return the files that a table's log names and the folder lacks, or holds in another size."""
        return [
            path
            for path, size in self._listed(name).items()
            if not Path(path).is_file() or Path(path).stat().st_size != size
        ]

    def delete(self, name: str, column: str, values: Sequence[str]) -> int:
        """Delete the rows whose `column` is one of `values`; return how many."""
        table = self.delta(name)
        with self.writing(name):
            report = table.delete(f"{column} IN ({', '.join(map(literal, values))})")
        return int(report["num_deleted_rows"] or 0)

    def compact(self, name: str, keep_hours: int = 24) -> int:
        """Merge small files and remove those that no version of the last hours needs; return how many were merged.

        Parameters
        ----------
        name : str
            Table.
        keep_hours : int
            Age below which replaced files stay for readers that still use them [h].

        Returns
        -------
        int
            Files merged [1].
        """
        table = self.delta(name)
        with self.writing(name):
            merged = int(table.optimize.compact()["numFilesRemoved"])
            table.vacuum(retention_hours=keep_hours, dry_run=False, enforce_retention_duration=False)
        return merged

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return an in-memory DuckDB that spills into the system's temporary folder and never asks the net."""
        connection = duckdb.connect(
            config={
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(
                    Path(tempfile.gettempdir()) / f"tocsin-{uuid.uuid4().hex}"
                ),  # its own, no other's
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        connection.execute("SET enable_progress_bar = false")
        return connection


def literal(text: object) -> str:
    """Return a text as SQL writes it.

    Parameters
    ----------
    text : object
        Text, or a path.

    Returns
    -------
    str
        In single quotes, those within doubled.
    """
    return "'" + str(text).replace("'", "''") + "'"


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:160]


def scan(files: Sequence[str], table: TableSchema) -> str:
    """Return the SQL that reads the files of a Delta table, partition columns included.

    Parameters
    ----------
    files : sequence of str
        Paths as from :meth:`Store.files`.
    table : TableSchema
        The table.

    Returns
    -------
    str
        A table expression for DuckDB.
    """
    types = {field.name: _sql_type(field.type) for field in table.stored}
    if not files:
        columns = ", ".join(f"NULL::{kind} AS {name}" for name, kind in types.items())
        return f"(SELECT {columns} WHERE false)"
    listed = ", ".join(map(literal, files))
    hive = ", ".join(f"'{name}': {types[name]}" for name in table.partitions)
    return f"read_parquet([{listed}], hive_partitioning = true, hive_types = {{{hive}}})"


def _sql_type(kind: pa.DataType) -> str:
    names = {pa.string(): "VARCHAR", pa.float64(): "DOUBLE", pa.date32(): "DATE", pa.int32(): "INTEGER"}
    return names[kind]
