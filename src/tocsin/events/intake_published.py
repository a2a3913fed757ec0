"""When a document was published, from what its head, its first lines or its address say."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate

from tocsin.events.boilerplate import blocks
from tocsin.events.date_forms import MONTHS

_ISO = re.compile(r"\s*(?:D:)?((?:19|20)\d\d)([-/.]?)(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)")
_PDF = re.compile(r"\s*D:((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_MONTH = "|".join(sorted((name.capitalize() for name in MONTHS), key=len, reverse=True))
_WRITTEN = re.compile(
    rf"(?P<month>{_MONTH})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year>(?:19|20)\d\d)"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)? (?P<month2>{_MONTH})\.?,? (?P<year2>(?:19|20)\d\d)"
    rf"|(?P<day5>\d{{1,2}})[-.](?P<month5>{_MONTH})\.?[-.](?P<year5>(?:19|20)\d\d)"
    r"|(?P<year3>(?:19|20)\d\d)[-/](?P<month3>\d{1,2})[-/](?P<day3>\d{1,2})"
    r"|(?P<year4>(?:19|20)\d\d)\s?[年년]\s?(?P<month4>\d{1,2})\s?[月월]\s?(?P<day4>\d{1,2})\s?[日일]"
)
_IN_ADDRESS = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_](0[1-9]|1[0-2])[-/_](0[1-9]|[12]\d|3[01])(?!\d)")
_DATE_LINE = 60
#: Where a line was written, before the day: "SEOUL, ", "New York, ".
_PLACE = re.compile(r"(?:[A-Z][A-Za-z.’'-]*(?: [A-Z][A-Za-z.’'-]*)?, )?")
#: What stands before the day in the first line of a notice, and behind it: "SEOUL, November 17, 2025 /PRNewswire/ --".
_LEADING = re.compile(
    r"[(\[]?(?!(?:On|Since|By|Until|In|From|Effective|Before|After|As|Starting|Between)\b)"
    r"(?:[A-Z][\w.’'/&-]*[, ]{1,2}(?:and )?){0,6}\(?"
)
_TRAILING = re.compile(r"[)\]]?(?:,? \d{1,2}[:.]\d\d[^–—\n]{0,20})?\s*(?:--|[–—/|]|-\s|\([A-Z][\w. ]{1,24}\)|$)")
_FIRST_BLOCKS = 8


def day_of(said: str) -> date | None:
    """Read a date as heads of documents write it.

    Parameters
    ----------
    said : str
        ``2023-01-13T08:00:00Z``, ``D:20230113...``, ``Fri, 13 Jan 2023 08:00:00 GMT``, ``January 13, 2023``.

    Returns
    -------
    datetime.date or None
        The day as written, in its own time zone; None if it says none.
    """
    said = said[:200]
    pdf, iso = _PDF.match(said), _ISO.match(said)
    if pdf is not None:
        return _day(*pdf.groups())
    if iso is not None:
        return _day(iso.group(1), iso.group(3), iso.group(4))
    written = _WRITTEN.search(said)
    if written is not None:
        return _of(written)
    try:
        mail = parsedate(said)
    except (ValueError, IndexError, TypeError):
        return None
    return _day(*mail[:3]) if mail else None


def day_in_first_lines(text: str) -> date | None:
    """Return the day that stands alone, or nearly so, in one of the first lines, or with which one of them begins."""
    for n, (start, end) in enumerate(blocks(text[:4_000])):
        if n >= _FIRST_BLOCKS:
            return None
        written = _WRITTEN.search(text, start, end)
        if written is not None and (end - start <= _DATE_LINE or _begins(text[start:end], written, start)):
            return _of(written)
    return None


def _begins(block: str, written: re.Match[str], start: int) -> bool:
    """Return whether a block begins with where and when it was written."""
    first, last = written.start() - start, written.end() - start
    return _LEADING.fullmatch(block[:first]) is not None and _TRAILING.match(block, last) is not None


def is_dateline(line: str) -> bool:
    """Return whether a line says only where and when: "SEOUL, April 19, 2026"."""
    written = _WRITTEN.search(line) if len(line) <= _DATE_LINE else None
    return written is not None and _PLACE.fullmatch(line[: written.start()]) is not None and written.end() == len(line)


def day_in_address(address: str) -> date | None:
    """Return the day that an address or the name of a file holds."""
    found = _IN_ADDRESS.search(address)
    return _day(*found.groups()) if found else None


def _of(written: re.Match[str]) -> date | None:
    parts = {key.rstrip("2345"): value for key, value in written.groupdict().items() if value}
    month = parts["month"].lower()
    return _day(parts["year"], month if month.isdigit() else MONTHS[month], parts["day"])


def _day(year: str | int, month: str | int, day: str | int) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
