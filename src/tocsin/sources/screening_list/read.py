"""Consolidated screening list of the United States: parties on the lists of Commerce, State and the Treasury.

One row per party and country of an address; a party without a country that has a code gets ``_X``. Two layouts are
told apart by their fields, see :mod:`tocsin.sources.screening_list.layouts`. ``reasons`` holds what is required, how
licences are granted and the programmes, ``control_list`` the name of the list without its agency: ``Entity List``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.ref.countries import UNSPECIFIED, parse_country
from tocsin.sources.edition import Edition, Found, edition_files, joined
from tocsin.sources.screening_list.layouts import Party, read_parties

_AGENCY = re.compile(r"\s+-\s+[^-]+$")
_ABBREVIATION = re.compile(r"\s*\([^()]*\)")
#: Places as the lists write them where nobody else does.
_SPELT = {"MACAU": "MAC", "MAN, ISLE OF": "IMN", "PRC": "CHN", "TURKIYE": "TUR", "UK": "GBR"}


def _open(path: Path) -> Edition:
    told, parties = read_parties(path)
    return Edition(told, _rows(parties))


def _rows(parties: Iterator[tuple[str, Party | None]]) -> Iterator[tuple[str, Found]]:
    for where, party in parties:
        if party is None:
            yield where, "record lacks a name or its list"
            continue
        places: dict[str, None] = {}
        for text in party.countries:
            if code := _country(text):
                places[code] = None
            else:
                yield f"{where}: {text!r}", "place of an address has no code"
        for country in places or (UNSPECIFIED,):
            yield f"{where}: {party.name}, {country}", _row(party, country)


def _row(party: Party, country: str) -> Found:
    name = _list_name(party.control_list)
    return {
        "control_list": name,
        "listed": party.id,
        "name": party.name,
        "aliases": joined(party.aliases),
        "country": country,
        "listed_on": party.listed_on,
        "reasons": joined(party.reasons),
        "reference": joined(party.references),
        "scope": name,
    }


@cache
def _list_name(text: str) -> str:
    return _ABBREVIATION.sub("", _AGENCY.sub("", text)).strip()


@cache
def _country(text: str) -> str:
    """Return the code of a place: ISO 3166 in two letters, or its name; empty if it has none."""
    plain = text.strip().upper().removeprefix("REGION: ")
    if plain in _SPELT:
        return _SPELT[plain]
    for scheme in ("iso2", "name"):
        try:
            return parse_country(plain, scheme=scheme)
        except CodeError:
            continue
    return ""


read = edition_files("screening_list", "listed_party", _open, party="USA")
