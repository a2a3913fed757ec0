"""How often signs of paraphrase stand in plain and in paraphrased text, and what their counts say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

SIGNS = ("repair", "near", "far_both", "rare_choice", "unknown")


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
        As fitted; `bench/events_paraphrase.py` does it.
    """

    plain: Rate
    garbled: Rate


# Fitted on public documents and on Tocsin's own pages, clean and paraphrased, with statistics from other documents.
RATES: Mapping[str, Rates] = {
    "repair": Rates(Rate(0.00026, 0.36), Rate(0.00758, 0.44)),
    "near": Rates(Rate(0.00583, 5.69), Rate(0.02238, 1.84)),
    "far_both": Rates(Rate(0.00457, 6.00), Rate(0.00864, 3.99)),
    "rare_choice": Rates(Rate(0.02807, 6.00), Rate(0.05862, 6.00)),
    "unknown": Rates(Rate(0.05556, 2.12), Rate(0.09135, 5.80)),
}


def log_odds(counts: Mapping[str, int], words: int, rates: Mapping[str, Rates]) -> float:
    """Return by how much the counts of signs raise the log odds of paraphrase; the signs are taken as independent.

    Parameters
    ----------
    counts : mapping of str to int
        By sign.
    words : int
        Words looked at.
    rates : mapping of str to Rates
        By sign.

    Returns
    -------
    float
        Zero for a text without words.
    """
    if not words:
        return 0.0
    return math.fsum(
        rate.garbled.log_chance(counts[sign], words) - rate.plain.log_chance(counts[sign], words)
        for sign, rate in rates.items()
    )
