"""What a page of a scenario reads out of its document: figures, bands, paths, days, names; what is absent stays so."""

from __future__ import annotations

import math
from calendar import month_name
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tocsin.publish.words import of_country, short_name
from tocsin.ref.gazetteer import countries

Record = Mapping[str, Any]
QUANTILES = ("p05", "p25", "p50", "p75", "p95")
REST = "ROW"
#: An unmet share below this is no shortage [1].
SHORT = 0.01
_MONTHS = tuple(month_name)[1:]


@dataclass(frozen=True)
class Band:
    """Quantiles of a figure over all runs.

    Parameters
    ----------
    p05, p25, p50, p75, p95 : float or None
        Quantiles; None where they are not known.
    """

    p05: float | None
    p25: float | None
    p50: float | None
    p75: float | None
    p95: float | None


@dataclass(frozen=True)
class Path:
    """Bands over the days.

    Parameters
    ----------
    days : tuple of int
        Days from the beginning, rising.
    bands : tuple of Band
        One for each day, all known.
    """

    days: tuple[int, ...]
    bands: tuple[Band, ...]


def number(value: object) -> float | None:
    """Read a figure.

    Parameters
    ----------
    value : object
        What the document holds.

    Returns
    -------
    float or None
        A finite number, or None.

    Examples
    --------
    >>> number(0.5), number(float("nan")), number("12"), number(None), number(True)
    (0.5, None, None, None, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def record(value: object) -> Record:
    """Return a mapping, empty where the document holds none."""
    return value if isinstance(value, Mapping) else {}


def records(value: object) -> list[Record]:
    """Return the mappings of a list, none where the document holds no list."""
    listed = value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else ()
    return [one for one in listed if isinstance(one, Mapping)]


def texts(value: object) -> list[str]:
    """Return a list of texts; a lone text is a list of one."""
    if isinstance(value, str):
        return [value] if value else []
    return [str(one) for one in value] if isinstance(value, Sequence) else []


def text(value: object) -> str:
    """Return a text; empty where there is none."""
    return "" if value is None or isinstance(value, Mapping) else str(value).strip()


def band(value: object) -> Band:
    """Read a band; a bare number is known exactly.

    Parameters
    ----------
    value : object
        ``{"p05": ..., "p95": ...}``, or a number.

    Returns
    -------
    Band
        The band.
    """
    if (exact := number(value)) is not None:
        return Band(exact, exact, exact, exact, exact)
    return Band(*(number(record(value).get(name)) for name in QUANTILES))


def path(value: object) -> Path:
    """Read a path of bands; days without all quantiles are left out.

    Parameters
    ----------
    value : object
        List of ``{"day": ..., "p05": ..., ...}``.

    Returns
    -------
    Path
        The path, in order of days.
    """
    rows = {int(day): band(one) for one in records(value) if (day := number(one.get("day"))) is not None}
    known = {day: rows[day] for day in sorted(rows) if all(getattr(rows[day], name) is not None for name in QUANTILES)}
    return Path(tuple(known), tuple(known.values()))


def day_of(value: object) -> date | None:
    """Read an ISO date."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(text(value)[:10])
    except ValueError:
        return None


def on_day(start: date | None, days: float | None) -> date | None:
    """Return the date some days after the beginning; None where either is not known."""
    if start is None or days is None:
        return None
    try:
        return start + timedelta(days=round(days))
    except OverflowError:
        return None


def spoken_day(on: date) -> str:
    """Write a date in words.

    Parameters
    ----------
    on : datetime.date
        The date.

    Returns
    -------
    str
        Day, month, year.

    Examples
    --------
    >>> spoken_day(date(2019, 7, 4))
    '4 July 2019'
    """
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def short_month(on: date) -> str:
    """Write the month of a date in three letters: ``Jul``."""
    return _MONTHS[on.month - 1][:3]


def name_of(iso3: object, given: object = None) -> str:
    """Name a place.

    Parameters
    ----------
    iso3 : object
        Our code of it, ``ROW``, or what else the document calls it.
    given : object
        Name that the document gives.

    Returns
    -------
    str
        Name in English.

    Examples
    --------
    >>> name_of("KOR"), name_of("ROW"), name_of("COD"), name_of("*")
    ('South Korea', 'Rest of the world', 'DR Congo', 'all countries')
    """
    code = text(iso3)
    if text(given) and text(given) != code:
        return short_name(text(given))
    if code == REST:
        return "Rest of the world"
    if code == "*":
        return "all countries"
    return short_name(countries()[code].name) if code in countries() else code or "not named"


def in_sentence(iso3: object, given: object = None) -> str:
    """Name a place within a sentence, with its article: ``the Netherlands``."""
    name = name_of(iso3, given)
    return "the rest of the world" if name == "Rest of the world" else of_country(name)


def worst(importer: Record) -> Band:
    """Return the unmet share of the worst month of an importer, or that of the whole time where it is not told."""
    found = band(importer.get("worst_month"))
    return found if found.p50 is not None else band(importer.get("unmet_share"))


def by_harm(importers: Sequence[Record]) -> list[Record]:
    """Return importers from the hardest hit to the least; the rest of the world stands last among equals."""

    def key(one: Record) -> tuple[float, float, float, bool, str]:
        harm, whole = worst(one), band(one.get("unmet_share"))
        return (
            -(harm.p50 or 0.0),
            -(harm.p95 or 0.0),
            -(whole.p50 or 0.0),
            one.get("iso3") == REST,
            text(one.get("iso3")),
        )

    return sorted(importers, key=key)


def goods_of(document: Record) -> Iterator[Record]:
    """Yield the goods of a document, each with its importers, prices and flows.

    Parameters
    ----------
    document : mapping
        The document; goods stand under ``goods``, or one at the top.

    Yields
    ------
    mapping
        A good, that which the document is about first, then those that are missed the most.
    """
    about = text(document.get("about"))
    several = [one for one in records(document.get("goods")) if "importers" in one]
    if not several:
        yield {**document, **record(document.get("good")), "importers": document.get("importers")}
    yield from sorted(several, key=lambda one: (text(one.get("id")) != about, -most_missed(one)))


def most_missed(good: Record) -> float:
    """Return the median unmet share in the worst month of the importer that misses a good the most."""
    return max((worst(one).p50 or 0.0 for one in records(good.get("importers"))), default=0.0)


def story_of(document: Record) -> Record:
    """Return what the scenario says of itself: title, start, length, shocks.

    Parameters
    ----------
    document : mapping
        The document.

    Returns
    -------
    mapping
        Key ``story``, or ``scenario`` where that holds more than a name.
    """
    told = record(document.get("story")) or record(document.get("scenario"))
    name = text(document.get("title")) or text(document.get("scenario"))
    return {**told, "title": text(told.get("title")) or name or "A scenario"}
