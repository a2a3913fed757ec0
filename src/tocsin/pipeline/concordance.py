"""The way from one nomenclature to another along the concordances of the lake, and what each code becomes on it.

Between editions of the Harmonized System a table is walked in both directions; from goods to BEC, ISIC or WIOD only in
its own, for what was added up cannot be told apart again.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tocsin.core.errors import CodeError, UsageError
from tocsin.core.hs import EDITIONS, parse_edition

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

POOLED = "HS"  # a table whose goods codes are those of all editions together
OTHERS = ("BEC4", "ISIC3", "ISIC4", "WIOD")
TABLES = ("conversion", "correlation")
NEEDED = ("nomenclature", "code", "to_nomenclature", "to_code")


@dataclass(frozen=True)
class Step:
    """One concordance on the way.

    Parameters
    ----------
    source, target : str
        From which nomenclature to which.
    reverse : bool
        Whether the table is walked against its direction.
    """

    source: str
    target: str
    reverse: bool

    def __str__(self) -> str:
        """Return ``"HS2017 -> HS1992"``."""
        return f"{self.source} -> {self.target}"


def parse_nomenclature(text: str, where: str = "") -> str:
    """Read the name of a nomenclature: an edition of the Harmonized System, BEC4, ISIC3, ISIC4, WIOD.

    Parameters
    ----------
    text : str
        ``"HS2017"``, ``"HS17"``, ``"2017"``, ``"bec4"``.
    where : str
        Place named in an error.

    Returns
    -------
    str
        Its name in the lake.

    Raises
    ------
    UsageError
        If it is none.
    """
    name = text.strip().upper()
    if name in OTHERS:
        return name
    try:
        return f"HS{parse_edition(name)}"
    except CodeError as error:
        known = ", ".join([*(f"HS{edition}" for edition in EDITIONS), *OTHERS])
        raise UsageError(f"nomenclature {text!r} is unknown", where=where, remedy=f"Known: {known}.") from error


def find_way(concordance: pa.Table, source: str, target: str) -> tuple[Step, ...]:
    """Find the shortest way; of two equally short the one by the newer editions.

    Parameters
    ----------
    concordance : pyarrow.Table
        Rows of the table of that name.
    source, target : str
        Nomenclatures.

    Returns
    -------
    tuple of Step
        The steps; none if source and target are the same.

    Raises
    ------
    UsageError
        If no table leads there.
    """
    pairs = concordance.select(["nomenclature", "to_nomenclature"]).group_by(["nomenclature", "to_nomenclature"])
    held = {(str(row["nomenclature"]), str(row["to_nomenclature"])) for row in pairs.aggregate([]).to_pylist()}
    steps = sorted(_steps(held), key=lambda step: (step.target, not step.reverse), reverse=True)
    ways: dict[str, tuple[Step, ...]] = {source: ()}
    queue = deque([source])
    while queue and target not in ways:
        here = queue.popleft()
        for step in steps:
            if step.source == here and step.target not in ways:
                ways[step.target] = (*ways[here], step)
                queue.append(step.target)
    if target not in ways:
        told = ", ".join(sorted(f"{first}-{second}" for first, second in held)) or "none"
        raise UsageError(
            f"no concordance leads from {source} to {target}",
            where="the lake",
            remedy=f"Load one with tocsin collect hs_tables --file FILE. Held: {told}.",
        )
    return ways[target]


def _steps(held: set[tuple[str, str]]) -> list[Step]:
    steps = []
    for first, second in held:
        if first == POOLED:
            steps += [Step(f"HS{edition}", second, False) for edition in EDITIONS]
        else:
            steps.append(Step(first, second, False))
            if first.startswith("HS") and second.startswith("HS"):
                steps.append(Step(second, first, True))
    return steps


def open_links(connection: duckdb.DuckDBPyConnection, concordance: pa.Table, step: Step) -> str:
    """Make a temporary table ``links`` of one step's pairs of codes.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Any connection.
    concordance : pyarrow.Table
        Rows of the table of that name.
    step : Step
        The step.

    Returns
    -------
    str
        Name of the table: columns `code` and `to_code`, each pair once.
    """
    first, second = (step.target, step.source) if step.reverse else (step.source, step.target)
    columns = "to_code AS code, code AS to_code" if step.reverse else "code, to_code"
    connection.register("concordance_given", concordance.select(list(NEEDED)))
    connection.execute(
        f"""CREATE OR REPLACE TEMP TABLE links AS SELECT DISTINCT {columns} FROM concordance_given
        WHERE to_nomenclature = $2 AND nomenclature = CASE WHEN EXISTS (
            FROM concordance_given WHERE nomenclature = $1 AND to_nomenclature = $2) THEN $1 ELSE '{POOLED}' END""",
        [first, second],
    )
    connection.unregister("concordance_given")
    return "links"
