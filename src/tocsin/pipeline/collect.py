"""From a source into the lake: every release it yields becomes one load."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime

from tocsin.core.period import Period
from tocsin.core.progress import silent
from tocsin.core.release import Request
from tocsin.lake import Lake, Load
from tocsin.lake.load import locked
from tocsin.pipeline.retrieved import dated, is_retrieved
from tocsin.sources.declaration import Source, source

#: Sentences on gaps that are said one by one.
GAPS = 3


def collect(
    lake: Lake,
    name: str,
    request: Request,
    *,
    strict: bool = False,
    done: Callable[[Load], None] = silent,
    retrieved: datetime | None = None,
) -> list[Load]:
    """Read a source and store what it yields.

    Parameters
    ----------
    lake : Lake
        Where to.
    name : str
        Name of the source.
    request : Request
        Files and options.
    strict : bool
        Store nothing of a release with a refused row.
    done : callable
        Called with each load as it is committed.
    retrieved : datetime.datetime, optional
        When a service gave the files: its day stands for the date of a release that bears none.

    Returns
    -------
    list of Load
        One per release, with rows kept and refused.

    Raises
    ------
    InputError
        If a file cannot be read or no row is left.
    UsageError
        If the source or an option is unknown.
    """
    told = source(name)
    loads = []
    for release in told.read(request):
        known = dated(release, name, retrieved, lake.history()) if retrieved else release
        loads.append(lake.load(known, source=name, licence=told.licence, strict=strict))
        done(loads[-1])
    _note_seen(lake, name)
    return loads


def gaps(lake: Lake, name: str, as_of: date | None = None) -> list[str]:
    """Say where the newest release of a source's flows covers fewer years than an older one: it hides them still.

    Parameters
    ----------
    lake : Lake
        The lake.
    name : str
        Name of the source.
    as_of : datetime.date, optional
        Releases after this day do not count.

    Returns
    -------
    list of str
        Sentences; empty if nothing is hidden.
    """
    years: dict[tuple[str, str], dict[tuple[str, str], set[date]]] = {}
    for row in lake.history():
        released = row["released_on"]
        if (
            row["source"] == name
            and row["table_name"] == "flow"
            and isinstance(released, date)
            and (as_of is None or released <= as_of)
        ):
            for scope in row["scopes"] or ["*"]:  # type: ignore[attr-defined]
                held = years.setdefault((str(row["table_name"]), scope), {})
                vintage = (str(row["released_on"]), str(row["vintage"]))
                held.setdefault(vintage, set()).update(row["knowable"])  # type: ignore[arg-type]
    told = []
    for (_, scope), held in years.items():
        newest = max(held)
        hidden = set().union(*held.values()) - held[newest]
        if hidden:
            told.append(
                f"{newest[1]} ({scope}) covers {len(held[newest])} periods, older releases {len(hidden)} more: from "
                f"{newest[0]} on only its own are seen. Collect the others of this release too."
            )
    more = len(told) - GAPS
    return [*told[:GAPS], *([f"So do {more:,} more parts of {name}."] if more > 0 else [])]


def freshness(lake: Lake, told: Source) -> dict[str, object]:
    """Say how fresh a source is in this lake.

    Parameters
    ----------
    lake : Lake
        The lake.
    told : Source
        The source.

    Returns
    -------
    dict
        `source`, `title`, `publisher`, `licence`, `licence_url`, `attribution`, `cadence`, `rows`, `refused_rows`,
        `first_period`, `last_period`, `vintage`, `last_seen`, `last_changed`, `expected_next` (ISO dates or
        None), `overdue`.
    """
    loads = [row for row in lake.history() if row["source"] == told.name]
    changed = max((str(row["retrieved_at"])[:10] for row in loads), default=None)
    newest = max(loads, key=lambda row: (str(row["released_on"] or ""), str(row["retrieved_at"])), default=None)
    expected = _expected(told, loads)
    return {
        "source": told.name,
        "title": told.title,
        "publisher": told.publisher,
        "licence": told.licence,
        "licence_url": told.licence_url,
        "attribution": told.attribution,
        "cadence": told.cadence,
        "rows": sum(int(str(row["rows_kept"])) for row in loads),
        "refused_rows": sum(int(str(row["rows_in"])) - int(str(row["rows_kept"])) for row in loads),
        "first_period": min((str(row["first_period"]) for row in loads), default=None),
        "last_period": max((str(row["last_period"]) for row in loads), default=None),
        "vintage": newest["vintage"] if newest else None,
        "last_seen": _seen(lake).get(told.name, changed),
        "last_changed": changed,
        "expected_next": expected,
        "overdue": expected is not None and expected < lake.clock().date().isoformat(),
    }


def _expected(told: Source, loads: list[dict[str, object]]) -> str | None:
    """Return the day on which the first of its tables is due again."""
    newest: dict[str, date] = {}
    for row in loads:
        released, table = row["released_on"], str(row["table_name"])
        if isinstance(released, date) and not is_retrieved(str(row["vintage"])):  # no rhythm follows from our own days
            newest[table] = max(newest.get(table, released), released)
    if not told.cadence_months or not newest:
        return None
    return min(
        Period("D", day.toordinal() - 1).knowable_from(told.cadence_months) for day in newest.values()
    ).isoformat()


def _seen(lake: Lake) -> dict[str, str]:
    path = lake.store.root / "seen.json"
    try:
        told: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told


def _note_seen(lake: Lake, name: str) -> None:
    path = lake.store.root / "seen.json"
    fresh = path.with_suffix(".new")
    with locked(lake.store, "seen"):
        fresh.write_text(json.dumps({**_seen(lake), name: lake.clock().date().isoformat()}) + "\n", encoding="utf-8")
        fresh.replace(path)
