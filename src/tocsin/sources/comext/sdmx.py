"""Answers of Eurostat's dissemination service for data set DS-045409, made one row for each flow.

SDMX-CSV has a row for each indicator: ``DATAFLOW, LAST UPDATE, freq, reporter, partner, product, flow, indicators,
TIME_PERIOD, OBS_VALUE`` and, where something is flagged, ``OBS_FLAG`` and ``CONF_STATUS``. TSV has a row for each
series, its key in the first column, and a column for each period; a cell is ``123.4``, ``123.4 p``, ``: c`` or ``:``.
See Eurostat, "API - Detailed guidelines - SDMX2.1 - data query", and "SDMX-CSV, TSV data formats".
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from tocsin.core.errors import FormatError
from tocsin.core.release import Refusal
from tocsin.sources.monthly_file import check_columns
from tocsin.sources.textfile import EXAMPLES, Block, read_blocks

if TYPE_CHECKING:
    import polars as pl

KEY = ("freq", "reporter", "partner", "product", "flow", "TIME_PERIOD")
INDICATORS = ("VALUE_IN_EUROS", "QUANTITY_IN_100KG", "SUPPLEMENTARY_QUANTITY")
CORNER = "freq,reporter,partner,product,flow,indicators\\TIME_PERIOD"
_UPDATE = "LAST UPDATE"
_NEEDED = (*KEY, "indicators", "OBS_VALUE")
_FLAGS = ("OBS_FLAG", "CONF_STATUS")


def read_csv(path: Path, names: list[str]) -> tuple[Block, date | None]:
    """Read SDMX-CSV.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    names : list of str
        Its columns.

    Returns
    -------
    block : Block
        One row for each flow: its key, a column for each indicator, and the flags of its value.
    released_on : datetime.date or None
        Day of the last update.

    Raises
    ------
    FormatError
        If columns differ from those documented, or a file holds two updates.
    """
    import polars as pl

    check_columns(names, _NEEDED, ("DATAFLOW", _UPDATE, *_FLAGS), path)
    optional = tuple(name for name in (_UPDATE, *_FLAGS) if name in names)
    rows, refused = _whole(path, (*_NEEDED, *optional), ",")
    updates = rows[_UPDATE].drop_nulls().unique().to_list() if _UPDATE in names else []
    if len(updates) > 1:
        raise FormatError(f"there are updates {updates[:3]}", where=str(path), remedy="Give one answer for each file.")
    flags = [pl.col(name).str.strip_chars().str.to_lowercase() for name in _FLAGS if name in names]
    flag = pl.concat_str(flags, ignore_nulls=True) if flags else pl.lit("")
    return _joined(rows.with_columns(flag=flag), refused), _day(updates[0], path) if updates else None


def read_tsv(path: Path, names: list[str]) -> tuple[Block, date | None]:
    """Read TSV, in which a row is a series: each of its cells counts as a row.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    names : list of str
        Its columns.

    Returns
    -------
    block : Block
        As of :func:`read_csv`.
    released_on : None
        TSV does not say it.
    """
    import polars as pl

    rows, refused = _whole(path, tuple(names), "\t")
    parts = pl.col(CORNER).str.split(",")
    wrong = rows.filter(parts.list.len().fill_null(0) != len(KEY))
    refused += _refusal("key of the series has not 6 parts", wrong, CORNER, times=len(names) - 1)
    fields = [parts.list.get(i).alias(name) for i, name in enumerate((*KEY[:-1], "indicators"))]
    long = (
        rows.filter(parts.list.len() == len(KEY))
        .with_columns(fields)
        .unpivot(names[1:], index=[*KEY[:-1], "indicators", "line"], variable_name="TIME_PERIOD", value_name="cell")
        .with_columns(pl.col("cell").fill_null(":").str.strip_chars().str.extract_groups(r"^(\S*)\s*([a-z]*)$"))
        .with_columns(OBS_VALUE=pl.col("cell").struct[0].replace(":", None), flag=pl.col("cell").struct[1])
    )
    none = pl.col("OBS_VALUE").is_null() & (pl.col("flag") == "")
    refused += _refusal("no figure (:)", long.filter(none), "TIME_PERIOD", asked=True)
    return _joined(long.filter(~none.fill_null(False)), refused), None


def _whole(path: Path, needed: tuple[str, ...], delimiter: str) -> tuple[pl.DataFrame, tuple[Refusal, ...]]:
    import polars as pl

    blocks = list(read_blocks(path, needed=needed, delimiter=delimiter))
    rows = pa.concat_tables([block.rows for block in blocks])
    lines = pl.Series("line", np.concatenate([block.numbers for block in blocks]))
    refused = tuple(refusal for block in blocks for refusal in block.refused)
    return pl.DataFrame(rows).with_columns(pl.all().cast(pl.String), lines), refused


def _joined(rows: pl.DataFrame, refused: tuple[Refusal, ...]) -> Block:
    """Join the indicators of one flow into one row."""
    import polars as pl

    known = pl.col("indicators").is_in(INDICATORS).fill_null(False)
    refused += _refusal("indicator is unknown", rows.filter(~known), "indicators")
    rows = rows.filter(known)
    repeated = pl.struct(*KEY, "indicators").is_first_distinct()
    refused += _refusal("repeats an indicator of the same flow", rows.filter(~repeated), "OBS_VALUE")
    rows = rows.filter(repeated)
    measures = [pl.col("OBS_VALUE").filter(pl.col("indicators") == name).first().alias(name) for name in INDICATORS]
    value = pl.col("flag").filter(pl.col("indicators") == INDICATORS[0]).first()
    wide = rows.group_by(KEY, maintain_order=True).agg(
        pl.col("line").first(), *measures, flag=value.fill_null(pl.col("flag").first()).fill_null("")
    )
    if len(rows) > len(wide):
        refused += (Refusal("joined to the row of the same flow", len(rows) - len(wide), asked=True),)
    return Block(wide.drop("line").to_arrow(), wide["line"].to_numpy(), refused)


def _refusal(
    reason: str, rows: pl.DataFrame, column: str, *, times: int = 1, asked: bool = False
) -> tuple[Refusal, ...]:
    if rows.is_empty():
        return ()
    examples = (f"line {line}: {value!r}" for line, value in rows.select("line", column).head(EXAMPLES).rows())
    return (Refusal(reason, len(rows) * times, tuple(examples), asked),)


def _day(text: str, path: Path) -> date:
    try:
        return datetime.strptime(text.strip()[:8], "%d/%m/%y").date()  # noqa: DTZ007 - the day as published
    except ValueError as error:
        raise FormatError(
            f"{_UPDATE} {text!r} is no date", where=str(path), remedy="Eurostat writes 16/05/24 11:00:00."
        ) from error
