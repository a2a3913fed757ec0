"""How often repairs stand in plain and in paraphrased text, and what their count says."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Rate:
    """How the rate of a sign varies from text to text: a gamma distribution, so that counts are negative binomial.

    Parameters
    ----------
    mean : float
        Signs a word, of the words looked at.
    shape : float
        Shape; the smaller, the more the rate varies.
    """

    mean: float
    shape: float

    def log_chance(self, count: int, words: int) -> float:
        """Return the logarithm of the chance of a count in so many words, less what depends on the count alone.

        Parameters
        ----------
        count : int
            Signs found.
        words : int
            Words looked at.

        Returns
        -------
        float
            Log of Γ(s + k) / Γ(s) · (b / (b + n))^s · (n / (b + n))^k with s the shape, b = s / mean; the k!
            that is the same for every rate is left out.
        """
        b = self.shape / self.mean
        chance = math.lgamma(self.shape + count) - math.lgamma(self.shape)
        return chance + self.shape * math.log(b / (b + words)) + count * math.log(words / (b + words))


@dataclass(frozen=True)
class Rates:
    """Rates of a sign in plain and in paraphrased text.

    Parameters
    ----------
    plain, garbled : Rate
        As fitted; `bench/events_paraphrase_fit.py` does it.
    """

    plain: Rate
    garbled: Rate


# Fitted on public documents and on Tocsin's own pages, clean and paraphrased, with statistics from other documents.
REPAIR = Rates(Rate(0.00026, 0.36), Rate(0.00758, 0.44))


def log_odds(count: int, words: int, rates: Rates) -> float:
    """Return by how much the count of a sign raises the log odds of paraphrase.

    Parameters
    ----------
    count : int
        Signs found.
    words : int
        Words looked at.
    rates : Rates
        Of the sign.

    Returns
    -------
    float
        Zero for a text without words.
    """
    return rates.garbled.log_chance(count, words) - rates.plain.log_chance(count, words) if words else 0.0
