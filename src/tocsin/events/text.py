"""Text that remembers where it came from: each character of what is read has its place in the original."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import UsageError

Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Text:
    """Clean text over an original.

    Parameters
    ----------
    original : str
        What was given, decoded.
    clean : str
        What is read.
    starts, ends : array of int, shape (len(clean),)
        From where to where in the original each character of `clean` stands; both never fall from one to the next.
    """

    original: str
    clean: str
    starts: Places
    ends: Places

    @classmethod
    def of(cls, original: str) -> Text:
        """Return a text that is its own original."""
        places = np.arange(len(original))
        return cls(original, original, places, places + 1)

    def __len__(self) -> int:
        """Return the length of what is read."""
        return len(self.clean)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where in the original a part of the clean text stands.

        Parameters
        ----------
        start, end : int
            Part of the clean text, as in a slice; not empty.

        Returns
        -------
        tuple of int
            Start and end in the original.

        Raises
        ------
        UsageError
            If the part is empty or outside.
        """
        if not 0 <= start < end <= len(self.clean):
            raise UsageError(
                f"No characters from {start} to {end} in a text of {len(self.clean)}",
                where="a span of text",
                remedy="Ask for a part that is not empty.",
            )
        return int(self.starts[start]), int(self.ends[end - 1])

    def part(self, start: int, end: int) -> Text:
        """Return a part of it, over the same original."""
        return Text(self.original, self.clean[start:end], self.starts[start:end], self.ends[start:end])

    def followed_by(self, other: Text) -> Text:
        """Return it with a later part of the same original behind it."""
        return Text(
            self.original,
            self.clean + other.clean,
            np.concatenate([self.starts, other.starts]),
            np.concatenate([self.ends, other.ends]),
        )

    def without(self, spans: Iterable[tuple[int, int]], filler: str = "") -> Text:
        """Return it without some parts of the clean text; `filler` stands in the place of each."""
        return self.replaced((start, end, filler) for start, end in spans)

    def replaced(self, changes: Iterable[tuple[int, int, str]]) -> Text:
        """Return it with parts replaced; every new character stands for the whole of what it replaces.

        Parameters
        ----------
        changes : iterable of tuple
            Start, end and new text; they must not overlap. Where nothing is replaced (start = end), what is new stands
            for the character after it.

        Returns
        -------
        Text
            Over the same original.
        """
        clean: list[str] = []
        starts: list[Places] = []
        ends: list[Places] = []
        done = 0
        for start, end, new in sorted(changes):
            if start < done:
                continue
            clean += [self.clean[done:start], new]
            first, last = self._standing_for(start, end)
            starts += [self.starts[done:start], np.full(len(new), first)]
            ends += [self.ends[done:start], np.full(len(new), last)]
            done = end
        clean.append(self.clean[done:])
        return Text(
            self.original,
            "".join(clean),
            np.concatenate([*starts, self.starts[done:]]).astype(np.int64),
            np.concatenate([*ends, self.ends[done:]]).astype(np.int64),
        )

    def substituted(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str] | str) -> Text:
        """Return it with each match of a pattern replaced."""
        found = pattern.finditer(self.clean)
        return self.replaced((one.start(), one.end(), new if isinstance(new, str) else new(one)) for one in found)

    def _standing_for(self, start: int, end: int) -> tuple[int, int]:
        if start < end:
            return int(self.starts[start]), int(self.ends[end - 1])
        if start < len(self.clean):
            return int(self.starts[start]), int(self.ends[start])
        last = int(self.ends[-1]) if len(self.clean) else 0
        return last, last
