"""Odd words in an otherwise whole phrase of the field, for which the thesaurus has no direct entry."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Sequence

from tocsin.events.garble_forms import Word
from tocsin.events.garble_language import STOP, Language
from tocsin.events.garble_repairs import SAME, Swap
from tocsin.events.thesaurus import Thesaurus

FAR = 2.0  # what a near-synonym of a near-synonym costs
NONE = 2.4  # what a word costs that is no synonym at all
SHARE = 0.8  # share of the phrases with the same other words that must be the one
WORDS = 3  # words that a phrase must have for a word that is no synonym
RARE = 12  # how often such a word stands in plain text at most
LONGEST = 5
_ENDINGS = ("ing", "ed", "ies", "s")

Frame = tuple[str, ...]


class Frames:
    """Phrases of the field by what is left when one word is taken out.

    Parameters
    ----------
    language : Language
        What is usual, and the phrases.
    thesaurus : Thesaurus
        Near-synonyms.
    """

    def __init__(self, language: Language, thesaurus: Thesaurus) -> None:
        self._language = language
        self._thesaurus = thesaurus
        self._field = {word for row in language.phrases for word in row}
        self._fillers: dict[Frame, dict[str, float]] = {}
        for row, weight in language.phrases.items():
            for slot, word in enumerate(row[:LONGEST]):
                if len(row) <= LONGEST and word not in STOP:
                    self._fillers.setdefault(_frame(row, slot), {})[word] = weight

    def swaps(self, words: Sequence[Word], taken: Collection[int], least: float) -> list[Swap]:
        """Return the odd words of a text and what they stand for, each in the phrase that speaks most for it.

        Parameters
        ----------
        words : sequence of Word
            The words of the text.
        taken : collection of int
            Which are put right already.
        least : float
            Score that a swap must reach, as for `Repairer`.

        Returns
        -------
        list of Swap
            In order.
        """
        rows = [word.lower for word in words]
        found: list[Swap] = []
        for k in range(len(words)):
            if k not in taken and self._is_odd(words, rows, k):
                best = max(self._meant(words, rows, k), default=(0.0, ""))
                if best[0] >= least:
                    found.append(Swap(k, k + 1, rows[k], best[1]))
        return found

    def _is_odd(self, words: Sequence[Word], rows: Sequence[str], k: int) -> bool:
        """Return whether a word is none of the field's, and stands beside neither neighbour in plain text."""
        form = rows[k]
        if form in STOP or form in self._field or len(form) < 3 or not form[0].isalpha():
            return False
        known = (words[k].joined and (rows[k - 1], form) in self._language.pairs) or (
            k + 1 < len(words) and words[k + 1].joined and (form, rows[k + 1]) in self._language.pairs
        )
        return not known

    def _meant(self, words: Sequence[Word], rows: Sequence[str], k: int) -> Iterator[tuple[float, str]]:
        form = rows[k]
        far = self._thesaurus.far(form)
        rare = words[k].text[0].islower() and self._language.words.get(form, 0) <= RARE
        for first in range(max(0, k - LONGEST + 1), k + 1):
            for last in range(max(first + 2, k + 1), min(first + LONGEST, len(rows)) + 1):
                if not all(word.joined for word in words[first + 1 : last]):
                    continue
                fillers = self._fillers.get(_frame(rows[first:last], k - first))
                if not fillers:
                    continue
                same = sum(word not in STOP for word in rows[first:last]) - 1
                alike = sum(weight for new, weight in fillers.items() if _ending(new) == _ending(form))
                for new, weight in fillers.items():
                    score = math.log1p(weight) + SAME * same
                    if new in far:
                        yield score - FAR, new
                    elif (
                        rare
                        and last - first >= WORDS
                        and same >= 2
                        and self._stands_out(form, new, weight / max(alike, weight))
                    ):
                        yield score - NONE, new

    def _stands_out(self, form: str, new: str, share: float) -> bool:
        """Return whether a word is nearly all that stands in a place, is no name, and ends like the one there."""
        return share >= SHARE and new in self._thesaurus.near and _ending(form) == _ending(new)


def _frame(row: Sequence[str], slot: int) -> Frame:
    return (*row[:slot], "", *row[slot + 1 :])


def _ending(word: str) -> str:
    ending = next((one for one in _ENDINGS if word.endswith(one)), "")
    return "s" if ending == "ies" else ending
