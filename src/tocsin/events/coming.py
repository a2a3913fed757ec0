"""Whether a day or month named without a year lies ahead: "takes effect on Friday", "raised the duty from June"."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from tocsin.events.date_forms import MONTHS
from tocsin.events.dates import BEGINNING, When, shared
from tocsin.events.saying import right_behind
from tocsin.events.told import WEEKDAY

_MONTH = re.compile(rf"\b(?:{'|'.join(MONTHS)})\b", re.IGNORECASE)
_FIXED = re.compile(r"\d{4}|\b(?:year|last|that|following)\b", re.IGNORECASE)  # a month's year is told
_LEAD = re.compile(r"(?:in|since|by|until|from|during|of|through|before|after|on|effective) ", re.IGNORECASE)
_SINCE = re.compile(r"\bsince (?:early |late |mid-)?$", re.IGNORECASE)
_BEGINS = re.compile(
    r"\b(?:from|as of|as from|starting|beginning|effective|effect|commencing|for)(?: on| early| late| mid-?)?"
    r"(?: the)? ?$",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\b(?:(?:took|came|went|entered) (?:in(?:to)? )?(?:effect|force)(?: on)?"
    r"|(?:decree|order|notice|decision|ruling|statement|letter)s? of) ?$"
)
_DUE = re.compile(
    r"\b(?:by|before|until|till|after|through)(?: early| late| mid-?)?(?: the(?: (?:end|middle|start) of)?)? ?$",
    re.IGNORECASE,
)
#: "From Tuesday night to Wednesday": what was done then is over.
_TO_ANOTHER = re.compile(
    r"(?: night| morning| evening| afternoon)? ?(?:[-–]|(?:through|until|till|to)(?: to)? )"
    rf"(?:(?:early|late|next|this|the following) )?{WEEKDAY.pattern}\b"
)
_LED = re.compile(r"\b(?:on|in)(?: early| late| mid-?)? ?$", re.IGNORECASE)
#: Where another clause begins: whose verb stands before it says nothing of the date behind it.
_BREAK = re.compile(
    r"[;—–]|: |, (?:and|but|while|whose|who|where|as|a|an|the|in|by|with|its|his)\b"
    r"|(?<!last )(?<!all )\bbut\b|\b(?:while|whereas|after|because|since|when|although|though|before|if|unless)\b| - "
)
_INFINITIVE = r"to (?!the\b|its\b|an?\b|his\b|their\b|all\b|any\b|or\b|and\b|from\b)[a-z]{2,}"
#: What somebody was made to do is done: "was ordered to shut".
_MADE_TO = re.compile(r"\b(?:was|were|been) (?:ordered|forced|obliged|compelled) to ")
_JOINING = re.compile(r"\b(?:before|after|since) (?:early |late |mid-|the (?:end|middle|start) of )?$")
_MODAL = "will|'ll|’ll|shall|would|could|may|might|must|can|cannot|should"
_YET = re.compile(
    rf"\b(?:(?:{_MODAL}|to) (?:not |also |soon |only |then )?(?:have been|be)(?: \w+ly)?(?: \w+)?|{_MODAL}"
    rf"|{_INFINITIVE}|due"
    r"|planned|scheduled|set for|expected|looks? forward|begins?|starts?|takes?|comes? in(?:to)?|enters?|ends?|expires?"
    r"|lapses?|runs? out|rises?|bites?|falls?|goes|meets?|convenes?|opens?|closes?|becomes?|loses?|kicks? in"
    r"|(?:is|are) \w+ing|is lifted|appl(?:ies|y)|faces?|stops?|holds|receives?|visits|travels|steps?|resumes?)\b(?!-)"
)
_PAST = re.compile(
    r"\b(?:said|says|told|took|met|held|came|went|put|fell|rose|began|begun|broke|struck|shut|hit|brought|gave|made"
    r"|laid|sent|won|led|left|kept|sought|spoke|saw|sold|bought|became|grew|drew|flew|threw|shot|lost|had|was|were"
    r"|has|have|did(?:n['’]t)?(?: not)?(?: \w+)?|cut|set(?! for)|ran|chose|wrote|quit|swore|burst|wound|froze|ceased"
    r"|shook|swept|tore|blew|sank|caught|built|dealt|found|got|heard|lent|paid|spent|stood|stuck|drove|withdrew|fought"
    r"|burnt|slid|shrank|hurt|lit|woke|rang|stole|bent|taught|thought|understood|forbade|forgot"
    r"|let(?: (?:[\w,’'-]+ ){1,12}?(?:expire|lapse|run out|end))?"
    r"|(?!expected|planned|scheduled|need\b|proceed|exceed|succeed|indeed|feed\b|speed)[a-z]{2,}ed)\b"
)
#: What was set for a day that is to come: "agreed to a summit in August".
_SET = re.compile(
    r"\b(?:agreed|announced|approved|arranged|booked|called|convened|fixed|invited|ordered|planned|pledged|postponed|proposed"
    r"|scheduled|set)\b"
)
#: What was given up was given up by then.
_GIVEN_UP = re.compile(
    r"\b(?:abandoned|scrapped|dropped|shelved|cancelled|canceled|ditched|withdrew|gave up|backed away from"
    r"|walked away from) (?:[a-z]+ ){0,3}(?:plan|proposal|threat|intention|bid|idea)s? (?:to|for|of) "
)
#: Days by which a document may seem to be older than what it tells, east of it.
_ZONES = 2
_WEEKDAY = re.compile(rf"(?:[Tt]his )?{WEEKDAY.pattern}")
_WILL = re.compile(r"\b(?:will|shall)\b|['’]ll\b")
_DAY_ALONE = re.compile(r"(?:\w+ )?the \d+(?:st|nd|rd|th)")
#: Days and months up to which what is still to come is the nearer of both readings; months from which it is too far.
_NEAR_DAYS, _NEAR_MONTHS, _FAR_MONTHS, _HALF_A_MONTH = 3, 5, 9, 15
#: Characters behind a date within which a verb is its clause's.
_CLOSE = 40


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
        A week, a month or a year later where the sentence speaks of what is to come; else as it is.
    """
    if today is None or right_behind(text, one) or (one.framed and not _still_ahead(text, one, state)):
        return one.date
    if one.framed:
        one = replace(one, date=f"{today.year - (one.date[5:] > today.isoformat()[5:]):04d}{one.date[4:]}")
    said = text[one.start : one.end]
    if one.date >= today.isoformat()[: len(one.date)]:
        return _back(text, one, state, today) if one.date > today.isoformat() and _alone(text, one) else one.date
    if _WEEKDAY.fullmatch(said) or _DAY_ALONE.fullmatch(said):
        day = date.fromisoformat(one.date)
        later, span = (_week_later(day), _NEAR_DAYS) if _WEEKDAY.fullmatch(said) else (_month_later(day), _HALF_A_MONTH)
        near = (later - today).days <= span
        return later.isoformat() if later > today and _comes(text, one, at, state, near=near) else one.date
    if not _alone(text, one):
        return one.date
    months = (int(one.date[5:7]) - today.month) % 12
    if 12 * (today.year - int(one.date[:4])) + today.month - int(one.date[5:7]) > 12:
        return one.date  # in the year with which the sentence began
    open_ = state != "done" and (_BEGINS.search(_before(text, one)) is not None or _tense(text, one) > 0)
    within = 0 < months < _FAR_MONTHS or (months > 0 and open_)
    comes = within and _comes(text, one, at, state, near=months <= _NEAR_MONTHS)
    return f"{min(int(one.date[:4]) + comes, date.max.year):04d}{one.date[4:]}"


