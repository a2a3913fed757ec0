"""Laws, lists and licences that only one party has: who is added to the Entity List is added by the United States."""

from __future__ import annotations

from functools import cache

from tocsin.events.grammar import Sentence
from tocsin.events.phrases import Phrases
from tocsin.ref.tables import read_table

TABLE = "events/instruments.toml"


@cache
def _known() -> Phrases[str]:
    return Phrases({name: party for party, names in read_table(TABLE).items() for name in names}, cased=True)


def issuer(sentence: Sentence) -> str:
    """Return whose law or list a sentence names.

    Parameters
    ----------
    sentence : Sentence
        The sentence.

    Returns
    -------
    str
        A code; empty if it names none, or those of several.
    """
    found = {party for _, _, party in _known().find(sentence.words)}
    return found.pop() if len(found) == 1 else ""
