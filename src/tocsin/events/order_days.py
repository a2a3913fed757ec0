"""Dates in the names of orders: "under Order 4 of April 2", and where they are the day of what was done."""

from __future__ import annotations

import re

from tocsin.events.dates import When
from tocsin.events.told import END_OF, leading

ORDER = (
    "(?:Order|Proclamation|Decree|Directive|Regulation|Notice|Announcement|Decision|Ordinance|Notification|Circular"
    "|Memorandum)"
)
_NAMED = re.compile(
    r"(?:\b(?:Order|Proclamation|Act|Law|Notice|Directive|Regulation|Resolution|Announcement|Decree|Agreement"
    r"|Declaration|Statement|Treaty|Convention|Decision|Ordinance|Notification"
    r"|Circular|Memorandum|Rule)\b[ \w().\-–/]{0,25}?(?<! as) of|\bof the Trade Act of|Act of|dated) $"
)
_BY_ORDER = re.compile(
    r"(?:^|[,;] )(?:[Ii]n|[Bb]y|[Tt]hrough|[Ww]ith) (?:its |the |an? )?(?:\w+ ){0,3}?"
    rf"(?:{ORDER}|Law|Act|Resolution|Declaration|Agreement|Accord)\b[ \w().\-–/]{{0,25}}? of $"
)
#: "Were ended by Executive Order 13742 of October 7": the act was done by it, and on its day.
_ENDED_BY = re.compile(
    r"^(?: [\w%-]+){0,14},? by (?:an? |its |the )?(?:\w+ ){0,3}?"
    rf"(?:{ORDER}|Law|Act|Resolution|order|decree|notice|proclamation)\b[ \w().\-–/]{{0,50}}? (?:of|dated) $"
    r"|^ in (?:an?|its|the|their) (?:[\w-]+ ){0,4}?"
    r"(?i:accord|agreement|communiqu[eé]|declaration|memorandum|statement) of $"
)
#: "Imposed duties pursuant to Executive Order 14193 of February 1": so were they, of several orders by the first.
_IMPOSING = re.compile(r"(?:imposed|introduced|established|levied|prohibited)\b")
_IMPOSED_BY = re.compile(
    r"^(?:(?!\b(?:Order|Proclamation|Decree)s?\b)[^;]){0,240}?\b(?:pursuant to|under|by|in) (?:\w+ ){0,2}?"
    r"(?:Order|Proclamation|Decree) [ \w.\-–/]{0,25}?of $"
)
_ITS_ACT = re.compile(
    r"(?:,? \([^()]{1,160}\),?)?,? (?:also |formally |thereby |first )?"
    r"(?:took (?:\w+ ){0,2}steps [^.;]{0,160}?\bincluding (?:by )?)?"
)
_NOTICE = re.compile(
    r"\b(?:an?|its) (?:\w+ ){0,2}(?:notice|order|gazette|decree|circular|directive) dated $", re.IGNORECASE
)
_NUMBERED = re.compile(r"\b(?:No|Nos|Number)\.? ?\d[\w/]* $")


def named(text: str, one: When, at: tuple[int, int]) -> bool:
    """Return whether a date is in the name of an order, "under Order 4 of April 2", but not of one by which it acts.

    Parameters
    ----------
    text : str
        The sentence.
    one : When
        A date of it.
    at : tuple of int
        Where the verb or noun of the act stands.

    Returns
    -------
    bool
        Whether it is in a name alone.
    """
    before = END_OF.sub("", leading(text, one))
    if one.end <= at[0] and one.precision in {"day", "month"} and _BY_ORDER.search(text[: one.start]):
        return False
    if one.precision == "day" and at[1] <= one.start and _ENDED_BY.search(text[at[1] : one.start]):
        return False
    if imposed_by(text, one, at):
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


def imposed_by(text: str, one: When, at: tuple[int, int]) -> bool:
    """Return whether a date is that of the order by which something was imposed.

    Parameters
    ----------
    text : str
        The sentence.
    one : When
        A date of it.
    at : tuple of int
        Where the verb or noun of the act stands.

    Returns
    -------
    bool
        Of several orders, of the first.
    """
    told = at[1] <= one.start and one.precision == "day" and _IMPOSING.match(text, at[0]) is not None
    return told and _IMPOSED_BY.match(text[at[1] : one.start]) is not None
