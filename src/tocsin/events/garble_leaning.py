"""What the signs of words say of paraphrase: of each word, and of the text that they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from tocsin.events.garble_fit import COLUMNS, Floats
from tocsin.ref.tables import read_table

TABLE = "events/garble_fit.toml"
NUMBERS = ("constant", "plain", "garbled", "between", "within", "of_words", "of_repairs", "offset")
SWAPPED = 0.15  # share of the words looked at that a machine replaces
HIGHEST = 5.0  # largest log odds of one word that count


@dataclass(frozen=True)
class Leaning:
    """How far words lean to paraphrase.

    Parameters
    ----------
    weights : ndarray
        What each sign adds to the log odds that a word was replaced; shape (`COLUMNS`,).
    constant : float
        Log odds of a word without signs, less those of any word.
    plain, garbled : float
        Mean leaning of plain and of paraphrased texts.
    between, within : float
        Variance of the leaning between texts, and between the words of one.
    of_words, of_repairs, offset : float
        What the log odds of words and of repairs count for beside one another, and what is added.
    """

    weights: Floats
    constant: float
    plain: float
    garbled: float
    between: float
    within: float
    of_words: float
    of_repairs: float
    offset: float

    def words(self, signs: Floats) -> Floats:
        """Return how far each word leans to a text some of whose words were replaced.

        Formula: ln(1 - s + s exp(min(o, h))), with o the log odds of the word, s `SWAPPED` and h `HIGHEST`.

        Parameters
        ----------
        signs : ndarray
            As `Fit.looked` has them.

        Returns
        -------
        ndarray
            Shape (words,).
        """
        odds = signs @ self.weights + self.constant
        found: Floats = np.log1p(SWAPPED * np.expm1(np.minimum(odds, HIGHEST)))
        return found

    def log_odds(self, words: Floats, counts: Floats) -> float:
        """Return by how much the words of a text raise the log odds of paraphrase.

        Formula: (g - p) (m - (g + p) / 2) / (b + w / n), with m the mean leaning of n words as counted, p and g that
        of plain and of paraphrased texts, b and w the variances between texts and within: two normal distributions.

        Parameters
        ----------
        words : ndarray
            Leaning by word.
        counts : ndarray
            What each counts for.

        Returns
        -------
        float
            Zero for a text without words.
        """
        if not len(words):
            return 0.0
        middle = (self.garbled + self.plain) / 2
        many = float(counts.sum())
        spread = self.between + self.within / many
        return (self.garbled - self.plain) * (float(words @ counts) / many - middle) / spread

    def together(self, words: float, repairs: float) -> float:
        """Return the log odds of paraphrase, before the prior, from those of words and of repairs."""
        return self.of_words * words + self.of_repairs * repairs + self.offset


def leaning_of(table: Mapping[str, float]) -> Leaning:
    """Return what words say from a table of numbers.

    Parameters
    ----------
    table : mapping of str to float
        Weights by `COLUMNS`, and the other numbers of `Leaning` by name.

    Returns
    -------
    Leaning
        With these numbers.
    """
    rest = {name: float(table[name]) for name in NUMBERS}
    return Leaning(np.array([table[name] for name in COLUMNS]), **rest)


@cache
def leaning() -> Leaning:
    """Return the numbers that ship with Tocsin; `python -m bench.events_paraphrase_fit` writes them."""
    return leaning_of(read_table(TABLE))
