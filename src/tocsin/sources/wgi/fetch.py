"""Fetch the governance indicators from the World Bank's service, a call per dimension and page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.core.fetch import Ask, Call, Get
from tocsin.core.release import Request
from tocsin.sources.wgi.read import DIMENSIONS

BASE = "https://api.worldbank.org/v2"
DATABASE = "3"
PER_PAGE = 20_000
_WIDEST = 100  # pages of one dimension; more is a service gone wrong


def fetch(ask: Ask, get: Get) -> Iterator[Request]:
    """Fetch all pages of all dimensions.

    Parameters
    ----------
    ask : Ask
        Reporters, first and last year; products and partners say nothing here.
    get : callable
        Gives the file of a call, or None in a dry run.

    Yields
    ------
    Request
        All files together: they are one release.

    Raises
    ------
    FormatError
        If an answer does not say how many pages there are.
    """
    files = tuple(path for code in DIMENSIONS for path in _pages(code, ask, get))
    if files:
        yield Request(files, dict(ask.options))


def _pages(code: str, ask: Ask, get: Get) -> Iterator[Path]:
    page, last = 1, 1
    while page <= last:
        path = get(_call(code, page, ask))
        if path is None:
            return
        yield path
        last = _last_page(path)
        page += 1


def _call(code: str, page: int, ask: Ask) -> Call:
    places = ";".join(ask.reporters) or "all"
    span = _span(ask)
    told = "-".join(part for part in (places.replace(";", "+"), span.replace(":", "-")) if part)
    return Call(
        name=f"{code}-{told}-page{page}.json",
        url=f"{ask.base or BASE}/country/{places}/indicator/{code}.EST",
        params={"source": DATABASE, "format": "json", "per_page": str(PER_PAGE), "page": str(page)}
        | ({"date": span} if span else {}),
    )


def _span(ask: Ask) -> str:
    if ask.since is None and ask.until is None:
        return ""
    return f"{ask.since.year if ask.since else 1996}:{ask.until.year if ask.until else 2100}"


def _last_page(path: Path) -> int:
    try:
        last = int(json.loads(path.read_text(encoding="utf-8-sig"))[0]["pages"])
    except (ValueError, LookupError, TypeError) as error:
        raise FormatError(
            "the answer does not say how many pages there are",
            where=str(path),
            remedy="The service may have answered with an error: look into the file, then collect again.",
        ) from error
    if last > _WIDEST:
        raise FormatError(f"the answer claims {last} pages", where=str(path), remedy="Collect again later.")
    return last
