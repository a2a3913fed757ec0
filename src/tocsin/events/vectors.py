"""Word vectors: words that stand in like company have vectors that point alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from tocsin.ref.tables import DATA

VECTORS = "events/vectors.parquet"
SIZE = 50

Floats = npt.NDArray[np.float32]


@cache
def index() -> Mapping[str, int]:
    """Return the row of each word of the table, the most frequent word first."""
    return {word: row for row, word in enumerate(pq.read_table(DATA / VECTORS, columns=["word"])["word"].to_pylist())}


@cache
def table() -> Floats:
    """Return all vectors, shape (words, `SIZE`), each of length one; not to be written to."""
    kept = pq.read_table(DATA / VECTORS, columns=["vector", "scale"])
    steps = np.frombuffer(b"".join(kept["vector"].to_pylist()), dtype=np.int8).reshape(-1, SIZE)
    found: Floats = steps * kept["scale"].to_numpy()[:, None]
    found.flags.writeable = False
    return found


def vector(word: str) -> Floats | None:
    """Return the vector of a word.

    Parameters
    ----------
    word : str
        In small letters.

    Returns
    -------
    ndarray or None
        Shape (`SIZE`,), of length one; None if the table does not hold the word.
    """
    row = index().get(word)
    return None if row is None else table()[row]


def rows(words: Iterable[str]) -> Floats:
    """Return the vectors of several words.

    Parameters
    ----------
    words : iterable of str
        In small letters.

    Returns
    -------
    ndarray
        Shape (words, `SIZE`), each of length one; nought for a word that the table does not hold.
    """
    known = index()
    at = np.array([known.get(word, -1) for word in words], dtype=np.intp)
    found: Floats = table()[at]
    found[at < 0] = 0.0
    return found
