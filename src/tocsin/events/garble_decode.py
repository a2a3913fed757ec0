"""Phrases of the field behind rows of words: a noisy channel, in which each word may have been taken for a kindred one.

Of a row of words o and a phrase f the gain is log P(f) + sum log P(o_i given f_i) - log P(o): by how much the phrase,
spoilt word by word, explains the row better than plain text does.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tocsin.events.garble_forms import Word
from tocsin.events.garble_kin import PARTICLES, SWAPPED, Kin
from tocsin.events.garble_language import STOP, Row
from tocsin.events.garble_repairs import Repair, Swap
from tocsin.events.garble_usage import FIELD, PARTICLE, Usage
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
_NONE: Mapping[str, float] = {}


@dataclass
class _Node:
    following: dict[str, _Node] = field(default_factory=dict)
    weight: float = 0.0
    prior: float = -math.inf  # log of the share of the phrase that ends here
    endings: dict[str, list[tuple[str, _Node]]] = field(default_factory=dict)  # what follows, by its ending
    best: dict[str, float] = field(default_factory=dict)  # largest prior of these; no bound where one goes on


class _Row(NamedTuple):
    """A text that is looked at.

    Parameters
    ----------
    words : sequence of Word
        Its words.
    forms : list of str
        In small letters.
    most : list of float
        Up to each word, the most that words can add to a gain by being rare.
    kindred : list of mapping
        What each word may stand for, and each with the one behind it, with the chance of each.
    least, bare : float
        Gain that is asked for, and how much more where no word of the phrase stands unchanged.
    """

    words: Sequence[Word]
    forms: list[str]
    most: list[float]
    kindred: list[tuple[Mapping[str, float], Mapping[str, float]]]
    least: float
    bare: float


class _Path(NamedTuple):
    node: _Node
    first: int
    last: int
    meant: Row
    chance: float
    swaps: tuple[Swap, ...]
    wild: bool  # whether a word was put right of which the thesaurus does not know
    plain: bool  # whether a word stands unchanged


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
                if word not in node.following:
                    node.following[word] = _Node()
                    if word not in STOP:
                        node.endings.setdefault(_ending(word), []).append((word, node.following[word]))
                node = node.following[word]
            node.weight = weight
            node.prior = math.log(weight / FIELD)
        _bound(self._root)

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
        row = _Row(words, rows, self._most(rows), self._kindred(words, rows), least, bare)
        closed = set(taken)
        found = [
            one
            for first in range(len(rows))
            if rows[first] not in STOP and rows[first][0].isalpha() and not (first and rows[first - 1] in MODALS)
            for one in self._at(row, first)
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

    def _most(self, rows: Sequence[str]) -> list[float]:
        """Return the most that words can add to a gain up to each: no row is rarer than its words one by one."""
        found = [0.0]
        for form in rows:
            share = PARTICLE if form in PARTICLES else self._usage.word(form)
            found.append(found[-1] - share)
        return found

    def _at(self, row: _Row, first: int) -> Iterator[Repair]:
        words, rows = row.words, row.forms
        whole = first
        usual = usual_pairs()
        found: list[_Path] = []
        stack = [_Path(self._root, first, first, (), 0.0, (), False, False)]
        while stack:
            path = stack.pop()
            if path.node.weight and path.last - first >= 2:
                if path.swaps:
                    found.append(path)
                else:
                    whole = max(whole, path.last)
            if path.node.following and path.last < len(words) and (path.last == first or _joined(words, path.last)):
                self._step(path, row, stack)
        for path in found:
            if path.last > whole and any((swap.stands, swap.meant) not in usual for swap in path.swaps):
                capitals = first > 0 and all(
                    word.text[0].isupper() for word in words[first : path.last] if word.lower not in STOP
                )
                owned = first > 0 and words[first - 1].text[0].isupper() and rows[first - 1].endswith("'s")
                title = (capitals or owned) and any(swap.meant in TITLES for swap in path.swaps)
                if capitals and not title:
                    continue
                prior = path.node.prior + TITLE * title
                gain = prior + path.chance - self._usage.row(rows[first : path.last])
                yield Repair(first, path.last, " ".join(path.meant), gain, path.swaps)

    def _step(self, path: _Path, row: _Row, stack: list[_Path]) -> None:
        node, first, k, meant, chance, swaps, wild, whole = path
        form = row.forms[k]
        plain = node.following.get(form)
        if plain is not None:
            kept = 0.0 if form in STOP else KEPT
            stack.append(_Path(plain, first, k + 1, (*meant, form), chance + kept, swaps, wild, True))
        if meant and not wild and form not in STOP and form not in self._fixed and form[0].isalpha():
            cost = chance + WILD + self._usage.word(form)
            for new, other in node.endings.get(_ending(form), ()):
                if new != form and _promising(other, cost, row, (first, k + 1), whole):
                    put = (*swaps, Swap(k, k + 1, form, new))
                    stack.append(_Path(other, first, k + 1, (*meant, new), cost, put, True, whole))
        one, two = row.kindred[k]
        following = node.following.keys()
        if one and not following.isdisjoint(one):
            self._swapped(path, 1, one, row, stack)
        if two and not following.isdisjoint(two):
            self._swapped(path, 2, two, row, stack)

    def _swapped(self, path: _Path, behind: int, kindred: Mapping[str, float], row: _Row, stack: list[_Path]) -> None:
        k, following = path.last, path.node.following
        for new in following.keys() & kindred.keys():
            other, chance = following[new], path.chance + kindred[new]
            if _promising(other, chance, row, (path.first, k + behind), path.plain):
                swaps = (*path.swaps, Swap(k, k + behind, " ".join(row.forms[k : k + behind]), new))
                stack.append(
                    _Path(other, path.first, k + behind, (*path.meant, new), chance, swaps, path.wild, path.plain)
                )

    def _kindred(
        self, words: Sequence[Word], rows: Sequence[str]
    ) -> list[tuple[Mapping[str, float], Mapping[str, float]]]:
        def chances(form: str) -> Mapping[str, float]:
            return _NONE if form in STOP or form in self._fixed else self._kin.chances(form)

        pairs = [f"{one} {other}" if words[k].joined else "" for k, (one, other) in enumerate(pairwise(rows), 1)]
        return [(chances(one), chances(two) if two else _NONE) for one, two in zip(rows, (*pairs, ""), strict=False)]


def _promising(node: _Node, chance: float, row: _Row, span: tuple[int, int], plain: bool) -> bool:
    """Return whether the phrase that ends with a path may gain enough, or the path may go on."""
    first, last = span
    lacking = row.least + row.bare * (not plain) - TITLE - chance - row.most[last] + row.most[first]
    if node.prior >= lacking:
        return True
    if not node.following or last == len(row.forms):
        return False
    following, form = node.following.keys(), row.forms[last]
    one, two = row.kindred[last]
    return (
        form in following
        or bool(one and not following.isdisjoint(one))
        or bool(two and not following.isdisjoint(two))
        or node.best.get(_ending(form), -math.inf) + WILD >= lacking
    )


def _bound(node: _Node) -> None:
    """Note the largest prior of what follows a node, by its ending, and of what follows that."""
    for ending, others in node.endings.items():
        node.best[ending] = max(math.inf if other.following else other.prior for _, other in others)
    for other in node.following.values():
        _bound(other)


def _joined(words: Sequence[Word], k: int) -> bool:
    """Return whether a word goes on the row of the one before it; names go on over a comma."""
    one, other = words[k - 1], words[k]
    return other.joined or (other.start - one.end == 2 and one.text[0].isupper() and other.text[0].isupper())


@cache
def _ending(form: str) -> str:
    return next((ending for ending in ("ing", "ed", "s") if form.endswith(ending)), "")
