"""Sentences that a machine has put into other words: known by themselves, and put right over kindred words."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.events.garble_acts import Acts
from tocsin.events.garble_decode import BARE, Decoder
from tocsin.events.garble_fit import Fit, looked_at
from tocsin.events.garble_forms import Word, forms, words
from tocsin.events.garble_kin import Kin
from tocsin.events.garble_language import Language, Row, written_phrases
from tocsin.events.garble_leaning import Leaning
from tocsin.events.garble_lexicon import lexicon
from tocsin.events.garble_months import months
from tocsin.events.garble_odd import CAP, Oddities, Oddness, log_odds
from tocsin.events.garble_repairs import Swap, changed
from tocsin.events.garble_usage import Usage
from tocsin.events.garble_wordings import wordings
from tocsin.events.sentences import sentences
from tocsin.events.text import Text
from tocsin.ref.tables import read_table

LOOKED_AT = 12  # sentences of a text that are looked at, at even distances
FIRST = 4  # sentences by which most plain texts are known
PLAIN = -0.6  # mean log odds of these below which no more are looked at
SHORTEST = 5  # words of a sentence that is looked at
ODD = 0.7  # log odds from which a lone sentence is called garbled
STEADY = 1.0  # how far below the mean may lie, in the end, where many sentences are looked at
LOCAL = 0.3  # log odds of a sentence of a garbled text below which its words do not look odd by themselves
SURE = 4.0  # gain that is asked for there
FARTHEST = 4.0
LEAST = 1.5  # gain from which a phrase, a verb or a noun speaks for paraphrase
SHOWN = 2.0  # gain of what counts as a sign
PHRASE = 0.5  # gain from which a phrase of a garbled text is put right
ACT = 0.5  # the same of a verb or a noun of an act
LONG = 2.0  # gain asked for in texts of many sentences, most of which tell no act
UNLIKELY = 6.0  # and how much more there where no word of a phrase stands unchanged


@dataclass(frozen=True)
class Oddity:
    """How odd a text is, sentence by sentence.

    Parameters
    ----------
    log_odds : float
        Mean over the sentences looked at; each counts within `FARTHEST` of zero.
    sentences : int
        How many were looked at.
    signs : tuple of tuple
        Start, end and meaning of what can be shown.
    """

    log_odds: float
    sentences: int
    signs: tuple[tuple[int, int, str], ...]

    @property
    def excess(self) -> float:
        """Return by how much the log odds lie above what is asked for; the more sentences, the less."""
        return self.log_odds - ODD + STEADY * (1 - 1 / math.sqrt(self.sentences))

    @property
    def garbled(self) -> bool:
        """Return whether the text is garbled: odd enough, and one sign at least for each three sentences."""
        return self.excess >= 0 and len(self.signs) >= max(1.0, self.sentences / 3)


class Kindred:
    """Looks at sentences.

    Parameters
    ----------
    language : Language
        What is usual.
    kin : Kin
        What words may stand for.
    usage : Usage
        How usual words are.
    fit : Fit
        How well words fit.
    leaning : Leaning
        What that says.
    """

    def __init__(self, language: Language, kin: Kin, usage: Usage, fit: Fit, leaning: Leaning) -> None:
        self._fit = fit
        self._leaning = leaning
        self._decoder = Decoder(_named(language), kin, usage, _goods())
        self._acts = Acts(kin, usage)
        self._odd = Oddities(kin, usage, _own(language))

    def oddity(self, text: str) -> Oddity:
        """Return how odd a text is.

        Parameters
        ----------
        text : str
            Clean text.

        Returns
        -------
        Oddity
            Zero sentences where there is none long enough.
        """
        spans = [span for span in sentences(text) if text.count(" ", *span) >= SHORTEST - 1]
        if len(spans) > LOOKED_AT:
            spans = [spans[k * len(spans) // LOOKED_AT] for k in _spread(LOOKED_AT)]
        odds: list[float] = []
        signs: list[tuple[int, int, str]] = []
        for start, end in spans:
            if len(odds) == FIRST and sum(odds) < PLAIN * FIRST and len(signs) <= 1:
                break
            found, shown = self._sentence(text[start:end])
            odds.append(max(min(log_odds(found), FARTHEST), -FARTHEST))
            signs += [(start + first, start + last, meant) for first, last, meant in shown]
        mean = sum(odds) / len(odds) if odds else -FARTHEST
        return Oddity(mean, max(len(odds), 1), tuple(sorted(signs)))

    def signs(self, sentence: str) -> Oddness:
        """Return the signs of oddness of a sentence."""
        return self._sentence(sentence)[0]

    def _sentence(self, text: str) -> tuple[Oddness, list[tuple[int, int, str]]]:
        split = words(text)
        replaced = list(months(text))
        repairs = self._decoder.repairs(split, LEAST)
        taken = {k for one in repairs for k in range(one.first, one.last)} | self._decoder.standing(split)
        acts = self._acts.swaps(text, split, LEAST, taken)
        gain = sum(min(gain, CAP) for _, gain in acts)
        looked = self._fit.looked(split)
        unfit = self._leaning.log_odds(self._leaning.words(looked.signs), looked.counts)
        odd = self._odd.of(split, unfit, repairs, gain, months=len(replaced), wordings=len(wordings(text)))
        shown = [(split[one.first].start, split[one.last - 1].end, one.meant) for one in repairs if one.score >= SHOWN]
        shown += [
            (split[swap.first].start, split[swap.last - 1].end, swap.meant) for swap, gain in acts if gain >= SHOWN
        ]
        return odd, sorted([*shown, *replaced])

    def even(self, text: Text) -> list[tuple[int, int]]:
        """Return the sentences of a garbled text that do not look odd by themselves, as parts of the original.

        Parameters
        ----------
        text : Text
            Clean text before anything is put right.

        Returns
        -------
        list of tuple of int
            Start and end; none of a text of few sentences.
        """
        spans = sentences(text.clean)
        if len(spans) <= FIRST:
            return []
        split = words(text.clean)
        starts = [word.start for word in split]
        places = looked_at(split)
        looked = self._fit.looked(split)
        leaning = self._leaning.words(looked.signs)
        replaced = [start for start, _, _ in months(text.clean)]
        roundabout = [start for start, _, _ in wordings(text.clean)]
        found: list[tuple[int, int]] = []
        for start, end in spans:
            here = slice(bisect_left(starts, start), bisect_left(starts, end))
            told = slice(bisect_left(places, here.start), bisect_left(places, here.stop))
            unfit = self._leaning.log_odds(leaning[told], looked.counts[told])
            many = [bisect_left(some, end) - bisect_left(some, start) for some in (replaced, roundabout)]
            if log_odds(self._odd.of(split[here], unfit, months=many[0], wordings=many[1])) < LOCAL:
                found.append(text.span(start, end))
        return found

    def normalised(self, text: Text, even: Sequence[tuple[int, int]] = ()) -> Text:
        """Return a garbled text with phrases, then verbs and nouns of acts put right.

        Parameters
        ----------
        text : Text
            Clean text.
        even : sequence of tuple of int
            Parts of the original in which more gain is asked for.

        Returns
        -------
        Text
            Over the same original.
        """
        many = len(sentences(text.clean)) > FIRST
        split = words(text.clean)
        repairs = self._decoder.repairs(split, PHRASE, bare=UNLIKELY if many else BARE)
        swaps = [(swap, one.score) for one in repairs for swap in one.swaps]
        plain = text.replaced(_sure(text, split, swaps, even))
        split = words(plain.clean)
        acts = self._acts.swaps(plain.clean, split, LONG if many else ACT, self._decoder.standing(split))
        return plain.replaced(_sure(plain, split, acts, even))


def _own(language: Language) -> frozenset[str]:
    """Return the words of the field: of its phrases, goods and acts."""
    known = lexicon()
    found = {word for row in language.phrases for word in row}
    found.update(
        word for names in read_table("events/objects.toml").values() for name in names for word in name.split()
    )
    found.update(word for form in known.verbs for word in form.split(" "))
    found.update(word for row in known.nouns for word in row)
    return frozenset(found)


def _named(language: Language) -> dict[Row, float]:
    """Return the phrases that may stand behind others: not counted ones that hold a participle."""
    written = written_phrases()
    return {
        row: weight
        for row, weight in language.phrases.items()
        if row in written or not any(word.endswith("ed") and len(word) > 4 for word in row)
    }


def _goods() -> frozenset[str]:
    """Return names of goods of one word, in both numbers."""
    names = {name for some in read_table("events/objects.toml").values() for name in some if " " not in name}
    return frozenset(names | {form for name in names for form in forms(name, "n")})


def _spread(many: int) -> list[int]:
    """Return the numbers below `many` in thirds, so that the first few of them lie far apart."""
    return [k for rest in range(3) for k in range(rest, many, 3)]


def _sure(
    text: Text, split: Sequence[Word], swaps: Sequence[tuple[Swap, float]], even: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, str]]:
    """Yield swaps as changes of a text; those in some parts of the original only if their gain is large."""
    starts = [start for start, _ in even]
    for swap, gain in swaps:
        place = int(text.starts[split[swap.first].start])
        k = bisect_right(starts, place) - 1
        if gain >= SURE or k < 0 or place >= even[k][1]:
            yield changed(text.clean, split, swap)
