"""What it is about: products of the book and technologies that a sentence names."""

from __future__ import annotations

from functools import cache, lru_cache

from tocsin.events.phrases import Phrases
from tocsin.events.tokens import tokens
from tocsin.ref.book import products
from tocsin.ref.tables import read_table

NAMES = "events/objects.toml"


def objects(text: str, start: int, end: int) -> tuple[str, ...]:
    """Find the goods and technologies that a part of a text names.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The part.

    Returns
    -------
    tuple of str
        Ids of the product book and of technologies, in the order of the text, each once.
    """
    return _named(text[start:end])


@lru_cache(maxsize=64)
def _named(sentence: str) -> tuple[str, ...]:
    """Return what a sentence names; each event of it asks."""
    found: list[str] = []
    for _, _, ids in _table().find(tokens(sentence)):
        found += ids
    return tuple(dict.fromkeys(found))


@cache
def _table() -> Phrases[tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for id_, product in products().items():
        for name in (product.title, id_.replace("_", " ")):
            table.setdefault(name.split(",")[0].split("(")[0].strip(), (id_,))
    for ids, names in read_table(NAMES).items():
        for name in names:
            table[name] = tuple(ids.split("+"))
    return Phrases(table)
