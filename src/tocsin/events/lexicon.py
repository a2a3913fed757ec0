"""Words of acts: verbs in all their forms, nouns in both numbers, and which of them together make which act."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tocsin.events.phrases import Phrases
from tocsin.events.tokens import Token
from tocsin.ref.tables import read_table

TABLE = "events/acts.toml"
_VOWELS = "aeiou"


@dataclass(frozen=True)
class VerbForm:
    """A form of a verb.

    Parameters
    ----------
    lemma : str
        Its base form.
    tags : frozenset of str
        ``base``, ``s``, ``past``, ``part``, ``ing``: what the form may be.
    """

    lemma: str
    tags: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """Which verbs with which nouns make an act.

    Parameters
    ----------
    act : str
        The act.
    verbs, nouns : frozenset of str
        Base forms; classes of nouns.
    by : tuple of str
        Prepositions of which one must stand before the noun; empty if none need.
    subject : bool
        Whether the noun is what acts: "the licence expired".
    """

    act: str
    verbs: frozenset[str]
    nouns: frozenset[str]
    by: tuple[str, ...] = ()
    subject: bool = False


@dataclass(frozen=True)
class Alone:
    """Verbs that make an act without a noun.

    Parameters
    ----------
    act : str
        The act.
    verbs : frozenset of str
        Base forms.
    object_ : bool
        Whether a party must follow.
    prepositions : frozenset of str
        Words of which one must stand right behind; empty if none need.
    goods, people : bool
        Whether goods must be named in the sentence; whether who acts must be a person or an office.
    be : bool
        Whether it says how something is: "has been out of action", "remains in short supply".
    """

    act: str
    verbs: frozenset[str]
    object_: bool = False
    prepositions: frozenset[str] = frozenset()
    goods: bool = False
    people: bool = False
    be: bool = False


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules, in the order in which they are tried."""
    table = read_table(TABLE)
    return tuple(
        Rule(
            act=row["act"],
            verbs=frozenset(table["verbs"][row["verbs"]]),
            nouns=frozenset(row["nouns"].split()),
            by=tuple(row.get("by", ())),
            subject=row.get("subject", False),
        )
        for row in table["rule"]
    )


@cache
def alone() -> tuple[Alone, ...]:
    """Return the verbs that need no noun."""
    return tuple(
        Alone(
            row["act"],
            frozenset(row["verbs"]),
            row.get("object", False),
            frozenset(row.get("prepositions", ())),
            row.get("goods", False),
            row.get("people", False),
            row.get("be", False),
        )
        for row in read_table(TABLE)["alone"]
    )


@cache
def verb_table() -> Phrases[VerbForm]:
    """Return every form of every verb of the table."""
    table = read_table(TABLE)
    lemmas = {lemma for group in table["verbs"].values() for lemma in group}
    lemmas |= {lemma for row in table["alone"] for lemma in row["verbs"]}
    irregular = {row[0]: row for row in table["irregular"]}
    forms: dict[str, tuple[str, set[str]]] = {}
    for lemma in sorted(lemmas):
        head, _, particle = lemma.partition(" ")
        for form, tag in _inflected(head, irregular):
            phrase = f"{form} {particle}".strip()
            known = forms.setdefault(phrase, (lemma, set()))
            known[1].add(tag)
    return Phrases({phrase: VerbForm(lemma, frozenset(tags)) for phrase, (lemma, tags) in forms.items()})


@cache
def noun_table() -> Phrases[frozenset[str]]:
    """Return every noun of the table in both numbers, with the classes that it belongs to."""
    found: dict[str, set[str]] = {}
    for name, nouns in read_table(TABLE)["nouns"].items():
        for noun in nouns:
            for form in {noun} if noun.startswith("to ") else {noun, plural(noun), _tail_plural(noun)}:
                for written in {form.lower(), form.lower().replace("-", " - ")}:
                    found.setdefault(written, set()).add(name)
    return Phrases({noun: frozenset(names) for noun, names in found.items()})


@cache
def forms(lemma: str) -> dict[str, frozenset[str]]:
    """Return the forms of a verb, and what each may be."""
    irregular = {row[0]: row for row in read_table(TABLE)["irregular"]}
    found: dict[str, set[str]] = {}
    for form, tag in _inflected(lemma, irregular):
        found.setdefault(form, set()).add(tag)
    return {form: frozenset(tags) for form, tags in found.items()}


def verbs(words: Sequence[Token]) -> Iterator[tuple[int, int, VerbForm]]:
    """Yield what may be a verb of the table: first word, one past the last, and its form."""
    return verb_table().find(words)


def nouns(words: Sequence[Token]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Yield what may be a noun of the table: first word, one past the last, and its classes."""
    return noun_table().find(words)


def plural(noun: str) -> str:
    """Return the plural of a noun: of its first part before "of", else of its last word."""
    head, of, rest = noun.partition(" of ")
    if head.endswith("y") and head[-2] not in _VOWELS:
        many = head[:-1] + "ies"
    elif head.endswith(("s", "sh", "ch", "x", "z")):
        many = head + "es"
    else:
        many = head + "s"
    return many + of + rest


def _tail_plural(noun: str) -> str:
    """Return the plural of what stands behind "of": "list of trusted partners"."""
    head, of, rest = noun.partition(" of ")
    return head + of + plural(rest) if of else noun


def _inflected(head: str, irregular: dict[str, Any]) -> Iterator[tuple[str, str]]:
    tags = ("base", "s", "past", "part", "ing")
    if head in irregular:
        yield from zip(irregular[head], tags, strict=True)
        if head == "be":
            yield from (("are", "s"), ("were", "past"))
        return
    stem = head
    if head.endswith("e"):
        past, ing = head + "d", head[:-1] + "ing"
    elif head.endswith("y") and head[-2] not in _VOWELS:
        past, ing, stem = head[:-1] + "ied", head + "ing", head[:-1] + "ie"
    elif _doubles(head):
        past, ing = head + head[-1] + "ed", head + head[-1] + "ing"
    else:
        past, ing = head + "ed", head + "ing"
    third = stem + ("es" if head.endswith(("s", "sh", "ch", "x", "z")) else "s")
    yield from zip((head, third, past, past, ing), tags, strict=True)


def _doubles(head: str) -> bool:
    """Return whether the last consonant doubles: one syllable, or stress on the last as in commit, defer, permit."""
    if head in {"commit", "defer", "confer", "permit"}:
        return True
    consonant = head[-1] not in _VOWELS + "wxy"
    return consonant and len(head) > 2 and head[-2] in _VOWELS and head[-3] not in _VOWELS and len(head) <= 4
