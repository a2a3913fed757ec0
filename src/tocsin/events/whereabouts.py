"""Where it happened: the place that a sentence names beside an act."""

from __future__ import annotations

import re

from tocsin.events.date_forms import MONTHS
from tocsin.events.wordlists import word_set

_NAME = r"[A-ZÀ-Þ][\w’'.]*(?:[- ](?:of |the |de |la |al-)?[A-ZÀ-Þ][\w’']*){0,4}"
_PLACE = re.compile(
    rf"\b(?P<how>in|off|near|at|over|outside|around|from|into|across|hit|struck)(?: the| its| their)?"
    rf"(?: (?:coast|coasts|waters|shores?|port|city|town|state|province|prefecture|region|eastern|western|northern|"
    rf"southern|"
    rf"southwestern|southeastern|northeastern|northwestern|central|international|east|west|north|south|capital|island|of|"
    rf"off|the)\b){{0,5}} (?P<name>{_NAME}(?:/{_NAME})?)"
)
_SURE = frozenset({"in", "off", "near", "over", "outside", "around", "at"})
_NO_PLACE = word_set("whereabouts", "no_place")
#: Acts that have a place.
PLACED = frozenset(
    {
        "meet",
        "dialogue",
        "agree",
        "exercise",
        "missile_test",
        "hazard",
        "outage",
        "strike",
        "shortage_reported",
        "state",
    }
)


def place(text: str, start: int, end: int, act: str, at: int) -> str:
    """Return where an act happened: the nearest place behind it, else before.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The sentence.
    act : str
        The act; most have no place.
    at : int
        Where the act stands.

    Returns
    -------
    str
        A name; empty if there is none.
    """
    if act not in PLACED:
        return ""
    found = []
    for one in _PLACE.finditer(text, start, end):
        words = one["name"].lower().replace(",", " ").split()
        if words[0] in _NO_PLACE or words[0] in MONTHS or not (one["how"] in _SURE or act in {"hazard", "outage"}):
            continue
        name = _cut(one["name"])
        if not name or name in {"North", "South", "East", "West", "Northern", "Southern"}:
            continue
        behind = one.start() - at
        found.append((behind if behind >= 0 else -2 * behind, name))
    return min(found)[1] if found else ""


def _cut(name: str) -> str:
    """Return a name without the month or weekday that follows it."""
    kept: list[str] = []
    for word in name.split():
        if kept and word.lower().strip(".'’") in _NO_PLACE:
            break
        kept.append(word)
    text = " ".join(kept).rstrip(".")
    return re.sub(r"['’]s?$", "", text)
