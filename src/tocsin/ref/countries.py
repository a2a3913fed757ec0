"""Codes and names of countries, read strictly: what is not known, or could be two places, is refused with a reason.

Our code of a place is ISO 3166-1 alpha-3, or a code of ``data/countries.toml`` where ISO has none: ``BLX``, ``ZA1``,
``XKX``, ``EUN``, ``WLD``, and ``_X`` with its relatives for partners that are not specified.
"""

from __future__ import annotations

import re
from functools import lru_cache

from tocsin.core.errors import CodeError
from tocsin.ref.gazetteer import Country, countries
from tocsin.ref.schemes import SCHEMES, scheme_map
from tocsin.ref.suggest import fold_name, similar

__all__ = [
    "SCHEMES",
    "UNSPECIFIED",
    "WORLD",
    "Country",
    "countries",
    "country",
    "is_special",
    "parse_country",
    "scheme_map",
]

UNSPECIFIED = "_X"
WORLD = "WLD"
_NUMBER = re.compile(r"0*(\d+)(\.0+)?")
_NAME_SCHEME = "Say which scheme the codes follow."
_NOT_ALONE = {"NA": "NA is Namibia in ISO 3166-1 alpha-2, but often means 'not available'"}


def country(code: str) -> Country:
    """The country with this code of ours.

    Parameters
    ----------
    code : str
        Our code, exactly: ``"KOR"``. Other spellings are for ``parse_country``.

    Returns
    -------
    Country
        Its entry.

    Raises
    ------
    CodeError
        If there is none; the nearest codes are named.

    Examples
    --------
    >>> country("TWN").name
    'Taiwan'
    """
    try:
        return countries()[code]
    except KeyError:
        near = similar(code, {iso3: f"{iso3} ({entry.name})" for iso3, entry in countries().items()})
        advice = f"Did you mean {near}?" if near else "Use an ISO 3166-1 alpha-3 code such as 'KOR'."
        raise CodeError(f"Country code {code!r} is not known", where="countries.toml", remedy=advice) from None


def is_special(code: str) -> bool:
    """Whether a code of ours is no place: world, unspecified, "nes" areas, bunkers, withheld partners.

    Blocs such as ``EUN`` are not special: they are places, though several at once.

    Parameters
    ----------
    code : str
        Our code.

    Returns
    -------
    bool
        True for ``_X``, ``WLD`` and their like.

    Raises
    ------
    CodeError
        If there is no such code.

    Examples
    --------
    >>> is_special("_X"), is_special("SGP")
    (True, False)
    """
    return country(code).kind == "special"


def parse_country(value: object, *, scheme: str = "auto", where: str = "") -> str:
    """Read a country from a code or a name.

    Case, accents and punctuation of names and leading zeros of numbers do not matter. With ``auto`` all schemes are
    tried, and a value that they read as two different places is refused.

    Parameters
    ----------
    value : object
        Text, or a whole number: ``"KOR"``, ``"kr"``, ``410``, ``410.0``, ``"0410"``, ``"Korea, Rep. of"``.
    scheme : str
        ``iso3``, ``iso2``, ``m49``, ``cepii``, ``name``, or ``auto``.
    where : str
        File and line, for the error message.

    Returns
    -------
    str
        Our code.

    Raises
    ------
    CodeError
        If it is empty, unknown, or could be two places.
    UsageError
        If there is no such scheme.

    Examples
    --------
    >>> parse_country("Côte d'Ivoire"), parse_country(842.0), parse_country("058")
    ('CIV', 'USA', 'BLX')
    """
    text = _as_text(value)
    if not text:
        raise CodeError(f"Country {value!r} is empty", where=where, remedy="Write '_X' for a partner not specified.")
    if scheme != "auto":
        found = _look_up(text, scheme)
        if found is None:
            raise CodeError(f"Country {value!r} is not known in scheme {scheme}", where=where, remedy=_advice(text))
        return found
    if text.upper() in _NOT_ALONE:
        raise CodeError(f"Country {value!r} is ambiguous: {_NOT_ALONE[text.upper()]}", where=where, remedy=_NAME_SCHEME)
    places = {name: code for name in SCHEMES if (code := _look_up(text, name)) is not None}
    if not places:
        raise CodeError(f"Country {value!r} is not known", where=where, remedy=_advice(text))
    if len(set(places.values())) > 1:
        readings = ", ".join(f"{code} ({name})" for name, code in places.items())
        raise CodeError(f"Country {value!r} is ambiguous: {readings}", where=where, remedy=_NAME_SCHEME)
    return next(iter(places.values()))


def _as_text(value: object) -> str:
    """Write a value as text; numbers with decimals and things that are neither become what cannot be found."""
    if isinstance(value, str):
        return value.strip()
    if value is None or value != value:  # noqa: PLR0124 - NaN is the only thing that differs from itself
        return ""
    return str(value)


def _look_up(text: str, scheme: str) -> str | None:
    """Find text in one scheme, spelt as that scheme spells."""
    known = scheme_map(scheme)
    if scheme == "name":
        return known.get(fold_name(text))
    if scheme in {"m49", "cepii"}:
        number = _NUMBER.fullmatch(text)
        return known.get(number[1]) if number else None
    return known.get(text.upper())


@lru_cache(maxsize=1024)
def _advice(text: str) -> str:
    """Name the places nearest to text that is no country."""
    places = countries()
    known = {name: f"{places[iso3].name} ({iso3})" for name, iso3 in scheme_map("name").items()}
    known |= {iso3.casefold(): f"{entry.name} ({iso3})" for iso3, entry in places.items()}
    near = similar(fold_name(text) or text, known)
    return f"Did you mean {near}?" if near else "Names and codes that are understood are in countries.toml."
