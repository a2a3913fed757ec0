"""North Korea's missile tests as the CNS database lists them: comma-separated, one row per missile.

Columns used: ``date`` (a day of Coordinated Universal Time, so perhaps that before the day in Korea, or a month),
``missile``, ``facility``, ``outcome``, ``description``. Each row is one event of the act `missile_test` by ``PRK``, a
failed launch too, with a quantity of one missile; salvoes are as many rows. The database holds missiles that can carry
500 kg over 300 km or more: shorter ones, cruise missiles and artillery are not in it, so other counts of a year are
higher. ``evidence`` is the publisher's description, not the words of a document.

Reference: https://www.nti.org/analysis/articles/cns-north-korea-missile-test-database/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.sources.jsonfile import Record, text_in
from tocsin.sources.tally import tallied_files
from tocsin.sources.textfile import read_blocks

COLUMNS = ("date", "missile", "facility", "outcome", "description")
OUTCOMES = ("success", "failure", "unknown")
PRECISIONS = {"D": "day", "M": "month"}
_UNKNOWN = "unknown"
#: A missile and how many before it bear the same date.
Entry = tuple[Record, int]


def _entries(path: Path) -> Iterator[tuple[str, Entry]]:
    before: Counter[str] = Counter()
    for block in read_blocks(path, needed=COLUMNS):
        for number, record in zip(block.numbers.tolist(), block.rows.to_pylist(), strict=True):
            day = text_in(record, "date")
            before[day] += 1
            yield f"line {number}", (record, before[day])


def _row(entry: Entry) -> dict[str, object]:
    record, number = entry
    try:
        period = parse_period(text_in(record, "date"))
    except CodeError as error:
        raise CodeError("date is neither a day nor a month") from error
    if period.freq not in PRECISIONS:
        raise CodeError("date is neither a day nor a month")
    day = str(period)
    if (outcome := text_in(record, "outcome")) not in OUTCOMES:
        raise CodeError("outcome is none of success, failure, unknown")
    missile, site = text_in(record, "missile"), text_in(record, "facility")
    told = [f"missile: {missile or _UNKNOWN}", f"outcome: {outcome}", text_in(record, "description")]
    return {
        "event": f"{day} {number}",
        "actor": "PRK",
        "act": "missile_test",
        "date": day,
        "date_precision": PRECISIONS[period.freq],
        "place": None if site in {"", _UNKNOWN} else site,
        "quantity": 1.0,
        "quantity_unit": "missiles",
        "modality": "done",
        "confidence": 1.0,
        "publisher_code": None if missile in {"", _UNKNOWN} else missile,
        "document": f"CNS database, missile {number} of {day}",
        "evidence": "; ".join(filter(None, told)),
        "period": day,
        "freq": period.freq,
        "status": "A",
        "scope": "CNS missile tests",
    }


read = tallied_files(
    "nti_missiles", "event", _entries, parse=_row, quote=lambda entry: f", date: {text_in(entry[0], 'date')!r}"
)
