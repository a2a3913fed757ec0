"""Which column of a Korean file is what, in which unit, and in which encoding the file is.

Two layouts are known. The service "trade by item and country" of the Korean open data portal documents its fields
(https://www.data.go.kr/data/15100475/openapi.do): ``year`` 2016.01, ``statCd`` US, ``statCdCntnKor1``, ``statKor``,
``hsCd``, ``expWgt`` and ``impWgt`` [kg], ``expDlr``, ``impDlr`` and ``balPayments`` [USD]. The download of the trade
statistics portal has the same columns under Korean headings, which state their units or leave them to the page.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from tocsin.core.errors import FormatError, UsageError
from tocsin.sources.heading import first_line
from tocsin.sources.textfile import check_file

if TYPE_CHECKING:
    import pyarrow as pa

#: Field of each heading, in small letters and without spaces and unit.
FIELDS = {
    "period": ("기간", "년월", "period", "year"),
    "code": ("hs코드", "품목코드", "hscode", "hscd"),
    "item": ("품목명", "commodity", "item", "statkor"),
    "country": ("국가", "국가명", "country", "statcdcntnkor1"),
    "country_code": ("국가코드", "countrycode", "statcd"),
    "export_weight": ("수출중량", "exportweight", "expwgt"),
    "export_value": ("수출금액", "exportvalue", "expdlr"),
    "import_weight": ("수입중량", "importweight", "impwgt"),
    "import_value": ("수입금액", "importvalue", "impdlr"),
    "balance": ("무역수지", "tradebalance", "balpayments"),
}
_FIELD = {heading: field for field, headings in FIELDS.items() for heading in headings}
_OPTIONAL = {"item", "country", "country_code", "balance"}
#: Units that the documented service has, though its headings do not say them.
_DOCUMENTED = {"expwgt": "kg", "impwgt": "kg", "expdlr": "USD", "impdlr": "USD", "balpayments": "USD"}
_UNITS = {
    "USD": ("usd", "us$", "$", "달러", "미달러", "미화", "불"),
    "thousand USD": ("천달러", "천불", "천usd", "천us$", "thousandusd", "usd1,000", "1,000usd", "usd1000", "1000usd"),
    "kg": ("kg", "킬로그램"),
    "t": ("t", "ton", "tons", "톤", "m/t"),
}
_UNIT = {text: unit for unit, texts in _UNITS.items() for text in texts}
SCALES = {"USD": 1.0, "thousand USD": 1000.0, "kg": 1.0, "t": 1000.0}
_GROUPED = r"^-?\d{1,3}(,\d{3})+(\.\d+)?$"
_CHOICES = {"unit": ("USD", "thousand USD"), "weight_unit": ("kg", "t")}


@dataclass(frozen=True)
class Layout:
    """What a file turned out to be.

    Parameters
    ----------
    encoding : str
        ``"utf-8"`` or ``"cp949"``.
    columns : mapping of str to str
        From field to heading.
    units : mapping of str to str
        Unit of each field that has one.
    """

    encoding: str
    columns: Mapping[str, str]
    units: Mapping[str, str]


def read_layout(path: Path, options: Mapping[str, str]) -> Layout:
    """Recognise encoding, columns and units of a file.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    options : mapping of str to str
        ``unit`` and ``weight_unit``.

    Returns
    -------
    Layout
        What it is.

    Raises
    ------
    FormatError
        If a column is unknown, missing or there twice, or a unit is stated nowhere.
    UsageError
        If an option is no unit, or contradicts the heading.
    """
    check_file(path)
    for option, choices in _CHOICES.items():
        if options.get(option, choices[0]) not in choices:
            raise UsageError(f"{option} is {options[option]!r}", remedy=f"Choose {' or '.join(choices)}.")
    encoding = _encoding(path)
    line = first_line(path, "utf-8-sig" if encoding == "utf-8" else encoding)
    headings = [heading.strip() for heading in next(csv.reader([line]), [])]
    columns, units = _columns(headings, str(path))
    return Layout(encoding, columns, _complete(units, columns, options, str(path)))


def fields_of(rows: pa.Table, layout: Layout) -> pa.Table:
    """Call the columns by their fields, and take the commas out of numbers like ``1,234`` and of no other text.

    Parameters
    ----------
    rows : pyarrow.Table
        Columns as in the file.
    layout : Layout
        What they are.

    Returns
    -------
    pyarrow.Table
        One column for each field that the file has.
    """
    frame = pl.DataFrame(rows).select(pl.col(heading).alias(field) for field, heading in layout.columns.items())
    plain = [
        pl.when(pl.col(name).str.strip_chars().str.contains(_GROUPED))
        .then(pl.col(name).str.replace_all(",", "", literal=True))
        .otherwise(pl.col(name))
        for name in layout.units
    ]
    return frame.with_columns(plain).to_arrow()


def _encoding(path: Path) -> str:
    """Tell UTF-8 from the old Korean code page by the heading, or by the whole file where the heading is ASCII."""
    content = path.read_bytes()
    heading = content.split(b"\n", 1)[0]
    for part in (heading, content):
        try:
            part.decode("utf-8")
        except UnicodeDecodeError:
            break
        if not part.isascii():
            return "utf-8"
    try:
        content.decode("cp949")
    except UnicodeDecodeError:
        return "utf-8"  # rows whose bytes are not UTF-8 are then refused one by one
    return "utf-8" if content.isascii() else "cp949"


def _columns(headings: list[str], where: str) -> tuple[dict[str, str], dict[str, str]]:
    columns: dict[str, str] = {}
    units: dict[str, str] = {}
    for heading in headings:
        name, _, told = re.sub(r"\s+", "", heading).casefold().removesuffix(")").partition("(")
        field = _FIELD.get(name)
        if field is None or (told and told not in _UNIT):
            what = f"column {heading!r} is unknown" if field is None else f"the unit of column {heading!r} is unknown"
            raise FormatError(what, where=where, remedy=f"Columns found: {', '.join(map(repr, headings[:20]))}.")
        if field in columns:
            raise FormatError(f"{columns[field]!r} and {heading!r} are the same", where=where, remedy="Keep one.")
        columns[field] = heading
        unit = _UNIT.get(told) or _DOCUMENTED.get(name)
        units |= {field: unit} if unit else {}
    missing = [FIELDS[field][0] for field in FIELDS if field not in columns and field not in _OPTIONAL]
    if "country" not in columns and "country_code" not in columns:
        missing.append("국가")
    if missing:
        raise FormatError(
            f"column {', '.join(map(repr, missing))} is missing",
            where=where,
            remedy=f"Columns found: {', '.join(map(repr, headings[:20]))}. Download trade by item and country.",
        )
    return columns, units


def _complete(
    units: dict[str, str], columns: Mapping[str, str], options: Mapping[str, str], where: str
) -> dict[str, str]:
    """Add the units that options give; a unit stated nowhere is not guessed."""
    for field in columns:
        option = "weight_unit" if field.endswith("_weight") else "unit"
        if not (field.endswith(("_weight", "_value")) or field == "balance"):
            continue
        given = options.get(option)
        stated = units.get(field)
        if given and stated and given != stated:
            raise UsageError(f"column {columns[field]!r} is in {stated}, but {option} says {given}", where=where)
        if not (given or stated):
            raise FormatError(
                f"the unit of column {columns[field]!r} is not stated",
                where=where,
                remedy=f'See the page it came from, and give --option {option}="{_CHOICES[option][1]}" '
                f'or "{_CHOICES[option][0]}".',
            )
        units[field] = given or str(stated)
    return units
