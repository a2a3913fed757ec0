"""Whether a day or month named without a year lies ahead: "takes effect on Friday", "raised the duty from June"."""

from __future__ import annotations

import re
from datetime import date, timedelta

from tocsin.events.dates import MONTHS, When

_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_FIXED = re.compile(r"\d{4}|\byear\b|\blast\b", re.IGNORECASE)  # a month's year is told
_LEAD = re.compile(r"(?:in|since|by|until|from|during|of|through|before|after|on|effective) ", re.IGNORECASE)
_SINCE = re.compile(r"\bsince (?:early |late |mid-)?$", re.IGNORECASE)
_BEGINS = re.compile(
    r"\b(?:from|as of|as from|starting|beginning|effective|effect|commencing|for|by|before|until|till|after|through)"
    r"(?: on| early| late| mid-?)?(?: the(?: (?:end|middle|start) of)?)? ?$",
    re.IGNORECASE,
)
_LED = re.compile(r"\b(?:on|in)(?: early| late| mid-?)? ?$", re.IGNORECASE)
#: Where another clause begins: whose verb stands before it says nothing of the date behind it.
_BREAK = re.compile(
    r"[;—–]|: |, (?:and|but|while|whose|who|where|as|a|an|the|in|by|with|its|his)\b"
    r"|\b(?:but|while|whereas|after|because|since|when|although|though|before|if|unless)\b| - "
)
_INFINITIVE = r"to (?!the\b|its\b|an?\b|his\b|their\b|all\b|any\b)[a-z]{2,}"
_YET = re.compile(
    rf"\b(?:will|'ll|’ll|shall|would|could|may|might|must|can|cannot|{_INFINITIVE}|due|planned|scheduled|set for"
    r"|expected|looks? forward|begins?|starts?|takes?|comes? in(?:to)?|enters?|ends?|expires?|lapses?|runs? out|rises?"
    r"|bites?|falls?|goes|meets?|convenes?|opens?|closes?|becomes?|loses?|kicks? in|(?:is|are) \w+ing|is lifted"
    r"|appl(?:ies|y)|faces?|stops?|holds|receives?|visits?|travels?|steps?|resumes?)\b"
)
_PAST = re.compile(
    r"\b(?:said|says|told|took|met|held|came|went|put|fell|rose|began|begun|broke|struck|shut|hit|brought|gave|made"
    r"|laid|sent|won|led|left|kept|sought|spoke|saw|sold|bought|became|grew|drew|flew|threw|shot|lost|let|had|was|were"
    r"|has|have|did|cut|set(?! for)|ran|chose|wrote|quit|swore|(?!expected|planned|scheduled)[a-z]{2,}ed)\b"
)
#: Days and months up to which what is still to come is the nearer of both readings; months from which it is too far.
_NEAR_DAYS, _NEAR_MONTHS, _FAR_MONTHS = 3, 5, 9


def ahead(text: str, one: When, at: tuple[int, int], state: str, today: date | None) -> str:
    """Return a date that is named by a weekday or a month alone: the last such one, or the next.

    Parameters
    ----------
    text : str
        The sentence.
    one : When
        A date of it, read as the last such day or month.
    at : tuple of int
        Where the verb or noun of the act stands of which it is the day.
    state : str
        The modality of the act.
    today : datetime.date or None
        Day of the document.

    Returns
    -------
    str
        A week or a year later where the sentence speaks of what is to come.
    """
    said = text[one.start : one.end]
    if today is None:
        return one.date
    if one.precision == "day" and said.endswith("day") and " " not in said and said.lower() != "yesterday":
        day = date.fromisoformat(one.date)
        week = timedelta(days=7)
        near = week - (today - day) <= timedelta(days=_NEAR_DAYS)
        later = day < today and day <= date.max - week and _comes(text, one, at, state, near=near)
        return (day + week).isoformat() if later else one.date
    if not _MONTH.search(said) or _FIXED.search(said) or one.date[5:] == "02-29":
        return one.date
    months = (int(one.date[5:7]) - today.month) % 12
    past = one.date[:7] < today.isoformat()[:7] and months > 0
    open_ = state != "done" and not _BEGINS.search(_before(text, one)) and _tense(text, one) > 0
    later = past and (months < _FAR_MONTHS or open_) and _comes(text, one, at, state, near=months <= _NEAR_MONTHS)
    return f"{int(one.date[:4]) + later:04d}{one.date[4:]}"


def _comes(text: str, one: When, at: tuple[int, int], state: str, *, near: bool) -> bool:
    """Return whether a date is still to come, by what leads to it, the tense of its clause, and which one is nearer."""
    before = _before(text, one)
    if _SINCE.search(before) or text[one.end : one.end + 2] in {"'s", "’s"}:
        return False
    done, behind = state == "done", one.start >= at[0]
    if _BEGINS.search(before):
        return near or not done
    tense = _tense(text, one)
    if tense > 0:
        return near or not done
    if tense == 0 and done:
        return near and behind and _LED.search(before) is not None
    return near and not done and (behind or tense == 0)


def _before(text: str, one: When) -> str:
    """Return what stands before a date, with the preposition that is part of it."""
    lead = _LEAD.match(text, one.start, one.end)
    return text[: lead.end() if lead else one.start]


def _tense(text: str, one: When) -> int:
    """Return what the last verb of the clause before a date tells: what comes (1), what was (-1), or there is none."""
    before = _before(text, one)
    begin = max((found.end() for found in _BREAK.finditer(before)), default=0)
    yet, past = (max((found.start() for found in verb.finditer(before, begin)), default=-1) for verb in (_YET, _PAST))
    return (yet > past) - (past > yet)
