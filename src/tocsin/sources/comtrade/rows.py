"""From columns of UN Comtrade to rows of the table of flows; what is no bilateral flow of a code is refused by rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.errors import CodeError
from tocsin.core.hs import parse_edition, parse_hs6
from tocsin.core.period import parse_period
from tocsin.core.release import Batch
from tocsin.ref.countries import scheme_map
from tocsin.sources.columns import Reading, lookup
from tocsin.sources.comtrade.layout import FLOWS, NO_UNIT, UNITS
from tocsin.sources.textfile import Block

if TYPE_CHECKING:
    import numpy as np

WORLD = "0"


def rows_of(block: Block, undated: np.ndarray | None = None) -> Batch:
    """Turn rows as the service writes them into rows of the table of flows.

    Parameters
    ----------
    block : Block
        Columns as in :data:`tocsin.sources.comtrade.layout.NEEDED`, as text.
    undated : numpy.ndarray of bool, optional
        Rows to be refused because nobody knows when they were released.

    Returns
    -------
    Batch
        Rows and refusals.
    """
    rows = block.rows
    for name in ("qty", "netWgt", "primaryValue"):
        rows = rows.set_column(rows.column_names.index(name), name, rows.column(name).cast(pa.string()))
    reading = Reading(Block(_with_own_columns(rows), block.numbers, block.refused))
    if undated is not None:
        reading.refuse(undated, "release date of reporter and period is not known", "period")
    _refuse_by_rule(reading)
    country = lookup(scheme_map("cepii"), "country code")
    reading.codes("reporter", "reporterCode", country)
    reading.codes("partner", "partnerCode", lookup(_partners(), "country code"))
    reading.codes("direction", "flowCode", lookup(FLOWS, "flow"))
    reading.codes("product", "cmdCode", parse_hs6)
    reading.codes("nomenclature", "classificationCode", lambda value: f"HS{parse_edition(value)}")
    reading.codes("freq", "freqCode", lookup({"A": "A", "M": "M"}, "frequency"))
    reading.codes("period", "when", _period)
    reading.codes("scope", "scope", _scope)
    reading.codes("status", "estimated", str)
    reading.codes("quantity_unit", "unit", _unit)
    reading.numbers("trade_value", "primaryValue")
    reading.numbers("net_weight", "netWgt")
    reading.numbers("quantity", "quantity")
    return reading.batch("flow")


def _with_own_columns(rows: pa.Table) -> pa.Table:
    """Add columns made of several: frequency with period, the scope, whether a figure is estimated, the quantity."""

    def joined(*names: str) -> pa.Array:
        parts = [pc.fill_null(rows.column(name), "") for name in names]
        return pc.binary_join_element_wise(*parts, "|")

    guessed = pc.or_(_is_true(rows.column("isQtyEstimated")), _is_true(rows.column("isNetWgtEstimated")))
    unit = pc.fill_null(rows.column("qtyUnitCode"), NO_UNIT[0])
    without = pc.is_in(unit, pa.array(NO_UNIT))
    columns = {
        "when": joined("freqCode", "period"),
        "scope": joined("freqCode", "period", "reporterCode"),
        "unit": unit,
        "estimated": pc.if_else(guessed, "E", "A"),
        "quantity": pc.if_else(without, pa.scalar(None, pa.string()), rows.column("qty")),
    }
    for name, column in columns.items():
        rows = rows.append_column(name, column)
    return rows


def _is_true(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.is_in(pc.utf8_lower(pc.fill_null(column, "")), pa.array(["true", "1"]))


def _refuse_by_rule(reading: Reading) -> None:
    """Refuse what is no bilateral flow of a six-digit code: known, expected, and no fault of the file."""
    rows = reading.block.rows

    def refuse(column: str, holds: pa.ChunkedArray, reason: str) -> None:
        mask = pc.fill_null(holds, False).combine_chunks().to_numpy(zero_copy_only=False)
        reading.refuse(mask, reason, column, asked=True)

    def differs(column: str, *allowed: str) -> pa.ChunkedArray:
        return pc.invert(pc.is_in(rows.column(column), pa.array([*allowed, None], pa.string())))

    codes = rows.column("cmdCode")
    short = pc.match_substring_regex(codes, r"^(TOTAL|\d{1,4})$")
    refuse("typeCode", differs("typeCode", "C"), "no goods: type is not C")
    refuse("flowCode", differs("flowCode", *FLOWS), "flow is neither total imports (M) nor total exports (X)")
    refuse("partnerCode", pc.equal(rows.column("partnerCode"), WORLD), "partner is the world: a total")
    refuse("cmdCode", short, "code is an aggregate, not six digits")
    refuse("partner2Code", differs("partner2Code", "0"), "detail by second partner: its total is there too")
    refuse("customsCode", differs("customsCode", "C00"), "detail by customs procedure: its total is there too")
    refuse("motCode", differs("motCode", "0"), "detail by mode of transport: its total is there too")


def _period(value: object) -> str:
    freq, _, text = str(value).partition("|")
    try:
        return str(parse_period(text, freq if freq in ("A", "M") else None))
    except CodeError as error:
        raise CodeError(f"period {value!r} does not fit its frequency") from error


def _scope(value: object) -> str:
    freq, text, reporter = str(value).split("|")
    return f"{scheme_map('cepii').get(reporter, reporter)} {parse_period(text)} {freq}"


def _unit(value: object) -> str:
    """Name a unit; one that is not in our list keeps the service's number, so that nobody takes it for another."""
    return UNITS.get(str(value), f"Comtrade unit {value}")


def _partners() -> dict[str, str]:
    return {code: iso3 for code, iso3 in scheme_map("cepii").items() if code != WORLD}
