"""Live collection from the Census Bureau's International Trade API, one call for each flow, month, partner and product.

The service needs a free key (https://api.census.gov/data/key_signup.html), answers 204 with nothing where there is no
trade, and takes a code with ``*`` for all codes that begin so. See "International Trade Datasets" in the API guide.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from tocsin.core.errors import FormatError, UsageError
from tocsin.core.fetch import Ask, Call, Get
from tocsin.core.period import Period
from tocsin.core.release import Request
from tocsin.sources.census_us.read import schedule_c
from tocsin.sources.web_answer import check_asked, read_json

BASE = "https://api.census.gov/data/timeseries/intltrade"
_FLOWS = {"import": ("import",), "export": ("export",), "both": ("import", "export")}
_GOODS = {("import", "hs"): "I_COMMODITY", ("export", "hs"): "E_COMMODITY"}


def fetch(ask: Ask, get: Get) -> Iterator[Request]:
    """Fetch the months asked for.

    Parameters
    ----------
    ask : Ask
        A first month is required; without a last one the service gives all since. Partners and products may be given,
        and options ``flow``, ``table`` and ``value``.
    get : callable
        Fetches one call.

    Yields
    ------
    Request
        One per answer with figures in it.

    Raises
    ------
    UsageError
        If there is no first month, another reporter than the United States, or an unknown flow or table.
    FormatError
        If an answer holds what was not asked for, or a row twice.
    """
    flow, table = ask.options.get("flow", "import"), ask.options.get("table", "hs")
    if ask.since is None or set(ask.reporters) - {"USA"}:
        raise UsageError("the Census Bureau gives months of the United States", remedy="Name --since, no --reporter.")
    if flow not in _FLOWS or table not in {"hs", "naics"}:
        raise UsageError(
            f"flow {flow!r}, table {table!r}", where="--option", remedy="Flow: import, export, both. Table: hs, naics."
        )
    for direction in _FLOWS[flow]:
        for call, asked in _calls(ask, direction, table):
            path = get(call)
            if path is not None and path.stat().st_size:
                _check(path, call)
                yield Request((path,), {**ask.options, "asked": asked})


def _calls(ask: Ask, direction: str, table: str) -> Iterator[tuple[Call, str]]:
    """Yield each call, and which goods and partner it is limited to."""
    goods = _GOODS.get((direction, table), "NAICS")
    value = ask.options.get("value", "GEN_VAL_MO" if direction == "import" else "ALL_VAL_MO")
    for month in _months(ask):
        for partner in ask.partners or ("",):
            for product in ask.products or ("",):
                params = {"get": f"CTY_NAME,{value}", "CTY_CODE": _codes(partner), goods: _goods(product)}
                params |= {"time": month, "SUMMARY_LVL": "DET", "key": ask.key}
                if table == "hs":
                    params["COMM_LVL"] = "HS10"
                parts = (direction, table, partner, product, month.removeprefix("from "), value)
                call = Call(
                    name="-".join(part for part in parts if part) + ".json",
                    url=f"{ask.base or BASE}/{direction}s/{table}",
                    params={name: text for name, text in params.items() if text},
                    kind="json",
                    secret=("key",),
                )
                yield call, f"{product} {partner}".strip()


def _check(path: Path, call: Call) -> None:
    """Refuse an answer about something else; what is no table is the reader's to refuse."""
    told = read_json(path)
    if not (isinstance(told, list) and told and all(isinstance(row, list) for row in told)):
        return
    heading, rows = told[0], [row for row in told[1:] if len(row) == len(told[0])]
    if len({json.dumps(row) for row in rows}) < len(rows):  # the reader adds up what is told apart by a column left out
        raise FormatError("a row comes twice", where=str(path), remedy="Nothing of it was loaded. Collect again later.")
    for name, text in call.params.items():
        if name in heading and name in {"CTY_CODE", "time", "NAICS", "I_COMMODITY", "E_COMMODITY"}:
            place = heading.index(name)
            check_asked(path, name, (row[place] for row in rows), _fits(text))


def _fits(asked: str) -> Callable[[str], bool]:
    """Return what tells whether a code or month is what a parameter asks for."""
    if asked.startswith("from "):
        return lambda text: text >= asked.removeprefix("from ")
    return lambda text: text.startswith(asked[:-1]) if asked.endswith("*") else text == asked


def _months(ask: Ask) -> list[str]:
    if ask.since is None or ask.until is None:
        return [f"from {Period.of(ask.since.start, 'M')}"] if ask.since else []
    first, last = Period.of(ask.since.start, "M"), Period.of(ask.until.end, "M")
    return [str(first + i) for i in range(last.index - first.index + 1)]


def _codes(iso3: str) -> str:
    if not iso3:
        return "*"
    found = [code for code, ours in schedule_c().items() if ours == iso3]
    if len(found) != 1:
        raise UsageError(
            f"partner {iso3} has codes {found} in Schedule C", remedy="Leave it out and take all partners."
        )
    return found[0]


def _goods(product: str) -> str:
    return product if len(product) == 10 or not product else f"{product}*"
