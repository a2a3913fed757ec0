"""Which of the dates of a sentence is the day of an act: rules propose one, fitted weights decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tocsin.events.coming import ahead
from tocsin.events.dates import When
from tocsin.events.day_signs import day_signs
from tocsin.events.other_days import never
from tocsin.events.ruled_days import UNTIL, ruled
from tocsin.events.saying import said
from tocsin.events.told import WEEKDAY, Told
from tocsin.events.weights import weights

#: Log odds from which on a date is the day of an act.
LEAST = -1.5
_AT_ONCE = re.compile("immediate|at once")


def happened(text: str, when: Sequence[When], told: Told, today: date | None) -> tuple[str, str]:
    """Return the date of an act and its precision.

    Parameters
    ----------
    text : str
        The sentence.
    when : sequence of When
        Its dates.
    told : Told
        The act.
    today : datetime.date or None
        Day of the document.

    Returns
    -------
    tuple of str
        The day of the document without precision if the sentence names none for it.
    """
    k = ruled(text, when, told)
    if told.likely:
        signs = day_signs(text, when, told, today, k)
        odds = {n: weights("day").odds(told.act, signs[n]) for n, one in enumerate(when) if not never(text, one, told)}
        likeliest = max(odds, key=odds.__getitem__, default=None)
        k = likeliest if likeliest is not None and odds[likeliest] >= LEAST else None
    if k is None:
        return (today.isoformat(), "none") if today else ("", "none")
    k = spoken(text, when, k, told, today)
    return ahead(text, when[k], told.at, told.state, today), when[k].precision


def spoken(text: str, when: Sequence[When], k: int, told: Told, today: date | None) -> int:
    """Return the place of the date that a date means: "at once" means when it was said.

    Parameters
    ----------
    text : str
        The sentence.
    when : sequence of When
        Its dates.
    k : int
        The place of the date.
    told : Told
        The act.
    today : datetime.date or None
        Day of the document.

    Returns
    -------
    int
        The same, but of what takes effect at once that of the day on which it was said, if the sentence names it.
    """
    one = when[k]
    if not _AT_ONCE.search(text[one.start : one.end]):
        return k
    others = [(told.likely.get(n, 0.0), n) for n, other in enumerate(when) if n != k and not other.bound]
    days = [(odds, n) for odds, n in others if said(text, when[n]) or _just_past(text, when[n], one, today)]
    return max(days)[1] if days else k


def _just_past(text: str, one: When, chosen: When, today: date | None) -> bool:
    """Return whether a date is a weekday of the report before another date: "on Monday barred it at once"."""
    named = WEEKDAY.fullmatch(text, one.start, one.end) is not None and one.end <= chosen.start
    return named and today is not None and one.date <= today.isoformat() and not UNTIL.search(text[: one.start])
