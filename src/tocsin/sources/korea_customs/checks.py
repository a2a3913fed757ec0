"""Lines of a Korean file that are no flow, or that contradict themselves: each check marks the lines it finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from tocsin.ref.gazetteer import countries
from tocsin.sources.korea_customs.countries import NAMES
from tocsin.sources.korea_customs.layout import SCALES

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

TOTALS = ("총계", "합계", "total", "-")


def totals(rows: pa.Table, column: str) -> np.ndarray:
    """Find lines of totals, by the text of one column."""
    text = pl.Series(rows.column(column)).cast(pl.String).str.strip_chars().str.to_lowercase()
    return text.is_in(TOTALS).fill_null(False).to_numpy()


def two_places(rows: pa.Table) -> np.ndarray:
    """Find lines whose Korean name, where it is known, is of another country than their code."""
    iso2 = {code.iso2: iso3 for iso3, code in countries().items() if code.iso2}
    named, coded = (
        pl.Series(rows.column(name)).str.strip_chars().replace_strict(known, default=None, return_dtype=pl.String)
        for name, known in (("country", NAMES), ("country_code", iso2))
    )
    return (named != coded).fill_null(False).to_numpy()


def unbalanced(rows: pa.Table, units: Mapping[str, str]) -> np.ndarray:
    """Find lines whose balance does not follow from the line; each figure may be rounded to its unit."""
    names = ("balance", "export_value", "import_value")
    balance, sold, bought = (
        pl.Series(rows.column(name)).str.strip_chars().cast(pl.Float64, strict=False) * SCALES[units[name]]
        for name in names
    )
    rounding = 1.5 * max(SCALES[units[name]] for name in names)
    return ((balance - (sold - bought)).abs() > rounding).fill_null(False).to_numpy()