def _alone(text: str, one: When) -> bool:
    """Return whether a month or a day of it is named without a year."""
    said = text[one.start : one.end]
    named = _MONTH.search(said) is not None and _FIXED.search(said) is None and one.date[5:] != "02-29"
    return named and shared(text, one.end) is None


def _still_ahead(text: str, one: When, state: str) -> bool:
    """Return whether a clause says of a day what will be done: "In 2023 it was banned, and it will end in May"."""
    return state != "done" and _WILL.search(_before(text, one), _clause(text, one)) is not None


def _back(text: str, one: When, state: str, today: date) -> str:
    """Return a month or day that is near ahead, a year earlier where what was done then is told of it."""
    begins = one.start <= BEGINNING and one.precision == "month" and _tense_behind(text, one) < 0
    before = _before(text, one)
    led = _LED.search(before) is not None and not _BEGINS.search(before.removesuffix("in "))
    told = led and _tense(text, one) < 0 and not _SET.search(before, _clause(text, one))
    next_to = one.date <= (today + timedelta(days=min(_ZONES, (date.max - today).days))).isoformat()
    done = state == "done" and (begins or (told and not (one.precision == "day" and next_to)))
    return f"{max(int(one.date[:4]) - done, date.min.year):04d}{one.date[4:]}"


