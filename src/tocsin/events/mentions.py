"""Who is named in a sentence: countries, peoples, capitals, offices, leaders, organisations and firms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.events.phrases import Phrases
from tocsin.events.tokens import Token
from tocsin.ref.countries import countries
from tocsin.ref.tables import read_table

PLACES = "events/places.toml"
ORGANISATIONS = "events/organisations.toml"
_MADE = ("made", "owned", "built", "backed", "flagged")
_SHORT = frozenset({"President", "Council", "Commission", "North", "South"})
_CAPITAL_ONLY = re.compile(r"^[A-Z]{2,4}$")


@dataclass(frozen=True)
class Mention:
    """A party that is named.

    Parameters
    ----------
    first, last : int
        First word and one past the last.
    party : str
        ISO 3166-1 alpha-3, ``EUU``, or the name of an organisation or firm.
    form : str
        ``name``, ``people``, ``seat``, ``office``, ``leader``, ``organisation``, ``firm`` or ``none`` for a place or title
        that is no party.
    """

    first: int
    last: int
    party: str
    form: str

    @property
    def is_party(self) -> bool:
        """Return whether it can act."""
        return self.form != "none"


def mentions(words: Sequence[Token]) -> list[Mention]:
    """Find who is named.

    Parameters
    ----------
    words : sequence of Token
        Of a sentence.

    Returns
    -------
    list of Mention
        From the left, without overlap; the longest name at each place.
    """
    return [
        Mention(first, last, party, form)
        for first, last, (party, form) in _table().find(words)
        if not _title_of_another(words, first, last)
    ]


def _title_of_another(words: Sequence[Token], first: int, last: int) -> bool:
    """Return whether "the President" or "the North" only begins a longer name: "the President of France"."""
    if words[first].lower != "the" or last - first != 2 or words[first + 1].text not in _SHORT or last >= len(words):
        return False
    return words[last].lower == "of" or words[last].capital


@cache
def _table() -> Phrases[tuple[str, str]]:
    table: dict[str, tuple[str, str]] = {}
    for iso3, country in countries().items():
        if country.kind in {"country", "territory"}:
            for name in country.names:
                if name and (name[0].isupper() or name.startswith("the ")) and not _CAPITAL_ONLY.match(name):
                    table[name] = (iso3, "name")
    forms = {
        "names": "name",
        "short": "name",
        "people": "people",
        "seats": "seat",
        "offices": "office",
        "leaders": "leader",
    }
    for party, row in read_table(PLACES).items():
        for key, form in forms.items():
            for phrase in row.get(key, ()):
                table[phrase] = (party, form)
                if key == "people":
                    table |= {f"{phrase}-{made}": (party, form) for made in _MADE}
    listed = read_table(ORGANISATIONS)
    for name, others in listed["organisations"].items():
        for phrase in (name, *others):
            table[phrase] = (name, "organisation")
    for name, row in listed["firms"].items():
        for phrase in (name, *row["names"]):
            table[phrase] = (name, "firm")
    for key in ("places", "titles"):
        for phrase in listed["no_party"][key]:
            table[phrase] = ("", "none")
    return Phrases(table, cased=True)


@cache
def seat_of(firm: str) -> str:
    """Return the country in which a firm sits; empty if it is no known firm."""
    row = read_table(ORGANISATIONS)["firms"].get(firm)
    return str(row["country"]) if row else ""
