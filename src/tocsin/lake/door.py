"""Declared checks at the door: an expression that a good row fulfils, and the reason given to one that does not.

A reader answers for what it could parse; the door answers for what may be stored. Its checks are the same for every
source and run over whole batches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from tocsin.core.release import Refusal
from tocsin.core.schema import TABLES

if TYPE_CHECKING:
    import duckdb

_PERIOD = {
    "A": r"\d{4}",
    "Q": r"\d{4}-Q[1-4]",
    "M": r"\d{4}-(0[1-9]|1[0-2])",
    "W": r"\d{4}-W(0[1-9]|[1-4]\d|5[0-3])",
    "D": r"\d{4}-\d{2}-\d{2}",
}
EXAMPLES = 3


@dataclass(frozen=True)
class Check:
    """One condition on a row.

    Parameters
    ----------
    reason : str
        What is wrong with a row that fails.
    holds : str
        SQL condition over the row's columns; a row for which it is not true is refused.
    """

    reason: str
    holds: str


def _period_check() -> Check:
    cases = " ".join(f"WHEN '{freq}' THEN regexp_full_match(period, '{rule}')" for freq, rule in _PERIOD.items())
    day = "(freq <> 'D' OR try_cast(period AS DATE) IS NOT NULL) AND left(period, 4) BETWEEN '1800' AND '2199'"
    last_week = "week(try_cast(left(period, 4) || '-12-28' AS DATE))"  # 28 December is always in the last week
    week = f"(freq <> 'W' OR try_cast(right(period, 2) AS INT) <= {last_week})"
    holds = f"CASE WHEN CASE freq {cases} ELSE false END THEN {day} AND {week} ELSE false END"
    return Check("period does not fit its frequency", holds)


def _present(*columns: str) -> list[Check]:
    return [Check(f"{column} is missing", f"{column} IS NOT NULL AND {column} <> ''") for column in columns]


def _finite(column: str) -> Check:
    return Check(f"{column} is not a finite number", f"{column} IS NULL OR isfinite({column})")


#: What a measure does to trade, and which way it looks.
EFFECTS = ("free", "licence", "denial", "ban", "quota", "duty", "entity", "none")
DIRECTIONS = ("export", "import", "investment", "other")
#: What an event may be: acts of the closed list, and ``other`` for what a publisher codes and the list does not name.
ACTS = (
    "announce_control",
    "impose_control",
    "lift_control",
    "extend",
    "suspend",
    "expire",
    "quota",
    "ban",
    "tariff",
    "add_trusted_group",
    "remove_trusted_group",
    "list_entity",
    "sanction",
    "threaten",
    "retaliate",
    "agree",
    "pledge",
    "dialogue",
    "meet",
    "state",
    "exercise",
    "missile_test",
    "hazard",
    "outage",
    "strike",
    "shortage_reported",
    "stock_release",
    "other",
)
MODALITIES = ("done", "announced", "possible", "conditional", "denied", "called_for")
PRECISIONS = ("day", "month", "quarter", "year", "none")
_STATUS = Check("status is none of A, E, P, M, B", "status IN ('A', 'E', 'P', 'M', 'B')")

CHECKS: dict[str, tuple[Check, ...]] = {
    "flow": (
        *_present("reporter", "partner", "product", "nomenclature", "period"),
        _period_check(),
        Check("reporter is the world: a total, no importer", "reporter <> 'WLD'"),
        Check("partner is the world: a total, no supplier", "partner <> 'WLD'"),
        Check("direction is neither import nor export", "direction IN ('import', 'export')"),
        Check(
            "hs6 is not six digits",
            "NOT regexp_full_match(nomenclature, 'HS\\d{4}') OR regexp_full_match(product, '(0[1-9]|[1-9]\\d)\\d{4}')",
        ),
        _finite("trade_value"),
        _finite("net_weight"),
        _finite("quantity"),
        Check("trade_value is negative", "trade_value IS NULL OR trade_value >= 0"),
        Check("net_weight is negative", "net_weight IS NULL OR net_weight >= 0"),
        Check("quantity is negative", "quantity IS NULL OR quantity >= 0"),
        Check(
            "row holds neither value, weight nor quantity",
            "coalesce(trade_value, net_weight, quantity) IS NOT NULL OR status = 'M'",
        ),
        _STATUS,
    ),
    "production": (
        *_present("country", "commodity", "stage", "period", "quantity_unit"),
        _period_check(),
        _finite("quantity"),
        Check("quantity is negative", "quantity IS NULL OR quantity >= 0"),
        _STATUS,
    ),
    "country_score": (
        *_present("country", "dimension", "period", "unit"),
        _period_check(),
        _finite("value"),
        _STATUS,
    ),
    "price": (
        *_present("series", "commodity", "period", "unit", "currency"),
        _period_check(),
        _finite("value"),
        _STATUS,
    ),
    "pressure": (*_present("series", "place", "period", "unit"), _period_check(), _finite("value"), _STATUS),
    "stock": (
        *_present("holder", "commodity", "kind", "period", "quantity_unit"),
        _period_check(),
        _finite("quantity"),
        _STATUS,
    ),
    "concordance": (
        *_present("nomenclature", "code", "to_nomenclature", "to_code", "period"),
        _period_check(),
        _STATUS,
    ),
    "measure": (
        *_present("measure", "party", "target", "product", "nomenclature", "instrument", "effect", "period"),
        _period_check(),
        Check("direction is none of export, import, investment, other", f"direction IN {DIRECTIONS}"),
        Check("effect is none of the closed list", f"effect IN {EFFECTS}"),
        Check("confidence is none of high, medium, low", "confidence IN ('high', 'medium', 'low')"),
        _STATUS,
    ),
    "list_entry": (*_present("party", "control_list", "entry", "title", "period"), _period_check(), _STATUS),
    "listed_party": (*_present("party", "control_list", "listed", "name", "period"), _period_check(), _STATUS),
    "country_group": (*_present("party", "grouping", "country", "period"), _period_check(), _STATUS),
    "io_table": (
        *_present("io_system", "from_region", "from_sector", "period", "unit"),
        _period_check(),
        Check("part is none of Z, Y, VA, x", "part IN ('Z', 'Y', 'VA', 'x')"),
        Check("buyer is missing", "part = 'x' OR (to_region <> '' AND to_sector <> '')"),
        Check("value is missing", "value IS NOT NULL"),
        _finite("value"),
        _STATUS,
    ),
    "event": (
        *_present("event", "act", "document", "period"),
        _period_check(),
        Check("neither actor nor target is named", "coalesce(actor, '') <> '' OR coalesce(target, '') <> ''"),
        Check("act is none of the closed list", f"act IN {ACTS}"),
        Check("modality is none of the closed list", f"modality IN {MODALITIES}"),
        Check("date_precision is none of day, month, quarter, year, none", f"date_precision IN {PRECISIONS}"),
        Check("confidence is outside 0 to 1", "confidence BETWEEN 0 AND 1"),
        Check("intensity is outside -10 to 10", "intensity IS NULL OR intensity BETWEEN -10 AND 10"),
        _finite("quantity"),
        Check("quantity is negative", "quantity IS NULL OR quantity >= 0"),
        Check("evidence ends before it begins", "evidence_start IS NULL OR evidence_end > evidence_start"),
        _STATUS,
    ),
    "indicator": (*_present("name", "reporter", "product", "period"), _finite("value")),
    "forecast": (
        *_present("label", "reporter", "product", "period", "horizon", "target"),
        _finite("probability"),
        Check(
            "probability is outside its interval, or the interval outside 0 to 1",
            "0 <= low AND low <= probability AND probability <= high AND high <= 1",
        ),
    ),
}


def admit(connection: duckdb.DuckDBPyConnection, table: str, rows: pa.Table) -> tuple[pa.Table, list[Refusal]]:
    """Split rows into those that may be stored and those refused, each refused row under its first reason.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Any connection.
    table : str
        Name of the table.
    rows : pyarrow.Table
        Its own columns.

    Returns
    -------
    rows : pyarrow.Table
        Rows that pass every check, in canonical types.
    refused : list of Refusal
        Count and examples by reason.
    """
    schema = TABLES[table]
    rows = rows.select(schema.columns.names).cast(schema.columns)
    connection.register("candidates", rows)
    tests = " ".join(f"WHEN NOT coalesce({check.holds}, false) THEN {i}" for i, check in enumerate(CHECKS[table]))
    verdict = connection.execute(
        f"SELECT CASE {tests} ELSE -1 END::TINYINT AS verdict FROM candidates"
    ).to_arrow_table()
    connection.unregister("candidates")
    verdicts = verdict.column("verdict").to_numpy()
    if (verdicts < 0).all():
        return rows, []
    good = rows.filter(pa.array(verdicts < 0))
    bad = rows.filter(pa.array(verdicts >= 0))
    refused = []
    for i, check in enumerate(CHECKS[table]):
        mine = bad.filter(pa.array(verdicts[verdicts >= 0] == i))
        if len(mine):
            examples = tuple(_quote(row, schema.key + schema.measures) for row in mine.slice(0, EXAMPLES).to_pylist())
            refused.append(Refusal(check.reason, len(mine), examples))
    return good, refused


def _quote(row: dict[str, object], columns: tuple[str, ...]) -> str:
    return " ".join(f"{column}={row[column]}" for column in columns if column in row and row[column] is not None)