def _week_later(day: date) -> date:
    return day + timedelta(days=7) if day <= date.max - timedelta(days=7) else day


def _month_later(day: date) -> date:
    """Return the next day of that number; not every month has a 31st."""
    for step in (1, 2):
        year, month = divmod(day.year * 12 + day.month - 1 + step, 12)
        if year <= date.max.year and day.day <= monthrange(year, month + 1)[1]:
            return date(year, month + 1, day.day)
    return day


def _comes(text: str, one: When, at: tuple[int, int], state: str, *, near: bool) -> bool:
    """Return whether a date is still to come, by what leads to it, the tense of its clause, and which one is nearer."""
    before = _before(text, one)
    if (
        _SINCE.search(before)
        or _BEGAN.search(before)
        or _MADE_TO.search(before)
        or _GIVEN_UP.search(before, _clause(text, one))
        or text[one.end : one.end + 2] in {"'s", "’s"}
    ):
        return False
    done, behind, tense = state == "done", one.start >= at[0], _tense(text, one)
    if _BEGINS.search(before):
        yet = not done and (near or tense >= 0)
        return yet or tense > 0 or (near and _TO_ANOTHER.match(text, one.end) is None)
    if _DUE.search(before):
        return not done or (near and tense >= 0)
    if tense > 0:
        return near or not done
    if tense == 0 and done:
        clause = text[one.end : one.end + _CLOSE].partition(",")[0]  # "on Sunday halted output"
        past, coming = _PAST.search(clause), _YET.search(clause)
        over = past is not None and (coming is None or past.start() < coming.start())
        return near and behind and _LED.search(before) is not None and not over
    return near and not done and ((behind and state != "denied") or tense == 0)


def _before(text: str, one: When) -> str:
    """Return what stands before a date, with the preposition that is part of it."""
    lead = _LEAD.match(text, one.start, one.end)
    return text[: lead.end() if lead else one.start]


def _tense(text: str, one: When) -> int:
    """Return what the last verb of the clause before a date tells: what comes (1), what was (-1), or there is none."""
    before, begin = _JOINING.sub("", _before(text, one)), _clause(text, one)
    yet, past = _last(_YET, before, begin), _last(_PAST, before, begin)
    if yet == past:
        return 0
    return 1 if yet > past else -1


def _clause(text: str, one: When) -> int:
    """Return where the clause of a date begins."""
    return max((found.end() for found in _BREAK.finditer(_JOINING.sub("", _before(text, one)))), default=0)


def _tense_behind(text: str, one: When) -> int:
    """Return the same of the first verb behind a date."""
    yet, past = (verb.search(text, one.end) for verb in (_YET, _PAST))
    if yet is None or past is None:
        return (yet is not None) - (past is not None)
    return 1 if (yet.start(), -yet.end()) < (past.start(), -past.end()) else -1


def _last(verb: re.Pattern[str], text: str, begin: int) -> tuple[int, int]:
    """Return where the last verb ends and how early it starts: of two the later, else the longer, "will be banned"."""
    return max(((found.end(), -found.start()) for found in verb.finditer(text, begin)), default=(-1, 0))
