"""The column map: a TOML file that says what each column of a trade file is. See docs/how-to/own-trade-file.md."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.hs import names_hs, parse_edition, parse_hs6
from tocsin.core.period import parse_period
from tocsin.core.units import factor
from tocsin.ref.countries import country, parse_country
from tocsin.sources.columns import Parser
from tocsin.sources.csv.layout import CODES, MEASURES, check_layout

_TIMES = {"": 1.0, "k": 1e3, "M": 1e6}
_CURRENCY = re.compile(r"([kM]?)[A-Z]{3}")
_MONEY = {"USD": 1.0, "kUSD": 1e3, "MUSD": 1e6}


@dataclass(frozen=True)
class ColumnMap:
    """What a map says, checked.

    Parameters
    ----------
    path : pathlib.Path
        The map itself.
    text : str
        Its content, part of a load's identity.
    name, licence, vintage : str
        Of the dataset.
    released_on : datetime.date or None
        Of the release, if it is dated.
    lag_months : int
        From the end of a period to its figures [months].
    delimiter, encoding, decimal : str
        Of the file.
    columns : mapping of str to str
        From canonical column to column of the file.
    constants : mapping of str to str
        Canonical columns with one value throughout.
    parsers : mapping of str to callable
        For each code column: from a value of the file to the canonical text.
    scales : mapping of str to float
        For each measure: factor to its canonical unit.
    rates : mapping of str to float
        USD per unit of the file's currency by year; empty for USD.
    drop : mapping of str to tuple of str
        Values by column of the file whose rows are left out, counted: totals, subtotals.
    absent : tuple of str
        Texts that mean "no figure".
    duplicates : str
        ``"refuse"`` or ``"sum"``.
    """

    path: Path
    text: str
    name: str
    licence: str
    vintage: str
    released_on: date | None
    lag_months: int
    delimiter: str
    encoding: str
    decimal: str
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    parsers: Mapping[str, Parser]
    scales: Mapping[str, float]
    rates: Mapping[str, float]
    drop: Mapping[str, tuple[str, ...]]
    absent: tuple[str, ...]
    duplicates: str

    @property
    def needed(self) -> tuple[str, ...]:
        """Columns that the file must have."""
        return (*self.columns.values(), *self.drop)


def read_map(path: Path) -> ColumnMap:
    """Read and check a column map.

    Parameters
    ----------
    path : pathlib.Path
        The TOML file.

    Returns
    -------
    ColumnMap
        What it says.

    Raises
    ------
    FormatError
        If it is no TOML, has unknown or missing entries, or an entry that means nothing.
    """
    text, told = _parse(path)
    where = str(path)
    check_layout(told, where)
    columns = told.get("columns", {})
    constants = {"status": "A"} | {name: str(value) for name, value in told.get("constants", {}).items()}
    dataset, file, units = told.get("dataset", {}), told.get("file", {}), told.get("units", {})
    rates = {str(year): float(rate) for year, rate in told.get("rates", {}).items()}
    _check_rates(rates, columns, constants, units, where)
    _check_places(told.get("countries", {}).get("extra", {}), where)
    released = dataset.get("released_on")
    return ColumnMap(
        path=path,
        text=text,
        name=dataset.get("name", path.stem),
        licence=dataset.get("licence", "not stated"),
        vintage=str(dataset.get("vintage", "undated")),
        released_on=parse_period(released, "D", where=where).start if released else None,
        lag_months=int(dataset.get("lag_months", 1)),
        delimiter=file.get("delimiter", ","),
        encoding=file.get("encoding", "utf-8"),
        decimal=file.get("decimal", "."),
        columns=columns,
        constants=_canonical(constants, told, where),
        parsers={name: _parser(name, told, constants, where) for name in CODES if name in columns},
        scales={name: _scale(name, units, rates, where) for name in MEASURES if name in columns},
        rates=rates,
        drop={str(k): tuple(map(str, _listed(v))) for k, v in told.get("drop", {}).items()},
        absent=tuple(file.get("absent", ("NA", "N/A", "-", ":", ".."))),
        duplicates=file.get("duplicates", "refuse"),
    )


def _parse(path: Path) -> tuple[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FormatError(
            f"the column map cannot be read ({error})", where=str(path), remedy="It must be TOML."
        ) from error


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def _check_rates(
    rates: Mapping[str, float],
    columns: Mapping[str, str],
    constants: Mapping[str, str],
    units: Mapping[str, str],
    where: str,
) -> None:
    if rates and ("trade_value" not in columns or units.get("trade_value", "USD") in _MONEY):
        raise FormatError(
            "[rates] are given, but trade_value is in USD",
            where=where,
            remedy='Say the currency: trade_value = "EUR" under [units], or take [rates] out.',
        )
    year = constants.get("period", "")[:4]
    for text, rate in rates.items():
        if not (len(text) == 4 and text.isdigit() and 0 < rate < math.inf):
            raise FormatError(f"[rates] {text} = {rate}", where=where, remedy="Give USD per unit by year: 2024 = 1.08.")
    if rates and year and year not in rates:
        raise FormatError(f"[rates] has none for {year}", where=where, remedy=f"Add {year} = ...")


def _check_places(extra: Mapping[str, object], where: str) -> None:
    for name, code in extra.items():
        try:
            country(str(code))
        except CodeError as error:
            raise FormatError(
                f"[countries.extra] {name!r} = {code!r} is no code of ours", where=where, remedy=error.remedy
            ) from error


def _canonical(constants: Mapping[str, str], told: Mapping[str, Any], where: str) -> dict[str, str]:
    nomenclature = constants["nomenclature"]
    if names_hs(nomenclature):
        nomenclature = f"HS{parse_edition(nomenclature, where=where)}"
    parsed = {name: _constant(name, told, constants, where) for name in CODES if name in constants}
    return {**constants, "nomenclature": nomenclature, **parsed}


def _constant(name: str, told: Mapping[str, Any], constants: Mapping[str, str], where: str) -> str:
    try:
        return _parser(name, told, constants, where)(constants[name])
    except CodeError as error:
        raise FormatError(f"[constants] {name}: {error.found}", where=where, remedy=error.remedy) from error


def _scale(name: str, units: Mapping[str, str], rates: Mapping[str, float], where: str) -> float:
    unit = units.get(name, MEASURES[name])
    if name == "net_weight":
        return _weight(unit, where)
    if name == "trade_value" and unit not in _MONEY:
        currency = _CURRENCY.fullmatch(unit)
        if currency is None:
            raise FormatError(
                f"trade_value is in {unit!r}",
                where=where,
                remedy="Write USD, kUSD, MUSD, or a currency: EUR, kEUR, MEUR.",
            )
        if not rates:
            raise FormatError(
                f"trade_value is in {unit!r}", where=where, remedy="Give USD per unit by year under [rates]."
            )
        return _TIMES[currency[1]]
    return _MONEY.get(unit, 1.0)


def _weight(unit: str, where: str) -> float:
    times, _, base = unit.rpartition(" ")
    try:
        number = float(times) if times else 1.0
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise FormatError(
            f"net_weight is in {unit!r}", where=where, remedy='Write a unit, or a number and a unit: "100 kg".'
        )
    return factor(base, "kg", where=f"{where}, [units] net_weight") * number


def _parser(name: str, told: Mapping[str, Any], constants: Mapping[str, str], where: str) -> Parser:
    renamed = {str(k): str(v) for k, v in told.get("values", {}).get(name, {}).items()}
    makers: dict[str, Callable[[], Parser]] = {
        "reporter": lambda: _country_parser(told.get("countries", {})),
        "partner": lambda: _country_parser(told.get("countries", {})),
        "direction": lambda: _direction,
        "product": lambda: _product_parser(constants.get("nomenclature", "")),
        "period": lambda: _period_parser(told.get("period", {}).get("format"), constants.get("freq", "A"), where),
    }
    inner = makers[name]()

    def parse(value: object) -> str:
        if value is None or str(value).strip() == "":
            raise CodeError(f"{name} is missing")
        return inner(renamed.get(str(value).strip(), value))

    return parse


def _country_parser(told: Mapping[str, Any]) -> Parser:
    scheme = told.get("scheme", "auto")
    extra = {str(k).strip(): str(v) for k, v in told.get("extra", {}).items()}

    def parse(value: object) -> str:
        return extra.get(str(value).strip()) or parse_country(value, scheme=scheme)

    return parse


def _direction(value: object) -> str:
    text = str(value).strip().lower()
    known = {
        "import": "import",
        "imports": "import",
        "m": "import",
        "export": "export",
        "exports": "export",
        "x": "export",
    }
    if text not in known:
        raise CodeError(f"direction {value!r} is neither import nor export")
    return known[text]


def _product_parser(nomenclature: str) -> Parser:
    if names_hs(nomenclature):
        return parse_hs6
    return lambda value: str(value).strip()


def _period_parser(pattern: str | None, freq: str, where: str) -> Parser:
    def parse(value: object) -> str:
        if pattern and isinstance(value, str):
            try:
                value = datetime.strptime(value.strip(), pattern).date()  # noqa: DTZ007 - a period has no time zone
            except ValueError as error:
                raise CodeError(f"period {value!r} does not fit {pattern!r}", where=where) from error
        return str(parse_period(value, freq))

    return parse
