"""Live collection from Eurostat's dissemination service: SDMX 2.1, data set DS-045409, a call for each product.

Key of a query: frequency, reporter, partner, product, flow, indicators; an empty part stands for all. The service
refuses what is too large (413), so reporters and products have to be named. See Eurostat, "API - Detailed guidelines -
SDMX2.1 - data query" (https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import UsageError
from tocsin.core.fetch import Ask, Call, Get
from tocsin.core.release import Request
from tocsin.ref.countries import country
from tocsin.sources.comext.rates import read_rates
from tocsin.sources.web_answer import check_asked, in_span

BASE = "https://ec.europa.eu/eurostat/api/comext/dissemination/sdmx/2.1"
_OURS = {"EUN": "EU27_2020"}


def fetch(ask: Ask, get: Get) -> Iterator[Request]:
    """Fetch monthly figures of each reporter and product asked for.

    Parameters
    ----------
    ask : Ask
        Reporters, products and a first month are required; partners may be given.
    get : callable
        Fetches one call.

    Yields
    ------
    Request
        One per answer with figures in it.

    Raises
    ------
    UsageError
        If what is required is missing, exchange rates included, or the world is a partner.
    FormatError
        If an answer holds what was not asked for.
    """
    if not (ask.reporters and ask.products and ask.since):
        raise UsageError(
            "Comext gives no more than a part at once",
            remedy="Name --reporter, --product (codes of the Combined Nomenclature or HS6) and --since.",
        )
    if "WLD" in (*ask.reporters, *ask.partners):
        raise UsageError("the world is a total, no flow", remedy="Leave --partner out to take all partners.")
    read_rates(ask.options.get("rates"))
    for reporter in ask.reporters:
        for product in ask.products:
            path = get(_call(ask, reporter, product))
            if path is not None and _has_rows(path):
                _check(path, ask, reporter, product)
                yield Request((path,), {**ask.options, "asked": " ".join(ask.partners)})


def _call(ask: Ask, reporter: str, product: str) -> Call:
    months = {"startPeriod": str(ask.since)} | ({"endPeriod": str(ask.until)} if ask.until else {})
    partners = "+".join(_code(partner) for partner in ask.partners)
    key = f"M.{_code(reporter)}.{partners}.{product}.."
    part = "-".join([reporter, product, *ask.partners, *months.values()])
    return Call(
        name=f"{part}.csv",
        url=f"{ask.base or BASE}/data/DS-045409/{key}",
        params={"format": "SDMX-CSV", "compressed": "false", **months},
        kind="csv",
    )


def _code(iso3: str) -> str:
    return _OURS.get(iso3) or country(iso3).iso2 or iso3


def _check(path: Path, ask: Ask, reporter: str, product: str) -> None:
    """Refuse an answer about something else; columns that are not there are the reader's to miss."""
    partners = {_code(partner) for partner in ask.partners}
    wanted = {
        "reporter": _code(reporter).__eq__,
        "product": product.__eq__,
        "partner": lambda code: not partners or code in partners,
        "TIME_PERIOD": in_span(ask),
    }
    found: dict[str, set[str]] = {name: set() for name in wanted}
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        for row in csv.DictReader(stream):
            for name, values in found.items():
                values.add(row.get(name) or "")
    for name, is_asked in wanted.items():
        check_asked(path, name, found[name], is_asked)


def _has_rows(path: Path) -> bool:
    """Tell whether an answer holds more than its heading: no trade is no error."""
    with path.open("rb") as stream:
        heading, row = stream.readline().removeprefix(b"\xef\xbb\xbf"), stream.readline()
    return bool(row.strip() or (heading and not heading.startswith(b"DATAFLOW")))
