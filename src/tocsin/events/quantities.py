"""How much or how many: the number that a sentence gives, with its unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MORE = (
    r"(?:(?:more|greater|less|fewer) than|over|at least|about|around|up to|nearly|almost|some|roughly|approximately)"
)
_WORDS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
_NUMBER = (
    rf"(?:\$ ?|€ ?|¥ ?)?(?:\d[\d,.]*\d|\d)(?:[ -]?(?:million|billion|trillion|thousand))?"
    rf"|(?:a|one|two|three|several) (?:dozen|hundred|thousand|million|billion)|dozens of|hundreds of|{_WORDS}"
)
_UNITS = (
    r"%|percent|per ?cent|(?:metric )?tons?|(?:metric )?tonnes?|kilograms?|kg|barrels?|dollars?|euros?|yen|won|yuan|"
    r"kilometers?|kilometres?|km|miles?|basis points?"
)
_THINGS = (
    r"missiles?|rockets?|projectiles?|meetings?|summits?|conferences?|items?|products?|companies|firms|entities|minerals?|"
    r"elements?|chemicals?|materials?|individuals?|vessels?|ships?|workers|employees|homes|households|customers|countries|"
    r"wafers?|tests|launches|drills|exercises"
)
_SPAN = r"years?|months?|days?|weeks?"
_QUANTITY = re.compile(
    rf"(?:\b{_MORE} )?(?<![\w.,$-])(?:{_NUMBER})(?:[ -]?(?:{_UNITS})(?![\w])|(?: [a-z][\w-]*){{0,3}}? (?:{_THINGS})\b"
    rf"|[ -](?P<span>{_SPAN})\b)",
    re.IGNORECASE,
)
_MISSILES = re.compile(rf"missiles?\W[^.]{{0,30}}?\(?(?P<n>{_MORE} \d[\d,]*)", re.IGNORECASE)
_BARE = re.compile(r"\b(?:to|at|by|of) (?P<n>\d[\d,.]*\d)(?![\w%])")
_DURATIONS = frozenset({"extend", "suspend", "expire", "exercise", "strike", "outage", "lift_control"})


def quantity(  # noqa: PLR0917
    text: str, start: int, end: int, act: str, at: int, taken: Sequence[tuple[int, int]] = ()
) -> str:
    """Return the quantity that belongs to an act: the nearest behind it, else the nearest before.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The sentence.
    act : str
        The act; only some last for a time.
    at : int
        Where the act stands.
    taken : sequence of tuple of int
        Where dates stand; their numbers are none.

    Returns
    -------
    str
        As it is said; empty if there is none.
    """
    found = []
    for one in _QUANTITY.finditer(text, start, end):
        if one["span"] and act not in _DURATIONS:
            continue
        if any(one.start() < last and first < one.end() for first, last in taken):
            continue
        behind = one.start() - at
        found.append((behind if behind >= 0 else -2 * behind, one.group().strip()))
    if found:
        return min(found)[1]
    bare = {"missile_test": _MISSILES, "quota": _BARE}.get(act)
    number = bare.search(text, start, end) if bare is not None else None
    return str(number["n"]) if number is not None else ""
