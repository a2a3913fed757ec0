"""Geopolitical Risk Index of Caldara and Iacoviello: the monthly workbook ``data_gpr_export.xls``.

One row per month, one column per series. Two columns at the end, ``var_name`` and ``var_label``, say what each column
is; its unit is taken from there: an index and its base, a share of articles in percent, a number of articles.
``GPRC_KOR`` (recent) and ``GPRHC_KOR`` (historical) become the series GPRC and GPRHC of the place KOR, all others
stand for the world. The recent series begin in 1985: cells before that are empty and no figures.

Reference: https://www.matteoiacoviello.com/gpr.htm
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.release import Batch, Request
from tocsin.ref.countries import parse_country
from tocsin.sources.cells import Row, is_filled
from tocsin.sources.release import dated_files
from tocsin.sources.series import Layout, Series, month_of_row, unpivot
from tocsin.sources.workbook import read_sheet

MONTH, NAME, LABEL = "month", "var_name", "var_label"
_COUNTRY = re.compile(r"(GPRH?C)_([A-Z]{3})")
_BASE = re.compile(r"(\d{4})[:-](\d{4})")


def _batches(path: Path, request: Request) -> Iterator[Batch]:
    cells = read_sheet(path)
    layout = Layout("pressure", period=month_of_row, constant={"freq": "M", "scope": "GPR monthly"})
    yield from unpivot(cells, _series(cells, path), layout, request.progress)


def _series(cells: list[Row], path: Path) -> list[Series]:
    heading = [str(cell).strip() for cell in cells[0]] if cells else []
    if heading[:1] != [MONTH] or heading[-2:] != [NAME, LABEL] or len(set(heading)) < len(heading):
        raise FormatError(
            f"the headings begin with {heading[:2]} and end with {heading[-2:]}",
            where=str(path),
            remedy=f"They should begin with {MONTH!r}, end with {NAME!r}, {LABEL!r}, and none occur twice.",
        )
    labels = {str(row[-2]).strip(): str(row[-1]).strip() for row in cells[1:] if is_filled(row[-2])}
    if set(labels) != set(heading[:-2]):
        odd = sorted(set(labels) ^ set(heading[:-2]))
        raise FormatError(
            f"columns and labels differ in {odd[:5]}", where=str(path), remedy="Each column needs one label."
        )
    return [Series(column, _told(name, labels[name], path)) for column, name in enumerate(heading[1:-2], 1)]


def _told(name: str, label: str, path: Path) -> dict[str, str]:
    unit = _unit(name, label, path)
    if not (country := _COUNTRY.fullmatch(name)):
        return {"series": name, "place": "WLD", "unit": unit}
    try:
        return {"series": country.group(1), "place": parse_country(country.group(2)), "unit": unit}
    except CodeError as error:
        raise FormatError(f"column {name!r} is of no country", where=str(path), remedy=error.remedy) from error


def _unit(name: str, label: str, path: Path) -> str:
    if label.startswith("Number of articles"):
        return "articles"
    if "Percent of" in label or label.startswith("Share of articles"):
        return "%"
    if base := _BASE.search(label):
        return f"index {base.group(1)}-{base.group(2)}=100"
    raise FormatError(
        f"the label {label!r} tells no unit", where=f"{path.name}, column {name}", remedy="Is it a GPR series?"
    )


read = dated_files("gpr", "pressure", _batches)
