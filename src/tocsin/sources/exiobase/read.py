"""EXIOBASE 3: a zip archive or folder per year, ``IOT_2020_ixi``, of tab-separated texts.

``Z.txt`` holds the flows, ``Y.txt`` final demand: two lines of labels (region; sector or category), two columns of
them. Regions are two-letter codes, ``WA`` ... ``WM`` the rests of five continents.
Where there is no ``Z.txt`` the flows are coefficients of ``A.txt`` times output, ``x.txt``. ``unit.txt`` says the unit,
million euros. Value added stands among the satellite accounts, which are not read. A table has 64 million cells: it is
read a few lines at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np

from tocsin.core.errors import FormatError, UsageError
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.io_cells import CELLS, Axis, Cells, region, year_of
from tocsin.sources.io_text import Member, fields, members, numbers, split_labels, year_in
from tocsin.sources.release import given_day, release_of
from tocsin.sources.textfile import sha256_of

_UNITS = {"M.EUR": "million EUR"}
_TAB = "\t"


def read(request: Request) -> Iterator[Release]:
    """Read each archive or folder as one release of one year.

    Parameters
    ----------
    request : Request
        Archives or folders, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per archive or folder.

    Raises
    ------
    FormatError
        If a text is missing or laid out otherwise.
    UsageError
        If nothing says year or system.
    """
    day, version = given_day(request.options), request.options.get("version", "")
    for path in request.files:
        texts = _Texts.of(path)
        year = year_of(request.options.get("year"), year_in(path.name, r"(?<!\d)((?:19|20)\d\d)(?!\d)"), path.name)
        system = request.options.get("system") or year_in(path.name, "(ixi|pxp)")
        if system not in {"ixi", "pxp"}:
            raise UsageError(f"{path.name!r} does not say ixi or pxp", remedy="Give --option system=ixi.")
        cells = Cells(f"EXIOBASE3-{system}", year, texts.unit(), request.progress)
        also = f"1 {cells.scope} {version} {day}"
        yield release_of(
            "exiobase",
            "io_table",
            texts.flows.path,
            batches=_batches(texts, cells),
            day=day,
            vintage=version,
            sha256=sha256_of(*texts.files, also=also),
        )


def _region(text: str) -> str:
    """Return our code; version 3.4 writes ``WWA`` for ``WA``, the rest of Asia."""
    return text[1:] if text.startswith("WW") else region(text, "iso2")


@dataclass(frozen=True)
class _Texts:
    flows: Member
    final: Member
    output: Member
    units: Member | None

    @classmethod
    def of(cls, path: Path) -> _Texts:
        found = sorted(members(path), key=lambda one: (one.inside or str(one.path)).count("/"))
        nearest = {one.name: one for one in reversed(found)}  # the shallowest: satellites have texts of the same names
        flows = nearest.get("Z.txt") or nearest.get("A.txt")
        if flows is None or "Y.txt" not in nearest or "x.txt" not in nearest:
            lost = [name for name in ("Y.txt", "x.txt") if name not in nearest] + ([] if flows else ["Z.txt or A.txt"])
            raise FormatError(f"there is no {lost[0]}", where=str(path), remedy="Give IOT_YYYY_ixi.zip, or its folder.")
        return cls(flows, nearest["Y.txt"], nearest["x.txt"], nearest.get("unit.txt"))

    @property
    def files(self) -> list[Path]:
        """Files to digest: the archive, or each text."""
        parts = [self.flows, self.final, self.output, *([self.units] if self.units else [])]
        return list(dict.fromkeys(part.path for part in parts))

    def unit(self) -> str:
        """Return the unit that every sector has."""
        if self.units is None:
            return _UNITS["M.EUR"]
        with self.units.lines() as lines:
            found = {fields(line, _TAB)[-1] for line in lines if line.strip()} - {"unit"}
        if len(found) != 1:
            raise FormatError(
                f"sectors have {len(found)} units", where=self.units.where, remedy="Give a monetary table (ixi or pxp)."
            )
        unit = found.pop()
        return _UNITS.get(unit, unit)


def _batches(texts: _Texts, cells: Cells) -> Iterator[Batch]:
    nodes, output = _output(texts.output)
    yield cells.batch("x", nodes, None, output)
    factor = output if texts.flows.name == "A.txt" else None
    yield from _matrix(texts.flows, "Z", nodes, cells, factor=factor)
    yield from _matrix(texts.final, "Y", nodes, cells)


def _output(member: Member) -> tuple[Axis, np.ndarray]:
    pairs, values = [], []
    with member.lines() as lines:
        for number, line in enumerate(lines, 1):
            labels, rest = split_labels(line, 2, _TAB)
            if number == 1 or not line.strip():
                continue
            pairs.append((_region(labels[0]), labels[1]))
            values.append(numbers(rest, 1, _TAB, f"{member.where} line {number}")[0])
    nodes = Axis.of(pairs)
    nodes.check(member.where)
    return nodes, np.array(values)


@contextmanager
def _opened(member: Member) -> Iterator[tuple[Axis, Iterator[tuple[int, str]]]]:
    """Give the labels of the columns, and the lines of numbers with their place in the file."""
    with member.lines() as lines:
        regions, sectors = (fields(next(lines, ""), _TAB)[2:] for _ in range(2))
        if not regions or len(regions) != len(sectors):
            raise FormatError(
                f"the heading names {len(regions)} regions and {len(sectors)} sectors",
                where=member.where,
                remedy="Its first two lines should be regions and sectors.",
            )
        columns = Axis(tuple(_region(text) for text in regions), tuple(sectors))
        columns.check(member.where)
        third = next(lines, "")
        numbered = enumerate(chain([third], lines), 3)
        if not any(fields(third, _TAB)[2:]):  # the names of the two columns of labels
            next(numbered)
        yield columns, numbered


def _matrix(
    member: Member, part: str, nodes: Axis, cells: Cells, *, factor: np.ndarray | None = None
) -> Iterator[Batch]:
    with _opened(member) as (columns, lines):
        if part == "Z" and columns != nodes:
            raise FormatError("its columns are not the sectors of x.txt", where=member.where, remedy="Download again.")
        step, rows, labels, block = max(1, CELLS // len(columns)), 0, [], []
        for number, line in lines:
            if not line.strip():
                continue
            (place, sector), rest = split_labels(line, 2, _TAB)
            labels.append((_region(place), sector))
            values = numbers(rest, len(columns), _TAB, f"{member.where} line {number}")
            block.append(values if factor is None else values * factor)
            if len(block) == step:
                rows += len(block)
                yield cells.batch(part, Axis.of(labels), columns, np.stack(block))
                labels, block = [], []
        rows += len(block)
        if block:
            yield cells.batch(part, Axis.of(labels), columns, np.stack(block))
        if rows != len(nodes):
            raise FormatError(
                f"it has {rows:,} rows, x.txt {len(nodes):,}", where=member.where, remedy="Is the file complete?"
            )
