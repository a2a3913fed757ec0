"""Near misses: names as they are compared, and the nearest known ones for an error message."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SHORT = {
    "st": "saint",
    "rep": "republic",
    "dem": "democratic",
    "fed": "federal",
    "isds": "islands",
    "isd": "island",
    "fmr": "former",
    "terr": "territory",
    "terrs": "territories",
}
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "&": " and "})


def fold_name(text: str) -> str:
    """Reduce a name to what is compared: no case, accents, punctuation or "the"; common short forms written out.

    Parameters
    ----------
    text : str
        A name as a file has it: ``"Korea, Rep. of"``.

    Returns
    -------
    str
        The name to compare: ``"korea republic of"``.

    Examples
    --------
    >>> fold_name("CÔTE D'IVOIRE"), fold_name("St. Kitts & Nevis")
    ('cote divoire', 'saint kitts and nevis')
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    plain = re.sub("['\u2019`.]", "", plain)
    words = re.findall(r"[^\W_]+", plain)
    return " ".join(_SHORT.get(word, word) for word in words if word != "the")


def similar(text: str, known: Mapping[str, str], *, most: int = 3) -> str:
    """The known words nearest to one that is not known, for an error message.

    Parameters
    ----------
    text : str
        What was asked for.
    known : Mapping of str to str
        Known words, each with how it is shown.
    most : int
        How many to name at most [1].

    Returns
    -------
    str
        ``"a, b or c"``; empty if nothing is near.

    Examples
    --------
    >>> similar("galium", {"gallium": "gallium", "neon": "neon"})
    'gallium'
    """
    folded = {word.casefold(): shown for word, shown in known.items()}
    near = get_close_matches(text.casefold(), folded, n=most * 3, cutoff=0.6)
    shown = list(dict.fromkeys(folded[word] for word in near))[:most]
    return " or ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
