"""Phrases found in a row of words: the longest that begins at each word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tocsin.events.tokens import Token, tokens

T = TypeVar("T")


@dataclass
class _Node(Generic[T]):
    following: dict[str, _Node[T]] = field(default_factory=dict)
    meaning: T | None = None


class Phrases(Generic[T]):
    """A table of phrases and what they mean.

    Parameters
    ----------
    table : mapping of str to T
        Meaning by phrase.
    cased : bool
        Whether capitals matter.
    """

    def __init__(self, table: Mapping[str, T], *, cased: bool = False) -> None:
        self._cased = cased
        self._root: _Node[T] = _Node()
        for phrase, meaning in table.items():
            node = self._root
            for key in self.spelled(tokens(phrase)):
                node = node.following.setdefault(key, _Node())
            node.meaning = meaning

    def spelled(self, words: Sequence[Token]) -> list[str]:
        """Return words as the table spells them.

        Parameters
        ----------
        words : sequence of Token
            The words.

        Returns
        -------
        list of str
            As they stand if capitals matter, else in small letters.
        """
        if not self._cased:
            return [word.lower for word in words]
        return [text if (text := word.text).isascii() else text.replace("’", "'") for word in words]

    def at(self, spelled: Sequence[str], first: int) -> tuple[int, T] | None:
        """Return the end and the meaning of the longest phrase that begins at a word.

        Parameters
        ----------
        spelled : sequence of str
            The words as the table spells them.
        first : int
            Where it begins.

        Returns
        -------
        tuple of int and T, or None
            One past its last word, and what it means.
        """
        node, found, k, end = self._root, None, first, len(spelled)
        while k < end and (following := node.following.get(spelled[k])) is not None:
            node, k = following, k + 1
            if node.meaning is not None:
                found = (k, node.meaning)
        return found

    def find(self, words: Sequence[Token]) -> Iterator[tuple[int, int, T]]:
        """Yield first word, one past the last, and meaning of the phrases, from the left, without overlap.

        Parameters
        ----------
        words : sequence of Token
            The words.

        Yields
        ------
        tuple of int, int and T
            Of each phrase.
        """
        begins, spelled, done = self._root.following, self.spelled(words), 0
        for k, key in enumerate(spelled):
            if k >= done and key in begins and (one := self.at(spelled, k)) is not None:
                done = one[0]
                yield k, done, one[1]
