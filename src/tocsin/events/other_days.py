"""Dates that are of something else than an act: of what was answered, compared, planned, cited, begun before."""

from __future__ import annotations

import re

from tocsin.events.date_forms import MONTH_NAME
from tocsin.events.dates import When
from tocsin.events.order_days import ORDER, named
from tocsin.events.saying import REPORT
from tocsin.events.told import CLAUSE, DIRECT, END_OF, OPEN, PARTED, STARTING, Told, leading

_IN_LINE = re.compile(r"\b(?:consistent|[Ii]n (?:line|accordance|keeping)) with [^,;:]*$")
#: Where a text was published: "(87 FR 62186, October 13, 2022)".
_CITED = re.compile(r"\b\d+ (?:FR|F\.R\.|Fed\. Reg\.|Stat\.|OJ|O\.J\.) [A-Z]?[\d,]*\d(?:[ ,;(]+| of )$")
_SINCE = re.compile(r"\b(?:since|Since|after|After|following|Following) (?:\w+ ){0,6}?$")
#: "Following the visit of the minister in May, both agreed": after which it was done.
_WAKE = re.compile(r"(?:Following|After|In the wake of) (?:[^\s,;:]+ ){3,}$")
#: With what something is compared: "70 percent of the average of 2015 to 2017", "compared with 37 percent in 1990".
_COMPARED = re.compile(
    r"\b(?:averages? (?:\w+ ){0,4}?(?:of|in|during|from|between|for)(?: the (?:years|period))?"
    r"|(?:compared (?:with|to)|relative to) (?:[^\s,;]+ ){0,5}?(?:in|of|at)|levels? (?:of|in)|than in) $"
)
#: "Since its decision last December to ban", "since the July ban".
_SINCE_IT = re.compile(r" ?(?:(?:to|of|on|the) )?(?:[\w-]+ )?")
_LASTING = re.compile(r"\b(?:ongoing|last(?:ed|ing)|persist(?:ed|ing)|continued|existed) since $")
#: What was answered, up to a comma, has its own day.
_ANSWER = "response|retaliation|answer|reaction|reply|revenge"
_CAUSE = re.compile(rf"^(?:in )?(?:{_ANSWER}|retort)s? (?:to|for|over|against)\b[^,;:]*$")
_CAUSED = re.compile(rf"(?P<lead>\b[Ii]n (?:{_ANSWER}) (?:to|for|over))\b[^,;:]*$")
#: "May no longer be sold after May 5", "entered on or after May 5": from then on.
_AFTER = re.compile(
    r"(?P<on>\b(?:on or|just|(?:another|further|more) (?:year|month|week|day)s?) )?"
    r"\b[Aa]fter (?:the (?:end|close) of )?$"
)
_NO_LONGER = re.compile(r"\b(?:not?|nor|longer|prohibit\w*|forb[ia]d\w*|unlawful)\b")
_LAST_OF = re.compile(rf"(?:\d(?:st|nd|rd|th)? (?:to|through|-|–)|{MONTH_NAME}\.? (?:to|through)) $")
_FIRST = re.compile(
    r"\b(?:first|second|third(?!-)|fourth|fifth|sixth|seventh|eighth|ninth|tenth|record|most|(?:low|high|strong|larg|great|weak|bigg|dri|deep|fast|steep|long)est|worst)\b"
    r"[^.;]{0,80}\bsince $"
)
_SPAN_ACTS = frozenset(
    {"shortage_reported", "hazard", "missile_test", "exercise", "state", "meet", "dialogue", "agree"}
)
#: When something began does not say when it was prolonged or ended: "declared on May 15, must continue".
_BEGUN = re.compile(
    r"\b(?:declared|proclaimed|imposed|introduced|established|adopted|signed|issued|enacted)"
    r"(?: (?:by|against|with respect to|concerning|regarding) [\w’' ]{2,60})?"
    r" (?:on|in) $"
)
_SCHEDULED = re.compile(
    r"\b(?:scheduled|due|planned|set|slated|expected)(?: to (?:\w+ ){1,4}?(?:on|in|from)?| for| on)?"
    r" (?:early |late |mid-)?$"
)
_IMPOSED_THEN = re.compile(
    r"\b(?:(?:was|were|been|it|they|had) (?:first )?(?:imposed|introduced|enacted)|(?:it|they) announced) (?:on|in) $"
)
#: "Lifted the ban that had been in force since May": since when that was which is lifted, resumed, prolonged.
_HAD_BEEN = re.compile(r"\b(?:that|which)\b[^,;]*\b(?:had|has|have|was|were)\b[^,;]*$")
#: "Suspended the controls that it had announced in October": when that was done which is suspended.
_HAD_DONE = re.compile(
    r"\b(?:that|which) (?:it|they|he|she|(?:the )?[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)?) had (?:\w+ly )?[a-z]+"
    r"(?: (?!and\b|but\b)[a-z]+){0,3} (?:in|on) (?:early |late |mid-)?$"
)
_OF_WHAT_WAS = frozenset({"extend", "suspend", "lift_control", "expire", "exercise", "dialogue", "meet"})
#: Within how many characters behind an act a clause is of the act itself: "the suspension it announced on May 5".
_BESIDE = 12
_BY_PAPER = re.compile(
    rf"\b[Bb]y (?:an?|its|the) (?:\w+ ){{0,2}}(?:{ORDER.lower()}|law|act) (?:signed|issued|adopted) (?:(?:on|in) )?$"
)
_ENDED = frozenset({"extend", "suspend", "lift_control", "expire"})
#: When it was to be before: "the exercise, moved up from July".
_MOVED = re.compile(r"\b(?:moved (?:up|forward|back)|brought forward|postponed|delayed|pushed back|rescheduled) from $")
_IN_FORCE = re.compile(r"\bin (?:force|place|effect) since (?:early |late |mid-)?$")
#: "Mothballed its October 9 rules": the day of what is mothballed.
_ITS = re.compile(r"(?:\b(?:its|their|his)|[’']s) $")
_RULE = re.compile(
    r" (?:[a-z-]+ ){0,2}(?:rules?|bans?|tariffs?|dut(?:y|ies)|controls?|curbs?|orders?|sanctions?|restrictions?"
    r"|measures?|embargo(?:es)?|quotas?|decrees?|regulations?|announcements?)\b"
)
#: Where a clause begins that has a subject of its own: "India banned it, and Brazil".
_OTHERS_CLAUSE = re.compile(r"[,;] (?:(?:and|but|while|whereas) )?(?:the )?[A-Z][\w.’'-]*(?: [A-Z][\w.’'-]*){0,3} ")
_VERB_NEAR = 45
#: "My order of 30 September", "the attack of 22 April": the day of what stands before "of".
_WHOSE = re.compile(
    r"\b(?:(?:my|our|his|her) (?:\w+ ){0,2}?\w+|(?:the|an?) (?:\w+ ){0,2}?(?:attack|coup|invasion|election|referendum"
    r"|raid|killing|crash|explosion|massacre|uprising)s?) of $"
)
_FOR = re.compile(r"for \d", re.IGNORECASE)
_TAKES = (
    "affirm|applaud|commend|condemn|denounce|deplore|endorse|oppose|reaffirm|recogni[sz]e|reiterate|reject|renew|stand"
    "|support|underline|underscore|welcome"
)
#: A position is taken as it is written: of "condemns the attack of July 20" the day says nothing of the position.
_TAKEN = re.compile(
    rf"\b(?:(?:{_TAKES})s|(?:I|[Ww]e|and)(?: (?:\w+ly|also|again|both|fully))* (?:{_TAKES}))(?: with| by| against)?$"
)
#: How a position is told of, which has its day: "condemns it in a statement of July 8".
_TOLD_IN = re.compile(
    r"\b(?:wrote|writes|tweeted|posted|added|according to"
    r"|(?:in|by) an? (?:\w+ ){0,2}(?:statement|letter|resolution|vote|post|speech|note|call|interview))\b"
)
#: How many characters before an act still belong to its verb: who takes the position, "has", "have".
_LOOK_BACK = 40
_NOW = re.compile(r"(?:[Tt]oday|[Tt]onight)(?=[.,;]|$)")
#: What is counted since a year was not done in it: "have met twice since 2018".
_COUNTED_ACTS = frozenset({"meet", "dialogue", "exercise", "missile_test", "agree", "pledge", "state"})
_PERFECT = re.compile(r"\b(?:has|have|had|[a-z]+[’']ve)\b(?! been\b)[^,;:.]*$")
_UNTIL = re.compile(r"\b(?:until|till|through) (?:at least )?(?:the (?:end|close|middle|start)(?: of)? )?(?:the )?$")
#: "Did not meet until May", "the ban lasted until May": then it did, then it ended.
_NOT_UNTIL = re.compile(
    r"\b(?:not|never|cannot|lasts?|lasted|wait\w*|delay\w*|postpone\w*|put off|deferred)\b|n[’']t\b"
)
#: "Between 1934 and 1945": some time in between.
_BETWEEN = re.compile(rf"\b[Bb]etween (?:(?:{MONTH_NAME} )?\d{{4}} and )?(?:{MONTH_NAME} )?\d{{4}}$")


