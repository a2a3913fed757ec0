"""How odd the words of a sentence are: whether it alone looks like a machine's paraphrase."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from tocsin.events.garble_forms import Word
from tocsin.events.garble_kin import Kin
from tocsin.events.garble_language import STOP
from tocsin.events.garble_repairs import Repair
from tocsin.events.garble_usage import Usage

SIGNS = ("phrases", "acts", "kindred", "apart", "fitting", "strange", "month", "wordings")
LIFT = 4.0  # how much rarer a word may be than the field's own before it counts as strange, as a logarithm
HIGHEST = 5.0
CAP = 8.0  # largest gain of one phrase that counts
FEWEST = 4  # words by which shares are told at least
# Weights of the signs and the constant: logistic regression of `bench.events_oddness`.
WEIGHTS: Mapping[str, float] = {
    "phrases": 0.8,
    "acts": 0.2,
    "kindred": 1.8,
    "apart": 0.1,
    "fitting": 0.2,
    "strange": 0.9,
    "month": 2.5,  # neither this nor the next is fitted
    "wordings": 1.5,
}
CONSTANT = -2.6


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
    apart : float
        Share of neighbours, both of which bear meaning, that plain text does not know beside one another.
    fitting : float
        How many words that plain text knows beside neither neighbour stand where a word of the field would fit.
    strange : float
        Share of words that plain text knows beside neither neighbour.
    month, wordings : float
        How many months are replaced; how many roundabout wordings there are.
    """

    phrases: float
    acts: float
    kindred: float
    apart: float
    fitting: float
    strange: float
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

    def of(self, words: Sequence[Word], repairs: Sequence[Repair], acts: float, months: int, wordings: int) -> Oddness:
        """Return the signs of a sentence.

        Parameters
        ----------
        words : sequence of Word
            Its words.
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
        looked = pairs = apart = fitting = strange = 0
        kindred = 0.0
        for k, word in enumerate(words):
            form = word.lower
            if form in STOP or len(form) < 3 or not word.text[0].islower():
                continue
            looked += 1
            kindred += self._lift(form)
            left = words[k - 1].lower if k and word.joined else ""
            right = words[k + 1].lower if k + 1 < len(words) and words[k + 1].joined else ""
            after = self._usage.known(left, form)
            if left and left not in STOP and left[0].isalpha():
                pairs += 1
                apart += not after
            if not after and not self._usage.known(form, right):
                strange += 1
                fitting += self._fits(form, left, right)
        many = max(looked, FEWEST)
        gain = sum(min(one.score, CAP) for one in repairs)
        return Oddness(
            math.sqrt(gain),
            math.sqrt(acts),
            kindred / max(looked, 1),
            apart / max(pairs, FEWEST),
            fitting,
            strange / many,
            months,
            wordings,
        )

    def _lift(self, form: str) -> float:
        known = self._lifts.get(form)
        if known is None:
            share = self._usage.word(form)
            meant = () if form in self._own else self._kin.of(form)
            best = max((self._usage.word(new) + chance for new, chance in meant), default=-math.inf)
            known = self._lifts[form] = min(max(best - share + LIFT, 0.0), HIGHEST)
        return known

    def _fits(self, form: str, left: str, right: str) -> bool:
        for new, _ in self._kin.of(form):
            here, there = self._usage.known(left, new), self._usage.known(new, right)
            if (here and there) or (here and left not in STOP) or (there and right not in STOP):
                return True
        return False


def log_odds(odd: Oddness) -> float:
    """Return the logarithm of the odds that a sentence is paraphrased."""
    return CONSTANT + math.fsum(WEIGHTS[sign] * value for sign, value in zip(SIGNS, odd, strict=True))
