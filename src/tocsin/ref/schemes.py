"""The schemes in which others write places, each as a map to our codes."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tocsin.core.errors import UsageError
from tocsin.ref.gazetteer import countries
from tocsin.ref.suggest import fold_name

if TYPE_CHECKING:
    from tocsin.ref.gazetteer import Country

SCHEMES = ("iso3", "iso2", "m49", "cepii", "name")


@cache
def scheme_map(scheme: str) -> dict[str, str]:
    """Every code or name of one scheme with our code, for joining whole columns.

    Numbers are text without leading zeros. Names are there twice: in lower case as written, and as ``fold_name``
    reduces them. Codes that one scheme gives to two places (``CS``) are left out. ``cepii`` also knows M49 numbers
    where UN Comtrade gives them no other meaning.

    Parameters
    ----------
    scheme : str
        ``iso3``, ``iso2``, ``m49``, ``cepii`` (also for UN Comtrade) or ``name``.

    Returns
    -------
    dict of str to str
        From the scheme's code to ours. It is shared: do not change it.

    Raises
    ------
    UsageError
        If there is no such scheme.

    Examples
    --------
    >>> scheme_map("cepii")["842"], scheme_map("m49")["840"], scheme_map("name")["korea, south"]
    ('USA', 'USA', 'KOR')
    """
    if scheme not in SCHEMES:
        raise UsageError(f"Scheme {scheme!r} is not known", remedy=f"Use one of {', '.join(SCHEMES)}.")
    if scheme == "cepii":
        return scheme_map("m49") | _collect("cepii")
    return _collect(scheme)


def _collect(scheme: str) -> dict[str, str]:
    """Gather the codes of one scheme, without those that mean two places."""
    found: dict[str, str] = {}
    twice: set[str] = set()
    for place in countries().values():
        for key in _keys(place, scheme):
            if found.setdefault(key, place.iso3) != place.iso3:
                twice.add(key)
    return {key: iso3 for key, iso3 in found.items() if key not in twice}


def _keys(place: Country, scheme: str) -> tuple[str, ...]:
    """All codes or names that one scheme has for a place."""
    if scheme == "iso3":
        return (place.iso3, *place.other_iso3)
    if scheme == "iso2":
        return tuple(filter(None, [place.iso2, *place.other_iso2]))
    if scheme == "m49":
        return tuple(filter(None, [place.m49, *place.other_numeric]))
    if scheme == "cepii":
        return tuple(filter(None, [place.cepii]))
    return (*(name.casefold() for name in place.names), *map(fold_name, place.names))
