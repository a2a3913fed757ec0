"""How usual words and pairs of neighbours are: shares of books and of the language statistics together."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import pyarrow.parquet as pq

from tocsin.events.garble_kin import PARTICLES
from tocsin.events.garble_language import Language, language
from tocsin.ref.tables import DATA

USAGE = "events/usage.parquet"
COARSE = 4.0  # steps a unit of the logarithm in the table
FIELD = 300_000.0  # words of text in which a phrase of the field stands as often as its weight says
UNKNOWN = -17.0  # log of the share of a word that nobody counted
PARTICLE = math.log(0.1)  # share of the verbs behind which a particle stands
TOGETHER = 1.5  # by how much neighbours that are not counted as a pair stand together oftener than by chance


@dataclass(frozen=True)
class Usage:
    """Shares of plain text.

    Parameters
    ----------
    books : mapping of str to float
        Logarithm of the share by word, or by pair of words with a space.
    language : Language
        Counts of the field's documents and of general text.
    """

    books: Mapping[str, float]
    language: Language
    _words: dict[str, float] = field(default_factory=dict, repr=False)

    @property
    def whole(self) -> float:
        """Return how many words the language statistics hold."""
        return max(float(sum(self.language.words.values())), 1.0)

    def word(self, form: str) -> float:
        """Return the logarithm of the share of a word: between that of the books and that of the statistics."""
        known = self._words.get(form)
        if known is None:
            here = math.log((self.language.words.get(form, 0) + 0.5) / self._size)
            books = self.books.get(form)
            known = self._words[form] = max(here if books is None else (here + books) / 2, UNKNOWN)
        return known

    @property
    def _size(self) -> float:
        known = self._words.get("")
        if known is None:
            known = self._words[""] = self.whole
        return known

    def pair(self, one: str, other: str) -> float:
        """Return the logarithm of the share of two neighbours."""
        counted = self.language.pairs.get((one, other), 0)
        return max(
            self.books.get(f"{one} {other}", -math.inf),
            math.log(counted / self._size) if counted else -math.inf,
            self.word(one) + self.word(other) + TOGETHER,
        )

    def known(self, one: str, other: str) -> bool:
        """Return whether two words are known as neighbours."""
        return bool(one and other) and ((one, other) in self.language.pairs or f"{one} {other}" in self.books)

    def row(self, forms: Sequence[str]) -> float:
        """Return the logarithm of the share of a row of words.

        Parameters
        ----------
        forms : sequence of str
            Words in small letters; the row is cut into phrases of the field and single words, each given the one before
            it, so that its share is the largest.

        Returns
        -------
        float
            Logarithm.
        """
        best = [0.0]
        for last in range(1, len(forms) + 1):
            found = best[last - 1] + self._next(forms, last - 1)
            for first in range(last - 1):
                weight = self.language.phrases.get(tuple(forms[first:last]))
                if weight:
                    found = max(found, best[first] + math.log(weight / FIELD))
            best.append(found)
        return best[-1]

    def _next(self, forms: Sequence[str], k: int) -> float:
        if not k:
            return self.word(forms[0])
        if forms[k] in PARTICLES:
            return PARTICLE
        return min(self.pair(forms[k - 1], forms[k]) - self.word(forms[k - 1]), 0.0)


@cache
def books() -> Mapping[str, float]:
    """Return the shares of books that ship with Tocsin."""
    table = pq.read_table(DATA / USAGE)
    pairs = zip(table["words"].to_pylist(), table["rarity"].to_pylist(), strict=True)
    return {words: -rarity / COARSE for words, rarity in pairs}


@cache
def usage() -> Usage:
    """Return the shares that ship with Tocsin, with its language statistics."""
    return Usage(books(), language())
