"""Rows of words that stand where a phrase of the field should: odd in plain text, near to the phrase word by word."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tocsin.events.garble_forms import Word, like
from tocsin.events.garble_language import STOP, Language, Row
from tocsin.events.thesaurus import Thesaurus

SAME = 0.8  # what each word of the phrase that stands unchanged adds to the score
WHOLE = 3.5  # what each word that is put right adds where two repairs compete: the longer goes first
RARE = 3  # what stands fewer times in the statistics is hardly known to plain text
USUAL = 1.5  # how much the score falls with each e-fold by which the row itself is usual
_NOTHING: Mapping[str, float] = {}


@dataclass(frozen=True)
class Swap:
    """Words that stand for another.

    Parameters
    ----------
    first, last : int
        The first of them and one past the last.
    stands : str
        As they stand, in small letters.
    meant : str
        What they stand for, in small letters.
    """

    first: int
    last: int
    stands: str
    meant: str


@dataclass(frozen=True)
class Repair:
    """A row of words and the phrase of the field that it stands for.

    Parameters
    ----------
    first, last : int
        Its first word and one past its last.
    meant : str
        The phrase, in small letters.
    score : float
        How much speaks for it; see `Repairer`.
    swaps : tuple of Swap
        Its words that stand for others.
    """

    first: int
    last: int
    meant: str
    score: float
    swaps: tuple[Swap, ...]


@dataclass
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    weight: float = 0.0


class _Path(NamedTuple):
    node: _Node
    last: int
    meant: Row
    cost: float
    swaps: tuple[Swap, ...]
    same: int


class Repairer:
    """Finds repairs.

    The score of a repair is log(1 + weight of the phrase) + what its unchanged words add - the costs of its synonyms
    - a penalty for each time that the row itself stands in plain text.

    Parameters
    ----------
    language : Language
        What is usual, and the phrases.
    thesaurus : Thesaurus
        What a word may stand for.
    """

    def __init__(self, language: Language, thesaurus: Thesaurus) -> None:
        self._language = language
        self._thesaurus = thesaurus
        self._meant: dict[str, Mapping[str, float]] = {}
        self._root = _Node()
        for row, weight in language.phrases.items():
            node = self._root
            for word in row:
                node = node.following.setdefault(word, _Node())
            node.weight = weight
        firsts = self._root.following
        may_stand = {form for form, meant in thesaurus.meant.items() if any(new in firsts for new, _ in meant)}
        self._begins = firsts.keys() | {form.partition(" ")[0] for form in may_stand}

    def repairs(self, words: Sequence[Word], least: float) -> list[Repair]:
        """Return the repairs of a text, from the left, without overlap: where two compete, the better.

        Parameters
        ----------
        words : sequence of Word
            The words of the text.
        least : float
            Score that a repair must reach.

        Returns
        -------
        list of Repair
            In order.
        """
        rows = [word.lower for word in words]
        found = [
            one
            for first, form in enumerate(rows)
            if form in self._begins
            for one in self._at(words, rows, first)
            if one.score >= least
        ]
        taken: set[int] = set()
        kept: list[Repair] = []
        for one in sorted(found, key=_rank):
            if taken.isdisjoint(range(one.first, one.last)):
                taken.update(range(one.first, one.last))
                kept.append(one)
        return sorted(kept, key=lambda one: one.first)

    def _at(self, words: Sequence[Word], rows: Sequence[str], first: int) -> Iterator[Repair]:
        whole = first  # where the longest phrase of the field ends that stands here as it is
        found: list[_Path] = []
        stack = [_Path(self._root, first, (), 0.0, (), 0)]
        while stack:
            path = stack.pop()
            if path.node.weight:
                if path.swaps:
                    found.append(path)
                else:
                    whole = max(whole, path.last)
            if path.node.following and path.last < len(words) and (path.last == first or words[path.last].joined):
                self._step(path, words, rows, stack)
        for path in found:
            if path.last > whole and path.last - first >= 2:
                score = self._score(path, rows[first : path.last], first)
                yield Repair(first, path.last, " ".join(path.meant), score, path.swaps)

    def _step(self, path: _Path, words: Sequence[Word], rows: Sequence[str], stack: list[_Path]) -> None:
        node, k, meant, cost, swaps, same = path
        following, form = node.following, rows[k]
        plain = following.get(form)
        if plain is not None:
            stack.append(_Path(plain, k + 1, (*meant, form), cost, swaps, same + (form not in STOP)))
        end = k + 1
        while True:
            prices = self._prices(form)
            few, many = (following, prices) if len(following) < len(prices) else (prices, following)
            for new in few:
                if new in many:
                    swap = Swap(k, end, form, new)
                    price = cost + prices[new]
                    stack.append(_Path(following[new], end, (*meant, new), price, (*swaps, swap), same))
            if end == len(rows) or not words[end].joined:
                break
            form = f"{form} {rows[end]}"
            end += 1
            if form not in self._thesaurus.beginnings:
                break

    def _prices(self, form: str) -> Mapping[str, float]:
        """Return what a form may stand for, and what each costs."""
        known = self._meant.get(form)
        if known is None:
            known = self._meant[form] = dict(self._thesaurus.of(form)) if form in self._thesaurus.meant else _NOTHING
        return known

    def _score(self, path: _Path, row: Sequence[str], first: int) -> float:
        """Return the score of a path; the row is usual if each swapped word is, beside its neighbours in the row."""
        usual = min(self._support(row, swap.first - first, swap.last - first) for swap in path.swaps)
        return math.log1p(path.node.weight) + SAME * path.same - path.cost - USUAL * math.log1p(usual)

    def _support(self, row: Sequence[str], start: int, end: int) -> float:
        """Return how often swapped words stand beside their neighbours in plain text: beside the rarer one."""
        beside = [(row[k], row[k + 1]) for k in range(max(start - 1, 0), min(end, len(row) - 1))]
        telling = [two for two in beside if two[0] not in STOP and two[1] not in STOP]
        pairs, more = self._language.pairs, self._language.sentences
        return min((pairs.get((a, b), 0) + more.get((a, b), 0) for a, b in telling or beside), default=0)


def _rank(repair: Repair) -> tuple[float, int, int, str]:
    return -(repair.score + WHOLE * len(repair.swaps)), repair.first, -repair.last, repair.meant


def changed(text: str, words: Sequence[Word], swap: Swap) -> tuple[int, int, str]:
    """Return a swap as a change of the text: start, end, new text with the capitals of the old.

    Parameters
    ----------
    text : str
        The text.
    words : sequence of Word
        Its words.
    swap : Swap
        What is put right.

    Returns
    -------
    tuple of int, int and str
        For `Text.replaced`.
    """
    start, end = words[swap.first].start, words[swap.last - 1].end
    return start, end, like(text[start:end], swap.meant)


def again(words: Sequence[Word], swaps: Sequence[Swap], language: Language) -> list[Swap]:
    """Return the places where words that were put right in a phrase stand alone.

    Only words that plain text hardly knows; where they were put right in several ways, in the usual word.

    Parameters
    ----------
    words : sequence of Word
        The words of the text.
    swaps : sequence of Swap
        What is put right.
    language : Language
        What is usual.

    Returns
    -------
    list of Swap
        More to put right, apart from `swaps`.
    """
    meant: dict[str, set[str]] = {}
    for swap in swaps:
        meant.setdefault(swap.stands, set()).add(swap.meant)
    usual = {
        form: max(sorted(ways), key=lambda way: language.words.get(way, 0))
        for form, ways in meant.items()
        if _rare(form, language)
    }
    taken = {k for swap in swaps for k in range(swap.first, swap.last)}
    rows = [word.lower for word in words]
    firsts = {form.partition(" ")[0] for form in usual}
    places: dict[str, list[int]] = {}
    for k, word in enumerate(rows):
        if word in firsts:
            places.setdefault(word, []).append(k)
    found: list[Swap] = []
    for form, new in usual.items():
        parts = form.split(" ")
        for first in places.get(parts[0], ()):
            last = first + len(parts)
            if rows[first:last] == parts and taken.isdisjoint(range(first, last)):
                taken.update(range(first, last))
                found.append(Swap(first, last, form, new))
    return found


def _rare(form: str, language: Language) -> bool:
    parts = form.split(" ")
    if len(parts) > 1:
        return language.support(tuple(parts)) < RARE
    return language.words.get(form, 0) < RARE
