"""Happenings that no authority decreed: outages, accidents, strikes, hazards and blockades, with their references."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.hs import parse_hs6
from tocsin.core.period import Period, parse_period
from tocsin.ref.countries import countries
from tocsin.ref.products import product
from tocsin.ref.tables import read_table

TABLE = "incidents.toml"
ACTS = ("outage", "accident", "strike", "hazard", "blockade")


@dataclass(frozen=True)
class Incident:
    """One happening.

    Parameters
    ----------
    id, title : str
        Its name, and what readers call it.
    act : str
        One of ``ACTS``.
    place, party : str
        Where it happened, and whose goods it hit: ISO 3166-1 alpha-3.
    announced_on, valid_from, valid_to : Period or None
        When it was known, when it began and ended, as precisely as known.
    products, hs6 : tuple of str
        Goods in the product book, and their codes in the edition of the time.
    size, importers_hit, observed_effect, note : str
        How large it was, whom it hit, what followed, what a reader has to know.
    references : tuple of str
        Where it was read.
    confidence : str
        ``high``, ``medium`` or ``low``.
    """

    id: str
    title: str
    act: str
    place: str
    references: tuple[str, ...]
    confidence: str
    party: str = ""
    announced_on: Period | None = None
    valid_from: Period | None = None
    valid_to: Period | None = None
    products: tuple[str, ...] = ()
    hs6: tuple[str, ...] = ()
    size: str = ""
    importers_hit: str = ""
    observed_effect: str = ""
    note: str = ""


@cache
def incidents() -> Mapping[str, Incident]:
    """Every incident by its id.

    Returns
    -------
    Mapping of str to Incident
        In the order of the table.
    """
    return make_incidents(read_table(TABLE))


def make_incidents(table: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Incident]:
    """Make incidents of a table.

    Parameters
    ----------
    table : mapping of str to mapping
        Rows by id.

    Returns
    -------
    Mapping of str to Incident
        In the order of the table.

    Raises
    ------
    CodeError
        If a place, product, code or date is none.
    FormatError
        If a key or an act is unknown, or it ended before it began.
    """
    return MappingProxyType({id_: _incident(id_, row) for id_, row in table.items()})


def _incident(id_: str, row: Mapping[str, Any]) -> Incident:
    where = f"{TABLE} [{id_}]"
    known = {one.name for one in fields(Incident)} - {"id"}
    if unknown := sorted(set(row) - known):
        raise FormatError(
            f"The key {unknown[0]!r} is not known", where=where, remedy=f"Keys: {', '.join(sorted(known))}."
        )
    if row["act"] not in ACTS:
        raise FormatError(f"act = {row['act']!r} is not known", where=where, remedy=f"Acts: {', '.join(ACTS)}.")
    days = {
        name: parse_period(row[name], where=where) if row.get(name) else None
        for name in ("announced_on", "valid_from", "valid_to")
    }
    first, last = days["valid_from"], days["valid_to"]
    if first and last and last.end < first.start:
        raise FormatError(f"it ended {last}, before it began {first}", where=where, remedy="Correct one of the two.")
    for place in filter(None, (row["place"], row.get("party"))):
        if place not in countries():
            raise CodeError(f"{place!r} is no country", where=where, remedy="Give ISO 3166-1 alpha-3.")
    lists = {name: tuple(row.get(name, ())) for name in ("products", "hs6", "references")}
    for name in lists["products"]:
        product(name)
    for code in lists["hs6"]:
        parse_hs6(code, where=where)
    return Incident(**{**dict(row), **days, **lists, "id": id_})
