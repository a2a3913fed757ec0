"""When: days, months and years that a sentence names, also against the day of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        1,
    )
    for name in names
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NUMBERS = {
    word: n
    for n, word in enumerate(
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 1
    )
} | {"fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60, "ninety": 90}
_MONTH_NAME = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)"
)
_M = rf"(?P<month>{_MONTH_NAME})\.?"
_W = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_SMALL = "(?i:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|sixty|ninety|a)"
_COUNT = rf"(?P<count>\d+|{_SMALL}) (?P<unit>day|week|month|year)s?"
_IN = "in|In|between|Between|since|Since|by|By|until|from|From|during|of|through|before|after"
_D = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?"
_D2 = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?"
_TO = r"(?: ?[-–] ?| to (?:the )?| and | through )"
_DAYS_IN_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_Y = r"(?P<year>(?:19|20)\d\d)"
_ISSUE = (
    r"(?:date|day) of (?:its |the |this )?(?:promulgation|publication|issuance|announcement|notice)"
    r"|(?:[Ww]ith|takes?) immediate effect|[Ee]ffective immediately"
)
_DAY_OF_MONTH = rf"(?:{_MONTH_NAME}\.? \d+(?:st|nd|rd|th)?|\d+(?:st|nd|rd|th)?(?: of)? {_MONTH_NAME})"
_SHIFT = r"[Ll]ast|[Nn]ext|[Tt]his|[Tt]he following|[Tt]he next|[Tt]he previous|the same"
_AFTER_DAY = "and|to|at|in|that|by|with|because|after|before|over|an?|the|its?|he|she|they|when|while|as"
_THIS_TEXT = (
    "(?:(?:the )?(?:date|day|issuance|publication|signing) of )?(?:this|its|the) (?:order|notice|proclamation|statement"
    "|publication|issuance|announcement|promulgation|signature|signing)"
)
_SHIFTED_DAY = "[Ll]ast|[Nn]ext|[Tt]his (?:coming|past)|[Tt]his|the following|the next"
#: Each with whether it asks for the name of a month.
_PATTERNS = tuple(
    (re.compile(pattern), _M in pattern)
    for pattern in (
        rf"\b{_Y}-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b",
        rf"\b{_M} {_D},?(?P<in_year> )(?P<shift>this|last|next) year\b",
        rf"\b{_D}(?: of)? {_M},?(?P<in_year> )(?P<shift>this|last|next) year\b",
        rf"\b{_M} {_D},?(?P<in_year> )of (?P<shift>this|last|next) year\b",
        rf"\b{_M} (?P<in_year>(?:of )?)(?P<shift>this|last|next) year\b",
        rf"\b{_M} {_D}(?:[-–](?:{_D2})| and {_D2}| to {_D2})?,? {_Y}\b",
        rf"\b{_D}{_TO}{_D2}(?: of)? {_M}(?:,? {_Y})?(?=[\s,.;)]|$)",
        rf"\b{_D}(?: of)? {_M},? {_Y}\b",
        rf"\b{_M} {_D}\b(?!\s*(?:percent|%|million|billion|tonnes|tons))",
        rf"\b{_D}(?: of)? {_M}(?=[\s,.;)]|$)",
        rf"\b[Tt]he (?P<ordinal>{'|'.join(_DAYS_IN_WORDS)}) of {_M}(?:,? {_Y})?(?=[\s,.;)]|$)",
        rf"\b{_M},? {_Y}\b",
        rf"\b(?P<which>early|mid|late|the end of|the beginning of)[- ]{_Y}\b",
        rf"\b(?:Q(?P<quarter>[1-4])|(?P<nth>first|second|third|fourth) quarter)(?: of)?,? {_Y}\b",
        rf"\b{_COUNT} (?P<way>from (?:now|today)|hence)\b",
        rf"(?<!for )\b{_COUNT} (?P<way>after|from|following) {_THIS_TEXT}\b",
        r"\b(?P<relative>[Tt]he day (?:before yesterday|after tomorrow))\b",
        r"\b(?P<relative>[Tt]oday|[Yy]esterday|[Tt]omorrow|[Ll]ast night|[Tt]onight)\b",
        r"\b(?P<relative>[Tt]his (?:morning|afternoon|evening))\b",
        rf"\b(?:(?P<shift>{_SHIFTED_DAY}) )?{_W}\b(?!,? {_DAY_OF_MONTH}\b)",
        r"\b(?P<edge>first days|first weeks|start|beginning|last days|end|close) of (?P<shift>this|last|next) year\b",
        r"\b(?P<edge>start|beginning) of (?P<shift>the) year\b",
        rf"\b(?P<season>spring|summer|autumn|fall|winter) {_Y}\b",
        r"\b(?P<shift>[Ll]ast|[Nn]ext) (?P<season>spring|summer|autumn|fall|winter)\b",
        r"\b[Tt]he (?P<unit>day) (?P<beside>before|after)(?=[,.;]|$| in\b)",
        r"\b(?P<bare>first|second|third|fourth) quarter\b(?! of (?:19|20))",
        (
            rf"\b(?:[Oo]n|[Ff]rom|[Ss]ince|[Ff]or|[Uu]ntil|[Bb]y|to) the (?P<alone>[12]?\d|3[01])(?:st|nd|rd|th)"
            rf"(?: of (?P<shift>last|this|the) month)?(?=[,.;:)]|$| (?:{_AFTER_DAY})\b)"
        ),
        rf"\b(?P<shift>[Tt]his|[Ll]ast|[Nn]ext) year(?P<in_year> )in {_M}(?=[\s,.;)]|$)",
        rf"(?<![Tt]he )\b(?P<shift>{_SHIFT}|[Tt]his past) (?P<unit>day|weekend|week|month|year)\b",
        r"\b(?:[Oo]ver|[Aa]t|[Oo]n|[Dd]uring) (?P<shift>the) (?P<unit>weekend)\b",
        r"\b(?P<same>(?:that|the) (?:very|same) (?:morning|afternoon|evening|night))\b",
        r"\b(?P<feast>New Year[’']s (?:Day|Eve)|Christmas(?: Day| Eve)?)(?![’'\w])",
        (
            r"\b(?P<within>[Tt]his (?:spring|summer|autumn|fall|winter)|the end of the year|year[’']s end"
            r"|the year (?:is out|ends)|within the year|the (?:first|second) half of (?:the|this) year)\b"
        ),
        rf"(?:[’']s|\b(?:[Tt]he|[Ii]ts|[Tt]heir)) {_M}(?= [a-z]{{3,}})",
        rf"\b{_Y}(?= (?:[a-z-]+ ){{0,2}}quotas?\b)",
        rf"(?:[’']s|\b(?:[Tt]he|[Ii]ts|[Tt]heir)) {_Y}(?= [A-Za-z])",
        rf"\b[Ff]or {_Y}\b",
        rf"\b(?P<relative>{_ISSUE})\b",
        rf"\b{_COUNT} (?P<way>ago|later|earlier)\b",
        rf"\b(?P<shift>[Ll]ast|[Nn]ext|[Tt]his) {_M}(?=[\s,.;)]|$)",
        rf"\b(?:{_IN}|Until|throughout|Throughout|After|late|early|mid|end of) (?:mid-|late |early )?{_Y}\b",
        rf"\b(?:[Ee]ffective|effect|force)(?P<way> (?:in|after)) {_COUNT}\b(?! after)",
        rf"\b(?:{_IN}|on|On|[Ee]ffective) (?:early |late |mid-)?{_M}(?=[\s,.;)]|$)",
    )
)
#: What is not the day of all that stands near it: "a day after it fired", "in sixty days".
_BESIDE = (
    (
        "behind",
        re.compile(
            rf"(?<!for )(?<!least )(?<!than )(?<!thin )\b(?:{_COUNT}|(?:[a-z]+ )?hours) (?P<way>after|before)\b"
        ),
    ),
    (
        "ahead",
        re.compile(
            rf"\b(?:[Ii]n|[Ww]ithin)(?: the next| another)? {_COUNT}\b(?! (?:prior|before|of|after|later|ago|earlier))"
        ),
    ),
)
_ANY = re.compile(
    r"\d|[Dd]ay|Eve|omorrow|night|morning|afternoon|evening|hours|hristmas|spring|summer|autumn|fall|winter|week|month"
    r"|quarter|year|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|mmediate|date of "
)  # in every date
_MONTH = re.compile("Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
_SHARED = re.compile(rf"(?:,? and |, | to | or |[-–])(?:on )?(?:{_M} {_D2}|{_D2} [A-Z][a-z]+),? {_Y}\b")
_SHIFTS = {
    "yesterday": -1, "last night": -1, "tomorrow": 1, "the day before yesterday": -2, "the day after tomorrow": 2,
}  # fmt: skip
_JOINED = re.compile(r",? (?:(?:namely|that is|on|in) )?")
_HALF_A_MONTH = 15
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}


Named = dict[str, str | None]


@dataclass(frozen=True)
class When:
    """A date that is named.

    Parameters
    ----------
    start, end : int
        Where it stands in the clean text.
    date, precision : str
        As in :class:`~tocsin.events.event.Event`.
    bound : str
        Of what alone it may be the day: ``behind``, of the act right behind it, "a day after it fired"; ``ahead``, of
        what is to come, "in sixty days"; of anything near it if empty.
    """

    start: int
    end: int
    date: str
    precision: str
    bound: str = ""


def dates(text: str, start: int, end: int, today: date | None, before: str = "") -> list[When]:
    """Find the dates that a sentence names.

    Parameters
    ----------
    text : str
        The clean text.
    start, end : int
        The sentence.
    today : datetime.date or None
        Day of the document; without it, what is told against it is left out.
    before : str
        Date named before, for "the following day".

    Returns
    -------
    list of When
        From the left, without overlap.
    """
    found: list[When] = []
    if _ANY.search(text, start, end) is None:
        return found
    named: list[re.Match[str]] = []
    monthly = _MONTH.search(text, start, end) is not None
    for pattern, of_month in _PATTERNS:
        for one in pattern.finditer(text, start, end) if monthly or not of_month else ():
            if not any(one.start() < other.end() and other.start() < one.end() for other in named):
                named.append(one)
    for one in sorted(named, key=lambda one: one.start()):
        if when := _dated(_completed(text, one), today, found[-1].date if found else before):
            found.append(When(one.start(), one.end(), *_passed(text, one, when, today)))
    found = [one for k, one in enumerate(found) if not any(_finer(text, one, other) for other in found[k + 1 : k + 2])]
    return sorted([*found, *_beside(text, start, end, found, today)], key=lambda one: one.start)


def _finer(text: str, one: When, other: When) -> bool:
    """Return whether the date right behind says the same more exactly: "two months from now, on July 23"."""
    return (
        other.date != one.date
        and other.date.startswith(one.date)
        and _JOINED.fullmatch(text[one.end : other.start]) is not None
    )


def _completed(text: str, one: re.Match[str]) -> Named:
    """Return what a date names, with the year that stands behind the next one: "on July 3 and July 28, 2017"."""
    named = one.groupdict()
    if named.get("month") and named.get("day") and "year" not in named and "shift" not in named:
        named["year"] = found.group("year") if (found := _SHARED.match(text, one.end())) else None
    return named


def _beside(text: str, start: int, end: int, found: Sequence[When], today: date | None) -> Iterator[When]:
    """Yield what is told against another date of the sentence, else against the day of the document."""
    for bound, pattern in _BESIDE:
        for one in pattern.finditer(text, start, end):
            if any(one.start() < other.end and other.start < one.end() for other in found):
                continue
            named = one.groupdict()
            if bound == "ahead" and named["unit"] == "year":  # "the worst drought in 56 years"
                continue
            bases = [today.isoformat() if today else ""]
            if bound == "behind" and found:
                bases.insert(0, next((other for other in reversed(found) if other.end <= one.start()), found[0]).date)
            n = _number(named) if named.get("unit") else 0
            way = -1 if named.get("way") == "after" else 1
            told = (_moved_from(base, named.get("unit") or "day", way * n) for base in bases)
            if when := next(filter(None, told), None):
                yield When(one.start(), one.end(), *when, bound)


def _passed(text: str, one: re.Match[str], when: tuple[str, str], today: date | None) -> tuple[str, str]:
    """Return the last such month or day where it is said that something has lasted since then."""
    since = text[one.start() : one.start() + 6].lower() == "since " or text[: one.start()].lower().endswith("since ")
    if not since or today is None or when[0] <= today.isoformat()[: len(when[0])] or "-Q" in when[0]:
        return when
    return f"{int(when[0][:4]) - 1:04d}{when[0][4:]}", when[1]


def _dated(named: Named, today: date | None, last: str) -> tuple[str, str] | None:
    for read in (_year, _quarter, _calendar, _weekday, _feast, _alone, _counted, _relative):
        if (when := read(named, today, last)) is not None:
            return when
    return None


def _year(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    """Return a year, or the month at which one begins or ends."""
    if named.get("edge") and today is not None:
        year = today.year + {"last": -1, "next": 1}.get(str(named["shift"]).lower(), 0)
        return f"{year:04d}-{12 if named['edge'] in {'end', 'close', 'last days'} else 1:02d}", "month"
    if named.get("within") and today is not None:
        return f"{today.year:04d}", "year"
    if named.get("season") and named.get("shift") and today is not None:
        return f"{today.year + _season(str(named['season']), str(named['shift']).lower(), today.month):04d}", "year"
    alone = named.get("year") and not any(named.get(one) for one in ("month", "quarter", "nth"))
    return (str(named["year"]), "year") if alone else None


def _season(name: str, shift: str, month: int) -> int:
    """Return how many years after this one the last or the next such season began."""
    begins = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[name]
    return -(month <= begins + 2) if shift == "last" else int(month >= begins)


def _quarter(named: Named, today: date | None, last: str) -> tuple[str, str] | None:
    if named.get("bare"):
        year = int(last[:4]) if last else today.year if today else 0
        return (f"{year:04d}-Q{_QUARTERS[str(named['bare'])]}", "quarter") if year else None
    if named.get("quarter") or named.get("nth"):
        return f"{named['year']}-Q{int(named['quarter'] or 0) or _QUARTERS[str(named['nth'])]}", "quarter"
    return None


def _calendar(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    if not named.get("month"):
        return None
    text = str(named["month"]).lower()
    month = int(text) if text.isdigit() else MONTHS[text]
    year = int(str(named["year"])) if named.get("year") else _year_without(named, month, today)
    if year is None:
        return None
    if named.get("ordinal"):
        return f"{year:04d}-{month:02d}-{_DAYS_IN_WORDS.index(str(named['ordinal'])) + 1:02d}", "day"
    if not named.get("day"):
        return f"{year:04d}-{month:02d}", "month"
    try:
        return date(year, month, int(str(named["day"]))).isoformat(), "day"
    except ValueError:
        return f"{year:04d}-{month:02d}", "month"


def _year_without(named: Named, month: int, today: date | None) -> int | None:
    shift = (named.get("shift") or "").lower()
    if named.get("in_year") is not None and today is not None:
        return today.year + {"last": -1, "next": 1}.get(shift, 0)
    return _nearest_year(month, today, shift)


def _nearest_year(month: int, today: date | None, shift: str | None) -> int | None:
    """Return the year of a month without one: the last such month, or the next if it is said or near."""
    if today is None:
        return None
    if shift == "this":
        return today.year
    if shift == "next":
        return today.year + (month <= today.month)
    if shift == "last":
        return today.year - (month >= today.month)
    ahead = (month - today.month) % 12
    return today.year + (month < today.month) if ahead <= 2 else today.year - (month > today.month)


def _weekday(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    if not named.get("weekday") or today is None:
        return None
    back = (today.weekday() - _DAYS.index(str(named["weekday"]).lower())) % 7
    shift = (named.get("shift") or "").lower()
    if shift in {"next", "this coming", "the next", "the following"}:
        return _moved(today, "day", 7 - back)
    return _moved(today, "day", -(back or (7 if shift in {"last", "this past"} else 0)))


def _feast(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    """Return New Year's Day, Christmas or the eve of one: the last such day, or the next if it is near."""
    if not (name := named.get("feast")) or today is None:
        return None
    month, day_ = (
        (1, 1) if name.endswith("s Day") else (12, 31 if name.startswith("New") else 25 - name.endswith("Eve"))
    )
    year = _nearest_year(month, today, None)
    return (f"{year:04d}-{month:02d}-{day_:02d}", "day") if year and date.min.year <= year <= date.max.year else None


