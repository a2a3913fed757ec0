"""Paragraphs of two texts of one entry, paired by their words, so that numbers can be compared one by one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.policy.thresholds import thresholds

_LABEL = re.compile(r"^((?:[a-z]|\d{1,2})(?:\.(?:[a-z]{1,2}|\d{1,2}))*)\.?\s+(?=\S)")
_LETTERED = re.compile(r"^[a-z](?:\.|$)")
_CODE = re.compile(r"^\d[A-E]\d{3}\.?\s")
_EMPTY = re.compile(r"^(?:(?:to|through|and) [a-z0-9.]+ )?\W*(?:reserved|not used|n\.?a\.?)\W*$", re.IGNORECASE)
_WORD = re.compile(r"[a-z]{2,}")
_NO_WORDS = frozenset(
    {
        "and",
        "or",
        "the",
        "of",
        "to",
        "in",
        "for",
        "as",
        "by",
        "with",
        "an",
        "any",
        "all",
        "being",
        "controlled",
        "specified",
    }
)
#: Spellings of one word.
_SPELT = (
    ("fibre", "fiber"),
    ("aluminium", "aluminum"),
    ("vapour", "vapor"),
    ("analogue", "analog"),
    ("metre", "meter"),
    ("isation", "ization"),
)
ALIKE, WITHIN, LONGER = 0.5, 0.8, 1.6


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of an entry.

    Parameters
    ----------
    label, text : str
        As ``a.1.b``, or only its last part, or nothing; and the words.
    counts : bool
        Whether it says what is controlled; notes and requirements do not.
    words : frozenset of str
        Its words without numbers, spelt one way.
    amounts : collections.Counter
        Its thresholds.
    """

    label: str
    text: str
    counts: bool
    words: frozenset[str]
    amounts: Counter[str]


@dataclass(frozen=True)
class Pairing:
    """What became of the paragraphs of two texts.

    Parameters
    ----------
    pairs : tuple of (Paragraph, Paragraph)
        Those that say the same thing, perhaps with other numbers.
    only_a, only_b : tuple of Paragraph
        Those that say what is controlled and have no counterpart.
    """

    pairs: tuple[tuple[Paragraph, Paragraph], ...]
    only_a: tuple[Paragraph, ...]
    only_b: tuple[Paragraph, ...]


def paragraphs(detail: str, *, comma: bool = False) -> tuple[Paragraph, ...]:
    """Take a text apart.

    Parameters
    ----------
    detail : str
        One paragraph a line, with or without its label.
    comma : bool
        Whether decimals are written with a comma.

    Returns
    -------
    tuple of Paragraph
        In their order, without the heading that repeats the code and without places kept free.
    """
    lines = [line.strip() for line in detail.splitlines() if line.strip() and not _CODE.match(line.strip())]
    labels = [found[1] if (found := _LABEL.match(line)) else "" for line in lines]
    whole = any("." in label for label in labels)  # labels are whole paths: bare numbers then are notes
    made = []
    for line, label in zip(lines, labels, strict=True):
        text = _LABEL.sub("", line, count=1) if label else line
        if _EMPTY.match(text):
            continue
        counts = bool(_LETTERED.match(label) if whole else label)
        made.append(Paragraph(label, text, counts, words(text), thresholds(text, comma=comma)))
    return tuple(made)


def words(text: str) -> frozenset[str]:
    """Return the words of a text without numbers and small words, spelt one way."""
    plain = text.casefold()
    for one, other in _SPELT:
        plain = plain.replace(one, other)
    return frozenset(_WORD.findall(plain)) - _NO_WORDS


def pair(a: Sequence[Paragraph], b: Sequence[Paragraph], headings: Sequence[Paragraph] = ()) -> Pairing:
    """Pair the paragraphs of two texts, the most alike first; of equally alike ones those with the same thresholds.

    Parameters
    ----------
    a, b : sequence of Paragraph
        The texts.
    headings : sequence of Paragraph
        The headings of both, for what one text says there and the other in a paragraph.

    Returns
    -------
    Pairing
        Pairs, and what is left over. A paragraph that stands inside a longer one of the other text is not left over.
    """
    ranked = sorted(_candidates(a, b))
    taken_a: dict[int, int] = {}
    taken_b: set[int] = set()
    for *_, i, j in ranked:
        if i not in taken_a and j not in taken_b:
            taken_a[i] = j
            taken_b.add(j)
    return Pairing(
        tuple((a[i], b[j]) for i, j in sorted(taken_a.items())),
        tuple(
            one for i, one in enumerate(a) if one.counts and i not in taken_a and not _is_within(one, [*b, *headings])
        ),
        tuple(
            one for j, one in enumerate(b) if one.counts and j not in taken_b and not _is_within(one, [*a, *headings])
        ),
    )


def is_merged(one: Paragraph, other: Paragraph) -> bool:
    """Tell whether one of two paragraphs is so much longer that it holds several of the other text."""
    short, long = sorted((len(one.words), len(other.words)))
    return long > LONGER * max(short, 1)


def _candidates(a: Sequence[Paragraph], b: Sequence[Paragraph]) -> Iterator[tuple[float, bool, bool, float, int, int]]:
    for i, one in enumerate(a):
        for j, other in enumerate(b):
            if not (one.counts or other.counts) or not (both := one.words & other.words):
                continue
            alike = len(both) / len(one.words | other.words)
            if alike < ALIKE:
                continue
            last = one.label.rpartition(".")[2] == other.label.rpartition(".")[2]
            apart = abs(i / len(a) - j / len(b))
            yield -round(alike, 1), one.amounts != other.amounts, not last, apart, i, j


def _is_within(one: Paragraph, others: Sequence[Paragraph]) -> bool:
    if not one.words:
        return True
    return any(
        len(one.words & other.words) >= WITHIN * len(one.words) and not one.amounts - other.amounts
        for other in others
        if len(other.words) > len(one.words)
    )
