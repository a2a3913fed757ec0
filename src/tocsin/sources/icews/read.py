"""Coded events of ICEWS: tab-separated, one event a line, with the code of CAMEO and the intensity of Goldstein.

Source and target become country codes by ``Source Country`` and ``Target Country``; where these are ``NA`` the party is
no country and stands by its name, but bodies of the European Union are ``EUU``. The act is that of the closed list
which the code names, ``other`` where it names none; the code is kept as ``publisher_code``. The texts that were coded
are not published: ``document`` names story and sentence, and there is no evidence to quote. The confidence is .75
for all: the makers of the coder found about three in four of its events right.

Reference: https://doi.org/10.7910/DVN/28075
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.ref.countries import parse_country
from tocsin.sources.jsonfile import Record, text_in
from tocsin.sources.tally import tallied_files
from tocsin.sources.textfile import read_blocks

ID, DAY, CODE, INTENSITY = "Event ID", "Event Date", "CAMEO Code", "Intensity"
STORY, SENTENCE, PUBLISHER = "Story ID", "Sentence Number", "Publisher"
SIDES = {"actor": ("Source Country", "Source Name"), "target": ("Target Country", "Target Name")}
CITY, COUNTRY = "City", "Country"
COLUMNS = (ID, DAY, CODE, INTENSITY, STORY, SENTENCE, PUBLISHER, *SIDES["actor"], *SIDES["target"], CITY, COUNTRY)
CONFIDENCE = 0.75
#: Bodies that act for the European Union.
UNION = ("European Union", "European Commission", "European Parliament", "Council of the European Union")
_NONE = {"", "NA"}


def _entries(path: Path) -> Iterator[tuple[str, Record]]:
    for block in read_blocks(path, needed=COLUMNS, delimiter="\t"):
        for number, record in zip(block.numbers.tolist(), block.rows.to_pylist(), strict=True):
            yield f"line {number}", record


def _row(record: Record) -> dict[str, object]:
    day, code = _day(text_in(record, DAY)), text_in(record, CODE)
    act = _longest(code, _table()["acts"])
    if act is None:
        raise CodeError("CAMEO code is not known")
    if not (number := text_in(record, ID)):
        raise CodeError("event has no id")
    return {
        "event": number,
        **{side: _party(text_in(record, country), text_in(record, name)) for side, (country, name) in SIDES.items()},
        "act": act,
        "date": day,
        "date_precision": "day",
        "place": _place(text_in(record, CITY), text_in(record, COUNTRY)),
        "modality": _longest(code, _table()["modalities"]) or "done",
        "confidence": CONFIDENCE,
        "intensity": _intensity(text_in(record, INTENSITY)),
        "publisher_code": f"CAMEO {code}",
        "document": f"ICEWS story {text_in(record, STORY)}, sentence {text_in(record, SENTENCE)}, "
        f"{text_in(record, PUBLISHER)}",
        "period": day,
        "freq": "D",
        "status": "A",
        "scope": f"ICEWS {day}",
    }


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = files("tocsin.sources.icews").joinpath("acts.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _longest(code: str, table: Mapping[str, str]) -> str | None:
    """Return what stands for the longest beginning of a code."""
    return next((table[code[:end]] for end in range(len(code), 1, -1) if code[:end] in table), None)


def _day(text: str) -> str:
    try:
        return str(parse_period(text, "D"))
    except CodeError as error:
        raise CodeError("date is not a day") from error


def _party(country: str, name: str) -> str:
    if country not in _NONE:
        try:
            return parse_country(country, scheme="name")
        except CodeError as error:
            raise CodeError("country is not known") from error
    if name.startswith(UNION):
        return "EUU"
    return name.replace(";", ",")


def _place(city: str, country: str) -> str | None:
    return ", ".join(part for part in (city, country) if part not in _NONE) or None


def _intensity(text: str) -> float | None:
    if text in _NONE:
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise CodeError("intensity is not a number")
    return number


read = tallied_files(
    "icews", "event", _entries, parse=_row, quote=lambda record: f": {record[CODE]!r}, {record[DAY]!r}"
)
