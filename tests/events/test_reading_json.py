"""Readings are read back event by event; what is none is left out with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from tests.events.readings import BAN, event, reading
from tocsin.core.errors import FormatError
from tocsin.events.event import Event
from tocsin.events.reader import read
from tocsin.events.reading_json import parse_readings


def test_what_the_reader_prints_reads_back_as_the_same_events() -> None:
    import json
    from datetime import date

    (made,) = read(
        "Japan imposed export controls on photoresist to South Korea on 4 July 2019.", published=date(2019, 7, 5)
    )
    back = parse_readings(json.dumps(made.json()), "a test")
    assert made.events
    assert tuple(one.event for one in back.said) == made.events
    assert back.said[0].document.published == date(2019, 7, 5)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        ({"act": "bann"}, "'bann'"),
        ({"modality": "maybe"}, "'maybe'"),
        ({"date": "last week"}, "'last week'"),
        ({"evidence": None}, "no evidence"),
        ({"evidence": {"text": "  "}}, "no evidence"),
        ({"actor": "VNM"}, "actor is no list"),
        ({"confidence": 7}, "confidence = 7"),
        ({"place": "\ud800"}, "place is no text"),
    ],
)
def test_an_event_that_is_none_is_left_out_and_told_with_its_place(fault: dict[str, Any], told: str) -> None:
    found = parse_readings(reading(event(**fault), event()), "notice.json")
    assert [one.event.act for one in found.said] == ["ban"]
    assert len(found.faults) == 1
    assert told in found.faults[0]
    assert "event 1" in found.faults[0]


@pytest.mark.parametrize("text", ["", "<html>", "[]", '{"document": {}}', '{"documents": 3}', "[" * 100_000])
def test_what_is_no_reading_is_refused_whole(text: str) -> None:
    with pytest.raises(FormatError) as error:
        parse_readings(text, "notice.json")
    assert "notice.json" in error.value.where
    assert "tocsin read" in error.value.remedy


def test_documents_of_a_feed_are_read_one_after_the_other() -> None:
    two = f'{{"documents": [{reading(event())}, {reading(event(), title="Another")}]}}'
    found = parse_readings(two, "feed.json").said
    assert [one.document.title for one in found] == ["A synthetic notice", "Another"]
    assert isinstance(found[0].event, Event)
    assert found[0].sentence == BAN
