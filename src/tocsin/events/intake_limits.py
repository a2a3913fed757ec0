"""How much a document may ask of the reader: bytes, characters, depth, items and time."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from tocsin.core.errors import FormatError


@dataclass(frozen=True)
class Limits:
    """Bounds of one document.

    Parameters
    ----------
    size : int
        Largest document as given [bytes].
    characters : int
        Longest document once decoded, and longest text of a PDF [characters].
    seconds : float
        Longest time for opening, and again for reading [s].
    depth : int
        Deepest nesting of a feed [elements].
    items : int
        Most documents of a feed.
    pages : int
        Most pages of a PDF.
    memory : int
        Largest memory of the process that opens a PDF, where the system can hold it to that [bytes].
    """

    size: int = 10_000_000
    characters: int = 5_000_000
    seconds: float = 60.0
    depth: int = 100
    items: int = 2_000
    pages: int = 2_000
    memory: int = 2_000_000_000


class Watch:
    """Time that is left for one document.

    Parameters
    ----------
    seconds : float
        How long [s].
    clock : callable
        Seconds that pass; a test may give its own.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock, self._begun = seconds, clock, clock()

    @property
    def over(self) -> bool:
        """Return whether the time is up."""
        return self._clock() - self._begun > self._seconds

    @property
    def left(self) -> float:
        """Return the time that is left [s]."""
        return max(self._seconds - (self._clock() - self._begun), 0.0)

    def check(self, where: str) -> None:
        """Refuse to go on once the time is up.

        Parameters
        ----------
        where : str
            Name of the document.

        Raises
        ------
        FormatError
            If it is up.
        """
        if self.over:
            raise FormatError(
                f"Opening the document takes more than {self._seconds:g} s",
                where=where,
                remedy="Cut it into parts, or save it as plain text.",
            )


def check_size(size: int, limits: Limits, where: str) -> None:
    """Refuse a document that is too large.

    Parameters
    ----------
    size : int
        Its size [bytes].
    limits : Limits
        The bounds.
    where : str
        Its name.

    Raises
    ------
    FormatError
        If it is larger.
    """
    if size > limits.size:
        raise FormatError(
            f"The document has {size:,} bytes or more; at most {limits.size:,} are read",
            where=where,
            remedy="Cut it into parts, or keep the part that is to be read.",
        )


def check_characters(characters: int, limits: Limits, where: str) -> None:
    """Refuse a text that is too long.

    Parameters
    ----------
    characters : int
        Its length.
    limits : Limits
        The bounds.
    where : str
        Its name.

    Raises
    ------
    FormatError
        If it is longer.
    """
    if characters > limits.characters:
        raise FormatError(
            f"The document has {characters:,} characters; at most {limits.characters:,} are read",
            where=where,
            remedy="Cut it into parts, or keep the part that is to be read.",
        )
