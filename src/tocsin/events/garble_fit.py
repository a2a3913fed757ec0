"""How well each word of a text fits: its neighbours, its surroundings, how frequent it is, and its near-synonyms."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from tocsin.events.garble_forms import Word
from tocsin.events.garble_language import STOP, Language
from tocsin.events.garble_usage import Usage
from tocsin.events.thesaurus import Thesaurus
from tocsin.events.vectors import SIZE, index, rows

SHORTEST = 3  # letters of a word that is looked at
KNOWN = 3  # a word that stands so often in the statistics is known to plain text
NEAR = 6  # words to either side that are a word's company, the nearer the more
WIDE = 20  # words to either side that are its surroundings
UNRANKED = 40_000  # place in the order of frequency of a word without a vector
STRETCH = 100  # words looked at within which a word that stands again counts for less
LEAST = 1e-6
SIGNS = (
    "rank", "count", "rarer", "synonyms", "near_both", "near_one", "far_both", "unknown", "odd",
    "after_link", "not_after_link", "after_word", "not_after_word",
    "before_link", "not_before_link", "before_word", "not_before_word",
    "company", "surroundings", "field",
)  # fmt: skip
SQUARES = ("rank", "count", "rarer", "company", "surroundings", "field")
_SQUARED = [SIGNS.index(name) for name in SQUARES]
_ALL = (*SIGNS, *(f"{name}_squared" for name in SQUARES))
#: What is told of a word; of words that the thesaurus lists all of it once more, since others cannot be replaced.
COLUMNS = (*_ALL, "listed", *(f"listed_{name}" for name in _ALL))
_NONE: Mapping[str, int] = {}

Floats = npt.NDArray[np.floating]


class _Form(NamedTuple):
    rank: float
    often: float
    rarer: float
    known: bool
    near: frozenset[str]


def looked_at(words: Sequence[Word]) -> list[int]:
    """Return the places of the words that are looked at: no function words, numbers, names or words with a hyphen."""
    return [
        k
        for k, word in enumerate(words)
        if word.text.isalpha() and word.text[0].islower() and len(word.lower) >= SHORTEST and word.lower not in STOP
    ]


class Looked(NamedTuple):
    """Words that are looked at.

    Parameters
    ----------
    signs : ndarray
        What is told of each; shape (words, `COLUMNS`).
    counts : ndarray
        What each counts for: one over the root of how often it stands in its stretch of text; shape (words,).
    """

    signs: Floats
    counts: Floats


class Fit:
    """Measures how well words fit.

    Parameters
    ----------
    usage : Usage
        How usual words and pairs of neighbours are.
    thesaurus : Thesaurus
        Near-synonyms.
    """

    def __init__(self, usage: Usage, thesaurus: Thesaurus) -> None:
        self._usage = usage
        self._language = usage.language
        self._thesaurus = thesaurus
        self._forms: dict[str, _Form] = {}
        self._field = _field(self._language)

    def looked(self, words: Sequence[Word]) -> Looked:
        """Return the signs of each word that is looked at.

        Parameters
        ----------
        words : sequence of Word
            The words of a text.

        Returns
        -------
        Looked
            Signs, and what each word counts for.
        """
        low = [word.lower for word in words]
        looked = looked_at(words)
        if not looked:
            return Looked(np.zeros((0, len(COLUMNS))), np.zeros(0))
        text = Counter(low)
        found = []
        for k in looked:
            form = self._form(low[k])
            synonyms = math.log1p(sum(text[one] for one in form.near & text.keys()))
            found.append((form.rank, form.often, form.rarer, synonyms, *self._beside(words, low, k, form)))
        table = np.c_[np.array(found, dtype=float), self._surroundings(low)[looked]]
        table = np.c_[table, table[:, _SQUARED] ** 2]
        listed = np.array([[bool(self._form(low[k]).near)] for k in looked])
        return Looked(np.c_[table, listed, table * listed], _counts([low[k] for k in looked]))

    def _form(self, form: str) -> _Form:
        known = self._forms.get(form)
        if known is None:
            counts = self._language.words
            near = self._thesaurus.near.get(form, frozenset())
            count = counts.get(form, 0)
            usual = max((counts.get(one, 0) for one in near), default=0)
            known = self._forms[form] = _Form(
                math.log(index().get(form, UNRANKED) + 50),
                math.log1p(count),
                max(math.log1p(usual) - math.log1p(count), 0.0),
                count >= KNOWN,
                near,
            )
        return known

    def _beside(self, words: Sequence[Word], low: Sequence[str], k: int, form: _Form) -> tuple[float, ...]:
        """Return what a word's two neighbours say: whether plain text knows it, or a near-synonym, beside them."""
        left = low[k - 1] if k and words[k].joined else ""
        right = low[k + 1] if k + 1 < len(low) and words[k + 1].joined else ""
        after = self._language.after.get(left, _NONE)
        before = self._language.before.get(right, _NONE)
        here, there = low[k] in after, low[k] in before
        fit = "" if here or there else self._fit(low[k], form.near, (left, right), (after, before))
        here = here or f"{left} {low[k]}" in self._usage.books
        there = there or f"{low[k]} {right}" in self._usage.books
        lone = not here and not there
        return (
            fit == "near_both",
            fit == "near_one",
            fit == "far_both",
            lone and not form.known,
            lone and form.known,
            *_place(left, here),
            *_place(right, there),
        )

    def _fit(
        self,
        form: str,
        near: AbstractSet[str],
        beside: tuple[str, str],
        known: tuple[Mapping[str, int], Mapping[str, int]],
    ) -> str:
        """Return whether near-synonyms of a word, or theirs, are known beside its neighbours."""
        if not near:
            return ""
        left, right = near & known[0].keys(), near & known[1].keys()
        if left & right:
            return "near_both"
        if (left and beside[0] not in STOP) or (right and beside[1] not in STOP):
            return "near_one"
        far = self._thesaurus.far(form)
        return "far_both" if far & known[0].keys() & known[1].keys() else ""

    def _surroundings(self, low: Sequence[str]) -> Floats:
        """Return how like a word is to its company, to its surroundings and to the field; shape (words, 3)."""
        vectors = rows(low)
        telling = vectors * np.array([[form not in STOP] for form in low], dtype=np.float32)
        company = _company(telling)
        sums = np.concatenate([np.zeros((1, SIZE), dtype=np.float32), telling.cumsum(axis=0)])
        places = np.arange(len(low))
        wide = sums[np.minimum(places + WIDE + 1, len(low))] - sums[np.maximum(places - WIDE, 0)] - telling
        return np.stack([_likeness(vectors, company), _likeness(vectors, wide), vectors @ self._field], axis=1)


