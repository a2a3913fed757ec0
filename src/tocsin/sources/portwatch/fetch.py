"""Daily trade data from PortWatch's ArcGIS service, country by country, page by page.

Reference: https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.core.errors import FormatError
from tocsin.core.fetch import Ask, Call, Get
from tocsin.core.release import Request
from tocsin.sources.web_answer import check_asked, in_span, read_json

URL = "https://services9.arcgis.com/weJ1QsnbMYJlCHdG/arcgis/rest/services/Daily_Trade_Data/FeatureServer/0/query"
PAGE = 1000
_LATER = "Ask it again later, or for fewer countries."


def fetch(ask: Ask, get: Get) -> Iterator[Request]:
    """Fetch all ports of each country asked for, whole years.

    Parameters
    ----------
    ask : Ask
        Reporters are the countries, all if empty; of `since` and `until` the years matter.
    get : callable
        Gives the fetched file of a page.

    Yields
    ------
    Request
        One per country.

    Raises
    ------
    FormatError
        If an answer is none, holds what was not asked for, or repeats the page before it.
    """
    for country in ask.reporters or ("",):
        if pages := tuple(_pages(ask, country, get)):
            yield Request(files=pages, options=dict(ask.options))


def _pages(ask: Ask, country: str, get: Get) -> Iterator[Path]:
    years = f"{ask.since.year if ask.since else ''}to{ask.until.year if ask.until else ''}"
    number, more, before = 0, True, None
    while more:
        path = get(
            Call(
                f"{country or 'all'}-{years}-page{number:04d}.json",
                ask.base or URL,
                params={
                    "where": _condition(ask, country),
                    "outFields": "*",
                    "orderByFields": "ObjectId",
                    "resultOffset": str(number * PAGE),
                    "resultRecordCount": str(PAGE),
                    "f": "json",
                },
            )
        )
        if path is None:  # a dry run: how many pages there are is known from their content alone
            return
        told = _told(path)
        if features := told["features"]:
            if features == before:
                raise FormatError(f"page {number} repeats the one before it", where=str(path), remedy=_LATER)
            _check(path, features, ask, country)
            yield path
        more, before = bool(told.get("exceededTransferLimit")) and bool(features), features
        number += 1


def _condition(ask: Ask, country: str) -> str:
    parts = [f"ISO3 = '{country}'"] if country else []
    parts += [f"year >= {ask.since.year}"] if ask.since else []
    parts += [f"year <= {ask.until.year}"] if ask.until else []
    return " AND ".join(parts) or "1=1"


def _check(path: Path, features: list[Any], ask: Ask, country: str) -> None:
    """Refuse a page about something else; records that are not laid out as known are the reader's to refuse."""
    records = [
        one["attributes"] for one in features if isinstance(one, dict) and isinstance(one.get("attributes"), dict)
    ]
    if country:
        check_asked(path, "country", (record.get("ISO3") for record in records), country.__eq__)
    check_asked(path, "year", (record.get("year") for record in records), in_span(ask))


def _told(path: Path) -> dict[str, Any]:
    told = read_json(path)
    if not isinstance(told, dict) or not isinstance(told.get("features"), list):
        raise FormatError(f"the service answers {str(told)[:160]}", where=str(path), remedy=_LATER)
    return told
