"""Live collection from Eurostat's dissemination service: SDMX 2.1, data set DS-045409, a call for each product.

Key of a query: frequency, reporter, partner, product, flow, indicators; an empty part stands for all. The service
refuses what is too large (413), so reporters and products have to be named. See Eurostat, "API - Detailed guidelines -
SDMX2.1 - data query" (https://ec.europa.eu/eurostat/web/user-guides/data-browser/api-data-access).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import UsageError
from tocsin.core.fetch import Ask, Call, Get
from tocsin.core.release import Request
from tocsin.ref.countries import country
from tocsin.sources.comext.rates import read_rates

BASE = "https://ec.europa.eu/eurostat/api/comext/dissemination/sdmx/2.1"
_OURS = {"EUN": "EU27_2020", "WLD": "WORLD"}


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
        If what is required is missing, exchange rates included.
    """
    if not (ask.reporters and ask.products and ask.since):
        raise UsageError(
            "Comext gives no more than a part at once",
            remedy="Name --reporter, --product (codes of the Combined Nomenclature or HS6) and --since.",
        )
    read_rates(ask.options.get("rates"))
    for reporter in ask.reporters:
        for product in ask.products:
            path = get(_call(ask, reporter, product))
            if path is not None and _has_rows(path):
                yield Request((path,), dict(ask.options))


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


def _has_rows(path: Path) -> bool:
    """Tell whether an answer holds more than its heading: no trade is no error."""
    with path.open("rb") as stream:
        heading, row = stream.readline(), stream.readline()
    return bool(row.strip() or (heading and not heading.startswith(b"DATAFLOW")))
