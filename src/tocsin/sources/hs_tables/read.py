"""Correlation and conversion tables between editions of the Harmonized System, and from goods to BEC, ISIC and WIOD.

The United Nations Statistics Division publishes a workbook per pair of editions (``HS2022toHS2017Conversion
AndCorrelationTables.xlsx``, https://unstats.un.org/unsd/classifications/Econ): one sheet whose name holds *conversion*
(``From HS2022``, ``To HS2017``: each code to one) and one whose name holds *correlation* (``HS 2022``, ``HS 2017``,
``Relationship``: every pair that overlaps), the heading under some lines of title. In some of them the second column of
the conversions is called ``From`` as well: the order says the direction. The same columns are read from CSV.

The package concordance (Liao, Kim, Miyano, Zhang) has the conversions as tables of ``HS6_6d``, ``HS5_6d`` and their
parents ``HS6_4d``, ``HS6_2d``: HS0 is HS 1992, HS6 is HS 2022, HS alone is all editions together. Parents are part of a
code and add nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.errors import UsageError
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.columns import Reading, filled
from tocsin.sources.hs_tables.heading import AS_TIME, RELATIONS, column_of, pair, parser_of, year_of
from tocsin.sources.hs_tables.tables import SHEETS, read_tables
from tocsin.sources.release import given_day, release_of
from tocsin.sources.textfile import Block


def read(request: Request) -> Iterator[Release]:
    """Read each file as one release of the table `concordance`.

    Parameters
    ----------
    request : Request
        Workbooks, CSV or Parquet files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.

    Raises
    ------
    UsageError
        If an option is not one of its words.
    """
    wanted = request.options.get("sheet", SHEETS[0])
    if wanted not in SHEETS:
        raise UsageError(
            f"sheet {wanted!r} is unknown", where="--option sheet", remedy=f"Choose {' or '.join(SHEETS)}."
        )
    day = given_day(request.options)
    for path in request.files:
        also = f"{wanted} {request.options.get('released') or ''}"
        yield release_of("hs_tables", "concordance", path, batches=_batches(path, wanted, request), day=day, also=also)


def _batches(path: Path, wanted: str, request: Request) -> Iterator[Batch]:
    return filled(read_tables(path, wanted), "concordance", partial(_fill, wanted=wanted), request.progress)


def _fill(block: Block, wanted: str) -> Reading:
    names = block.rows.column_names
    first, second = pair(names, "its headings")  # which were checked as the file was opened
    reading = Reading(block)
    reading.codes("code", first.name, parser_of(first.nomenclature))
    reading.codes("to_code", second.name, parser_of(second.nomenclature))
    _check_relation(reading, names)
    scope = f"{first.nomenclature}-{second.nomenclature}"
    reading.constants(
        nomenclature=first.nomenclature,
        to_nomenclature=second.nomenclature,
        period=year_of(first, second),
        freq="A",
        status="A",
        scope=scope if wanted == SHEETS[0] else f"{scope} {wanted}",
    )
    return reading


def _check_relation(reading: Reading, names: list[str]) -> None:
    for name in names:
        if column_of(name) is None:
            told = pc.utf8_trim_whitespace(reading.block.rows.column(name).fill_null("").cast(pa.string()))
            wrong = ~np.isin(told.to_numpy(zero_copy_only=False), RELATIONS + AS_TIME)
            reading.refuse(wrong, f"relationship is none of {', '.join(RELATIONS)}", name)
