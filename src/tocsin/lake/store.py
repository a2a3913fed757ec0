"""Delta tables in a folder: append, list files, delete, compact. Knows nothing of loads."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
from deltalake import DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from tocsin.core.errors import LakeError
from tocsin.core.schema import PROVENANCE, TABLES, TableSchema

FORMAT = 1
MARKER = "lake.json"
MEMORY_LIMIT = "800MB"
_WRITER = WriterProperties(compression="ZSTD", compression_level=3, max_row_group_size=200_000)


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
        """Make the folder with all tables empty, the marker last."""
        self.root.mkdir(parents=True, exist_ok=True)
        for name in (*TABLES, "provenance"):
            DeltaTable.create(
                str(self.root / name),
                schema=self.schema(name),
                mode="ignore",
                partition_by=list(TABLES[name].partitions) if name in TABLES else None,
            )
        told = {"program": "tocsin", "format": FORMAT, "bare": bare}
        fresh = self.root / f".{MARKER}"
        fresh.write_text(json.dumps(told) + "\n", encoding="utf-8")
        fresh.replace(self.root / MARKER)

    @property
    def exists(self) -> bool:
        """Whether the folder bears the marker of a lake."""
        return (self.root / MARKER).is_file()

    def check_marker(self) -> bool:
        """Refuse a folder that is no lake, half a lake, or a newer one; tell whether it is to stay without the bundled tables."""
        if not self.exists:
            content = sorted(path.name for path in self.root.iterdir())[:3] if self.root.is_dir() else []
            raise LakeError(
                f"no lake: {'the folder holds ' + ', '.join(content) if content else 'there is nothing'}",
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
        try:
            return DeltaTable(str(self.root / name))
        except (TableNotFoundError, DeltaError, OSError) as error:
            reason = str(error).splitlines()[0][:160]
            raise LakeError(
                f"table {name!r} cannot be opened ({reason})",
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
        write_deltalake(self.delta(name), rows, mode="append", partition_by=partitions, writer_properties=_WRITER)

    def read(self, name: str) -> pa.Table:
        """Return a small table whole."""
        try:
            return pa.table(self.delta(name).to_pyarrow_dataset().to_table())
        except (OSError, pa.ArrowInvalid) as error:
            raise LakeError(
                f"a file of table {name!r} is missing or damaged ({str(error).splitlines()[0][:120]})",
                where=str(self.root),
                remedy="Restore the folder, or load a new lake.",
            ) from error

    def files(self, name: str) -> list[str]:
        """Return the paths of the files that the newest version of a table consists of."""
        return [str(Path(uri.removeprefix("file://"))) for uri in self.delta(name).file_uris()]

    def missing_files(self, name: str) -> list[str]:
        """Return the files that a table's log names and the folder lacks."""
        return [path for path in self.files(name) if not Path(path).is_file()]

    def delete(self, name: str, column: str, values: Sequence[str]) -> int:
        """Delete the rows whose `column` is one of `values`; return how many."""
        quoted = ", ".join(f"'{value}'" for value in values)
        report = self.delta(name).delete(f"{column} IN ({quoted})")
        return int(report["num_deleted_rows"] or 0)

    def compact(self, name: str, keep_hours: int = 24) -> int:
        """Merge small files and remove those that no version of the last hours needs; return how many were merged.

        Parameters
        ----------
        name : str
            Table.
        keep_hours : int
            Age below which replaced files stay for readers that still use them [h].
        """
        table = self.delta(name)
        merged = int(table.optimize.compact()["numFilesRemoved"])
        table.vacuum(retention_hours=keep_hours, dry_run=False, enforce_retention_duration=False)
        return merged

    def connect(self) -> duckdb.DuckDBPyConnection:
        """Return an in-memory DuckDB that spills into the system's temporary folder and never asks the net."""
        connection = duckdb.connect(
            config={
                "memory_limit": MEMORY_LIMIT,
                "temp_directory": str(Path(tempfile.gettempdir()) / "tocsin-spill"),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            }
        )
        connection.execute("SET enable_progress_bar = false")
        return connection


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
    listed = ", ".join("'" + path.replace("'", "''") + "'" for path in files)
    hive = ", ".join(f"'{name}': {types[name]}" for name in table.partitions)
    return f"read_parquet([{listed}], hive_partitioning = true, hive_types = {{{hive}}})"


def _sql_type(kind: pa.DataType) -> str:
    names = {pa.string(): "VARCHAR", pa.float64(): "DOUBLE", pa.date32(): "DATE", pa.int32(): "INTEGER"}
    return names[kind]