def _alone(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    """Return the day of a month that is not named: of the month told, else the nearest such day."""
    if not named.get("alone") or today is None:
        return None
    n = int(str(named["alone"]))
    back = named.get("shift") == "last" or (named.get("shift") is None and n > today.day + _HALF_A_MONTH)
    month = _moved(today, "month", -back)
    try:
        return (date(int(month[0][:4]), int(month[0][5:]), n).isoformat(), "day") if month else None
    except ValueError:
        return None


def _counted(named: Named, today: date | None, last: str) -> tuple[str, str] | None:
    """Return "two days ago", "a year later"."""
    unit = named.get("unit")
    if not unit or not named.get("count"):
        return None
    step = _number(named) * (-1 if named["way"] in {"ago", "earlier"} else 1)
    if last and named["way"] in {"later", "earlier"}:
        return _moved_from(last, unit, step)
    return _moved(today, unit, step)


def _relative(named: Named, today: date | None, last: str) -> tuple[str, str] | None:
    if named.get("same"):
        return _moved_from(last, "day", 0) or _moved(today, "day", 0)
    if word := named.get("relative"):
        shift = _SHIFTS.get(word.lower(), 0)
        return _moved(today, "day", shift)
    unit = named.get("unit")
    if not unit:
        return None
    if named.get("beside"):
        step = -1 if named["beside"] == "before" else 1
        return _moved_from(last, unit, step) or (_moved(today, unit, step) if step < 0 else None)
    relation = (named.get("shift") or "").lower()
    if relation in {"the following", "the next", "the previous", "the same"} and last:
        step = {"the previous": -1, "the same": 0}.get(relation, 1)
        return _moved_from(last, unit, step)
    steps = {"last": -1, "next": 1, "this": 0, "the same": 0, "the": -1, "this past": -1}
    return _moved(today, unit, steps[relation]) if relation in steps else None


def _number(named: Named) -> int:
    """Return how many units are counted."""
    count = str(named["count"]).lower()
    return 1 if count == "a" else _NUMBERS.get(count) or int(count)


def _as_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _moved_from(text: str, unit: str, step: int) -> tuple[str, str] | None:
    """Return a date some units after one of any precision; none where the unit is finer than what is known."""
    if day := _as_date(text):
        return _moved(day, unit, step)
    if re.fullmatch(r"\d{4}-\d\d", text) and unit in {"month", "year"}:
        return _moved(date(int(text[:4]), int(text[5:]), 1), "month", step * (12 if unit == "year" else 1))
    if re.fullmatch(r"\d{4}", text) and unit == "year":
        return str(int(text) + step), "year"
    return None


def _moved(day: date | None, unit: str, step: int) -> tuple[str, str] | None:
    if day is None:
        return None
    if unit in {"day", "week", "weekend"}:
        try:
            moved = day + timedelta(days=step * (1 if unit == "day" else 7))
        except OverflowError:
            return None
        return (moved.isoformat(), "day") if unit == "day" else (moved.isoformat()[:7], "month")
    months = day.year * 12 + day.month - 1 + step * (12 if unit == "year" else 1)
    if not 12 <= months < 120_000:
        return None
    if unit == "year":
        return f"{months // 12:04d}", "year"
    return f"{months // 12:04d}-{months % 12 + 1:02d}", "month"
