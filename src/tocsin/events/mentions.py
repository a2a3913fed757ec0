"""Who is named in a sentence: countries, peoples, capitals, offices, leaders, organisations and firms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain

from tocsin.events.phrases import Phrases
from tocsin.events.tokens import Token, words_of
from tocsin.ref.countries import countries
from tocsin.ref.tables import read_table

PLACES = "events/places.toml"
ORGANISATIONS = "events/organisations.toml"
#: What stands behind the name of a country or a people, joined by a hyphen, and makes it say whose something is.
_JOINED = ("aligned", "backed", "based", "built", "controlled", "flagged", "led", "linked", "made", "owned", "wide")
#: Whom a title or a direction alone means in the documents that are read.
_SHORT = {"President": "USA", "Council": "EUU", "Commission": "EUU", "Union": "EUU", "North": "PRK", "South": "KOR"}
#: What only South Korea has that is called the South.
_OF_THE_SOUTH = frozenset({"joint chiefs", "national security", "unification ministry", "presidential office"})
_STATE_OF = ("state", "of")
#: Behind what Europe begins a clause, what it then does; behind what it is hit.
_OPENING = frozenset({",", ";", ":", "that", "while", "as", "if", "but", "when", "after", "before"})
_DOES_THEN = re.compile(
    r"(?:also |then |quickly )?(?:will|would|could|may|might|must|should|[a-z]{2,}(?:ed|s)|['’]s)\b"
)
_HITS = frozenset({"against", "on", "towards", "toward"})
#: Beside whom "the mainland" is China.
_FROM_THE_MAINLAND = frozenset({"TWN", "MAC"})
#: What a department calls itself in its notices before what it does: "Commerce is issuing", not "commerce with China".
_ITSELF = {"Commerce": "USA"}
_DOES = re.compile(
    r"(?:(?:is|has|will|may|intends|also|preliminarily) (?:to )?)?"
    r"(?:sets?|finds|found|(?:issu|initiat|determin|publish|amend|rescind|postpon|conclud)(?:e|e?s|ed|ing)?)\b"
)
#: What is named after the seat where it was concluded, and is no party: "the Algiers Accords", "the Doha Round".
_CONCLUDED = (
    "Accord", "Accords", "Agreement", "Agreements", "Club", "Communique", "Communiqué", "Consensus", "Convention",
    "Conventions", "Declaration", "Development Agenda", "Development Round", "development round", "Pact", "Principles",
    "Protocol", "Protocols", "Round", "round", "Treaty",
)  # fmt: skip
#: What somebody is in an organisation, for which he speaks whatever country he is from: "NATO Secretary General Rutte".
_TITLES = frozenset(
    {
        "president", "secretary", "secretary-general", "general", "chief", "head", "director", "chair", "chairman",
        "chairwoman", "commissioner", "representative", "spokesperson", "spokesman", "spokeswoman",
    }
)  # fmt: skip
_LONGEST_TITLE = 6
#: Whose own council it is, not that of the United Nations: "his Security Council", "Russia's Security Council".
_OWN = frozenset({"his", "her", "its", "their", "our", "'s", "’s", "national", "state"})
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
        ``name``, ``people``, ``seat``, ``office``, ``leader``, ``weapon`` (a missile that only one country has),
        ``organisation``, ``firm``, or ``none`` for a place or title that is no party.
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
    found = [Mention(first, last, party, form) for first, last, (party, form) in _table().find(words)]
    found = [
        one
        for one in found
        if not (_in_office(words, found, one) or _own_council(words, one) or _of_another(found, words, one))
    ]
    taken = {k for one in found for k in range(one.first, one.last)}
    short = [Mention(k, k + 2, _SHORT[words[k + 1].text], "office") for k in _short(words) if k + 1 not in taken]
    short += [Mention(k, k + 1, _ITSELF[words[k].text], "office") for k in _itself(words) if k not in taken]
    korean = any(one.party in {"KOR", "PRK"} for one in (*found, *short) if one.party != "KOR" or one.form != "office")
    short = [one for one in short if korean or one.party != "KOR"]
    southern = list(_southern(words))
    short = [one for one in short if one.first not in southern]
    short += [Mention(k, k + 2, "KOR", "name") for k in southern if k + 1 not in taken]
    found = [one for one in found if one.first - 3 not in southern]  # its council is not America's
    if any(one.party in _FROM_THE_MAINLAND for one in found):
        short += [Mention(k, k + 2, "CHN", "name") for k in _mainland(words) if k + 1 not in taken]
    if not any(one.party == "EUU" for one in (*found, *short)):
        short += [Mention(k, k + 1, "EUU", "name") for k in _europe(words) if k not in taken]
    return sorted([*found, *short], key=lambda one: one.first) if short else found


@cache
def party_of(name: str) -> str:
    """Return the party that a name means, "Group of Seven" the G7; the name itself if no table holds it as a whole."""
    words = words_of(name)
    found = next(iter(_table().find(words)), None)
    return found[2][0] if found and found[:2] == (0, len(words)) and found[2][0] else name


def _in_office(words: Sequence[Token], found: Sequence[Mention], one: Mention) -> bool:
    """Return whether a leader stands behind or before the organisation of which he is the head."""
    if one.form != "leader":
        return False
    before = next((other for other in reversed(found) if other.last <= one.first), None)
    if before is not None and _body(before) and before.party != one.party and not _at(words, before):
        between = words[before.last : one.first]
        names = all(word.capital or word.lower in _TITLES for word in between)
        if len(between) <= _LONGEST_TITLE and names and _TITLES & {word.lower for word in between}:
            return True
    behind = next((other for other in found if other.first >= one.last), None)
    if behind is None or not _body(behind) or behind.party == one.party:
        return False
    k = behind.last
    while k < len(words) and words[k].lower in _TITLES:
        k += 1
    alone = k == len(words) or not words[k].capital  # "Xi, NATO Secretary General Rutte" are two
    lead = [word.lower for word in words[one.last : behind.first]]
    return lead in ([","], [",", "the"]) and k > behind.last and alone


def _at(words: Sequence[Token], one: Mention) -> bool:
    """Return whether a body is only where somebody speaks: "at the G20 President Xi"."""
    before = [word.lower for word in words[max(one.first - 2, 0) : one.first]]
    return bool({"at", "in", "to", "addressing", "before"} & set(before))


def _body(one: Mention) -> bool:
    return one.form == "organisation" or one.party == "EUU"


def _of_another(found: Sequence[Mention], words: Sequence[Token], one: Mention) -> bool:
    """Return whether an office that one country has under this name is another's: "Taiwan's Trade Administration"."""
    before = next((other for other in reversed(found) if other.last <= one.first), None)
    if one.form != "office" or before is None or before.form not in {"name", "people"} or before.party == one.party:
        return False
    return [word.lower for word in words[before.last : one.first]] in ([], ["'s"], ["’s"])


