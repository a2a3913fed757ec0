"""Who published a document: the government on whose site, in whose gazette or under whose office's name it stands."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import urlsplit

from tocsin.events.grammar import Sentence
from tocsin.events.tokens import words_of
from tocsin.ref.countries import countries

#: Who publishes, where it is no address, and what stands above a notice: an office of a government, or its gazette.
_OFFICE = re.compile(
    r"\b(?:ministr(?:y|ies)|department|commission|(?:european|state|privy) council"
    r"|council of (?:ministers|the european)|government|secretariat|directorate|bureau|cabinet|treasury"
    r"|parliament|embassy|customs|president|prime minister|white house|foreign office|state administration)\b",
    re.IGNORECASE,
)
_NO_OFFICE = re.compile(
    r"\b(?:news|times|daily|herald|post|journal of commerce|broadcasting|chamber|association|union|university"
    r"|institute)\b",
    re.IGNORECASE,
)
_GAZETTES = {
    "canada gazette": "CAN",
    "federal register": "USA",
    "gazette of india": "IND",
    "official journal of the european": "EUU",
    "london gazette": "GBR",
    "government gazette of south africa": "ZAF",
    "commonwealth of australia gazette": "AUS",
}
#: How acts of the Union begin: "Commission Implementing Regulation (EU) 2025/1187".
_OF_THE_UNION = re.compile(
    r"^(?:Commission |Council )?(?:Implementing |Delegated )?(?:Regulation|Decision|Directive) "
    r"\((?:EU|EC|CFSP|Euratom)\b",
    re.IGNORECASE,
)
#: A line in capitals that is the name of an office and nothing else.
_ABOVE_ALL = re.compile(
    r"(?:THE )?(?:(?:ROYAL|FEDERAL|STATE|NATIONAL|EUROPEAN|GENERAL) )?"
    r"(?:MINISTRY|DEPARTMENT|COMMISSION|GOVERNMENT|DIRECTORATE|BUREAU|SECRETARIAT|CABINET|TREASURY|COUNCIL OF MINISTERS"
    r"|STATE COUNCIL)\b[A-Z ,&()’'/.-]{0,80}"
)
_DAY = re.compile(r"\b(?:19|20)\d\d\b")
_MASTHEAD_LINE, _MASTHEAD_LINES = 80, 6
_OWN_SITES = {"gov": "USA", "mil": "USA", "europa.eu": "EUU", "gouv.fr": "FRA", "canada.ca": "CAN", "gc.ca": "CAN"}
#: Forms of mentions that stand for a government.
GOVERNMENTS = frozenset({"name", "people", "seat", "office", "leader"})
_ABOVE = frozenset({"seat", "office"})
_GOVERNMENT = re.compile(r"(?:^|\.)(?:gov|gob|gouv|govt|go)\.([a-z]{2})$")
#: Characters of a title that are looked at, and of a text's beginning.
LONGEST_TITLE, BEGINNING = 400, 1_500


def publisher(source: str) -> str:
    """Return the party on whose government's site a document stands.

    Parameters
    ----------
    source : str
        Its address, or the name of who published it.

    Returns
    -------
    str
        ISO 3166-1 alpha-3 or ``EUU``; empty if it is another site, or not the name of one government's office.
    """
    if "://" not in source:
        return _issuing(source)
    try:
        host = (urlsplit(source).hostname or "").lower()
    except ValueError:
        return ""
    for own, party in _OWN_SITES.items():
        if host == own or host.endswith(f".{own}"):
            return party
    found = _GOVERNMENT.search(host)
    return _by_iso2().get({"uk": "GB"}.get(found.group(1), found.group(1).upper()), "") if found else ""


def _issuing(name: str) -> str:
    """Return the party of whose government a name is an office or the gazette."""
    name = " ".join(name[:LONGEST_TITLE].split())
    if party := gazette(name):
        return party
    if _OFFICE.search(name) is None or _NO_OFFICE.search(name):
        return ""
    named = parties_in(name, GOVERNMENTS)
    return named[0] if len(named) == 1 else ""


def gazette(name: str) -> str:
    """Return the party whose gazette a name is; empty if it is none."""
    return next((party for known, party in _GAZETTES.items() if known in name.lower()), "")


def of_the_union(title: str) -> bool:
    """Return whether a title is that of an act of the European Union."""
    return _OF_THE_UNION.search(title) is not None


def masthead(head: str) -> str:
    """Return the party whose office stands above a notice in capitals, by its name or the seat in the next lines."""
    lines = [line.strip() for line in head[:BEGINNING].splitlines() if line.strip()][:_MASTHEAD_LINES]
    short = [line for line in lines if len(line) <= _MASTHEAD_LINE]
    if not any(_ABOVE_ALL.fullmatch(line) for line in short):
        return ""
    above = [line for line in short if line.isupper() or _DAY.search(line) or _OFFICE.search(line)]
    named = {party for line in above for party in parties_in(line.title() if line.isupper() else line, _ABOVE)}
    return named.pop() if len(named) == 1 else ""


def parties_in(title: str, forms: frozenset[str]) -> tuple[str, ...]:
    """Return the parties that a title names, by what they are."""
    found = (one for one in Sentence(words_of(title)).mentions if one.form in forms)
    return tuple(dict.fromkeys(one.party for one in found))


@cache
def _by_iso2() -> dict[str, str]:
    return {one.iso2: iso3 for iso3, one in countries().items() if one.iso2}
