"""What then happened beside the bundled scenarios: dated figures with sources, in units that a scenario answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

from tocsin.core.errors import FormatError
from tocsin.ref.tables import read_table

TABLE = "scenario_outcomes.toml"
#: What can be compared, and how it is told.
MEASURES: Mapping[str, str] = MappingProxyType(
    {
        "exports": "shipped, over before",
        "link": "shipped between the two, over before",
        "imports": "bought abroad, over before",
        "price": "price, over before",
        "unmet": "share of use not met",
        "first_day": "first day of shortage",
    }
)
_OF = ("weight", "price")


@dataclass(frozen=True)
class Bundled:
    """Where a figure comes from in the trade table that ships with Tocsin.

    Parameters
    ----------
    code : str
        Code of the Harmonized System of 1992.
    year, base : int
        Years of the figure and of what it is held against.
    of : str
        ``weight``, or ``price``: value over weight.
    """

    code: str
    year: int
    base: int
    of: str


@dataclass(frozen=True)
class Observation:
    """One figure of what happened.

    Parameters
    ----------
    scenario, id, title : str
        The scenario; the name of the figure in it; what readers call it.
    measure : str
        One of :data:`MEASURES`.
    good : str
        Id of the good in the scenario.
    first, last : datetime.date
        The days it is about.
    after : float
        What was counted in these days.
    unit, source : str
        In what, and where it was read.
    before : float or None
        What was counted before; None where `after` is the figure itself.
    exporters, importers : tuple of str
        Between whom; empty for all.
    in_sample : bool
        Whether a default assumption was set with this figure, so that it proves nothing.
    premise_met : bool
        Whether what the scenario supposes came to pass at all.
    bundled : Bundled or None
        Where both are from in the bundled trade table.
    note : str
        What a reader has to know.
    """

    scenario: str
    id: str
    title: str
    measure: str
    good: str
    first: date
    last: date
    after: float
    unit: str
    source: str
    before: float | None = None
    exporters: tuple[str, ...] = ()
    importers: tuple[str, ...] = ()
    in_sample: bool = False
    premise_met: bool = True
    bundled: Bundled | None = None
    note: str = ""

    @property
    def value(self) -> float:
        """Return the figure: what was counted over what was before, or what was counted."""
        return self.after if self.before is None else self.after / self.before


@cache
def observations() -> Mapping[str, tuple[Observation, ...]]:
    """Return what then happened, by scenario.

    Returns
    -------
    mapping of str to tuple of Observation
        In the order of the table.
    """
    return make_observations(read_table(TABLE))


def make_observations(table: Mapping[str, Mapping[str, Any]]) -> Mapping[str, tuple[Observation, ...]]:
    """Make observations of a table.

    Parameters
    ----------
    table : mapping of str to mapping
        By scenario and name, as ``data/scenario_outcomes.toml`` has it.

    Returns
    -------
    mapping of str to tuple of Observation
        By scenario.
    """
    return MappingProxyType(
        {
            scenario: tuple(_observation(scenario, name, entry) for name, entry in entries.items())
            for scenario, entries in table.items()
        }
    )


def _observation(scenario: str, name: str, entry: Mapping[str, Any]) -> Observation:
    where = f"{TABLE} [{scenario}.{name}]"
    given = dict(entry)
    if missing := {"from", "to"} - given.keys():
        raise FormatError(f"It lacks {', '.join(sorted(missing))}", where=where, remedy="Give the days it is about.")
    first, last = given.pop("from"), given.pop("to")
    bundled = given.pop("bundled", None)
    for key in ("exporters", "importers"):
        given[key] = tuple(given.get(key, ()))
    known = {one.name for one in fields(Observation)} - {"scenario", "id", "first", "last", "bundled"}
    if unknown := given.keys() - known:
        raise FormatError(
            f"No key {', '.join(sorted(unknown))}", where=where, remedy=f"Use {', '.join(sorted(known))}."
        )
    try:
        found = Observation(
            scenario=scenario,
            id=name,
            first=first,
            last=last,
            bundled=Bundled(**bundled) if bundled else None,
            **given,
        )
    except TypeError as error:
        raise FormatError(
            str(error), where=where, remedy="Give title, measure, good, after, unit and source."
        ) from None
    _check(found, where)
    return found


def _check(found: Observation, where: str) -> None:
    if found.measure not in MEASURES:
        raise FormatError(f"No measure {found.measure!r}", where=where, remedy=f"Use one of {', '.join(MEASURES)}.")
    if not all(isinstance(one, date) for one in (found.first, found.last)) or found.first > found.last:
        raise FormatError(
            f"It is about {found.first} to {found.last}", where=where, remedy="Give two dates, the earlier one first."
        )
    if found.after < 0 or (found.before is not None and found.before <= 0):
        raise FormatError(
            f"after is {found.after}, before {found.before}", where=where, remedy="Give after >= 0 and before > 0."
        )
    if not found.source.strip():
        raise FormatError("It has no source", where=where, remedy="Say where the figure was read.")
    if found.bundled and found.bundled.of not in _OF:
        raise FormatError(f"No figure {found.bundled.of!r}", where=where, remedy=f"Use one of {', '.join(_OF)}.")
