"""A company's own tables: what goes into its products, who supplies the parts, and how long stocks last.

Three files of comma-separated values, in UTF-8, with or without a byte order mark; semicolons or tabs may stand for
commas, and then a comma may stand for the decimal point. Columns may stand in any order; others are left alone.

==========  =================================  ===================================================
file        columns needed                     columns that may be there
==========  =================================  ===================================================
bom         product, part, quantity_per_unit
suppliers   part, hs6, supplier, country,      unit_price: what one unit of the part costs [USD]
            share
stock       part, days_of_cover
==========  =================================  ===================================================

A share is of the purchases of the part, as 0.6 or ``60 %``; a supplier with share 0 could deliver but does not.
Rows that cannot be used are left out, counted, each with its reason; a file that as a whole makes no sense is refused.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tocsin.core.errors import CodeError, FormatError, TocsinError, UsageError
from tocsin.core.hs import parse_hs6
from tocsin.ref.countries import country, is_special, parse_country

BOM = ("product", "part", "quantity_per_unit")
SUPPLIERS = ("part", "hs6", "supplier", "country", "share")
STOCK = ("part", "days_of_cover")
PRICE = "unit_price"
#: By how much the shares of a part may add up to more than 1, for rounding [1].
TOLERANCE = 0.005
_LARGEST = 64 * 1024 * 1024
_NAMED = 3
_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Source:
    """One supplier of one part.

    Parameters
    ----------
    part, supplier : str
        Names as the company writes them.
    hs6 : str
        Code that the part is traded under.
    country : str
        Where it comes from, ISO 3166-1 alpha-3.
    share : float
        Of the purchases of the part [1]; 0 for a supplier who could deliver but does not.
    price : float or None
        What one unit costs [USD].
    """

    part: str
    hs6: str
    supplier: str
    country: str
    share: float
    price: float | None = None


@dataclass(frozen=True)
class Skipped:
    """A row that was left out.

    Parameters
    ----------
    file : str
        Name of the file.
    line : int
        Its line, the heading being line 1.
    reason : str
        Why, in words.
    """

    file: str
    line: int
    reason: str


@dataclass(frozen=True)
class Company:
    """What a company makes, of what, from whom, and with which stocks.

    Parameters
    ----------
    bom : mapping of str to mapping of str to float
        By product and part, how many units of the part go into one of the product.
    sources : mapping of str to tuple of Source
        By part, its suppliers.
    cover : mapping of str to float
        By part, for how long the stock lasts [d].
    skipped : tuple of Skipped
        Rows left out.
    notes : tuple of str
        Sentences on what was taken for granted.
    """

    bom: Mapping[str, Mapping[str, float]]
    sources: Mapping[str, tuple[Source, ...]]
    cover: Mapping[str, float]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    def rest(self, part: str) -> float:
        """Return the share of a part that no supplier is named for [1]."""
        return max(1.0 - sum(one.share for one in self.sources.get(part, ())), 0.0)


def read_company(bom: Path, suppliers: Path, stock: Path) -> Company:
    """Read the three files of a company.

    Parameters
    ----------
    bom, suppliers, stock : pathlib.Path
        The files.

    Returns
    -------
    Company
        What they say, with the rows that were left out.
    """
    skipped: list[Skipped] = []
    parts_of = _bom(bom, skipped)
    sources = _suppliers(suppliers, skipped)
    cover = _stock(stock, skipped)
    used = {part for parts in parts_of.values() for part in parts}
    notes = [*_absent(used, sources, cover, (suppliers, stock)), *_unused(used, sources, cover, (suppliers, stock))]
    company = Company(
        parts_of,
        {part: tuple(rows) for part, rows in sources.items()},
        cover,
        tuple(sorted(skipped, key=lambda one: (one.file, one.line))),
    )
    notes += [
        f"{part}: {company.rest(part):.0%} comes from suppliers that are not named, and is taken as delivered."
        for part in sorted(used & sources.keys())
        if company.rest(part) > TOLERANCE
    ]
    return Company(company.bom, company.sources, company.cover, company.skipped, tuple(notes))


# ------------------------------------------------------------------------------------------------------------ each file
def _bom(path: Path, skipped: list[Skipped]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}

    def take(row: _Row) -> None:
        product, part, quantity = row.name("product"), row.name("part"), row.number("quantity_per_unit")
        if quantity <= 0:
            raise _Unusable(f"quantity_per_unit is {quantity:g}, which is not above 0")
        if part in found.get(product, {}):
            raise _Unusable(f"{product} has {part} twice; the first row stands")
        found.setdefault(product, {})[part] = quantity

    _each(path, BOM, skipped, take)
    return _some(found, path)


def _suppliers(path: Path, skipped: list[Skipped]) -> dict[str, list[Source]]:
    found: dict[str, list[Source]] = {}
    last: dict[str, int] = {}

    def take(row: _Row) -> None:
        part, supplier = row.name("part"), row.name("supplier")
        one = Source(part, row.code(), supplier, row.country(), row.share(), row.price())
        if any(
            (one.supplier, one.country, one.hs6) == (had.supplier, had.country, had.hs6) for had in found.get(part, [])
        ):
            raise _Unusable(f"{part} has {supplier} in {one.country} twice; the first row stands")
        found.setdefault(part, []).append(one)
        last[part] = row.line

    _each(path, SUPPLIERS, skipped, take)
    for part, rows in found.items():
        whole = sum(one.share for one in rows)
        if whole > 1 + TOLERANCE:
            raise FormatError(
                f"The shares of part {part!r} add up to {whole:.1%}",
                where=f"{path.name} line {last[part]}",
                remedy="Give shares of all purchases of the part, together at most 100 %.",
            )
    return _some(found, path)


def _stock(path: Path, skipped: list[Skipped]) -> dict[str, float]:
    found: dict[str, float] = {}

    def take(row: _Row) -> None:
        part, days = row.name("part"), row.number("days_of_cover")
        if days < 0:
            raise _Unusable(f"days_of_cover is {days:g}, below 0")
        if part in found:
            raise _Unusable(f"{part} stands twice; the first row stands")
        found[part] = days

    _each(path, STOCK, skipped, take)
    return found


def _absent(
    used: set[str], sources: Mapping[str, object], cover: Mapping[str, float], files: tuple[Path, Path]
) -> Iterator[str]:
    if lacking := sorted(used - sources.keys()):
        yield f"No supplier in {files[0].name} of {_listed(lacking)}: taken as delivered."
    if lacking := sorted((used & sources.keys()) - cover.keys()):
        yield f"No stock in {files[1].name} of {_listed(lacking)}: taken as none."


def _unused(
    used: set[str], sources: Mapping[str, object], cover: Mapping[str, float], files: tuple[Path, Path]
) -> Iterator[str]:
    for table, path in ((sources, files[0]), (cover, files[1])):
        if idle := sorted(set(table) - used):
            yield f"{path.name} has {_listed(idle)}, which no product needs."


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _NAMED
    return f"{', '.join(names[:_NAMED])}{f' and {more} more' if more > 0 else ''}"


# ----------------------------------------------------------------------------------------------------------------- rows
class _Unusable(Exception):  # noqa: N818 - it never leaves this module
    """A row that is left out, with its reason."""


class _Row:
    """A row, read cell by cell; what cannot be used is said."""

    def __init__(self, cells: Mapping[str, str], line: int, *, comma: bool) -> None:
        self.cells, self.line, self.comma = cells, line, comma

    def name(self, column: str) -> str:
        text = " ".join(self.cells[column].split())
        if not text:
            raise _Unusable(f"{column} is empty")
        return text

    def number(self, column: str) -> float:
        text = self.cells[column].strip()
        percent = text.endswith("%")
        bare = text.removesuffix("%").strip()
        bare = bare.replace(",", ".") if self.comma and "." not in bare else bare
        try:
            value = float(bare)
        except ValueError:
            raise _Unusable(f"{column} {text!r} is no number") from None
        if not math.isfinite(value):
            raise _Unusable(f"{column} {text!r} is no number")
        return value / 100 if percent else value

    def share(self) -> float:
        value = self.number("share")
        if not 0 <= value <= 1 + TOLERANCE:
            raise _Unusable(f"share {self.cells['share'].strip()!r} is not between 0 and 1, or 0 and 100 %")
        return value

    def price(self) -> float | None:
        if not self.cells.get(PRICE, "").strip():
            return None
        value = self.number(PRICE)
        if value <= 0:
            raise _Unusable(f"{PRICE} is {value:g}, which is not above 0")
        return value

    def code(self) -> str:
        try:
            return parse_hs6(self.cells["hs6"])
        except CodeError as error:
            raise _Unusable(f"{error.found}; {error.remedy}") from None

    def country(self) -> str:
        try:
            code = parse_country(self.cells["country"])
        except TocsinError as error:
            raise _Unusable(f"{error.found}; {error.remedy}") from None
        if is_special(code) or country(code).kind == "bloc":
            raise _Unusable(f"country {self.cells['country'].strip()!r} is no single country")
        return code


def _each(path: Path, needed: Sequence[str], skipped: list[Skipped], take: Callable[[_Row], None]) -> None:
    """Hand every row of a file over; one that cannot be used is left out with its reason."""
    text = _text(path)
    empty = FormatError("The file is empty", where=path.name, remedy=f"Give a heading: {','.join(needed)}.")
    heading = next((line for line in text.splitlines() if line.strip()), "")
    if not heading:
        raise empty
    mark = max(";\t,", key=heading.count)
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        filled = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise FormatError(
            f"The file cannot be read: {error}",
            where=f"{path.name} line {reader.line_num}",
            remedy="Close the quotes, or save it as plain CSV again.",
        ) from error
    if not filled:  # nothing but quotes and marks
        raise empty
    (_, names), *rows = filled
    columns = _columns(names, needed, path)
    for line, cells in rows:
        if any(cell.strip() for cell in cells[len(names) :]):
            skipped.append(Skipped(path.name, line, f"it has {len(cells)} cells, the heading {len(names)}"))
            continue
        given = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
        try:
            take(_Row(given, line, comma=mark != ","))
        except _Unusable as reason:
            skipped.append(Skipped(path.name, line, str(reason)))


def _columns(heading: Sequence[str], needed: Sequence[str], path: Path) -> dict[str, int]:
    """Find the columns of a file by their names."""
    names = ["_".join(cell.casefold().replace("-", " ").split()) for cell in heading]
    if twice := sorted({name for name in names if name in (*needed, PRICE) and names.count(name) > 1}):
        raise FormatError(
            f"Column {twice[0]} stands twice", where=f"{path.name} line 1", remedy="Take one of them out."
        )
    if lacking := [name for name in needed if name not in names]:
        raise FormatError(
            f"There is no column {', '.join(lacking)}; the heading has {', '.join(filter(None, names)) or 'nothing'}",
            where=f"{path.name} line 1",
            remedy=f"Give a heading with {', '.join(needed)}.",
        )
    return {name: names.index(name) for name in (*needed, PRICE) if name in names}


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _LARGEST:
            raise FormatError(
                f"The file has {path.stat().st_size:,} bytes",
                where=path.name,
                remedy=f"Give the tables of one company, at most {_LARGEST:,} bytes.",
            )
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(
            f"{path} cannot be read: {error.strerror or error}", where="the command line", remedy="Check the path."
        ) from error
    except UnicodeDecodeError as error:
        raise FormatError(f"Byte {error.start} is no UTF-8", where=path.name, remedy="Save it as CSV UTF-8.") from error


def _some(found: dict[str, _Found], path: Path) -> dict[str, _Found]:
    if not found:
        raise FormatError(
            "No row can be used", where=path.name, remedy="Give at least one row below the heading, and see its layout."
        )
    return found
