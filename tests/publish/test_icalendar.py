"""iCalendar files: read back by a small reader of RFC 5545 that knows nothing of the writer."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import DocumentError
from tocsin.publish.icalendar import Event, icalendar

MADE_AT = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
DAY = date(2026, 12, 31)
ESCAPED = {"\\\\": "\\", "\\;": ";", "\\,": ",", "\\n": "\n"}


def parse(text: str) -> list[tuple[str, str]]:
    """Unfold, and split each line into its name with parameters and its value."""
    assert text.endswith("\r\n")
    physical = text.encode().split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in physical)
    assert not any(sign in line for line in physical for sign in (b"\r", b"\n"))
    logical: list[bytes] = []
    for line in physical:
        line.decode()  # no sign is cut in two
        if line[:1] == b" ":
            logical[-1] += line[1:]
        else:
            logical.append(line)
    pairs = [line.decode().split(":", 1) for line in logical]
    return [(name, value) for name, value in pairs]


def unescape(text: str) -> str:
    found, i = "", 0
    while i < len(text):
        pair = text[i : i + 2]
        found, i = (found + ESCAPED[pair], i + 2) if pair in ESCAPED else (found + text[i], i + 1)
    return found


def test_a_file_holds_its_events_between_begin_and_end() -> None:
    lines = parse(
        icalendar("Controls", [Event("a@tocsin", DAY, DAY, "One"), Event("b@tocsin", DAY, DAY, "Two")], MADE_AT)
    )
    assert lines[0] == ("BEGIN", "VCALENDAR")
    assert lines[-1] == ("END", "VCALENDAR")
    assert lines.count(("BEGIN", "VEVENT")) == lines.count(("END", "VEVENT")) == 2
    assert ("VERSION", "2.0") in lines
    assert [value for name, value in lines if name == "UID"] == ["a@tocsin", "b@tocsin"]
    assert [value for name, value in lines if name == "DTSTAMP"] == ["20261123T083000Z"] * 2


def test_the_end_of_whole_days_is_the_day_after() -> None:
    lines = dict(parse(icalendar("c", [Event("a", date(2027, 2, 1), date(2027, 2, 28), "A month")], MADE_AT)))
    assert lines["DTSTART;VALUE=DATE"] == "20270201"
    assert lines["DTEND;VALUE=DATE"] == "20270301"


def test_long_lines_and_signs_of_several_octets_are_folded_and_read_back() -> None:
    told = "허가; 수출, 통제: 반도체 장비 \\ end\nsecond line " * 9
    lines = dict(parse(icalendar("c", [Event("a", DAY, DAY, "s", told, ("urgent", "a, b"))], MADE_AT)))
    assert unescape(lines["DESCRIPTION"]) == told
    assert lines["CATEGORIES"] == "urgent,a\\, b"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_any_text_is_read_back(text: str) -> None:
    lines = dict(parse(icalendar("c", [Event("a", DAY, DAY, text)], MADE_AT)))
    assert unescape(lines["SUMMARY"]) == text


def test_control_signs_never_reach_the_file() -> None:
    text = icalendar("c", [Event("a", DAY, DAY, "bell\x07 tab\t end\x7f\r\nBEGIN:VEVENT")], MADE_AT)
    assert unescape(dict(parse(text))["SUMMARY"]) == "bell  tab  end \nBEGIN:VEVENT"
    assert parse(text).count(("BEGIN", "VEVENT")) == 1


@pytest.mark.parametrize(
    "events",
    [
        [Event("a", DAY, DAY, "One"), Event("a", DAY, DAY, "Two")],
        [Event("a", DAY, date(2026, 12, 30), "Backwards")],
    ],
)
def test_events_that_contradict_are_refused(events: list[Event]) -> None:
    with pytest.raises(DocumentError):
        icalendar("c", events, MADE_AT)
