"""How odd the words of a sentence are: whether it alone looks like a machine's paraphrase."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from tocsin.events.garble_fit import SHORTEST
from tocsin.events.garble_forms import Word
from tocsin.events.garble_kin import Kin
from tocsin.events.garble_language import STOP
from tocsin.events.garble_repairs import Repair
from tocsin.events.garble_usage import Usage

SIGNS = ("phrases", "acts", "kindred", "unfit", "month", "wordings")
LIFT = 4.0  # how much rarer a word may be than the field's own before it counts as strange, as a logarithm
HIGHEST = 5.0
CAP = 8.0  # largest gain of one phrase that counts
# Weights of the signs and the constant: logistic regression of `bench.events_oddness`.
WEIGHTS: Mapping[str, float] = {
    "phrases": 0.8,  # the fit gives 0.5; people who spoil text leave more of a phrase than machines that draw at random
    "acts": 0.15,
    "kindred": 1.5,
    "unfit": 0.5,
    "month": 2.5,  # neither this nor the next is fitted
    "wordings": 1.5,
}
CONSTANT = -2.1


class Oddness(NamedTuple):
    """Signs of a sentence, in the order of `SIGNS`.

    Parameters
    ----------
    phrases : float
        Square root of the gain of phrases of the field behind its words.
    acts : float
        Square root of the gain of verbs and nouns of acts behind its words.
    kindred : float
        Mean by which words are rarer than words of the field that they may stand for [e-folds].
    unfit : float
        Log odds of paraphrase by how well its words fit.
    month, wordings : float
        How many months are replaced; how many roundabout wordings there are.
    """

    phrases: float
    acts: float
    kindred: float
    unfit: float
    month: float
    wordings: float


class Oddities:
    """Measures how odd words are.

    Parameters
    ----------
    kin : Kin
        What words may stand for.
    usage : Usage
        How usual words are.
    own : collection of str
        Words of the field, which are never strange.
    """

    def __init__(self, kin: Kin, usage: Usage, own: Collection[str]) -> None:
        self._kin = kin
        self._usage = usage
        self._own = own
        self._lifts: dict[str, float] = {}

    def of(
        self,
        words: Sequence[Word],
        unfit: float,
        repairs: Sequence[Repair] = (),
        acts: float = 0.0,
        *,
        months: int = 0,
        wordings: int = 0,
    ) -> Oddness:
        """Return the signs of a sentence.

        Parameters
        ----------
        words : sequence of Word
            Its words.
        unfit : float
            Log odds of paraphrase by how well they fit.
        repairs : sequence of Repair
            Phrases behind them, with their gains.
        acts : float
            Gain of verbs and nouns of acts.
        months, wordings : int
            How many months are replaced; how many roundabout wordings there are.

        Returns
        -------
        Oddness
            The signs.
        """
        lifts = [
            self._lift(word.lower)
            for word in words
            if word.text[0].islower() and len(word.lower) >= SHORTEST and word.lower not in STOP
        ]
        gain = sum(min(one.score, CAP) for one in repairs)
        kindred = sum(lifts) / max(len(lifts), 1)
        return Oddness(math.sqrt(gain), math.sqrt(acts), kindred, unfit, months, wordings)

    def _lift(self, form: str) -> float:
        known = self._lifts.get(form)
        if known is None:
            share = self._usage.word(form)
            meant = () if form in self._own else self._kin.of(form)
            best = max((self._usage.word(new) + chance for new, chance in meant), default=-math.inf)
            known = self._lifts[form] = min(max(best - share + LIFT, 0.0), HIGHEST)
        return known


def log_odds(odd: Oddness) -> float:
    """Return the logarithm of the odds that a sentence is paraphrased."""
    return CONSTANT + math.fsum(WEIGHTS[sign] * value for sign, value in zip(SIGNS, odd, strict=True))
