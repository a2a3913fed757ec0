"""What it is about: products of the book and technologies that a sentence names.

Names in words are found as the longest phrase at each word; names in Korean, Japanese and Chinese as the longest run of
characters, wherever it stands. Phrases that hold a name and mean no good ("bargaining chips") are found in the same way
and mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tocsin.events.phrases import Phrases
from tocsin.events.tokens import Token, tokens, words_of
from tocsin.ref.book import products
from tocsin.ref.tables import read_table

NAMES = "events/objects.toml"
RULES = "events/objects_rules.toml"
CJK = "events/objects_cjk.toml"
FIRMS = "events/organisations.toml"
NO_GOOD = "no_good"
_CJK = re.compile(r"[぀-ヿ㐀-䶿一-鿿가-힯豈-﫿]")
_SPELLINGS = (
    ("sulph", "sulf"),
    ("aluminium", "aluminum"),
    ("fibre", "fiber"),
    ("fertilis", "fertiliz"),
    ("vapour", "vapor"),
    ("mould", "mold"),
    ("aeroplane", "airplane"),
    ("centre", "center"),
    ("artefact", "artifact"),
)
_SHORT = 4
_NO_PLURAL = ("as", "ies", "is", "ses", "ss", "us")
_RELATED = "-related"

Ids = tuple[str, ...]


def objects(text: str, start: int, end: int) -> tuple[str, ...]:
    """Find the goods and technologies that a part of a text names.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The part.

    Returns
    -------
    tuple of str
        Ids of the product book, of broad goods and of technologies, in the order of the text, each once.
    """
    return _named(text[start:end])


def other_goods() -> frozenset[str]:
    """Return the ids that are no product of the book: broad goods and technologies.

    Returns
    -------
    frozenset of str
        A closed list.
    """
    others = read_table(RULES)["others"]
    return frozenset(others["broad"]) | frozenset(others["technologies"])


@lru_cache(maxsize=64)
def _found(sentence: str) -> tuple[tuple[int, Ids], ...]:
    """Return where a sentence names goods in words, and their ids."""
    return tuple(_table().find(words_of(sentence)))


@lru_cache(maxsize=64)
def _named(sentence: str) -> Ids:
    """Return what a sentence names; each event of it asks."""
    found = list(_found(sentence))
    if _CJK.search(sentence):
        pattern, meaning = _cjk()
        runs = [(one.start(), one.end(), meaning[one.group()]) for one in pattern.finditer(sentence)]
        found = [one for one in found if not any(start <= one[0] < end for start, end, _ in runs)]
        found = sorted([*found, *((start, ids) for start, _, ids in runs)], key=lambda one: one[0])
    return tuple(dict.fromkeys(id_ for _, ids in found for id_ in ids))


@lru_cache(maxsize=64)
def starts(sentence: str) -> frozenset[int]:
    """Return where the names of goods and technologies begin in a sentence.

    Parameters
    ----------
    sentence : str
        The sentence.

    Returns
    -------
    frozenset of int
        Places of their first characters; of names in Korean, Japanese and Chinese none.
    """
    return frozenset(start for start, ids in _found(sentence) if ids)


@dataclass(frozen=True)
class _Table:
    """Names in words.

    Parameters
    ----------
    names : Phrases of tuple of str
        Ids by name, in small letters but for ``exact`` words.
    proper : Phrases of tuple of str
        Proper names that mean no good, as they are written; firms among them ("Korea Zinc").
    exact : frozenset of str
        Abbreviations and formulas, which are found as they are written alone.
    guarded : frozenset of str
        Names that mean something else where they bear a capital.
    follows : frozenset of str
        Words after which they mean the good all the same.
    """

    names: Phrases[Ids]
    proper: Phrases[Ids]
    exact: frozenset[str]
    guarded: frozenset[str]
    follows: frozenset[str]

    def find(self, words: Sequence[Token]) -> Iterator[tuple[int, Ids]]:
        """Yield where a good is named, and its ids.

        Parameters
        ----------
        words : sequence of Token
            Of a sentence.

        Yields
        ------
        tuple of int and tuple of str
            From the left, without overlap.
        """
        written = self.proper.spelled(words)
        seen = [self._seen(one) for one in written]
        k = 0
        while k < len(words):
            proper, name = self.proper.at(written, k), self.names.at(seen, k)
            best = proper if proper and (name is None or proper[0] >= name[0]) else name
            if best is None:
                k += 1
                continue
            last, ids = best
            if not (best is name and self._is_other(words, k, last)):
                yield words[k].start, ids
            k = last

    def _seen(self, word: str) -> str:
        """Return a word as the table spells it: in small letters but for abbreviations; "chip-related" is "chip"."""
        text = word.removesuffix(_RELATED)
        return text if text in self.exact else text.lower()

    def _is_other(self, words: Sequence[Token], first: int, last: int) -> bool:
        """Return whether a capital inside the sentence says that a family or a firm is meant: "Rice", "Gold"."""
        word = words[first]
        if last - first > 1 or not (word.capital and word.text[1:].islower()) or word.lower not in self.guarded:
            return False
        inside = any(one.text.isalnum() for one in words[:first])
        return inside and not (last < len(words) and words[last].lower in self.follows)


@cache
def _table() -> _Table:
    listed, rules = read_table(NAMES), read_table(RULES)
    meant: dict[str, Ids] = {}
    for id_, product in products().items():
        title = product.title.split(",")[0].split("(")[0].split(";")[0].strip()
        if " " in title:
            meant[title] = (id_,)
    for joined, names in listed.items():
        meant |= dict.fromkeys(names, tuple(joined.split("+")))
    for id_, numbers in rules["cas"].items():
        meant |= dict.fromkeys(numbers, (id_,))
    nothing = [phrase for phrases in rules[NO_GOOD].values() for phrase in phrases]
    proper: dict[str, Ids] = {phrase: () for phrase in nothing if phrase != phrase.lower()}
    for firm, row in read_table(FIRMS)["firms"].items():
        proper |= dict.fromkeys((firm, *row["names"]), ())
    exact = frozenset(word.text for name in meant for word in tokens(name) if _is_exact(word.text))
    table: dict[str, Ids] = {}
    for name, ids in meant.items():
        for form in forms(name):
            table.setdefault(_spelled(form, exact), ids)
    table |= {_spelled(name, exact): ids for name, ids in meant.items()}
    table |= {phrase: () for phrase in nothing if phrase == phrase.lower()}
    guarded = frozenset(form for name in rules["capital"]["names"] for form in forms(name))
    return _Table(
        Phrases(table, cased=True),
        Phrases(proper, cased=True),
        exact,
        guarded,
        frozenset(rules["capital"]["follows"]),
    )


def forms(name: str) -> list[str]:
    """Return the ways to write a name: in the plural, with American spelling, with a space or a hyphen.

    Parameters
    ----------
    name : str
        As the table has it, in British spelling.

    Returns
    -------
    list of str
        The name itself first.
    """
    found = [name]
    if not name.endswith("s") and name[-1].isalpha():
        found.append(f"{name[:-1]}ies" if name.endswith("y") and name[-2:-1] not in "aeiou" else f"{name}s")
    elif " " in name and not name.endswith(_NO_PLURAL):
        found.append(name[:-1])
    for one in list(found):
        parts = one.split(" ")
        found += [
            f"{' '.join(parts[:k])}-{' '.join(parts[k:])}"
            for k in range(1, len(parts))
            if parts[k - 1].isalpha() and parts[k].isalpha()
        ]
        if "-" in one:
            found.append(one.replace("-", " "))
    for british, american in _SPELLINGS:
        found += [one.replace(british, american) for one in found if british in one]
    return list(dict.fromkeys(found))


def _is_exact(word: str) -> bool:
    """Return whether a word is an abbreviation or a formula: "DRAM", "LNG", "GaN", "EVs"."""
    return (word.upper() == word and word.lower() != word) or (len(word) <= _SHORT and word[1:] != word[1:].lower())


def _spelled(name: str, exact: frozenset[str]) -> str:
    return " ".join(word.text if word.text in exact else word.text.lower() for word in tokens(name))


@cache
def _cjk() -> tuple[re.Pattern[str], Mapping[str, Ids]]:
    """Return the pattern of names in Korean, Japanese and Chinese, the longest first, and what they mean."""
    meaning: dict[str, Ids] = {}
    for joined, names in read_table(CJK).items():
        meaning |= dict.fromkeys(names, () if joined == NO_GOOD else tuple(joined.split("+")))
    return re.compile("|".join(map(re.escape, sorted(meaning, key=len, reverse=True)))), meaning
