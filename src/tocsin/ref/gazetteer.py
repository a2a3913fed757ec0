"""The table of places: one entry per country, territory, former state, special area and bloc.

Our code of a place is ISO 3166-1 alpha-3, or a code of ``data/countries.toml`` where ISO has none: ``BLX``, ``ZA1``,
``XKX``, ``EUN``, ``WLD``, and ``_X`` with its relatives for partners that are not specified.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import FormatError
from tocsin.ref.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

TABLE = "countries.toml"
KINDS = frozenset({"country", "territory", "historical", "special", "bloc"})


@dataclass(frozen=True)
class Country:
    """A country, territory, former state, special area or bloc.

    Parameters
    ----------
    iso3 : str
        Our code: ISO 3166-1 alpha-3, or a code of our list where ISO has none.
    name : str
        Short English name.
    kind : str
        ``country``, ``territory``, ``historical``, ``special`` or ``bloc``: how trade data treat the place. It says
        nothing about its status.
    iso2 : str or None
        ISO 3166-1 alpha-2.
    m49 : str or None
        United Nations M49 number without leading zeros.
    cepii : str or None
        Number in UN Comtrade and CEPII BACI where it differs from ``m49``.
    other_numeric, other_iso2, other_iso3 : tuple of str
        Further codes seen in data that mean this place.
    valid_from, valid_to : int or None
        First and last year with trade figures under this code.
    successors : tuple of str
        Codes that continue a historical one.
    point : tuple of float or None
        Longitude and latitude [degrees] of a map dot, for places too small to see.
    aliases : tuple of str
        Further names seen in data.
    note : str
        What a reader of the figures has to know.
    """

    iso3: str
    name: str
    kind: str
    iso2: str | None = None
    m49: str | None = None
    cepii: str | None = None
    other_numeric: tuple[str, ...] = ()
    other_iso2: tuple[str, ...] = ()
    other_iso3: tuple[str, ...] = ()
    valid_from: int | None = None
    valid_to: int | None = None
    successors: tuple[str, ...] = ()
    point: tuple[float, float] | None = None
    aliases: tuple[str, ...] = ()
    note: str = ""

    @property
    def comtrade(self) -> str | None:
        """Number in UN Comtrade and CEPII BACI, without leading zeros; ``None`` where neither has one."""
        return self.cepii or self.m49

    @property
    def names(self) -> tuple[str, ...]:
        """The name and all aliases."""
        return (self.name, *self.aliases)


@cache
def countries() -> Mapping[str, Country]:
    """Every country, territory, former state, special area and bloc, by our code.

    Returns
    -------
    Mapping of str to Country
        In the order of the table: countries and territories, former states, special areas, blocs.

    Examples
    --------
    >>> countries()["FRA"].comtrade
    '251'
    """
    return MappingProxyType({iso3: _country(iso3, row) for iso3, row in read_table(TABLE).items()})


def _country(iso3: str, row: dict[str, Any]) -> Country:
    """Turn a block of the table into an entry, and complain of what is left over."""
    place = f"{TABLE} [{iso3}]"
    fields = dict(row)
    for key in ("m49", "cepii"):
        if key in fields:
            fields[key] = str(fields[key])
    for key in ("other_numeric", "other_iso2", "other_iso3", "successors", "aliases"):
        fields[key] = tuple(str(item) for item in fields.get(key, ()))
    if "point" in fields:
        fields["point"] = tuple(fields["point"])
    unknown = sorted(set(fields) - set(Country.__dataclass_fields__))
    if unknown:
        raise FormatError(
            f"Unknown keys {unknown}", where=place, remedy="The keys are explained at the top of the file."
        )
    if fields.get("kind") not in KINDS:
        raise FormatError(f"Kind {fields.get('kind')!r} is not one", where=place, remedy=f"Use one of {sorted(KINDS)}.")
    return Country(iso3=iso3, **fields)
