"""Which of the dates of a sentence the rules hold for the day of an act.

The nearest, by letters and by what the networks say of it, that belongs to nothing else; without one that of which the
networks are sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.events.dates import BEGINNING, When
from tocsin.events.order_days import imposed_by
from tocsin.events.other_days import never, of_another
from tocsin.events.saying import REPORT
from tocsin.events.told import CLAUSE, DIRECT, END_OF, OPEN, PARTED, STARTING, Told, leading

_HOUR = (
    r"(?:(?:at|the|midnight|noon|close|of|business|\d[\d:.]*|[ap]\.?m\.?|eastern|daylight|standard|local|time|gmt|utc)"
    r"[ ,]+){0,8}"
)
_AT_HOUR = "|".join(
    f"(?<={word}{mark} )"
    for word in ("midnight", "noon", r"m\.", "am", "pm", "time", "business", "gmt", "utc", "eastern")
    for mark in ("", ",")
)
UNTIL = re.compile(
    r"(?:until|till|through|before|up to|to last to|ending|end(?:s)? on|by the end of|no later than|beyond|by"
    rf"|expires?(?: on)?)\s*(?:{_HOUR}(?:on |{_AT_HOUR}))?$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"\b(?:from|effective|effect on|effect|starting|beginning|begin(?:s|ning)?|as of|force on|force from|force"
    r"|commencing|or after|start(?:s)? on|start|with effect from)\s*(?:on |from |in )?(?:[\w:. ]{0,40}?\bon )?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z]{4,}[\w ,./()]{0,40} [-–—]+ ")
_END_ACTS = frozenset({"expire"})
#: How far a date may stand from an act among others where the networks say nothing of it.
_FAR = 330
#: What log odds of the networks weigh against letters; from which on a date can be the day of an act, of what is asked
#: for, denied or possible only, or of what holds from then on or goes on beyond it; from which on it must be it, and
#: rather than "a day after".
ODDS, UNLIKELY, DOUBTFUL, UNTOLD, SURE, CERTAIN = 60.0, -2.0, -1.0, -4.0, 0.0, 3.0
_BEYOND = re.compile(r"\b(?:beyond|after) $")
_WILL = re.compile(r"\b(?:will|shall)\b")
_DEADLINE = re.compile(r"\b(?:by|before|no later than)(?: the end of)? $", re.IGNORECASE)
#: How much nearer "a day after" is to the act behind it than any other date, within how many characters; how much
#: farther "in sixty days" is than a date that is named.
_TIED, _CLOSE, _LOOSE = 2_000, 90, 100
#: How much nearer a date is from which on a measure holds.
_STARTS = 300
#: How far a date is at most with which a sentence begins.
_FRAME, _RELATIVE = 150, re.compile(r"\b(?:which|who|whose)\b")
#: How much farther a date is of the act before that is told in one row with an act.
_PASSED, _LISTED = 150, re.compile(r",? (?:and )?(?:then )?$|, ")


def ruled(text: str, when: Sequence[When], told: Told) -> int | None:
    """Return the date that the rules hold for the day of an act.

    Parameters
    ----------
    text : str
        The sentence.
    when : sequence of When
        Its dates.
    told : Told
        The act.

    Returns
    -------
    int or None
        Its place in the row.
    """
    likely = told.likely
    ranked = sorted(
        (rank - ODDS * likely.get(k, 0.0) + _PASSED * _of_the_last(text, one, told, when), k)
        for k, one in enumerate(when)
        if (rank := _rank(text, one, told)) is not None
        and (likely[k] > _least(text, one, told) if k in likely else rank < _FAR or not told.others)
    ) or sorted((-odds, k) for k, odds in likely.items() if odds > SURE and not never(text, when[k], told))
    if not ranked:
        return None
    chosen = ranked[0][1]
    if when[chosen].bound:  # "a day after it fired on May 5"
        chosen = next((k for _, k in ranked if likely.get(k, 0.0) > CERTAIN), chosen)
    return chosen


def _least(text: str, one: When, told: Told) -> float:
    """Return the log odds from which on a date can be the day of an act."""
    renewed = told.act == "extend" and _BEYOND.search(leading(text, one)) is not None
    if renewed or imposed_by(text, one, told.at) or _starts(told.act, leading(text, one)):
        return UNTOLD
    return UNLIKELY if told.state in {"done", "announced"} else DOUBTFUL


def _rank(text: str, one: When, told: Told) -> int | None:
    """Return how far a date stands from an act; None if it belongs to something else."""
    act, at, state = told.act, told.at, told.state
    if one.bound:
        return _bound(text, one, told)
    before = leading(text, one)
    due = bool((state in OPEN and _DEADLINE.search(before)) or (act == "extend" and _BEYOND.search(before)))
    first, last = (at[1], one.start) if one.start >= at[1] else (one.end, at[0])
    between = text[first:last]
    since = state == "announced" and DIRECT.search(before) and _WILL.search(text[max(0, at[0] - 30) : at[0]])
    if since or (not due and until(before, act)) or of_another(text, one, told, between):
        return None
    far = 150 * any(first < other < last for other in told.others) + len(between) + (0 if one.start >= at[1] else 25)
    far += 100 * len(CLAUSE.findall(between)) + 80 * len(REPORT.findall(between)) + 100 * due
    far -= _STARTS * _starts(act, before)
    if one.start <= BEGINNING and text.startswith(",", one.end) and not _RELATIVE.search(between):
        far = min(far, _FRAME)  # holds of all but what is told beside
    dateline = _DATELINE.match(text)
    return far + (100 if dateline is not None and one.end <= dateline.end() else 0)


def _starts(act: str, before: str) -> bool:
    """Return whether a date is one from which on a measure holds: "effective on May 5"."""
    return act in STARTING and _FROM.search(END_OF.sub("", before)) is not None


def until(before: str, act: str) -> bool:
    """Return whether a date is one until which something lasts.

    Parameters
    ----------
    before : str
        What leads to it.
    act : str
        The act; what expires has the day until which it lasts.

    Returns
    -------
    bool
        Whether it is the end of what is told.
    """
    return act not in _END_ACTS and UNTIL.search(END_OF.sub("", before)) is not None


def _bound(text: str, one: When, told: Told) -> int | None:
    """Return how far a date stands from an act of which alone it may be the day; None of any other act."""
    at, state = told.at, told.state
    if one.bound == "ahead":
        return abs(one.start - at[0]) + _LOOSE if state in OPEN else None
    if one.bound == "within":
        befell = told.act == "hazard" and 0 <= at[0] - one.end <= 1  # "The 2011 earthquake halted production"
        return -_TIED if befell or one.start <= at[0] < one.end <= at[1] else None
    between = text[one.end : at[0]]
    return len(between) - _TIED if one.end <= at[0] and len(between) < _CLOSE and not PARTED.search(between) else None


def _of_the_last(text: str, one: When, told: Told, when: Sequence[When]) -> bool:
    """Return whether a date is that of the act before: "banned it on May 5, extended the ban in June"."""
    begin, end = told.at
    if one.bound or not any(other < one.start for other in told.others) or _LISTED.match(text, one.end, begin) is None:
        return False
    return any(
        end <= own.start < end + _CLOSE
        and not own.bound
        and PARTED.search(text, end, own.start) is None
        and not any(end <= other < own.start for other in told.others)
        for own in when
    )
