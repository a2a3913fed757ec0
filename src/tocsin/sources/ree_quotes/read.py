"""Daily quotes of rare-earth oxides with Chinese headings: lowest, highest and average price of each oxide.

Columns are ``日期`` (date), one of each ``氧化钕最低价`` (neodymium oxide, lowest), ``...最高价`` (highest) and
``...平均价`` (average), and ``年``, ``月``, ``日``, which repeat the date and must agree with it. The file states
neither currency nor unit, and its oxides need not share one: quotes near 35 beside others near 5 tell of different
ones. Both must therefore be given. An average outside its lowest and highest price is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.cells import Row, read_cells
from tocsin.sources.declaration import source
from tocsin.sources.series import Layout, Series, unpivot
from tocsin.sources.textfile import sha256_of
from tocsin.sources.vintage import UNDATED

DAY, PARTS = "日期", ("年", "月", "日")
OXIDES = {
    "镧": ("La", "lanthanum"),
    "铈": ("Ce", "cerium"),
    "镨": ("Pr", "praseodymium"),
    "钕": ("Nd", "neodymium"),
    "钐": ("Sm", "samarium"),
    "铕": ("Eu", "europium"),
    "钆": ("Gd", "gadolinium"),
    "铽": ("Tb", "terbium"),
    "镝": ("Dy", "dysprosium"),
    "钬": ("Ho", "holmium"),
    "铒": ("Er", "erbium"),
    "镱": ("Yb", "ytterbium"),
    "镥": ("Lu", "lutetium"),
    "钇": ("Y", "yttrium"),
}
KINDS = {"最低价": "low", "最高价": "high", "平均价": "average"}
_PRICE = re.compile(f"氧化([{''.join(OXIDES)}])({'|'.join(KINDS)})")


def read(request: Request) -> Iterator[Release]:
    """Read each file as one release.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.

    Raises
    ------
    UsageError
        If currency or unit are not given.
    """
    told = [request.options.get(name, "").strip() for name in ("currency", "unit")]
    if not all(told):
        raise UsageError(
            "the quotes state neither currency nor unit", remedy="Give --option currency=CNY --option unit=kg."
        )
    released = request.options.get("released")
    day = parse_period(released, "D", where="--option released").start if released else None
    for path in request.files:
        yield Release(
            table="price",
            vintage=day.isoformat() if day else UNDATED,
            released_on=day,
            lag_months=source("ree_quotes").lag_months,
            sha256=sha256_of(path, also=f"{told} {day}"),
            batches=_batches(path, told[0], told[1], request),
            origin=path.name,
        )


def _batches(path: Path, currency: str, unit: str, request: Request) -> Iterator[Batch]:
    cells = read_cells(path)
    heading = [str(cell) for cell in cells[0]]
    columns = _prices(heading, path)
    units = _units(unit, {OXIDES[oxide][0] for oxide, _ in columns.values()})
    series = [_series(i, oxide, kind, units) for i, (oxide, kind) in columns.items()]
    layout = Layout(
        "price",
        period=_day_reader(heading),
        constant={"freq": "D", "scope": "rare-earth oxides", "currency": currency},
        missing=frozenset({""}),
        doubt=_doubter({place: column for column, place in columns.items()}),
    )
    batch = unpivot(cells, series, layout)
    request.progress(len(batch.rows))
    yield batch


def _prices(heading: list[str], path: Path) -> dict[int, tuple[str, str]]:
    found = {i: match.groups() for i, name in enumerate(heading) if (match := _PRICE.fullmatch(name))}
    rest = [name for i, name in enumerate(heading) if i not in found]
    if not found or sorted(rest) != sorted([DAY, *PARTS]) or heading[0] != DAY or len(set(heading)) < len(heading):
        raise FormatError(
            f"the headings are {heading}", where=str(path), remedy=f"{DAY!r}, prices and {PARTS} are expected."
        )
    return {i: (oxide, kind) for i, (oxide, kind) in found.items()}


def _units(given: str, symbols: set[str]) -> Mapping[str, str]:
    if "=" not in given:
        return dict.fromkeys(symbols, given)
    pairs = [part.split("=", 1) for part in given.split(",")]
    units = {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2}
    if set(units) != symbols or not all(units.values()):
        raise UsageError(
            f"units are given for {sorted(units)}, the file has {sorted(symbols)}",
            where="--option unit",
            remedy="Give each oxide one, as in 'Nd=0.1 kg, Ce=kg'.",
        )
    return units


def _series(column: int, oxide: str, kind: str, units: Mapping[str, str]) -> Series:
    symbol, name = OXIDES[oxide]
    told = {"series": f"{name} oxide, {KINDS[kind]}", "commodity": f"{name}_oxide", "unit": units[symbol]}
    return Series(column, told)


def _day_reader(heading: list[str]) -> Callable[[Row], str]:
    places = [heading.index(name) for name in PARTS]

    def day(row: Row) -> str:
        found = parse_period(row[0], "D").start
        try:
            told = date(*(int(str(row[place])) for place in places))
        except ValueError:
            told = None
        if told != found:
            raise CodeError(f"{row[0]!r} differs from year, month and day beside it")
        return found.isoformat()

    return day


def _doubter(places: Mapping[tuple[str, str], int]) -> Callable[[Row, Series], str]:
    oxide_of = {column: oxide for (oxide, kind), column in places.items() if kind == "平均价"}

    def doubt(row: Row, one: Series) -> str:
        oxide = oxide_of.get(one.column)
        columns = [places.get((str(oxide), kind)) for kind in ("最低价", "最高价")]
        try:
            low, high = (float(str(row[column])) for column in columns if column is not None)
            inside = low <= float(str(row[one.column])) <= high
        except ValueError:
            return ""
        return "" if inside else "average lies outside lowest and highest price"

    return doubt
