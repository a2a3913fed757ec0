"""Lists of words by which sentences are read."""

from __future__ import annotations

from tocsin.ref.tables import read_table

TABLE = "events/words.toml"


def word_set(module: str, name: str) -> frozenset[str]:
    """Return a list of words.

    Parameters
    ----------
    module, name : str
        Which: table and key of the file.

    Returns
    -------
    frozenset of str
        In small letters.
    """
    return frozenset(read_table(TABLE)[module][name])
