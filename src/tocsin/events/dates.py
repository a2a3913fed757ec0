"""When: days, months and years that a sentence names, also against the day of the document."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.events.date_forms import (
    ANY,
    BESIDE,
    DAYS,
    DAYS_IN_WORDS,
    JOINED,
    MONTH,
    MONTHS,
    NUMBERS,
    PATTERNS,
    SHARED,
    SHARED_MONTH,
    UNTIL,
    WITHIN,
)
from tocsin.events.date_steps import as_date, moved, moved_from, moved_to, nearest_year, of_story, season_from

_SHIFTS = {
    "yesterday": -1, "last night": -1, "last evening": -1, "tomorrow": 1, "the day before yesterday": -2,
    "the day after tomorrow": 2,
}  # fmt: skip
_IN_MONTH = re.compile(r"\d{4}-\d\d")
_NAMES = re.compile(rf"\b(?:{'|'.join((*MONTHS, *DAYS))})\b")
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_KNOWN = re.compile(r"(?!0000)[0-9]{4}(?:-|$)")

#: Within how many characters a sentence begins with the time of which it tells.
BEGINNING = 6

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
        what is to come, "in sixty days"; ``within``, of the noun with which it ends, "a 2013 agreement"; of anything
        near it if empty.
    framed : bool
        Whether its year is told by a date with which the sentence begins.
    """

    start: int
    end: int
    date: str
    precision: str
    bound: str = ""
    framed: bool = False


