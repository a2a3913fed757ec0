"""What each live source was asked for, kept in the lake without keys, so that it can be asked again when it is due."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tocsin.core.errors import CodeError
from tocsin.core.fetch import Ask
from tocsin.core.period import Period, parse_period
from tocsin.lake import Lake, Load
from tocsin.lake.load import locked

FILE = "asks.json"


@dataclass(frozen=True)
class Remembered:
    """One ask of an earlier collection.

    Parameters
    ----------
    ask : Ask
        What was wanted.
    last : Period or None
        Last period that came of it.
    """

    ask: Ask
    last: Period | None

    @property
    def is_open(self) -> bool:
        """Whether more may come: it has no end, or its end is not reached."""
        return self.ask.until is None or self.last is None or self.last < self.ask.until

    def again(self) -> Ask:
        """Return the ask for what came since: from the last period on, which may have been revised."""
        return replace(self.ask, since=self.last or self.ask.since)


def remembered(lake: Lake, name: str) -> list[Remembered]:
    """Return what a source was asked for.

    Parameters
    ----------
    lake : Lake
        The lake.
    name : str
        Name of the source.

    Returns
    -------
    list of Remembered
        In the order in which they were first asked.
    """
    return [_parse(told) for told in _read(lake).get(name, [])]


def remember(lake: Lake, name: str, ask: Ask, loads: Sequence[Load] = ()) -> None:
    """Note an ask; one for the same reporters, partners and products takes the place of the earlier one.

    Parameters
    ----------
    lake : Lake
        The lake.
    name : str
        Name of the source.
    ask : Ask
        What was wanted; its key and address are not kept.
    loads : sequence of Load
        What came of it.
    """
    ids = {load.load_id for load in loads}
    came = [str(row["last_period"]) for row in lake.history() if row["load_id"] in ids and row["last_period"]]
    new = _plain(ask, max(came, default=""))
    with locked(lake.store, "asks"):
        every = _read(lake)
        kept = [one for one in every.get(name, []) if _subject(one) != _subject(new)]
        before = [one for one in every.get(name, []) if _subject(one) == _subject(new)]
        for one in before:
            if one["last"] and (not new["last"] or _same_kind(one["last"], new["last"])):
                new["last"] = max(new["last"], one["last"])
            new["since"] = _earlier(one["since"], new["since"])
        path = lake.store.root / FILE
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({**every, name: [*kept, new]}, indent=1) + "\n", encoding="utf-8")
        fresh.replace(path)


def beside(lake: Lake, name: str, ask: Ask) -> str:
    """Name what else a source was asked for of the same reporters: parts of the scopes that a new release replaces.

    Parameters
    ----------
    lake : Lake
        The lake.
    name : str
        Name of the source.
    ask : Ask
        The ask just done.

    Returns
    -------
    str
        Products and partners of the others; empty if there are none.
    """
    found = []
    for other in (one.ask for one in remembered(lake, name)):
        differs = (other.products, other.partners) != (ask.products, ask.partners)
        if differs and set(other.reporters) & set(ask.reporters):
            found.append(" ".join((*other.products, *other.partners)) or "all products")
    return "; ".join(found)


def _subject(told: Mapping[str, Any]) -> list[Any]:
    return [told.get(key) for key in ("reporters", "partners", "products", "options")]


def _same_kind(one: str, other: str) -> bool:
    return parse_period(one).freq == parse_period(other).freq


def _earlier(one: str, other: str) -> str:
    return min(one, other) if one and other and _same_kind(one, other) else other


def _plain(ask: Ask, last: str) -> dict[str, Any]:
    return {
        "reporters": list(ask.reporters),
        "partners": list(ask.partners),
        "products": list(ask.products),
        "since": str(ask.since or ""),
        "until": str(ask.until or ""),
        "options": dict(sorted(ask.options.items())),
        "last": last,
    }


def _parse(told: Mapping[str, Any]) -> Remembered:
    since, until, last = (parse_period(told[key]) if told.get(key) else None for key in ("since", "until", "last"))
    ask = Ask(
        tuple(told["reporters"]), tuple(told["partners"]), tuple(told["products"]), since, until, dict(told["options"])
    )
    return Remembered(ask, last)


def _read(lake: Lake) -> dict[str, list[dict[str, Any]]]:
    """Return all that is noted; a file that cannot be read counts as none, for it only spares typing."""
    try:
        told: dict[str, list[dict[str, Any]]] = json.loads((lake.store.root / FILE).read_text(encoding="utf-8"))
        for one in (one for every in told.values() for one in every):
            _parse(one)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, CodeError):
        return {}
    return told
