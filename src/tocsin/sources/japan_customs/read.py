"""Japanese trade by nine-digit commodity and country, one line a year with its months beside each other.

Layout of the files "by commodity, by country" of the Trade Statistics of Japan on e-Stat (statistics 00350300):
``Exp or Imp`` (1 export, 2 import), ``Year``, ``HS`` in apostrophes, ``Country`` (Japan's own numbers), ``Unit1``,
``Unit2``, then ``Quantity1-``, ``Quantity2-``, ``Value-`` [thousand yen, rounded down] of ``Year`` and of each month.

Rules:

1. The file writes 0 both for "none" and for "not published yet". Months after the last one in which any line of that
   year has a value (or after the option ``until``) are no rows; a 0 up to it is a zero.
2. A line whose months do not add up to its year is refused, all its months. Each month may be rounded by one unit.
3. Weights (KG, MT, GR) become `net_weight`, Unit2 first; of the other units the second is kept as `quantity`.
4. Values become US dollars at the rate of the month, else of the year, that the user gives.

A line counts as one row per published month; one that does not fit the heading counts once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

import numpy as np
import polars as pl

from tocsin.core.errors import FormatError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.codes import digits
from tocsin.sources.columns import Reading, lookup
from tocsin.sources.heading import first_line
from tocsin.sources.japan_customs.countries import COUNTRIES
from tocsin.sources.japan_customs.months import MEASURES, MONTHS, disagreeing, published
from tocsin.sources.japan_customs.quantities import quantity_of, unit_of, weight_of
from tocsin.sources.japan_customs.rates import rate_of, read_rates
from tocsin.sources.release import given_day, release_of
from tocsin.sources.textfile import Block, check_file, read_blocks

FACTS = ("Exp or Imp", "Year", "HS", "Country", "Unit1", "Unit2")
COLUMNS = (*FACTS, *(f"{measure}-{part}" for part in ("Year", *MONTHS) for measure in MEASURES))
_DIRECTIONS = {"1": "export", "2": "import"}


def read(request: Request) -> Iterator[Release]:
    """Read each file as part of one release.

    Parameters
    ----------
    request : Request
        Files and the options of ``source.toml``; ``rates`` is required.

    Yields
    ------
    Release
        One per file.
    """
    rates = read_rates(request.options.get("rates"))
    given, until = request.options.get("released"), request.options.get("until")
    day = given_day(request.options)
    last = str(parse_period(until, "M", where="--option until")) if until else ""
    for path in request.files:
        _check_heading(path)
        also = f"{given} {last} {sorted(rates.items())}"
        batches = _batches(path, last, rates, request)
        yield release_of("japan_customs", "flow", path, batches=batches, day=day, also=also)


def _check_heading(path: Path) -> None:
    check_file(path)
    found = [name.strip().strip('"') for name in first_line(path).split(",")]
    unknown = [name for name in found if name not in COLUMNS]
    if unknown and set(FACTS) <= set(found):
        raise FormatError(
            f"column {unknown[0]!r} is unknown", where=str(path), remedy="Take the file by commodity and country."
        )


def _batches(path: Path, last: str, rates: Mapping[str, float], request: Request) -> Iterator[Batch]:
    shown_until = published(path) | ({last[:4]: int(last[5:])} if last else {})
    rows = 0
    for block in read_blocks(path, needed=COLUMNS):
        frame = pl.DataFrame(pl.from_arrow(block.rows)).with_columns(pl.all().str.strip_chars(" '\""))
        rows += len(frame)
        request.progress(rows)
        until = frame["Year"].replace_strict(shown_until, default=0, return_dtype=pl.Int64)
        broken = disagreeing(frame, until)
        for month in range(1, 13):
            shown = ((until >= month) | ((until == 0) & (month == 1))).to_numpy()  # a bad year is refused once
            part = Block(frame.to_arrow(), block.numbers)
            yield _flows(part, month, shown, (broken, until.to_numpy() == 0), rates)
        if block.refused:
            empty = Reading(Block(block.rows.slice(0, 0), block.numbers[:0], block.refused))
            yield empty.batch("flow")


def _flows(
    block: Block, month: int, shown: np.ndarray, wrong: tuple[np.ndarray, np.ndarray], rates: Mapping[str, float]
) -> Batch:
    name = MONTHS[month - 1]
    rows = pl.DataFrame(pl.from_arrow(block.rows)).with_columns(weight_of(name), quantity_of(name), unit_of())
    rows = rows.filter(pl.Series(shown))
    reading = Reading(Block(rows.to_arrow(), block.numbers[shown]))
    reading.codes("direction", "Exp or Imp", lookup(_DIRECTIONS, "direction"))
    reading.codes("period", "Year", lambda value: f"{_year(value)}-{month:02d}")
    reading.codes("product", "HS", digits("commodity code", 9))
    reading.codes("partner", "Country", lookup(COUNTRIES, "country code"))
    reading.codes("nomenclature", "Year", lambda value: f"JPHS{_year(value)}")
    reading.codes("scope", "Year", lambda value: f"JPN {_year(value)}-{month:02d} M")
    for column in ("Quantity1", "Quantity2"):
        reading.numbers(column, f"{column}-{name}")  # refuses what is no number; weight and quantity rest on them
    reading.numbers("trade_value", f"Value-{name}", scale=1000.0)
    broken, unpublished = wrong
    reading.refuse(unpublished[shown], "no month of its year is published", "Year")
    reading.refuse(broken[shown], "months do not add up to the year", "Value-Year")
    reading.numbers("net_weight", "weight")
    reading.numbers("quantity", "quantity")
    reading.codes("quantity_unit", "unit", _stated)
    factors = [rate_of(f"{year}-{month:02d}", rates) for year in rows["Year"]]
    known = np.array([np.nan if rate is None else rate for rate in factors], float)
    reading.refuse(np.isnan(known), "no exchange rate for its period", "Year")
    reading.factor("trade_value", known)
    reading.constants(reporter="JPN", freq="M", status="A")
    return reading.batch("flow")


def _stated(value: object) -> str:
    return cast("str", value or None)  # a unit that is empty is absent, and no reason to refuse the row


def _year(value: object) -> str:
    return str(parse_period(value, "A"))