def dates(text: str, start: int, end: int, today: date | None, before: str = "", *, story: str = "") -> list[When]:
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
    story : str
        Date of which the sentences before tell: a month without a year that is not earlier in it is of that year.

    Returns
    -------
    list of When
        From the left, without overlap.
    """
    found: list[When] = []
    if text[start:end].isupper() and len(text[start:end].lower()) == end - start:  # "ON THURSDAY MARCH 4 2021"
        text = text[:start] + _NAMES.sub(lambda one: one[0].capitalize(), text[start:end].lower()) + text[end:]
    if ANY.search(text, start, end) is None:
        return found
    named: list[re.Match[str]] = []
    monthly = MONTH.search(text, start, end) is not None
    taken = bytearray(end - start)
    for pattern, of_month in PATTERNS:
        for one in pattern.finditer(text, start, end) if monthly or not of_month else ():
            first, last = one.start() - start, one.end() - start
            if taken.find(1, first, last) < 0:
                taken[first:last] = b"\1" * (last - first)
                named.append(one)
    for one in sorted(named, key=lambda one: one.start()):
        what = _completed(text, one)
        if when := _dated(what, today, found[-1].date if found else before):
            when = _passed(text, one, when, today)
            free = what.get("month") and not (what.get("year") or what.get("shift") or _since(text, one))
            frame = _frame(text, found) if free else None
            told = bool(free) and of_story(text, when[0], story, [one.date for one in found], today)
            when = _in_year(int(story[:4]), when) if told else _then(when, frame) if frame else when
            found.append(When(one.start(), one.end(), *when, framed=told or frame is not None))
    found = [one for k, one in enumerate(found) if not any(_finer(text, one, other) for other in found[k + 1 : k + 2])]
    others = (*_beside(text, start, end, found, today), *_within(text, start, end, found))
    return sorted([*found, *others], key=lambda one: one.start)


def _finer(text: str, one: When, other: When) -> bool:
    """Return whether the date right behind says the same more exactly: "two months from now, on July 23"."""
    return (
        other.date != one.date
        and other.date.startswith(one.date)
        and JOINED.fullmatch(text[one.end : other.start]) is not None
    )


def _completed(text: str, one: re.Match[str]) -> Named:
    """Return what a date names, with the year that stands behind the next one: "on July 3 and July 28, 2017"."""
    named = one.groupdict()
    if named.get("month") and not (named.get("year") or named.get("shift")) and (found := shared(text, one.end())):
        month = str(named["month"]).lower()
        named["year"] = str(found[0] - (month in MONTHS and MONTHS[month] > found[1]))
    return named


def shared(text: str, end: int) -> tuple[int, int] | None:
    """Return the year and the month of a date right behind one that has no year; None if there is none."""
    if found := SHARED_MONTH.match(text, end):
        return int(found["year"]), MONTHS[found["month"].lower()]
    found = SHARED.match(text, end)
    return (int(found["year"]), MONTHS[(found["month"] or found["other"]).lower()]) if found else None


def _beside(text: str, start: int, end: int, found: Sequence[When], today: date | None) -> Iterator[When]:
    """Yield what is told against another date of the sentence, else against the day of the document."""
    for bound, pattern in BESIDE:
        for one in pattern.finditer(text, start, end):
            if any(one.start() < other.end and other.start < one.end() for other in found):
                continue
            named = one.groupdict()
            if named.get("pair"):
                named |= {"unit": named["pair"], "count": "two"}
            if bound == "ahead" and named["unit"] == "year":  # "the worst drought in 56 years"
                continue
            n = _number(named) if named.get("unit") else 0
            way = -1 if named.get("way") == "after" else 1
            base = today.isoformat() if today else ""
            precision = "day"
            bases = [each for each in found if not UNTIL.search(text, start, each.start)] if bound == "behind" else []
            if bases:
                other = next((each for each in reversed(bases) if each.end <= one.start()), bases[0])
                base, precision = other.date, other.precision
            when = moved_from(base, named.get("unit") or "day", way * n) or (base, precision)
            if base:
                yield When(one.start(), one.end(), *when, bound)


def _within(text: str, start: int, end: int, found: Sequence[When]) -> Iterator[When]:
    """Yield the years that tell of which act a noun speaks, each with that noun: "a 2013 agreement"."""
    for one in WITHIN.finditer(text, start, end):
        first, last = one.start("year"), one.end()
        if not any(first < other.end and other.start < last for other in found):
            yield When(first, last, one["year"], "year", "within")


def _passed(text: str, one: re.Match[str], when: tuple[str, str], today: date | None) -> tuple[str, str]:
    """Return the last such month or day where it is said that something has lasted since then."""
    if not _since(text, one) or today is None or when[0] <= today.isoformat()[: len(when[0])] or "-Q" in when[0]:
        return when
    return _in_year(int(when[0][:4]) - 1, when)


def _in_year(year: int, when: tuple[str, str]) -> tuple[str, str]:
    """Return the same day or month of a year; the month alone where that year has no such day."""
    then = f"{year:04d}{when[0][4:]}"
    return (then, when[1]) if len(then) < 10 or as_date(then) else (then[:7], "month")


def _since(text: str, one: re.Match[str]) -> bool:
    return text[one.start() : one.start() + 6].lower() == "since " or text[: one.start()].lower().endswith("since ")


def _frame(text: str, found: Sequence[When]) -> When | None:
    """Return the last date that tells its year, if the sentence begins with one: "In August 2019 ..., in November"."""
    dated = [one for one in found if one.date[:4] in text[one.start : one.end]]
    if not dated or dated[0] is not found[0] or found[0].start > BEGINNING:
        return None
    return dated[-1] if found[0].precision in {"day", "month"} or text.startswith("In ", found[0].start) else None


def _then(when: tuple[str, str], frame: When) -> tuple[str, str]:
    """Return a day that has no year in that of another date, or the next one if it is earlier in the year."""
    then = int(frame.date[:4]) + (when[0][5:7] < frame.date[5:7])
    return _in_year(then, when) if int(when[0][:4]) > then else when


def _dated(named: Named, today: date | None, last: str) -> tuple[str, str] | None:
    for read in (
        _seasonal,
        _year,
        _quarter,
        _calendar,
        _weekday,
        _feast,
        _alone,
        _counted,
        _weekend,
        _lately,
        _relative,
    ):
        if (when := read(named, today, last)) is not None:
            return when if _KNOWN.match(when[0]) else None
    return None


def _year(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    """Return a year, or the month at which one begins or ends."""
    if named.get("edge") and (named.get("year") or today is not None):
        shift = {"last": -1, "next": 1}.get(str(named.get("shift")).lower(), 0)
        year = int(named.get("year") or (today.year + shift if today else 0))
        return f"{year:04d}-{12 if named['edge'] in {'end', 'close', 'last days'} else 1:02d}", "month"
    if (named.get("turn") or named.get("new")) and today is not None:
        return f"{today.year + (today.month > 6):04d}-01", "month"
    if (last_of := named.get("last_of")) and today is not None:
        month = 12 if last_of == "year" else today.month
        return f"{today.year:04d}-{month:02d}-{monthrange(today.year, month)[1]:02d}", "day"
    if named.get("within") and today is not None:
        return f"{today.year:04d}", "year"
    alone = named.get("year") and not any(named.get(one) for one in ("month", "quarter", "nth", "feast"))
    return (str(named["year"]), "year") if alone else None


def _seasonal(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    if today is None or not (named.get("seasons") or (named.get("season") and named.get("shift"))):
        return None
    if seasons := named.get("seasons"):
        return f"{today.year - NUMBERS[str(seasons).lower()]:04d}", "year"
    return f"{today.year + season_from(str(named['season']), str(named['shift']).lower(), today.month):04d}", "year"


def _quarter(named: Named, today: date | None, last: str) -> tuple[str, str] | None:
    if named.get("bare"):
        year = int(last[:4]) if last else today.year if today else 0
        return (f"{year:04d}-Q{_QUARTERS[str(named['bare'])]}", "quarter") if year else None
    if named.get("quarter") or named.get("nth"):
        years = {"last": -1, "next": 1}.get(str(named.get("shift")), 0)
        told = named.get("year") or (str(today.year + years) if today else "")
        quarter = int(named.get("quarter") or 0) or _QUARTERS[str(named["nth"])]
        return (f"{told}-Q{quarter}", "quarter") if told else None
    return None


def _calendar(named: Named, today: date | None, last: str) -> tuple[str, str] | None:
    if not named.get("month"):
        return None
    text = str(named["month"]).lower()
    month = int(text) if text.isdigit() else MONTHS[text]
    year = int(str(named["year"])) if named.get("year") else _year_without(named, month, today, last)
    if year is None:
        return None
    if named.get("ordinal"):
        return f"{year:04d}-{month:02d}-{DAYS_IN_WORDS.index(str(named['ordinal'])) + 1:02d}", "day"
    if not named.get("day"):
        return f"{year:04d}-{month:02d}", "month"
    try:
        return date(year, month, int(str(named["day"]))).isoformat(), "day"
    except ValueError:
        return f"{year:04d}-{month:02d}", "month"


def _year_without(named: Named, month: int, today: date | None, last: str) -> int | None:
    shift = (named.get("shift") or "").lower()
    if shift == "that" or (shift == "the following" and last):  # against the date before
        return _year_behind(last, month, following=shift == "the following")
    if named.get("in_year") is not None and today is not None:
        return today.year + {"last": -1, "next": 1}.get(shift, 0)
    return nearest_year(month, today, shift)


def _year_behind(last: str, month: int, *, following: bool) -> int | None:
    """Return the year of a month told against a date: its own, or that of the next such month, where that is known."""
    if not following or not last:
        return int(last[:4]) if last else None
    told = 3 * int(last[6]) if "Q" in last else int(last[5:7] or 0)
    return int(last[:4]) + (month <= told) if told else None


def _weekday(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    if not named.get("weekday") or today is None:
        return None
    back = (today.weekday() - DAYS.index(str(named["weekday"]).lower())) % 7
    shift = (named.get("shift") or "").lower()
    if shift in {"next", "this coming", "the next", "the following"}:
        return moved(today, "day", 7 - back)
    return moved(today, "day", -(back or (7 if shift in {"last", "this past"} else 0)))


def _feast(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    """Return New Year's Day, Christmas or the eve of one: the last such day, or the next if it is near."""
    if not (name := named.get("feast")) or today is None:
        return None
    eve = name.lower().endswith("eve")
    month, day_ = (12, 25 - eve) if name.startswith("Christmas") else (12, 31) if eve else (1, 1)
    year = int(str(named["year"])) if named.get("year") else nearest_year(month, today, None)
    return f"{year:04d}-{month:02d}-{day_:02d}", "day"


