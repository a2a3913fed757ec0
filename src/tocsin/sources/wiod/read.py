"""World Input-Output Database: one file per year, as the publisher's workbook or as arrays.

A workbook (``wiot11_row_sep12.xlsx``, ``WIOT2014_Nov16_ROW.xlsb``) begins with four rows and four columns of labels
below a title of two rows: code, name, region, number. Release 2013 is labelled by the number (``c1`` ... ``c35``),
release 2016 by the code (``A01`` ... ``U``). Rows of region ``TOT`` are value added, taxes and totals; the last row is
output.

Arrays (``wiot_2011.npz``) hold ``Z``, final demand ``F`` of five categories a country, output ``x``, ``countries`` and
``industries`` of release 2013. They hold no value added.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tocsin.core.errors import FormatError
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.io_cells import Axis, Cells, region, year_of
from tocsin.sources.io_text import year_in
from tocsin.sources.release import given_day, release_of
from tocsin.sources.workbook import cell_name, read_sheet

UNIT = "million USD"
#: Final demand of release 2013: households, non-profit institutions, government, fixed capital, inventories.
FINAL = ("c37", "c38", "c39", "c41", "c42")
_FINAL = {*FINAL, "CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN"}
_OUTPUT = {"r69", "GO"}
_TOTALS = {"r60", "II_fob"}
_LABELS = 4  # rows and columns of labels
_TOP = 2  # rows above them


@dataclass(frozen=True)
class _Table:
    edition: str
    year: str | None
    parts: tuple[tuple[str, Axis, Axis | None, np.ndarray], ...]
    buyers: Axis | None = None
    added: tuple[tuple[str, np.ndarray], ...] = ()


def read(request: Request) -> Iterator[Release]:
    """Read each file as one release of one year; a folder stands for all its tables.

    Parameters
    ----------
    request : Request
        Files or folders, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.

    Raises
    ------
    FormatError
        If a file is laid out otherwise.
    """
    for path in _files(request.files):
        table = _arrays(path) if path.suffix.lower() == ".npz" else _workbook(path)
        cells = Cells(f"WIOD{table.edition}", _year(path, table, request), UNIT, request.progress)
        yield release_of(
            "wiod",
            "io_table",
            path,
            batches=_batches(table, cells),
            day=given_day(request.options),
            vintage=table.edition,
            also=f"1 {cells.scope} {given_day(request.options)}",
        )


def _files(given: tuple[Path, ...]) -> Iterator[Path]:
    for path in given:
        if not path.is_dir():
            yield path
            continue
        found = sorted(file for file in path.iterdir() if re.fullmatch(r"(?i)wiot.*\.(npz|xlsx|xlsb)", file.name))
        if not found:
            raise FormatError("there is no wiot table", where=str(path), remedy="Its files are named wiot*.xlsx.")
        yield from found


def _year(path: Path, table: _Table, request: Request) -> str:
    named = table.year or year_in(path.stem, r"wiot_?((?:19|20)\d\d)(?!\d)")
    if named is None and (short := year_in(path.stem, r"wiot_?(\d\d)(?!\d)")):
        named = f"{'19' if int(short) > 50 else '20'}{short}"
    return year_of(request.options.get("year"), named, path.name)


def _batches(table: _Table, cells: Cells) -> Iterator[Batch]:
    for part, origins, targets, values in table.parts:
        yield cells.batch(part, origins, targets, values)
    for kind, row in table.added:
        if table.buyers:
            yield cells.added(kind, table.buyers, row)


def _arrays(path: Path) -> _Table:
    try:
        with np.load(path, allow_pickle=False) as held:
            z, final, x = (np.asarray(held[name], float) for name in ("Z", "F", "x"))
            countries = [region(str(code)) for code in held["countries"]]
            industries = [str(code) for code in held["industries"]]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise FormatError(
            f"the arrays cannot be read ({(str(error).splitlines() or ['cut short'])[0][:160]})",
            where=str(path),
            remedy="It needs Z, F, x, countries and industries.",
        ) from error
    nodes = Axis.of((country, industry) for country in countries for industry in industries)
    finals = Axis.of((country, category) for country in countries for category in FINAL)
    nodes.check(str(path))
    n = len(nodes)
    if (z.shape, final.shape, x.shape) != ((n, n), (n, len(finals)), (n,)):
        raise FormatError(
            f"Z is {z.shape}, F {final.shape} and x {x.shape}, for {n} sectors and {len(finals)} columns of demand",
            where=str(path),
            remedy="Download it again.",
        )
    return _Table("2013", None, (("Z", nodes, nodes, z), ("Y", nodes, finals, final), ("x", nodes, None, x)))


def _workbook(path: Path) -> _Table:
    sheet = read_sheet(path)
    if len(sheet) <= _TOP + _LABELS or len(sheet[0]) <= _LABELS:
        raise FormatError("the sheet is too small for a table", where=str(path), remedy="Is it a wiot workbook?")
    title = " ".join(str(row[0]) for row in sheet[: _TOP + 1])
    top = list(zip(*sheet[_TOP : _TOP + _LABELS], strict=True))[_LABELS:]
    left = [row[:_LABELS] for row in sheet[_TOP + _LABELS :]]
    old = any(re.fullmatch(r"c\d+", str(label[3]).strip()) for label in left)
    columns, rows = [_label(label, old=old) for label in top], [_label(label, old=old) for label in left]
    nodes = Axis.of(pair for pair in rows if pair[0] != "TOT" and all(pair))
    finals = Axis.of(pair for pair in columns if pair[1] in _FINAL and pair[0] != "TOT")
    nodes.check(str(path))
    finals.check(str(path))
    n = len(nodes)
    bought = Axis.of([*columns[:n]])
    if not n or not len(finals) or bought != nodes:
        raise FormatError(
            f"{n} rows and {len(bought)} columns do not name the same sectors",
            where=f"{path}, {cell_name(_TOP, _LABELS)}",
            remedy="Its labels are code, name, region and number; is it a wiot workbook?",
        )
    values = _values(sheet, len(rows), len(columns), path)
    at = [i for i, pair in enumerate(columns) if pair[1] in _FINAL and pair[0] != "TOT"]
    buyers = Axis((*nodes.regions, *finals.regions), (*nodes.sectors, *finals.sectors))
    parts: list[tuple[str, Axis, Axis | None, np.ndarray]] = [
        ("Z", nodes, nodes, values[:n, :n]),
        ("Y", nodes, finals, values[:n][:, at]),
    ]
    output, added = None, []
    for i in range(n, len(rows)):
        code = rows[i][1]
        if code in _OUTPUT:
            output = values[i, :n]
        elif code and code not in _TOTALS:
            added.append((code, values[i, [*range(n), *at]]))
    if output is None:
        raise FormatError("there is no row of output (r69 or GO)", where=str(path), remedy="Download it again.")
    found = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", title)
    edition, year = "2013" if old else "2016", found.group(1) if found else None
    return _Table(edition, year, (*parts, ("x", nodes, None, output)), buyers, tuple(added))


def _label(label: tuple[object, ...] | list[object], *, old: bool) -> tuple[str, str]:
    code, where, number = str(label[0]).strip(), str(label[2]).strip(), str(label[3]).strip()
    return ("TOT" if where.upper() == "TOT" else region(where) if where else ""), number if old else code


def _values(sheet: list[list[object]], rows: int, columns: int, path: Path) -> np.ndarray:
    values = np.zeros((rows, columns))
    for i, row in enumerate(sheet[_TOP + _LABELS :]):
        try:
            values[i] = np.array([cell if cell != "" else 0.0 for cell in row[_LABELS:]], dtype=float)
        except (TypeError, ValueError) as error:
            j = next((j for j, cell in enumerate(row[_LABELS:]) if not isinstance(cell, int | float)), 0)
            raise FormatError(
                f"{row[_LABELS + j]!r} is not a number",
                where=f"{path}, {cell_name(_TOP + _LABELS + i, _LABELS + j)}",
                remedy="Download it again.",
            ) from error
    return values
