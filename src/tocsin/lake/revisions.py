"""What a publisher changed between two releases of the same figures."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.core.errors import UsageError
from tocsin.core.schema import TABLES
from tocsin.lake.load import provenance_rows
from tocsin.lake.store import Store, literal, scan


@dataclass(frozen=True)
class Revision:
    """The newer of two vintages compared with the older.

    Parameters
    ----------
    source, scope, older, newer : str
        What is compared.
    threshold : float
        Relative change from which a row counts as changed [1].
    measure : str
        The figure compared.
    common, vanished, appeared, changed : int
        Rows in both, only in the older, only in the newer, and in both but changed by more than the threshold [1].
    by_year : tuple of (str, int, int, int, int)
        Year, common, vanished, appeared, changed.
    largest : tuple of (str, str, str, str, float, float)
        Reporter, partner, product, period, old and new figure of the largest changes.
    """

    source: str
    scope: str
    older: str
    newer: str
    threshold: float
    measure: str
    common: int
    vanished: int
    appeared: int
    changed: int
    by_year: tuple[tuple[str, int, int, int, int], ...]
    largest: tuple[tuple[str, str, str, str, float, float], ...]


def compare(
    store: Store,
    *,
    source: str,
    threshold: float = 0.01,
    measure: str = "trade_value",
    reporter: str = "",
    product: str = "",
) -> Revision:
    """Compare the two newest vintages of a source's flows.

    Parameters
    ----------
    store : Store
        The lake's folder.
    source : str
        Name of the source.
    threshold : float
        Relative change from which a row counts as changed [1].
    measure : str
        ``"trade_value"`` or ``"net_weight"``.
    reporter, product : str
        Limit to one importer or goods code; empty for all.

    Returns
    -------
    Revision
        Counts and the largest changes.

    Raises
    ------
    UsageError
        If the source has fewer than two vintages in this lake.
    """
    rows = [row for row in provenance_rows(store) if row["source"] == source and row["table_name"] == "flow"]
    vintages = sorted({(str(row["released_on"] or ""), str(row["vintage"])) for row in rows})
    if len(vintages) < 2:
        raise UsageError(
            f"source {source!r} has {len(vintages)} vintage(s) of flows in this lake",
            remedy="A revision needs two: collect an older or newer release.",
        )
    older, newer = vintages[-2][1], vintages[-1][1]
    loads = {
        vintage: ", ".join(f"'{row['load_id']}'" for row in rows if row["vintage"] == vintage)
        for vintage in (older, newer)
    }
    limit = "".join(
        f" AND {column} = {literal(value)}" for column, value in (("reporter", reporter), ("product", product)) if value
    )
    key = ", ".join(TABLES["flow"].key)
    files = scan(store.files("flow"), TABLES["flow"])
    with store.connect() as connection:
        for name, vintage in (("older", older), ("newer", newer)):
            connection.execute(
                f"CREATE TEMP TABLE {name} AS SELECT {key}, year, {measure} AS figure FROM {files} "
                f"WHERE load_id IN ({loads[vintage]}) AND source = {literal(source)}{limit}"
            )
        connection.execute(
            f"""CREATE TEMP TABLE pairs AS
            SELECT {key}, coalesce(o.year, n.year) AS year, o.figure AS old, n.figure AS new,
                o.year IS NOT NULL AS in_old, n.year IS NOT NULL AS in_new,
                in_old AND in_new AND abs(n.figure - o.figure) > {threshold} * abs(o.figure) AS changed
            FROM older o FULL JOIN newer n USING ({key})"""
        )
        counts = """count(*) FILTER (in_old AND in_new), count(*) FILTER (in_old AND NOT in_new),
            count(*) FILTER (in_new AND NOT in_old), count(*) FILTER (changed)"""
        total = connection.execute(f"SELECT {counts} FROM pairs").fetchone()
        by_year = connection.execute(f"SELECT year::VARCHAR, {counts} FROM pairs GROUP BY 1 ORDER BY 1").fetchall()
        largest = connection.execute(
            """SELECT reporter, partner, product, period, old, new FROM pairs WHERE changed
            ORDER BY abs(new - old) DESC, reporter, partner, product, period LIMIT 10"""
        ).fetchall()
        scopes = sorted({scope for row in rows for scope in row["scopes"]})  # type: ignore[attr-defined]
    common, vanished, appeared, changed = total or (0, 0, 0, 0)
    return Revision(
        source=source,
        scope=", ".join(scopes),
        older=older,
        newer=newer,
        threshold=threshold,
        measure=measure,
        common=common,
        vanished=vanished,
        appeared=appeared,
        changed=changed,
        by_year=tuple(by_year),
        largest=tuple(largest),
    )