def _alone(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    """Return the day of a month that is not named: of the month told, else the last such day."""
    if not named.get("alone") or today is None:
        return None
    n, told = int(str(named["alone"])), named.get("shift")
    first = int(told == "last" or (told is None and n > today.day))
    for back in range(first, first + (1 if told else 3)):  # not every month has a 31st
        month = moved(today, "month", -back)
        if month and (found := as_date(f"{month[0]}-{n:02d}")):
            return found.isoformat(), "day"
    return None


def _counted(named: Named, today: date | None, last: str) -> tuple[str, str] | None:
    """Return "two days ago"; "a year later" only where it is known than what."""
    unit = named.get("unit")
    if not unit or not named.get("count"):
        return None
    step = _number(named) * (-1 if named["way"] in {"ago", "earlier"} else 1)
    if last and named["way"] in {"later", "earlier"}:
        return moved_from(last, unit, step)
    if named["way"] == "later":
        return None
    if told := named.get("to_the"):
        return moved_to(today, unit, step, told.lower())
    return moved(today, unit, step)


def _weekend(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    """Return the month of the Saturday that is last, or next."""
    if named.get("unit") != "weekend" or today is None:
        return None
    back = (today.weekday() - DAYS.index("saturday")) % 7
    relation = (named.get("shift") or "").lower()
    step = -back if relation in {"the", "last", "this past"} else (7 - back) % 7 + 7 * (relation == "next")
    found = moved(today, "day", step)
    return (found[0][:7], "month") if found else None


def _lately(named: Named, today: date | None, _: str) -> tuple[str, str] | None:
    """Return the month in which recent days lie."""
    found = moved(today, "day", -2) if named.get("lately") else None
    return (found[0][:7], "month") if found else None


def _relative(named: Named, today: date | None, last: str) -> tuple[str, str] | None:
    if named.get("same"):
        return moved_from(last, "day", 0) or moved(today, "day", 0)
    if word := named.get("relative"):
        shift = _SHIFTS.get(word.lower(), 0)
        return moved(today, "day", shift)
    unit = named.get("unit")
    if not unit or unit == "weekend":
        return None
    if named.get("beside"):
        step = -1 if named["beside"] == "before" else 1
        return moved_from(last, unit, step) or (moved(today, unit, step) if step < 0 else None)
    relation = (named.get("shift") or "").lower()
    if last and (when := _against(last, relation, unit)):
        return when
    steps = {"last": -1, "next": 1, "coming": 1, "this": 0, "the same": 0, "the": 0, "in the": 0, "this past": -1}
    return moved(today, unit, steps[relation]) if relation in steps else None


def _against(last: str, relation: str, unit: str) -> tuple[str, str] | None:
    """Return what is told against the date before: "the following day", "earlier in the year"."""
    if relation == "in the" and _IN_MONTH.match(last):
        return (last[:4], "year") if unit == "year" else (last[:7], "month")
    steps = {"the following": 1, "the next": 1, "the previous": -1, "the same": 0}
    return moved_from(last, unit, steps[relation]) if relation in steps else None


def _number(named: Named) -> int:
    """Return how many units are counted."""
    count = re.sub("[ –]", "-", str(named["count"]).lower())
    return 1 if count == "a" else int(NUMBERS.get(count, 0) or count)
