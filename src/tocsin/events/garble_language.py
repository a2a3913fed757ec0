"""How often words and pairs of words stand together in plain text, and which phrases the field uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import pairwise

import pyarrow.parquet as pq

from tocsin.events.garble_forms import forms, words
from tocsin.ref.tables import DATA, read_table

COUNTS = "events/collocations.parquet"
PHRASES = "events/collocations.toml"
NEIGHBOURS = "events/neighbours.parquet"
WRITTEN = 25  # what a phrase that was written down counts for, beside the counted ones
NAMED = 8  # and a name of one of the tables
LEAST = 3  # how often a row of words stands in the public documents to be a phrase of the field

_FUNCTION_WORDS = (
    "a an the and or but nor of in on at by to for from with as into onto over under about after before between among "
    "against during through is are was were be been being am has have had having do does did doing not no it its he "
    "him his she her they them their we us our you your i me my this that these those which who whom whose what when "
    "where why how there here if then than so such also very too just more most less least much many some any all "
    "each every both either neither other another own same will would shall should can could may might must ought "
    "s t re ve ll d m don one two three four five six seven eight nine ten first second third up down out off again "
    "while because since until although though however per via mr mrs ms dr p m"
)
STOP = frozenset(_FUNCTION_WORDS.split())

Pair = tuple[str, str]
Row = tuple[str, ...]


@dataclass(frozen=True)
class Language:
    """Counts of plain text.

    Parameters
    ----------
    words : mapping of str to int
        Count by word.
    pairs : mapping of tuple to int
        Count by pair of neighbours.
    phrases : mapping of tuple to float
        Weight by phrase of the field, of two words or more.
    sentences : mapping of tuple to int
        Count by pair of neighbours in sentences of the field: what stands there is no paraphrase.
    """

    words: Mapping[str, int]
    pairs: Mapping[Pair, int]
    phrases: Mapping[Row, float]
    sentences: Mapping[Pair, int] = field(default_factory=dict)

    @cached_property
    def after(self) -> Mapping[str, Mapping[str, int]]:
        """Return the counts of what follows each word."""
        found: dict[str, dict[str, int]] = {}
        for (one, other), n in self.pairs.items():
            found.setdefault(one, {})[other] = n
        return found

    @cached_property
    def before(self) -> Mapping[str, Mapping[str, int]]:
        """Return the counts of what stands before each word."""
        found: dict[str, dict[str, int]] = {}
        for (one, other), n in self.pairs.items():
            found.setdefault(other, {})[one] = n
        return found

    def support(self, row: Row) -> float:
        """Return how often the rarest pair of neighbours of a row of words stands in plain text.

        Parameters
        ----------
        row : tuple of str
            Words; pairs with a function word are looked at only if there is no other.

        Returns
        -------
        float
            Zero if there is no pair.
        """
        pairs = list(pairwise(row))
        telling = [two for two in pairs if two[0] not in STOP and two[1] not in STOP]
        return min((self.pairs.get(two, 0) for two in telling or pairs), default=0)


@dataclass
class Counted:
    """Counts of a body of text, before they are cut.

    Parameters
    ----------
    words : Counter of str
        By word.
    pairs : Counter of tuple
        By pair of neighbours.
    rows : Counter of tuple
        By row of two to four neighbours that neither begins nor ends with a function word or a number.
    """

    words: Counter[str]
    pairs: Counter[Pair]
    rows: Counter[Row]


def counted(texts: Iterable[str]) -> Counted:
    """Count words and rows of words.

    Parameters
    ----------
    texts : iterable of str
        Plain texts.

    Returns
    -------
    Counted
        The counts.
    """
    found = Counted(Counter(), Counter(), Counter())
    for text in texts:
        for run in runs(text):
            found.words.update(run)
            found.pairs.update(pairwise(run))
            for first in range(len(run) - 1):
                if run[first] in STOP or run[first][0].isdigit():
                    continue
                for end in range(first + 2, min(first + 4, len(run)) + 1):
                    if run[end - 1] not in STOP and not run[end - 1][0].isdigit():
                        found.rows[tuple(run[first:end])] += 1
    return found


def runs(text: str) -> Iterator[list[str]]:
    """Yield rows of words that no mark parts."""
    run: list[str] = []
    for word in words(text):
        if not word.joined and run:
            yield run
            run = []
        run.append(word.lower)
    if run:
        yield run


def language_of(documents: Counted, general: Counted) -> Language:
    """Make the statistics of a body of documents of the field, and of general text beside it.

    Parameters
    ----------
    documents : Counted
        Documents of the field: their frequent rows of words become phrases.
    general : Counted
        Text that only says what is usual; its rows are not looked at.

    Returns
    -------
    Language
        The statistics, with the phrases of the tables.
    """
    frequent = {row: float(n) for row, n in documents.rows.items() if n >= LEAST}
    return Language(documents.words + general.words, documents.pairs + general.pairs, _phrases(frequent))


def _phrases(frequent: Mapping[Row, float]) -> dict[Row, float]:
    written = written_phrases()
    return {row: frequent.get(row, 0.0) + written.get(row, 0.0) for row in sorted(frequent.keys() | written.keys())}


@cache
def written_phrases() -> dict[Row, float]:
    """Return the phrases of the tables: written ones and names of the field, in both numbers."""
    table = read_table(PHRASES)
    made = [f"{one} {head}" for row in table["families"] for one in row["modifiers"] for head in row["heads"]]
    found = {_row(name): float(NAMED) for name in _names()}
    found |= {_row(phrase): float(WRITTEN) for phrase in made}
    acts = [
        form
        for nouns in read_table("events/acts.toml")["nouns"].values()
        for noun in nouns
        for form in forms(noun, "n")
    ]
    found |= {_row(noun): float(WRITTEN) for noun in acts}
    for phrase in table["phrases"]:
        found |= {_row(form): float(WRITTEN) for form in (phrase, *_other_number(phrase))}
    return {row: weight for row, weight in found.items() if 2 <= len(row) <= 9}


def _row(phrase: str) -> Row:
    return tuple(word.lower for word in words(phrase))


def _other_number(phrase: str) -> tuple[str, ...]:
    return () if phrase.endswith("s") else forms(phrase, "n")[1:]


def _names() -> Iterator[str]:
    """Yield names of several words: organisations and goods."""
    organisations = read_table("events/organisations.toml")["organisations"]
    for name, others in organisations.items():
        yield from (name, *others)
    for phrases in read_table("events/objects.toml").values():
        yield from phrases


@cache
def language() -> Language:
    """Return the statistics that ship with Tocsin."""
    table = pq.read_table(DATA / NEIGHBOURS)
    rows = zip(table["words"].to_pylist(), table["sentences"].to_pylist(), strict=True)
    found = ((pair.partition(" "), n) for pair, n in rows)
    known = language_of(shipped("documents"), shipped("general"))
    return replace(known, sentences={(one, other): n for (one, _, other), n in found})


def shipped(which: str) -> Counted:
    """Return counts that ship with Tocsin.

    Parameters
    ----------
    which : str
        ``documents`` of the field, or ``general`` text.

    Returns
    -------
    Counted
        The counts of what is frequent.
    """
    table = pq.read_table(DATA / COUNTS, columns=["words", "length", which], filters=[(which, ">", 0)])
    counts: dict[int, dict[Row, int]] = {1: {}, 2: {}, 0: {}}
    columns = (table[name].to_pylist() for name in ("words", "length", which))
    for words_, length, count in zip(*columns, strict=True):
        counts[length][tuple(words_.split(" "))] = count
    return Counted(
        Counter({row[0]: n for row, n in counts[1].items()}),
        Counter({(row[0], row[1]): n for row, n in counts[2].items()}),
        Counter(counts[0]),
    )
