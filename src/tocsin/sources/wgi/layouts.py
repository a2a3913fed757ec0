"""The layouts in which the governance indicators come, each as the same plain scores."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.core.errors import FormatError
from tocsin.core.period import parse_period
from tocsin.sources.workbook import read_sheet, sheet_names

_LONG = ("code", "year", "indicator", "estimate")
_SHEET = ("Economy (code)", "Year", "Governance estimate (approx. -2.5 to +2.5)")
_CODES = ("va", "pv", "ge", "rq", "rl", "cc")


@dataclass(frozen=True)
class Score:
    """One score as published: its place, and the cells as they are."""

    where: str
    indicator: str
    code: str
    year: str
    value: object


def read_scores(path: Path) -> tuple[date | None, list[Score]]:
    """Read a file of any layout.

    Parameters
    ----------
    path : pathlib.Path
        JSON, CSV or workbook.

    Returns
    -------
    (date or None, list of Score)
        Date of the release where the file says it, and the scores.

    Raises
    ------
    FormatError
        If it has none of the layouts.
    """
    if not path.is_file():
        raise FormatError(f"{path.name!r} is no file", where=str(path.parent), remedy="Check the path.")
    head = path.read_bytes()[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return None, _workbook(path)
    if head[:1] == b"<":
        raise FormatError("the file is a web page or XML", where=str(path), remedy="Ask the service for format=json.")
    return _answer(path) if head[:1] in (b"[", b"{") else (None, _long(path, _lines(path)))


def _answer(path: Path) -> tuple[date | None, list[Score]]:
    try:
        told = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise FormatError(f"the JSON is damaged ({error})", where=str(path), remedy="Fetch it again.") from error
    if not (isinstance(told, list) and len(told) == 2 and isinstance(told[0], dict) and isinstance(told[1], list)):
        raise FormatError(
            f"the service answered {json.dumps(told)[:160]}",
            where=str(path),
            remedy="A page is a list of two: [{page, pages, ...}, [rows]]. Check indicator and source=3.",
        )
    updated = told[0].get("lastupdated")
    day = parse_period(str(updated), "D", where=f"{path}, lastupdated").start if updated else None
    return day, [_score(path, number, row) for number, row in enumerate(told[1], 1)]


def _score(path: Path, number: int, row: dict[str, object]) -> Score:
    indicator = row.get("indicator")
    if not isinstance(indicator, dict) or not {"countryiso3code", "date", "value"} <= set(row):
        raise FormatError(
            "indicator, countryiso3code, date or value is missing",
            where=f"{path} row {number}",
            remedy=f"Members found: {', '.join(map(repr, row))}.",
        )
    place = f"{path.name} row {number}"
    return Score(place, str(indicator.get("id", "")), str(row["countryiso3code"] or ""), str(row["date"]), row["value"])


def _lines(path: Path) -> list[list[object]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return [list(row) for row in csv.reader(text.splitlines(), strict=True)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError(
            f"the file cannot be read ({error})", where=str(path), remedy="Is it CSV in UTF-8?"
        ) from error


def _workbook(path: Path) -> list[Score]:
    names = {name.strip().casefold(): name for name in sheet_names(path)}
    found = [code for code in _CODES if code in names]
    if not found:
        return _long(path, read_sheet(path))
    scores: list[Score] = []
    for code in found:
        rows = read_sheet(path, names[code])
        places = _places(path, rows, _SHEET, f"sheet {names[code]!r}")
        for line, row in enumerate(rows[1:], 2):
            economy, year, value = (row[place] for place in places)
            scores.append(Score(f"{path.name}, {code} row {line}", code, str(economy).strip(), str(year), value))
    return scores


def _long(path: Path, rows: list[list[object]]) -> list[Score]:
    places = _places(path, rows, _LONG, "")
    scores = []
    for line, row in enumerate(rows[1:], 2):
        if not any(str(cell).strip() for cell in row):
            continue
        if len(row) != len(rows[0]):
            raise FormatError(
                f"{len(row)} cells under {len(rows[0])} headings", where=f"{path} line {line}", remedy="Is it complete?"
            )
        code, year, indicator, value = (row[place] for place in places)
        scores.append(Score(f"{path.name} line {line}", str(indicator), str(code).strip(), str(year), value))
    return scores


def _places(path: Path, rows: list[list[object]], wanted: tuple[str, ...], where: str) -> list[int]:
    heading = [str(cell).strip() for cell in rows[0]] if rows else []
    if missing := [name for name in wanted if name not in heading]:
        raise FormatError(
            f"column {', '.join(map(repr, missing))} is missing",
            where=f"{path} {where}".strip(),
            remedy=f"Columns found: {', '.join(map(repr, heading[:20]))}.",
        )
    return [heading.index(name) for name in wanted]