def _counts(forms: Sequence[str]) -> Floats:
    """Return what each word counts for."""
    found: list[float] = []
    for first in range(0, len(forms), STRETCH):
        stretch = forms[first : first + STRETCH]
        often = Counter(stretch)
        found += [1 / math.sqrt(often[form]) for form in stretch]
    return np.array(found)


def _place(neighbour: str, known: bool) -> tuple[float, float, float, float]:
    """Return how a word stands beside a neighbour: known or not, and whether that is a function word."""
    if not neighbour or not neighbour[0].isalpha():
        return 0.0, 0.0, 0.0, 0.0
    link = neighbour in STOP
    return link and known, link and not known, not link and known, not link and not known


def _company(vectors: Floats) -> Floats:
    """Return the sum of the vectors of the words around each, the nearer the more."""
    found = np.zeros_like(vectors)
    for far in range(1, min(NEAR, len(vectors) - 1) + 1):
        found[far:] += vectors[:-far] / far
        found[:-far] += vectors[far:] / far
    return found


def _likeness(vectors: Floats, others: Floats) -> Floats:
    """Return the cosines of vectors of length one and others; nought where there is none."""
    lengths = np.sqrt(np.einsum("ij,ij->i", others, others))
    found: Floats = np.einsum("ij,ij->i", vectors, others) / np.maximum(lengths, LEAST)
    return found


def _field(language: Language) -> Floats:
    """Return where the words of the field's phrases point together."""
    counts: Counter[str] = Counter()
    for row, weight in language.phrases.items():
        counts.update({word: weight for word in row if word not in STOP})
    whole = np.array(list(counts.values()), dtype=np.float32) @ rows(counts)
    found: Floats = whole / max(float(np.linalg.norm(whole)), LEAST)
    return found
