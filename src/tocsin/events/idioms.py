"""Idioms that stand for a verb: "took Beijing to task", "gave its final assent to", "put a satellite into orbit"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.events.lexicon import TABLE, VerbForm, forms
from tocsin.events.tokens import Token
from tocsin.events.wordlists import word_set
from tocsin.ref.tables import read_table

_FILLED, _OBJECT = 4, 7
_FILLER, _ANYTHING = "~", "*"
_STOPS = frozenset({",", ";", ".", ":"})
_SMALL = word_set("idioms", "fillers")


@dataclass(frozen=True)
class Idiom:
    """An idiom.

    Parameters
    ----------
    parts : tuple of frozenset of str
        What follows its verb: words of which one must stand there; ``~`` for a few determiners and adjectives, ``*``
        for an object.
    lemma : str
        The verb that it stands for.
    """

    parts: tuple[frozenset[str], ...]
    lemma: str


@cache
def _table() -> dict[str, list[tuple[frozenset[str], Idiom]]]:
    """Return the idioms by each form of their first word, with what that form may be."""
    table = read_table(TABLE)
    found: dict[str, list[tuple[frozenset[str], Idiom]]] = {}
    for lemma, idioms in table["idioms"].items():
        for said in idioms:
            heads, *parts = (frozenset(part.split("|")) for part in said.split())
            idiom = Idiom(tuple(parts), lemma)
            for head in heads:
                for form, tags in forms(head).items():
                    found.setdefault(form, []).append((tags, idiom))
    return found


def idioms(words: Sequence[Token]) -> Iterator[tuple[int, int, VerbForm]]:
    """Yield the idioms of a sentence.

    Parameters
    ----------
    words : sequence of Token
        Its words.

    Yields
    ------
    tuple of int, int and VerbForm
        First word, one past the last, and the form of the verb that it stands for. Where it has an object, only its own
        verb is counted to it.
    """
    for k, word in enumerate(words):
        for tags, idiom in _table().get(word.lower, ()):
            if (end := _end(words, k + 1, idiom.parts)) >= 0:
                objected = frozenset({_ANYTHING}) in idiom.parts
                yield k, k + 1 if objected else end, VerbForm(idiom.lemma, tags)
                break


def _end(words: Sequence[Token], k: int, parts: Sequence[frozenset[str]]) -> int:
    """Return one past the last word of what an idiom asks for; -1 if it is not there."""
    if not parts:
        return k
    first, rest = parts[0], parts[1:]
    if first in ({_FILLER}, {_ANYTHING}):
        anything = first == {_ANYTHING}
        for m in range(k, min(k + (_OBJECT if anything else _FILLED) + 1, len(words))):
            if (m > k or not anything) and (end := _end(words, m, rest)) >= 0:
                return end
            word = words[m].lower
            if word in _STOPS or not (anything or word in _SMALL or word.endswith(("al", "ed", "ic", "ial", "ive"))):
                return -1
        return -1
    return _end(words, k + 1, rest) if k < len(words) and words[k].lower in first else -1
