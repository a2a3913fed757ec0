"""`lake check`: does the lake hold what its provenance says, and nothing else? Sweeps orphans, merges small files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import duckdb
from filelock import FileLock, Timeout

from tocsin.core.schema import DERIVED, TABLES
from tocsin.lake.load import locked, provenance_rows
from tocsin.lake.store import Store, scan

KEPT_VIEWS = 6


@dataclass
class Health:
    """What a check found and did.

    Parameters
    ----------
    problems : list of str
        What is wrong and could not be mended here.
    mended : list of str
        What was swept or merged.
    rows : dict of str to int
        Committed rows by table [1].
    """

    problems: list[str] = field(default_factory=list)
    mended: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


def check(store: Store, *, mend: bool = True) -> Health:
    """Compare every table with provenance.

    Parameters
    ----------
    store : Store
        The lake's folder.
    mend : bool
        Sweep orphans, merge small files and drop indicators of old views; otherwise only look.

    Returns
    -------
    Health
        Findings.

    Raises
    ------
    LakeError
        If a table cannot be opened at all.
    """
    store.check_marker()
    health = Health()
    rows = provenance_rows(store)
    expected = {str(row["load_id"]): int(row["rows_kept"]) for row in rows}  # type: ignore[call-overload]
    _compare_twins(rows, health)
    for table in TABLES:
        mine = {str(row["load_id"]): expected[str(row["load_id"])] for row in rows if row["table_name"] == table}
        wrong = _unreadable(store, table)
        if wrong and mend and table in DERIVED:
            _forget(store, table, list(mine), health)
        elif wrong:
            health.problems.append(wrong)
        else:
            _compare(store, table, mine, health, mend=mend)
    if mend:
        _tidy(store, rows, health)
    return health


def _unreadable(store: Store, table: str) -> str:
    """Read every byte of a table; return what is wrong with its files, or nothing."""
    lost = store.missing_files(table)
    if lost:
        return f"table {table!r} lacks {len(lost)} of its files, or they are cut short; the first is {lost[0]}"
    columns = ", ".join(TABLES[table].stored.names)
    try:
        with store.connect() as connection:
            connection.execute(f"SELECT bit_xor(hash({columns})) FROM {scan(store.files(table), TABLES[table])}")
    except duckdb.Error as error:
        return f"a file of table {table!r} is damaged ({str(error).splitlines()[0][:160]})"
    return ""


def _forget(store: Store, table: str, load_ids: list[str], health: Health) -> None:
    """Drop all rows of a table that is made of the others: they are computed again when asked for."""
    with locked(store):
        store.delete("provenance", "load_id", load_ids)
        store.reset(table)
    health.rows[table] = 0
    health.mended.append(f"damaged {table}s dropped; they are computed again when asked for")


def _compare(store: Store, table: str, mine: dict[str, int], health: Health, *, mend: bool) -> None:
    found = _count(store, table)
    health.rows[table] = sum(count for load_id, count in found.items() if load_id in mine)
    health.problems += [
        f"load {load_id} of {table!r} has {found.get(load_id, 0):,} rows, its provenance says {count:,}"
        for load_id, count in sorted(mine.items())
        if found.get(load_id, 0) != count
    ]
    orphans = _dead(store, [load_id for load_id in found if load_id not in mine])
    if orphans and mend:
        count = store.delete(table, "load_id", orphans)
        health.mended.append(f"{count:,} rows of {len(orphans)} unfinished loads swept from {table!r}")
    elif orphans:
        health.problems.append(f"table {table!r} holds rows of {len(orphans)} unfinished loads")


def _count(store: Store, table: str) -> dict[str, int]:
    with store.connect() as connection:
        source = scan(store.files(table), TABLES[table])
        return dict(connection.execute(f"SELECT load_id, count(*) FROM {source} GROUP BY 1").fetchall())


def _compare_twins(rows: list[dict[str, object]], health: Health) -> None:
    names = Counter((row["source"], row["table_name"], row["vintage"], row["sha256"]) for row in rows)
    health.problems += [
        f"{name[0]} {name[2]} was committed {count} times" for name, count in names.items() if count > 1
    ]


def is_running(store: Store, load_id: str) -> bool:
    """Tell whether the process that makes a load is alive.

    Parameters
    ----------
    store : Store
        The lake's folder.
    load_id : str
        The load.

    Returns
    -------
    bool
        True while its lock is held.
    """
    path = store.root / ".locks" / f"load-{load_id}.lock"
    if not path.exists():
        return False
    lock = FileLock(path, timeout=0)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


def _dead(store: Store, orphans: list[str]) -> list[str]:
    """Return the loads that neither run nor were committed since; asked in this order, a load cannot slip through."""
    still = [load_id for load_id in orphans if not is_running(store, load_id)]
    committed = {str(row["load_id"]) for row in provenance_rows(store)} if still else set()
    return [load_id for load_id in still if load_id not in committed]


def _tidy(store: Store, rows: list[dict[str, object]], health: Health) -> None:
    for path in [*(store.root / ".staging").glob("*"), *(store.root / ".locks").glob("load-*.lock")]:
        load_id = path.name.removeprefix("load-").split(".")[0]
        if not is_running(store, load_id):
            path.unlink(missing_ok=True)
            if path.parent.name == ".staging":
                health.mended.append(f"staging file of unfinished load {load_id[:8]} removed")
    with locked(store):
        for table in DERIVED:
            views = list(dict.fromkeys(str(row["vintage"]) for row in reversed(rows) if row["table_name"] == table))
            if (old := views[KEPT_VIEWS:]) and table in health.rows:
                stale = [str(row["load_id"]) for row in rows if row["table_name"] == table and row["vintage"] in old]
                store.delete("provenance", "load_id", stale)
                store.delete(table, "load_id", stale)
                health.mended.append(f"{table}s of {len(old)} old views dropped")
        merged = sum(store.compact(table) for table in (*health.rows, "provenance"))
    if merged:
        health.mended.append(f"{merged:,} small files merged")
