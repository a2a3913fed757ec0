"""Words of acts as they stand in text: forms of verbs, nouns, and which of them go together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from tocsin.events.garble_forms import forms
from tocsin.events.lexicon import alone, plural, rules
from tocsin.ref.tables import read_table

TABLE = "events/acts.toml"
_DETERMINER_WORDS = "the a an its their his her this these those our your my no any some each every"
_MODAL_WORDS = "to will would may might could can should must shall not did does do cannot"
_LIGHT_WORDS = "make get give offer take put set have see go come keep open run hand bring let be"
DETERMINERS = frozenset(_DETERMINER_WORDS.split())
MODALS = frozenset(_MODAL_WORDS.split())
LIGHT = frozenset(_LIGHT_WORDS.split())  # verbs that go with nearly any noun: nothing is taken for one of them
_ADDED = ("warn", "say", "announce", "report", "decide", "deny", "urge", "propose")
_UNITS = frozenset({"barrel", "magnitude"})

Classes = frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """Words of acts.

    Parameters
    ----------
    verbs : mapping of str to str
        Base form by form of a verb.
    nouns : mapping of tuple to frozenset of str
        Classes by row of words.
    rules : mapping of tuple to bool
        By base form of a verb and class of a noun: whether the noun is what acts.
    alone : frozenset of str
        Base forms of verbs that need no noun.
    """

    verbs: Mapping[str, str]
    nouns: Mapping[tuple[str, ...], Classes]
    rules: Mapping[tuple[str, str], bool]
    alone: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Return the words of the acts that Tocsin codes."""
    table = read_table(TABLE)
    pairs: dict[tuple[str, str], bool] = {}
    for rule in rules():
        for verb in rule.verbs:
            for name in rule.nouns:
                pairs.setdefault((verb, name), rule.subject)
    lone = {verb for row in alone() for verb in row.verbs} | set(_ADDED)
    irregular = {row[0]: row for row in table["irregular"]}
    verbs: dict[str, str] = {}
    for lemma in sorted(lone | {verb for verb, _ in pairs}):
        head, space, rest = lemma.partition(" ")
        for form in _forms(head, irregular):
            verbs.setdefault(form + space + rest, lemma)
    nouns: dict[tuple[str, ...], set[str]] = {}
    for name, some in table["nouns"].items():
        for noun in some:
            for form in (noun, plural(noun)) if noun not in _UNITS else ():
                nouns.setdefault(tuple(form.lower().split(" ")), set()).add(name)
    return Lexicon(verbs, {row: frozenset(names) for row, names in nouns.items()}, pairs, frozenset(lone))


def _forms(head: str, irregular: Mapping[str, list[str]]) -> Iterator[str]:
    yield from irregular.get(head) or forms(head, "v")


@cache
def past() -> frozenset[str]:
    """Return irregular forms of the past."""
    return frozenset(form for row in read_table(TABLE)["irregular"] for form in row[2:4])
