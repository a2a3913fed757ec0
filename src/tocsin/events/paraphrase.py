"""Text that a machine has put into other words: how it is known, and its phrases put right with every place kept.

Machine paraphrase takes words for near-synonyms without regard to the phrase: "financial safety" for economic
security, "Could 2022" for May 2022. Such rows of words hardly occur in plain text, while the phrase that they stand for
is frequent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tocsin.events.garble_fit import Fit
from tocsin.events.garble_forms import Word, words
from tocsin.events.garble_frames import Frames
from tocsin.events.garble_kin import Kin
from tocsin.events.garble_kin import kin as shipped_kin
from tocsin.events.garble_kindred import Kindred
from tocsin.events.garble_language import Language, language
from tocsin.events.garble_leaning import Leaning
from tocsin.events.garble_leaning import leaning as shipped_leaning
from tocsin.events.garble_months import months
from tocsin.events.garble_repairs import Repair, Repairer, again, changed
from tocsin.events.garble_signs import REPAIR, Rates, log_odds
from tocsin.events.garble_usage import Usage, books
from tocsin.events.garble_wordings import wordings
from tocsin.events.text import Text
from tocsin.events.thesaurus import Thesaurus, groups, thesaurus_of

STRONG = 2.4  # score of a repair that counts as a sign
MILD = 1.2  # score from which a garbled text is put right
PRIOR = -1.0  # log odds that a text is paraphrased before any is read
MONTH = 4.0  # what a month's name replaced adds to them
THIN = 150  # words looked at for each sign that can be shown: with fewer signs a text is not called garbled
ALONE = 1.0  # log odds that are asked for where a single sign can be shown
SURE = 2.5  # log odds from which it is all the same
FARTHEST = -4.0  # log odds below which the sentences of a text are not looked at one by one
SHOWN = 20


@dataclass(frozen=True)
class Sign:
    """What speaks for paraphrase.

    Parameters
    ----------
    start, end : int
        Where it stands in the text.
    text : str
        As it stands.
    meant : str
        What it stands for.
    """

    start: int
    end: int
    text: str
    meant: str


@dataclass(frozen=True)
class Suspicion:
    """Whether a text was put into other words by a machine.

    Parameters
    ----------
    score : float
        Probability [0, 1].
    garbled : bool
        Whether it is at least one half, or more with a single sign, and enough signs can be shown, in the whole text or
        sentence by sentence, or it is far higher.
    signs : tuple of Sign
        The first twenty that can be shown: phrases of the field in other words, and months.
    count : int
        How many of them there are.
    """

    score: float
    garbled: bool
    signs: tuple[Sign, ...]
    count: int


class Paraphrase:
    """Detects and puts right.

    Parameters
    ----------
    language : Language
        What is usual.
    thesaurus : Thesaurus
        What a word may stand for.
    repair : Rates
        How often repairs stand in plain and in paraphrased text.
    leaning : Leaning, optional
        What words say that do not fit; the one that ships with Tocsin if not given.
    kin : Kin, optional
        What a word may stand for by a wider thesaurus; the one that ships with Tocsin if not given.
    """

    def __init__(
        self,
        language: Language,
        thesaurus: Thesaurus,
        repair: Rates = REPAIR,
        leaning: Leaning | None = None,
        kin: Kin | None = None,
    ) -> None:
        self._language = language
        self._repairer = Repairer(language, thesaurus)
        self._frames = Frames(language, thesaurus)
        self._repair = repair
        self._leaning = leaning or shipped_leaning()
        usage = Usage(books(), language)
        self._fit = Fit(usage, thesaurus)
        self._kindred = Kindred(language, kin or shipped_kin(), usage, self._fit, self._leaning)

    @property
    def phrases(self) -> Mapping[tuple[str, ...], float]:
        """Return the phrases of the field and their weights."""
        return self._language.phrases

    def suspicion(self, text: str) -> Suspicion:
        """Return how likely a text is paraphrased.

        Parameters
        ----------
        text : str
            Clean text.

        Returns
        -------
        Suspicion
            Probability, verdict, signs. A text with hardly any sign that can be shown is seldom called garbled.
        """
        split = words(text)
        signs, weights = self._fit.looked(split)
        looked = len(weights)
        repairs = self._repairer.repairs(split, STRONG)
        replaced = [Sign(start, end, text[start:end], month) for start, end, month in months(text)]
        of_words = self._leaning.log_odds(self._leaning.words(signs), weights)
        odds = PRIOR + self._leaning.together(of_words, log_odds(len(repairs), looked, self._repair))
        odds += MONTH * bool(replaced)
        shown = tuple(sorted([*(_sign(text, split, one) for one in repairs), *replaced], key=lambda one: one.start))
        asked = ALONE if len(shown) == 1 else 0.0
        garbled = odds >= SURE or (odds >= asked and len(shown) >= max(1.0, looked / THIN))
        oddity = self._kindred.oddity(text) if odds > FARTHEST else None
        if oddity is not None and oddity.garbled:
            garbled = True
            odds = max(odds, oddity.excess)
            more = (Sign(start, end, text[start:end], meant) for start, end, meant in oddity.signs)
            shown = _apart([*shown, *more])
        score = 1 / (1 + math.exp(-max(min(odds, 50.0), -50.0)))
        return Suspicion(score, garbled, shown[:SHOWN], len(shown))

    def normalised(self, text: Text) -> Text:
        """Return a garbled text with its phrases put right.

        Parameters
        ----------
        text : Text
            Clean text.

        Returns
        -------
        Text
            Over the same original: each new character stands for the whole of what it replaces.
        """
        plain = with_months(text)
        plain = plain.replaced(wordings(plain.clean))
        split = words(plain.clean)
        swaps = [swap for one in self._repairer.repairs(split, MILD) for swap in one.swaps]
        taken = {k for swap in swaps for k in range(swap.first, swap.last)}
        swaps += self._frames.swaps(split, taken, MILD)
        swaps += again(split, swaps, self._language)
        plain = plain.replaced(changed(plain.clean, split, swap) for swap in swaps)
        return self._kindred.normalised(plain, self._kindred.even(text))


def suspicion(text: str) -> Suspicion:
    """Return how likely a text was put into other words by a machine.

    Parameters
    ----------
    text : str
        Clean text.

    Returns
    -------
    Suspicion
        Probability, verdict, signs.
    """
    return _paraphrase().suspicion(text)


def normalised(text: Text) -> Text:
    """Return a garbled text with months and phrases of the field put right; every place of the original is kept.

    Parameters
    ----------
    text : Text
        Clean text that `suspicion` calls garbled; plain text may be changed where it is unusual.

    Returns
    -------
    Text
        Over the same original.
    """
    return _paraphrase().normalised(text)


def with_months(text: Text) -> Text:
    """Return a text with the names of months put right, and nothing else: "Could 2022" is May 2022.

    Parameters
    ----------
    text : Text
        Clean text that `suspicion` calls garbled.

    Returns
    -------
    Text
        Over the same original.
    """
    return text.replaced((start, end, month) for start, end, month in months(text.clean, loose=True))


@cache
def _paraphrase() -> Paraphrase:
    known = language()
    return Paraphrase(known, thesaurus_of(groups(), {word for row in known.phrases for word in row}))


def _apart(signs: Sequence[Sign]) -> tuple[Sign, ...]:
    """Return signs in order, without those that overlap one before."""
    kept: list[Sign] = []
    for sign in sorted(signs, key=lambda one: (one.start, -one.end)):
        if not kept or sign.start >= kept[-1].end:
            kept.append(sign)
    return tuple(kept)


def _sign(text: str, split: Sequence[Word], repair: Repair) -> Sign:
    start, end = split[repair.first].start, split[repair.last - 1].end
    return Sign(start, end, text[start:end], repair.meant)
