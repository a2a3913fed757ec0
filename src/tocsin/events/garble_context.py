"""Whether words are the ones that plain text would use beside their neighbours, or near-synonyms fit better."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from tocsin.events.garble_forms import Word
from tocsin.events.garble_language import STOP, Language
from tocsin.events.thesaurus import Thesaurus

KNOWN = 3  # a word that stands so often in the statistics is known to plain text
RARER = 3.0  # e-folds by which a word is rarer than its commonest near-synonym to be a rare choice
_NONE: Mapping[str, int] = {}
FEATURES = ("near_one", "near_both", "far_one", "far_both", "odd", "rare_choice", "unknown")


@dataclass(frozen=True)
class Context:
    """How the words of a text stand among their neighbours.

    Parameters
    ----------
    words : int
        Words looked at: no function words, numbers or names.
    counts : mapping of str to int
        By feature. `odd`: words that plain text knows, but beside neither neighbour; `unknown`: words that it does not
        know; `near_one`, `near_both`: such words for which a near-synonym is known beside one neighbour that is no
        function word, or beside both; `far_one`, `far_both`: the same for a near-synonym of a near-synonym;
        `rare_choice`: words much rarer than their commonest near-synonym.
    """

    words: int
    counts: Mapping[str, int]


def context(words: Sequence[Word], language: Language, thesaurus: Thesaurus) -> Context:
    """Return how the words of a text stand among their neighbours.

    Parameters
    ----------
    words : sequence of Word
        The words of the text.
    language : Language
        What is usual.
    thesaurus : Thesaurus
        Near-synonyms.

    Returns
    -------
    Context
        Counts by feature.
    """
    counts = dict.fromkeys(FEATURES, 0)
    looked = 0
    for k, word in enumerate(words):
        form = word.lower
        if form in STOP or len(form) < 3 or not word.text[0].islower():
            continue
        looked += 1
        frequency = language.words.get(form, 0)
        near = thesaurus.near.get(form, frozenset())
        if near and math.log1p(max(language.words.get(one, 0) for one in near)) - math.log1p(frequency) > RARER:
            counts["rare_choice"] += 1
        left = words[k - 1].lower if k and word.joined else ""
        right = words[k + 1].lower if k + 1 < len(words) and words[k + 1].joined else ""
        after, before = language.after.get(left, _NONE), language.before.get(right, _NONE)
        if form in after or form in before:
            continue
        counts["odd" if frequency >= KNOWN else "unknown"] += 1
        fit = _fit(near, left, right, after, before)
        if fit:
            counts[f"near_{fit}"] += 1
            continue
        fit = _fit(thesaurus.far(form), left, right, after, before)
        if fit:
            counts[f"far_{fit}"] += 1
    return Context(looked, counts)


def _fit(others: AbstractSet[str], left: str, right: str, after: Mapping[str, int], before: Mapping[str, int]) -> str:
    """Return beside which neighbours one of some words is known: ``both``, ``one`` or none."""
    if not others:
        return ""
    fits_left = others & after.keys()
    fits_right = others & before.keys()
    if fits_left & fits_right:
        return "both"
    if (fits_left and left not in STOP) or (fits_right and right not in STOP):
        return "one"
    return ""
