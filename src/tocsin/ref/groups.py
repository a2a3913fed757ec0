"""Groups of countries by date: who was a member when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import FormatError, UsageError
from tocsin.ref.gazetteer import countries
from tocsin.ref.suggest import similar
from tocsin.ref.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "groups.toml"
CONFIDENCE = frozenset({"high", "medium", "low"})


@dataclass(frozen=True)
class Membership:
    """One country's time in a group.

    Parameters
    ----------
    iso3 : str
        Our code of the country.
    valid_from : date or None
        First day; ``None`` if it belongs to the group at every date.
    valid_to : date or None
        Last day; ``None`` while it lasts.
    reference : str
        The treaty or statement it rests on.
    """

    iso3: str
    valid_from: date | None
    valid_to: date | None
    reference: str

    def holds(self, on: date) -> bool:
        """Whether the country was a member on this day."""
        started = self.valid_from is None or self.valid_from <= on
        return started and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Group:
    """A group of countries and its members through time.

    Parameters
    ----------
    code : str
        Its code: ``"EU"``.
    name : str
        What it is called.
    confidence : str
        ``high``, ``medium`` or ``low``.
    note : str
        What a reader of the figures has to know.
    members : tuple of Membership
        By first day, then by code.
    """

    code: str
    name: str
    confidence: str
    note: str
    members: tuple[Membership, ...]


@cache
def groups() -> Mapping[str, Group]:
    """Every group of countries by its code.

    Returns
    -------
    Mapping of str to Group
        In the order of the table.
    """
    return read_groups(TABLE)


def read_groups(table: str) -> Mapping[str, Group]:
    """Read a table of groups of countries.

    Parameters
    ----------
    table : str
        Path below the data folder.

    Returns
    -------
    Mapping of str to Group
        In the order of the table.
    """
    return MappingProxyType({code: _group(code, row) for code, row in read_table(table).items()})


def group_names() -> tuple[str, ...]:
    """Codes of the groups of countries.

    Returns
    -------
    tuple of str
        In the order of the table.

    Examples
    --------
    >>> group_names()
    ('EU', 'G7', 'TRILATERAL', 'IPEF')
    """
    return tuple(groups())


def membership(group: str) -> list[tuple[str, date | None, date | None]]:
    """Members of a group with their first and last day.

    Parameters
    ----------
    group : str
        Code of the group.

    Returns
    -------
    list of (str, date or None, date or None)
        Our code, first day (``None``: at every date) and last day (``None``: it lasts).

    Raises
    ------
    UsageError
        If there is no such group.
    """
    return [(entry.iso3, entry.valid_from, entry.valid_to) for entry in _find(group).members]


def members(group: str, on: date) -> frozenset[str]:
    """Members of a group on one day.

    Parameters
    ----------
    group : str
        Code of the group.
    on : date
        The day. First and last days of a membership count.

    Returns
    -------
    frozenset of str
        Our codes; empty before the group began.

    Raises
    ------
    UsageError
        If there is no such group.

    Examples
    --------
    >>> "GBR" in members("EU", date(2020, 1, 31)), "GBR" in members("EU", date(2020, 2, 1))
    (True, False)
    """
    return frozenset(entry.iso3 for entry in _find(group).members if entry.holds(on))


def members_by_year(group: str, first: int, last: int) -> list[tuple[int, str]]:
    """Members of a group in each year of annual statistics: those on 1 January.

    A country that joins during a year (HRV on 1 July 2013) counts from the next year on, and one that leaves during a
    year (GBR on 31 January 2020) counts for the whole of it.

    Parameters
    ----------
    group : str
        Code of the group.
    first, last : int
        First and last year, both included.

    Returns
    -------
    list of (int, str)
        Year and our code, by year and code.

    Raises
    ------
    UsageError
        If there is no such group, or the last year is before the first.

    Examples
    --------
    >>> [year for year, iso3 in members_by_year("EU", 2018, 2022) if iso3 == "GBR"]
    [2018, 2019, 2020]
    """
    if last < first:
        raise UsageError(f"Years {first} to {last} run backwards", remedy="Give the earlier year first.")
    return [(year, iso3) for year in range(first, last + 1) for iso3 in sorted(members(group, date(year, 1, 1)))]


def _find(group: str) -> Group:
    """Find a group, or name those there are."""
    try:
        return groups()[group]
    except KeyError:
        near = similar(group, {code: code for code in groups()})
        advice = f"Did you mean {near}?" if near else f"Groups are {', '.join(groups())}."
        raise UsageError(f"Country group {group!r} is not known", where=TABLE, remedy=advice) from None


def _group(code: str, row: dict[str, Any]) -> Group:
    """Turn a block of the table into a group."""
    if row["confidence"] not in CONFIDENCE:
        raise FormatError(f"Confidence {row['confidence']!r} is not one", where=f"{TABLE} [{code}]")
    entries = [entry for block in row["members"] for entry in _memberships(code, block)]
    entries.sort(key=lambda entry: (entry.valid_from or date.min, entry.iso3))
    return Group(code, row["name"], row["confidence"], row.get("note", ""), tuple(entries))


def _memberships(code: str, block: dict[str, Any]) -> list[Membership]:
    """Turn a block of countries that joined together into memberships."""
    unknown = sorted(set(block["iso3"]) - countries().keys())
    if unknown:
        raise FormatError(f"Country codes {unknown} are not known", where=f"{TABLE} [{code}]", remedy="Correct them.")
    return [Membership(iso3, block.get("from"), block.get("to"), block["reference"]) for iso3 in block["iso3"]]
