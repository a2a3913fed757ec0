"""Fetch the governance indicators from the World Bank's service, a call per dimension and page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tocsin.core.errors import FormatError
from tocsin.core.fetch import Ask, Call, Get
from tocsin.core.release import Request
from tocsin.sources.web_answer import check_asked, in_span, read_json
from tocsin.sources.wgi.read import DIMENSIONS, dimension_of, iso3_of

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
        If an answer does not say how many pages there are, or holds what was not asked for.
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
        told, rows = _answer(path)
        last = _last_page(told, path)
        if rows:
            _check(path, rows, code, ask)
            check_asked(path, "page", [told.get("page")], str(page).__eq__)
            yield path
        page += 1


def _answer(path: Path) -> tuple[dict[str, Any], list[Any]]:
    """Return what a page says of itself, and its rows: none is no error, a place may have no scores."""
    told = read_json(path)
    if not (isinstance(told, list) and told and isinstance(told[0], dict) and "pages" in told[0]):
        raise FormatError(
            "the answer does not say how many pages there are",
            where=str(path),
            remedy="The service may have answered with an error: look into the file, then collect again.",
        )
    return told[0], told[1] if len(told) > 1 and isinstance(told[1], list) else []


def _check(path: Path, rows: list[Any], code: str, ask: Ask) -> None:
    """Refuse a page about something else; rows that are not laid out as known are the reader's to refuse."""
    known = [row for row in rows if isinstance(row, dict)]
    ids = [row["indicator"].get("id") for row in known if isinstance(row.get("indicator"), dict)]
    check_asked(path, "indicator", ids, lambda text: dimension_of(text) == DIMENSIONS[code])
    check_asked(path, "year", (row.get("date") for row in known), in_span(ask))
    if ask.reporters:
        places = (row.get("countryiso3code") for row in known)
        check_asked(path, "country", places, lambda text: iso3_of(text) in ask.reporters)


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


def _last_page(told: dict[str, Any], path: Path) -> int:
    try:
        last = int(told["pages"])
    except (ValueError, TypeError, OverflowError) as error:
        raise FormatError(
            f"the answer claims {told['pages']!r} pages", where=str(path), remedy="Look into it."
        ) from error
    if last > _WIDEST:
        raise FormatError(f"the answer claims {last} pages", where=str(path), remedy="Collect again later.")
    return last
