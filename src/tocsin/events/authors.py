"""Who speaks in a document: the government on whose page it stands or whose statement it is, where it says "we"."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from urllib.parse import urlsplit

from tocsin.events.grammar import Sentence
from tocsin.events.tokens import words_of
from tocsin.ref.countries import countries

#: What a text is called that several governments give together, and what they make together.
_JOINT = re.compile(
    r"\b(?:(?:joint|trilateral|bilateral|leaders['’]?)\b.*\bstatement|statement\b.*\b(?:trilateral|bilateral)"
    r"|declaration|communiqu[eé]|principles|charter)\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(r"\bstatement\b", re.IGNORECASE)
_SHARED = re.compile(
    r"\b(?:partnership|framework|memorandum|agreement|deals?|arrangement|accord|remarks)\b", re.IGNORECASE
)
#: A text of those whom the title names behind it, before what it is about.
_BY = re.compile(
    r"\b(?:statement|remarks|announcement|speech|address)\s+(?:by|from|of|between)\b"
    r"(.*?)(?:\b(?:on|regarding|following|after|about|at|before|to|in)\b|$)",
    re.IGNORECASE,
)
#: Where people speak by turns, "we" is whoever speaks.
_TURN = re.compile(r"^[ \t>*_]{0,8}(?:Q[ \t:.*_]|(?:[A-Z][A-Z.'’-]{0,30}[ \t]){1,6}?[A-Z.'’() -]{0,30}:)", re.MULTILINE)
_TURNS = 2
_LABEL = re.compile(r"[ \t>*_]{0,8}(Q(?=[ \t:.*_])|[A-Z][A-Z.'’() -]{1,60}:)")
#: Labels of those who speak for the government on whose site the talk stands.
_AT_HOME = frozenset({"THE PRESIDENT", "THE VICE PRESIDENT", "SENIOR ADMINISTRATION OFFICIAL", "THE PRIME MINISTER"})
_TALK = re.compile(
    r"\b(?:press conference|press call|press briefing|press gaggle|roundtable|interview|q&a)\b", re.IGNORECASE
)
_LOOKED_AT, _LONGEST_TITLE = 20_000, 400
#: Formulas by which only one office acts.
_FORMULAS = {
    "USA": re.compile(
        r"authority vested in me (?:as President )?by the Constitution|by the President of the United States",
        re.IGNORECASE,
    ),
}
_RESOLUTION = re.compile(r"\bresolution\b", re.IGNORECASE)
_OWN_SITES = {".gov": "USA", ".mil": "USA", "europa.eu": "EUU", ".gouv.fr": "FRA", "canada.ca": "CAN", ".gc.ca": "CAN"}
_GOVERNMENTS = frozenset({"name", "people", "seat", "office", "leader"})
_LEADERS = frozenset({"leader"})
_GOVERNMENT = re.compile(r"(?:^|\.)(?:gov|gob|gouv|govt|go)\.([a-z]{2})$")


class Speakers:
    """Who speaks in a document.

    Parameters
    ----------
    title, source : str
        Its title and its address; empty if unknown.
    text : str
        Its clean text.

    Attributes
    ----------
    throughout : tuple of str
        Codes: the parties of a joint statement, else the government that the title or the site names, or the
        organisation whose resolution it is; empty where people speak by turns and where nothing says it.
    """

    def __init__(self, title: str, source: str, text: str) -> None:
        title, head = title[:_LONGEST_TITLE], text[:_LOOKED_AT]
        self._turns = max(Counter(_TURN.findall(head)).values(), default=0) >= _TURNS
        by, site = _said(title), publisher(source)
        self._home = by if by and len(by) == 1 else (site,) if site else ()
        self.throughout: tuple[str, ...] = ()
        if self._turns or _TALK.search(title):
            return
        formula = next(((party,) for party, formula in _FORMULAS.items() if formula.search(head)), ())
        self.throughout = by if by is not None else self._home or formula

    def at(self, said: str, before: tuple[str, ...]) -> tuple[str, ...]:
        """Return who speaks in a sentence.

        Parameters
        ----------
        said : str
            The sentence: where people speak by turns, the label with which it may begin says who does.
        before : tuple of str
            Who spoke in the sentence before.

        Returns
        -------
        tuple of str
            Codes; empty for one whose country nothing says.
        """
        found = _LABEL.match(said) if self._turns else None
        if found is None:
            return before
        label = found.group(1).strip(" :")
        if label in _AT_HOME:
            return self._home
        named = _named(label.title(), _LEADERS)
        return named if len(named) == 1 else ()


def _said(title: str) -> tuple[str, ...] | None:
    """Return who speaks by a title; None if it does not say so."""
    if _RESOLUTION.search(title) and (bodies := _named(title, frozenset({"organisation"}))):
        return bodies[:1]
    by = _BY.search(title)
    if by and (named := _named(by.group(1), _GOVERNMENTS)):
        return named if len(named) == 1 or _STATEMENT.search(title) else ()
    named = _named(title, _GOVERNMENTS) if not by else ()
    if _JOINT.search(title) and not by:
        return named if len(named) > 1 else ()
    return () if len(named) > 1 and _SHARED.search(title) else None


def publisher(source: str) -> str:
    """Return the party on whose government's site a document stands.

    Parameters
    ----------
    source : str
        Its address.

    Returns
    -------
    str
        ISO 3166-1 alpha-3 or ``EUU``; empty if it is another site.
    """
    host = (urlsplit(source).hostname or "").lower() if "://" in source else ""
    for ending, party in _OWN_SITES.items():
        if host.endswith(ending):
            return party
    found = _GOVERNMENT.search(host)
    return _by_iso2().get({"uk": "GB"}.get(found.group(1), found.group(1).upper()), "") if found else ""


def _named(title: str, forms: frozenset[str]) -> tuple[str, ...]:
    """Return the parties that a title names, by what they are."""
    found = (one for one in Sentence(words_of(title)).mentions if one.form in forms)
    return tuple(dict.fromkeys(one.party for one in found))


@cache
def _by_iso2() -> dict[str, str]:
    return {one.iso2: iso3 for iso3, one in countries().items() if one.iso2}
