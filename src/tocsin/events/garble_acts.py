"""Verbs and nouns of acts behind kindred words: the verb that a rule asks for beside a noun, or the noun beside a verb.

A verb and a noun that make an act stand together far oftener than by chance; where a kindred word of one stands beside
the other, and the two as they stand make no act, the act is likelier than the words.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from tocsin.events.garble_forms import Word
from tocsin.events.garble_kin import PARTICLES, Kin, stems
from tocsin.events.garble_language import STOP
from tocsin.events.garble_lexicon import DETERMINERS, LIGHT, MODALS, Classes, lexicon, past
from tocsin.events.garble_repairs import Swap
from tocsin.events.garble_usage import Usage
from tocsin.events.thesaurus import usual_pairs

TOGETHER = 5.0  # by how much verb and noun of an act stand together oftener than by chance, as a logarithm
FARTHER = 0.25  # how much of it is lost with each word between them
MIDDLING = -10.5  # log of the share of a verb of middling frequency
RAREST = -11.5  # the same of the rarest in news of the field
EVEN = 0.6  # how far verbs that a rule asks for are taken as equally frequent beside its nouns
BOTH = 2.5  # what it costs that both are put right
REACH = 6
BACK = 2  # words at most between a noun and a verb behind it
TAKEN = 1.0  # what it costs to put another verb for one that tells an act itself, beside other nouns
ALONE = 2.0  # the same for a verb that needs no noun beside what must follow it
LONGEST = 4
_THEN = frozenset({"to", "that", "on", "in", "with", "for", "against", "by"})
_ENDS = ".;:!?\n"


class _Verb(NamedTuple):
    first: int
    last: int
    stands: str
    meant: str
    lemma: str
    gain: float
    frequency: float  # log of the share of what is meant


class _Noun(NamedTuple):
    first: int
    last: int
    stands: str
    meant: str
    classes: Classes
    gain: float
    frequency: float


class Acts:
    """Finds verbs and nouns of acts behind kindred words.

    Parameters
    ----------
    kin : Kin
        What words may stand for.
    usage : Usage
        How usual words are.
    """

    def __init__(self, kin: Kin, usage: Usage) -> None:
        self._kin = kin
        self._usage = usage
        self._lexicon = lexicon()
        self._verbs: dict[str, tuple[tuple[str, str, float, float], ...]] = {}
        self._begin = {row[0] for row in self._lexicon.nouns}
        self._nouns: dict[str, tuple[tuple[str, Classes, float, float], ...]] = {}

    def swaps(
        self, text: str, words: Sequence[Word], least: float, taken: Collection[int] = ()
    ) -> list[tuple[Swap, float]]:
        """Return what stands for words of acts, with the gain of each; where two compete, the one with more.

        Parameters
        ----------
        text : str
            The text, for the marks between words.
        words : sequence of Word
            Its words.
        least : float
            Gain that is asked for.
        taken : collection of int
            Words that are not to be changed.

        Returns
        -------
        list of tuple of Swap and float
            In order.
        """
        found: list[tuple[float, tuple[Swap, ...], tuple[int, ...]]] = []
        for first, last in _clauses(text, words):
            verbs = [one for k in range(first, last) for one in self._verbs_at(words, k, last)]
            nouns = [one for k in range(first, last) for one in self._nouns_at(words, k, last)]
            told = self._told(verbs, nouns)
            found += self._together(verbs, nouns, told, least)
            found += self._lone(words, verbs, last, told)
        closed: set[int] = set()
        open_ = [one for one in found if all(swap.first not in taken for swap in one[1])]
        kept: list[tuple[Swap, float]] = []
        for gain, swaps, places in sorted(open_, key=lambda one: (-one[0], one[2])):
            if gain >= least and closed.isdisjoint(places):
                closed.update(places)
                kept += [(swap, gain) for swap in swaps]
        return sorted(kept, key=lambda one: one[0].first)

    def _verbs_at(self, words: Sequence[Word], k: int, last: int) -> Iterator[_Verb]:
        form = words[k].lower
        if form in STOP or not words[k].text[0].islower():
            return
        if k + 1 < last and words[k + 1].joined:
            row = f"{form} {words[k + 1].lower}"
            if row in self._lexicon.verbs:
                yield _Verb(k, k + 2, row, row, self._lexicon.verbs[row], 0.0, MIDDLING)
            elif words[k + 1].lower in PARTICLES and _is_verb(words, k):
                yield from (_Verb(k, k + 2, row, *one) for one in self._kindred_verbs(row))
        if form in self._lexicon.verbs:
            yield _Verb(k, k + 1, form, form, self._lexicon.verbs[form], 0.0, MIDDLING)
        if _is_verb(words, k) and self._lexicon.verbs.get(form) not in self._lexicon.alone:
            yield from (_Verb(k, k + 1, form, *one) for one in self._kindred_verbs(form))

    def _nouns_at(self, words: Sequence[Word], k: int, last: int) -> Iterator[_Noun]:
        form = words[k].lower
        for end in range(min(k + LONGEST, last), k, -1) if form in self._begin else ():
            row = tuple(word.lower for word in words[k:end])
            if row in self._lexicon.nouns:
                yield _Noun(k, end, " ".join(row), " ".join(row), self._lexicon.nouns[row], 0.0, MIDDLING)
                return
        if (form,) not in self._lexicon.nouns and _is_head(words, k, last):
            yield from (_Noun(k, k + 1, form, *one) for one in self._kindred_nouns(form))

    def _kindred_verbs(self, form: str) -> tuple[tuple[str, str, float, float], ...]:
        known = self._verbs.get(form)
        if known is None:
            share = self._share(form)
            taken = TAKEN * (form in self._lexicon.verbs)
            own = any("flow" in self._lexicon.nouns.get((base,), ()) for base, _ in stems(form))  # "exported"
            known = self._verbs[form] = tuple(
                (new, self._lexicon.verbs[new], self._field(new) + chance - share - taken, self._field(new))
                for new, chance in (() if own else self._kin.of(form))
                if self._lexicon.verbs.get(new, "make") not in LIGHT
                and (form, new) not in usual_pairs()
                and (" " in form or " " not in new)
                and (not (form.endswith("ed") or form in past()) or new.endswith("ed") or new in past())
            )
        return known

    def _kindred_nouns(self, form: str) -> tuple[tuple[str, Classes, float, float], ...]:
        known = self._nouns.get(form)
        if known is None:
            share = self._share(form)
            known = self._nouns[form] = tuple(
                (new, self._lexicon.nouns[new,], self._field(new) + chance - share, self._field(new))
                for new, chance in self._kin.of(form)
                if (new,) in self._lexicon.nouns and (form, new) not in usual_pairs()
            )
        return known

    def _field(self, form: str) -> float:
        """Return the logarithm of the share of a word of acts in the field."""
        return max(self._share(form), RAREST)

    def _share(self, form: str) -> float:
        first, space, _ = form.partition(" ")
        return self._usage.word(first) + (math.log(0.1) if space else 0.0)

    def _joins(self, verb: _Verb, noun: _Noun) -> int | None:
        """Return how many words part a verb and a noun of an act; None if they make none, or stand the wrong way."""
        if noun.first - verb.last > REACH or verb.first - noun.last > BACK:
            return None
        kinds = {self._lexicon.rules.get((verb.lemma, name)) for name in noun.classes} - {None}
        if not kinds:
            return None
        if noun.first >= verb.last and (False in kinds):
            gap = noun.first - verb.last
            return gap if gap <= REACH else None
        if verb.first >= noun.last and (True in kinds or verb.meant.endswith("ed")):
            gap = verb.first - noun.last
            return gap if gap <= BACK else None
        return None

    def _told(self, verbs: Sequence[_Verb], nouns: Sequence[_Noun]) -> set[int]:
        """Return the words of acts that are told as the text stands."""
        plain_verbs = [verb for verb in verbs if verb.stands == verb.meant]
        plain_nouns = [noun for noun in nouns if noun.stands == noun.meant]
        starts = [noun.first for noun in plain_nouns]
        told: set[int] = set()
        for verb in plain_verbs:
            for noun in plain_nouns[slice(*_near(verb, starts))]:
                if self._joins(verb, noun) is not None:
                    told.update(range(verb.first, verb.last))
                    told.update(range(noun.first, noun.last))
        return told

    def _together(
        self, verbs: Sequence[_Verb], nouns: Sequence[_Noun], told: Collection[int], least: float
    ) -> Iterator[tuple[float, tuple[Swap, ...], tuple[int, ...]]]:
        starts = [noun.first for noun in nouns]
        worth = [noun.gain - EVEN * noun.frequency for noun in nouns]
        for verb in verbs:
            if verb.first in told:
                continue
            alone = verb.gain + EVEN * (2 * MIDDLING - verb.frequency) + TOGETHER
            first, last = _near(verb, starts)
            if first == last or alone + max(worth[first:last]) < least:
                continue
            for k in range(first, last):
                noun = nouns[k]
                both = (verb.stands != verb.meant) + (noun.stands != noun.meant)
                gain = alone + worth[k] - BOTH * (both - 1)
                if not both or gain < least or (noun.first in told and noun.stands != noun.meant):
                    continue
                gap = self._joins(verb, noun)
                if gap is not None:
                    places = (*range(verb.first, verb.last), *range(noun.first, noun.last))
                    yield gain - FARTHER * gap, (*_swaps(verb), *_swaps(noun)), places

    def _lone(
        self, words: Sequence[Word], verbs: Sequence[_Verb], last: int, told: Collection[int]
    ) -> Iterator[tuple[float, tuple[Swap, ...], tuple[int, ...]]]:
        for verb in verbs:
            if verb.stands == verb.meant or verb.lemma not in self._lexicon.alone or verb.first in told:
                continue
            behind = words[verb.last : min(verb.last + 5, last)]
            goes_on = any(word.lower in _THEN or word.text[0].isupper() for word in behind)
            yield verb.gain + ALONE * goes_on, tuple(_swaps(verb)), tuple(range(verb.first, verb.last))


def _near(verb: _Verb, starts: Sequence[int]) -> tuple[int, int]:
    """Return which nouns are within reach of a verb; a clause without a stop may hold thousands farther off."""
    return bisect_left(starts, verb.first - BACK - LONGEST), bisect_right(starts, verb.last + REACH)


def _swaps(one: _Verb | _Noun) -> Iterator[Swap]:
    if one.stands != one.meant:
        yield Swap(one.first, one.last, one.stands, one.meant)


def _is_verb(words: Sequence[Word], k: int) -> bool:
    """Return whether a word may be a verb where it stands."""
    form, before = words[k].lower, words[k - 1].lower if k else ""
    if before in DETERMINERS:
        return False
    return before in MODALS or form.endswith(("ed", "ing")) or (form in past() and before not in {"of", "in"})


def _is_head(words: Sequence[Word], k: int, last: int) -> bool:
    """Return whether a word may be the head of a row of nouns where it stands: no word that bears meaning follows."""
    word, before = words[k], words[k - 1].lower if k else ""
    if word.lower in STOP or word.lower in past() or not word.text[0].islower() or before in MODALS:
        return False
    return k + 1 == last or not words[k + 1].joined or words[k + 1].lower in STOP


def _clauses(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Yield the sentences: first word and one past the last."""
    first = 0
    for k in range(1, len(words)):
        between = text[words[k - 1].end : words[k].start]
        if any(mark in between for mark in _ENDS):
            yield first, k
            first = k
    if words:
        yield first, len(words)
