"""Daily trade data from PortWatch's ArcGIS service, country by country, page by page.

Reference: https://developers.arcgis.com/rest/services-reference/enterprise/query-feature-service-layer/
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.core.fetch import Ask, Call, Get
from tocsin.core.release import Request

URL = "https://services9.arcgis.com/weJ1QsnbMYJlCHdG/arcgis/rest/services/Daily_Trade_Data/FeatureServer/0/query"
PAGE = 1000


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
    """
    for country in ask.reporters or ("",):
        if pages := tuple(_pages(ask, country, get)):
            yield Request(files=pages, options=dict(ask.options))


def _pages(ask: Ask, country: str, get: Get) -> Iterator[Path]:
    years = f"{ask.since.year if ask.since else ''}to{ask.until.year if ask.until else ''}"
    number, more = 0, True
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
        if told.get("features"):
            yield path
        more = bool(told.get("exceededTransferLimit")) and bool(told.get("features"))
        number += 1


def _condition(ask: Ask, country: str) -> str:
    parts = [f"ISO3 = '{country}'"] if country else []
    parts += [f"year >= {ask.since.year}"] if ask.since else []
    parts += [f"year <= {ask.until.year}"] if ask.until else []
    return " AND ".join(parts) or "1=1"


def _told(path: Path) -> dict[str, object]:
    told = json.loads(path.read_bytes())
    if not isinstance(told, dict) or "features" not in told:
        raise FormatError(
            f"the service answers {str(told)[:160]}", where=path.name, remedy="Ask it again, or for fewer countries."
        )
    return told
