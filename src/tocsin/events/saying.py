"""On which day of a sentence something was said: "said on Monday that it would"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tocsin.events.dates import When
from tocsin.events.told import leading

_SAYING = re.compile(
    r"\b(?:said|says|announced|told \w+|reported|declared|confirmed|stated|agreed|decided|resolved|ruled)"
    r"(?: late| early| in \w+)?(?: on)? ?$"
)
#: A verb of reporting, which parts an act from the date of another.
REPORT = re.compile(r"\b(?:said|says|announced|told|reported|declared|confirmed)\b")
_TO_COME = re.compile(
    r"\b(?:will|to|shall|would|may|can|could|should|must|be|is|are|being|gets?)"
    r"(?: be| not| also| soon| later| then| \w+ly)* ?$"
)
#: What begins or ends on a day, "from August 1, the ministry said", was not said on it.
_TERM = re.compile(
    r"\b(?:from|until|till|through|by|before|effective|starting|beginning|as of)(?: on)? $", re.IGNORECASE
)
_SAYS = re.compile(
    r",? (?:[A-Z][\w.’'-]*[ ,]+|[a-z]+ ){0,6}?(?:said|says|announced|told|reported|declared|confirmed)\b"
)


def said_on(text: str, when: Sequence[When]) -> str:
    """Return the day on which something was said: "said on Monday that it would".

    Parameters
    ----------
    text : str
        The sentence.
    when : sequence of When
        Its dates.

    Returns
    -------
    str
        The first such date; empty if there is none.
    """
    named = [one for one in when if not one.bound and not _TERM.search(leading(text, one))]
    behind = (one.date for one in named if _SAYING.search(text[: one.start]))
    return next(behind, next((one.date for one in named if _SAYS.match(text, one.end)), ""))


def right_behind(text: str, one: When) -> bool:
    """Return whether a verb of saying that is past stands right before a date: "said on Monday".

    Parameters
    ----------
    text : str
        The sentence.
    one : When
        A date of it.

    Returns
    -------
    bool
        Not of what is still to be said: "will be announced on Monday".
    """
    found = _SAYING.search(text[: one.start])
    return found is not None and _TO_COME.search(text[: found.start()]) is None


def said(text: str, one: When) -> bool:
    """Return whether a date only tells when something was said: "said on Monday that it would".

    Parameters
    ----------
    text : str
        The sentence.
    one : When
        A date of it.

    Returns
    -------
    bool
        Whether a verb of saying stands right before or behind it.
    """
    return _SAYING.search(text[: one.start]) is not None or _SAYS.match(text, one.end) is not None
