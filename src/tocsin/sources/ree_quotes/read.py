"""Daily quotes of rare-earth oxides with Chinese headings: lowest, highest and average price of each oxide.

Columns are ``日期`` (date), one of each ``氧化钕最低价`` (neodymium oxide, lowest), ``...最高价`` (highest) and
``...平均价`` (average), and ``年``, ``月``, ``日``, which repeat the date and must agree with it. The file states
neither currency nor unit, and its oxides need not share one: quotes near 35 beside others near 5 tell of different
ones. Both must therefore be given. An average outside its lowest and highest price is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from tocsin.core.errors import CodeError, UsageError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.cells import Row, read_cells
from tocsin.sources.ree_quotes.headings import PARTS, prices_of, series_of
from tocsin.sources.release import given_day, release_of
from tocsin.sources.series import Layout, Series, unpivot


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
    day = given_day(request.options)
    for path in request.files:
        batches = _batches(path, told[0], told[1], request)
        yield release_of("ree_quotes", "price", path, batches=batches, day=day, also=f"{told} {day}")


def _batches(path: Path, currency: str, unit: str, request: Request) -> Iterator[Batch]:
    cells = read_cells(path)
    heading = [str(cell) for cell in cells[0]]
    columns = prices_of(heading, path)
    layout = Layout(
        "price",
        period=_day_reader(heading),
        constant={"freq": "D", "scope": "rare-earth oxides", "currency": currency},
        missing=frozenset({""}),
        doubt=_doubter({place: column for column, place in columns.items()}),
    )
    yield from unpivot(cells, series_of(columns, unit), layout, request.progress)


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
