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
            for token in tokens(phrase):
                node = node.following.setdefault(self._key(token), _Node())
            node.meaning = meaning

    def _key(self, token: Token) -> str:
        return token.text.replace("’", "'") if self._cased else token.lower

    def at(self, words: Sequence[Token], first: int) -> tuple[int, T] | None:
        """Return the end and the meaning of the longest phrase that begins at a word.

        Parameters
        ----------
        words : sequence of Token
            The words.
        first : int
            Where it begins.

        Returns
        -------
        tuple of int and T, or None
            One past its last word, and what it means.
        """
        node, found = self._root, None
        for k in range(first, len(words)):
            following = node.following.get(self._key(words[k]))
            if following is None:
                break
            node = following
            if node.meaning is not None:
                found = (k + 1, node.meaning)
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
        begins, key, done = self._root.following, self._key, 0
        for k, word in enumerate(words):
            if k < done or key(word) not in begins:
                continue
            one = self.at(words, k)
            if one is not None:
                done = one[0]
                yield k, one[0], one[1]
