"""Lists of words by which sentences are read."""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.ref.tables import read_table

TABLE = "events/words.toml"


def word_set(module: str, name: str) -> frozenset[str]:
    """Return a list of words.

    Parameters
    ----------
    module, name : str
        Which: table and key of the file.

    Returns
    -------
    frozenset of str
        In small letters.
    """
    return frozenset(read_table(TABLE)[module][name])


def phrase_table(module: str, name: str) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return a list of phrases, each split into its words, by first word; longer ones first.

    Parameters
    ----------
    module, name : str
        Which: table and key of the file.

    Returns
    -------
    mapping of str to tuple of tuple of str
        In small letters.
    """
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(word_set(module, name), key=lambda one: (-one.count(" "), one)):
        found.setdefault(phrase.split()[0], []).append(tuple(phrase.split()))
    return {first: tuple(phrases) for first, phrases in found.items()}
