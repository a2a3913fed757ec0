"""Dates some days, weeks, months or years from another, as precisely as both are known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

#: What is still to come; days before that of a document that are rather those of a report than of a story.
_COMING, _RECENT = re.compile(r"\b(?:will|shall|is to|are to|is due|plans?|intends?|expected)\b"), 60


def as_date(text: str) -> date | None:
    """Return a day.

    Parameters
    ----------
    text : str
        As ISO 8601 writes it.

    Returns
    -------
    datetime.date or None
        None if it is no day of the calendar.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moved(day: date | None, unit: str, step: int) -> tuple[str, str] | None:
    """Return the date some units after a day, as precisely as the unit tells: weeks and months give a month.

    Parameters
    ----------
    day : datetime.date or None
        From where.
    unit : str
        ``day``, ``week``, ``month`` or ``year``.
    step : int
        How many; before the day if negative.

    Returns
    -------
    tuple of str or None
        The date and its precision; None without a day, or beyond the calendar.
    """
    if day is None:
        return None
    if unit in {"day", "week"}:
        try:
            later = day + timedelta(days=step * (1 if unit == "day" else 7))
        except OverflowError:
            return None
        return (later.isoformat(), "day") if unit == "day" else (later.isoformat()[:7], "month")
    months = day.year * 12 + day.month - 1 + step * (12 if unit == "year" else 1)
    if not 12 <= months < 120_000:
        return None
    if unit == "year":
        return f"{months // 12:04d}", "year"
    return f"{months // 12:04d}-{months % 12 + 1:02d}", "month"


def moved_from(text: str, unit: str, step: int) -> tuple[str, str] | None:
    """Return a date some units after one of any precision.

    Parameters
    ----------
    text : str
        A day, month or year.
    unit : str
        ``day``, ``week``, ``month`` or ``year``.
    step : int
        How many.

    Returns
    -------
    tuple of str or None
        The date and its precision; None where the unit is finer than what is known.
    """
    if day := as_date(text):
        return moved(day, unit, step)
    if re.fullmatch(r"\d{4}-\d\d", text) and unit in {"month", "year"}:
        return moved(date(int(text[:4]), int(text[5:]), 1), "month", step * (12 if unit == "year" else 1))
    if re.fullmatch(r"\d{4}", text) and unit == "year" and date.min.year <= int(text) + step <= date.max.year:
        return f"{int(text) + step:04d}", "year"
    return None


def moved_to(today: date | None, unit: str, step: int, told: str) -> tuple[str, str] | None:
    """Return the same day, or the month that holds it, of another time: "one year ago today".

    Parameters
    ----------
    today : datetime.date or None
        The day of the document.
    unit : str
        ``day``, ``week``, ``month`` or ``year``.
    step : int
        How many.
    told : str
        ``today``, ``this day``, ``this week`` or ``this month``.

    Returns
    -------
    tuple of str or None
        The date and its precision; the month where that month has no such day.
    """
    found = moved(today, unit, step)
    if today is None or found is None:
        return None
    if unit in {"day", "week"}:
        then = (today + timedelta(days=step * (1 if unit == "day" else 7))).isoformat()
    else:  # a month or a year of which only that is known
        then = found[0] + today.isoformat()[len(found[0]) :]
    exact = told in {"today", "this day"} and as_date(then) is not None
    return (then, "day") if exact else (then[:7], "month")


def nearest_year(month: int, today: date | None, shift: str | None) -> int | None:
    """Return the year of a month that is named without one.

    Parameters
    ----------
    month : int
        1 to 12.
    today : datetime.date or None
        Day of the document.
    shift : str or None
        What is said beside it: "this", "next", "last"; None if nothing is.

    Returns
    -------
    int or None
        That of the last such month, or of the next if it is said or at most two months ahead.
    """
    if today is None:
        return None
    if shift == "this":
        return today.year
    if shift in {"next", "the following"}:
        return today.year + (month <= today.month)
    if shift in {"last", "this past"}:
        return today.year - (month >= today.month)
    ahead = (month - today.month) % 12
    return today.year + (month < today.month) if ahead <= 2 else today.year - (month > today.month)


def season_from(name: str, shift: str, month: int) -> int:
    """Return how many years after this one the last or the next such season began.

    Parameters
    ----------
    name : str
        A season of the northern half of the earth.
    shift : str
        "last", or anything else for the next.
    month : int
        Of the day from which it is told, 1 to 12.

    Returns
    -------
    int
        -1, 0 or 1.
    """
    begins = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[name]
    return -(month <= begins + 2) if shift == "last" else int(month >= begins)


def of_story(text: str, day: str, story: str, others: Sequence[str], today: date | None) -> bool:
    """Return whether a day or month without a year is of the year of which the sentences before tell.

    Parameters
    ----------
    text : str
        The sentence.
    day : str
        The day or month as it is read.
    story : str
        A date of which sentences before tell; empty if there is none.
    others : sequence of str
        Dates that the sentence names before.
    today : datetime.date or None
        Day of the document.

    Returns
    -------
    bool
        Not if it is earlier in the year, shortly before the document, of what is still to come, or another one is told.
    """
    if len(story) < len("2019-07") or today is None or _COMING.search(text):
        return False
    first = as_date(day if len(day) == len("2019-07-01") else f"{day}-01")
    if first is None or 0 <= (today - first).days < _RECENT or as_date(f"{story[:4]}{first.isoformat()[4:]}") is None:
        return False
    return story[5:7] <= day[5:7] and all(one[:4] == story[:4] for one in others)
