"""Sentences with the dependencies that a parser may give them, written as word/head/label, and a pipeline of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.events.dependencies import Parsed, Tree
from tocsin.events.spacy_pipeline import Parser
from tocsin.events.tokens import tokens

PARTNERS = (
    "Several/1/amod partners/8/nsubj ,/1/punct including/1/prep Norway/3/pobj and/4/cc Iceland/4/conj ,/1/punct "
    "introduced/8/ROOT national/10/amod controls/8/dobj on/8/prep the/14/det same/14/amod tools/11/pobj in/8/prep "
    "2024/15/pobj ./8/punct"
)


def text(written: str) -> str:
    """Return the sentence alone, its words apart by spaces."""
    return " ".join(one.rsplit("/", 2)[0] for one in written.split())


def parsed(written: str) -> list[Parsed]:
    """Return its tokens as a parser gives them."""
    found: list[Parsed] = []
    start = 0
    for one in written.split():
        word, head, label = one.rsplit("/", 2)
        found.append(Parsed(start, start + len(word), int(head), label))
        start += len(word) + 1
    return found


def tree(written: str) -> Tree:
    """Return its dependencies."""
    return Tree.of(tokens(text(written)), parsed(written))


@dataclass
class Word:
    """A token with what is asked of one of spaCy."""

    i: int
    idx: int
    length: int
    dep_: str
    head: Any = None

    def __len__(self) -> int:
        return self.length


def doc(found: Sequence[Parsed]) -> list[Word]:
    """Return a document with what is asked of one of spaCy."""
    words = [Word(i, one.start, one.end - one.start, one.label) for i, one in enumerate(found)]
    for word, one in zip(words, found, strict=True):
        word.head = words[one.head]
    return words


def parser(*written: str) -> Parser:
    """Return a pipeline that knows these sentences; of others it says that each word is a root."""
    known = {text(one): parsed(one) for one in written}

    def pipeline(said: str) -> list[Word]:
        alone = [Parsed(one.start, one.end, i, "ROOT") for i, one in enumerate(tokens(said))]
        return doc(known.get(said, alone))

    return Parser(pipeline, "en_written 1.0")