def never(text: str, one: When, told: Told) -> bool:
    """Return whether a date is in a name, of what was answered or compared, whatever the networks say.

    Parameters
    ----------
    text : str
        The sentence.
    one : When
        A date of it.
    told : Told
        The act.

    Returns
    -------
    bool
        Whether it can never be the day of the act.
    """
    if one.bound == "within":
        befell = told.act == "hazard" and 0 <= told.at[0] - one.end <= 1  # "The 2011 earthquake halted production"
        return not (befell or one.start <= told.at[0] < one.end <= told.at[1])
    before = END_OF.sub("", leading(text, one))
    compared = _FIRST.search(before) is not None or _COMPARED.search(before) is not None
    cited = _CITED.search(before) is not None or _in_line(text, one, told)
    return bool(
        compared
        or cited
        or _MOVED.search(before)
        or _begun(text, one, told)
        or (told.act in _OF_WHAT_WAS and DIRECT.search(before) and _HAD_BEEN.search(text[told.at[1] : one.start]))
        or (told.act in _OF_WHAT_WAS and _HAD_DONE.search(before, told.at[1]))
        or named(text, one, told.at)
        or (told.act in _ENDED and (_IN_FORCE.search(before) or _of_rule(text, one, before)))
        or _of_others(text, one, told)
        or _taken(text, one, told)
        or _counted(text, one, told)
        or _ends(text, one, told)
        or _answered(text, one, told.act, told.at)
    )