def _own_council(words: Sequence[Token], one: Mention) -> bool:
    """Return whether a Security Council is that of a country."""
    said = [word.text for word in words[one.first : one.last]]
    return said == ["Security", "Council"] and one.first > 0 and words[one.first - 1].lower in _OWN


def _itself(words: Sequence[Token]) -> Iterator[int]:
    """Yield where a department calls itself by one word: "Commerce is issuing", but not "Chamber of Commerce"."""
    for k, one in enumerate(words[:-1]):
        if one.text in _ITSELF and _DOES.match(" ".join(word.lower for word in words[k + 1 : k + 4])):
            before = words[k - 1] if k else None
            if before is None or not (before.capital or before.lower in {"of", "and", "&", "the", "for", "'s", "’s"}):
                yield k


def _short(words: Sequence[Token]) -> Iterator[int]:
    """Yield where "the President" or "the North" stands and begins no longer name: "the President of France"."""
    for k in range(len(words) - 1):
        name = words[k + 1].text
        if words[k].lower != "the" or name not in _SHORT or tuple(one.lower for one in words[k - 2 : k]) == _STATE_OF:
            continue
        ahead = words[k + 2] if k + 2 < len(words) else None
        joined = {"-"} if name == "Union" else {"-", "and"}
        if ahead is None or not (ahead.lower == "of" or ahead.capital or ahead.lower in joined):
            yield k


