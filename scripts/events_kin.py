"""Make the table of kindred words and the table of plain usage by which machine paraphrase is put right.

    python scripts/events_kin.py --moby FILE --words FILE --pairs FILE --wordnet DIR --out src/tocsin/data/events

- ``--moby``: Moby Thesaurus II by Grady Ward (public domain): ``words.txt`` of npm's ``moby`` 1.1.2.
- ``--words``, ``--pairs``: counts of words and of pairs of neighbours in Google's books (CC BY 3.0), as
  ``frequency_dictionary_en_82_765.txt`` and ``frequency_bigramdictionary_en_243_342.txt`` of PyPI's ``symspellpy``.
- ``--wordnet``: a folder with ``verb.exc`` and ``noun.exc`` of Princeton WordNet 3.0: irregular forms.

Of Moby only the words of the field are kept and their neighbours, in either direction; of the counts only words of the
tables. The words of the field come from Tocsin's own tables: acts, organisations, goods, phrases, months.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.events.garble_kin import RANKS, stems
from tocsin.events.garble_language import STOP, shipped, written_phrases
from tocsin.ref.tables import read_table

MONTHS = ("march", "may", "august")
LEAST = 150_000  # how often a neighbour stands in the books to be one that a machine would choose
LONGEST = 2
SHORTEST = 3
NEAR = (0.3, 0.12)  # share of neighbours that two words have in common from which they are near, or middling
COARSE = 4.0  # steps a unit of the logarithm by which counts are kept


def field_words() -> set[str]:
    """Return the words of the field, as they stand in Tocsin's tables."""
    acts = read_table("events/acts.toml")
    found = set(MONTHS)
    for verbs in (*acts["verbs"].values(), *(row["verbs"] for row in acts["alone"])):
        found.update(verbs)
    for nouns in acts["nouns"].values():
        found.update(nouns)
        found.update(word for noun in nouns for word in noun.split())
    found.update(word for row in written_phrases() for word in row)
    return {word for word in found if len(word) >= SHORTEST and word not in STOP}


def moby(path: Path) -> dict[str, set[str]]:
    """Return the lists of the thesaurus by their head."""
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="latin-1").splitlines():
        head, *others = [word.strip().lower() for word in line.split(",") if word.strip()]
        found[head] = set(others)
    return found


def counts(path: Path) -> dict[str, int]:
    """Return counts by word or by pair of words."""
    found = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        words, _, count = line.rpartition(" ")
        found[words] = int(count)
    return found


def kindred(lists: dict[str, set[str]], books: dict[str, int], wanted: set[str]) -> Iterator[tuple[str, ...]]:
    """Yield words of the field and their neighbours, the nearer first: by the neighbours that the two share."""
    back: dict[str, set[str]] = {}
    for head, others in lists.items():
        for other in others:
            back.setdefault(other, set()).add(head)
    for word in sorted({stem for form in wanted for stem, _ in stems(form)}):
        found: dict[int, set[str]] = {rank: set() for rank in range(len(NEAR) + 1)}
        for other in _usual(lists.get(word, set()) | back.get(word, set()), books) - {word}:
            shared = _shared(lists.get(word, set()) | {word}, lists.get(other, set()) | {other})
            found[sum(shared < least for least in NEAR)].add(other)
        if any(found.values()):
            yield word, *(_joined(found[rank]) for rank in sorted(found))


def _shared(one: set[str], other: set[str]) -> float:
    """Return how much two lists share, as the cosine between them."""
    return len(one & other) / math.sqrt(len(one) * len(other))


def _usual(words: set[str], books: dict[str, int]) -> set[str]:
    parts = ((word, word.split(" ")) for word in words)
    return {word for word, row in parts if len(row) <= LONGEST and all(books.get(one, 0) >= LEAST for one in row)}


def _joined(words: set[str]) -> str:
    return " ".join(sorted(word.replace(" ", "_") for word in words))


def irregular(folder: Path, wanted: set[str]) -> Iterator[tuple[str, str, str]]:
    """Yield irregular forms: the form, its base form and its ending."""
    for name in ("verb", "noun"):
        for line in (folder / f"{name}.exc").read_text(encoding="utf-8").splitlines():
            form, base = line.split()[:2]
            regular = any(base == stem for stem, _ in stems(form))
            if base in wanted and re.fullmatch("[a-z]+", form) and not regular:
                yield form, base, "s" if name == "noun" else "ing" if form.endswith("ing") else "ed"


def usage(words: dict[str, int], pairs: dict[str, int], known: set[str]) -> Iterator[tuple[str, int]]:
    """Yield words and pairs of words that bear meaning, with the logarithm of their share in quarters."""
    whole = sum(words.values())
    kept = {word for word in words if any(stem in known for stem, _ in stems(word))}
    for word in sorted(kept):
        yield word, round(-COARSE * math.log(words[word] / whole))
    for pair, count in sorted(pairs.items()):
        one, other = pair.split(" ")
        if one in kept and other in kept and one not in STOP and other not in STOP:
            yield pair, round(-COARSE * math.log(count / whole))


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("moby", "words", "pairs", "wordnet", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    books = counts(given.words)
    rows = list(kindred(moby(given.moby), books, field_words()))
    near = {word for row in rows for words in row[1:] for word in words.replace("_", " ").split()}
    known = near | {row[0] for row in rows} | {word for word in shipped("documents").words if word.isalpha()}
    write(given.out / "kin.parquet", ("word", *RANKS), rows)
    write(given.out / "kin_irregular.parquet", ("form", "base", "ending"), sorted(set(irregular(given.wordnet, known))))
    write(given.out / "usage.parquet", ("words", "rarity"), list(usage(books, counts(given.pairs), known)))


def write(path: Path, names: tuple[str, ...], rows: Sequence[tuple[str | int, ...]]) -> None:
    """Write a table."""
    table = pa.table(dict(zip(names, zip(*rows, strict=True), strict=True)))
    if "rarity" in names:
        table = table.set_column(1, "rarity", table["rarity"].cast(pa.uint8()))
    plain = [name for name in names if name != "rarity"]
    pq.write_table(
        table,
        path,
        compression="zstd",
        compression_level=19,
        use_dictionary=False,
        column_encoding={name: "DELTA_BYTE_ARRAY" if name == plain[0] else "PLAIN" for name in plain},
    )
    print(path.name, table.num_rows, path.stat().st_size)


if __name__ == "__main__":
    main()
