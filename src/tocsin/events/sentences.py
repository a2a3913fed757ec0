"""Where sentences begin and end."""

from __future__ import annotations

import re

_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9À-Þ]|\s*$)|\n\s*\n|[。！？]")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Sen|Rep|Gov|Jr|Sr|St|No|Nos|Inc|Ltd|Corp|Co|vs|approx|Art|Sec|Jan|Feb|Mar|Apr|"
    r"Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|etc|e\.g|i\.e|cf|Fig|pp|Hon)|(?:^|[\s(\"“-])[A-Z]|\b[A-Z]\.[A-Z])\.$"
)
_STATES = re.compile(r"\b(?:[A-Z]\.){2,}$")
_LONGEST = 2_000


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand.

    Parameters
    ----------
    text : str
        The clean text.

    Returns
    -------
    list of tuple of int
        Start and end of each, without white space around; none longer than 2,000 characters.
    """
    found: list[tuple[int, int]] = []
    begin = 0
    for one in _END.finditer(text):
        head = text[max(begin, one.end() - 24) : one.end()].rstrip("\"'”’)] \n")
        mark = one.group().strip()
        if mark == "." and _ABBREVIATED.search(head) and not _closes(text, one.end(), head):
            continue
        found += _cut(text, begin, one.end())
        begin = one.end()
    return found + _cut(text, begin, len(text))


def _closes(text: str, at: int, head: str) -> bool:
    """Return whether an abbreviation of initials also ends its sentence: what follows begins one for certain."""
    following = re.match(
        r"\s+(The|In|On|It|He|She|They|But|However|This|These|A|An|We|As|At|For)\b", text[at : at + 20]
    )
    return bool(_STATES.search(head) and following)


def _cut(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the part without white space around, in pieces if it is too long."""
    pieces = []
    while begin < end:
        stop = min(end, begin + _LONGEST)
        if stop < end and (space := text.rfind(" ", begin + _LONGEST // 2, stop)) > 0:
            stop = space
        inner = text[begin:stop]
        left = begin + len(inner) - len(inner.lstrip())
        right = begin + len(inner.rstrip())
        if left < right:
            pieces.append((left, right))
        begin = stop
    return pieces
