"""Which of the dates of a sentence is the day of an act."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.events.coming import ahead
from tocsin.events.date_forms import MONTH_NAME
from tocsin.events.dates import BEGINNING, When

_HOUR = (
    r"(?:(?:at|the|midnight|noon|close|of|business|\d[\d:.]*|[ap]\.?m\.?|eastern|daylight|standard|local|time|gmt|utc)"
    r"[ ,]+){0,8}"
)
_AT_HOUR = "|".join(
    f"(?<={word}{mark} )"
    for word in ("midnight", "noon", r"m\.", "am", "pm", "time", "business", "gmt", "utc", "eastern")
    for mark in ("", ",")
)
_UNTIL = re.compile(
    r"(?:until|till|through|before|up to|to last to|ending|end(?:s)? on|by the end of|no later than|beyond|by"
    rf"|expires?(?: on)?)\s*(?:{_HOUR}(?:on |{_AT_HOUR}))?$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:\b(?:Order|Proclamation|Act|Law|Notice|Directive|Regulation|Resolution|Announcement|Decree|Agreement"
    r"|Declaration|Statement|Treaty|Convention|Decision|Ordinance|Notification"
    r"|Circular|Memorandum|Rule)\b[ \w().\-–/]{0,25}?(?<! as) of|\bof the Trade Act of|Act of|dated) $"
)
_ORDER = (
    "(?:Order|Proclamation|Decree|Directive|Regulation|Notice|Announcement|Decision|Ordinance|Notification|Circular"
    "|Memorandum)"
)
_BY_ORDER = re.compile(
    r"(?:^|[,;] )(?:[Ii]n|[Bb]y|[Tt]hrough|[Ww]ith) (?:its |the |an? )?(?:\w+ ){0,3}?"
    rf"(?:{_ORDER}|Law|Act|Resolution|Declaration|Agreement|Accord)\b[ \w().\-–/]{{0,25}}? of $"
)
#: "Were ended by Executive Order 13742 of October 7": the act was done by it, and on its day.
_ENDED_BY = re.compile(
    r"^(?: [\w%-]+){0,14},? by (?:an? |its |the )?(?:\w+ ){0,3}?"
    rf"(?:{_ORDER}|Law|Act|Resolution|order|decree|notice|proclamation)\b[ \w().\-–/]{{0,50}}? (?:of|dated) $"
)
#: "Imposed duties pursuant to Executive Order 14193 of February 1": so were they, of several orders by the first.
_IMPOSING = re.compile(r"(?:imposed|introduced|established|levied|prohibited)\b")
_IMPOSED_BY = re.compile(
    r"^(?:(?!\b(?:Order|Proclamation|Decree)s?\b)[^;]){0,240}?\b(?:pursuant to|under|by|in) (?:\w+ ){0,2}?"
    r"(?:Order|Proclamation|Decree) [ \w.\-–/]{0,25}?of $"
)
_ITS_ACT = re.compile(r"(?:,? \([^()]{1,80}\),?)? (?:also |formally |thereby |first )?")
_NOTICE = re.compile(
    r"\b(?:an?|its) (?:\w+ ){0,2}(?:notice|order|gazette|decree|circular|directive) dated $", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b(?:No|Nos|Number)\.? ?\d[\w/]* $")
_IN_LINE = re.compile(r"\b(?:consistent|[Ii]n (?:line|accordance|keeping)) with [^,;:]*$")
#: Where a text was published: "(87 FR 62186, October 13, 2022)".
_CITED = re.compile(r"\b\d+ (?:FR|F\.R\.|Fed\. Reg\.|Stat\.|OJ|O\.J\.) [A-Z]?[\d,]*\d(?:[ ,;(]+| of )$")
_END_OF = re.compile(r"(?:the )?(?:end|close|middle|start)(?: of)? $")
_SINCE = re.compile(r"\b(?:since|Since|after|After|following|Following) (?:\w+ ){0,6}?$")
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
_DIRECT = re.compile(r"\b[Ss]ince (?:early |late |mid-)?$")
#: "May no longer be sold after May 5", "entered on or after May 5": from then on.
_AFTER = re.compile(
    r"(?P<on>\b(?:on or|just|(?:another|further|more) (?:year|month|week|day)s?) )?"
    r"\b[Aa]fter (?:the (?:end|close) of )?$"
)
_NO_LONGER = re.compile(r"\b(?:not?|nor|longer|prohibit\w*|forb[ia]d\w*|unlawful)\b")
_LAST_OF = re.compile(rf"(?:\d(?:st|nd|rd|th)? (?:to|through|-|–)|{MONTH_NAME}\.? (?:to|through)) $")
_FIRST = re.compile(
    r"\b(?:first|record|most|(?:low|high|strong|larg|great|weak|bigg|dri|deep|fast|steep|long)est|worst)\b"
    r"[^.;]{0,80}\bsince $"
)
_FROM = re.compile(
    r"\b(?:from|effective|effect on|effect|starting|beginning|begin(?:s|ning)?|as of|force on|force from|force"
    r"|commencing|or after|start(?:s)? on|start|with effect from)\s*(?:on |from |in )?(?:[\w:. ]{0,40}?\bon )?$",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"[A-Z]{4,}[\w ,./()]{0,40} [-–—]+ ")
_END_ACTS = frozenset({"expire"})
_SPAN_ACTS = frozenset(
    {"shortage_reported", "hazard", "missile_test", "exercise", "state", "meet", "dialogue", "agree"}
)
_STARTING = frozenset(
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
_LEAD = re.compile(r"(?:in|since|by|until|during|from|throughout|before|after|through|on|of) ", re.IGNORECASE)
#: How far a date may stand from an act among others where the networks say nothing of it.
_FAR = 330
#: What log odds of the networks weigh against letters; from which on a date can be the day of an act, of what is asked
#: for, denied or possible only, or of what holds from then on or goes on beyond it; from which on it must be it, and
#: rather than "a day after".
ODDS, UNLIKELY, DOUBTFUL, UNTOLD, SURE, CERTAIN = 60.0, -2.0, -1.0, -4.0, 0.0, 3.0
_REPORT = re.compile(r"\b(?:said|says|announced|told|reported|declared|confirmed)\b")
_SAYING = re.compile(
    r"\b(?:said|says|announced|told \w+|reported|declared|confirmed|stated|agreed|decided|resolved|ruled)"
    r"(?: late| early| in \w+)?(?: on)? ?$"
)
#: What begins or ends on a day, "from August 1, the ministry said", was not said on it.
_TERM = re.compile(
    r"\b(?:from|until|till|through|by|before|effective|starting|beginning|as of)(?: on)? $", re.IGNORECASE
)
_SAYS = re.compile(
    r",? (?:[A-Z][\w.’'-]*[ ,]+|[a-z]+ ){0,6}?(?:said|says|announced|told|reported|declared|confirmed)\b"
)
_BEYOND = re.compile(r"\b(?:beyond|after) $")
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
#: Within how many characters behind an act a clause is of the act itself: "the suspension it announced on May 5".
_BESIDE = 12
_BY_PAPER = re.compile(
    rf"\b[Bb]y (?:an?|its|the) (?:\w+ ){{0,2}}(?:{_ORDER.lower()}|law|act) (?:signed|issued|adopted) (?:(?:on|in) )?$"
)
_ENDED = frozenset({"extend", "suspend", "lift_control", "expire"})
#: "My order of 30 September", "the attack of 22 April": the day of what stands before "of".
_WHOSE = re.compile(
    r"\b(?:(?:my|our|his|her) (?:\w+ ){0,2}?\w+|(?:the|an?) (?:\w+ ){0,2}?(?:attack|coup|invasion|election|referendum"
    r"|raid|killing|crash|explosion|massacre|uprising)s?) of $"
)
_WILL = re.compile(r"\b(?:will|shall)\b")
_WEEKDAY = re.compile("(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_AT_ONCE = re.compile("immediate|at once")
_FOR = re.compile(r"for \d", re.IGNORECASE)
_DEADLINE = re.compile(r"\b(?:by|before|no later than)(?: the end of)? $", re.IGNORECASE)
_PARTED = re.compile(r"[,;:]")
#: Modalities of what is still open when the document is written.
_OPEN = frozenset({"announced", "possible", "conditional", "called_for"})
#: How much nearer "a day after" is to the act behind it than any other date, within how many characters; how much
#: farther "in sixty days" is than a date that is named.
_TIED, _CLOSE, _LOOSE = 2_000, 90, 100
#: How much nearer a date is from which on a measure holds.
_STARTS = 300
#: How far a date is at most with which a sentence begins.
_FRAME, _RELATIVE = 150, re.compile(r"\b(?:which|who|whose)\b")
#: How much farther a date is of the act before that is told in one row with an act.
_PASSED, _LISTED = 150, re.compile(r",? (?:and )?(?:then )?$|, ")
_CLAUSE = re.compile(r";|\b(?:while|but|after|before|which|who|that)\b|, and ")


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
    likely = told.likely
    ranked = sorted(
        (rank - ODDS * likely.get(k, 0.0) + _PASSED * _of_the_last(text, one, told, when), k)
        for k, one in enumerate(when)
        if (rank := _rank(text, one, told)) is not None
        and (likely[k] > _least(text, one, told) if k in likely else rank < _FAR or not told.others)
    ) or sorted((-odds, k) for k, odds in likely.items() if odds > SURE and not _never(text, when[k], told))
    if not ranked:
        return (today.isoformat(), "none") if today else ("", "none")
    chosen = when[ranked[0][1]]
    if chosen.bound:  # "a day after it fired on May 5"
        chosen = next((when[k] for _, k in ranked if likely.get(k, 0.0) > CERTAIN), chosen)
    if _AT_ONCE.search(text[chosen.start : chosen.end]):  # counts from when it was said
        others = [(likely.get(k, 0.0), k) for k, one in enumerate(when) if one is not chosen and not one.bound]
        said = [(k, n) for k, n in others if _said(text, when[n]) or _just_past(text, when[n], chosen, today)]
        chosen = when[max(said)[1]] if said else chosen
    return ahead(text, chosen, told.at, told.state, today), chosen.precision


def _least(text: str, one: When, told: Told) -> float:
    """Return the log odds from which on a date can be the day of an act."""
    renewed = told.act == "extend" and _BEYOND.search(_before(text, one)) is not None
    if renewed or _imposed_by(text, one, told.at) or _starts(told.act, _before(text, one)):
        return UNTOLD
    return UNLIKELY if told.state in {"done", "announced"} else DOUBTFUL


def _rank(text: str, one: When, told: Told) -> int | None:
    """Return how far a date stands from an act; None if it belongs to something else."""
    act, at, state = told.act, told.at, told.state
    if one.bound:
        return _bound(text, one, at, state)
    before = _before(text, one)
    due = bool((state in _OPEN and _DEADLINE.search(before)) or (act == "extend" and _BEYOND.search(before)))
    first, last = (at[1], one.start) if one.start >= at[1] else (one.end, at[0])
    between = text[first:last]
    since = state == "announced" and _DIRECT.search(before) and _WILL.search(text[max(0, at[0] - 30) : at[0]])
    if since or (not due and _until(before, act)) or _of_another(text, one, told, between):
        return None
    far = 150 * any(first < other < last for other in told.others) + len(between) + (0 if one.start >= at[1] else 25)
    far += 100 * len(_CLAUSE.findall(between)) + 80 * len(_REPORT.findall(between)) + 100 * due
    far -= _STARTS * _starts(act, before)
    if one.start <= BEGINNING and text.startswith(",", one.end) and not _RELATIVE.search(between):
        far = min(far, _FRAME)  # holds of all but what is told beside
    dateline = _DATELINE.match(text)
    return far + (100 if dateline is not None and one.end <= dateline.end() else 0)


def _starts(act: str, before: str) -> bool:
    """Return whether a date is one from which on a measure holds: "effective on May 5"."""
    return act in _STARTING and _FROM.search(_END_OF.sub("", before)) is not None


def _until(before: str, act: str) -> bool:
    """Return whether a date is one until which something lasts."""
    return act not in _END_ACTS and _UNTIL.search(_END_OF.sub("", before)) is not None


def _never(text: str, one: When, told: Told) -> bool:
    """Return whether a date is in a name, of what was answered or compared, whatever the networks say."""
    before = _END_OF.sub("", _before(text, one))
    compared = _FIRST.search(before) is not None or _COMPARED.search(before) is not None
    cited = _CITED.search(before) is not None or _in_line(text, one, told)
    return (
        compared
        or cited
        or _begun(text, one, told)
        or _named(text, one, told.at)
        or _answered(text, one, told.act, told.at)
    )


def _in_line(text: str, one: When, told: Told) -> bool:
    """Return whether a date is of that to which an act conforms: "in line with the decision taken on May 5"."""
    found = _IN_LINE.search(text, 0, one.start)
    return found is not None and not found.start() <= told.at[0] < one.start


def _begun(text: str, one: When, told: Told) -> bool:
    """Return whether a date is when that began which is prolonged or ended: "lifted the ban imposed in May"."""
    before = _before(text, one)
    if told.act not in _ENDED or _BY_PAPER.search(before):
        return False
    if told.act != "expire" and told.at[0] > one.end and _SCHEDULED.search(before):
        return True
    if told.at[0] > one.end:
        return _BEGUN.search(before) is not None
    found = _IMPOSED_THEN.search(before)
    return found is not None and len(before) - found.start() + _BESIDE < one.start - told.at[1]


def _of_another(text: str, one: When, told: Told, between: str) -> bool:
    """Return whether a date belongs to something else than an act, by what stands before it and between both."""
    act, before = told.act, _before(text, one)
    bare = _END_OF.sub("", before)
    since = _SINCE.search(bare[-40:]) is not None and not (one.end <= told.at[0] and _SINCE_IT.fullmatch(between))
    since = since and not (act in _STARTING and told.at[1] <= one.start and _from_then(text, told, before, one.start))
    clause = _CLAUSE.search(between) is not None and not _LASTING.search(before)
    return bool(
        _never(text, one, told)
        or _LAST_OF.search(before)
        or (act != "quota" and _FOR.match(text, one.start))
        or _WHOSE.search(before)
        or (act in {"extend", "suspend"} and bare.endswith((" to ", " into ")))
        or (since and (clause or not (act in _SPAN_ACTS or _DIRECT.search(bare))))
    )


def _from_then(text: str, told: Told, before: str, first: int) -> bool:
    """Return whether it is from a day on that something is no longer so: "shall not be imported after May 5"."""
    found = _AFTER.search(before)
    if found is None:
        return False
    open_ = told.state in _OPEN or told.state == "denied"
    return open_ or found["on"] is not None or _NO_LONGER.search(text, max(told.at[0] - 30, 0), first) is not None


def _answered(text: str, one: When, act: str, at: tuple[int, int]) -> bool:
    """Return whether a date is that of what was answered: "in response to the duties that took effect yesterday"."""
    cause = _CAUSED.search(text, 0, one.start)
    if cause is not None:
        begin = cause.end("lead")
        return act == "retaliate" or at[0] < begin or _PARTED.search(text, begin, at[0]) is not None
    return act == "retaliate" and _CAUSE.search(text[at[0] : one.start]) is not None


def _bound(text: str, one: When, at: tuple[int, int], state: str) -> int | None:
    """Return how far "a day after" stands from the act behind it, "in sixty days" from one to come; None of others."""
    if one.bound == "ahead":
        return abs(one.start - at[0]) + _LOOSE if state in _OPEN else None
    between = text[one.end : at[0]]
    return len(between) - _TIED if one.end <= at[0] and len(between) < _CLOSE and not _PARTED.search(between) else None


def _before(text: str, one: When) -> str:
    """Return what stands before a date, without the word that joins it."""
    lead = _LEAD.match(text, one.start, one.end)
    begin = lead.end() if lead else one.start
    return text[max(0, begin - 100) : begin]


def _named(text: str, one: When, at: tuple[int, int]) -> bool:
    """Return whether a date is in the name of an order, "under Order 4 of April 2", but not of one by which it acts."""
    before = _END_OF.sub("", _before(text, one))
    if one.end <= at[0] and one.precision in {"day", "month"} and _BY_ORDER.search(text[: one.start]):
        return False
    if one.precision == "day" and at[1] <= one.start and _ENDED_BY.search(text[at[1] : one.start]):
        return False
    if _imposed_by(text, one, at):
        return False
    named = _NAMED.search(before)
    if named and _its_act(text, one, at):
        return False
    if _NOTICE.search(before) or (named and at[1] <= one.start and text[at[0] : at[1]] in named[0]):
        return False  # it is the order that is the act
    return named is not None or _NUMBERED.search(before) is not None


def _its_act(text: str, one: When, at: tuple[int, int]) -> bool:
    """Return whether an order of a day did what stands right behind it: "the Act of 2004 ended it"."""
    dated = one.date[:4] in text[one.start : one.end] and _ITS_ACT.fullmatch(text, one.end, max(one.end, at[0]))
    return bool(dated) and text[at[1] - 1] != "s"


def _imposed_by(text: str, one: When, at: tuple[int, int]) -> bool:
    """Return whether a date is that of the order by which something was imposed."""
    told = at[1] <= one.start and one.precision == "day" and _IMPOSING.match(text, at[0]) is not None
    return told and _IMPOSED_BY.match(text[at[1] : one.start]) is not None


def _of_the_last(text: str, one: When, told: Told, when: Sequence[When]) -> bool:
    """Return whether a date is that of the act before: "banned it on May 5, extended the ban in June"."""
    begin, end = told.at
    if one.bound or not any(other < one.start for other in told.others) or _LISTED.match(text, one.end, begin) is None:
        return False
    return any(
        end <= own.start < end + _CLOSE
        and not own.bound
        and _PARTED.search(text, end, own.start) is None
        and not any(end <= other < own.start for other in told.others)
        for own in when
    )


def _just_past(text: str, one: When, chosen: When, today: date | None) -> bool:
    """Return whether a date is a weekday of the report before another date: "on Monday barred it at once"."""
    named = _WEEKDAY.fullmatch(text, one.start, one.end) is not None and one.end <= chosen.start
    return named and today is not None and one.date <= today.isoformat() and not _UNTIL.search(text[: one.start])


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
    named = [one for one in when if not one.bound and not _TERM.search(_before(text, one))]
    behind = (one.date for one in named if _SAYING.search(text[: one.start]))
    return next(behind, next((one.date for one in named if _SAYS.match(text, one.end)), ""))


def _said(text: str, one: When) -> bool:
    """Return whether a date only tells when something was said: "said on Monday that it would"."""
    return _SAYING.search(text[: one.start]) is not None or _SAYS.match(text, one.end) is not None
