"""Phrases of the field behind rows of words: a noisy channel, in which each word may have been taken for a kindred one.

Of a row of words o and a phrase f the gain is log P(f) + sum log P(o_i given f_i) - log P(o): by how much the phrase,
spoilt word by word, explains the row better than plain text does.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from tocsin.events.garble_forms import Word
from tocsin.events.garble_kin import SWAPPED, Kin
from tocsin.events.garble_language import STOP, Row
from tocsin.events.garble_repairs import Repair, Swap
from tocsin.events.garble_usage import FIELD, Usage
from tocsin.events.thesaurus import usual_pairs

KEPT = math.log(1 - SWAPPED)
LINKS = STOP - {"of", "and", "on", "the"}  # phrases with other function words are no names
WILD = math.log(0.02)  # share of the words for which a machine puts one that no thesaurus names
BARE = 2.0  # how much more gain is asked for where no word of the phrase stands unchanged
TITLE = 3.5  # what capitals, or a country's name before, add where an office is meant
MODALS = frozenset({"will", "would", "may", "might", "could", "can", "should", "must", "shall"})
TITLES = frozenset(
    {"ministry", "minister", "ministers", "department", "secretary", "bureau", "agency", "list", "chiefs", "council"}
)


@dataclass
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    weight: float = 0.0


class _Path(NamedTuple):
    node: _Node
    last: int
    meant: Row
    chance: float
    swaps: tuple[Swap, ...]
    wild: bool  # whether a word was put right of which the thesaurus does not know


class Decoder:
    """Finds phrases of the field behind rows of words.

    Parameters
    ----------
    phrases : mapping of tuple to float
        Weight by phrase of two words or more.
    kin : Kin
        What words may stand for.
    usage : Usage
        How usual words are.
    fixed : collection of str
        Words that are never changed: goods.
    """

    def __init__(self, phrases: Mapping[Row, float], kin: Kin, usage: Usage, fixed: Collection[str] = ()) -> None:
        self._kin = kin
        self._usage = usage
        self._fixed = frozenset(fixed)
        self._root = _Node()
        for row, weight in phrases.items():
            if not LINKS.isdisjoint(row):
                continue
            node = self._root
            for word in row:
                node = node.following.setdefault(word, _Node())
            node.weight = weight
        self._first: dict[str, tuple[tuple[str, float], ...]] = {}

    def repairs(
        self, words: Sequence[Word], least: float, taken: Collection[int] = (), bare: float = BARE
    ) -> list[Repair]:
        """Return the phrases behind the rows of a text, without overlap: where two compete, the one with more gain.

        Parameters
        ----------
        words : sequence of Word
            The words of the text.
        least : float
            Gain that is asked for.
        taken : collection of int
            Words that are not to be changed.
        bare : float
            How much more is asked for where no word of the phrase stands unchanged.

        Returns
        -------
        list of Repair
            In order; the score is the gain.
        """
        rows = [word.lower for word in words]
        closed = set(taken)
        found = [
            one
            for first in range(len(rows))
            if rows[first] not in STOP and rows[first][0].isalpha() and not (first and rows[first - 1] in MODALS)
            for one in self._at(words, rows, first)
            if one.score >= least + bare * (one.last - one.first <= sum(swap.last - swap.first for swap in one.swaps))
        ]
        kept: list[Repair] = []
        for one in sorted(found, key=lambda one: (-one.score, one.first, -one.last, one.meant)):
            places = range(one.first, one.last)
            if closed.isdisjoint(places):
                closed.update(places)
                kept.append(one)
        return sorted(kept, key=lambda one: one.first)

    def standing(self, words: Sequence[Word]) -> set[int]:
        """Return which words stand in a phrase of the field as it is."""
        found: set[int] = set()
        for first in range(len(words)):
            node, last = self._root, first
            while last < len(words) and (last == first or _joined(words, last)):
                following = node.following.get(words[last].lower)
                if following is None:
                    break
                node, last = following, last + 1
                if node.weight:
                    found.update(range(first, last))
        return found

    def _at(self, words: Sequence[Word], rows: Sequence[str], first: int) -> Iterator[Repair]:
        whole = first
        usual = usual_pairs()
        found: list[_Path] = []
        stack = [_Path(self._root, first, (), 0.0, (), False)]
        while stack:
            path = stack.pop()
            if path.node.weight and path.last - first >= 2:
                if path.swaps:
                    found.append(path)
                else:
                    whole = max(whole, path.last)
            if path.node.following and path.last < len(words) and (path.last == first or _joined(words, path.last)):
                self._step(path, words, rows, stack)
        for path in found:
            if path.last > whole and any((swap.stands, swap.meant) not in usual for swap in path.swaps):
                capitals = first > 0 and all(
                    word.text[0].isupper() for word in words[first : path.last] if word.lower not in STOP
                )
                owned = first > 0 and words[first - 1].text[0].isupper() and rows[first - 1].endswith("'s")
                title = (capitals or owned) and any(swap.meant in TITLES for swap in path.swaps)
                if capitals and not title:
                    continue
                prior = math.log(path.node.weight / FIELD) + TITLE * title
                gain = prior + path.chance - self._usage.row(rows[first : path.last])
                yield Repair(first, path.last, " ".join(path.meant), gain, path.swaps)

    def _step(self, path: _Path, words: Sequence[Word], rows: Sequence[str], stack: list[_Path]) -> None:
        node, k, meant, chance, swaps, wild = path
        following, form = node.following, rows[k]
        plain = following.get(form)
        if plain is not None:
            kept = 0.0 if form in STOP else KEPT
            stack.append(_Path(plain, k + 1, (*meant, form), chance + kept, swaps, wild))
        if k > 0 and meant and not wild and form not in STOP and form not in self._fixed and form[0].isalpha():
            cost = WILD + self._usage.word(form)
            for new, other in following.items():
                if new != form and new not in STOP and _ending(new) == _ending(form):
                    swap = Swap(k, k + 1, form, new)
                    stack.append(_Path(other, k + 1, (*meant, new), chance + cost, (*swaps, swap), True))
        self._swapped(path, form, k + 1, stack)
        if k + 1 < len(rows) and words[k + 1].joined:
            self._swapped(path, f"{form} {rows[k + 1]}", k + 2, stack)

    def _swapped(self, path: _Path, form: str, end: int, stack: list[_Path]) -> None:
        if form in STOP or form in self._fixed:
            return
        following = path.node.following
        for new, cost in self._beginning(form) if path.node is self._root else self._kin.of(form):
            other = following.get(new)
            if other is not None:
                swap = Swap(path.last, end, form, new)
                stack.append(_Path(other, end, (*path.meant, new), path.chance + cost, (*path.swaps, swap), path.wild))

    def _beginning(self, form: str) -> tuple[tuple[str, float], ...]:
        known = self._first.get(form)
        if known is None:
            firsts = self._root.following
            known = self._first[form] = tuple(one for one in self._kin.of(form) if one[0] in firsts)
        return known


def _joined(words: Sequence[Word], k: int) -> bool:
    """Return whether a word goes on the row of the one before it; names go on over a comma."""
    one, other = words[k - 1], words[k]
    return other.joined or (other.start - one.end == 2 and one.text[0].isupper() and other.text[0].isupper())


@cache
def _ending(form: str) -> str:
    return next((ending for ending in ("ing", "ed", "s") if form.endswith(ending)), "")
