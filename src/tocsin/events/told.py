"""An act as it is told in a sentence, and how a date stands in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.events.dates import When

_LEAD = re.compile(r"(?:in|since|by|until|during|from|throughout|before|after|through|on|of) ", re.IGNORECASE)
#: What stands between a preposition and a date: "by the end of May".
END_OF = re.compile(r"(?:the )?(?:end|close|middle|start)(?: of)? $")
DIRECT = re.compile(r"\b[Ss]ince (?:early |late |mid-)?$")
WEEKDAY = re.compile("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
PARTED = re.compile(r"[,;:]")
#: Where another clause begins.
CLAUSE = re.compile(r";|\b(?:while|but|after|before|which|who|that)\b|, and ")
#: Modalities of what is still open when the document is written.
OPEN = frozenset({"announced", "possible", "conditional", "called_for"})
#: Measures, which hold from a day on.
STARTING = frozenset(
    {
        "announce_control",
        "impose_control",
        "ban",
        "tariff",
        "quota",
        "lift_control",
        "suspend",
        "extend",
        "sanction",
        "add_trusted_group",
        "remove_trusted_group",
        "list_entity",
        "stock_release",
    }
)


@dataclass(frozen=True)
class Told:
    """An act as it is told in a sentence.

    Parameters
    ----------
    act, state : str
        The act and its modality.
    at : tuple of int
        Where its verb or noun stands.
    others : sequence of int
        Where the other acts of the sentence stand.
    likely : mapping of int to float
        Log odds that the act has a date, by its place in the row of dates, where the networks know.
    """

    act: str
    state: str
    at: tuple[int, int]
    others: Sequence[int] = ()
    likely: Mapping[int, float] = field(default_factory=dict)


def leading(text: str, one: When) -> str:
    """Return what stands before a date, without the word that joins it.

    Parameters
    ----------
    text : str
        The sentence.
    one : When
        A date of it.

    Returns
    -------
    str
        A hundred characters at most, with a preposition that is part of the date.
    """
    lead = _LEAD.match(text, one.start, one.end)
    begin = lead.end() if lead else one.start
    return text[max(0, begin - 100) : begin]
