"""Asking UN Comtrade's API: first what was released when, then each reporter and period, whole or not at all.

Without a key the preview answers, with at most 500 records; with one (``TOCSIN_COMTRADE_KEY``) at most 250,000: see
:mod:`tocsin.sources.comtrade.service`. Only what the availability endpoint lists is asked for, and its date of last
release goes with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from tocsin.core.errors import UsageError
from tocsin.core.fetch import Ask, Get
from tocsin.core.hs import parse_hs6
from tocsin.core.period import Period
from tocsin.core.release import Request
from tocsin.ref.gazetteer import countries
from tocsin.sources.comtrade.service import Part, Service


def fetch(ask: Ask, get: Get) -> Iterator[Request]:
    """Fetch each reporter and period that was released, and hand it on with its date of release.

    Parameters
    ----------
    ask : Ask
        Reporters and a first period are needed.
    get : callable
        Gives the file of a call, or None in a dry run.

    Yields
    ------
    Request
        The files of one reporter and period.

    Raises
    ------
    UsageError
        If reporters or the first period are missing, or cannot be asked for.
    InputError
        If a part that cannot be split further reaches the limit of the service.
    """
    if not ask.reporters or ask.since is None:
        raise UsageError(
            "comtrade needs a reporter and a first period", remedy="tocsin collect comtrade --reporter KOR --since 2024"
        )
    if ask.since.freq not in ("A", "M"):
        raise UsageError(f"--since {ask.since} is neither a year nor a month", remedy="Write 2023 or 2024-01.")
    service = Service(ask.base, ask.key, get)
    products = tuple(parse_hs6(code, where="--product") for code in ask.products)
    partners = tuple(code_of(iso3) for iso3 in ask.partners)
    for iso3 in ask.reporters:
        days = service.days(iso3, code_of(iso3), ask.since.freq)
        for period in _periods(ask.since, ask.until, days):
            part = Part(iso3, code_of(iso3), period, products=products, partners=partners)
            if (files := service.files(part)) and days:
                yield Request(files, {"released": days[period].isoformat()})


def _periods(first: Period, last: Period | None, days: Mapping[Period, date] | None) -> list[Period]:
    """Return what is to be asked for: all that was released, or in a dry run all of the span that is named."""
    if days is None:
        return [first + step for step in range((last or first).index - first.index + 1)]
    return sorted(period for period in days if first <= period and (last is None or period <= last))


def code_of(iso3: str) -> str:
    """Return the number of a place in UN Comtrade.

    Parameters
    ----------
    iso3 : str
        Our code.

    Returns
    -------
    str
        Its number.

    Raises
    ------
    UsageError
        If UN Comtrade has none for it.
    """
    place = countries().get("EUN" if iso3 == "EU" else iso3)
    number = place and (place.cepii or place.m49)
    if not number:
        raise UsageError(f"UN Comtrade has no number for {iso3!r}", remedy="Name a country by its ISO3 code.")
    return str(number)