def of_another(text: str, one: When, told: Told, between: str) -> bool:
    """Return whether a date belongs to something else than an act, by what stands before it and between both.

    Parameters
    ----------
    text : str
        The sentence.
    one : When
        A date of it.
    told : Told
        The act.
    between : str
        What stands between the act and the date.

    Returns
    -------
    bool
        Also of all that :func:`never` rules out.
    """
    act, before = told.act, leading(text, one)
    bare = END_OF.sub("", before)
    since = _SINCE.search(bare[-40:]) is not None and not (one.end <= told.at[0] and _SINCE_IT.fullmatch(between))
    since = since and not (act in STARTING and told.at[1] <= one.start and _from_then(text, told, before, one.start))
    wake = one.end <= told.at[0] and ", " in between and _WAKE.fullmatch(text, 0, one.start) is not None
    clause = CLAUSE.search(between) is not None and not _LASTING.search(before)
    return bool(
        never(text, one, told)
        or _LAST_OF.search(before)
        or (act != "quota" and _FOR.match(text, one.start))
        or _WHOSE.search(before)
        or (act in {"extend", "suspend"} and bare.endswith((" to ", " into ")))
        or wake
        or (since and (clause or not (act in _SPAN_ACTS or DIRECT.search(bare))))
    )


def _of_rule(text: str, one: When, before: str) -> bool:
    """Return whether a day is part of what a measure is called: "its October 9 rules"."""
    return one.precision == "day" and _ITS.search(before) is not None and _RULE.match(text, one.end) is not None


