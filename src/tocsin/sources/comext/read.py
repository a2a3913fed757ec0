"""Eurostat's Comext: the monthly bulk files (``full_v2_202403.dat``, unpacked) and the dissemination service's answers.

Bulk columns as in the files and in Eurostat's "User guide on European statistics on international trade in goods":
REPORTER, PARTNER, TRADE_TYPE, PRODUCT_NC, other classifications, FLOW (1 import, 2 export), STAT_PROCEDURE, SUPPL_UNIT,
PERIOD (month 52 is the year), VALUE_EUR, VALUE_NAC, QUANTITY_KG, QUANTITY_SUPPL_UNIT; older files write DECLARANT_ISO,
PARTNER_ISO, VALUE_IN_EUROS, QUANTITY_IN_KG, SUP_QUANTITY. Statistical procedures are added up. Left out, and counted,
are totals beside their parts: TOTAL and headings among products, WORLD among partners, XI and XU beside GB.
A code of the Combined Nomenclature with letters (``2804SSSS``) hides a confidential product and stays as it is; one of
six digits is the Harmonized System's and stays beside its longer codes, under a nomenclature of its own. Values are
turned into US dollars at the user's rates. Trade between member states is included.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.ref.countries import scheme_map
from tocsin.sources import monthly_file
from tocsin.sources.columns import lookup
from tocsin.sources.comext.rates import Rates, read_rates
from tocsin.sources.comext.sdmx import CORNER, read_csv, read_tsv
from tocsin.sources.monthly import Monthly, edition_of
from tocsin.sources.monthly_sum import summed
from tocsin.sources.textfile import Block, read_blocks


@dataclass(frozen=True)
class Layout:
    """What a layout calls its columns."""

    reporter: str
    partner: str
    product: str
    flow: str
    period: str
    trade_value: str
    net_weight: str
    quantity: str
    unit: str = ""
    procedure: str = ""
    weight_unit: float = 1.0

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that the file must have."""
        return tuple(str(name) for name in vars(self).values() if isinstance(name, str) and name)


BULK = Layout(
    "REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "PERIOD", "VALUE_EUR", "QUANTITY_KG", "QUANTITY_SUPPL_UNIT",
    "SUPPL_UNIT", "STAT_PROCEDURE",
)  # fmt: skip
OLD = Layout(
    "DECLARANT_ISO", "PARTNER_ISO", "PRODUCT_NC", "FLOW", "PERIOD", "VALUE_IN_EUROS", "QUANTITY_IN_KG", "SUP_QUANTITY",
    "SUPP_UNIT", "STAT_REGIME",
)  # fmt: skip
SERVICE = Layout(
    "reporter", "partner", "product", "flow", "TIME_PERIOD", "VALUE_IN_EUROS", "QUANTITY_IN_100KG",
    "SUPPLEMENTARY_QUANTITY", weight_unit=100.0,
)  # fmt: skip
OTHERS = (
    "DECLARANT", "PARTNER", "TRADE_TYPE", "PRODUCT_SITC", "PRODUCT_CPA2002", "PRODUCT_CPA2008", "PRODUCT_CPA2_1",
    "PRODUCT_CPA2_2", "PRODUCT_CPA21", "PRODUCT_CPA22", "PRODUCT_BEC", "PRODUCT_BEC5", "PRODUCT_SECTION", "VALUE_NAC",
)  # fmt: skip
_STATUS = {"c": "M", "b": "B", "e": "E", "s": "E", "f": "E", "p": "P"} | dict.fromkeys("rdnui", "A")


def read(request: Request) -> Iterator[Release]:
    """Read files of any of the layouts, each one release.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``; ``rates`` is required.

    Yields
    ------
    Release
        One per file, dated if the file or an option says when it was published.
    """
    rates = read_rates(request.options.get("rates"))
    for path in request.files:
        names = monthly_file.heading(path, "\t" if _is_tsv(path) else ",")
        if "DATAFLOW" in names or CORNER in names:
            block, day = (read_tsv if CORNER in names else read_csv)(path, names)
            options = ({"released": day.isoformat()} if day else {}) | request.options
            given = replace(request, options=options)
            batches = _batches([block], SERVICE, rates, _totals(block.rows[SERVICE.partner].to_pylist()), request)
        else:
            layout = OLD if OLD.reporter in names else BULK
            monthly_file.check_columns([name.upper() for name in names], layout.columns, OTHERS, path)
            given, batches = request, _bulk(path, layout, rates, request)
        yield monthly_file.release(
            "comext",
            path,
            given,
            summed(batches),
            also=f"{rates.by_period!r} {request.options.get('asked', '')}".rstrip(),
        )


