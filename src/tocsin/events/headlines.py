"""Headlines: words that have capitals because they stand in one are read as they would stand in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from tocsin.events.date_forms import DAYS, MONTHS
from tocsin.events.garble_language import STOP
from tocsin.events.garble_usage import books
from tocsin.events.mentions import mentions
from tocsin.events.tokens import Token, words_of

#: Words of this many letters that name no party have capitals in a headline: at least so many, and this share of them.
LONG, LEAST, SHARE = 4, 2, 0.8
#: Letters from which on a word has a capital in a headline, unless it is one of those that have none.
SHORT = 3
_SMALL = STOP | {"amid", "via", "versus", "towards", "toward", "without", "within", "upon", "until", "vs"}
#: Words of a headline at most; of one that is in capitals throughout there may be more.
MOST = 20
#: Months that are words of another meaning too, where no number stands beside them.
_WORDS_TOO = frozenset({"may", "march"})


def plain(said: str) -> str:
    """Return a headline as a sentence would have it, "China Bans Gallium Exports" as "China bans gallium exports".

    Parameters
    ----------
    said : str
        A sentence.

    Returns
    -------
    str
        Of the same length; unchanged if it is no headline. Parties, months, weekdays and words that books do not have
        keep their capitals. Of one that is in capitals throughout, parties are known by either writing.
    """
    row = words_of(said)
    words = [one for one in row if one.text.isalpha()]
    long = [one for one in words if one is not row[0] and len(one.text) >= LONG]
    shouted = all(one.text.isupper() for one in words)
    small = any(one.text.islower() and len(one.text) >= SHORT and one.lower not in _SMALL for one in words)
    if small or not (_capitals(long) and (shouted or len(words) <= MOST)):  # a headline says "Met", a sentence "met"
        return said
    kept = _named(said)
    if not _capitals([one for one in long if one.start not in kept]):
        return said
    if shouted:
        other = _named(_changed(said, (one for one in words if one.start not in kept), str.capitalize)) - kept
        dated = {one.start for k, one in enumerate(row) if _dated(row, k)}
        capitals = {row[0].start, *other, *dated} - kept
        said = _changed(said, (one for one in words if one.start in capitals), str.capitalize)
        kept |= other
    usual = (one for k, one in enumerate(row) if k and one.start not in kept and not _dated(row, k))
    return _changed(said, (one for one in usual if one.lower in books()), str.lower)


def _capitals(long: Sequence[Token]) -> bool:
    """Tell whether words have capitals as those of a headline have."""
    return sum(one.capital for one in long) >= max(LEAST, SHARE * len(long))


def _named(said: str) -> set[int]:
    """Return where the words of parties begin."""
    row = words_of(said)
    return {row[k].start for one in mentions(row) for k in range(one.first, one.last)}


def _dated(row: Sequence[Token], k: int) -> bool:
    """Tell whether a word is a weekday or a month."""
    word = row[k].lower
    beside = any(one.text[:1].isdigit() for one in row[max(k - 1, 0) : k + 2])
    return word in DAYS or (word in MONTHS and (beside or word not in _WORDS_TOO))


def _changed(said: str, words: Iterable[Token], change: Callable[[str], str]) -> str:
    """Return a text in which words are written otherwise, each as long as it was."""
    letters = list(said)
    for one in words:
        if len(changed := change(one.text)) == len(one.text):
            letters[one.start : one.end] = changed
    return "".join(letters)
