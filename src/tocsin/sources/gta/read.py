"""Export and import measures of Global Trade Alert: the workbook on medical goods and food of 2020.

One sheet, one measure a line, its goods as marks in columns (``Product: Food``): one row per measure and kind of
goods, its words in ``product``, nomenclature ``text``, for the sheet has no codes. Type and assessment give instrument
and effect, see :mod:`tocsin.sources.gta.kinds`: a liberalising measure leaves goods free. Where no type is told the
instrument is ``unspecified``. Whom a measure is aimed at is not in the sheet: the target is ``*``.

``valid_to`` is the publisher's removal date. The sheet does not say when a removal became known: ``ended_known_on`` is
that date or the day of the workbook, the earlier of the two, so that no past day sees an end that nobody knew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.period import parse_period
from tocsin.core.release import Release, Request
from tocsin.ref.countries import parse_country
from tocsin.sources.edition import edition_day
from tocsin.sources.gta.kinds import ASSESSMENTS, CONFIDENCE, FREE, GOODS, KINDS, PARTIES
from tocsin.sources.release import release_of
from tocsin.sources.tally import Tally
from tocsin.sources.workbook import read_sheet

ID, STATUS, WHO = "Entry ID", "Documentation status", "Jurisdiction"
ASSESSED = "Initial assessment (change relative to 1 Jan 2020)"
KIND, SOURCE = "GTA intervention type", "Source"
DAYS = {"announced_on": "Announcement date", "valid_from": "Implementation date", "valid_to": "Removal date"}
FLAGS = {"export": "Is export policy", "import": "Is import policy"}
NEEDED = (ID, STATUS, WHO, ASSESSED, KIND, SOURCE, *DAYS.values(), *FLAGS.values(), *GOODS)
Line = Mapping[str, object]


def read(request: Request) -> Iterator[Release]:
    """Read each workbook as one release of ``measure``.

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
    FormatError
        If the sheet is laid out otherwise.
    UsageError
        If nothing says the day of the release.
    """
    for path in request.files:
        lines = list(_lines(path))
        day = edition_day(path, request.options, "")
        tally = Tally("measure")
        for number, line in lines:
            _take(tally, f"line {number}", line, day)
        request.progress(tally.count)
        yield release_of("gta", "measure", path, batches=tally.batches(), day=day, also=f"1 {day}")


def _lines(path: Path) -> Iterator[tuple[int, Line]]:
    cells = read_sheet(path)
    heading = [str(cell).strip() for cell in cells[0]] if cells else []
    if missing := [name for name in NEEDED if name not in heading]:
        raise FormatError(
            f"column {', '.join(map(repr, missing[:4]))} is missing",
            where=str(path),
            remedy=f"Columns found: {', '.join(map(repr, heading[:12]))}.",
        )
    for number, row in enumerate(cells[1:], 2):
        if any(str(cell).strip() for cell in row):
            yield number, dict(zip(heading, row, strict=False))


def _take(tally: Tally, where: str, line: Line, day: date) -> None:
    told = f"{where}: {_text(line, WHO)}, {_text(line, KIND) or 'no type'}"
    try:
        shared = _measure(line, day)
        goods = [words for column, words in GOODS.items() if _flag(line, column)]
    except CodeError as error:
        tally.refuse(error.found, told)
        return
    if not goods:
        tally.refuse("no kind of goods is marked", told)
    for words in goods:
        tally.keep(f"{told}, {words}", **shared, product=words, nomenclature="text")


def _measure(line: Line, day: date) -> dict[str, object]:
    days = {name: _day(line, column) for name, column in DAYS.items()}
    known = days["announced_on"] or days["valid_from"]
    if known is None:
        raise CodeError("measure has no date")
    ended = days["valid_to"]
    if ended and ended < (days["valid_from"] or known):
        raise CodeError("removal is before the measure")
    kind, assessed = _text(line, KIND), _one_of(_text(line, ASSESSED), ASSESSMENTS, "assessment")
    instrument, effect = KINDS[_one_of(kind, KINDS, "type")]
    return {
        "measure": _id(line),
        "party": _party(_text(line, WHO)),
        "target": "*",
        "direction": _direction(line),
        "instrument": instrument,
        "effect": effect if assessed == ASSESSMENTS[0] else FREE,
        **{name: one.isoformat() if one else None for name, one in days.items()},
        "ended_known_on": max(min(ended, day), known).isoformat() if ended else None,
        "title": f"{_text(line, WHO)}: {kind or 'measure without a type'}, {assessed}",
        "reference": _text(line, SOURCE) or None,
        "confidence": CONFIDENCE[_one_of(_text(line, STATUS), CONFIDENCE, "documentation status")],
        "period": known.isoformat(),
        "freq": "D",
        "status": "A",
        "scope": "GTA medical goods and food",
    }


def _text(line: Line, column: str) -> str:
    return " ".join(str(line.get(column, "")).split())


def _id(line: Line) -> str:
    text = _text(line, ID).removesuffix(".0")
    if not (text.isascii() and text.isdigit()):
        raise CodeError("entry id is no number")
    return text


def _one_of(text: str, known: Mapping[str, object] | tuple[str, ...], what: str) -> str:
    if text not in known:
        raise CodeError(f"{what} is not known")
    return text


def _flag(line: Line, column: str) -> bool:
    return _one_of(_text(line, column).upper(), ("TRUE", "FALSE"), f"mark under {column!r}") == "TRUE"


def _direction(line: Line) -> str:
    told = [direction for direction, column in FLAGS.items() if _flag(line, column)]
    if len(told) != 1:
        raise CodeError("measure is both or neither of export and import policy")
    return told[0]


def _day(line: Line, column: str) -> date | None:
    value = line.get(column)
    if value is None or not str(value).strip():
        return None
    try:
        return parse_period(value if isinstance(value, date) else str(value).strip(), "D").start
    except CodeError as error:
        raise CodeError(f"{column.casefold()} is not a day") from error


def _party(name: str) -> str:
    if name in PARTIES:
        return PARTIES[name]
    try:
        return parse_country(name, scheme="name")
    except CodeError as error:
        raise CodeError("jurisdiction has no code") from error