def _is_tsv(path: Path) -> bool:
    with path.open("rb") as stream:
        return b"\t" in stream.readline(1 << 20)


def _bulk(path: Path, layout: Layout, rates: Rates, request: Request) -> Iterator[Batch]:
    blocks = read_blocks(path, needed=(layout.partner,))
    partners = {code for block in blocks for code in pc.unique(block.rows[layout.partner]).to_pylist()}
    yield from _batches(read_blocks(path, needed=layout.columns), layout, rates, _totals(partners), request)


def _totals(partners: Iterable[str | None]) -> dict[str, str]:
    """Say which partners only repeat what others hold."""
    reasons = {"WORLD": "partner is the world: a total (flows are kept by partner)"}
    if "GB" in partners:
        reasons["XI|XU"] = "part of GB, which stands beside it"
    return reasons


def _batches(
    blocks: Iterable[Block], layout: Layout, rates: Rates, totals: dict[str, str], request: Request
) -> Iterator[Batch]:
    country = lookup({**scheme_map("iso2"), "EU27_2020": "EUN"}, "country code")
    rows, asked = 0, request.options.get("asked", "")
    for block in blocks:
        reading = Monthly(block)
        reading.leave_out(layout.partner, totals)
        reading.leave_out(layout.product, {r"TOTAL|\d\d|\d{4}": "total over products"})
        reading.codes("reporter", layout.reporter, country)
        reading.codes("partner", layout.partner, country)
        reading.codes("direction", layout.flow, lookup({"1": "import", "2": "export"}, "flow"))
        reading.codes("product", layout.product, _product)
        reading.codes("period", layout.period, _period)
        _measure(reading, layout, rates)
        reading.derive("freq", ("period",), lambda period: parse_period(period).freq)
        reading.derive("nomenclature", ("product", "period"), _nomenclature)
        part = ("reporter", "period", "freq", *(("product",) if layout is SERVICE else ()))
        reading.derive("scope", part, lambda *parts: " ".join((*parts, asked)).rstrip())
        rows += reading.count
        request.progress(rows)
        yield reading.batch("flow")


def _measure(reading: Monthly, layout: Layout, rates: Rates) -> None:
    reading.numbers("trade_value", layout.trade_value)
    reading.numbers("net_weight", layout.net_weight, scale=layout.weight_unit)
    reading.numbers("quantity", layout.quantity)
    periods = reading.text("period").dictionary_encode()
    factors = np.array([*map(rates.of, periods.dictionary.to_pylist()), np.nan])
    reading.factor("trade_value", factors[periods.indices.fill_null(len(factors) - 1).to_numpy()])
    if layout is SERVICE:
        reading.codes("status", "flag", _status)
        reading.constant("quantity_unit", "supplementary unit")
        return
    known = dict.fromkeys("1235679", "yes")
    reading.leave_out(layout.procedure, {"4": "total over statistical procedures"})
    reading.codes("procedure", layout.procedure, lookup(known, "statistical procedure"))
    reading.constant("status", "A")
    reading.unit(layout.unit, "(?i)NO_SU|NONE|-|")


def _product(value: object) -> str:
    text = str(value).strip().upper()
    if not re.fullmatch(r"\d\d[0-9A-Z]{6}|\d{6}", text, re.ASCII):
        raise CodeError(f"code {value!r} is neither of the Combined Nomenclature nor of the Harmonized System")
    return text


def _period(value: object) -> str:
    text = str(value).strip()
    return str(parse_period(text[:4], "A")) if re.fullmatch(r"\d{4}52", text) else str(parse_period(text))


def _nomenclature(product: str, period: str) -> str:
    return edition_of(period) if len(product) == 6 else f"CN{period[:4]}"


def _status(value: object) -> str:
    found = [_STATUS.get(flag, "") for flag in str(value)]
    if "" in found:
        raise CodeError(f"flag {value!r} is unknown")
    return next((status for status in "MBEP" if status in found), "A")
