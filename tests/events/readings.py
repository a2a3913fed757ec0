"""Readings by hand, as `tocsin read --json` prints them: every sentence is synthetic."""

from __future__ import annotations

import json
from typing import Any

from tocsin.events.reading_json import Said, parse_readings

BAN = "Vietnam banned exports of gallium to Japan from 5 May 2026."


def event(sentence: str = BAN, **more: Any) -> dict[str, Any]:
    """Write one event; what is not told is the ban above."""
    plain = {
        "actor": ["VNM"],
        "act": "ban",
        "target": ["JPN"],
        "object": ["gallium"],
        "date": "2026-05-05",
        "date_precision": "day",
        "place": None,
        "quantity": None,
        "modality": "done",
        "confidence": 0.85,
        "evidence": {"text": sentence, "start": 10, "end": 10 + len(sentence)},
        "sentence": sentence,
    }
    return plain | more


def reading(*events: dict[str, Any], **document: Any) -> str:
    """Write a reading of one document."""
    plain = {
        "title": "A synthetic notice",
        "published": "2026-05-01",
        "source": "https://news.example/notice",
        "sha256": "5" * 64,
        "garbled": False,
    }
    return json.dumps({"document": plain | document, "events": list(events)})


def said(sentence: str = BAN, *, published: str | None = "2026-05-01", source: str = "", **more: Any) -> Said:
    """Read one event back."""
    (one,) = parse_readings(reading(event(sentence, **more), published=published, source=source), "a test").said
    return one