def _of_others(text: str, one: When, told: Told) -> bool:
    """Return whether between an act and a date behind it others do something: "India banned it, Brazil will in May"."""
    return any(
        clause.end() <= other < min(clause.end() + _VERB_NEAR, one.start)
        and " and " not in text[clause.end() - 1 : other]
        for clause in _OTHERS_CLAUSE.finditer(text, told.at[1], one.start)
        for other in told.others
    )


def _in_line(text: str, one: When, told: Told) -> bool:
    """Return whether a date is of that to which an act conforms: "in line with the decision taken on May 5"."""
    found = _IN_LINE.search(text, 0, one.start)
    return found is not None and not found.start() <= told.at[0] < one.start


def _taken(text: str, one: When, told: Told) -> bool:
    """Return whether a date behind a position that is being taken is of what it is about: "condemns today's attack"."""
    begin, end = told.at
    if told.act != "state" or told.state != "done" or one.start < end:
        return False
    if REPORT.search(text, end, one.start) or _TOLD_IN.search(text, end, one.start):
        return False
    return _TAKEN.search(text, max(0, begin - _LOOK_BACK), end) is not None and not _NOW.match(text, one.start)


def _counted(text: str, one: When, told: Told) -> bool:
    """Return whether acts are counted from a year on, or between two: "have met twice since 2018"."""
    if told.act not in _COUNTED_ACTS or one.precision == "day":
        return False
    if _BETWEEN.search(text, 0, one.end):
        return True
    if one.precision != "year" or not DIRECT.search(leading(text, one)):
        return False
    begin, end = told.at
    return _PERFECT.search(text, one.end if one.end <= begin else max(0, begin - _LOOK_BACK), end) is not None


def _ends(text: str, one: When, told: Told) -> bool:
    """Return whether a date behind an act is the one until which it lasts: "banned exports until May"."""
    begin, end = told.at
    if told.act == "expire" or one.start < end or not _UNTIL.search(leading(text, one)):
        return False
    return PARTED.search(text, end, one.start) is None and not _NOT_UNTIL.search(text, max(0, begin - 20), one.start)


def _begun(text: str, one: When, told: Told) -> bool:
    """Return whether a date is when that began which is prolonged or ended: "lifted the ban imposed in May"."""
    before = leading(text, one)
    if told.act not in _ENDED or _BY_PAPER.search(before):
        return False
    if told.act != "expire" and told.at[0] > one.end and _SCHEDULED.search(before):
        return True
    if told.at[0] > one.end:
        return _BEGUN.search(before) is not None
    found = _IMPOSED_THEN.search(before)
    return found is not None and len(before) - found.start() + _BESIDE < one.start - told.at[1]


def _from_then(text: str, told: Told, before: str, first: int) -> bool:
    """Return whether it is from a day on that something is no longer so: "shall not be imported after May 5"."""
    found = _AFTER.search(before)
    if found is None:
        return False
    open_ = told.state in OPEN or told.state == "denied"
    return open_ or found["on"] is not None or _NO_LONGER.search(text, max(told.at[0] - 30, 0), first) is not None


def _answered(text: str, one: When, act: str, at: tuple[int, int]) -> bool:
    """Return whether a date is that of what was answered: "in response to the duties that took effect yesterday"."""
    cause = _CAUSED.search(text, 0, one.start)
    if cause is not None:
        begin = cause.end("lead")
        return act == "retaliate" or at[0] < begin or PARTED.search(text, begin, at[0]) is not None
    return act == "retaliate" and _CAUSE.search(text[at[0] : one.start]) is not None
