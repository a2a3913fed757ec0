"""Tables and figures on the mineral industry as MCS 2025 releases them, one layout each in ``trends.toml``.

Every figure becomes a row of table `pressure`, in a series of its own. Some repeat, rounded, what the files of the
commodities say; no indicator adds up what is in `pressure`, so nothing counts twice.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.sources.usgs_mcs.figures import read_figure
from tocsin.sources.usgs_mcs.sheets import Sheet, Tallies, check_columns, check_once, parse_place, records, scope_of

_ESTIMATED = re.compile(r"(\d{4})(_estimated?)?")


@dataclass(frozen=True)
class Column:
    """A column of figures, as the head of ``trends.toml`` explains it."""

    heading: str
    says: str
    unit: str
    factor: float = 1.0
    place: str = "USA"
    reliance: bool = False


@dataclass(frozen=True)
class Layout:
    """One file's columns, as the head of ``trends.toml`` explains them."""

    name: str
    series: str
    about: str = ""
    trim: str = ""
    labels: tuple[str, ...] = ()
    words: dict[str, str] = field(default_factory=dict)
    figures: tuple[Column, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Patterns of all headings, without the names of their groups: two patterns may have the same."""
        figures = (one.heading.replace("?P<year>", "?:").replace("?P<since>", "?:") for one in self.figures)
        return (*self.labels, *self.words, *figures)


@cache
def layouts() -> tuple[Layout, ...]:
    """Return the layouts of ``trends.toml``."""
    told = tomllib.loads(Path(__file__).with_name("trends.toml").read_text(encoding="utf-8"))
    return tuple(
        Layout(
            name,
            one["series"],
            one.get("about", ""),
            one.get("trim", ""),
            tuple(one["labels"]),
            one.get("words", {}),
            tuple(Column(**column) for column in one.get("figures", ())),
        )
        for name, one in told.items()
    )


def read_trends(sheet: Sheet, layout: Layout, edition: int, into: Tallies) -> None:
    """Read one file; each cell that is no label is an observation."""
    check_columns(sheet, "|".join(layout.columns))
    labels = "|".join(layout.labels)
    for where, row in records(sheet):
        for heading in sheet.heading:
            if re.fullmatch(labels, heading) or (not heading and not row[heading]):
                continue
            cell = f"{where}, {heading}: {row[heading]!r}"
            try:
                check_once(heading, sheet)
                into.pressure.keep(cell, **_told(heading, row, layout, edition))
            except CodeError as error:
                into.pressure.refuse(error.found, cell)


def _told(heading: str, row: dict[str, str], layout: Layout, edition: int) -> dict[str, object]:
    """Return the columns of the row that a cell becomes."""
    for words, reason in layout.words.items():
        if re.fullmatch(words, heading):
            raise CodeError(reason)
    matches = ((one, re.fullmatch(one.heading, heading)) for one in layout.figures)
    column, found = next(((one, found) for one, found in matches if found), (None, None))
    if column is None or found is None:
        raise CodeError("column has no heading")
    years = found.groupdict()
    year, estimated = _year(years.get("year") or row.get("Year") or row.get("year") or str(edition - 1), edition)
    figure = read_figure(row[heading], reliance=column.reliance, estimated=estimated).scaled(column.factor)
    says = column.says.format(span=int(year) - int(years.get("since") or year))
    return {
        "series": layout.series.format(about=_about(row, layout), says=says),
        "place": parse_place(row[column.place]) if column.place in row else column.place,
        "period": year,
        "freq": "A",
        "value": figure.value,
        "unit": column.unit,
        "status": figure.status,
        "scope": scope_of(f"trends {layout.name}", year),
    }


def _year(text: str, edition: int) -> tuple[str, bool]:
    """Return the year and whether its figures are estimates: those of the year before the edition are."""
    found = _ESTIMATED.fullmatch(text)
    year = str(parse_period(found[1] if found else text, "A"))
    return year, int(year) >= edition - 1 or bool(found and found[2])


def _about(row: dict[str, str], layout: Layout) -> str:
    if not layout.about:
        return ""
    text = next(cell for heading, cell in row.items() if re.fullmatch(layout.about, heading))
    plain = " ".join(re.sub(layout.trim, "", text).split())
    if not plain:
        raise CodeError("row does not say what it is about")
    return plain
