"""OECD's Inter-Country Input-Output tables: one comma-separated matrix per year.

The first column, ``V1``, names the rows: ``ARG_A01_02`` is sector A01_02 of Argentina. The columns are the same
sectors, then final demand (``ARG_HFCE``) and the total ``OUT``. Below the sectors stand taxes less subsidies ``TLS``,
value added ``VA`` and output ``OUT``; editions before 2023 name them ``TAXSUB``, ``VALU``, ``OUTPUT`` and ``TOTAL``.
Files are named ``ICIO2023_2020.csv`` or ``2020_SML.csv``, alone, in a folder or in a zip archive. Figures are millions
of US dollars.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tocsin.core.errors import FormatError
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.io_cells import CELLS, Axis, Cells, region, year_of
from tocsin.sources.io_text import Member, fields, members, numbers, split_labels, year_in
from tocsin.sources.release import given_day, release_of

UNIT = "million USD"
_OUTPUT = {"OUT", "OUTPUT", "TOTAL"}
_NOWHERE = "_X"  # the discrepancy, which has no region


@dataclass(frozen=True)
class _Heading:
    nodes: Axis
    finals: Axis
    z: np.ndarray
    y: np.ndarray
    output: int | None
    count: int
    labels: frozenset[str]


def read(request: Request) -> Iterator[Release]:
    """Read each table as one release of one year; a folder or archive stands for all its tables.

    Parameters
    ----------
    request : Request
        Files, folders or archives, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per table.

    Raises
    ------
    FormatError
        If there is none, or one is laid out otherwise.
    """
    day = given_day(request.options)
    for path in request.files:
        found = _tables(path)
        for member in found:
            edition = request.options.get("edition") or year_in(member.name, r"ICIO(\d{4})") or ""
            year = year_of(
                request.options.get("year") if len(found) == 1 else None,
                year_in(member.name, r"(?<!ICIO)(?<!\d)((?:19|20)\d\d)(?!\d)"),
                member.name,
            )
            cells = Cells(f"ICIO{edition}", year, UNIT, request.progress)
            yield release_of(
                "icio",
                "io_table",
                member.path,
                batches=_batches(member, cells),
                day=day,
                vintage=edition,
                also=f"1 {cells.scope} {day} {member.inside}",
            )


def _tables(path: Path) -> list[Member]:
    found = [one for one in members(path) if one.name.lower().endswith((".csv", ".txt"))]
    tables = [one for one in found if year_in(one.name, r"(\d{4})")] or found
    if not tables:
        raise FormatError("there is no table", where=str(path), remedy="Its files are named ICIO2023_2020.csv.")
    return tables


def _batches(member: Member, cells: Cells) -> Iterator[Batch]:
    with member.lines() as lines:
        heading = _heading(next(lines, ""), member)
        step = max(1, CELLS // heading.count)
        column: dict[str, float] = {}
        output: np.ndarray | None = None
        seen: set[str] = set()
        labels: list[str] = []
        block: list[np.ndarray] = []
        for number, line in enumerate(lines, 2):
            if not line.strip():
                continue
            (label,), rest = split_labels(line, 1, ",")
            values = numbers(rest, heading.count, ",", f"{member.where} line {number}")
            if label in seen:
                raise FormatError(f"row {label!r} occurs twice", where=member.where, remedy="Download it again.")
            seen.add(label)
            if label in heading.labels:
                labels.append(label)
                block.append(values)
                if heading.output is not None:
                    column[label] = float(values[heading.output])
                if len(block) == step:
                    yield from _rows(labels, block, heading, cells)
                    labels, block = [], []
            elif label in _OUTPUT:
                output = values[heading.z]
            else:
                yield from _added(label, values, heading, cells)
        yield from _rows(labels, block, heading, cells)
    lost = heading.labels - seen
    if lost:
        raise FormatError(
            f"{len(lost)} sectors have a column and no row, {min(lost)} is the first",
            where=member.where,
            remedy="Is the file complete? Download it again.",
        )
    nodes = heading.nodes
    if output is None:
        named = [f"{place}_{sector}" for place, sector in zip(nodes.regions, nodes.sectors, strict=True)]
        output = np.array([column.get(label, np.nan) for label in named])
    yield cells.batch("x", nodes, None, output)


def _heading(line: str, member: Member) -> _Heading:
    names = fields(line, ",")[1:]
    places = {name.split("_", 1)[0] for name in names if "_" in name}
    output = next((i for i, name in enumerate(names) if name in _OUTPUT), None)
    known = [_Final.of(name, places) for name in names]
    z = np.array([i for i, pair in enumerate(known) if pair and not pair.final and names[i] not in _OUTPUT], int)
    y = np.array([i for i, pair in enumerate(known) if (pair is None or pair.final) and names[i] not in _OUTPUT], int)
    nodes = Axis.of(_pair(names[i]) for i in z)
    finals = Axis.of((pair.region, pair.category) if (pair := known[i]) else (_NOWHERE, names[i]) for i in y)
    if not len(z) or not len(y):
        raise FormatError(
            f"the heading names {len(z)} sectors and {len(y)} columns of final demand",
            where=member.where,
            remedy="It should read V1,ARG_A01_02,...,ARG_HFCE,...,OUT.",
        )
    nodes.check(member.where)
    finals.check(member.where)
    return _Heading(nodes, finals, z, y, output, len(names), frozenset(names[i] for i in z))


#: Categories of final demand in all editions: a column of one of them is no sector.
FINAL = ("HFCE", "NPISH", "NPS", "GGFC", "GFCF", "INVNT", "INV", "DIRP", "DPABR", "FD", "P33", "NONRES", "CONS")


@dataclass(frozen=True)
class _Final:
    region: str
    category: str
    final: bool

    @classmethod
    def of(cls, name: str, places: set[str]) -> _Final | None:
        """Split a column's label; the edition of 2016 writes HC_AUS where later ones write AUS_HFCE."""
        first, sign, second = name.partition("_")
        if not sign:
            return None
        if second in places:
            return cls(region(second), first, final=True)
        return cls(region(first), second, final=second in FINAL)


def _pair(label: str) -> tuple[str, str]:
    place, _, sector = label.partition("_")
    return region(place), sector


def _rows(labels: list[str], block: list[np.ndarray], heading: _Heading, cells: Cells) -> Iterator[Batch]:
    if block:
        origins, values = Axis.of(map(_pair, labels)), np.stack(block)
        yield cells.batch("Z", origins, heading.nodes, values[:, heading.z])
        yield cells.batch("Y", origins, heading.finals, values[:, heading.y])


def _added(label: str, values: np.ndarray, heading: _Heading, cells: Cells) -> Iterator[Batch]:
    """Give a row of value added to the regions that it arises in; one that bears a region is that region's."""
    place, sign, kind = label.partition("_")
    for targets, at in ((heading.nodes, heading.z), (heading.finals, heading.y)):
        yield cells.added(kind if sign else label, targets, values[at], place=region(place) if sign else "")
