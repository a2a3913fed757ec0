"""In which country a region or a town lies: "Sichuan", "Kharkiv", "Texas"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tocsin.events.grammar import Sentence
from tocsin.events.phrases import Phrases
from tocsin.ref.tables import read_table

REGIONS = "events/regions.toml"


def country_at(sentence: Sentence, begin: int, end: int, at: int) -> str:
    """Return the country of the region or town nearest to a word.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    begin, end : int
        Where to look.
    at : int
        The word.

    Returns
    -------
    str
        ISO 3166-1 alpha-3; empty if none is named.
    """
    found = [(abs(k - at), iso3) for k, _, iso3 in _phrases().find(sentence.words) if begin <= k < end]
    return min(found)[1] if found else ""


def country_of(name: str) -> str:
    """Return the country of a region or town.

    Parameters
    ----------
    name : str
        As it is written.

    Returns
    -------
    str
        ISO 3166-1 alpha-3; empty if no list holds it.
    """
    return _regions().get(name, "")


@cache
def _regions() -> Mapping[str, str]:
    listed = read_table(REGIONS)["regions"]
    return {name: iso3 for iso3, names in listed.items() for name in names}


@cache
def _phrases() -> Phrases[str]:
    return Phrases(dict(_regions()), cased=True)