def _southern(words: Sequence[Token]) -> Iterator[int]:
    """Yield where "the South" is Korea by what it has: "the South's Joint Chiefs", not "the South's economy"."""
    for k in range(len(words) - 3):
        owned = (words[k].lower, words[k + 1].text) == ("the", "South") and words[k + 2].lower in {"'s", "’s"}
        if owned and " ".join(word.lower for word in words[k + 3 : k + 5]) in _OF_THE_SOUTH:
            yield k


def _mainland(words: Sequence[Token]) -> Iterator[int]:
    """Yield where "the mainland" stands alone, not before what it is of."""
    for k in range(len(words) - 1):
        ahead = words[k + 2].lower if k + 2 < len(words) else ""
        if (words[k].lower, words[k + 1].lower) == ("the", "mainland") and ahead != "of":
            yield k


def _europe(words: Sequence[Token]) -> Iterator[int]:
    """Yield where Europe is one that acts or is hit: "Europe retaliated", "tariffs on Europe"."""
    for k, one in enumerate(words):
        if one.text == "Europe":
            before = words[k - 1].lower if k else ","
            acts = before in _OPENING and _DOES_THEN.match(" ".join(word.lower for word in words[k + 1 : k + 3]))
            if acts or before in _HITS:
                yield k


_FORMS = {
    "names": "name",
    "short": "name",
    "people": "people",
    "seats": "seat",
    "offices": "office",
    "leaders": "leader",
    "weapons": "weapon",
}
_MARKS = range(1, 25)


@cache
def _table() -> Phrases[tuple[str, str]]:
    """Return whom each phrase means; what comes later decides."""
    return Phrases(dict(chain(_countries(), _places(), _organisations())), cased=True)


def _countries() -> Iterator[tuple[str, tuple[str, str]]]:
    for iso3, country in countries().items():
        for name in country.names if country.kind in {"country", "territory"} else ():
            if name and (name[0].isupper() or name.startswith("the ")) and not _CAPITAL_ONLY.match(name):
                yield name, (iso3, "name")
                yield from _whose(name, iso3)


def _places() -> Iterator[tuple[str, tuple[str, str]]]:
    for party, row in read_table(PLACES).items():
        for key, form in _FORMS.items():
            for phrase in row.get(key, ()):
                yield phrase, (party, form)
                if key == "weapons":
                    yield from ((f"{phrase}-{n}{tail}", (party, form)) for n in _MARKS for tail in ("", "A", "B"))
                if key == "seats":
                    yield from ((f"{phrase} {noun}", ("", "none")) for noun in _CONCLUDED)
                if key in {"names", "short", "people"}:
                    yield from _whose(phrase, party)


def _whose(name: str, party: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield what says that something is a country's: "Iran-based", "Iranian-backed"."""
    return ((f"{name}-{joined}", (party, "people")) for joined in _JOINED)


def _organisations() -> Iterator[tuple[str, tuple[str, str]]]:
    listed = read_table(ORGANISATIONS)
    for name, others in listed["organisations"].items():
        yield from ((phrase, (name, "organisation")) for phrase in (name, *others))
    for name, row in listed["firms"].items():
        yield from ((phrase, (name, "firm")) for phrase in (name, *row["names"]))
    for key in ("places", "titles"):
        yield from ((phrase, ("", "none")) for phrase in listed["no_party"][key])


@cache
def employers(union: str) -> tuple[str, ...]:
    """Return the firms whose name a union bears: Samsung Electronics of the "National Samsung Electronics Union".

    Parameters
    ----------
    union : str
        The union.

    Returns
    -------
    tuple of str
        Empty if it bears none, or is no union.
    """
    if "Union" not in union.split():
        return ()
    names = {firm: (firm, *row["names"]) for firm, row in read_table(ORGANISATIONS)["firms"].items()}
    said = f" {union} "
    return tuple(
        firm for firm, each in names.items() if any(f" {name} " in said for name in each if len(name) > len("IBM"))
    )


@cache
def seat_of(firm: str) -> str:
    """Return the country in which a firm sits; empty if it is no known firm."""
    row = read_table(ORGANISATIONS)["firms"].get(firm)
    return str(row["country"]) if row else ""
